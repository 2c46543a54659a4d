"""The people of an area come into the registry, and onto lists, in every way there is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from tiemchung.demo.campaign import calls
from tiemchung.demo.campaign.accounts import open_accounts
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.calendar import NOW, ROUNDS, moment
from tiemchung.demo.campaign.calls import Call, Candidate
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.early import early_doses
from tiemchung.demo.campaign.feed import SERVER, arrives
from tiemchung.demo.campaign.listing import in_files, take_files
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.registering import hour_of, sets_of, source_of
from tiemchung.domains.planning.service import standing_list
from tiemchung.domains.registry.model import Entry
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION

ASSIGNED: Final = 0.6
"""The share of those who wait whom the province has given to a site already."""

WITHOUT_FILES: Final = 2
"""The first areas, which the first page waits for, have no employers that send files."""

Ends = Mapping[UUID, tuple[str, date | None, UUID]]
"""By person: outcome, earliest next day, event."""

_OPEN_LISTS: Final = ("self", "family", "site")
_OWN_LISTS: Final = {
    "organisation": "Cơ quan, doanh nghiệp nhỏ", "school": "Trường học",
    "army": "Lực lượng quân đội", "police": "Lực lượng công an",
}  # fmt: skip
_FINAL: Final = ("contraindicated", "referred", "declined")


class Arrivals:
    """Registers the people of one area and keeps their wishes."""

    def __init__(self, cast: Cast, area: Area, typist: UUID, facility: int) -> None:
        self._cast = cast
        self._area = area
        self._typist = typist
        self._facility = facility

    async def register(self) -> list[Resident]:
        """Register everybody, with accounts of citizens and the doses they had before July."""
        cast, area = self._cast, self._area
        people = list(cast.territories.residents(area, cast.chance.seed))
        await cast.registrar.name_neighbourhoods(people)
        filed = in_files(people, cast.chance) if area.index >= WITHOUT_FILES else set[int]()
        residents = await take_files(
            cast, area, [p for p in people if p.serial in filed], self._typist
        )
        for day, source, some in sets_of((p for p in people if p.serial not in filed), cast.chance):
            at = moment(day, hour_of(source))
            entry = Entry(
                voucher=SERVER, at=at,
                entered_by=self._typist if source in ("site", "ward", "organisation") else None,
                facility=self._facility if source == "site" else None,
            )  # fmt: skip
            with cast.feed.at(arrives(at, 5)):
                residents += await cast.registrar.register(cast.feed.intake, some, entry)
        wards = {w.id for w in area.wards}
        residents = [r for r in residents if r.home in wards]
        async with transaction(cast.runtime.db.app, NATION) as tx:
            await open_accounts(tx, residents, cast.runtime.vault, cast.chance)
        for draft in early_doses(residents, area, cast.atlas, cast.chance, cast.pen):
            await cast.feed.send([cast.pen.write(draft)], arrives(draft.at, 3 * 3600))
        return residents

    async def keep_wishes(
        self, residents: Sequence[Resident], future: Mapping[UUID, Call], ends: Ends
    ) -> None:
        """Write where each adult's wish stands; who came by a file is a candidate already."""
        adults = [r for r in residents if r.is_adult and not r.is_second]
        async with transaction(self._cast.runtime.db.app, NATION) as tx:
            lists = await self._lists(tx, adults)
            wishes = [self._wish(r, lists, future, ends) for r in adults]
            new = [w for w in wishes if w.resident.list_id is None]
            filed = [w for w in wishes if w.resident.list_id is not None]
            await calls.write_candidates(tx, new, self._facility, self._cast.chance)
            await calls.settle_candidates(
                tx, facility=self._facility,
                people=[w.resident.person_id for w in filed], states=[w.state for w in filed],
                lists=[w.list_id for w in filed], earliest=[w.earliest_on for w in filed],
                outcomes=[w.outcome_event for w in filed], changed=[w.changed_at for w in filed],
            )  # fmt: skip

    async def _lists(
        self, tx: calls.Tx, adults: Iterable[Resident]
    ) -> dict[tuple[str, int | None], UUID]:
        """Return the lists by source and ward: those that are always open, and the area's own."""
        cast, at = self._cast, moment(ROUNDS[0].starts, 7)
        found: dict[tuple[str, int | None], UUID] = {}
        for source in _OPEN_LISTS:
            found[source, None] = await standing_list(tx, source, province_id=cast.city, now=at)
        for ward in sorted({r.home for r in adults}):
            found["ward", ward] = await standing_list(
                tx, "ward", province_id=cast.city, ward_id=ward, actor_id=self._typist, now=at
            )
        rows: list[calls.ListRow] = []
        for source, title in _OWN_LISTS.items():
            list_id = cast.chance.id(at, "list", self._area.facility_key, source)
            people = sum(source_of(r.person) == source for r in adults)
            name = f"{title} · {self._area.district.name}"
            rows.append(calls.ListRow(list_id, source, name, people))
            found[source, None] = list_id
        await calls.write_lists(tx, rows, cast.city, self._typist, at)
        return found

    def _wish(
        self, resident: Resident, lists: Mapping[tuple[str, int | None], UUID],
        future: Mapping[UUID, Call], ends: Ends,
    ) -> Candidate:  # fmt: skip
        """Say where a person's wish stands: done, called, put off, assigned or waiting."""
        source = source_of(resident.person)
        ward = resident.home if source == "ward" else None
        wish = Candidate(
            resident=resident, source=source, round_id=self._cast.round_id(ROUNDS[-1]),
            list_id=resident.list_id or lists[source, ward], entered_at=resident.registered_at,
            state="waiting", changed_at=NOW,
        )  # fmt: skip
        outcome, earliest, event = ends.get(resident.person_id, (None, None, None))
        if outcome == "injected":
            return replace(wish, state="vaccinated", outcome_event=event)
        if resident.person_id in future:
            return replace(wish, state="called", changed_at=NOW - timedelta(days=2))
        if outcome == "deferred":
            return replace(wish, state=outcome, outcome_event=event, earliest_on=earliest)
        if outcome in _FINAL:
            return replace(wish, state=outcome, outcome_event=event)
        if self._cast.chance.share("assigned", resident.person_id) < ASSIGNED:
            return replace(wish, state="assigned")
        return replace(wish, round_id=None, changed_at=wish.entered_at)
