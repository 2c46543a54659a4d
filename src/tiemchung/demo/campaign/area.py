"""Plays one area from its first registration to yesterday's confirmations."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from tiemchung.demo.campaign import calls
from tiemchung.demo.campaign.accounts import show_family
from tiemchung.demo.campaign.amends import entered_twice, merges, typing_errors
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.arrivals import Arrivals
from tiemchung.demo.campaign.calendar import NOW, ROUNDS, TODAY, Round, moment, round_of
from tiemchung.demo.campaign.calls import Call
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.choose import Chooser
from tiemchung.demo.campaign.feed import arrives
from tiemchung.demo.campaign.ground import devices_of
from tiemchung.demo.campaign.messages import invite, invited_events
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.reactions import at_home
from tiemchung.demo.campaign.schedule import PlannedSession, sessions_of
from tiemchung.demo.campaign.sending import Sender
from tiemchung.demo.campaign.site_day import SessionPlayed, in_time, play, remember
from tiemchung.demo.campaign.stores import issued_at
from tiemchung.demo.campaign.visit import Stage
from tiemchung.demo.hints import Hints, write_hints
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning.model import DrawUpPlan, PlanSite, SessionWorker
from tiemchung.domains.planning.service import (
    approve_plan,
    draw_up_plan,
    find_plan,
    name_sites,
    open_team,
    submit_plan,
)
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.scope import NATION


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
        arrivals = Arrivals(cast, self._area, self._crew.helper, self._facility)
        residents = await arrivals.register()
        await self._plan()
        chooser = Chooser(residents, cast.chance)
        future: dict[UUID, Call] = {}
        for stage in self.stages:
            made = await self._session(stage, chooser)
            if stage.plan.day >= TODAY:
                future |= {c.visitor.resident.person_id: c for c in made}
        await arrivals.keep_wishes(residents, future, self._ends)
        district = cast.offices.districts[self._area.district.code]
        for draft in merges(residents, district, cast.chance):
            await cast.feed.send([cast.pen.write(draft)], arrives(draft.at))
        await cast.feed.drain()
        if self._area.index == 0:
            hints = Hints(citizen_phone=show_family(residents), site=self._place())
            write_hints(cast.runtime.settings.folder, hints)

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

    def _plan_id(self, one: Round) -> UUID:
        return self._cast.chance.id(moment(one.starts, 8), "plan", self._area.facility_key)

    async def _plan(self) -> None:
        """Draw up a plan for each round, have the district approve it, make the sessions."""
        cast, area = self._cast, self._area
        team = cast.chance.id(moment(ROUNDS[0].starts, 7), "team", area.facility_key)
        async with transaction(cast.runtime.db.app, NATION) as tx:
            await open_team(
                tx, team, facility_id=self._facility, name="Đội tiêm số 1", members=self._team()
            )
            for one in ROUNDS:
                await self._approved(tx, one, team)
            await calls.write_sessions(
                tx, self.stages, plans=[self._plan_id(round_of(s.plan.day)) for s in self.stages],
                team=team,
            )  # fmt: skip

    async def _approved(self, tx: calls.Tx, one: Round, team: UUID) -> None:
        """Draw up, hand in and approve the plan of a round; one that stands already stays."""
        plan_id, crew = self._plan_id(one), self._crew
        target = sum(s.plan.called for s in self.stages if round_of(s.plan.day) == one)
        at = moment(one.starts - timedelta(days=4), 9)
        with contextlib.suppress(NotFound):
            await find_plan(tx, plan_id)
            return
        await draw_up_plan(
            tx,
            DrawUpPlan(
                plan_id=plan_id, round_id=self._cast.round_id(one), facility_id=self._facility,
                starts_on=one.starts, ends_on=one.ends, target=target,
            ),
            actor_id=crew.facility_head, now=at,
        )  # fmt: skip
        await name_sites(tx, plan_id, [PlanSite(self._site, target, team)])
        await submit_plan(tx, plan_id)
        district = self._cast.offices.districts[self._area.district.code]
        await approve_plan(tx, plan_id, actor_id=district, now=at + timedelta(hours=6))

    def _team(self) -> list[SessionWorker]:
        crew = self._crew
        return [
            SessionWorker(crew.head, Role.SITE_HEAD), SessionWorker(crew.screener, Role.SCREENER),
            SessionWorker(crew.nurse, Role.NURSE), SessionWorker(crew.observer, Role.OBSERVER),
            *(SessionWorker(i, Role.INJECTOR) for i in crew.injectors),
        ]  # fmt: skip

    async def _session(self, stage: Stage, chooser: Chooser) -> list[Call]:
        """Call people to a session, play it, send what came in, and keep what became of calls."""
        cast = self._cast
        called, standby = chooser.choose(stage)
        made = calls.call(stage, called, cast.chance)
        invitations = invite(made, self._place(), cast.chance)
        if stage.plan.day <= TODAY:
            if issued_at(stage) <= NOW:
                await cast.stores.issue(stage)
            await self._play(stage, made, standby)
        for resident in called:
            if stage.plan.day >= TODAY:  # is called to one session, not to the next ones too
                resident.not_before = stage.plan.day + timedelta(days=60)
        async with transaction(cast.runtime.db.app, NATION) as tx:
            await calls.write_calls(
                tx, stage, made, cast.round_id(round_of(stage.plan.day)), cast.chance
            )
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
        played.drafts += entered_twice(played, cast.chance)
        played.drafts.sort(key=in_time)
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
        doses = [(p, event) for p, (outcome, event, _at) in outcomes.items()
                 if outcome == "injected"]  # fmt: skip
        for draft in typing_errors(played, doses, cast.chance):
            await cast.feed.send([cast.pen.write(draft)], arrives(draft.at))


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
