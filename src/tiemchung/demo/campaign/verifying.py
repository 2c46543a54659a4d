"""A batch of vaccinated people asked of the population register, which a file stands in for.

The file is made from the synthetic people themselves: most agree, some are written otherwise
there, some are missing. It lies with the demo and is of no use elsewhere.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from tiemchung.demo.campaign.calendar import NOW
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.domains.quality.register import FileRegister, RegisterEntry
from tiemchung.domains.quality.service import (
    RequestBatch,
    read_batches,
    request_batch,
    run_waiting,
)
from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION

REGISTER_FILE: Final = "population-register.jsonl"
MISSING, OTHER_NAME, OTHER_YEAR = 0.03, 0.02, 0.02
ASKED_DISTRICTS: Final = 5
_ASKED_AT: Final = NOW - timedelta(hours=18)
_KINDS: Final = (DocumentKind.PERSONAL_NUMBER, DocumentKind.CMND)


def register_file(folder: Path) -> Path:
    """Return where the stand-in register of a demo lies."""
    return folder / "demo" / REGISTER_FILE


async def verify_people(cast: Cast) -> None:
    """Write the stand-in register and work off a batch for some districts."""
    place = register_file(cast.runtime.settings.folder)
    _write(cast, place)
    runtime, register = cast.runtime, FileRegister(place, name="Sổ đối chiếu thử (DEMO)")
    with cast.feed.at(_ASKED_AT):
        async with transaction(runtime.db.app, NATION) as tx:
            if not await read_batches(tx, NATION):
                districts = dict.fromkeys(a.district for a in cast.territories.areas)
                for district in list(districts)[:ASKED_DISTRICTS]:
                    await request_batch(
                        tx, RequestBatch(unit_id=district.id, vaccinated_only=True),
                        staff_id=cast.offices.districts[district.code], clock=cast.feed.clock,
                    )  # fmt: skip
        while await run_waiting(
            runtime.db.worker, cast.feed.intake, runtime.vault, register, cast.feed.clock
        ):
            pass


def _write(cast: Cast, place: Path) -> None:
    """Write the register whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = place.with_suffix(".new")
    with fresh.open("wb") as file:
        for person in _everybody(cast):
            entry = _entry(cast, person)
            if entry is not None:
                file.write(msgspec.json.encode(entry) + b"\n")
    fresh.replace(place)


def _everybody(cast: Cast) -> Iterator[SyntheticPerson]:
    territories, seed = cast.territories, cast.chance.seed
    for area in territories.areas:
        yield from territories.residents(area, seed)
    for sheet in territories.sheets:
        yield from territories.travellers(sheet, seed)


def _entry(cast: Cast, person: SyntheticPerson) -> RegisterEntry | None:
    number = next((d.number for d in person.documents if d.kind in _KINDS), None)
    drawn = cast.chance.share("register", person.serial)
    if number is None or person.same_as is not None or drawn < MISSING:
        return None
    name, born = person.name, person.born
    if drawn < MISSING + OTHER_NAME:
        family, _, given = name.partition(" ")
        name = f"{family} {given.rpartition(' ')[2]} Anh"
    elif drawn < MISSING + OTHER_NAME + OTHER_YEAR:
        born = born.replace(year=born.year - 1, day=min(born.day, 28))
    return RegisterEntry(number, name, born.isoformat(), person.sex)
