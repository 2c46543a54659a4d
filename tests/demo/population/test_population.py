"""The synthetic population: the same for the same seed, plausible, and with every trap in it."""

import tracemalloc
from collections import Counter, defaultdict
from datetime import date
from itertools import islice

import pytest
from tests.demo.population.conftest import SEED

from tiemchung.demo.population.generator import BLOCK, STORY_BEGINS, generate
from tiemchung.demo.population.model import Mix, SyntheticPerson
from tiemchung.demo.population.people_names import age_counts
from tiemchung.domains.registry.identity_documents import DocumentKind, mismatches, read_document
from tiemchung.domains.registry.lists.units import UnitRecord
from tiemchung.domains.registry.names import NameProblem, fold_name, read_name
from tiemchung.domains.registry.phones import PhoneKind, read_phone

People = list[SyntheticPerson]
Units = list[UnitRecord]
PERSONAL = DocumentKind.PERSONAL_NUMBER


def firsts(people: People) -> People:
    return [person for person in people if person.same_as is None]


def test_the_same_seed_gives_the_same_people_in_any_slice(
    people: People, july_units: Units
) -> None:
    assert list(generate(1_000, SEED, july_units)) == people[:1_000]
    assert list(generate(1_000, SEED, july_units, start=555)) == people[555:1_000]
    assert list(generate(300, SEED, july_units, start=300)) == []
    assert list(generate(1_000, SEED + 1, july_units)) != people[:1_000]
    assert [person.serial for person in people] == list(range(12_000))


def test_memory_does_not_grow_with_the_size(july_units: Units) -> None:
    stream = generate(10**9, SEED, july_units)
    tracemalloc.start()
    peaks: list[int] = []
    for _ in range(3):
        assert sum(1 for _ in islice(stream, BLOCK * 10)) == BLOCK * 10
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert peaks[2] - peaks[0] < 1_000_000


def test_all_63_provinces_are_populated_and_most_people_live_in_the_city(people: People) -> None:
    provinces = Counter(person.province for person in people)
    assert len(provinces) == 63
    assert 0.7 < provinces["79"] / len(people) < 0.85
    assert len({p.ward for p in people if p.province == "79"}) > 300


def test_wards_neighbourhoods_and_lines_fit_together(people: People, july_units: Units) -> None:
    units = {(unit.level, unit.code): unit for unit in july_units}
    for person in people:
        ward = units["ward", person.ward]
        assert (ward.parent, units["district", ward.parent].parent) == (
            person.district, person.province,
        )  # fmt: skip
    city = [p for p in people if p.province == "79"]
    rural = {
        p.neighbourhood.split()[0] for p in city if units["ward", p.ward].name.startswith("Xã")
    }
    assert rural == {"Ấp"}
    urban = {p.neighbourhood.rpartition(" ")[0] for p in city if p.neighbourhood[0] != "Ấ"}
    assert urban == {"Tổ dân phố", "Khu phố"}


def test_ages_and_sexes_follow_the_table(people: People) -> None:
    everyone = firsts(people)
    total = sum(count for _, _, count in age_counts())
    for from_age, sex, count in age_counts():
        found = sum(
            p.sex == sex and (p.age(STORY_BEGINS) // 10 * 10 == from_age or
                              (from_age == 80 and p.age(STORY_BEGINS) >= 80))
            for p in everyone
        )  # fmt: skip
        assert found / len(everyone) == pytest.approx(count / total, abs=0.012)


def test_households_are_families_lodgers_and_single_people(people: People) -> None:
    households: dict[int, People] = defaultdict(list)
    for person in firsts(people):
        households[person.household].append(person)
    sizes = Counter(len(members) for members in households.values())
    assert set(range(1, 7)) <= set(sizes)
    for members in households.values():
        assert len({(m.ward, m.address) for m in members}) == 1
        grown = [m for m in members if m.age(STORY_BEGINS) >= 18]
        assert grown
        for member in members:
            if member.age(STORY_BEGINS) < 18:
                guardian = next(m for m in members if m.serial == member.guardian)
                assert guardian.age(STORY_BEGINS) >= 18
    shared = Counter(
        (m.household, m.phone)
        for h in households.values()
        for m in h
        if m.phone and m.nationality == "VN"
    )
    assert sum(count > 1 for count in shared.values()) > 500
    phones: dict[str, set[int]] = defaultdict(set)
    for person in firsts(people):
        phones[person.phone or ""].add(person.household)
    assert all(len(homes) == 1 for phone, homes in phones.items() if phone)
    assert len(phones[""]) > 100


