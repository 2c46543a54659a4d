"""A fault in a pack file is named with file, line and column."""

import shutil
from pathlib import Path

import msgspec
import pytest

from tiemchung.country import Pack, PackError, UnitVersion, decode_rule_set, read_pack
from tiemchung.country.check import faults, main
from tiemchung.country.tables import read_table

HEAD = "id,code,level,name,name_en,unit_type,parent_id,valid_from,valid_to,decree\n"
NATION_ROW = "10000001,0,nation,Việt Nam,Viet Nam,quoc-gia,,2021-01-01,,\n"


def _table(folder: Path, text: str) -> Path:
    path = folder / "unit.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_read_into_structs(tmp_path: Path) -> None:
    (unit,) = read_table(_table(tmp_path, HEAD + NATION_ROW), UnitVersion)
    assert unit.name == "Việt Nam"
    assert unit.parent_id is None
    assert unit.valid_from.year == 2021


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, "", "the header must be id,code"),
        ("id,code\n", 1, "", "the header must be id,code"),
        (HEAD + NATION_ROW + "1,2,3\n", 3, "", "3 columns where 10 are due"),
        (HEAD + NATION_ROW.replace("2021-01-01", "1/1/2021"), 2, "valid_from", "'1/1/2021'"),
        (HEAD + NATION_ROW.replace("10000001", "x"), 2, "id", "Expected `int`"),
        (HEAD + NATION_ROW + NATION_ROW.replace("nation", "planet"), 3, "level", "'planet'"),
        (HEAD + NATION_ROW.replace("Việt Nam", ""), 2, "name", "Expected `str`, got `null`"),
    ],
)
def test_a_wrong_table(tmp_path: Path, text: str, line: int, column: str, words: str) -> None:
    path = _table(tmp_path, text)
    with pytest.raises(PackError) as caught:
        read_table(path, UnitVersion)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_a_missing_and_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="the file is missing"):
        read_table(tmp_path / "none.csv", UnitVersion)
    (tmp_path / "unit.csv").write_bytes(HEAD.encode() + b"\xff\xfe")
    with pytest.raises(PackError, match="not UTF-8"):
        read_table(tmp_path / "unit.csv", UnitVersion)


def test_an_unknown_country() -> None:
    with pytest.raises(PackError, match="there is no country pack of this name"):
        read_pack("atlantis")


