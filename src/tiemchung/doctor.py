"""`tiemchung doctor --reconcile`: recounts everything from its source and names each difference.

Ledger against projections, chains of hashes, vials against doses, roll-ups against doses, portal
figures against roll-ups, certificates against doses. It reads only; `tiemchung rebuild --apply`
repairs projections.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from msgspec import Struct

from tiemchung.domains.certificates.service import trust_list
from tiemchung.domains.certificates.verify import verify
from tiemchung.domains.ledger.refold import all_keys, refold
from tiemchung.domains.statistics import by_unit
from tiemchung.domains.statistics.counting import COLUMNS, Counted, home_cell, place_cell
from tiemchung.domains.statistics.recount import recount
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime


class Finding(Struct, frozen=True):
    """One thing that does not agree: which check, what it is about, and how it differs."""

    check: str
    subject: str
    detail: str


Say = Callable[[str], None]


async def reconcile(runtime: Runtime, say: Say = lambda _: None) -> list[Finding]:
    """Run every check in one snapshot of the database; returns all differences."""
    findings: list[Finding] = []
    async with (
        runtime.db.worker.acquire() as tx,
        tx.transaction(isolation="repeatable_read", readonly=True),
    ):
        for name, check in CHECKS.items():
            found = [finding async for finding in check(runtime, tx)]
            say(f"{name}: {len(found) or 'ok'}")
            findings += found
    return findings


async def projections(runtime: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Fold every key anew and compare with what the projections hold."""
    for ledger in ("person", "site"):
        async for keys in all_keys(tx, ledger):
            for d in await refold(tx, runtime.kinds, runtime.vault, ledger, keys, apply=False):
                yield Finding("projections", f"{d.table} {d.key}", d.kind)


