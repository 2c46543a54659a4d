"""Whole sheets of a list: titles, headings, rows of people, sections, totals and signatures."""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from collections.abc import Callable
from random import Random
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from tiemchung.demo.population.dialects import Dialect
from tiemchung.demo.population.list_rows import (
    NATIONALITIES,
    Truth,
    Written,
    as_typed,
    birth_truth,
    birth_value,
    document_value,
    legacy,
    phone_value,
    place_values,
    sex_values,
)
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.demo.population.territory import Territory

_DEPARTMENTS: Final = (
    "Phòng Hành chính",
    "Phòng Kế toán",
    "Xưởng 1",
    "Xưởng 2",
    "Bộ phận Kho",
    "Tổ Bảo vệ",
)
_NAME_HEADINGS: Final = ("Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ và tên (*)", "Họ tên nhân viên")
_BIRTH_HEADINGS: Final = (
    "Ngày sinh",
    "Ngày tháng năm sinh",
    "Ngày, tháng, năm sinh",
    "NGÀY SINH",
    "Ngày/tháng/năm sinh",
)
_PHONE_HEADINGS: Final = ("SĐT", "Số điện thoại", "Điện thoại", "Số ĐT liên hệ", "ĐTDĐ")
_NUMBER_HEADINGS: Final = (
    "Số CMND/CCCD",
    "CMND/CCCD/Hộ chiếu",
    "Số CMND (CCCD)",
    "Số căn cước công dân",
    "CMND",
)
_ADDRESS_HEADINGS: Final = ("Địa chỉ", "Địa chỉ nơi ở hiện tại", "Chỗ ở hiện nay", "Nơi ở hiện tại")
_WARDS, _DISTRICTS, _PROVINCES = (
    ("Phường/Xã", "Xã/Phường", "Phường"),
    ("Quận/Huyện", "Quận", "Huyện/Quận"),
    ("Tỉnh/Thành phố", "Tỉnh/TP", "Thành phố"),
)


class Page(Struct):
    """A sheet as it will be written; rows count from 1 and `merges` are Excel ranges by index."""

    name: str
    rows: list[list[Written]] = field(default_factory=list[list[Written]])
    merges: list[tuple[int, int, int, int]] = field(default_factory=list[tuple[int, int, int, int]])
    hidden: list[int] = field(default_factory=list[int])
    truths: list[tuple[int, Truth]] = field(default_factory=list[tuple[int, Truth]])


