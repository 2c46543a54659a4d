"""The whole platform as it runs: web server, worker, gateway and register, on the country's pack.

Time is the campaign's: `at` sets the clock of the database and starts both processes anew, because
a process reads it once. Every address that a test asks for is kept, and every line of every log.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.ports import free_port
from tests.support.sms_gateway import SmsGateway
from tiemchung.domains.certificates.keys import self_signed
from tiemchung.domains.certificates.model import CertificateUse
from tiemchung.domains.certificates.service import issuer_file
from tiemchung.install import install_pack
from tiemchung.kernel.settings import Settings
from tiemchung.run.supervisor import WEB

START_SECONDS, STOP_SECONDS = 60, 20
MAIN = ("-c", "from tiemchung.cli import main; main()")
REGISTER_HEADINGS = "number,full_name,birth_date,sex"


class Platform:
    """Processes on one database, with what stands outside of it."""

    def __init__(
        self, database: str, settings: Settings, gateway: SmsGateway, database_log: Path | None
    ) -> None:
        self.database, self.settings, self.gateway = database, settings, gateway
        self._database_log = database_log
        self.folder = settings.folder
        self.register = self.folder / "register.csv"
        self.addresses: list[str] = []
        self._port = free_port()
        self._running: list[subprocess.Popen[bytes]] = []
        self._clients: list[httpx.AsyncClient] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def logs(self) -> list[Path]:
        """What the web server, the worker and the embedded database have written."""
        own = [self.folder / "web.log", self.folder / "worker.log"]
        return own if self._database_log is None else [*own, self._database_log]

    def environment(self) -> dict[str, str]:
        """What a process of the platform is started with."""
        return {
            "PATH": os.environ["PATH"], "TIEMCHUNG_HOME": str(self.folder),
            "PORT": str(self._port),
            "TIEMCHUNG_SMS_URL": self.gateway.url, "TIEMCHUNG_REGISTER": str(self.register),
            **{f"TIEMCHUNG_{n.upper()}_DSN": d for n, d in self.settings.dsn.items()},
        }  # fmt: skip

    async def at(self, moment: datetime) -> None:
        """Let it be this moment of the campaign, in processes that have just started."""
        await self.stop()
        offset = datetime.now(UTC) - moment
        await self.owner("UPDATE kernel.installation SET clock_offset = $1", offset)
        await asyncio.to_thread(self._start)

    def _start(self) -> None:
        """Start both as `up` does, but for a log of every address that the web server is asked."""
        web = [*WEB, "127.0.0.1", str(self._port), "tiemchung.app:create_app", "--access-log"]
        for name, words in (("web", web), ("worker", [*MAIN, "worker"])):
            with (self.folder / f"{name}.log").open("ab") as log:
                self._running.append(
                    subprocess.Popen(  # noqa: S603 -- our own words
                        [sys.executable, *words], env=self.environment(), stdout=log, stderr=log,
                        start_new_session=True,
                    )
                )  # fmt: skip
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._running[0].poll() is None:
            try:
                if httpx.get(f"{self.address}/health/ready", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        pytest.fail("the server did not get ready:\n" + self.logs[0].read_text(errors="replace"))

    async def stop(self) -> None:
        """End both processes; safe to call twice."""
        while self._running:
            await asyncio.to_thread(_end, self._running.pop())

    async def close(self) -> None:
        """End everything that was opened for the test."""
        for client in self._clients:
            await client.aclose()
        await self.stop()

    def client(self) -> httpx.AsyncClient:
        """A browser or a program of somebody: keeps cookies, follows nothing by itself."""

        async def remember(request: httpx.Request) -> None:
            self.addresses.append(str(request.url))

        client = httpx.AsyncClient(
            base_url=self.address, timeout=60, event_hooks={"request": [remember]}
        )
        self._clients.append(client)
        return client

    async def owner(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        """Ask the database as its owner: to prepare a world, and to break one on purpose."""
        connection = await asyncpg.connect(self.database)
        try:
            await connection.execute("SET app.nation = 'on'")
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()

    async def run(self, *words: str) -> tuple[int, str]:
        """Run a command of the program; returns its exit code and what it wrote."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, *MAIN, *words, env=self.environment(), stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        written, _nothing = await process.communicate()
        return process.returncode or 0, written.decode()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def write_issuer_key(folder: Path) -> None:
    """Make the ministry's signing key, as an operator puts it beside the other secrets."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bộ Y tế"),
    ])  # fmt: skip
    certificate = self_signed(
        private, subject, from_=datetime.now(UTC) - timedelta(days=1), days=900,
        uses=[CertificateUse.VACCINATION],
    )  # fmt: skip
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_secret(issuer_file(folder), pem + certificate.public_bytes(serialization.Encoding.PEM))


def write_secret(place: Path, content: bytes) -> None:
    """Write a file that its owner alone may read."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.touch(mode=0o600)
    place.write_bytes(content)


@pytest.fixture
async def platform(
    database: str, settings: Settings, database_log: Path | None, tmp_path: Path
) -> AsyncGenerator[Platform]:
    """A platform with the pack of Viet Nam; it runs from its first `at` on."""
    await install_pack(database)
    write_issuer_key(tmp_path)
    write_secret(tmp_path / "secrets" / "sms.token", b"secret")
    own = Settings(folder=tmp_path, dsn=settings.dsn)
    async with SmsGateway() as gateway:
        made = Platform(database, own, gateway, database_log)
        made.register.write_text(REGISTER_HEADINGS + "\n", encoding="utf-8")
        try:
            yield made
        finally:
            await made.close()
