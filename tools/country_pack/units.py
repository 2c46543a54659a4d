"""Units of 2021, July 2025 and 2026 as versions, their succession, regions, people and points."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

from tools.country_pack.sheets import Row, read_rows

from tiemchung.country.units import (
    NATION,
    UNKNOWN_UNIT,
    AgeBand,
    Level,
    Population,
    RegionMember,
    Relation,
    Succession,
    UnitPoint,
    UnitVersion,
    unit_id,
)

LIST_2021, LIST_2025, LIST_2026 = 1, 2, 3
# The list shows August 2021. The year's first day is taken so that the doses of March 2021 find
# their units; changes inside 2021 before August are not in the source.
FIRST_DAY = date(2021, 1, 1)
REFORM = date(2025, 7, 1)
PARENT_LEVEL = {Level.DISTRICT: Level.PROVINCE, Level.WARD: Level.DISTRICT}

REGIONS = {
    1: ("Miền Bắc", "North"),
    2: ("Miền Trung", "Centre"),
    3: ("Tây Nguyên", "Central Highlands"),
    4: ("Miền Nam", "South"),
}
# Vietnamese type words and what stands after, or before a number, in English.
TYPES = {
    "tinh": ("Tỉnh", "Province"),
    "thanh-pho": ("Thành phố", "City"),
    "quan": ("Quận", "District"),
    "huyen": ("Huyện", "District"),
    "thi-xa": ("Thị xã", "Town"),
    "phuong": ("Phường", "Ward"),
    "xa": ("Xã", "Commune"),
    "thi-tran": ("Thị trấn", "Township"),
    "dac-khu": ("Đặc khu", "Special Zone"),
}
LAST_NORTH = 42  # Hà Tĩnh: the codes of the 28 northern provinces run from 01 to 42
CENTRE = {"44", "45", "46", "48", "49", "51", "52", "54", "56", "58", "60"}
HIGHLANDS = {"62", "64", "66", "67"}
CENTRE_SOURCE = "pasteur-nhatrang.org.vn: the central provinces from Quảng Bình to Bình Thuận"


def unit_versions(source: Path) -> list[UnitVersion]:
    """Make all versions, sorted by id, so that parents stand before children."""
    old = read_rows(source / "admin_unit_2021.csv")
    new = read_rows(source / "admin_unit_2025.csv")
    changes = read_rows(source / "admin_unit_change_2026.csv")
    kept = {
        r["from_code"]
        for r in read_rows(source / "succession.csv")
        if r["level"] == "province" and r["relation"] == "unchanged"
    }
    units = [*_fixed(), *_of_2021(old, kept), *_of_2025(new, kept)]
    return sorted(_with_changes(units, changes), key=lambda u: u.id)


def _fixed() -> list[UnitVersion]:
    nation = UnitVersion(
        NATION, "0", Level.NATION, "Việt Nam", "Viet Nam", "quoc-gia", None, FIRST_DAY, None, None
    )
    unknown = UnitVersion(
        UNKNOWN_UNIT,
        "0",
        Level.UNKNOWN,
        "Chưa rõ",
        "Unknown",
        "chua-ro",
        NATION,
        FIRST_DAY,
        None,
        None,
    )
    regions = [
        UnitVersion(
            unit_id(Level.REGION, str(number), LIST_2021),
            str(number),
            Level.REGION,
            name,
            name_en,
            "khu-vuc",
            NATION,
            FIRST_DAY,
            None,
            None,
        )
        for number, (name, name_en) in REGIONS.items()
    ]
    return [nation, *regions, unknown]


def _of_2021(rows: list[Row], kept: set[str]) -> Iterable[UnitVersion]:
    for row in rows:
        level = Level(row["level"])
        parent = (
            NATION
            if level is Level.PROVINCE
            else unit_id(PARENT_LEVEL[level], row["parent_code"], LIST_2021)
        )
        ends = None if level is Level.PROVINCE and row["code"] in kept else REFORM
        yield UnitVersion(
            unit_id(level, row["code"], LIST_2021),
            row["code"],
            level,
            row["name"],
            english(row["name"]),
            _type_of(row["name"]),
            parent,
            FIRST_DAY,
            ends,
            None,
        )


def _of_2025(rows: list[Row], kept: set[str]) -> Iterable[UnitVersion]:
    for row in rows:
        level = Level(row["level"])
        if level is Level.PROVINCE and row["code"] in kept:
            continue
        parent = NATION if level is Level.PROVINCE else _province_2025(row["parent_code"], kept)
        yield UnitVersion(
            unit_id(level, row["code"], LIST_2025),
            row["code"],
            level,
            row["name"],
            english(row["name"]),
            _type_of(row["name"]),
            parent,
            REFORM,
            None,
            row["decree"] or ("202/2025/QH15" if level is Level.PROVINCE else None),
        )


def _province_2025(code: str, kept: set[str]) -> int:
    return unit_id(Level.PROVINCE, code, LIST_2021 if code in kept else LIST_2025)


def _with_changes(units: list[UnitVersion], changes: list[Row]) -> Iterable[UnitVersion]:
    """Add the versions of 2026: renamed units, and the wards of a renamed province."""
    named = {(Level(r["level"]), r["code"]): r for r in changes}
    open_ids = {u.id for u in units if u.valid_to is None and (u.level, u.code) in named}
    for unit in units:
        change = named.get((unit.level, unit.code)) if unit.valid_to is None else None
        moved = unit.parent_id in open_ids
        if change is None and not moved:
            yield unit
            continue
        cause = change or named[Level.PROVINCE, str(_code_of(unit.parent_id))]
        day = date.fromisoformat(cause["effective_from"])
        yield _replaced(unit, valid_to=day)
        name = change["name_after"] if change else unit.name
        yield UnitVersion(
            unit_id(unit.level, unit.code, LIST_2026),
            unit.code,
            unit.level,
            name,
            english(name),
            _type_of(name),
            unit_id(Level.PROVINCE, str(_code_of(unit.parent_id)), LIST_2026)
            if moved
            else unit.parent_id,
            day,
            None,
            cause["decree"],
        )


def _type_of(name: str) -> str:
    """Give the type that the name says: two rows of the source have a type of another word."""
    folded = name.casefold()
    return next(k for k, (word, _) in TYPES.items() if folded.startswith(f"{word} ".casefold()))


def english(name: str) -> str:
    """Put the type of a unit into English: "Phường Tân Định" is "Tân Định Ward".

    Numbered units read "District 1".
    """
    word, english_word = TYPES[_type_of(name)]
    bare = name[len(word) + 1 :]
    return f"{english_word} {bare}" if bare.isdigit() else f"{bare} {english_word}"


def _code_of(unit: int | None) -> int:
    if unit is None:
        raise ValueError("the nation has no code to look for")
    return unit // 100 % 100_000


def _replaced(unit: UnitVersion, *, valid_to: date) -> UnitVersion:
    return UnitVersion(
        unit.id,
        unit.code,
        unit.level,
        unit.name,
        unit.name_en,
        unit.unit_type,
        unit.parent_id,
        unit.valid_from,
        valid_to,
        unit.decree,
    )


def successions(source: Path, units: list[UnitVersion]) -> list[Succession]:
    """Edges of 2025 from the source and of 2026 from the versions themselves, sorted."""
    spanning = {u.id for u in units if u.valid_from == FIRST_DAY and u.valid_to is None}
    edges = [
        edge
        for row in read_rows(source / "succession.csv")
        if (edge := _edge(row)).from_id not in spanning
    ]
    edges += _edges_of_2026(units)
    return sorted(edges, key=lambda e: (e.from_id, not e.is_default, e.to_id or 0))


def _edge(row: Row) -> Succession:
    level = Level(row["level"])
    target = Level.WARD if row["relation"] == "converted" else level
    return Succession(
        unit_id(level, row["from_code"], LIST_2021),
        unit_id(target, row["to_code"], LIST_2025) if row["to_code"] else None,
        cast("Relation", row["relation"]),
        row["is_default"] == "1",
        date.fromisoformat(row["effective_from"]),
        row["decree"] or None,
        row["method"] or None,
        row["via_code"] or None,
    )


def _edges_of_2026(units: list[UnitVersion]) -> Iterable[Succession]:
    before = {(u.level, u.code, u.valid_to): u for u in units}
    for unit in units:
        if unit.id % 100 != LIST_2026:
            continue
        old = before[unit.level, unit.code, unit.valid_from]
        relation: Relation = "reparented" if old.name == unit.name else "renamed"
        yield Succession(
            old.id, unit.id, relation, True, unit.valid_from, unit.decree, "official", None
        )


def region_members(source: Path, units: list[UnitVersion]) -> list[RegionMember]:
    """Regions of the 63 provinces; a province of 2025 or later follows the code it carries on."""
    merged: dict[str, set[int]] = defaultdict(set)
    for row in read_rows(source / "succession.csv"):
        if row["level"] == "province":
            merged[row["to_code"]].add(_region(row["from_code"]))
    members: list[RegionMember] = []
    for unit in units:
        if unit.level is not Level.PROVINCE:
            continue
        region = unit_id(Level.REGION, str(_region(unit.code)), LIST_2021)
        if unit.id % 100 == LIST_2021:
            known = unit.code in CENTRE and unit.valid_to is not None
            note = CENTRE_SOURCE if unit.code in CENTRE else "general knowledge"
            members.append(RegionMember(region, unit.id, known, note))
        else:
            crosses = len(merged[unit.code]) > 1
            note = "region of the old province whose code goes on"
            if crosses:
                note += "; merged across regions"
            members.append(RegionMember(region, unit.id, False, note))
    return members


def _region(code: str) -> int:
    if code in CENTRE:
        return 2
    if code in HIGHLANDS:
        return 3
    return 1 if int(code) <= LAST_NORTH else 4


def unit_points(source: Path, units: list[UnitVersion]) -> list[UnitPoint]:
    """Give a point for every ward version since the reform."""
    points = {r["code"]: r for r in read_rows(source / "ward_point_2025.csv")}
    return [
        UnitPoint(u.id, float(points[u.code]["lat"]), float(points[u.code]["lon"]))
        for u in units
        if u.level is Level.WARD and u.id % 100 != LIST_2021
    ]


CENSUS_DAY = date(2019, 4, 1)
CENSUS_TOTAL = 96_208_984  # the published figure; the source's provinces add up to 300 fewer
AGES_AS_OF = date(2020, 7, 1)
ADULT_AGE = 18


def age_bands(source: Path) -> list[AgeBand]:
    """Give the nation by ten-year bands and sex."""
    bands: list[AgeBand] = []
    for row in read_rows(source / "age_sex.csv"):
        first, _, last = row["age_group"].replace("+", "-").partition("-")
        bands.append(
            AgeBand(
                int(first),
                int(last) if last else None,
                int(row["male"]),
                int(row["female"]),
                AGES_AS_OF,
                False,
            )
        )
    return bands


def populations(source: Path, units: list[UnitVersion]) -> list[Population]:
    """Census residents and derived adults of 2021's provinces; registered people of 2025's."""
    share = _adult_share(age_bands(source))
    rows = [
        Population(NATION, "residents", CENSUS_TOTAL, CENSUS_DAY, "denominator", "census", True),
        _adults(NATION, CENSUS_TOTAL, share),
    ]
    for row in read_rows(source / "province_population.csv"):
        unit = unit_id(Level.PROVINCE, row["code"], LIST_2021)
        people = int(row["population_census_2019"])
        rows.append(
            Population(unit, "residents", people, CENSUS_DAY, "denominator", "census", False)
        )
        rows.append(_adults(unit, people, share))
    current = {(u.level, u.code): u.id for u in units if u.holds_on(REFORM)}
    rows += [
        Population(
            current[Level(r["level"]), r["code"]],
            "registered",
            int(r["population"]),
            REFORM,
            "share",
            "merger_map",
            False,
        )
        for r in read_rows(source / "admin_unit_2025.csv")
        if r["population"]
    ]
    return sorted(rows, key=lambda p: (p.unit_id, p.measure))


def _adult_share(bands: list[AgeBand]) -> tuple[int, int]:
    """Adults and all people of the nation times ten, the band that holds 18 cut evenly."""
    adults = 0
    for band in bands:
        people = band.male + band.female
        if band.age_to is None or band.age_from >= ADULT_AGE:
            adults += people * 10
        elif band.age_to >= ADULT_AGE:
            width = band.age_to - band.age_from + 1
            adults += people * 10 * (band.age_to - ADULT_AGE + 1) // width
    return adults, 10 * sum(b.male + b.female for b in bands)


def _adults(unit: int, people: int, share: tuple[int, int]) -> Population:
    adults, everybody = share
    count = people * adults // everybody
    return Population(unit, "adults_18_plus", count, CENSUS_DAY, "denominator", "derived", False)
