"""Lists written cell by cell, as offices send them, and what must come out of each row."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.domains.registry.conftest import ReadRows, workbook

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.lists.legacy_fonts import encode_tcvn3, encode_vni
from tiemchung.domains.registry.lists.messages import MESSAGES, Code
from tiemchung.domains.registry.lists.model import ListLimits, ListReading, ReadingRules, Severity
from tiemchung.domains.registry.lists.reader import ListStream, read_list
from tiemchung.kernel.i18n import speaking

HEADING = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "CMND/CCCD", "SĐT", "Địa chỉ"]
AN = [
    1,
    "Nguyễn Văn An",
    "05/03/1970",
    "Nam",
    "024123456",
    "0901234567",
    "12 Lê Lợi, P.Bến Nghé, Q.1",
]


def codes(reading: ListReading) -> list[str]:
    return [str(problem.code) for problem in reading.errors + reading.warnings]


def test_a_clean_list_is_read_without_a_word(read_rows: ReadRows) -> None:
    reading = read_rows([HEADING, AN])
    (row,) = reading.rows
    person = row.person
    assert codes(reading) == []
    assert row.accepted
    assert (person.name, person.sex, person.phone) == ("Nguyễn Văn An", "male", "+84901234567")
    assert person.birth == Birth(date(1970, 3, 5))
    assert [(d.kind, d.normal) for d in person.documents] == [("cmnd", "024123456")]
    assert (person.province_code, person.district_code, person.ward_code) == ("79", "760", "26740")
    assert person.address == "12 Lê Lợi"


def test_every_problem_has_sheet_row_column_field_value_and_remedy(read_rows: ReadRows) -> None:
    reading = read_rows(
        [HEADING, [1, "Lan 2", "31/02/1980", "Nm", "12345", "09012", "Phường Lạ, Quận 1, TP.HCM"]]
    )
    assert [(p.row, p.column, p.field, p.code, p.value) for p in reading.errors] == [
        (2, "B", "name", Code.NAME_NOT_A_NAME, "Lan 2"),
        (2, "D", "sex", Code.SEX_UNREADABLE, "Nm"),
        (2, "C", "birth", Code.BIRTH_NO_SUCH_DAY, "31/02/1980"),
        (2, "E", "document", Code.DOCUMENT_LENGTH, "••345"),
        (2, "F", "phone", Code.PHONE_LENGTH, "••012"),
    ]
    assert all(p.sheet == "Danh sách" and p.message for p in reading.errors)
    assert "31/02/1980" in reading.errors[2].message
    assert not reading.rows[0].accepted


def test_titles_sections_numbering_footers_and_blank_rows_are_no_people(
    read_rows: ReadRows,
) -> None:
    reading = read_rows(
        [
            ["CÔNG TY TNHH AN PHÁT"],
            [],
            ["DANH SÁCH ĐĂNG KÝ TIÊM NGÀY 20/7/2021"],
            HEADING,
            [f"({n})" for n in range(1, 8)],
            [None, "I. Phòng Kế toán"],
            AN,
            [],
            ["II", "Xưởng may"],
            [2, "Trần Thị Bình", 1985, "Nữ", "chưa cấp", None, "P.Bến Nghé, Q.1"],
            HEADING,
            [3, "Lê C", "1/2/90", "Nam", "024123457", None, "P.Bến Nghé, Q.1"],
            [None, "Tổng cộng: 3 người"],
            [None, None, None, None, "TP.HCM, ngày 20 tháng 7 năm 2021"],
            [None, "Người lập biểu", None, None, "GIÁM ĐỐC"],
            [None, "Trần Thị Lập", None, None, "Lê Văn Ký"],
        ]
    )
    assert [row.person.name for row in reading.rows] == ["Nguyễn Văn An", "Trần Thị Bình", "Lê C"]
    assert all(row.accepted for row in reading.rows)
    assert reading.sheets[0].heading_row == 4
    ignored = [p.value for p in reading.warnings if p.code is Code.ROW_IGNORED]
    assert "Tổng cộng: 3 người" in ignored
    assert "Trần Thị Lập" in ignored


def test_a_name_alone_is_reported_and_not_swallowed(read_rows: ReadRows) -> None:
    reading = read_rows([HEADING, AN, [2, "Trần Thị Bình"], [None, "Lê Văn Tám"]])
    assert [row.person.name for row in reading.rows[1:]] == ["Trần Thị Bình", "Lê Văn Tám"]
    assert {p.row for p in reading.errors if p.code is Code.BIRTH_MISSING} == {3, 4}


def test_zeros_that_excel_took_come_back_where_that_is_sure(read_rows: ReadRows) -> None:
    reading = read_rows(
        [
            HEADING,
            [1, "Nguyễn Văn An", "05/03/1970", "Nam", 79070012345, 901234567, "P.Bến Nghé, Q.1"],
            [2, "Trần Thị Bình", "05/03/1985", "Nữ", 1185012345, None, "P.Bến Nghé, Q.1"],
            [3, "Lê Chi", "05/03/1985", "Nữ", 24123456, None, "P.Bến Nghé, Q.1"],
            [4, "Võ Dũng", "05/03/1985", "Nam", 79070012399, None, "P.Bến Nghé, Q.1"],
            [5, "Hồ Em", "05/03/1985", "Nữ", "24123458", None, "P.Bến Nghé, Q.1"],
        ]
    )
    numbers = [[d.normal for d in row.person.documents] for row in reading.rows]
    assert numbers == [["079070012345"], ["001185012345"], ["024123456"], [], []]
    assert reading.rows[0].person.phone == "+84901234567"
    restored = [p.row for p in reading.warnings if p.code is Code.DOCUMENT_ZERO_RESTORED]
    assert restored == [2, 3, 4]
    # The fourth would contradict the year of birth, the fifth was typed as text: ask, propose.
    assert [p.row for p in reading.errors] == [5, 6]
    assert reading.rows[3].proposals == (("E", "079070012399"),)
    assert reading.rows[4].proposals == (("E", "024123458"),)


def test_a_number_that_contradicts_the_record_is_a_warning(read_rows: ReadRows) -> None:
    row = [1, "Nguyễn Văn An", "05/03/1970", "Nam", "079185012345", None, "P.Bến Nghé, Q.1"]
    reading = read_rows(
        [HEADING, row, [2, "Lê B", 1990, "Nam", "999090012345", None, "P.Bến Nghé, Q.1"]]
    )
    assert codes(reading) == [
        "document_says_other_sex", "document_says_other_year", "document_unknown_place",
    ]  # fmt: skip
    assert all(row.accepted for row in reading.rows)


def test_sex_as_marks_births_in_three_columns_names_in_two(read_rows: ReadRows) -> None:
    reading = read_rows(
        [
            ["TT", "Họ và tên", None, "Ngày sinh", None, None, "Giới tính", None, "CMND"],
            [None, "Họ đệm", "Tên", "Ngày", "Tháng", "Năm", "Nam", "Nữ", None],
            [1, "Nguyễn Văn", "An", 5, 3, 1970, "x", None, "024123456"],
            [2, "Trần Thị", "Bình", None, None, 1985, None, "X", "024123457"],
            [3, None, "Amin", None, 3, 1985, "v", None, "024123458"],
        ]
    )
    people = [(r.person.name, r.person.birth, r.person.sex) for r in reading.rows]
    assert people == [
        ("Nguyễn Văn An", Birth(date(1970, 3, 5)), "male"),
        ("Trần Thị Bình", Birth(date(1985, 1, 1), "year"), "female"),
        ("Amin", Birth(date(1985, 3, 1), "month"), "male"),
    ]


def test_years_of_birth_under_nam_and_nu_tell_the_sex(read_rows: ReadRows) -> None:
    reading = read_rows(
        [
            ["STT", "Họ và tên", "Năm sinh", None, "CMND"],
            [None, None, "Nam", "Nữ", None],
            [1, "Nguyễn Văn An", 1970, None, "024123456"],
            [2, "Trần Thị Bình", None, "1985", "024123457"],
        ]
    )
    assert [(r.person.sex, r.person.birth and r.person.birth.year) for r in reading.rows] == [
        ("male", 1970), ("female", 1985),
    ]  # fmt: skip


def test_one_heading_over_two_columns_of_the_name(read_rows: ReadRows) -> None:
    reading = read_rows(
        [
            ["STT", "Họ và tên", None, "Ngày sinh", "Phái", "CMND"],
            [1, "Nguyễn Văn", "An", "5/3/70", "Nam", "024123456"],
            [2, "Trần Thị Thu", "Bình", "5/3/85", "Nữ", "024123457"],
        ]
    )
    assert [row.person.name for row in reading.rows] == ["Nguyễn Văn An", "Trần Thị Thu Bình"]


def test_dates_exchanged_by_an_american_excel_are_put_right_and_shown(read_rows: ReadRows) -> None:
    exchanged = [datetime(1980, 5, 12), datetime(1990, 1, 2), datetime(1985, 7, 3)]
    texts = ["25/12/1980", "13/01/1975", "31/10/1962"]
    rows = [
        [n, f"Nguyễn Văn {given}", value, "Nam", f"02412345{n}", None, "P.Bến Nghé, Q.1"]
        for n, (given, value) in enumerate(zip("ABCDEG", [*exchanged, *texts], strict=True))
    ]
    reading = read_rows([HEADING, *rows])
    assert [r.person.birth and r.person.birth.written() for r in reading.rows] == [
        "05/12/1980", "01/02/1990", "07/03/1985", *texts,
    ]  # fmt: skip
    shown = [p.row for p in reading.warnings if p.code is Code.BIRTH_EXCHANGED_BY_EXCEL]
    assert shown == [2, 3, 4]


def test_dates_that_are_right_are_left_alone(read_rows: ReadRows) -> None:
    days = [datetime(1980, 5, 12), datetime(1990, 1, 22), datetime(1985, 7, 3)]
    rows = [
        [n, f"Nguyễn Văn {chr(65 + n)}", value, "Nam", f"02412345{n}", None, "P.Bến Nghé, Q.1"]
        for n, value in enumerate([*days, "25/12/1980", "13/01/1975", "31/10/1962"])
    ]
    reading = read_rows([HEADING, *rows])
    assert codes(reading) == []
    assert [r.person.birth and r.person.birth.on for r in reading.rows[:3]] == [
        d.date() for d in days
    ]


@pytest.mark.parametrize("encode", [encode_tcvn3, encode_vni])
@pytest.mark.parametrize("font", ["right", "lost"])
def test_legacy_fonts_in_headings_and_cells(rules: ReadingRules, encode: object, font: str) -> None:
    assert callable(encode)
    rows = [HEADING, AN, [2, "Đặng Thị Thu Hà", "1/2/1985", "Nữ", "mất", None, "P.Đa Kao, Q.1"]]
    written = [[encode(c) if isinstance(c, str) else c for c in row] for row in rows]
    name = {"encode_tcvn3": ".VnTime", "encode_vni": "VNI-Times"}[encode.__name__]
    fonts = {f"{c}{r}": name for c in "ABCDEFG" for r in (1, 2, 3)} if font == "right" else {}
    reading = read_list(workbook(written, fonts=fonts), "a.xlsx", rules=rules)
    assert [r.person.name for r in reading.rows] == ["Nguyễn Văn An", "Đặng Thị Thu Hà"]
    assert [r.person.sex for r in reading.rows] == ["male", "female"]
    assert [r.person.ward_code for r in reading.rows] == ["26740", "26737"]
    assert reading.rows[1].person.no_document_reason == "lost"
    assert reading.errors == []


def test_the_same_person_twice_and_one_number_for_two(read_rows: ReadRows) -> None:
    same_number = [3, "Trần Bình", "1/1/1980", "Nam", "024123456", None, "P.Bến Nghé, Q.1"]
    no_number = [4, "NGUYEN VAN AN", "5/3/1970", "Nam", None, None, "P.Bến Nghé, Q.1"]
    reading = read_rows([HEADING, AN, AN, no_number])
    assert [r.duplicate_of for r in reading.rows] == ["", "Danh sách!2", ""]
    assert [r.accepted for r in reading.rows] == [True, False, True]
    assert codes(reading) == ["duplicate_row", "document_missing", "possible_duplicate"]
    clash = read_rows([HEADING, AN, same_number])
    assert [(p.code, p.row, p.other) for p in clash.errors] == [
        (Code.SAME_NUMBER, 2, "Danh sách!3"), (Code.SAME_NUMBER, 3, "Danh sách!2"),
    ]  # fmt: skip
    assert [r.accepted for r in clash.rows] == [False, False]


def test_homonyms_and_twins_are_two_people(read_rows: ReadRows) -> None:
    homonym = [2, "Nguyễn Văn An", "05/03/1970", "Nam", "024123499", None, "P.Bến Nghé, Q.1"]
    twins = [
        [3, "Lê Minh An", "05/03/2000", "Nam", "024123501", None, "P.Bến Nghé, Q.1"],
        [4, "Lê Minh Anh", "05/03/2000", "Nam", "024123502", None, "P.Bến Nghé, Q.1"],
    ]
    reading = read_rows([HEADING, AN, homonym, *twins])
    assert codes(reading) == []
    assert all(row.accepted for row in reading.rows)


def test_several_sheets_hidden_sheets_hidden_rows_and_guidance(rules: ReadingRules) -> None:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Xưởng 1"
    second, note, hidden = (book.create_sheet(n) for n in ("Xưởng 2", "Lưu ý", "Cũ"))
    for page, row in (
        (first, AN),
        (second, [1, "Trần Bình", 1980, "Nam", "024123457", None, ""]),
        (hidden, AN),
    ):
        page.append(HEADING)
        page.append(row)
    second.row_dimensions[2].hidden = True
    note["A1"] = "Gửi trước ngày 25"
    hidden.sheet_state = "hidden"
    packed = BytesIO()
    book.save(packed)
    reading = read_list(packed.getvalue(), "a.xlsx", rules=rules)
    assert [(r.sheet, r.person.name) for r in reading.rows] == [
        ("Xưởng 1", "Nguyễn Văn An"), ("Xưởng 2", "Trần Bình"),
    ]  # fmt: skip
    assert sorted(codes(reading)) == ["hidden_rows", "hidden_sheet", "sheet_without_heading"]


def test_cells_merged_over_a_household_count_for_each_row(rules: ReadingRules) -> None:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(HEADING)
    page.append([1, "Nguyễn Văn An", 1970, "Nam", "024123456", "0901234567", "P.Bến Nghé, Q.1"])
    page.append([2, "Trần Thị Bình", 1972, "Nữ", "024123457"])
    page.append([3, "Nguyễn Chi", 2000, "Nữ", "024123458"])
    page.merge_cells("F2:F4")
    page.merge_cells("G2:G3")
    packed = BytesIO()
    book.save(packed)
    reading = read_list(packed.getvalue(), "a.xlsx", rules=rules)
    assert [r.person.phone for r in reading.rows] == ["+84901234567"] * 3
    assert [r.person.ward_code for r in reading.rows] == ["26740", "26740", None]


def test_formulas_errors_and_long_cells_are_reported_in_their_place(read_rows: ReadRows) -> None:
    reading = read_rows(
        [
            HEADING,
            [1, "=A1", 1970, "Nam", "#REF!", None, ""],
            [2, "A" * 5000, 1970, "Nam", None, None, ""],
        ]
    )
    found = {(p.code, p.column) for p in reading.errors}
    assert (Code.FORMULA_WITHOUT_VALUE, "B") in found
    assert (Code.CELL_ERROR, "E") in found
    assert (Code.CELL_TOO_LONG, "B") in found


def test_remarks_instead_of_numbers_and_children_without_papers(read_rows: ReadRows) -> None:
    reading = read_rows(
        [
            HEADING,
            [1, "Nguyễn Văn An", 1970, "Nam", "chưa cấp", "không có", ""],
            [2, "Nguyễn Bé", "1/6/2015", "Nữ", None, None, ""],
            [3, "Trần Bình", 1970, "Nam", "024123456 / 079070012345", "0901234567/0912345678", ""],
        ]
    )
    people = [row.person for row in reading.rows]
    assert [p.no_document_reason for p in people] == ["not_issued", "child", None]
    assert [len(p.documents) for p in people] == [0, 0, 2]
    assert codes(reading) == ["document_missing", "phone_first_of_several"]


def test_a_foreigner_s_nine_digits_are_a_passport(read_rows: ReadRows) -> None:
    heading = [*HEADING, "Quốc tịch"]
    reading = read_rows(
        [heading, [1, "John Smith", 1970, "Nam", "512345678", None, "", "Mỹ"], [*AN, "Việt Nam"]]
    )
    kinds = [d.kind for row in reading.rows for d in row.person.documents]
    assert kinds == ["passport", "cmnd"]


def test_priority_groups_by_number_and_by_name(read_rows: ReadRows) -> None:
    heading = [*HEADING, "Nhóm đối tượng"]
    wanted = ["9", "Nhóm 13", "9. Người mắc bệnh mạn tính", "người lao động", "99", ""]
    rows = [
        [n, f"Nguyễn {chr(65 + n)}", 1970, "Nam", f"02412345{n}", None, "", text]
        for n, text in enumerate(wanted)
    ]
    reading = read_rows([heading, *rows])
    assert [r.person.priority_group for r in reading.rows] == ["9", "13", "9", "13", None, None]
    assert codes(reading) == ["group_unknown"]


def test_units_by_columns_and_what_is_not_found(read_rows: ReadRows) -> None:
    heading = [*HEADING[:6], "Số nhà", "Phường/Xã", "Quận/Huyện", "Tỉnh/TP"]
    start = [1, "Nguyễn An", 1970, "Nam"]
    reading = read_rows(
        [
            heading,
            [*start, "024123451", None, "12 Lê Lợi", "Bến Nghé", "Quận 1", "TP.HCM"],
            [*start, "024123452", None, "12 Lê Lợi", 26740, 760, 79],
            [*start, "024123453", None, "12 Lê Lợi", "Thảo Điền", "Quận 2", None],
            [*start, "024123454", None, "12 Lê Lợi", "Phường Lạ", "Quận 1", "TP.HCM"],
            [*start, "024123455", None, "12 Lê Lợi", "Phường 1", None, "TP.HCM"],
        ]
    )
    assert [r.person.ward_code for r in reading.rows] == ["26740", "26740", "27088", None, None]
    assert [(p.code, p.column) for p in reading.errors] == [
        (Code.UNIT_UNKNOWN, "H"), (Code.UNIT_AMBIGUOUS, "H"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding(rules: ReadingRules, encoding: str, delimiter: str) -> None:
    row = [str(cell).replace(", ", " - ") for cell in AN]
    text = "\r\n".join(delimiter.join(line) for line in (HEADING, row))
    if encoding == "cp1258":
        content = text.replace("ễ", "ê\u0303").replace("ế", "ê\u0301").replace("ọ", "o\u0323")
        content = content.replace("ị", "i\u0323").replace("ớ", "ơ\u0301").replace("ỉ", "i\u0309")
        content = content.replace("ợ", "ơ\u0323").encode("cp1258")
    else:
        content = (encode_tcvn3(text) if encoding == "latin-1" else text).encode(encoding)
    reading = read_list(content, "a.csv", rules=rules)
    (found,) = reading.rows
    assert (found.person.name, found.person.sex) == ("Nguyễn Văn An", "male")
    assert found.person.ward_code == "26740"
    assert reading.errors == []


def test_csv_rows_count_records_and_keep_line_breaks(rules: ReadingRules) -> None:
    text = 'sep=;\r\nHọ tên;Ngày sinh;Phái\r\n"Nguyễn\r\nAn";1970;Nam\r\nTrần Bình;;Nam\r\n'
    reading = read_list(text.encode(), "a.csv", rules=rules)
    assert [r.person.name for r in reading.rows] == ["Nguyễn An", "Trần Bình"]
    assert [(p.row, p.column) for p in reading.errors] == [(4, "B")]


def test_limits_are_kept_and_said(rules: ReadingRules) -> None:
    rows = [
        HEADING,
        *([n, f"Nguyễn {'A' * (n % 7 + 1)}", "x", "Nam", None, None, ""] for n in range(60)),
    ]
    limits = ListLimits(rows=20, problems=10)
    few = ReadingRules(today=rules.today, limits=limits)
    reading = read_list(workbook(rows), "a.xlsx", rules=few)
    assert len(reading.rows) == 20
    assert len(reading.errors) == 10
    assert reading.errors[-1].code is Code.TOO_MANY_PROBLEMS
    stream = ListStream(BytesIO(workbook(rows)), "a.xlsx", rules=few)
    assert sum(1 for _ in stream) == 20
    assert [p.code for p in stream.problems] == [Code.TOO_MANY_ROWS]


def test_without_units_the_place_stays_as_text(rules: ReadingRules) -> None:
    heading = [*HEADING, "Phường", "Quận", "Tỉnh"]
    bare = ReadingRules(today=rules.today)
    row = [*AN[:6], "12 Lê Lợi", "Bến Nghé", "Quận 1", "TP.HCM"]
    reading = read_list(workbook([heading, row]), "a.xlsx", rules=bare)
    person = reading.rows[0].person
    assert (person.address, person.ward_code) == ("12 Lê Lợi, Bến Nghé, Quận 1, TP.HCM", None)


def test_a_list_without_people_says_so(read_rows: ReadRows) -> None:
    assert [p.code for p in read_rows([HEADING]).errors] == [Code.NO_PEOPLE]


def test_every_code_has_a_sentence_and_none_is_left_over() -> None:
    assert set(MESSAGES) == set(Code)
    assert len({lazy.message for lazy in MESSAGES.values()}) == len(Code)


def test_files_are_read_with_the_same_words_by_openpyxl(rules: ReadingRules) -> None:
    content = workbook([HEADING, AN])
    page = load_workbook(BytesIO(content)).worksheets[0]
    reading = read_list(content, "a.xlsx", rules=rules)
    values = [str(cell.value) for cell in page[2]]
    assert list(reading.rows[0].typed) == values
    assert {p.severity for p in reading.warnings} <= {Severity.WARNING}


def test_every_sentence_speaks_english_too(read_rows: ReadRows) -> None:
    reading = read_rows([HEADING, [1, "Lan 2", "31/02/1980", "Nam", "024123456", None, ""]])
    vietnamese = [problem.message for problem in reading.errors]
    with speaking("en"):
        english = [problem.message for problem in reading.errors]
        missing = [code for code, lazy in MESSAGES.items() if str(lazy) == lazy.message]
    assert "“Lan 2” không phải họ tên" in vietnamese[0]
    assert english[1] == "There is no day “31/02/1980”. Correct the day or the month."
    assert missing == []