RULE = """kind = "dosing"
id = "dosing-2030-01-01-x"
title = { vi = "a", en = "b" }
scope = 10000001
valid_from = 2030-01-01
authority = { issuer = "c" }
verified = false
source = "d"

[[uses]]
product = "AZ"
primary_doses = 2
dose_ml = 0.5
min_age = 18

[[uses]]
product = "BIBP"
primary_doses = 2
dose_ml = 0.5
min_age = 18
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ('id = "dosing-2030-01-01-x"', "id = ", 2, "6"),
        ('kind = "dosing"', 'kind = "guess"', 1, "kind"),
        ("scope = 10000001", 'scope = "VN"', 4, "scope"),
        ('product = "BIBP"\nprimary_doses = 2', 'product = "BIBP"\nprimary_doses = 9', 18, None),
        ('title = { vi = "a", en = "b" }', 'title = { vi = "a" }', 3, "title"),
        ("verified = false", "verified = false\nhash = 'abc'", 8, "hash"),
        ("verified = false", "verified = false\nvalid_form = 2030-01-01", 1, ""),
    ],
)
def test_a_wrong_rule_file(
    tmp_path: Path, old: str, new: str, line: int, column: str | None
) -> None:
    path = tmp_path / "rules" / "dosing" / "2030-01-01-x.toml"
    path.parent.mkdir(parents=True)
    assert old in RULE
    path.write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        _ = Pack(tmp_path).rule_sets
    assert caught.value.path == str(path)
    assert caught.value.line == line
    assert caught.value.column == ("uses[1].primary_doses" if column is None else column)


def test_another_format_is_refused(tmp_path: Path) -> None:
    text = (read_pack("vn").root / "pack.toml").read_text(encoding="utf-8")
    (tmp_path / "pack.toml").write_text(text.replace("format = 1", "format = 2"), encoding="utf-8")
    with pytest.raises(PackError, match="only format 1 is known"):
        _ = Pack(tmp_path).info


def test_json_documents_give_the_same_rule_sets() -> None:
    for file in read_pack("vn").rule_files:
        assert decode_rule_set(file.document) == file.rules
    with pytest.raises(msgspec.DecodeError):
        decode_rule_set(b"{")
    with pytest.raises(msgspec.ValidationError):
        decode_rule_set(b'{"kind": "dosing"}')


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "vn"
    shutil.copytree(read_pack("vn").root, root)
    return root


UNITS = "units/unit.csv"
EDGES = "units/succession.csv"
SHORTER = "rules/dosing/2021-09-20-7820.toml"
CITY = "rules/dosing/2021-09-20-hcmc-az.toml"
FORM = "rules/screening_form/2021-08-10-3802.toml"
BROKEN = {
    UNITS: [
        (",40076001,2021", ",49999901,2021", "has no parent"),
        ("\n30007901,79,", "\n30007901,78,", "30007901 is not of 78"),
        ("\n30000201,02,province", "\n30000201,02,district", "not of level"),
        ("2021-01-01,2025-07-01,\n30008002", "2021-01-01,,\n30008002", "30008001 and 30008002"),
        ("\n90000001,", "\n90000002,", "the reserved unit 90000001 is missing"),
        ("\n52673701,", "\n52673401,", "52673401 stands 2 times"),
        ("10000001,2026-04-30,,", "10000001,2026-04-30,2026-01-01,", "ends before"),
        ("10000001,2025-07-01,2026", "10000001,2025-07-02,2026", "begins before"),
    ],
    EDGES: [
        ("\n52673401,", "\n52673402,", "does not end on this day"),
        ("\n30000201,30000802,", "\n30000201,30000801,", "does not hold on this day"),
        ("merged,1,2025-07-01,1685", "merged,0,2025-07-01,1685", "has 0 default successors"),
    ],
    "units/point.csv": [("\n50000402,", "\n50000409,", "there is no unit 50000409")],
    "facilities/facility.csv": [
        ("79-SYT,VN-IPHCM", "79-SYT,VN-IPHCX", "VN-IPHCX does not stand above"),
        ("\n79-W26737,", "\n79-W26734,", "79-W26734 stands 2 times"),
    ],
    CITY: [("30007901", "30007909", "there is no unit 30007909")],
    SHORTER: [
        ('"AZ"', '"AS"', "there is no product AS"),
        ("P8W", "P7W", "dosing-2021-09-20-7820 was edited"),
        ("valid_from = 2021-09-20", "valid_from = 2021-09-21", "must begin with valid_from"),
        ("verified = true", 'verified = true\nwithdraws = ["x"]', "there is no rule set x"),
    ],
    FORM: [
        ('asked_if = "4"', 'asked_if = "44"', "item 4a hangs on 44"),
        ('"caution", "eligible"]', '"eligible"]', "caution has no place in strictness"),
        ('code = "10"', 'code = "9"', "two items have one code"),
    ],
    "rules/SEALED.csv": [("\ndosing-2021-09-20-7820,", "\ngone,", "7820 is not sealed")],
    "SOURCES.toml": [
        ("units/age_band.csv", "units/age.csv", "units/age_band.csv has no row"),
        ("units/age_band.csv", "units/age.csv", "there is no file units/age.csv"),
        ("\ncredit = ", "\n# credit = ", "national_daily.csv has no credit"),
    ],
}


@pytest.mark.parametrize("file", BROKEN)
def test_faults_between_parts_are_found(copy: Path, file: str) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    for old, new, _ in BROKEN[file]:
        assert old in text or new in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    found = [str(f) for f in faults(Pack(copy))]
    for _, _, words in BROKEN[file]:
        assert any(words in fault for fault in found), (words, found[:5])


def test_a_file_without_a_source_is_found(copy: Path) -> None:
    (copy / "units" / "hospital.csv").write_text("name\n", encoding="utf-8")
    assert [f.message for f in faults(Pack(copy))] == ["units/hospital.csv has no row"]


def test_the_check_ends_with_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["check", "vn"])
    assert main() == 0
    monkeypatch.setattr("sys.argv", ["check", "atlantis"])
    assert main() == 1
    assert "there is no country pack" in capsys.readouterr().err