class Writer:
    """Writes people into pages of one dialect."""

    def __init__(
        self, rng: Random, dialect: Dialect, territory: Territory, organisation: str
    ) -> None:
        self._rng = rng
        self._dialect = dialect
        self._territory = territory
        self._organisation = organisation
        self._written: list[tuple[list[Written], Truth]] = []

    def page(self, name: str, people: list[SyntheticPerson]) -> Page:
        """Write one sheet."""
        page = Page(name)
        self._titles(page)
        workplace_column = self._headings(page)
        departments = self._rng.sample(_DEPARTMENTS, k=3)
        for index, person in enumerate(people):
            department = departments[index * 3 // len(people)]
            if self._dialect.sections and index * 3 % len(people) < 3:
                page.rows.append([Written(), legacy(department, self._dialect.text)])
            if self._dialect.blank_rows and self._rng.random() < 0.06:
                page.rows.append([])
            self._person(page, index, person, department)
        if self._dialect.merged_workplace:
            self._merge_workplaces(page, workplace_column)
        if self._dialect.footer:
            self._footer(page, len(people))
        return page

    def _text(self, text: str) -> Written:
        return legacy(text, self._dialect.text)

    def _titles(self, page: Page) -> None:
        titles = (self._organisation.upper(), "Địa chỉ: 12 Nguyễn Huệ",
                  "DANH SÁCH NGƯỜI LAO ĐỘNG ĐĂNG KÝ TIÊM VẮC XIN PHÒNG COVID-19",
                  "(Kèm theo công văn số 15/CV ngày 20 tháng 7 năm 2021)", "")  # fmt: skip
        for title in titles[: self._dialect.title_lines]:
            page.rows.append([self._text(title)] if title else [])
            page.merges.append((len(page.rows), len(page.rows), 0, 7))

    def _headings(self, page: Page) -> int:
        """Write one or two heading lines and return the column of the workplace."""
        columns = self._heading_columns()
        top = len(page.rows) + 1
        two_lines = any(below for _, below in columns)
        page.rows.append([self._text(above) if above else Written() for above, _ in columns])
        if two_lines:
            page.rows.append([self._text(below) if below else Written() for _, below in columns])
            for column, (above, below) in enumerate(columns):
                if not below and above and (column != 1 or self._dialect.name == "one"):
                    page.merges.append((top, top + 1, column, column))
        if self._dialect.name == "one_heading_two_columns":
            page.merges.append((top, top + two_lines, 1, 2))
        if self._dialect.numbering:
            page.rows.append([Written(f"({n})") for n in range(1, len(columns) + 1)])
        return next(c for c, (above, _) in enumerate(columns) if above == "Bộ phận")

    def _heading_columns(self) -> list[tuple[str, str]]:
        rng, dialect = self._rng, self._dialect
        name = rng.choice(_NAME_HEADINGS)
        names = {
            "one": [(name, "")],
            "split": [("Họ và tên đệm", ""), ("Tên", "")],
            "one_heading_two_columns": [(name, ""), ("", "")],
        }[dialect.name]
        columns = [("STT", ""), *names, *self._birth_columns(), *self._sex_columns()]
        columns += [(rng.choice(_NUMBER_HEADINGS), ""), (rng.choice(_PHONE_HEADINGS), "")]
        columns.append((rng.choice(_ADDRESS_HEADINGS), ""))
        if dialect.place != "line":
            columns += [(rng.choice(h), "") for h in (_WARDS, _DISTRICTS, _PROVINCES)]
        if dialect.nationality:
            columns.append(("Quốc tịch", ""))
        return [*columns, ("Bộ phận", ""), ("Ghi chú", "")]

    def _birth_columns(self) -> list[tuple[str, str]]:
        heading = self._rng.choice(_BIRTH_HEADINGS)
        if self._dialect.birth == "three_columns":
            return [("Ngày sinh", "Ngày"), ("", "Tháng"), ("", "Năm")]
        if self._dialect.birth == "years_by_sex":
            return [("Năm sinh", "Nam"), ("", "Nữ")]
        return [("Năm sinh" if self._dialect.birth == "years" else heading, "")]

    def _sex_columns(self) -> list[tuple[str, str]]:
        if self._dialect.sex == "marks":
            return self._rng.choice(([("Giới tính", "Nam"), ("", "Nữ")], [("Nam", ""), ("Nữ", "")]))
        if self._dialect.sex == "woman_mark":
            return [("Nữ", "")]
        return (
            []
            if self._dialect.sex == "none"
            else [(self._rng.choice(("Giới tính", "Phái", "GT")), "")]
        )

    def _person(self, page: Page, index: int, person: SyntheticPerson, department: str) -> None:
        dialect, rng = self._dialect, self._rng
        cells, truth = self._cells(index, person)
        workplace = Written() if dialect.merged_workplace and index % 4 else self._text(department)
        cells = [*cells, workplace, Written()]
        if self._written and rng.random() < dialect.mistakes / 3:
            again, first = rng.choice(self._written)
            page.rows.append(again)
            page.truths.append((len(page.rows), replace(first, twice=True)))
        page.rows.append(cells)
        page.truths.append((len(page.rows), truth))
        if not truth.fault and truth.documents and not dialect.merged_workplace:
            self._written.append((cells, truth))
        if dialect.hidden_rows and rng.random() < 0.05:
            page.hidden.append(len(page.rows))

    def _cells(self, index: int, person: SyntheticPerson) -> tuple[list[Written], Truth]:
        """Write the cells of a person and spoil one of them now and then."""
        dialect = self._dialect
        name = as_typed(person.name, dialect.text)
        birth = self._birth(person)
        document, documents = document_value(person, dialect.numbers, dialect.text)
        phone = phone_value(self._rng, person.phone, dialect.phones)
        truth = Truth(
            serial=person.serial,
            name=name,
            birth=birth_truth(person.birth, dialect.birth),
            sex=person.sex,
            phone=person.phone or "",
            documents=documents,
            ward=person.ward,
        )
        parts = {"name": self._name(name), "birth": birth, "document": [document], "phone": [phone]}
        if self._rng.random() < dialect.mistakes:
            truth = spoil(self._rng, parts, truth, dialect)
        cells = [Written(index + 1), *parts["name"], *parts["birth"]]
        cells += [self._sex_text(cell) for cell in sex_values(person.sex, dialect.sex)]
        cells += [*parts["document"], *parts["phone"]]
        cells += place_values(person, dialect, self._territory)
        if dialect.nationality:
            cells.append(self._text(NATIONALITIES.get(person.nationality, "")))
        return cells, truth

    def _sex_text(self, cell: Written) -> Written:
        return self._text(cell.value) if isinstance(cell.value, str) else cell

    def _name(self, name: str) -> list[Written]:
        if self._dialect.name == "one":
            return [self._text(name)]
        family, _, given = name.rpartition(" ")
        return [self._text(family) if family else Written(), self._text(given)]

    def _birth(self, person: SyntheticPerson) -> list[Written]:
        birth, on = person.birth, person.birth.on
        if self._dialect.birth == "years_by_sex":
            year = Written(on.year)
            return [year, Written()] if person.sex == "male" else [Written(), year]
        if self._dialect.birth != "three_columns":
            return [birth_value(birth, self._dialect.birth)]
        day = on.day if birth.precision == "day" else None
        month = on.month if birth.precision != "year" else None
        return [Written(day), Written(month), Written(on.year)]

    def _merge_workplaces(self, page: Page, column: int) -> None:
        """Merge the department's cell over the rows that leave it blank."""
        rows = [row for row, _ in page.truths]
        start: int | None = None
        for row in [*rows, rows[-1] + 2]:
            cells = page.rows[row - 1] if row <= len(page.rows) else []
            filled = column >= len(cells) or cells[column].value is not None
            if filled or (start and row != start + 1 and row - 1 not in rows):
                if start and row - 1 > start:
                    page.merges.append((start, row - 1, column, column))
                start = row if row <= len(page.rows) and filled else None

    def _footer(self, page: Page, count: int) -> None:
        gap = [Written()] * 3
        page.rows += [
            [Written(), self._text(f"Tổng cộng: {count} người")],
            [],
            [Written()] * 5 + [self._text("TP. Hồ Chí Minh, ngày 20 tháng 7 năm 2021")],
            [Written(), self._text("Người lập biểu"), *gap, self._text("GIÁM ĐỐC")],
            [],
            [Written(), self._text("Trần Thị Lập"), *gap, self._text("Lê Văn Ký")],
        ]


def spoil(rng: Random, parts: dict[str, list[Written]], truth: Truth, dialect: Dialect) -> Truth:
    """Make one mistake that only the sender can repair, and name the code it must get."""
    kinds = ["birth_missing", "document", "phone", "name", "name_missing"]
    if dialect.birth in ("text", "dashes", "dots", "cells"):
        kinds.append("birth")
    return _SPOILERS[rng.choice(kinds)](parts, truth)


def _no_such_day(parts: dict[str, list[Written]], truth: Truth) -> Truth:
    parts["birth"] = [Written("31/02/1980")]
    return replace(truth, birth=None, fault="birth_no_such_day")


def _no_birth(parts: dict[str, list[Written]], truth: Truth) -> Truth:
    parts["birth"] = [Written()] * len(parts["birth"])
    return replace(truth, birth=None, fault="birth_missing")


def _short_document(parts: dict[str, list[Written]], truth: Truth) -> Truth:
    if any(kind == "passport" for kind, _ in truth.documents):
        parts["document"] = [Written("A1")]
        return replace(truth, documents=(), fault="document_shape")
    parts["document"] = [Written("0791234" if len(truth.name) % 2 else "0790812345678")]
    return replace(truth, documents=(), fault="document_length")


def _short_phone(parts: dict[str, list[Written]], truth: Truth) -> Truth:
    parts["phone"] = [Written("09012")]
    return replace(truth, phone="", fault="phone_length")


def _no_name(parts: dict[str, list[Written]], truth: Truth) -> Truth:
    parts["name"] = [Written()] * len(parts["name"])
    return replace(truth, name="", fault="name_missing")


def _digit_in_name(parts: dict[str, list[Written]], truth: Truth) -> Truth:
    last = parts["name"][-1]
    parts["name"][-1] = Written(f"{last.value} 2", last.font)
    return replace(truth, name=f"{truth.name} 2", fault="name_not_a_name")


_SPOILERS: Final[dict[str, Callable[[dict[str, list[Written]], Truth], Truth]]] = {
    "birth": _no_such_day,
    "birth_missing": _no_birth,
    "document": _short_document,
    "phone": _short_phone,
    "name": _digit_in_name,
    "name_missing": _no_name,
}
