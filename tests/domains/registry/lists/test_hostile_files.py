"""Files that are no list, break off, or are made to do harm: a clear message, bounded memory."""

# ruff: noqa: S311 - the same broken bytes and names each time, no secret

import tracemalloc
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.domains.registry.conftest import workbook

from tiemchung.domains.registry.lists.corrected import corrected_workbook
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import ListReading, ReadingRules
from tiemchung.domains.registry.lists.reader import ListStream, read_list

HEADING = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "CMND/CCCD", "SĐT"]
PEOPLE = [HEADING, [1, "Nguyễn Văn An", "05/03/1970", "Nam", "024123456", "0901234567"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return packed.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    parts: dict[str, bytes] = {}
    with ZipFile(BytesIO(workbook(PEOPLE))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return archive(parts | {"xl/worksheets/sheet1.xml": sheet})


def only_code(reading: ListReading) -> Code:
    assert reading.rows == []
    (problem,) = reading.errors
    assert problem.message
    return problem.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.EMPTY_FILE),
        (b"\n\n  \n", Code.EMPTY_FILE),
        (b"\xef\xbb\xbf", Code.NO_HEADING),
        (b"xin chao", Code.NO_HEADING),
        (b"a,b\n1,2\n", Code.NO_HEADING),
        (OLE + bytes(500), Code.OLD_EXCEL),
        (OLE + bytes(100) + "EncryptedPackage".encode("utf-16-le"), Code.ENCRYPTED),
        (b"<html><table><tr><td>Ho ten</td></tr></table></html>", Code.WEB_PAGE),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", Code.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         Code.OTHER_SPREADSHEET),
        (b"%PDF-1.7 ...", Code.NOT_A_LIST),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Code.NOT_A_LIST),
        (b"PK\x03\x04 broken", Code.DAMAGED),
        (b"PK\x05\x06" + bytes(18), Code.NOT_A_LIST),
        (bytes(range(256)) * 20, Code.NOT_A_LIST),
        (archive({"word/document.xml": b"<x/>"}), Code.NOT_A_LIST),
        (archive({"xl/workbook.bin": b"x"}), Code.OTHER_SPREADSHEET),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
         Code.OTHER_SPREADSHEET),
        (archive({"xl/workbook.xml": b"<workbook>"}), Code.DAMAGED),
        (archive({"xl/workbook.xml": b"<workbook/>"}), Code.EMPTY_FILE),
        (b'Ho ten,Ngay sinh\n"An,1970\n' + b"x" * 200_000, Code.OPEN_QUOTE),
    ],
)  # fmt: skip
def test_what_is_no_list_gets_its_own_sentence(
    rules: ReadingRules, content: bytes, code: Code
) -> None:
    assert only_code(read_list(content, "danh-sach.xlsx", rules=rules)) is code


def test_a_large_file_is_refused_before_it_is_read(rules: ReadingRules) -> None:
    small = replace(rules, limits=replace(rules.limits, file_bytes=1_000))
    reading = read_list(b"x" * 1_001, "a.csv", rules=small)
    assert only_code(reading) is Code.FILE_TOO_LARGE


def test_a_bomb_is_stopped_by_what_it_unpacks_to(rules: ReadingRules) -> None:
    bomb = with_sheet(b"<worksheet><sheetData>" + b" " * 60_000_000 + b"</sheetData></worksheet>")
    assert len(bomb) < 200_000
    tight = replace(rules, limits=replace(rules.limits, unpacked_bytes=20_000_000))
    tracemalloc.start()
    reading = read_list(bomb, "a.xlsx", rules=tight)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert only_code(reading) is Code.UNPACKS_TOO_LARGE
    assert peak < 10_000_000


def test_a_number_of_ten_million_digits_costs_nothing(rules: ReadingRules) -> None:
    digits = b"9" * 10_000_000
    head = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Họ tên</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Ngày sinh</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>An</t></is></c><c r="B2"><v>'
    ).encode()
    content = with_sheet(head + digits + b"</v></c></row></sheetData></worksheet>")
    tracemalloc.start()
    reading = read_list(content, "a.xlsx", rules=rules)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert (2, "B", Code.CELL_TOO_LONG) in {(p.row, p.column, p.code) for p in reading.errors}
    csv = "Họ tên,Ngày sinh,CMND\nAn,".encode() + b"9" * 100_000 + b",1\n"
    assert read_list(csv, "a.csv", rules=rules).errors


