"""A little campaign for figures: a site day, a mobile site in another province, stores above it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct
from tests.support.site_day import SiteDay, Tablet, make_site_day
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    LOT,
    OTHER,
    OTHER_WARD,
    PRODUCT,
    WARD,
    World,
)

from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.registry.events import Registered
from tiemchung.domains.siteops.events import Injected
from tiemchung.domains.statistics.followers import followers
from tiemchung.domains.supply.events import Moved
from tiemchung.kernel.clock import local_time
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

CDC, CENTRE, MOBILE = 13, 14, 23
SECOND_PRODUCT, SECOND_LOT = 2, 32


class PlayedDay(Struct):
    """What was played: the session at the first site, and the one at the mobile site."""

    here: SiteDay
    away: UUID


async def follow(runtime: Runtime) -> None:
    """Let the roll-ups see everything that was recorded."""
    await catch_up(runtime.db.worker, [corrections(runtime.kinds, runtime.vault), *followers()])


async def play(runtime: Runtime, world: World, database: str) -> PlayedDay:
    """Play a day in which every figure gets something, also what counts twice or nowhere."""
    away = await _places(database, runtime)
    await runtime.reference.refresh()
    here = await make_site_day(runtime, database, people=8)
    tablet = Tablet(runtime, world, here)
    vial = uuid4()
    p = [person.id for person in here.people]
    doses = [tablet.dose(person, vial) for person in p[:3]]
    reaction = tablet.make(
        "reaction_reported", p[0], data={"severity": "common", "signs": ["fever"], "home": WARD}
    )
    outcomes = await tablet.send(
        tablet.vial(vial, doses=11),
        *(tablet.make("checked_in", person, data={"queue_number": 1}) for person in p[:7]),
        tablet.make("checked_in", p[0], data={"queue_number": 2}),
        *doses,
        *(_ending(tablet, kind, person) for kind, person in zip(_ENDINGS, p[3:7], strict=True)),
        reaction,
        tablet.make("reaction_reported", p[1], data={"severity": "severe", "grade": 3}),
        tablet.make("reaction_reported", p[2], data={"severity": "common", "signs": ["pain"]}),
        tablet.make("vial_discarded", data={"vial": str(vial), "product": PRODUCT, "lot": LOT,
                                            "doses": 2, "reason": "expired_open"}),
        tablet.head("declared", moment="noon", injected=2),
        tablet.head("declared", moment="end", injected=9),
    )  # fmt: skip
    assert set(outcomes) <= {"recorded", "flagged"}
    # An office takes back a dose and a reaction later, from a page that knows of no session.
    office = [
        world.event("voided", person=p[2], supersedes=doses[2].id, facility=None, site=None),
        world.event("voided", person=p[0], supersedes=reaction.id, facility=None, site=None),
    ]
    await _send(runtime, office)
    await _elsewhere(runtime, p[0], away)
    await _stock(runtime)
    await follow(runtime)
    return PlayedDay(here, away)


_ENDINGS = ("deferred", "contraindicated", "referred", "declined")


def _ending(tablet: Tablet, kind: str, person: UUID) -> Envelope:
    data: dict[str, Any] = {"form": "3445", "conclusion": kind}
    return tablet.make(kind, person, data={} if kind == "declined" else data)


async def _places(database: str, runtime: Runtime) -> UUID:
    """Add a store of the province, one of the district, and a mobile site far from its facility."""
    session, day = uuid4(), runtime.clock.today()
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    for facility, kind, district in (
        (CDC, "provincial_cdc", None), (CENTRE, "district_health_centre", DISTRICT),
    ):  # fmt: skip
        await connection.execute(
            "INSERT INTO geography.facility (facility_id, code, name, kind, district_id,"
            " province_id) VALUES ($1, $2, $3, $4, $5, $6)",
            facility, f"F{facility}", f"Kho {facility}", kind, district, CITY,
        )  # fmt: skip
    await connection.execute(
        "INSERT INTO geography.site (site_id, facility_id, name, kind, ward_id, province_id)"
        " VALUES ($1, $2, 'Điểm lưu động', 'mobile', $3, $4)",
        MOBILE, FACILITY, OTHER_WARD, OTHER,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO supply.product (product_id, code, name, short_name, holder, disease,"
        " doses_per_vial, dose_ml, primary_doses, details, verified) VALUES"
        " ($1, 'MD', 'Spikevax', 'Moderna', 'Moderna', 'covid-19', 10, 0.5, 2, '{}', false)",
        SECOND_PRODUCT,
    )
    await connection.execute(
        "INSERT INTO supply.lot (lot_id, product_id, lot_number, expiry_date)"
        " VALUES ($1, $2, 'MD0001', '2099-12-31')",
        SECOND_LOT, SECOND_PRODUCT,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO planning.session (facility_id, session_id, site_id, day, half_day, starts_at,"
        " ends_at, product_id, tables, capacity, state, created_at, place_province, place_ward)"
        " VALUES ($1, $2, $3, $4, 'afternoon', $5, $6, $7, 1, 100, 'planned', $5, $8, $9)",
        FACILITY, session, MOBILE, day, local_time(day, 13), local_time(day, 17), SECOND_PRODUCT,
        OTHER, OTHER_WARD,
    )  # fmt: skip
    await connection.close()
    return session


async def _elsewhere(runtime: Runtime, person: UUID, away: UUID) -> None:
    """Give further doses: at the mobile site, late from paper, and in places nobody knows."""
    now = runtime.clock.now()
    # before the report's cut-off of that day, whatever the hour of today
    three_days_ago = local_time(runtime.clock.today() - timedelta(days=3), 10)
    moderna = Injected(product=SECOND_PRODUCT, lot=SECOND_LOT, number=2, home=WARD)
    at_home = Injected(product=PRODUCT, lot=LOT, number=1, home=OTHER_WARD)
    events = [
        write_event("injected", event_id=uuid7(), at=now - timedelta(minutes=9), person=person,
                    facility=FACILITY, site=MOBILE, session=away, data=moderna),
        # stamped with the facility, because whoever sent it left the site out
        write_event("injected", event_id=uuid7(), at=now - timedelta(minutes=8), person=person,
                    facility=FACILITY, session=away, data=moderna),
        write_event("injected", event_id=uuid7(), at=now - timedelta(minutes=7), person=uuid7(),
                    data=Injected(product=PRODUCT)),
        write_event("injected", event_id=uuid7(), at=three_days_ago, person=uuid7(),
                    facility=FACILITY, data=at_home),
        write_event("registered", event_id=uuid7(), at=now, person=uuid7(),
                    data=Registered(home=OTHER_WARD, source="self")),
        write_event("registered", event_id=uuid7(), at=now, person=uuid7(),
                    data=Registered(source="self")),
    ]  # fmt: skip
    await record(runtime.intake, events, Voucher(server=True))


async def _stock(runtime: Runtime) -> None:
    """Bring vaccine down from the province's store to the site, and some to the mobile one."""
    now = runtime.clock.now()

    def moved(kind: str, facility: int, vials: int, **more: Any) -> Any:
        data = Moved(
            product=PRODUCT, lot=LOT, vials=vials, doses=vials * 10, document=f"PX-{vials}"
        )
        return write_event(kind, event_id=uuid7(), at=now, facility=facility, data=data, **more)

    wrong = uuid7()
    events = [
        moved("stock_received", CDC, 50), moved("stock_received", CENTRE, 30),
        moved("stock_received", FACILITY, 20), moved("stock_issued", CDC, 30),
        moved("stock_issued", FACILITY, 3, site=MOBILE, session=uuid4()),
        write_event("stock_received", event_id=wrong, at=now, facility=CDC,
                    data=Moved(product=PRODUCT, lot=LOT, vials=7, doses=70)),
    ]  # fmt: skip
    await record(runtime.intake, events, Voucher(server=True))
    void = Envelope(v=1, id=uuid7(), kind="stock_voided", at=now, facility=CDC, supersedes=wrong)
    await _send(runtime, [void])


async def _send(runtime: Runtime, events: list[Envelope]) -> None:
    bodies = [SentEvent(body=envelopes.write_body(e).decode()) for e in events]
    outcomes = await runtime.intake.take(Upload(events=bodies), Voucher(server=True))
    assert {o.outcome for o in outcomes} <= {"recorded", "flagged"}
