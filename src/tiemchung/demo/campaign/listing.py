"""Employers' Excel lists of an area: written with the usual mistakes, read and taken in as such.

The largest employers send files; who stands in them is registered by the product's own import, with
row errors, repeated rows and all. The staff of smaller ones are typed in.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.calendar import LISTS_FROM, ROUNDS, moment
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.early import early_day
from tiemchung.demo.campaign.feed import arrives
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.demo.population.organisations import OrganisationList, organisation_lists
from tiemchung.domains.planning.model import CannotList, OpenUpload
from tiemchung.domains.planning.service import (
    find_list,
    import_list,
    open_organisation,
    open_upload,
)
from tiemchung.domains.planning.service.imports import ImportOrder
from tiemchung.domains.planning.service.lists import OpenOrganisation
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

FILES: Final = 3
SMALLEST: Final = 3


class TakenRow(Struct, frozen=True):
    """A row of a file that became, or was recognised as, a person."""

    sheet: str
    row: int
    person_id: UUID


@sql
async def rows_taken(tx: Tx, *, list_id: UUID) -> list[TakenRow]: ...


def in_files(people: Iterable[SyntheticPerson], chance: Chance) -> set[int]:
    """Return the serials of those whose employer sends a file; not who was registered in spring."""
    staff = [
        p for p in people
        if p.employer is not None and p.same_as is None and p.earlier_dose is None
        and early_day(p, chance) is None
    ]  # fmt: skip
    sizes = Counter((p.district, p.employer) for p in staff)
    largest = {key for key, n in sizes.most_common(FILES) if n >= SMALLEST}
    return {p.serial for p in staff if (p.district, p.employer) in largest}


async def take_files(
    cast: Cast, area: Area, people: Sequence[SyntheticPerson], typist: UUID
) -> list[Resident]:
    """Write, read and import the files of these people's employers."""
    files = organisation_lists(
        people, seed=cast.chance.seed, units=cast.territories.records(), smallest=1
    )
    by_serial = {p.serial: p for p in people}
    residents: list[Resident] = []
    for n, file in enumerate(files):
        at = moment(LISTS_FROM + timedelta(days=8 + (area.index + 3 * n) % 9), 9.5 + n)
        list_id = await _take(cast, area, file, typist, at)
        async with transaction(cast.runtime.db.app, NATION) as tx:
            rows = {(r.sheet, r.row): r.person_id for r in await rows_taken(tx, list_id=list_id)}
        seen: set[UUID] = set()
        for expected in file.expected:
            person_id = rows.get((expected.sheet, expected.row))
            if person_id is not None and person_id not in seen:
                seen.add(person_id)
                residents.append(
                    _resident(cast, by_serial[expected.truth.serial], person_id, at, list_id)
                )
    return residents


def _resident(
    cast: Cast, person: SyntheticPerson, person_id: UUID, at: datetime, list_id: UUID
) -> Resident:
    return Resident(
        person_id=person_id, person=person, home=cast.atlas.unit("ward", person.ward),
        registered_at=at, doses=[], dose_events=[], list_id=list_id,
    )  # fmt: skip


async def _take(cast: Cast, area: Area, file: OrganisationList, typist: UUID, at: datetime) -> UUID:
    """Import one file, or go on with an import that was cut off; returns its list."""
    list_id = cast.chance.id(at, "file", area.facility_key, file.filename)
    async with transaction(cast.runtime.db.app, NATION) as tx:
        organisation = await open_organisation(
            tx,
            OpenOrganisation(
                organisation_id=cast.chance.id(at, "organisation", file.organisation, area.index),
                name=file.organisation, unit_id=area.district.id,
            ),
            now=at,
        )  # fmt: skip
        upload = OpenUpload(
            list_id=list_id, round_id=cast.round_id(ROUNDS[-1]), source="organisation",
            province_id=cast.city, name=file.organisation, file_name=file.filename,
            file_digest=hashlib.sha256(file.content).digest(), organisation_id=organisation,
        )  # fmt: skip
        try:
            await open_upload(tx, upload, actor_id=typist, now=at)
        except CannotList:  # an earlier run has written it
            if (await find_list(tx, list_id)).state != "importing":
                return list_id
    rules = await cast.reading_rules()
    reading = await asyncio.to_thread(partial(read_list, file.content, file.filename, rules=rules))
    order = ImportOrder(list_id=list_id, actor_id=typist, at=at)
    with cast.feed.at(arrives(at, 90)):
        await import_list(
            cast.runtime.db.worker, cast.feed.intake, cast.runtime.vault, reading, order
        )
    return list_id
