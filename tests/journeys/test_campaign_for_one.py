"""One person the whole way, over HTTP alone: from the ministry's decision to the certificate.

Web server, worker, SMS gateway and register run as they do in the field; the country's pack gives
units, facilities and rules; the clock of the campaign stands in July 2021. Beside the one person
stand others, so that each way onto the list, each outcome and a lost event of a device is there.
"""

import pytest

from tests.journeys import aftermath, calling, end_of_one, story_of_one, vaccine_chain
from tests.journeys import cast_of_one as cast
from tests.journeys.site_work import open_session
from tests.journeys.story_of_one import DAY, EVE, SITE, Reads, at, crew_of
from tests.print.conftest import read_pdf
from tests.support.country import STATION, WARD, read_places
from tests.support.offices import open_offices
from tests.support.platform import Platform, platform
from tests.support.tablets import enrol
from tiemchung.kernel.clock import local_time

__all__ = ["platform", "read_pdf"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ALLOCATED, VIALS = 200, 10


async def test_one_person_the_whole_way(platform: Platform, read_pdf: Reads) -> None:
    places = await read_places(platform)
    offices = await open_offices(platform, cast.SEATS)
    station = places.facilities[STATION]
    await platform.at(local_time(EVE, 9))

    allocation = await vaccine_chain.given_the_ministry_has_allocated(offices, places, ALLOCATED)
    lot = await vaccine_chain.when_the_institute_hands_over(offices, places, VIALS)
    supply = vaccine_chain.Supply(allocation, lot)
    await vaccine_chain.when_the_city_and_the_district_give_on(
        offices, places, supply, {STATION: VIALS}
    )
    round_id = await calling.given_a_round(offices, allocation, ALLOCATED)
    site = await calling.given_a_site(offices, "facility_head", station, WARD, SITE)
    citizen, person = await story_of_one.given_people_on_the_lists(platform, offices, round_id)

    groups = await calling.when_the_city_assigns(offices, round_id, station, 7)
    assert groups == {"9": 2, "11": 1, "13": 4}
    plan = await calling.when_a_plan_is_approved(offices, "facility_head", round_id, station, site)
    head, reception = await offices.desk("site_head"), await offices.desk("reception")
    morning = await calling.when_a_session_is_made(
        head, plan, places.product, DAY, "morning", seats=7
    )
    await calling.when_people_are_called(head, morning, called=7, free=0, told=7)
    await story_of_one.when_the_ward_sends_its_list(offices, round_id)
    await calling.when_the_city_assigns(offices, round_id, station, 3)
    afternoon = await calling.when_a_session_is_made(
        head, plan, places.product, DAY, "afternoon", seats=3
    )
    await calling.when_people_are_called(head, afternoon, called=3, free=0, told=3)
    tablets = await enrol(platform, head, station, "Máy tiếp đón", "Máy khám", "Bàn 1", "Bàn 2")
    await vaccine_chain.when_the_store_issues(offices, STATION, morning, lot, 2)
    await vaccine_chain.when_the_store_issues(offices, STATION, afternoon, lot, 1)
    code, neighbours_code = await story_of_one.then_everybody_is_told(
        platform, offices, morning, read_pdf
    )
    await story_of_one.then_she_sees_her_appointment(citizen, code)

    await platform.at(at(15, 40))
    crew = crew_of(offices)
    work = await open_session(reception, station, site, morning, crew, lot, tablets[:3])
    vial = await story_of_one.when_the_morning_is_worked(work, reception, code)
    await story_of_one.when_somebody_walks_in(work, reception, vial)
    await story_of_one.then_the_morning_closes_balanced(work, head, vial)
    await story_of_one.then_the_slips_are_printed(work, reception, read_pdf)
    late = [*tablets[:2], tablets[3]]
    later = await open_session(reception, station, site, afternoon, crew, lot, late)
    lost = await story_of_one.when_the_afternoon_loses_an_event(later, head)
    await end_of_one.then_the_dose_is_seen_everywhere(platform, offices, citizen, person)
    await end_of_one.then_the_gap_has_an_owner_and_a_clock(offices, afternoon)
    await end_of_one.then_the_report_waits_for_its_hour(offices)

    await platform.at(at(16, 5))
    report = await end_of_one.when_the_report_is_sent(offices, read_pdf)
    await end_of_one.when_the_lost_event_arrives(offices, tablets[3], lost, afternoon, report)
    await end_of_one.when_doses_are_confirmed(offices, [morning, afternoon])
    await end_of_one.then_certificates_follow_identity(
        platform, offices, citizen, person, neighbours_code
    )
    await end_of_one.then_the_paper_certificate_says_the_same(citizen, person, read_pdf)
    await end_of_one.then_the_citizen_reads_who_looked(citizen, person)
    await aftermath.then_nobody_stands_in_logs_or_addresses(platform, cast.PLANTED)