async def bodies(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Hash every body again: a changed byte shows."""
    for table, key in (("person_event", "person_id"), ("site_event", "facility_id")):
        rows = await tx.fetch(
            f"SELECT {key}, event_id FROM ledger.{table} WHERE sha256(body) <> hash"  # noqa: S608
        )
        for row in rows:
            yield Finding("bodies", f"{table} {row[0]} {row[1]}", "the body is not what was signed")


async def rollups(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Count all doses anew and compare with both roll-ups, cell by cell."""
    people = [r[0] for r in await tx.fetch("SELECT DISTINCT person_id FROM siteops.pub_dose")]
    counted = await recount(tx, people)
    for table, cells in (
        ("by_place", Counter(place_cell(c) for c in counted)),
        ("by_home", Counter(home_cell(c) for c in counted)),
    ):
        rows = await tx.fetch(f"SELECT * FROM statistics.{table} WHERE doses <> 0")  # noqa: S608
        booked: Counter[tuple[Any, ...]] = Counter({tuple(r)[:-1]: r[-1] for r in rows})
        for cell in sorted(booked.keys() | cells.keys(), key=str):
            if booked[cell] != cells[cell]:
                yield Finding("rollups", f"{table} {cell}", f"{booked[cell]} != {cells[cell]}")


async def counted_doses(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Compare what was last counted of each dose, to which the next difference is taken."""
    people = [r[0] for r in await tx.fetch("SELECT DISTINCT person_id FROM siteops.pub_dose")]
    rows = await tx.fetch(f"SELECT {', '.join(COLUMNS)} FROM statistics.dose_counted")  # noqa: S608
    kept = {r["event_id"]: Counted(*r) for r in rows}
    wanted = {c.event_id: c for c in await recount(tx, people)}
    for dose in sorted(kept.keys() | wanted.keys()):
        if kept.get(dose) != wanted.get(dose):
            detail = "is counted otherwise" if dose in kept else "is not counted"
            yield Finding("counted", f"dose {dose}", detail)


async def public_figures(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Count anew what the portal reads of every unit and day, cell by cell."""
    people = [r[0] for r in await tx.fetch("SELECT DISTINCT person_id FROM siteops.pub_dose")]
    expected = await by_unit.expected(tx, await recount(tx, people))
    booked = await by_unit.booked(tx)
    for cell in sorted(booked.keys() | expected.keys(), key=str):
        if booked[cell] != expected[cell]:
            yield Finding("portal", f"by_unit {cell}", f"{booked[cell]} != {expected[cell]}")


_VIALS = """
SELECT v.facility_id, v.vial_id, v.drawn, v.discarded, coalesce(d.injected, 0) AS injected
  FROM (SELECT e.facility_id, e.vial_id, e.session_id,
               sum(e.doses) FILTER (WHERE e.kind = 'vial_opened') AS drawn,
               coalesce(sum(e.doses) FILTER (WHERE e.kind = 'vial_discarded'), 0) AS discarded
          FROM siteops.pub_vial_event AS e
         WHERE e.vial_id IS NOT NULL AND NOT e.voided
         GROUP BY e.facility_id, e.vial_id, e.session_id) AS v
  LEFT JOIN (SELECT p.vial_id, count(*) AS injected FROM siteops.pub_dose AS p
              WHERE p.vial_id IS NOT NULL AND p.state NOT IN ('voided', 'duplicate')
              GROUP BY p.vial_id) AS d USING (vial_id)
 WHERE EXISTS (SELECT FROM siteops.pub_session_close AS c
                WHERE c.session_id = v.session_id AND c.kind = 'session_closed'
                  AND c.outcome = 'closed_balanced')
   AND v.drawn IS DISTINCT FROM v.discarded + coalesce(d.injected, 0)
"""


async def vials(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """In sessions that closed balanced, each opened vial's yield is injected or discarded."""
    for row in await tx.fetch(_VIALS):
        yield Finding(
            "vials", f"vial {row['vial_id']} of facility {row['facility_id']}",
            f"drawn {row['drawn']} != injected {row['injected']} + discarded {row['discarded']}",
        )  # fmt: skip


async def certificates(runtime: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Each certificate that holds is signed by us, and names only doses that were confirmed."""
    rows = await tx.fetch(
        """
        SELECT c.certificate_id, d.event_id, p.state
          FROM certificates.pub_certificate AS c
         CROSS JOIN unnest(c.dose_event_ids) AS d (event_id)
          LEFT JOIN siteops.pub_dose AS p
            ON p.event_id = d.event_id
         WHERE c.revoked_at IS NULL
           AND coalesce(p.state, 'missing') NOT IN ('confirmed', 'certified')
        """
    )
    for row in rows:
        yield Finding("certificates", f"certificate {row[0]}", f"dose {row[1]} is {row[2]}")
    trust = await trust_list(tx, is_demo=runtime.is_demo)
    async for row in tx.cursor(
        "SELECT number, text, dose_event_ids FROM certificates.pub_certificate"
        " WHERE revoked_at IS NULL",
        prefetch=1_000,
    ):
        said = verify(row["text"], trust, real_now()).certificate
        if said is None or said.certificate_id != row["number"]:
            yield Finding("certificates", row["number"], "the text is not a certificate of ours")
        elif said.doses_received != len(row["dose_event_ids"]):
            yield Finding("certificates", row["number"], "the text says another number of doses")


async def device_numbers(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Count the numbers of every device anew: what boards and alerts say is missing."""
    rows = await tx.fetch(
        """
        SELECT device_id, c.highest, c.arrived, e.highest, e.arrived
          FROM ledger.device_count AS c
          FULL JOIN (SELECT facility_id, device_id, max(seq) AS highest,
                            count(DISTINCT seq) AS arrived
                       FROM ledger.device_entry
                      GROUP BY facility_id, device_id) AS e USING (facility_id, device_id)
         WHERE (c.highest, c.arrived) IS DISTINCT FROM (e.highest, e.arrived)
        """
    )
    for device, *kept, highest, arrived in rows:
        yield Finding("devices", f"device {device}", f"{tuple(kept)} != {(highest, arrived)}")


async def followers_are_through(_: Runtime, tx: Tx) -> AsyncIterator[Finding]:
    """Every follower has passed the newest event; else the other checks compare too early."""
    rows = await tx.fetch(
        """
        SELECT f.follower, f.failure FROM ledger.follower_cursor AS f
         WHERE EXISTS (SELECT FROM ledger.person_event AS e
                        WHERE (e.epoch, e.tx) >= (f.epoch, f.tx))
            OR EXISTS (SELECT FROM ledger.site_event AS e
                        WHERE (e.epoch, e.tx) >= (f.epoch, f.tx))
            OR f.failure IS NOT NULL
        """
    )
    for row in rows:
        yield Finding("followers", row["follower"], row["failure"] or "has not read to the end")


CHECKS: dict[str, Callable[[Runtime, Tx], AsyncIterator[Finding]]] = {
    "followers": followers_are_through,
    "bodies": bodies,
    "projections": projections,
    "devices": device_numbers,
    "rollups": rollups,
    "counted": counted_doses,
    "portal": public_figures,
    "vials": vials,
    "certificates": certificates,
}
