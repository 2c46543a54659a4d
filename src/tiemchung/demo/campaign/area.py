"""Plays one area from its first registration to yesterday's confirmations."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from tiemchung.demo.campaign import calls
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.atlas import round_key
from tiemchung.demo.campaign.calendar import NOW, ROUNDS, TODAY, moment, round_of
from tiemchung.demo.campaign.calls import Call, Candidate
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.choose import Chooser
from tiemchung.demo.campaign.early import early_doses
from tiemchung.demo.campaign.feed import SERVER, arrives
from tiemchung.demo.campaign.ground import devices_of
from tiemchung.demo.campaign.messages import invite, invited_events
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.reactions import at_home
from tiemchung.demo.campaign.registering import hour_of, sets_of
from tiemchung.demo.campaign.schedule import PlannedSession, sessions_of
from tiemchung.demo.campaign.sending import Sender
from tiemchung.demo.campaign.site_day import SessionPlayed, play, remember
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.registry.model import Entry
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION

_WARD_LIST: Final = "ward"
ASSIGNED: Final = 0.6
"""The share of those who wait whom the province has given to a site already."""

_OPEN_LISTS: Final = ("self", "family", "site")
_ROUND_STATES: Final = ("contraindicated", "referred", "declined")


class AreaPlay:
    """One area: its people, its sessions, what became of them."""

    def __init__(self, cast: Cast, area: Area) -> None:
        self._cast = cast
        self._area = area
        self._crew = cast.crews[area.index]
        self._facility = cast.atlas.station(area)
        self._site = cast.atlas.site_of(area)
        self._sender = Sender(cast.feed, cast.pen, devices_of(area, cast.chance, cast.keys))
        self._ends: dict[UUID, tuple[str, date | None, UUID]] = {}
        self.stages = [self._stage(plan) for plan in sessions_of(area)]

    async def play(self) -> None:
        """Play everything up to the closing of sessions; safe to run again from the start."""
        cast = self._cast
        await cast.stores.move(cast.stock.by_area[self._area.index])
        residents = await self.register()
        await self._plan(len(residents))
        chooser = Chooser(residents, cast.chance)
        future: dict[UUID, Call] = {}
        for stage in self.stages:
            made = await self._session(stage, chooser)
            if stage.plan.day >= TODAY:
                future |= {c.visitor.resident.person_id: c for c in made}
        await self._candidates(residents, future)
        await cast.feed.drain()

    async def register(self) -> list[Resident]:
        """Register the people of the area, and enter the doses that they had before July."""
        cast = self._cast
        people = list(cast.territories.residents(self._area, cast.chance.seed))
        await cast.registrar.name_neighbourhoods(people)
        wards = {w.id for w in self._area.wards}
        residents: list[Resident] = []
        for day, source, some in sets_of(people, cast.chance):
            at = moment(day, hour_of(source))
            by_helper = source in ("site", "ward", "organisation")
            entry = Entry(
                voucher=SERVER, at=at, entered_by=self._crew.helper if by_helper else None,
                facility=self._facility if source == "site" else None,
            )  # fmt: skip
            with cast.feed.at(arrives(at, 5)):
                found = await cast.registrar.register(cast.feed.intake, some, entry)
            residents += [r for r in found if r.home in wards]
        drafts = early_doses(residents, self._area, cast.atlas, cast.chance, cast.pen)
        for draft in drafts:
            await cast.feed.send([cast.pen.write(draft)], arrives(draft.at, 3 * 3600))
        return residents

    def _stage(self, plan: PlannedSession) -> Stage:
        cast = self._cast
        starts = moment(plan.day, plan.hours[0])
        return Stage(
            plan=plan, session_id=cast.chance.id(starts, "session", self._area.facility_key,
                                                 plan.ordinal),
            facility_id=self._facility, site_id=self._site, province_id=cast.city,
            product_id=cast.atlas.product[plan.product], lot_id=cast.atlas.lot[plan.lot],
            crew=self._crew, book=cast.book,
        )  # fmt: skip

    def _round(self, day: date) -> int:
        return self._cast.atlas.round[round_key(self._cast.city, round_of(day).number)]

    def _plan_id(self, day: date) -> UUID:
        one = round_of(day)
        return self._cast.chance.id(moment(one.starts, 8), "plan", self._area.facility_key)

    def _list_id(self, source: str) -> UUID:
        """Lists that people come by themselves are the city's; the others the area's own."""
        own = "city" if source in _OPEN_LISTS else self._area.facility_key
        return self._cast.chance.id(moment(ROUNDS[0].starts, 7), "list", own, source)

    async def _plan(self, people: int) -> None:
        """Draw up plans, name the team, make the sessions; the district approves."""
        crew, cast, area = self._crew, self._cast, self._area
        team = cast.chance.id(moment(ROUNDS[0].starts, 7), "team", area.facility_key)
        posts = [(crew.head, "site_head"), (crew.screener, "screener"), (crew.nurse, "nurse"),
                 (crew.observer, "observer"), *((i, "injector") for i in crew.injectors)]  # fmt: skip
        async with transaction(cast.runtime.db.app, NATION) as tx:
            await calls.add_team(
                tx, team=team, facility=self._facility, name="Đội tiêm số 1",
                staff=[p[0] for p in posts], roles=[p[1] for p in posts],
            )  # fmt: skip
            for one in ROUNDS:
                own = [s for s in self.stages if round_of(s.plan.day) == one]
                await calls.add_plan(
                    tx, plan=self._plan_id(one.starts), round_id=self._round(one.starts),
                    facility=self._facility, site=self._site, team=team, starts=one.starts,
                    ends=one.ends, target=sum(s.plan.called for s in own),
                    drawn_up_by=crew.facility_head,
                    drawn_up_at=moment(one.starts - timedelta(days=4), 9),
                    decided_by=cast.offices.districts[area.district.code],
                )  # fmt: skip
            await calls.write_sessions(
                tx, self.stages, rounds=[self._round(s.plan.day) for s in self.stages],
                plans=[self._plan_id(s.plan.day) for s in self.stages], team=team,
            )  # fmt: skip
            await self._write_lists(tx, people)

    async def _write_lists(self, tx: calls.Tx, people: int) -> None:
        name = self._area.wards[len(self._area.wards) // 2].name
        rows = [(self._list_id(s), s, None, _LIST_NAMES[s], None, 0) for s in _OPEN_LISTS]
        rows += [
            (self._list_id(s), s, None, f"{_LIST_NAMES[s]} · {name}", None, people)
            for s in _LIST_NAMES if s not in _OPEN_LISTS
        ]  # fmt: skip
        await calls.write_lists(
            tx, rows, self._cast.city, self._crew.helper, moment(ROUNDS[0].starts, 7)
        )

    async def _session(self, stage: Stage, chooser: Chooser) -> list[Call]:
        """Call people to a session, play it, send what came in, and keep what became of calls."""
        cast = self._cast
        called, standby = chooser.choose(stage)
        made = calls.call(stage, called, cast.chance)
        invitations = invite(made, self._place(), cast.chance)
        if stage.plan.day <= TODAY:
            await cast.stores.issue(stage)
            await self._play(stage, made, standby)
        for resident in called:
            if stage.plan.day >= TODAY:  # is called to one session, not to the next ones too
                resident.not_before = stage.plan.day + timedelta(days=60)
        async with transaction(cast.runtime.db.app, NATION) as tx:
            await calls.write_calls(tx, stage, made, self._round(stage.plan.day), cast.chance)
            await calls.add_messages(
                tx, messages=[i.message_id for i in invitations],
                people=["{" + ",".join(str(c.visitor.resident.person_id) for c in i.calls) + "}"
                        for i in invitations],
                created=[i.calls[0].invited_at for i in invitations],
                recipients=[i.recipient for i in invitations], texts=[i.text for i in invitations],
            )  # fmt: skip
        drafts = [d for d in invited_events(stage, made) if d.at <= NOW]
        if drafts:
            last = max(d.at for d in drafts)
            await cast.feed.send([cast.pen.write(d) for d in drafts], arrives(last))
        return made

    def _place(self) -> str:
        return self._cast.site_names[self._site]

    async def _play(self, stage: Stage, made: Sequence[Call], standby: Sequence[Resident]) -> None:
        cast = self._cast
        waiting = [calls.waiting(resident, stage) for resident in standby]
        played = play(stage, [c.visitor for c in made], waiting, cast.chance)
        outcomes = await self._sender.send(played)
        settle(made, outcomes)
        if stage.plan.is_past:
            remember(played)
            self._note(played, outcomes)
            await self._after(played, outcomes)
            await cast.stores.take_back(stage, _unopened(played, outcomes))
        elif stage.plan.half == "morning":
            self._note(played, outcomes)

    def _note(
        self, played: SessionPlayed, outcomes: Mapping[UUID, tuple[str, UUID, datetime]]
    ) -> None:
        """Keep how each person's wish ended, as far as it has been entered."""
        earliest = {c.visitor.resident.person_id: c.earliest for c in played.courses}
        for person, (outcome, event, _at) in outcomes.items():
            self._ends[person] = (outcome, earliest.get(person), event)

    async def _after(
        self, played: SessionPlayed, outcomes: Mapping[UUID, tuple[str, UUID, datetime]]
    ) -> None:
        """Let some report from home what they felt in the evening."""
        cast = self._cast
        for given in played.given:
            resident = given.visitor.resident
            found = outcomes.get(resident.person_id)
            if found is None or found[0] != "injected":
                continue
            draft = at_home(
                resident.home, resident.person_id, found[1], given.draft.at,
                played.stage.lot_id, cast.chance,
            )  # fmt: skip
            if draft is not None and draft.at <= NOW:
                await cast.feed.send([cast.pen.write(draft)], arrives(draft.at))

    async def _candidates(self, residents: Sequence[Resident], future: Mapping[UUID, Call]) -> None:
        rows = [self._candidate(r, future) for r in residents if r.is_adult and not r.is_second]
        async with transaction(self._cast.runtime.db.app, NATION) as tx:
            await calls.write_candidates(tx, rows, self._facility, self._cast.chance)

    def _candidate(self, resident: Resident, future: Mapping[UUID, Call]) -> Candidate:
        """Say where a person's wish stands: done, called, put off, assigned or waiting."""
        source = resident.person.source or _WARD_LIST
        wish = Candidate(
            resident=resident, source=source, list_id=self._list_id(source),
            round_id=self._round(TODAY), entered_at=resident.registered_at, state="waiting",
            changed_at=NOW,
        )  # fmt: skip
        outcome, earliest, event = self._ends.get(resident.person_id, (None, None, None))
        if outcome == "injected":
            return replace(wish, state="vaccinated", outcome_event=event)
        if resident.person_id in future:
            return replace(wish, state="called", changed_at=NOW - timedelta(days=2))
        if outcome == "deferred":
            return replace(wish, state=outcome, outcome_event=event, earliest_on=earliest)
        if outcome in _ROUND_STATES:
            return replace(wish, state=outcome, outcome_event=event)
        if self._cast.chance.share("assigned", resident.person_id) < ASSIGNED:
            return replace(wish, state="assigned")
        return replace(wish, round_id=None, changed_at=wish.entered_at)


_LIST_NAMES: Final = {
    "self": "Tự đăng ký", "family": "Người thân đăng ký hộ", "site": "Đăng ký tại điểm tiêm",
    "ward": "Danh sách của phường, xã", "organisation": "Danh sách cơ quan, doanh nghiệp",
    "school": "Danh sách trường học", "army": "Danh sách quân đội", "police": "Danh sách công an",
}  # fmt: skip


def settle(made: Sequence[Call], outcomes: Mapping[UUID, tuple[str, UUID, datetime]]) -> None:
    """Write into the calls what became of them, as the follower of outcomes would."""
    for call in made:
        found = outcomes.get(call.visitor.resident.person_id)
        if found is not None:
            call.outcome, call.outcome_event, call.outcome_at = found
            call.state = "done"


def _unopened(played: SessionPlayed, outcomes: Mapping[UUID, tuple[str, UUID, datetime]]) -> int:
    """Return the vials that went back, where that was entered at all."""
    if not outcomes:
        return 0
    return sum(d.data["vials"] for d in played.drafts if d.kind == "vials_returned")
