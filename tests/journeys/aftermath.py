"""What comes after a session: figures, the daily report, confirmation, identity, certificates."""

import html
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from openpyxl import load_workbook

from tests.support.citizens import Citizen
from tests.support.leaks import Planted, all_leaks
from tests.support.offices import Desk, Offices
from tests.support.platform import Platform
from tests.support.waiting import until

REPORT = "/command/bao-cao"
_CELL = re.compile(r'<td class="tc-table__number">(\d+)<')
_TEXT = re.compile(r'<textarea[^>]*id="text"[^>]*>(.*?)</textarea>', re.DOTALL)


class Judged(Struct, frozen=True):
    """A certificate as the citizen holds it and as anybody's verifier reads it."""

    text: str
    verdict: str
    certificate: dict[str, Any]


async def board_of(desk: Desk) -> dict[str, Any]:
    """The figures of the response centre's board, as its stream tells them."""
    async with desk.client.stream("GET", "/command/stream", params={"mot-lan": "1"}) as answer:
        assert answer.status_code == 200
        lines = [line async for line in answer.aiter_lines() if line.startswith("data:")]
    told: dict[str, Any] = msgspec.json.decode(lines[0].removeprefix("data:"))
    return told["figures"]


async def then_the_board_shows(desk: Desk, **expected: float | None) -> None:
    """The board shows these figures within seconds."""
    await until(
        f"a board with {expected}", lambda: board_of(desk),
        lambda figures: all(figures[name] == value for name, value in expected.items()),
    )  # fmt: skip


async def published(platform: Platform, unit: int | None = None) -> dict[str, Any]:
    """What the portal publishes of a unit, without any log-in."""
    asked = platform.client()
    answer = await asked.get(
        "/api/v1/open/figures", params={} if unit is None else {"unit": str(unit)}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def then_the_portal_shows(
    platform: Platform, unit: int | None, **expected: float | str | None
) -> dict[str, Any]:
    """The portal publishes these figures within seconds; returns everything of the unit."""
    return await until(
        f"a portal with {expected}", lambda: published(platform, unit),
        lambda found: all(found["figures"][name] == value for name, value in expected.items()),
    )  # fmt: skip


def numbers_of(workbook: bytes) -> dict[str, dict[str, dict[str, Any]]]:
    """Read a report's workbook: sheet, unit, column."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for sheet in load_workbook(BytesIO(workbook)).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        top = next(n for n, row in enumerate(rows) if row[0] == "Đơn vị")
        headings = [str(text) for text in rows[top][1:]]
        found[sheet.title] = {
            str(row[0]): dict(zip(headings, row[1:], strict=True)) for row in rows[top + 1 :]
        }
    return found


async def draft_of(desk: Desk, unit: int, day: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The numbers of a report as they stand now."""
    return numbers_of(await desk.file(f"{REPORT}/nhap/xlsx?ngay={day}&don-vi={unit}"))


async def when_the_report_is_sent(desk: Desk, unit: int, day: str) -> str:
    """Freeze and number the report; returns its page."""
    return await desk.submit(
        f"{REPORT}?ngay={day}&don-vi={unit}", f"{REPORT}/gui", ngay=day, don_vi=str(unit)
    )


async def doses_to_confirm(head: Desk) -> list[int]:
    """The numbers of the page on which doses are confirmed: ready and held back, by session."""
    page = await head.page("/console/xac-nhan")
    return sorted(int(cell) for cell in _CELL.findall(page))


async def when_the_facility_confirms(offices: Offices, head: str, sessions: list[UUID]) -> str:
    """The head of the facility confirms the doses of sessions; returns what the page says then."""
    desk = await offices.desk(head)
    where = await desk.submit("/console/xac-nhan", session=[str(s) for s in sessions])
    return await desk.page(where)


async def when_the_register_is_asked(desk: Desk, unit: int) -> dict[str, Any]:
    """Send everybody of a unit who is not verified; returns the answered batch."""
    made = await desk.tell("/api/v1/verification-batches", {"unit_id": unit})

    async def batch() -> dict[str, Any]:
        listed = await desk.ask("/api/v1/verification-batches")
        return next(b for b in listed if b["batch_id"] == made["id"])

    return await until("the register's answer", batch, lambda b: b["state"] == "answered")


async def then_the_citizen_holds(
    platform: Platform, citizen: Citizen, person: UUID, kind: str
) -> Judged:
    """The citizen's page shows a certificate of this kind, and the portal's verifier judges it."""
    page = f"/me/nguoi/{person}/chung-nhan"

    async def text() -> str:
        found = _TEXT.search(await citizen.page(page))
        return "" if found is None else html.unescape(found[1])

    held = await until(f"a certificate {kind}", text, lambda t: t.startswith(f"{kind}:"))
    anybody = platform.client()
    answer = await anybody.post("/api/v1/certificates/verify", json={"text": held})
    assert answer.status_code == 200, answer.text
    judged = answer.json()
    return Judged(held, judged["verdict"], judged["certificate"])


async def then_nobody_stands_in_logs_or_addresses(platform: Platform, planted: Planted) -> None:
    """What was written by all processes and asked for by all clients names nobody."""
    await platform.stop()
    written = [log.read_text(encoding="utf-8", errors="replace") for log in platform.logs]
    assert '"POST /console/dang-nhap HTTP/1.1" 303' in written[0], (
        "the log of addresses is not there"
    )
    assert '"event": "worker_started"' in written[1]
    assert len(platform.addresses) > 100
    assert all_leaks([*written, "\n".join(platform.addresses)], planted) == set()


def line_of(rows: Mapping[str, Mapping[str, Any]], name: str, **expected: Any) -> None:
    """Hold a line of a report against what is expected of it; blanks and names aside."""
    found = {title: rows[name].get(title) for title in expected}
    assert found == expected, f"{name}: {rows[name]}"
