"""One field finds people by name, number, phone or code, within the jurisdiction, and is logged."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests.support.makers import ELSEWHERE, a_person, actor, entry, scope_of
from tests.support.world import DISTRICT, OTHER_WARD, WARD, World

from tiemchung.domains.geography import service as geography
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.registry import service
from tiemchung.domains.registry.model import NewPerson, Registration
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime

PEOPLE = (
    a_person("Nguyễn Thị Ánh Nguyệt", number="079184000123"),
    a_person("Nguyễn Thị Ánh", born=date(1990, 1, 1), phone="+84905000001"),
    a_person("Nguyễn Thị Anh", born=date(1984, 7, 1), precision="year", phone=None),
    a_person("H'Wen Niê", born=date(1977, 2, 3), phone="+84905000002"),
    a_person("Trần Ánh", born=date(1950, 1, 1), phone="+84905000003", home=OTHER_WARD),
)


async def registered(
    runtime: Runtime, world: World, people: Sequence[NewPerson] = PEOPLE
) -> list[Registration]:
    async with transaction(runtime.db.app, NATION) as tx:
        return await service.register_people(
            tx, runtime.intake, runtime.vault, people, entry(world)
        )


async def search(
    runtime: Runtime, world: World, typed: str, scope: Scope | None = None
) -> list[str]:
    who = actor(world, Role.WARD, scope)
    async with transaction(runtime.db.app, who.scope) as tx:
        found = await service.find_people(tx, runtime.vault, who, typed, runtime.clock)
    return [f.person.full_name for f in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen thi anh", ["Nguyễn Thị Anh", "Nguyễn Thị Ánh", "Nguyễn Thị Ánh Nguyệt"]),
        ("Nguyễn Thị Ánh", ["Nguyễn Thị Ánh", "Nguyễn Thị Anh", "Nguyễn Thị Ánh Nguyệt"]),
        ("nguyen anh ngu", ["Nguyễn Thị Ánh Nguyệt"]),
        ("nguyet nguyen", ["Nguyễn Thị Ánh Nguyệt"]),
        ("nguyen thi anh 1990", ["Nguyễn Thị Ánh", "Nguyễn Thị Anh", "Nguyễn Thị Ánh Nguyệt"]),
        ("hwen", ["H'Wen Niê"]),
        ("0903 123 456", ["Nguyễn Thị Ánh Nguyệt"]),
        ("+84905000002", ["H'Wen Niê"]),
        ("079184000123", ["Nguyễn Thị Ánh Nguyệt"]),
        ("079184000124", []),
        ("tran anh", []),
        ("%", []),
    ],
)
async def test_what_is_typed_finds_whom_it_means(
    runtime: Runtime, world: World, typed: str, found: list[str]
) -> None:
    await registered(runtime, world)
    if len(typed) < 2:
        with pytest.raises(Invalid):
            await search(runtime, world, typed)
        return
    assert await search(runtime, world, typed) == found


async def test_a_provisional_code_finds_its_holder(runtime: Runtime, world: World) -> None:
    made = await registered(runtime, world)
    code = made[1].provisional_code
    assert code is not None
    assert await search(runtime, world, f"{code[:5]}-{code[5:].lower()}") == ["Nguyễn Thị Ánh"]


async def test_nobody_is_found_outside_the_jurisdiction(runtime: Runtime, world: World) -> None:
    await registered(runtime, world)
    for typed in ("nguyen", "079184000123", "0903123456"):
        assert await search(runtime, world, typed, ELSEWHERE) == []
    assert await search(runtime, world, "tran anh", ELSEWHERE) == ["Trần Ánh"]
    district = Scope(districts=(DISTRICT,))
    assert len(await search(runtime, world, "nguyen", district)) == 3


async def test_everybody_shown_is_logged_once_a_search(runtime: Runtime, world: World) -> None:
    await registered(runtime, world)
    await search(runtime, world, "nguyen thi")
    rows = await runtime.db.worker.fetch(
        "SELECT person_id, actor_id, purpose FROM registry.access_log"
    )
    assert len(rows) == len({r["person_id"] for r in rows}) == 3
    assert {(r["actor_id"], r["purpose"]) for r in rows} == {(world.staff[Role.WARD], "search")}


async def test_a_ward_lists_its_people_by_neighbourhood_and_household(
    runtime: Runtime, world: World
) -> None:
    async with transaction(runtime.db.app, NATION) as tx:
        ids = await geography.name_neighbourhoods(tx, [(WARD, "Khu phố 2"), (WARD, "Khu phố 1")])
        again = await geography.name_neighbourhoods(tx, [(WARD, "Khu phố 2")])
    assert again == {(WARD, "Khu phố 2"): ids[WARD, "Khu phố 2"]}
    first, second = ids[WARD, "Khu phố 1"], ids[WARD, "Khu phố 2"]
    home = service.household_of(runtime.vault, WARD, "5 Lê Lợi")
    assert home == service.household_of(runtime.vault, WARD, "5  LÊ LỢI")
    assert service.household_of(runtime.vault, WARD, "Lê Lợi") is None
    people = [
        _living(a_person("Lê Văn Bình", phone="+84905000010"), second, home),
        _living(a_person("Lê Thị An", phone="+84905000010"), second, home),
        _living(a_person("Phạm Cường", phone="+84905000011"), first, None),
        a_person("Đỗ Dũng", phone="+84905000012"),
        a_person("Vũ Én", phone="+84905000013", home=OTHER_WARD),
    ]
    await registered(runtime, world, people)
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        groups, total = await service.ward_people(tx, WARD)
        page, _total = await service.ward_people(tx, WARD, page=2, page_size=2)
        one, of_one = await service.ward_people(tx, WARD, neighbourhood=second)
    shape = [(g.name, [[p.full_name for p in h.people] for h in g.households]) for g in groups]
    both = [("Khu phố 2", [["Lê Thị An", "Lê Văn Bình"]]), ("Khu phố 1", [["Phạm Cường"]])]
    assert shape == [*sorted(both, key=lambda s: ids[WARD, s[0]]), ("", [["Đỗ Dũng"]])]
    assert total == 4
    assert sum(len(h.people) for g in page for h in g.households) == 2
    assert (len(one), of_one) == (1, 2)


def _living(person: NewPerson, neighbourhood: int, household: UUID | None) -> NewPerson:
    return replace(person, neighbourhood=neighbourhood, household=household)
