"""rollup-lag: how far the figures stay behind under full write load and a large import.

The lag is the age of the oldest event that the follower of doses has not passed, sampled ten
times a second while stations write as fast as they can and 100,000 registrations are imported.
"""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime

import asyncpg
import uvloop
from tests.support.world import WARD

from bench.load import fire
from bench.record import CONNECTIONS, make_devices, make_requests
from bench.rows import Row
from bench.server import Bench, bench_server
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import offer, write_event
from tiemchung.domains.registry.events import PersonDetails, Registered
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import running

IMPORTED = int(os.environ.get("BENCH_IMPORT", "100000"))
SECONDS = 40.0
TARGET = 5.0

_LAG = """
SELECT min(e.received_at)
  FROM (SELECT p.received_at FROM ledger.person_event AS p, ledger.follower_cursor AS f
         WHERE f.follower = 'figures.doses' AND p.epoch = f.epoch AND p.tx >= f.tx
         ORDER BY p.epoch, p.tx LIMIT 1) AS e
"""


async def _import(bench: Bench) -> int:
    settings = Settings(folder=bench.folder, dsn=bench.dsn)
    done = 0
    async with running(settings) as runtime:
        while done < IMPORTED:
            events = [
                write_event(
                    "registered", event_id=uuid7(), at=datetime.now(UTC), person=uuid7(),
                    data=Registered(home=WARD, source="import", sex="female"),
                    private=PersonDetails(full_name="Nguyễn Thị Hoa", phones=["+84903123456"]),
                )
                for _ in range(2_000)
            ]  # fmt: skip
            await offer(runtime.intake, events, Voucher(server=True))
            done += len(events)
    return done


async def _sample(bench: Bench, stop: asyncio.Event) -> list[float]:
    connection = await asyncpg.connect(bench.dsn["worker"])
    lags: list[float] = []
    while not stop.is_set():
        oldest: datetime | None = await connection.fetchval(_LAG)
        lags.append((datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0)
        await asyncio.sleep(0.1)
    await connection.close()
    return lags


async def _measure(bench: Bench, requests: list[bytes]) -> tuple[list[float], int, int]:
    stop = asyncio.Event()
    sampling = asyncio.create_task(_sample(bench, stop))
    importing = asyncio.create_task(_import(bench))
    answered, _ = await fire(bench.port, requests, connections=CONNECTIONS, seconds=SECONDS)
    imported = await importing
    stop.set()
    return await sampling, answered.recorded, imported


def run() -> list[Row]:
    """Measure with the worker running as its own process."""
    uvloop.install()
    with bench_server() as bench:
        devices = asyncio.run(make_devices(bench))
        environment = os.environ | {
            "TIEMCHUNG_HOME": str(bench.folder),
            **{f"TIEMCHUNG_{name.upper()}_DSN": dsn for name, dsn in bench.dsn.items()},
        }
        worker = subprocess.Popen(
            [sys.executable, "-c", "from tiemchung.cli import main; main()", "worker"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            requests = make_requests(bench, devices, 60_000, 1)
            lags, recorded, imported = asyncio.run(_measure(bench, requests))
        finally:
            worker.terminate()
            worker.wait(10)
    lags.sort()
    p99 = lags[int(len(lags) * 0.99)]
    return [Row(
        name="rollup-lag", value=p99, unit="s p99", target=TARGET, met=p99 <= TARGET,
        note=f"median {lags[len(lags) // 2]:.2f} s, worst {lags[-1]:.2f} s;"
             f" {recorded:,} doses and {imported:,} registrations written meanwhile",
    )]  # fmt: skip
