"""record-one and record-batch: events over HTTP on the production endpoint, against pgbench.

The same machine, database and settings, in turns; medians are compared. Bodies are
signed beforehand by 256 devices. An answer comes after the commit, and in the end the rows of the
ledger must equal the acknowledged events.
"""

import asyncio
import os
import statistics
import subprocess
import time
from base64 import b64encode
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import uvloop
from tests.support.world import FACILITY, Device, add_device, upload

from bench.load import Answered, fire, post
from bench.rows import Row
from bench.server import Bench, bench_server
from tiemchung.domains.ledger.envelope import Envelope
from tiemchung.faces.exchange.events import PATH
from tiemchung.kernel.ids import uuid7

DEVICES = 256
CONNECTIONS = 64
ROUNDS = 4
SECONDS = 4.0
"""How long a round of one load may take; each round has its own share of the requests."""
SESSION = UUID("6f1f1c1e-0000-4000-8000-000000000001")
SQL = Path(__file__).with_name("record_one.sql")


async def make_devices(bench: Bench) -> list[Device]:
    """Enrol the devices whose keys sign the load."""
    connection = await asyncpg.connect(bench.owner_dsn)
    devices = [await add_device(connection, FACILITY) for _ in range(DEVICES)]
    await connection.execute(
        "UPDATE kernel.installation SET reference_version = reference_version + 1"
    )
    await connection.close()
    return devices


def make_requests(bench: Bench, devices: list[Device], count: int, each: int) -> list[bytes]:
    """Sign `count` uploads of `each` doses, by the devices in turn."""
    requests: list[bytes] = []
    for n in range(count):
        device = devices[n % DEVICES]
        doses: list[Envelope] = [
            bench.world.dose(device=device.id, seq=n // DEVICES * each + i + 1, prev="0" * 64,
                             session=SESSION, person=uuid7())
            for i in range(each)
        ]  # fmt: skip
        sent = upload(device, doses)
        body = msgspec.json.encode({
            "device": str(device.id),
            "signature": b64encode(sent.signature or b"").decode(),
            "events": [{"body": e.body} for e in sent.events],
        })  # fmt: skip
        requests.append(post(PATH, body))
    return requests


def run_pgbench(bench: Bench) -> float:
    """Return transactions a second of the two inserts, server idle."""
    command = [
        str(bench.postgres.programs / "pgbench"), "-n", "-M", "prepared", "-c", "32", "-j", "2",
        "-T", str(int(SECONDS)), "-f", str(SQL), bench.owner_dsn,
    ]  # fmt: skip
    env = os.environ | {"PGOPTIONS": "-c app.nation=on"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)  # noqa: S603
    line = next(x for x in done.stdout.splitlines() if x.startswith("tps"))
    return float(line.split()[2])


async def _acknowledged_are_there(bench: Bench, recorded: int) -> None:
    connection = await asyncpg.connect(bench.owner_dsn)
    await connection.execute("SET app.nation = 'on'")
    found = await connection.fetchval(
        "SELECT count(*) FROM ledger.person_event WHERE upload_id IS NOT NULL AND device_id <> $1",
        UUID("6f1f1c1e-0000-4000-8000-000000000003"),
    )
    await connection.close()
    if found != recorded:
        raise AssertionError(f"{recorded} events were acknowledged, {found} are in the ledger")


def probe_fdatasync(folder: Path) -> float:
    """Return the median time of one fdatasync of 8 kB, in milliseconds."""
    times: list[float] = []
    with (folder / "probe").open("wb") as file:
        for _ in range(100):
            file.write(bytes(8192))
            file.flush()
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def run() -> list[Row]:
    """Measure both rows in one run."""
    uvloop.install()
    with bench_server() as bench:
        devices = asyncio.run(make_devices(bench))
        time.sleep(2.5)  # every process has seen the devices
        ones = make_requests(bench, devices, ROUNDS * int(os.environ.get("BENCH_ONES", "18000")), 1)
        many = make_requests(bench, devices, ROUNDS * int(os.environ.get("BENCH_MANY", "700")), 100)
        health = [b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"] * 60_000
        idle, _ = asyncio.run(fire(bench.port, health, connections=CONNECTIONS, seconds=3))
        base: list[float] = []
        one: list[Answered] = []
        batch: list[Answered] = []
        recorded = 0
        for _ in range(ROUNDS):
            base.append(run_pgbench(bench))
            for load, results in ((ones, one), (many, batch)):
                share = load[: len(load) // (ROUNDS - len(results))]
                result, _ = asyncio.run(
                    fire(bench.port, share, connections=CONNECTIONS, seconds=SECONDS)
                )
                del load[: len(share)]
                results.append(result)
                recorded += result.recorded
                if result.refused:
                    raise AssertionError(f"{result.refused} requests were refused")
        asyncio.run(_acknowledged_are_there(bench, recorded))
        reference = statistics.median(base)
        fdatasync = probe_fdatasync(bench.folder)
        note = f"fdatasync {fdatasync:.2f} ms; do-nothing {idle.answers / idle.seconds:,.0f}/s"
        return [
            _row("record-one", one, reference, 1.0, note),
            _row("record-batch", batch, reference, 4.0, note),
        ]


def _row(name: str, results: list[Answered], reference: float, target: float, note: str) -> Row:
    rate = statistics.median(r.recorded / r.seconds for r in results)
    p99 = max(r.percentile(0.99) for r in results) * 1000
    return Row(
        name=name, value=rate, unit="events/s", against=f"pgbench {reference:,.0f}/s",
        ratio=rate / reference, target=target, met=rate / reference >= target,
        note=f"p99 {p99:.0f} ms; {note}",
    )  # fmt: skip
