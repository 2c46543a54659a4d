"""Reads what a plain form struct cannot hold: tables of inputs, days in three boxes, raw texts."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct

from tiemchung.kernel.clock import is_within_reach
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.web.forms import Form
from tiemchung.kernel.web.pages import AnyRequest

K = TypeVar("K")
MOST_ROWS = 1_000


async def read_texts(request: AnyRequest) -> dict[str, str]:
    """Return every text of a form by its name; of a repeated field the last one."""
    raw = await request.form()
    return {name: value.strip() for name, value in raw.multi_items() if isinstance(value, str)}


def table_of(
    texts: dict[str, str], column: str, key: Callable[[str], K]
) -> dict[K, str]:  # fmt: skip
    """Return the filled cells of a column (`<column>-<key>` -> text) without strange keys."""
    cells: dict[K, str] = {}
    beginning = f"{column}-"
    for name, text in texts.items():
        if not text or not name.startswith(beginning) or len(cells) >= MOST_ROWS:
            continue
        try:
            cells[key(name.removeprefix(beginning))] = text
        except ValueError:
            continue
    return cells


def whole_numbers(
    form: Form[Any], cells: dict[K, str], *, field: str = "lines", least: int = 0
) -> dict[K, int]:
    """Read cells as whole numbers; dots and spaces between thousands are taken as such."""
    numbers: dict[K, int] = {}
    for key, text in cells.items():
        plain = text.replace(".", "").replace(" ", "").replace(",", "").replace("−", "-")
        try:
            number = int(plain)
        except ValueError:
            form.fault(field, _("Chỉ ghi số nguyên, ví dụ 120."))
            continue
        if number < least or abs(number) > 200_000_000:  # noqa: PLR2004 -- more than people
            form.fault(field, _("Số này nằm ngoài giới hạn."))
        elif number:
            numbers[key] = number
    return numbers


def read_day(form: Form[Any], texts: dict[str, str], name: str) -> date | None:
    """Read `<name>-day`, `-month`, `-year`; a fault stands at `name`."""
    parts = [texts.get(f"{name}-{part}", "") for part in ("day", "month", "year")]
    for part, text in zip(("day", "month", "year"), parts, strict=True):
        form.sent[f"{name}-{part}"] = text
    if not any(parts):
        form.fault(name, _("Xin điền ngày."))
        return None
    try:
        day, month, year = map(int, parts)
        found = date(year, month, day)
    except (ValueError, OverflowError):
        found = None
    if found is None or not is_within_reach(found):
        form.fault(name, _("Không có ngày này. Hãy sửa ngày, tháng hoặc năm."))
        return None
    return found


def day_boxes(form: Form[Any], name: str, otherwise: date | None = None) -> dict[str, str]:
    """Return what stands in the three boxes of a day: as typed, or a day to begin with."""
    parts = ("day", "month", "year")
    typed = {part: form[f"{name}-{part}"] for part in parts}
    if any(typed.values()) or otherwise is None:
        return typed
    return {part: str(getattr(otherwise, part)) for part in parts}


def options(rows: Iterable[Struct], value: str, *texts: str) -> list[dict[str, str]]:
    """Return rows as the choices of a field; several texts are joined by a middle dot."""
    return [
        {
            "value": str(getattr(row, value)),
            "text": " · ".join(str(t) for name in texts if (t := getattr(row, name)) is not None),
        }
        for row in rows
    ]
