"""People are registered once, found again however written, and never refused for a typing error."""

import asyncio
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests.support.makers import ELSEWHERE, a_person, entry, scope_of
from tests.support.world import FACILITY, OTHER_WARD, WARD, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.registry import queries, service
from tiemchung.domains.registry.followers import followers
from tiemchung.domains.registry.model import NewPerson, PersonChange, Registration
from tiemchung.kernel.codes import read_code
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.scope import NATION, NOBODY
from tiemchung.runtime import Runtime


async def register(
    runtime: Runtime, world: World, *people: NewPerson, role: Role = Role.WARD
) -> list[Registration]:
    async with transaction(runtime.db.app, scope_of(role)) as tx:
        return await service.register_people(
            tx, runtime.intake, runtime.vault, people, entry(world, role)
        )


async def follow(runtime: Runtime) -> None:
    await catch_up(runtime.db.worker, [corrections(runtime.kinds, runtime.vault), *followers()])


async def everybody(runtime: Runtime, people: list[UUID]) -> list[str]:
    async with transaction(runtime.db.app, NATION) as tx:
        return [p.full_name for p in await queries.people(tx, people=people)]


async def test_a_ward_registers_and_sees_its_people(runtime: Runtime, world: World) -> None:
    (made,) = await register(runtime, world, a_person(number="079184000123"))
    assert (made.outcome, made.others, made.provisional_code) == ("registered", (), None)
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        found = await queries.people(tx, people=[made.person_id])
        contacts = await queries.contacts_of(tx, people=[made.person_id])
        documents = await queries.documents_of(tx, people=[made.person_id])
    assert [p.full_name for p in found] == ["Nguyễn Thị Ánh Nguyệt"]
    assert [c.value for c in contacts] == ["+84903123456"]
    assert [d.masked for d in documents] == ["•••••••••123"]
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        assert await queries.people(tx, people=[made.person_id]) == []
        assert await queries.contacts_of(tx, people=[made.person_id]) == []


async def test_no_flag_stands_on_what_a_ward_enters_of_its_own(
    runtime: Runtime, world: World
) -> None:
    await register(runtime, world, a_person())
    row = await runtime.db.worker.fetchrow("SELECT outcome, flags FROM ledger.person_event")
    assert row is not None
    assert tuple(row) == ("recorded", [])


@pytest.mark.parametrize(
    "again",
    [
        a_person("nguyen thi anh nguyet", number="079184000123", phone=None),
        a_person("Nguyễn Thị Ánh Nguyệt", home=OTHER_WARD),
        a_person("NGUYỄN THỊ ÁNH NGUYỆT", number="079184000123", phone="+84911111111"),
    ],
)
async def test_the_same_person_is_known_however_written(
    runtime: Runtime, world: World, again: NewPerson
) -> None:
    (first,) = await register(runtime, world, a_person(number="079184000123"))
    (second,) = await register(runtime, world, again)
    assert (second.outcome, second.person_id) == ("known", first.person_id)


@pytest.mark.parametrize(
    "other",
    [
        a_person("Nguyễn Thị Ánh Tuyết"),
        a_person(born=date(1984, 3, 16)),
        a_person(born=date(1984, 1, 1), precision="year"),
        a_person(born=None),
        a_person(phone="+84903999999"),
    ],
)
async def test_a_twin_a_parent_and_a_homonym_stay_themselves(
    runtime: Runtime, world: World, other: NewPerson
) -> None:
    (first,) = await register(runtime, world, a_person())
    (second,) = await register(runtime, world, other)
    assert second.outcome == "registered"
    assert second.person_id != first.person_id


async def test_one_without_document_and_phone_is_known_by_the_home(
    runtime: Runtime, world: World
) -> None:
    child = a_person("Giàng A Páo", phone=None)
    (first, twin) = await register(runtime, world, child, child)
    (elsewhere,) = await register(runtime, world, replace(child, address="14 Nguyễn Trãi"))
    assert (twin.outcome, twin.person_id) == ("known", first.person_id)
    assert elsewhere.outcome == "registered"
    assert first.provisional_code is not None
    assert read_code(first.provisional_code, 10) == first.provisional_code


