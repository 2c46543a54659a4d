"""The steps of the story of a thousand: lists, calls, six sessions, and what the day came to."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from msgspec import Struct

from tests.journeys import aftermath, calling, signing_up, vaccine_chain
from tests.journeys import cast_of_thousand as cast
from tests.journeys.cast_of_thousand import PLACES, Place, Villager, name_of
from tests.journeys.site_work import Crew, SiteWork, open_session
from tests.support.offices import Offices
from tests.support.platform import Platform
from tests.support.tablets import Tablet, enrol
from tests.support.waiting import until
from tiemchung.kernel.clock import local_time

EVE, DAY = date(2021, 7, 21), date(2021, 7, 22)
HALVES = ("morning", "afternoon")
SEATS, VIALS = 160, 18
STARTS = {"morning": local_time(DAY, 7, 30), "afternoon": local_time(DAY, 13, 0)}
LASTS = timedelta(hours=3)
"""Both end before the daily report closes, so that it speaks of everybody called."""
BETWEEN = {"morning": timedelta(seconds=80), "afternoon": timedelta(seconds=50)}
ENDINGS = {0: "no_show", 1: "deferred", 2: "declined", 3: "left", 4: "contraindicated",
           44: "referred"}  # fmt: skip
"""Of each eighty called people those at these places end so; forty and more at the same again."""
_CODE = re.compile(r"[Mm]a:? ([0-9A-Z]{8})\.")


class Played(Struct, frozen=True):
    """A session that was worked: its devices, its vials, how the visits of the called ended."""

    half: str
    work: SiteWork
    vials: "Vials"
    ended: Mapping[str, Sequence[UUID]]
    walk_ins: int


class Site(Struct, frozen=True):
    """A place with what was opened and made there."""

    place: Place
    facility: int
    site: int
    tablets: Sequence[Tablet]
    sessions: Mapping[str, UUID]
    crew: Crew


def ending_of(n: int) -> str | None:
    """How the visit of the n-th called person ends; None is an injection."""
    if n % 80 in ENDINGS:
        return ENDINGS[n % 80]
    return ENDINGS.get(n % 40)


def expected(*, called: int = SEATS, walk_ins: int) -> Counter[str]:
    """What a session comes to: outcomes of the called, and of those who walked in."""
    found = Counter(ending_of(n) or "injected" for n in range(called))
    return found + Counter(injected=walk_ins - 1, deferred=1)


async def given_lists_of_three_wards(offices: Offices, round_id: int) -> None:
    """Each ward sends its list as a file; of the third ward some come from an office."""
    for place, people in zip(PLACES, cast.ON_LISTS, strict=True):
        own = people if place is not PLACES[-1] else people[: -cast.FROM_THE_OFFICE]
        ward = await offices.desk(f"ward-{place.ward}")
        content = signing_up.a_file([v.row(place) for v in own])
        page = await signing_up.upload(ward, content, round_id, "ward", place.ward_name)
        await signing_up.accept(ward, page, len(own))
    office, rows = await offices.desk("office"), cast.ON_LISTS[-1][-cast.FROM_THE_OFFICE :]
    content = signing_up.a_file([v.row(PLACES[-1]) for v in rows])
    page = await signing_up.upload(office, content, round_id, "organisation", "Bưu điện Thành phố")
    await signing_up.accept(office, page, len(rows))


async def given_a_site(
    platform: Platform, offices: Offices, place: Place, facility: int, product: int, round_id: int
) -> Site:
    """People are assigned, a plan is approved, two sessions are made, filled and supplied."""
    people = await calling.when_the_city_assigns(
        offices, round_id, facility, cast.CALLED, wards=[place.ward]
    )
    assert sum(people.values()) == cast.CALLED
    chief, head = name_of("facility_head", place.station), name_of("site_head", place.station)
    site = await calling.given_a_site(offices, chief, facility, place.ward, place.site)
    plan = await calling.when_a_plan_is_approved(offices, chief, round_id, facility, site)
    desk = await offices.desk(head)
    sessions: dict[str, UUID] = {}
    for half in HALVES:
        sessions[half] = await calling.when_a_session_is_made(
            desk, plan, product, DAY, half, seats=SEATS, tables=2,
            hours=(STARTS[half], STARTS[half] + LASTS),
        )  # fmt: skip
        await calling.when_people_are_called(desk, sessions[half], called=SEATS, free=0, told=SEATS)
    tablets = await enrol(platform, desk, facility, "Tiếp đón", "Khám", "Bàn 1", "Bàn 2")
    crew = Crew(
        *(offices.staff[name_of(role, place.station)] for role in
          ("site_head", "reception", "nurse", "screener", "injector", "observer"))
    )  # fmt: skip
    return Site(place, facility, site, tablets, sessions, crew)


async def when_vials_are_issued(offices: Offices, site: Site, lot: int) -> None:
    """Each session gets its vials, under a number of the store."""
    numbers = [
        await vaccine_chain.when_the_store_issues(offices, site.place.station, session, lot, VIALS)
        for session in site.sessions.values()
    ]
    assert len(set(numbers)) == len(HALVES)


async def then_households_are_told_together(platform: Platform) -> None:
    """Everybody called stands in exactly one message, each phone gets as few as may be."""

    async def told() -> list[tuple[str, str]]:
        return [(m["to"], m["text"]) for m in platform.gateway.received]

    def codes(messages: Sequence[tuple[str, str]]) -> list[str]:
        return [code for _to, text in messages for code in _CODE.findall(text)]

    wanted = len(PLACES) * cast.CALLED
    messages = await until("invitations", told, lambda m: len(codes(m)) >= wanted)
    assert len(codes(messages)) == len(set(codes(messages))) == wanted
    phones = Counter(to for to, _text in messages)
    assert set(phones) == {f"+84{v.phone}" for people in cast.ON_LISTS for v in people}
    assert max(phones.values()) <= cast.TO_A_PHONE
    assert len(messages) < wanted * 0.7
    assert all(len(text) <= 160 and text.isascii() for _to, text in messages)


class Vials:
    """The vials of one session at its two tables: opened when needed, every other one fuller."""

    def __init__(self, work: SiteWork) -> None:
        self._work = work
        self._open: dict[int, tuple[UUID, int]] = {}
        self.opened = self.drawn = self.discarded = 0

    def draw(self, table: int, at: datetime) -> UUID:
        """Take a dose out of the open vial of a table."""
        vial, left = self._open.get(table, (None, 0))
        if vial is None or not left:
            left = 10 + self.opened % 2
            self.opened += 1
            self.drawn += left
            vial = self._work.open_vial(table, at - timedelta(seconds=20), left)
        self._open[table] = (vial, left - 1)
        return vial

    def finish(self, at: datetime) -> None:
        """Discard the rest of what is open, hand back what is not."""
        for table, (vial, left) in self._open.items():
            if left:
                self.discarded += left
                self._work.discard(table, vial, left, at)
        self._work.hand_back(VIALS - self.opened, at)


def play_called(work: SiteWork, vials: Vials, half: str) -> dict[str, list[UUID]]:
    """Let everybody called come, or not, in the order of their hours; returns who ended how."""
    ended: dict[str, list[UUID]] = {}
    order = sorted(work.people, key=lambda p: (work.people[p]["slot_at"], p))
    for n, person in enumerate(order):
        ending, came = ending_of(n), STARTS[half] + n * BETWEEN[half]
        ended.setdefault(ending or "injected", []).append(person)
        if ending == "no_show":
            work.turn_away(person, ending, STARTS[half] + timedelta(hours=4))
            continue
        work.receive(person, came)
        if ending in ("declined", "left"):
            reason = "afraid_reaction" if ending == "declined" else "waited_too_long"
            work.turn_away(person, ending, came + timedelta(minutes=6), reason)
        else:
            play_visit(work, vials, person, came, ending, table=n % 2)
    return ended


def play_visit(
    work: SiteWork, vials: Vials, person: UUID, came: datetime, ending: str | None, *, table: int
) -> None:
    """Measure, examine, inject and watch one who stays; some readings are high at first."""
    work.measure(person, came + timedelta(minutes=2),
                 (148, 92) if person.int % 9 == 0 else (121, 77))  # fmt: skip
    earliest = "2021-08-05" if ending == "deferred" else None
    work.conclude(person, came + timedelta(minutes=18), ending or "eligible", earliest=earliest,
                  reason="fever" if ending == "deferred" else None)  # fmt: skip
    if ending is None:
        at = came + timedelta(minutes=20)
        work.inject(person, table, vials.draw(table, at), at)
        work.release(person, at + timedelta(minutes=30))


def play_newcomers(
    work: SiteWork, vials: Vials, half: str, home: int, people: Sequence[Villager]
) -> None:
    """People walk in whom nobody called: registered at the desk; the last of them has a fever."""
    for n, v in enumerate(people):
        came = STARTS[half] + timedelta(minutes=100 + n)
        person = work.register(
            came, v.details(), home=home, sex=v.sex, age=v.age(DAY), group=v.group
        )
        work.receive(person, came, walk_in=True)
        ending = "deferred" if n == len(people) - 1 else None
        play_visit(work, vials, person, came, ending, table=n % 2)


async def when_a_session_is_worked(
    offices: Offices, site: Site, half: str, lot: int, newcomers: Sequence[Villager]
) -> Played:
    """Play a session onto its devices; nothing of it is sent yet."""
    reception = await offices.desk(name_of("reception", site.place.station))
    work = await open_session(
        reception, site.facility, site.site, site.sessions[half], site.crew, lot, site.tablets
    )
    vials = Vials(work)
    ended = play_called(work, vials, half)
    play_newcomers(work, vials, half, site.place.ward, newcomers)
    return Played(half, work, vials, ended, len(newcomers))


def when_doses_are_taken_back_and_corrected(played: Played, other_lot: int) -> None:
    """A dose was written on the card of one who had left, another under a wrong lot.

    The decisions lie on the desk's tablet and so arrive before the doses that they are about.
    """
    work, ended = played.work, played.ended
    gone, corrected = ended["left"][0], ended["injected"][0]
    vial = uuid4()  # the tablet says which, and it is the wrong one: nothing was drawn from it
    wrong = work.inject(gone, 0, vial, local_time(DAY, 9, 30))
    work.decide("voided", gone, wrong, local_time(DAY, 9, 31), "wrong_person")
    work.decide("corrected", corrected, work.doses[corrected], local_time(DAY, 9, 40), "wrong_lot",
                lot=other_lot)  # fmt: skip


async def then_the_session_closes(offices: Offices, site: Site, played: Played) -> int:
    """Both arithmetics add up and everybody has one outcome; returns the doses."""
    work, vials, walk_ins = played.work, played.vials, played.walk_ins
    outcomes = expected(walk_ins=walk_ins)
    end = STARTS[played.half] + LASTS
    vials.finish(end)
    work.say("session_ended", end, figures={"injected": outcomes["injected"]})
    work.say("declared", end, moment="end", injected=outcomes["injected"])
    assert set(await work.send()) == {"recorded"}
    head = await offices.desk(name_of("site_head", site.place.station))
    signed = await work.close(head, end + timedelta(minutes=3), gaps=0)
    figures = signed["figures"]
    people: dict[str, int] = figures["people"]
    others: dict[str, int] = figures["walk_ins"]
    assert (people["total"], others["total"]) == (SEATS, walk_ins)
    assert {k: people[k] + others[k] for k in outcomes} == dict(outcomes)
    assert people["inside"] + people["absent"] + others["inside"] + others["absent"] == 0
    assert figures["entered"] == figures["declared_end"] == outcomes["injected"]
    assert figures["vials"] == {"issued": VIALS, "opened": vials.opened, "broken": 0,
                                "returned": VIALS - vials.opened}  # fmt: skip
    assert figures["doses"] == {"doses": vials.drawn, "injected": outcomes["injected"],
                                "discarded": vials.discarded}  # fmt: skip
    assert vials.drawn == outcomes["injected"] + vials.discarded
    return outcomes["injected"]


async def counts(platform: Platform, query: str) -> dict[str, int]:
    """Count rows of the database by a name."""
    return {row[0]: row[1] for row in await platform.owner(query)}


async def then_the_day_adds_up(
    platform: Platform, offices: Offices, doses: Sequence[int], discarded: int
) -> None:
    """Board, portal and report say the same as the sum of the sessions."""
    total, called = sum(doses), len(PLACES) * cast.CALLED
    outcomes: Counter[str] = Counter()
    for walk_ins in cast.WALK_INS:
        outcomes += expected(walk_ins=walk_ins)
    city = await offices.desk("city")
    await aftermath.then_the_board_shows(
        city, doses=total, declared=total, completeness=1, sessions=6, running=0, called=called,
        checked_in=called + sum(cast.WALK_INS) - outcomes["no_show"], alerts=0,
    )  # fmt: skip
    found = await aftermath.then_the_portal_shows(
        platform, cast.DISTRICT, registered=len(cast.EVERYBODY), doses=total,
        people_first_dose=total, declared=total, completeness=1,
    )  # fmt: skip
    assert await counts(platform, "SELECT state, count(*) FROM siteops.dose GROUP BY 1") == {
        "recorded": total, "voided": 1,
    }  # fmt: skip
    by_lot = await counts(
        platform, "SELECT l.lot_number, sum(b.doses)::int FROM statistics.by_place AS b"
        " JOIN supply.lot AS l USING (lot_id) WHERE b.doses <> 0 GROUP BY 1",
    )  # fmt: skip
    assert by_lot == {"ABW0411": total - 1, "ABW0412": 1}, "one lot was corrected"
    wards = {line["unit"]: line["doses"] for line in found["below"] if line["doses"]}
    by_ward = {p.ward: doses[2 * n] + doses[2 * n + 1] for n, p in enumerate(PLACES)}
    assert wards == by_ward
    report = await aftermath.draft_of(city, cast.CITY, str(DAY))
    aftermath.line_of(
        report["Trong ngày"], "Quận 1",
        **{"Số đối tượng": called, "Mũi 1": total, "Liều sử dụng": total, "Liều hủy": discarded,
           "Hoãn tiêm": outcomes["deferred"], "Không đồng ý": outcomes["declined"],
           "Chống chỉ định": outcomes["contraindicated"], "Số báo cáo nhanh": total,
           "Chuyển bệnh viện": outcomes["referred"], "Tỷ lệ nhập liệu (%)": 100},
    )  # fmt: skip
