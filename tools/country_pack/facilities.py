"""Facilities and authorities: named national bodies, and those derived from the unit list.

The rule of derivation, the same for every province: one health department, one centre for disease
control. Ho Chi Minh City: a health centre for each district and a station for each ward. Every
other province: the first three districts by code that have wards get a health centre, and the
first ward by code of each of them a station. Names follow the unit; no address is known.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path

import msgspec
from tools.country_pack.sheets import Row, read_rows
from tools.country_pack.units import FIRST_DAY, LIST_2021, region_members

from tiemchung.country.facilities import FacilitySeed
from tiemchung.country.units import NATION, Level, UnitVersion, unit_id

HCMC = "79"
DISTRICTS_ELSEWHERE = 3
MINISTRY = "VN-BYT"
INSTITUTES = {
    1: ("VN-NIHE", "Viện Vệ sinh dịch tễ Trung ương",
        "National Institute of Hygiene and Epidemiology", "01"),
    2: ("VN-IPN", "Viện Pasteur Nha Trang", "Pasteur Institute in Nha Trang", "56"),
    3: ("VN-TIHE", "Viện Vệ sinh dịch tễ Tây Nguyên",
        "Tây Nguyên Institute of Hygiene and Epidemiology", "66"),
    4: ("VN-IPHCM", "Viện Pasteur Thành phố Hồ Chí Minh",
        "Pasteur Institute in Ho Chi Minh City", "79"),
}  # fmt: skip
SECTOR_OFFICES = (
    ("VN-QY", "Cục Quân y, Bộ Quốc phòng", "Military Medical Department", "army"),
    ("VN-CA", "Cục Y tế, Bộ Công an", "Health Department of the police", "police"),
    ("VN-BN", "Y tế bộ, ngành", "Health services of the ministries", "ministry_health"),
)


def facilities(source: Path, units: list[UnitVersion]) -> list[FacilitySeed]:
    """All seeds, those who direct and supply before those who depend on them."""
    held = [u for u in units if u.holds_on(date(2021, 8, 1))]
    regions = {m.province_id: m.region_id // 100 % 100_000 for m in region_members(source, held)}
    provinces = [u for u in held if u.level is Level.PROVINCE]
    seeds = [*_national()]
    for province in provinces:
        institute = INSTITUTES[regions[province.id]][0]
        seeds += _provincial(province, institute)
    local = _Local(source, held)
    for province in provinces:
        seeds += local.of_city() if province.code == HCMC else local.of_province(province)
    return seeds


def _national() -> list[FacilitySeed]:
    ministry = _seed(MINISTRY, "ministry", "Bộ Y tế", "Ministry of Health", NATION)
    offices = [
        _seed(key, "sector_office", name, name_en, NATION, sector=sector, supplier_key=MINISTRY)
        for key, name, name_en, sector in SECTOR_OFFICES
    ]
    institutes = [
        _seed(
            key,
            "regional_institute",
            name,
            name_en,
            unit_id(Level.PROVINCE, province, LIST_2021),
            parent_key=MINISTRY,
            supplier_key=MINISTRY,
        )
        for key, name, name_en, province in INSTITUTES.values()
    ]
    return [ministry, *offices, *institutes]


def _provincial(province: UnitVersion, institute: str) -> list[FacilitySeed]:
    of = province.name if province.unit_type == "thanh-pho" else _lower(province.name)
    place = province.name_en
    department = f"{province.code}-SYT"
    return [
        _seed(
            department,
            "health_department",
            f"Sở Y tế {of}",
            f"Health Department of {place}",
            province.id,
            parent_key=MINISTRY,
            origin="derived",
        ),
        _seed(
            f"{province.code}-CDC",
            "provincial_cdc",
            f"Trung tâm Kiểm soát bệnh tật {of}",
            f"Centre for Disease Control of {place}",
            province.id,
            parent_key=department,
            supplier_key=institute,
            origin="derived",
        ),
    ]


class _Local:
    """Makes district health centres and stations; keeps what the rows have in common."""

    def __init__(self, source: Path, held: list[UnitVersion]) -> None:
        self.city_rows = [
            r for r in read_rows(source / "facility_hcmc.csv") if r["origin"] == "derived"
        ]
        self.points = {r["code"]: r for r in read_rows(source / "ward_point_2025.csv")}
        self.successor = {
            r["from_code"]: r["to_code"]
            for r in read_rows(source / "succession.csv")
            if r["level"] == "ward" and r["is_default"] == "1"
        }
        self.units = {u.id: u for u in held}
        self.children: dict[int, list[UnitVersion]] = defaultdict(list)
        for unit in held:
            if unit.parent_id is not None:
                self.children[unit.parent_id].append(unit)

    def of_city(self) -> list[FacilitySeed]:
        """Make the 22 district health centres and 312 stations of Ho Chi Minh City."""
        centres = [r for r in self.city_rows if r["type"] == "district_health_centre"]
        stations = [r for r in self.city_rows if r["type"] == "commune_health_station"]
        return [
            *(self._city_centre(r) for r in sorted(centres, key=lambda r: r["id"])),
            *(self._city_station(r) for r in sorted(stations, key=lambda r: r["id"])),
        ]

    def _city_centre(self, row: Row) -> FacilitySeed:
        district = unit_id(Level.DISTRICT, row["district_code_2021"], LIST_2021)
        return self._centre(HCMC, row["id"], row["name"], district)

    def _city_station(self, row: Row) -> FacilitySeed:
        ward = unit_id(Level.WARD, row["ward_code_2021"], LIST_2021)
        centre = f"{HCMC}-D{row['district_code_2021']}"
        return self._station(row["id"], row["name"], ward, centre)

    def of_province(self, province: UnitVersion) -> list[FacilitySeed]:
        """Make a few centres and stations of a province by the rule of this file."""
        districts = [d for d in self.children[province.id] if self.children[d.id]]
        chosen = sorted(districts, key=lambda d: d.code)[:DISTRICTS_ELSEWHERE]
        seeds: list[FacilitySeed] = []
        for district in chosen:
            key = f"{province.code}-D{district.code}"
            name = f"Trung tâm Y tế {_lower(district.name)}"
            seeds.append(self._centre(province.code, key, name, district.id))
            ward = min(self.children[district.id], key=lambda w: w.code)
            seeds.append(
                self._station(
                    f"{province.code}-W{ward.code}",
                    f"Trạm Y tế {_lower(ward.name)}",
                    ward.id,
                    key,
                )
            )
        return seeds

    def _centre(self, province: str, key: str, name: str, district: int) -> FacilitySeed:
        return _seed(
            key,
            "district_health_centre",
            name,
            f"{self.units[district].name_en} Health Centre",
            district,
            parent_key=f"{province}-SYT",
            supplier_key=f"{province}-CDC",
            origin="derived",
        )

    def _station(self, key: str, name: str, ward: int, centre: str) -> FacilitySeed:
        unit = self.units[ward]
        point = self.points.get(self.successor.get(unit.code, ""))
        return _seed(
            key,
            "commune_health_station",
            name,
            f"{unit.name_en} Health Station",
            ward,
            parent_key=centre,
            supplier_key=centre,
            origin="derived",
            point=(float(point["lat"]), float(point["lon"])) if point else None,
        )


def _seed(
    key: str,
    kind: str,
    name: str,
    name_en: str,
    unit: int,
    *,
    parent_key: str | None = None,
    supplier_key: str | None = None,
    sector: str = "civil",
    origin: str = "named",
    point: tuple[float, float] | None = None,
) -> FacilitySeed:
    lat, lon = point or (None, None)
    return msgspec.convert(
        {
            "key": key,
            "kind": kind,
            "name": name,
            "name_en": name_en,
            "sector": sector,
            "unit_id": unit,
            "parent_key": parent_key,
            "supplier_key": supplier_key,
            "lat": lat,
            "lon": lon,
            "point_of": "successor_ward" if point else None,
            "origin": origin,
            "valid_from": FIRST_DAY,
            "verified": False,
        },
        FacilitySeed,
    )


def _lower(name: str) -> str:
    """Write a unit's type in small letters, as it stands inside a longer name."""
    return name[0].lower() + name[1:]