async def test_a_number_of_somebody_else_is_a_case_and_never_a_refusal(
    runtime: Runtime, world: World
) -> None:
    (owner,) = await register(runtime, world, a_person(number="079184000123"))
    (typo,) = await register(
        runtime, world, a_person("Lê Văn Tám", number="079184000123", phone=None)
    )
    assert (typo.outcome, typo.others) == ("registered", (owner.person_id,))
    await follow(runtime)
    await follow(runtime)
    cases = await runtime.db.worker.fetch(
        "SELECT person_id, flags, state FROM registry.correction_case ORDER BY person_id"
    )
    assert [tuple(c) for c in cases] == [
        (person, ["same_number"], "open") for person in sorted((owner.person_id, typo.person_id))
    ]


async def test_who_is_known_is_told_before_anybody_is_registered(
    runtime: Runtime, world: World
) -> None:
    (owner,) = await register(runtime, world, a_person(number="079184000123"))
    again = a_person("nguyen thi anh nguyet", number="079184000123", phone=None)
    typo = a_person("Lê Văn Tám", number="079184000123", phone=None)
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        assert (await service.find_known(tx, runtime.vault, again)).same == owner.person_id
        found = await service.find_known(tx, runtime.vault, typo)
        nobody = await service.find_known(tx, runtime.vault, a_person("Lê Văn Chín", phone=None))
    assert (found.same, found.others) == (None, (owner.person_id,))
    assert (nobody.same, nobody.others) == (None, ())


async def test_twin_requests_make_one_person(runtime: Runtime, world: World) -> None:
    person = a_person(number="079184000123")
    made = await asyncio.gather(*(register(runtime, world, person) for _ in range(6)))
    assert sorted(m[0].outcome for m in made) == ["known"] * 5 + ["registered"]
    assert len({m[0].person_id for m in made}) == 1


async def test_five_hundred_rows_go_in_at_once(runtime: Runtime, world: World) -> None:
    people = [
        a_person(f"Trần Văn {chr(97 + n % 26)}{chr(97 + n // 26)}", number=f"0791840{n:05}")
        for n in range(500)
    ]
    made = await register(runtime, world, *people)
    assert {m.outcome for m in made} == {"registered"}
    again = await register(runtime, world, *people)
    assert [(m.outcome, m.person_id) for m in again] == [("known", m.person_id) for m in made]


async def test_a_change_is_recorded_for_those_in_scope(runtime: Runtime, world: World) -> None:
    (made,) = await register(runtime, world, a_person(number="079184000123"))
    change = PersonChange(
        person_id=made.person_id, full_name="Nguyễn Ánh Nguyệt", phones=("+84911222333",)
    )
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        with pytest.raises(NotFound):
            await service.update_person(tx, runtime.intake, runtime.vault, change, entry(world))
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        await service.update_person(tx, runtime.intake, runtime.vault, change, entry(world))
    await follow(runtime)
    assert await everybody(runtime, [made.person_id]) == ["Nguyễn Ánh Nguyệt"]
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        contacts = await queries.contacts_of(tx, people=[made.person_id])
    assert [c.value for c in contacts] == ["+84911222333"]
    (known,) = await register(runtime, world, a_person("nguyen anh nguyet", number="079184000123"))
    assert (known.outcome, known.person_id) == ("known", made.person_id)


async def test_people_of_the_army_are_masked_outside_their_sector(
    runtime: Runtime, world: World
) -> None:
    soldier = replace(a_person(), sector="army")
    (made,) = await register(runtime, world, soldier)
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        masked = await queries.people(tx, people=[made.person_id])
    assert [p.full_name for p in masked] == ["•••"]
    assert await everybody(runtime, [made.person_id]) == ["Nguyễn Thị Ánh Nguyệt"]
    async with transaction(runtime.db.app, NOBODY) as tx:
        assert await queries.people(tx, people=[made.person_id]) == []


async def test_registration_at_a_site_carries_its_facility(runtime: Runtime, world: World) -> None:
    await register(runtime, world, a_person(), role=Role.RECEPTION)
    row = await runtime.db.worker.fetchrow(
        "SELECT facility_id, place_ward, home_ward, outcome FROM ledger.person_event"
    )
    assert row is not None
    assert tuple(row) == (FACILITY, WARD, WARD, "recorded")
