"""A thousand people the same way: three wards, six sessions, and a reconciliation that can fail.

Everything goes over HTTP against a running server and worker: lists as files, calls, messages to
households on one phone, uploads of up to 500 signed events, closes, confirmations, the register,
certificates. Then `tiemchung doctor --reconcile` recounts everything, finds nothing, and finds
what is broken on purpose.
"""

from collections.abc import Sequence
from functools import partial

import pytest

from tests.journeys import aftermath, calling, vaccine_chain
from tests.journeys import cast_of_thousand as cast
from tests.journeys import story_of_thousand as story
from tests.journeys.cast_of_thousand import EVERYBODY, PLACES, name_of
from tests.journeys.story_of_thousand import DAY, EVE, HALVES, VIALS, Site
from tests.support.country import DISTRICT, read_places
from tests.support.offices import Offices, open_offices
from tests.support.platform import Platform, platform
from tests.support.tablets import MOST
from tests.support.waiting import until
from tiemchung.kernel.clock import local_time

__all__ = ["platform"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

STOCK = 2 * VIALS
"""Vials for one station: both sessions."""


async def test_a_thousand_people_and_everything_adds_up(platform: Platform) -> None:
    places = await read_places(platform)
    offices = await open_offices(platform, cast.SEATS)
    await platform.at(local_time(EVE, 9))

    allocation = await vaccine_chain.given_the_ministry_has_allocated(offices, places, 1_200)
    lot = await vaccine_chain.when_the_institute_hands_over(offices, places, 3 * STOCK)
    await vaccine_chain.when_the_city_and_the_district_give_on(
        offices, places, vaccine_chain.Supply(allocation, lot),
        {place.station: STOCK for place in PLACES},
    )  # fmt: skip
    round_id = await calling.given_a_round(offices, allocation, 1_200)
    await story.given_lists_of_three_wards(offices, round_id)
    sites = [
        await story.given_a_site(
            platform, offices, place, places.facilities[place.station], places.product, round_id
        )
        for place in PLACES
    ]
    for site in sites:
        await story.when_vials_are_issued(offices, site, lot)
    await story.then_households_are_told_together(platform)

    await platform.at(local_time(DAY, 18))
    doses, discarded = await when_six_sessions_are_worked(offices, sites, lot)
    await story.then_the_day_adds_up(platform, offices, doses, discarded)
    await when_everything_is_confirmed(offices, sites, doses)
    await then_whoever_is_verified_travels(platform, offices, sum(doses))
    await then_the_reconciliation_finds_nothing_but_what_is_broken(platform)
    await aftermath.then_nobody_stands_in_logs_or_addresses(platform, cast.PLANTED)


async def when_six_sessions_are_worked(
    offices: Offices, sites: Sequence[Site], lot: int
) -> tuple[list[int], int]:
    """Both sessions of each site are played, sent in uploads of up to 500, closed balanced.

    Returns the doses of each session, and what was thrown away.
    """
    institute = await offices.desk("institute")
    label = {"lot_number": "ABW0412", "expiry_date": "2021-11-30"}
    other = await institute.tell("/api/v1/lots", {"product_id": 1, **label})
    doses: list[int] = []
    newcomers, discarded = list(cast.NEWCOMERS), 0
    for site in sites:
        played: list[story.Played] = []
        for half in HALVES:
            number = cast.WALK_INS[len(doses) + len(played)]
            coming, newcomers = newcomers[:number], newcomers[number:]
            played.append(await story.when_a_session_is_worked(offices, site, half, lot, coming))
        if not doses:
            story.when_doses_are_taken_back_and_corrected(played[0], other["id"])
        assert set(await played[0].work.send()) == {"recorded"}
        assert site.tablets[0].uploads[0] == MOST, "the desk's tablet fills whole uploads"
        for session in played:
            doses.append(await story.then_the_session_closes(offices, site, session))
            discarded += session.vials.discarded
    return doses, discarded


async def when_everything_is_confirmed(
    offices: Offices, sites: Sequence[Site], doses: Sequence[int]
) -> None:
    """Each facility confirms its two sessions, as soon as their histories have been judged."""
    for n, site in enumerate(sites):
        chief, own = name_of("facility_head", site.place.station), doses[2 * n : 2 * n + 2]
        await until(
            "doses to confirm", partial(aftermath.doses_to_confirm, await offices.desk(chief)),
            [0, 0, *sorted(own)].__eq__,
        )  # fmt: skip
        said = await aftermath.when_the_facility_confirms(
            offices, chief, list(site.sessions.values())
        )
        assert f"Đã xác nhận {sum(own)} mũi tiêm." in said


async def then_whoever_is_verified_travels(
    platform: Platform, offices: Offices, doses: int
) -> None:
    """The register answers for everybody with a number; certificates follow its answer."""
    platform.register.write_text("\n".join(cast.register_rows()) + "\n", encoding="utf-8")
    batch = await aftermath.when_the_register_is_asked(await offices.desk("district"), DISTRICT)
    asked = [n for n, v in enumerate(EVERYBODY) if v.number]
    absent = sum(n % 10 == 3 for n in asked)
    other = sum(n % 50 == 1 for n in asked)
    assert (batch["sent"], batch["not_found"], batch["mismatched"], batch["matched"]) == (
        len(asked), absent, other, len(asked) - absent - other,
    )  # fmt: skip

    matched = {v.name for n, v in enumerate(EVERYBODY) if v.number and n % 10 != 3 and n % 50 != 1}
    injected = await platform.owner(
        "SELECT p.full_name FROM siteops.dose AS d JOIN registry.person AS p USING (person_id)"
        " WHERE d.state <> 'voided'"
    )
    travels = sum(row["full_name"] in matched for row in injected)
    wanted = {"HC1 verified": travels, "VN1 unverified": doses - travels}
    query = (
        "SELECT c.kind || ' ' || p.identity_status, count(*)"
        "  FROM certificates.certificate AS c JOIN registry.person AS p USING (person_id)"
        " WHERE c.revoked_at IS NULL GROUP BY 1"
    )
    await until("certificates", partial(story.counts, platform, query), wanted.__eq__)


async def then_the_reconciliation_finds_nothing_but_what_is_broken(platform: Platform) -> None:
    """Nothing differs; then a figure and a count are changed by hand, and both are named."""
    code, said = await platform.run("doctor", "--reconcile")
    assert (code, said.splitlines()[-1]) == (0, "0 differences"), said
    await platform.owner(
        "UPDATE statistics.by_place SET doses = doses + 1 WHERE (day, facility_id, product_id,"
        " lot_id, number, age_group, sex) = (SELECT day, facility_id, product_id, lot_id, number,"
        " age_group, sex FROM statistics.by_place WHERE doses > 3 LIMIT 1)"
    )
    (gone,) = await platform.owner(
        "DELETE FROM statistics.dose_counted WHERE event_id = (SELECT min(event_id::text)::uuid"
        " FROM statistics.dose_counted) RETURNING event_id"
    )
    code, said = await platform.run("doctor", "--reconcile")
    assert (code, said.splitlines()[-1]) == (1, "2 differences"), said
    assert "rollups: by_place" in said
    assert f"counted: dose {gone['event_id']}: is not counted" in " ".join(said.split())
