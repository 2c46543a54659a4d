"""The committed files are what the converter makes of the source tables, byte for byte."""

import csv
from pathlib import Path

import pytest
from tools.country_pack.convert import PACK, IdReused, pack_files, refuse_reused_ids
from tools.country_pack.golden import TARGET, golden_rules
from tools.country_pack.seal import broken_seals, seal
from tools.country_pack.units import english

from tiemchung.country import read_pack

SOURCE = PACK.parents[3].parent / "shared" / "data"

needs_source = pytest.mark.skipif(
    not (SOURCE / "admin_unit_2021.csv").exists(),
    reason=f"the source tables are not at {SOURCE}: conversion cannot be compared",
)


@needs_source
def test_conversion_gives_the_committed_bytes() -> None:
    for name, text in pack_files(SOURCE).items():
        assert (PACK / name).read_text(encoding="utf-8") == text, name


@needs_source
def test_what_has_no_clear_licence_is_not_in_the_pack() -> None:
    written = "".join(pack_files(SOURCE).values())
    with (SOURCE / "facility_hcmc.csv").open(encoding="utf-8") as file:
        listed = [r["name"] for r in csv.DictReader(file) if r["origin"] == "listed"]
    assert len(listed) == 59
    assert [name for name in listed if name in written] == []
    with (SOURCE / "vietnam_daily.csv").open(encoding="utf-8") as file:
        table = [r["date"] for r in csv.DictReader(file) if r["source"] != "owid"]
    figures = {f.date.isoformat() for f in read_pack("vn").daily_figures}
    assert figures.isdisjoint(table)


def _committed_rows() -> list[dict[str, str]]:
    with (PACK / "units" / "unit.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("column", "value"), [("code", "78"), ("level", "ward"), ("valid_from", "2020-01-01")]
)
def test_an_id_is_never_given_to_another_unit(column: str, value: str) -> None:
    units = list(read_pack("vn").units)
    rows = _committed_rows()
    refuse_reused_ids(rows, units)
    next(r for r in rows if r["id"] == "30007901")[column] = value
    with pytest.raises(IdReused, match="30007901"):
        refuse_reused_ids(rows, units)


def test_an_id_does_not_disappear() -> None:
    units = [u for u in read_pack("vn").units if u.id != 52673401]
    with pytest.raises(IdReused, match="52673401"):
        refuse_reused_ids(_committed_rows(), units)


def test_a_sealed_rule_set_is_not_edited(tmp_path: Path) -> None:
    pack = read_pack("vn")
    assert broken_seals(pack) == []
    path = tmp_path / "SEALED.csv"
    seal(pack, path)
    assert path.read_bytes() == (pack.root / "rules" / "SEALED.csv").read_bytes()


def test_the_golden_rules_are_those_of_the_pack() -> None:
    assert TARGET.read_text(encoding="utf-8") == golden_rules()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh City"),
        ("Tỉnh Hà Giang", "Hà Giang Province"),
        ("Quận 1", "District 1"),
        ("Quận Gò Vấp", "Gò Vấp District"),
        ("Phường 01", "Ward 01"),
        ("Thị Trấn Ái Tử", "Ái Tử Township"),
        ("Đặc khu Côn Đảo", "Côn Đảo Special Zone"),
    ],
)
def test_english_names(name: str, expected: str) -> None:
    assert english(name) == expected
