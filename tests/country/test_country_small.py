"""A country may be small: the layout of docs/country-pack.md with next to nothing in it."""

from datetime import date
from pathlib import Path

from tiemchung.country import (
    NATION,
    AgeBand,
    DailyFigure,
    FacilitySeed,
    Level,
    Pack,
    Population,
    RegionMember,
    Succession,
    UnitPoint,
    UnitVersion,
)
from tiemchung.country.check import faults, units_on
from tiemchung.country.pack import SealedRule

FILES = {
    "pack.toml": """format = 1
country = "XX"
name = { vi = "Nước nhỏ", en = "Small country" }
time_zone = "UTC"
languages = ["vi", "en"]
""",
    "SOURCES.toml": """[[file]]
file = "*"
source = "test"
licence = "Apache-2.0"
checked = "here"
""",
    "products/product.toml": "product = []\n",
}
TABLES = {
    "units/unit.csv": UnitVersion,
    "units/succession.csv": Succession,
    "units/region_member.csv": RegionMember,
    "units/point.csv": UnitPoint,
    "units/population.csv": Population,
    "units/age_band.csv": AgeBand,
    "facilities/facility.csv": FacilitySeed,
    "figures/national_daily.csv": DailyFigure,
    "rules/SEALED.csv": SealedRule,
}
UNITS = """10000001,0,nation,Nước nhỏ,Small country,quoc-gia,,2020-01-01,,
30000101,1,province,Tỉnh Một,One Province,tinh,10000001,2020-01-01,,
90000001,0,unknown,Chưa rõ,Unknown,chua-ro,10000001,2020-01-01,,
"""


def test_a_small_country_is_a_whole_pack(tmp_path: Path) -> None:
    for name, text in FILES.items():
        _write(tmp_path / name, text)
    for name, row in TABLES.items():
        _write(tmp_path / name, ",".join(row.__struct_fields__) + "\n")
    with (tmp_path / "units" / "unit.csv").open("a", encoding="utf-8") as file:
        file.write(UNITS)
    pack = Pack(tmp_path)
    assert [str(f) for f in faults(pack)] == []
    assert pack.info.country == "XX"
    day = date(2021, 1, 1)
    assert [u.parent_id for u in units_on(pack, day, Level.PROVINCE)] == [NATION]
    assert pack.rule_book.on(day).sets == ()
    assert pack.rule_book.on(day).screening_form(30) is None
    assert pack.rule_book.on(day).observation is None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