def test_entities_of_a_document_type_are_never_expanded(rules: ReadingRules) -> None:
    laughs = b"".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">'.encode() for n in range(1, 10))
    sheet = b'<!DOCTYPE worksheet [<!ENTITY l0 "ha">' + laughs + b"]><worksheet>&l9;</worksheet>"
    assert only_code(read_list(with_sheet(sheet), "a.xlsx", rules=rules)) is Code.DAMAGED


def test_a_sheet_of_a_million_formatted_blank_rows_is_no_burden(rules: ReadingRules) -> None:
    blank = b"".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>'.encode() for n in range(3, 200_003))
    with ZipFile(BytesIO(workbook(PEOPLE))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    reading = read_list(
        with_sheet(sheet.replace(b"</sheetData>", blank + b"</sheetData>")), "a", rules=rules
    )
    assert [row.person.name for row in reading.rows] == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    "name",
    [
        "\u202e" + "nA", "A\u0300" * 40, "😀" * 20, "\x00\x07An", "ﷺ" * 30, "\u0000",
        "Ａｎ　Ｎｇｕｙｅｎ", "<script>alert(1)</script>", "'; DROP TABLE person; --",
        "../../etc/passwd", "=cmd|' /C calc'!A0", "𝔑𝔤𝔲𝔶𝔢𝔫", "\u2028\u2029An", "%s%s%n",
        "{{7*7}}",
    ],
)  # fmt: skip
def test_hostile_unicode_is_read_reported_and_written_back(rules: ReadingRules, name: str) -> None:
    text = f'Họ tên,Ngày sinh,Phái,CMND\n"{name}",1970,Nam,1\nTrần Bình,1970,Nam,2\n'
    reading = read_list(text.encode(), "a.csv", rules=rules)
    assert reading.rows[-1].person.name == "Trần Bình"
    for row in reading.rows:
        assert not any(c in row.person.name for c in "\u202e\x00\x07\u200b")
    again = read_list(corrected_workbook(reading), "b.xlsx", rules=rules)
    assert len(again.rows) == len(reading.rows)


@given(st.binary(max_size=600))
@settings(deadline=None)
def test_any_bytes_are_answered(rules: ReadingRules, content: bytes) -> None:
    reading = read_list(content, "a.xlsx", rules=rules)
    assert reading.rows or reading.errors
    assert corrected_workbook(reading).startswith(b"PK")


def test_a_workbook_with_any_byte_broken_is_answered(rules: ReadingRules) -> None:
    whole = workbook(
        [HEADING, *[[n, "Nguyễn An", 1970, "Nam", "024123456", None] for n in range(40)]]
    )
    rng = Random(7)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        del broken[rng.choice((len(broken), rng.randrange(len(broken)))) :]
        reading = read_list(bytes(broken), "a.xlsx", rules=rules)
        assert reading.rows or reading.errors


def test_the_xml_of_a_sheet_may_be_broken_anywhere(rules: ReadingRules) -> None:
    with ZipFile(BytesIO(workbook(PEOPLE))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    rng = Random(8)
    for _ in range(150):
        broken = bytearray(sheet)
        at = rng.randrange(len(broken))
        broken[at : at + rng.randint(0, 9)] = rng.choice(
            (
                b"",
                b"<c>",
                b'r="ZZZ9999999"',
                b"</row>",
                b't="s"',
                b"<v>1e999</v>",
                b"\xff",
                b's="-1"',
            )
        )
        reading = read_list(with_sheet(bytes(broken)), "a.xlsx", rules=rules)
        assert reading.rows or reading.errors


def test_memory_does_not_grow_with_the_rows_of_a_stream(rules: ReadingRules) -> None:
    line = "{},Nguyễn Văn An,05/03/1970,Nam,{:09},09012{:05}\n"
    peaks: list[int] = []
    for count in (2_000, 8_000):
        content = (
            ",".join(HEADING)
            + "\n"
            + "".join(line.format(n, 24_000_000 + n, n) for n in range(count))
        )
        packed = content.encode()
        tracemalloc.start()
        kept = sum(row.accepted for row in ListStream(BytesIO(packed), "a.csv", rules=rules))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert kept == count
    # What grows is the memory of numbers already seen: under 350 bytes a row.
    assert peaks[1] - peaks[0] < 6_000 * 350
