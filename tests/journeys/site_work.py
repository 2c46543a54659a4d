"""A session at a site, as its devices tell it: reception, measuring, doctor, table, watch, close.

Devices work on the session's pack. Nothing is sent before `send`, so a story may lose or delay it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from tests.support.offices import Desk
from tests.support.tablets import Tablet, Where
from tests.support.waiting import until
from tiemchung.domains.registry.events import PersonDetails
from tiemchung.kernel.ids import uuid7

SESSIONS = "/api/v1/ban/sessions"


class Crew(Struct, frozen=True):
    """Who works at the site: clinicians are answerable, the reception types."""

    head: UUID
    reception: UUID
    nurse: UUID
    screener: UUID
    injector: UUID
    observer: UUID


class SiteWork:
    """A session on its day with its devices: the desk, the examination, a tablet a table."""

    def __init__(
        self, where: Where, crew: Crew, pack: Mapping[str, Any], lot: int,
        tablets: Sequence[Tablet],
    ) -> None:  # fmt: skip
        self.where, self.crew, self.lot = where, crew, lot
        self.desk, self.exam, *self.tables = tablets
        self.people: dict[UUID, dict[str, Any]] = {UUID(p["id"]): p for p in pack["people"]}
        self.by_name = {p["name"]: UUID(p["id"]) for p in pack["people"]}
        self.product: int = pack["session"]["product"]
        self.form: str = pack["forms"][-1]["id"]
        self._table_ids: list[str] = [table["id"] for table in pack["tables"]]
        self.doses: dict[UUID, UUID] = {}
        self._queue = 0

    def register(
        self, at: datetime, details: PersonDetails, *, home: int, sex: str, age: int, group: str
    ) -> UUID:
        """Register somebody at the desk, with or without network; returns who they are from now."""
        person = uuid7()
        self.people[person] = {"home": home, "sex": sex, "age": age, "priority_group": group,
                               "appointment": None}  # fmt: skip
        self._person(
            self.desk, "registered", person, at, None, private=details, sex=sex, source="site",
            priority_group=group,
            no_document_reason=None if details.documents else "not_with_them",
        )  # fmt: skip
        return person

    def receive(self, person: UUID, at: datetime, *, walk_in: bool = False) -> None:
        """The person stands at the reception."""
        self._queue += 1
        known = self.people[person]
        self._person(
            self.desk, "checked_in", person, at, None, queue_number=self._queue,
            appointment=known["appointment"], walk_in=walk_in or None,
            reason="standby" if walk_in else None,
            approved_by=str(self.crew.head) if walk_in else None,
        )  # fmt: skip

    def measure(self, person: UUID, at: datetime, pressure: tuple[int, int] = (118, 76)) -> None:
        """The nurse measures; a high reading goes to rest and is measured again, both are kept."""
        high = pressure[0] > 140 or pressure[1] > 90
        self._person(
            self.exam, "measured", person, at, self.crew.nurse, temperature=36.7, pulse=76,
            systolic=pressure[0], diastolic=pressure[1], respiration=18,
            rest_and_repeat=high or None,
        )  # fmt: skip
        if high:
            self.measure(person, at + timedelta(minutes=15))

    def conclude(
        self, person: UUID, at: datetime, conclusion: str = "eligible", *,
        remark: str | None = None, reason: str | None = None, earliest: str | None = None,
    ) -> None:  # fmt: skip
        """The doctor concludes over the form of the date; only who is eligible consents."""
        goes_on = conclusion in ("eligible", "caution")
        self._person(
            self.exam, "screened" if goes_on else conclusion, person, at, self.crew.screener,
            private=None if remark is None else {"remark": remark}, form=self.form, answers={},
            conclusion=conclusion, consent=goes_on or None, reason=reason, earliest_on=earliest,
            observe_minutes=30 if goes_on else None, product=self.product,
        )  # fmt: skip

    def turn_away(self, person: UUID, kind: str, at: datetime, reason: str | None = None) -> None:
        """A visit ends without an injection: declined, left, or never came."""
        self._person(self.desk, kind, person, at, None, reason=reason)

    def open_vial(self, table: int, at: datetime, doses: int) -> UUID:
        """A table opens a vial; `doses` is what it gave, which may exceed the label."""
        vial = uuid4()
        self._site(
            self.tables[table], "vial_opened", at, self.crew.injector, table=self._table_ids[table],
            vial=str(vial), product=self.product, lot=self.lot, doses=doses,
        )  # fmt: skip
        return vial

    def inject(
        self, person: UUID, table: int, vial: UUID, at: datetime, *, lot: int | None = None
    ) -> UUID:
        """Inject from the open vial of a table, under another lot's name if told; the dose."""
        known = self.people[person]
        self.doses[person] = self._person(
            self.tables[table], "injected", person, at, self.crew.injector, product=self.product,
            lot=lot or self.lot, number=1, dose_kind="primary", volume_ml=0.5, body_site="left_arm",
            table=self._table_ids[table], vial=str(vial), age=known["age"], sex=known["sex"],
            priority_group=known["priority_group"],
        )  # fmt: skip
        return self.doses[person]

    def observe(self, person: UUID, at: datetime) -> None:
        """Look after somebody who is being watched."""
        self._person(
            self.desk, "observed", person, at, self.crew.observer, finding="normal", minutes=15
        )

    def release(self, person: UUID, at: datetime) -> None:
        """The person has been watched for the minutes of the rule and goes."""
        self._person(
            self.desk, "released", person, at, self.crew.observer, finding="normal", minutes=30
        )

    def discard(self, table: int, vial: UUID, doses: int, at: datetime) -> None:
        """Throw away what is left in a vial, with the reason."""
        self._site(
            self.tables[table], "vial_discarded", at, self.crew.injector,
            table=self._table_ids[table], vial=str(vial), product=self.product, lot=self.lot,
            doses=doses, reason="no_recipient",
        )  # fmt: skip

    def hand_back(self, vials: int, at: datetime) -> None:
        """Hand unopened vials back."""
        self._site(
            self.desk, "vials_returned", at, self.crew.head, product=self.product, lot=self.lot,
            vials=vials,
        )  # fmt: skip

    def say(self, kind: str, at: datetime, **data: Any) -> None:
        """The head declares, ends, closes."""
        self._site(self.desk, kind, at, self.crew.head, **data)

    def decide(
        self, kind: str, person: UUID, about: UUID, at: datetime, reason: str, **changes: Any
    ) -> None:
        """The head takes a dose back, or corrects it; what stood before stays readable."""
        self.desk.make(
            kind, self.where, at, person=person, performed_by=self.crew.head, supersedes=about,
            reason=reason, changes=changes or None,
        )  # fmt: skip

    async def send(self) -> Counter[str]:
        """Send everything that is queued on all devices; returns the outcomes."""
        outcomes: Counter[str] = Counter()
        for tablet in (self.desk, self.exam, *self.tables):
            outcomes += await tablet.send()
        return outcomes

    async def close(self, head: Desk, at: datetime, *, gaps: int) -> dict[str, Any]:
        """The head reads the last numbers off the screens and signs; returns what was signed."""
        page = f"{SESSIONS}/{self.where.session}"
        made = {str(t.id): t.made for t in (self.desk, self.exam, *self.tables)}

        async def data() -> dict[str, Any]:
            return await head.tell(f"{page}/closing", {"made": made})

        signed = await until(
            f"a close with {gaps} gaps", data, lambda d: d["figures"]["gaps"] == gaps
        )
        self.say("session_closed", at, **signed)
        assert await self.desk.send() == Counter(recorded=1)
        return signed

    def _person(
        self, tablet: Tablet, kind: str, person: UUID, at: datetime, performed_by: UUID | None,
        *, private: object = None, **data: Any,
    ) -> UUID:  # fmt: skip
        return tablet.make(
            kind, self.where, at, person=person, performed_by=performed_by,
            entered_by=performed_by or self.crew.reception, private=private,
            home=self.people[person]["home"], **data,
        )  # fmt: skip

    def _site(self, tablet: Tablet, kind: str, at: datetime, by: UUID, **data: Any) -> None:
        tablet.make(kind, self.where, at, performed_by=by, **data)


async def open_session(
    desk: Desk, facility: int, site: int, session: UUID, crew: Crew, lot: int,
    tablets: Sequence[Tablet],
) -> SiteWork:  # fmt: skip
    """Open the session on its devices: they get its pack, with the people who were called."""
    pack = await desk.ask(f"{SESSIONS}/{session}")
    assert [entry["id"] for entry in pack["lots"]] == [lot]
    assert pack["lots"][0]["state"] == "released"
    return SiteWork(Where(facility, site, session), crew, pack, lot, tablets)


async def search(work: SiteWork, desk: Desk, typed: str) -> list[UUID]:
    """Search for somebody by what they show; whoever is found may be received as a walk-in."""
    found = await desk.tell(f"{SESSIONS}/{work.where.session}/search", {"text": typed})
    for person in found:
        work.people[UUID(person["id"])] = person
    return [UUID(person["id"]) for person in found]
