"""One session of today that goes on: people come, are measured, examined, injected, released.

Time runs faster than the clock of the campaign: who waits for what is reckoned in played time, but
each event says when it really happened. What staff do by hand meanwhile is respected: nobody who
has a dose already is injected again.
"""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final, Protocol
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.calendar import moment
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.crew import RECEPTION, station_of_table
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.people import Resident, Visitor
from tiemchung.demo.campaign.vials import OpenVial, VialsOfSession
from tiemchung.demo.campaign.visit import Course, Stage, person_draft, receive
from tiemchung.demo.live.people import resident_of
from tiemchung.demo.live.state import LivePerson, LiveVial
from tiemchung.domains.siteops.service import table_id

NO_SHOW: Final = 0.085
MOST_TABLES: Final = 60
WATCHED: Final = timedelta(minutes=30)
_DONE: Final = frozenset({"released", "deferred", "contraindicated", "referred", "declined", "left",
                          "no_show"})  # fmt: skip
_BEFORE: Final = {"checked_in": 1, "measured": 2, "screened": 3}
"""How many of a course's first drafts a person who has come so far does not need again."""

Work = Callable[[datetime], Awaitable[None]]


class Outside(Protocol):
    """What a session that is played on needs of the world around it."""

    async def send(self, drafts: list[Draft]) -> None:
        """Send events, as they happen now, through the public API."""
        ...

    async def is_dosed(self, person: UUID) -> bool:
        """Tell whether somebody has injected the person at this session meanwhile."""
        ...

    async def doses(self) -> int:
        """Count the doses of the session."""
        ...

    async def close_data(self) -> dict[str, Any] | None:
        """Count the session as its close does; None when it is closed already."""
        ...


class Act(Struct, order=True):
    """Something that happens to a session at a moment of played time."""

    at: datetime
    number: int
    work: Work


