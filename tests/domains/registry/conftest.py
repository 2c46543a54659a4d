"""Units of the country pack, rules of a day in July 2021, and lists written cell by cell."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

import tiemchung.country
from tiemchung.country.check import units_on
from tiemchung.country.pack import Pack
from tiemchung.country.units import Level
from tiemchung.domains.registry.lists.model import ListReading, ReadingRules
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.domains.registry.lists.units import UnitIndex, UnitRecord

TODAY = date(2021, 7, 20)
Rows = Iterable[Iterable[Any]]
MakeWorkbook = Callable[..., bytes]
ReadRows = Callable[..., ListReading]


@pytest.fixture(scope="session")
def units() -> list[UnitRecord]:
    """The provinces, districts and wards of July 2021."""
    pack = Pack(Path(tiemchung.country.__file__).parent / "vn")
    return [
        UnitRecord(
            unit.code,
            unit.name,
            str(level),
            pack.unit[unit.parent_id].code if unit.parent_id else "",
        )
        for level in (Level.PROVINCE, Level.DISTRICT, Level.WARD)
        for unit in units_on(pack, TODAY, level)
    ]


@pytest.fixture(scope="session")
def unit_index(units: list[UnitRecord]) -> UnitIndex:
    """The index, with the three districts that became Thành phố Thủ Đức in January 2021."""
    return UnitIndex(units, {"quan 2": "769", "quan 9": "769", "quan thu duc": "769"})


@pytest.fixture(scope="session")
def rules(unit_index: UnitIndex, units: list[UnitRecord]) -> ReadingRules:
    """What lists of Ho Chi Minh City are read against."""
    return ReadingRules(
        today=TODAY,
        units=unit_index,
        groups={"9": "Người mắc bệnh mạn tính; người trên 65 tuổi", "13": "Người lao động"},
        birth_places=frozenset("0" + unit.code for unit in units if unit.level == "province"),
        home_province="79",
    )


def workbook(rows: Rows, *, title: str = "Danh sách", fonts: dict[str, str] | None = None) -> bytes:
    """Write rows into a workbook; `fonts` gives the font of cells by reference ("B2")."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title
    for row in rows:
        page.append(list(row))
    for reference, font in (fonts or {}).items():
        page[reference].font = Font(name=font)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.fixture(scope="session")
def make_workbook() -> MakeWorkbook:
    """`make_workbook(rows, title=..., fonts=...)` gives .xlsx bytes."""
    return workbook


@pytest.fixture(scope="session")
def read_rows(rules: ReadingRules) -> ReadRows:
    """`read_rows(rows)` writes rows into a workbook and reads it as a list."""

    def read(rows: Rows, **how: Any) -> ListReading:
        return read_list(workbook(rows, **how), "danh-sach.xlsx", rules=rules)

    return read
