"""The pack of Viet Nam as it is committed: complete, consistent, and marked where unsure."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tiemchung.country import NATION, UNKNOWN_UNIT, Level, Pack, UnitVersion, read_pack
from tiemchung.country.check import faults, units_on
from tiemchung.country.rules import DosingRules, Entry, RuleSet, ScreeningForm, rule_ref

CAMPAIGN = date(2021, 8, 1)
LAST_OLD_DAY = date(2025, 6, 30)
REFORM = date(2025, 7, 1)
RENAMED = date(2026, 4, 30)
HCMC = 30007901


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack("vn")


def test_no_part_contradicts_another(pack: Pack) -> None:
    assert [str(f) for f in faults(pack)] == []


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "wards"),
    [
        (date(2021, 3, 8), 63, 705, 10_599),
        (CAMPAIGN, 63, 705, 10_599),
        (LAST_OLD_DAY, 63, 705, 10_599),
        (REFORM, 34, 0, 3_321),
        (RENAMED, 34, 0, 3_321),
    ],
)
def test_units_of_a_day(pack: Pack, day: date, provinces: int, districts: int, wards: int) -> None:
    found = Counter(u.level for u in pack.units if u.holds_on(day))
    assert found[Level.PROVINCE] == provinces
    assert found[Level.DISTRICT] == districts
    assert found[Level.WARD] == wards
    assert found[Level.NATION] == found[Level.UNKNOWN] == 1


@pytest.mark.parametrize("day", [CAMPAIGN, LAST_OLD_DAY, REFORM, RENAMED - timedelta(1), RENAMED])
def test_every_unit_reaches_the_nation_on_that_day(pack: Pack, day: date) -> None:
    for unit in pack.units:
        if not unit.holds_on(day):
            continue
        levels = [u.level for u in _line(pack, unit, day)]
        tree = (
            [Level.WARD, Level.DISTRICT, Level.PROVINCE, Level.NATION]
            if day < REFORM
            else [Level.WARD, Level.PROVINCE, Level.NATION]
        )
        if unit.level in tree:
            assert levels == tree[tree.index(unit.level) :]


def _line(pack: Pack, unit: UnitVersion, day: date) -> list[UnitVersion]:
    line = [unit]
    while line[-1].parent_id is not None:
        parent = pack.unit[line[-1].parent_id]
        assert parent.holds_on(day)
        line.append(parent)
    return line


def test_ids_that_were_given_stay(pack: Pack) -> None:
    known = {
        NATION: ("Việt Nam", date(2021, 1, 1)),
        UNKNOWN_UNIT: ("Chưa rõ", date(2021, 1, 1)),
        HCMC: ("Thành phố Hồ Chí Minh", date(2021, 1, 1)),
        30007902: ("Thành phố Hồ Chí Minh", REFORM),
        30000101: ("Thành phố Hà Nội", date(2021, 1, 1)),
        40076001: ("Quận 1", date(2021, 1, 1)),
        52673401: ("Phường Tân Định", date(2021, 1, 1)),
        30007503: ("Thành phố Đồng Nai", RENAMED),
        20000401: ("Miền Nam", date(2021, 1, 1)),
    }
    assert {i: (pack.unit[i].name, pack.unit[i].valid_from) for i in known} == known


def test_a_unit_that_did_not_change_keeps_its_version(pack: Pack) -> None:
    spanning = [u for u in pack.units if u.level is Level.PROVINCE and u.valid_to is None]
    old = [u for u in spanning if u.valid_from < REFORM]
    assert len(old) == 10
    assert all(u.holds_on(RENAMED) for u in old)


def test_five_island_districts_have_no_ward(pack: Pack) -> None:
    with_wards = {u.parent_id for u in units_on(pack, CAMPAIGN, Level.WARD)}
    without = [u for u in units_on(pack, CAMPAIGN, Level.DISTRICT) if u.id not in with_wards]
    assert [u.code for u in without] == ["318", "471", "498", "536", "755"]


def test_succession_leaves_one_ward_open_and_reaches_every_new_one(pack: Pack) -> None:
    lost = [e.from_id for e in pack.successions if e.to_id is None and e.relation == "unresolved"]
    assert [pack.unit[i].code for i in lost] == ["28825"]
    reached = {e.to_id for e in pack.successions}
    new = [u for u in pack.units if u.level is Level.WARD and u.valid_from == REFORM]
    assert [u.id for u in new if u.id not in reached] == []


def test_no_succession_leaves_the_province_that_follows_its_own(pack: Pack) -> None:
    province = {
        e.from_id: e.to_id
        for e in pack.successions
        if pack.unit[e.from_id].level is Level.PROVINCE and e.effective_from == REFORM
    }
    for edge in pack.successions:
        before = pack.unit[edge.from_id]
        if edge.to_id is None or before.level is not Level.WARD or edge.effective_from != REFORM:
            continue
        old = pack.unit[pack.unit[before.parent_id or 0].parent_id or 0].id
        assert pack.unit[edge.to_id].parent_id == province.get(old, old)


def test_the_changes_of_2026_are_versions_of_their_own(pack: Pack) -> None:
    edges = [e for e in pack.successions if e.effective_from == RENAMED]
    assert Counter(e.relation for e in edges) == {"renamed": 11, "reparented": 85}
    dong_nai = [u for u in units_on(pack, RENAMED, Level.WARD) if u.parent_id == 30007503]
    assert len(dong_nai) == 95
    assert sum(u.unit_type == "phuong" for u in dong_nai) > 10
    assert all(u.code == pack.unit[u.id - 1].code for u in dong_nai)


def test_types_follow_names_and_english_names_exist(pack: Pack) -> None:
    words = {"phuong": "Phường ", "xa": "Xã ", "thi-tran": "Thị ", "dac-khu": "Đặc khu "}
    for unit in pack.units:
        if unit.level is Level.WARD:
            assert unit.name.startswith(words[unit.unit_type])
            assert unit.name_en != unit.name
    assert pack.unit[40076001].name_en == "District 1"
    assert pack.unit[52673401].name_en == "Tân Định Ward"


def test_each_province_has_one_region(pack: Pack) -> None:
    by_province = Counter(m.province_id for m in pack.region_members)
    provinces = [u.id for u in pack.units if u.level is Level.PROVINCE]
    assert by_province == dict.fromkeys(provinces, 1)
    old = {u.id for u in units_on(pack, CAMPAIGN, Level.PROVINCE)}
    sizes = Counter(m.region_id for m in pack.region_members if m.province_id in old)
    assert sizes == {20000101: 28, 20000201: 11, 20000301: 4, 20000401: 20}
    assert all(m.source != "general knowledge" for m in pack.region_members if m.verified)


def test_populations_carry_their_date_and_their_doubt(pack: Pack) -> None:
    residents = [p for p in pack.populations if p.measure == "residents"]
    assert [p.people for p in residents if p.unit_id == NATION] == [96_208_984]
    provinces = [p for p in residents if p.unit_id != NATION]
    assert len(provinces) == 63
    assert sum(p.people for p in provinces) == 96_208_684
    assert not any(p.verified for p in provinces)
    registered = [p for p in pack.populations if p.measure == "registered"]
    assert {p.use for p in registered} == {"share"}
    adults = {p.unit_id: p.people for p in pack.populations if p.measure == "adults_18_plus"}
    assert 0.72 < adults[NATION] / 96_208_984 < 0.74


def test_every_province_can_be_populated(pack: Pack) -> None:
    provinces = {u.id for u in units_on(pack, CAMPAIGN, Level.PROVINCE)}
    for kind in ("health_department", "provincial_cdc"):
        assert {f.unit_id for f in pack.facilities if f.kind == kind} == provinces
    stations = Counter(
        _line(pack, pack.unit[f.unit_id], CAMPAIGN)[2].id
        for f in pack.facilities
        if f.kind == "commune_health_station"
    )
    assert set(stations) == provinces
    assert stations[HCMC] == 312
    assert {count for unit, count in stations.items() if unit != HCMC} == {3}


def test_vaccine_reaches_every_station_from_the_ministry(pack: Pack) -> None:
    seeds = {f.key: f for f in pack.facilities}
    chains: set[tuple[str, ...]] = set()
    for seed in pack.facilities:
        if seed.kind != "commune_health_station":
            continue
        chain = [seed]
        while chain[-1].supplier_key is not None:
            chain.append(seeds[chain[-1].supplier_key])
        chains.add(tuple(f.kind for f in chain))
    assert chains == {
        (
            "commune_health_station",
            "district_health_centre",
            "provincial_cdc",
            "regional_institute",
            "ministry",
        )
    }
    assert seeds["79-CDC"].supplier_key == "VN-IPHCM"


def test_no_facility_of_unclear_licence_is_there(pack: Pack) -> None:
    assert not any("Bệnh viện" in f.name for f in pack.facilities)
    assert {f.origin for f in pack.facilities} == {"derived", "named"}
    named = [f for f in pack.facilities if f.origin == "named"]
    assert {f.kind for f in named} == {"ministry", "sector_office", "regional_institute"}


def test_days_without_a_figure_stay_unknown(pack: Pack) -> None:
    figures = {f.date: f for f in pack.daily_figures}
    assert len(figures) == 292
    assert figures[date(2021, 3, 8)].total_doses == 377
    assert date(2021, 8, 28) not in figures
    totals = [f.total_doses for f in pack.daily_figures if f.total_doses is not None]
    assert totals == sorted(totals)
    assert totals[-1] == 260_210_114


def test_products_say_which_of_their_values_are_checked(pack: Pack) -> None:
    assert len(pack.products) == 10
    for product in pack.products:
        assert set(product.verified) == {"dcc_product", "dcc_manufacturer", "snomed_vaccine"}
        assert product.is_verified("dcc_product")
        assert not product.is_verified("decision")
    assert {p.dcc_product for p in pack.products if p.key == "HAYAT"} == {"Hayat-Vax"}


def test_general_knowledge_stays_marked(pack: Pack) -> None:
    for rules in pack.rule_sets:
        if rules.source.startswith("general knowledge") or rules.source == "own list":
            assert not rules.verified, rules.id
            assert not any(rule_ref(rules, e).verified for e in _entries(rules)), rules.id
    for rules in pack.rule_sets:
        if rules.authority.number is None and isinstance(rules, DosingRules):
            assert not rules.verified or rules.id == "dosing-2021-12-12-moderna-second"


def _entries(rules: RuleSet) -> list[Entry]:
    found: list[Entry] = []
    for field in rules.__struct_fields__:
        value: object = getattr(rules, field)
        if isinstance(value, tuple):
            found += [e for e in value if isinstance(e, Entry)]  # pyright: ignore[reportUnknownVariableType]
    return found


def test_unverified_values_of_the_forms(pack: Pack) -> None:
    forms = {r.authority.number: r for r in pack.rule_sets if isinstance(r, ScreeningForm)}
    assert set(forms) == {
        "2995/QĐ-BYT",
        "3445/QĐ-BYT",
        "3802/QĐ-BYT",
        "4355/QĐ-BYT",
        "5002/QĐ-BYT",
        "5785/QĐ-BYT",
    }
    for number in ("2995/QĐ-BYT", "3445/QĐ-BYT"):
        assert not any(rule_ref(forms[number], i).verified for i in forms[number].items)
    of_august = {i.code: i for i in forms["3802/QĐ-BYT"].items}
    assert {c for c, i in of_august.items() if "outcome" in i.unverified} == {"1", "5", "6"}
    assert not any(f.verified for f in forms.values())


def test_each_day_of_the_campaign_has_its_rules(pack: Pack) -> None:
    expected = {
        date(2021, 7, 1): ("2995/QĐ-BYT", "21/NQ-CP", 10),
        date(2021, 7, 20): ("3445/QĐ-BYT", "3355/QĐ-BYT", 16),
        date(2021, 8, 15): ("3802/QĐ-BYT", "3355/QĐ-BYT", 16),
        date(2021, 9, 10): ("4355/QĐ-BYT", "3355/QĐ-BYT", 16),
        date(2022, 1, 1): ("5785/QĐ-BYT", "3355/QĐ-BYT", 16),
    }
    for day, (form, groups, count) in expected.items():
        rules = pack.rule_book.on(day, HCMC)
        found = rules.screening_form(40)
        assert found is not None
        assert found.authority.number == form
        assert rules.priority_groups is not None
        assert rules.priority_groups.authority.number == groups
        assert len(rules.priority_groups.groups) == count
        assert rules.observation is not None
        assert rules.observation.minutes == 30
        assert rules.report_cutoff is not None
        assert rules.report_cutoff.cutoff.hour == 16
    child = pack.rule_book.on(date(2021, 11, 1), HCMC).screening_form(15)
    assert child is not None
    assert child.authority.number == "5002/QĐ-BYT"
    assert pack.rule_book.on(date(2021, 8, 15), HCMC).screening_form(15) is None


def test_lists_that_pages_offer(pack: Pack) -> None:
    rules = pack.rule_book.on(date(2021, 12, 1), HCMC)
    sizes = {"refusal_reason": 13, "ethnic_group": 54, "sector": 4, "anaphylaxis_grade": 4}
    for name, size in sizes.items():
        found = rules.code_list(name)
        assert found is not None, name
        assert len({i.code for i in found.items}) == size
    for name in ("discard_reason", "delay_reason", "deferral_reason", "decline_reason", "role"):
        assert rules.code_list(name) is not None, name
    clock, _ = rules.legal_clocks["correction_answer"]
    assert (clock.amount, clock.unit) == (48, "hour")
    slip, national = rules.certificate("slip"), rules.certificate("national")
    assert slip is not None
    assert national is None
    later = pack.rule_book.on(date(2022, 4, 15)).certificate("national")
    assert later is not None
    assert len(later.fields) == 11
    assert not later.on_request