def test_numbers_are_well_formed_agree_with_the_holder_and_are_given_once(people: People) -> None:
    given: Counter[tuple[str, str]] = Counter()
    for person in firsts(people):
        for document in person.documents:
            reading = read_document(document.printed, document.kind)
            assert (reading.kind, reading.normal) == (document.kind, document.number)
            given[document.kind, document.number] += 1
            if document.kind is PERSONAL:
                assert mismatches(document.number, birth=person.birth, sex=person.sex) == ()
        if person.phone:
            assert read_phone(person.phone).kind is PhoneKind.MOBILE
        proofs = [d for d in person.documents if d.kind is not DocumentKind.HEALTH_CARD]
        assert bool(proofs) != bool(person.no_document_reason)
    assert max(given.values()) == 1
    kinds = Counter(kind for kind, _ in given)
    assert set(kinds) == set(DocumentKind)
    reasons = Counter(person.no_document_reason for person in firsts(people))
    assert {"lost", "not_issued", "child", "not_with_them"} <= set(reasons)


def test_names_are_names_of_many_kinds(people: People) -> None:
    assert {read_name(person.name).problem for person in people} <= {None, NameProblem.PLACEHOLDER}
    groups = Counter(person.ethnic_group for person in people)
    assert len(groups) > 15
    nations = Counter(person.nationality for person in people)
    assert len(nations) > 8
    assert all(
        any(d.kind is DocumentKind.PASSPORT for d in p.documents)
        for p in firsts(people) if p.nationality != "VN"
    )  # fmt: skip
    assert any(name.startswith(("Y ", "H'")) for name in (p.name for p in people))
    assert len({person.name for person in people}) > 9_000
    southern = Counter(
        p.name.split()[0] for p in people if p.province == "79" and p.ethnic_group == "01"
    )
    assert southern["Huỳnh"] > southern["Hoàng"]


def test_one_word_names_occur(july_units: Units) -> None:
    mix = Mix(home_province="62", home_share=1.0)
    names = [p.name for p in generate(6_000, SEED, july_units, mix=mix)]
    assert any(" " not in name for name in names)


def test_twins_share_their_birth_and_differ_in_name(people: People) -> None:
    twins = [p for p in firsts(people) if p.twin_of is not None]
    assert len(twins) > 10
    for younger in twins:
        elder = people[younger.twin_of or 0]
        assert (elder.born, elder.household) == (younger.born, younger.household)
        assert elder.serial != younger.serial
        assert elder.name != younger.name


def test_unknown_birthdays_keep_the_year(people: People) -> None:
    precisions = Counter(person.birth.precision for person in firsts(people))
    assert precisions["year"] > 200
    assert precisions["month"] > 10
    assert all(p.birth.year == p.born.year for p in firsts(people))


def test_second_entries_name_whom_they_repeat(people: People) -> None:
    seconds = [person for person in people if person.same_as is not None]
    assert 0.008 < len(seconds) / len(people) < 0.025
    slips = Counter(part for person in seconds for part in (person.slip or "").split("+"))
    assert {"none", "no_accents", "middle_dropped", "digit_slip", "year_only", "day_month"} <= set(
        slips
    )
    for person in seconds:
        original = people[person.same_as or 0]
        assert original.same_as is None
        assert person.born == original.born
        assert person.source != original.source
        if "year" not in (person.slip or "") and "day_month" not in (person.slip or ""):
            assert person.birth == original.birth
        if person.slip == "no_accents":
            assert fold_name(person.name) == fold_name(original.name)


def test_work_priority_health_and_history_hang_together(people: People) -> None:
    everyone = firsts(people)
    groups = {group for person in people for group in person.priority_groups}
    assert {"1", "3", "4", "8", "9", "10", "13", "15"} <= groups
    for person in everyone:
        age = person.age(STORY_BEGINS)
        if person.pregnant_weeks is not None:
            assert person.sex == "female"
            assert 18 <= age <= 44
        if age >= 65:
            assert "9" in person.priority_groups or person.nationality != "VN"
        if person.earlier_dose:
            assert age >= 18
            assert person.earlier_dose.province != person.province
            assert date(2021, 3, 8) <= person.earlier_dose.on < STORY_BEGINS
        if person.employer is not None:
            assert age >= 18
            assert person.sector == "civil"
    assert sum(p.pregnant_weeks is not None for p in everyone) > 50
    assert sum(p.earlier_dose is not None for p in everyone) > 80
    old = [p for p in everyone if p.age(STORY_BEGINS) >= 65]
    young = [p for p in everyone if 18 <= p.age(STORY_BEGINS) < 40]
    ill = [sum("hypertension" in p.conditions for p in part) / len(part) for part in (old, young)]
    assert ill[0] > 5 * ill[1]


def test_units_without_the_home_province_are_refused(july_units: Units) -> None:
    with pytest.raises(ValueError, match="79"):
        next(generate(10, SEED, [u for u in july_units if u.code != "79" and u.level != "ward"]))


def test_two_level_trees_are_populated_too() -> None:
    units = [
        UnitRecord("79", "Thành phố Hồ Chí Minh", "province", ""),
        UnitRecord("26740", "Phường Sài Gòn", "ward", "79"),
    ]
    people = list(generate(200, SEED, units))
    assert {(p.province, p.district, p.ward) for p in people} == {("79", "", "26740")}
