"""On however many lists a person stands, they are one candidate; a ward adds and removes."""

from uuid import UUID

import pytest
from tests.support.campaign import NOW, Campaign, enlist, open_campaign, people, register
from tests.support.makers import ELSEWHERE, scope_of
from tests.support.world import CITY, OTHER_WARD, WARD, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service
from tiemchung.domains.planning.model import CannotList, Enlisted, OpenUpload
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


async def states(runtime: Runtime) -> list[tuple[str, int | None, str]]:
    rows = await runtime.db.worker.fetch(
        "SELECT source, round_id, state FROM planning.candidate ORDER BY entered_at, candidate_id"
    )
    return [tuple(r) for r in rows]


async def test_one_who_wishes_and_is_listed_is_one_candidate(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    ids = await register(runtime, world, people(3))
    await enlist(runtime, None, ids[:2], source="self")
    list_id = await enlist(runtime, campaign, ids)
    assert await states(runtime) == [
        ("self", campaign.round_id, "waiting"),
        ("self", campaign.round_id, "waiting"),
        ("ward", campaign.round_id, "waiting"),
    ]
    async with transaction(runtime.db.app, NATION) as tx:
        again = await service.enlist(
            tx, list_id, [Enlisted(person_id=p) for p in (*ids, uuid7())], now=NOW
        )
    assert again == dict.fromkeys(ids, "already")
    assert len(await states(runtime)) == 3


async def test_a_standing_list_is_made_once(runtime: Runtime, campaign: Campaign) -> None:
    async with transaction(runtime.db.app, NATION) as tx:
        made = [
            await service.standing_list(
                tx, "ward", round_id=campaign.round_id, province_id=CITY, ward_id=ward, now=NOW
            )
            for ward in (WARD, WARD, OTHER_WARD)
        ]
    assert made[0] == made[1] != made[2]


async def test_a_file_is_taken_once(runtime: Runtime, campaign: Campaign) -> None:
    def upload(digest: bytes = b"1" * 32, name: str = "Công ty A") -> OpenUpload:
        return OpenUpload(
            list_id=uuid7(), round_id=campaign.round_id, source="organisation",
            province_id=CITY, name=name, file_name="ds.xlsx", file_digest=digest,
        )  # fmt: skip

    async with transaction(runtime.db.app, NATION) as tx:
        first = await service.open_upload(tx, upload(), actor_id=campaign.officer, now=NOW)
        cut_off = await service.open_upload(tx, upload(), actor_id=campaign.officer, now=NOW)
        assert cut_off == first, "an import that was cut off is gone on with"
        await tx.execute("UPDATE planning.candidate_list SET state = 'imported'")
        with pytest.raises(CannotList) as refusal:
            await service.open_upload(tx, upload(), actor_id=campaign.officer, now=NOW)
        assert "20/07/2021" in refusal.value.detail
        assert "Công ty A" in refusal.value.detail
        other = await service.open_upload(tx, upload(b"2" * 32), actor_id=campaign.officer, now=NOW)
        assert other != first
        lists = await service.lists_of_round(tx, campaign.round_id, source="organisation")
    assert {found.list_id for found in lists} == {first, other}


async def candidate(runtime: Runtime, person: UUID) -> UUID:
    return await runtime.db.worker.fetchval(
        "SELECT candidate_id FROM planning.candidate WHERE person_id = $1", person
    )


async def test_a_ward_removes_with_a_reason_and_puts_back(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (person,) = await register(runtime, world, people(1))
    await enlist(runtime, campaign, [person])
    candidate_id = await candidate(runtime, person)
    actor_id = world.staff[Role.WARD]
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        with pytest.raises(CannotList):
            await service.remove_candidate(
                tx, person, candidate_id, reason="moved_away", actor_id=actor_id, now=NOW
            )
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        await service.remove_candidate(
            tx, person, candidate_id, reason="moved_away", actor_id=actor_id, now=NOW
        )
        with pytest.raises(CannotList):
            await service.remove_candidate(
                tx, person, candidate_id, reason="moved_away", actor_id=actor_id, now=NOW
            )
    row = await runtime.db.worker.fetchrow(
        "SELECT state, reason, changed_by FROM planning.candidate"
    )
    assert row is not None
    assert tuple(row) == ("removed", "moved_away", actor_id)
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        await service.return_candidate(
            tx, person, candidate_id, reason="came_back", actor_id=actor_id, now=NOW
        )
    assert [s[2] for s in await states(runtime)] == ["waiting"]
    await enlist(runtime, campaign, [person])
    assert len(await states(runtime)) == 1


async def test_one_removed_and_listed_anew_cannot_be_put_back_as_well(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (person,) = await register(runtime, world, people(1))
    await enlist(runtime, campaign, [person])
    old = await candidate(runtime, person)
    async with transaction(runtime.db.app, NATION) as tx:
        await service.remove_candidate(
            tx, person, old, reason="mistake", actor_id=campaign.officer, now=NOW
        )
    await enlist(runtime, campaign, [person])
    assert sorted(s[2] for s in await states(runtime)) == ["removed", "waiting"]
    async with transaction(runtime.db.app, NATION) as tx:
        with pytest.raises(CannotList):
            await service.return_candidate(
                tx, person, old, reason="x", actor_id=campaign.officer, now=NOW
            )


async def test_a_ward_sees_all_its_people_also_those_never_listed(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    ids = await register(runtime, world, [*people(5), *people(1, offset=50, home=OTHER_WARD)])
    await enlist(runtime, campaign, ids[:2])
    await enlist(runtime, None, [ids[2]], source="self")

    ward = scope_of(Role.WARD)

    async def shown(show: str, scope: Scope) -> int:
        async with transaction(runtime.db.app, scope) as tx:
            lines, _counts = await service.ward_list(
                tx, WARD, round_id=campaign.round_id, show=show
            )
        return len(lines)

    assert [await shown(s, ward) for s in ("all", "unlisted", "waiting", "called")] == [5, 2, 3, 0]
    assert await shown("all", ELSEWHERE) == 0
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        lines, counts = await service.ward_list(tx, WARD, round_id=campaign.round_id, page_size=2)
        with pytest.raises(Invalid):
            await service.ward_list(tx, WARD, round_id=None, show="x")
    assert {c.state: c.people for c in counts} == {"waiting": 3, None: 2}
    assert len(lines) == 2
    assert all(line.phone and line.document for line in lines)


async def test_nobody_enlists_whom_they_may_not_see(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (person,) = await register(runtime, world, people(1))
    list_id = await enlist(runtime, campaign, [])
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        outcome = await service.enlist(tx, list_id, [Enlisted(person_id=person)], now=NOW)
    assert outcome == {}
    assert await states(runtime) == []
