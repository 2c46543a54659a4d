"""kill -9 of the server, the worker or the database under load: nothing acknowledged is lost.

Stations send signed uploads and repeat each until it is acknowledged, as the real ones do. At a
random moment one process is killed; it is started again; in the end every acknowledged event is
in the ledger once, has its dose, and is counted once. More seeds: `--kill-seeds 20`.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest

from tests.support.ports import free_port
from tests.support.waiting import until
from tests.support.world import FACILITY, Device, World, add_device, make_world, upload
from tiemchung.doctor import reconcile
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.kernel.embedded import server as embedded
from tiemchung.kernel.embedded.server import Running
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.migrate import migrate
from tiemchung.kernel.settings import Settings
from tiemchung.run.supervisor import WEB
from tiemchung.runtime import running
from tiemchung.worker import all_followers

pytestmark = [pytest.mark.kill, pytest.mark.slow, pytest.mark.timeout(1800)]

STATIONS = 6
LOAD_SECONDS = 3.0
TARGETS = ("server", "worker", "database")


class Site:
    """Everything that runs: database, web server and worker, each of which may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.database: Running = embedded.start(folder / "pg", tethered=True)
        self.dsn: dict[str, str] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def settings(self) -> Settings:
        return Settings(folder=self.folder, dsn=self.dsn)

    def launch(self, name: str) -> None:
        """Start the web server or the worker."""
        env = {
            "PATH": "/usr/bin:/bin", "TIEMCHUNG_HOME": str(self.folder),
            **{f"TIEMCHUNG_{n.upper()}_DSN": d for n, d in self.dsn.items()},
        }  # fmt: skip
        words = {
            "server": [*WEB, "127.0.0.1", str(self.port), "tiemchung.app:create_app"],
            "worker": ["-c", "from tiemchung.cli import main; main()", "worker"],
        }[name]  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603 -- our own words
                [sys.executable, *words], env=env, stdout=log, stderr=log, start_new_session=True
            )

    async def answers(self) -> bool:
        """Tell whether the web server is ready."""
        async with httpx.AsyncClient(timeout=5) as client:
            with suppress(httpx.TransportError):
                answer = await client.get(f"http://127.0.0.1:{self.port}/health/ready")
                return answer.status_code == 200
        return False

    def kill(self, target: str) -> None:
        """Kill with SIGKILL: nothing gets to clean up."""
        if target == "database":
            with suppress(ProcessLookupError):
                os.kill(self.database.pid, signal.SIGKILL)
        else:
            with suppress(ProcessLookupError):
                os.killpg(self.processes[target].pid, signal.SIGKILL)
            self.processes[target].wait()

    def revive(self, target: str) -> None:
        """Start again what was killed, as `up` does."""
        if target == "database":
            self.database.stop(immediately=True)
            self.database = embedded.start(self.folder / "pg", tethered=True)
        else:
            self.launch(target)

    def stop(self) -> None:
        """End everything."""
        for name in list(self.processes):
            self.kill(name)
        self.database.stop(immediately=True)


@asynccontextmanager
async def site(folder: Path) -> AsyncGenerator[tuple[Site, World, list[Device]]]:
    place = await asyncio.to_thread(Site, folder)
    try:
        place.dsn = await migrate(place.database.owner_dsn, folder)
        world = await make_world(place.database.owner_dsn)
        connection = await asyncpg.connect(place.database.owner_dsn)
        devices = [await add_device(connection, FACILITY) for _ in range(STATIONS)]
        await connection.close()
        place.launch("server")
        place.launch("worker")
        # One that finds no database ends, and `up` would start it again: here nobody does.
        await until("the server", place.answers, bool)
        yield place, world, devices
    finally:
        await asyncio.to_thread(place.stop)


async def station(
    place: Site, world: World, device: Device, until: float, acknowledged: list[UUID]
) -> None:
    """Send one upload after the other; repeat each until it is acknowledged."""
    seq = 0
    async with httpx.AsyncClient(timeout=5) as client:
        while time.monotonic() < until:
            doses = [
                world.dose(device=device.id, seq=seq + i + 1, prev="0" * 64, person=uuid7())
                for i in range(3)
            ]
            seq += 3
            sent = upload(device, doses)
            body = msgspec.json.encode({
                "device": str(device.id), "signature": b64encode(sent.signature or b"").decode(),
                "events": [{"body": e.body} for e in sent.events],
            })  # fmt: skip
            await until_acknowledged(place, client, body)
            acknowledged += [d.id for d in doses]


async def until_acknowledged(place: Site, client: httpx.AsyncClient, body: bytes) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            answer = await client.post(
                f"http://127.0.0.1:{place.port}/api/v1/events", content=body,
                headers={"content-type": "application/json"},
            )  # fmt: skip
            if answer.status_code == 200:
                outcomes = {o["outcome"] for o in answer.json()["outcomes"]}
                assert outcomes <= {"recorded", "duplicate"}
                return
            assert answer.status_code == 503, answer.text
        await asyncio.sleep(0.05)
    pytest.fail("an upload was not acknowledged within 60 s of a kill")


async def strike(place: Site, target: str, delay: float) -> None:
    await asyncio.sleep(delay)
    await asyncio.to_thread(place.kill, target)
    await asyncio.sleep(0.2)
    await asyncio.to_thread(place.revive, target)


@pytest.mark.parametrize("target", TARGETS)
async def test_nothing_acknowledged_is_lost_or_doubled(
    target: str, kill_seeds: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("kill")
    folder.chmod(0o711)
    async with site(folder) as (place, world, devices):
        acknowledged: list[UUID] = []
        for seed in range(kill_seeds):
            delay = random.Random(f"{target}-{seed}").uniform(0.1, LOAD_SECONDS)  # noqa: S311
            sys.stdout.write(f"seed {target}-{seed}: kill after {delay:.2f} s\n")
            until = time.monotonic() + LOAD_SECONDS
            await asyncio.gather(
                *(station(place, world, d, until, acknowledged) for d in devices),
                strike(place, target, delay),
            )
        assert len(acknowledged) > STATIONS * kill_seeds
        await check(place, acknowledged)


async def check(place: Site, acknowledged: list[UUID]) -> None:
    async with running(place.settings) as runtime:
        await catch_up(runtime.db.worker, all_followers(runtime))
        rows = await runtime.db.worker.fetch("SELECT event_id FROM ledger.person_event")
        found = [r[0] for r in rows]
        assert len(found) == len(set(found))
        assert set(acknowledged) <= set(found)
        doses = await runtime.db.worker.fetchval("SELECT count(*) FROM siteops.dose")
        counted = await runtime.db.worker.fetchval("SELECT sum(doses) FROM statistics.by_place")
        assert doses == counted == len(found)
        assert [f for f in await reconcile(runtime) if f.check != "followers"] == []