class LiveSite:
    """A session that is played on; `tick` does what is due."""

    def __init__(self, cast: Cast, stage: Stage, outside: Outside) -> None:
        self.stage = stage
        self.doses = 0
        self._cast = cast
        self._send = outside.send
        self._outside = outside
        self._rng = cast.chance.rng("live", stage.session_id)
        self._vials = VialsOfSession(stage, self._rng, cast.chance.id)
        self._acts: list[Act] = []
        self._numbers = count()
        self._queue = 0
        self._absentees: list[UUID] = []

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to happen."""
        return not self._acts

    def take_vials(self, vials: list[LiveVial], unopened: int) -> None:
        """Go on with the vials that are open, and with those that were issued."""
        tables = {table_id(self.stage.session_id, n): n for n in range(1, MOST_TABLES + 1)}
        still = {
            table: OpenVial(vial.vial_id, vial.left)
            for vial in vials
            if vial.left > 0
            and vial.table_id is not None
            and (table := tables.get(vial.table_id)) is not None
        }
        self._vials.go_on(still, unopened, len(vials))

    def expect(self, people: list[LivePerson], now: datetime) -> None:
        """Plan what each called person will do from now on, and the end of the session."""
        for person in people:
            if person.last_step in _DONE:
                continue
            self._queue += person.last_step is not None
            if person.injected_at is not None:
                self._later(now + self._spread(WATCHED), self._release(person))
            elif person.last_step is not None:
                self._later(now + self._spread(timedelta(minutes=12)), self._go_on(person))
            elif self._rng.random() >= NO_SHOW:
                late = timedelta(minutes=self._rng.uniform(-8, 30))
                self._later(max(person.starts_at + late, now), self._come(person))
            else:
                self._absentees.append(person.person_id)
        end = moment(self.stage.plan.day, self.stage.plan.hours[1] + 1.6)
        self._later(max(end, now + timedelta(minutes=75)), self._end)

    def _spread(self, most: timedelta) -> timedelta:
        return most * self._rng.random()

    def _later(self, at: datetime, work: Work) -> None:
        heapq.heappush(self._acts, Act(at, next(self._numbers), work))

    async def tick(self, played: datetime) -> None:
        """Do everything that is due by a moment of played time."""
        while self._acts and self._acts[0].at <= played:
            act = heapq.heappop(self._acts)
            await act.work(act.at)

    def _come(self, person: LivePerson) -> Work:
        async def work(at: datetime) -> None:
            self._queue += 1
            self._walk(self._course(person, at), 0)

        return work

    def _go_on(self, person: LivePerson) -> Work:
        """Let somebody who is at the site already go on from the station where they are."""

        async def work(at: datetime) -> None:
            course = self._course(person, at)
            passed = _BEFORE.get(person.last_step or "", 0)
            if passed == _BEFORE["screened"]:
                course.outcome, course.drafts = None, []
                self._later(at, self._inject(course))
                return
            kinds = ("checked_in", "measured")[:passed]
            course.drafts = [d for d in course.drafts if d.kind not in kinds]
            self._walk(course, 0)

        return work

    def _course(self, person: LivePerson, at: datetime) -> Course:
        resident: Resident = resident_of(person, self._cast)
        visitor = Visitor(resident=resident, arrives=at, appointment=person.appointment_id)
        return receive(self.stage, visitor, self._queue, self._rng)

    def _walk(self, course: Course, step: int) -> None:
        """Let a person pass the stations one after the other, each at its time."""

        async def work(_at: datetime) -> None:
            await self._send([course.drafts[step]])
            self._walk(course, step + 1)

        if step < len(course.drafts):
            self._later(course.drafts[step].at, work)
        elif course.outcome is None:
            wait = timedelta(seconds=self._rng.uniform(60, 240))
            self._later(course.ready + wait, self._inject(course))

    def _inject(self, course: Course) -> Work:
        async def work(at: datetime) -> None:
            resident = course.visitor.resident
            if await self._outside.is_dosed(resident.person_id):
                return
            table = 1 + self._rng.randrange(self.stage.plan.tables)
            if not self._vials.left_at(table) and not self._vials.may_open:
                await self._send([self._left(course, at)])
                return
            vial = self._vials.draw(table, at)
            await self._send([*self._new_vial_drafts(), self._dose(course, table, vial, at)])
            self.doses += 1
            self._later(at + WATCHED, self._release_of(course))

        return work

    def _new_vial_drafts(self) -> list[Draft]:
        drafts, self._vials.drafts = self._vials.drafts, []
        return drafts

    def _dose(self, course: Course, table: int, vial: UUID, at: datetime) -> Draft:
        stage, resident, verdict = self.stage, course.visitor.resident, course.verdict
        injector = stage.crew.injector(table)
        data = {
            "product": stage.product_id, "lot": stage.lot_id, "lot_number": stage.plan.lot,
            "number": verdict.number if verdict else len(resident.doses) + 1,
            "volume_ml": verdict.dose_ml if verdict else None, "body_site": "left_arm",
            "table": str(table_id(stage.session_id, table)), "vial": str(vial),
            "age": resident.age, "sex": resident.person.sex, "priority_group": resident.group,
        }  # fmt: skip
        return person_draft(
            stage, course.visitor, "injected", at, data, injector, injector,
            station_of_table(table),
        )  # fmt: skip

    def _left(self, course: Course, at: datetime) -> Draft:
        return person_draft(
            self.stage, course.visitor, "left", at, {"reason": "no_vaccine_left"}, None,
            self.stage.crew.reception, RECEPTION,
        )  # fmt: skip

    def _release_of(self, course: Course) -> Work:
        async def work(at: datetime) -> None:
            observer = self.stage.crew.observer
            data = {"finding": "normal", "minutes": course.minutes, "group": True}
            await self._send([
                person_draft(self.stage, course.visitor, "released", at, data, observer, observer,
                             RECEPTION)
            ])  # fmt: skip

        return work

    def _release(self, person: LivePerson) -> Work:
        async def work(at: datetime) -> None:
            visitor = Visitor(resident=resident_of(person, self._cast), arrives=at)
            await self._release_of(Course(visitor, [], at))(at)

        return work

    async def _end(self, at: datetime) -> None:
        """Note who never came, discard and hand back vials, declare, end."""
        head = self.stage.crew.head
        drafts = [self._absent(person, at) for person in self._absentees]
        self._vials.finish(at)
        drafts += self._new_vial_drafts()
        await self._send(drafts)
        injected = await self._outside.doses()
        said = {"moment": "end", "injected": injected}
        ended = {"figures": {"injected": injected}}
        await self._send(
            [self._site("declared", at, said, head), self._site("session_ended", at, ended, head)]
        )
        self._later(at + timedelta(minutes=20), self._close)

    async def _close(self, at: datetime) -> None:
        data = await self._outside.close_data()
        if data is not None:
            await self._send([self._site("session_closed", at, data, self.stage.crew.head)])

    def _absent(self, person: UUID, at: datetime) -> Draft:
        return Draft(
            kind="no_show", name=(person, self.stage.session_id), at=at, data={}, person=person,
            facility=self.stage.facility_id, site=self.stage.site_id,
            session=self.stage.session_id, entered_by=self.stage.crew.reception,
        )  # fmt: skip

    def _site(self, kind: str, at: datetime, data: dict[str, Any], by: UUID) -> Draft:
        stage = self.stage
        return Draft(
            kind=kind, name=(stage.session_id, at.isoformat()), at=at, data=data,
            facility=stage.facility_id, site=stage.site_id, session=stage.session_id,
            performed_by=by, entered_by=by, station=RECEPTION,
        )  # fmt: skip
