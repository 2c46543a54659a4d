"""The parts of one server process, put together once and handed to every face.

Two processes are made of the same parts: the web server (pages under the app login, the way into
the ledger under the writer login) and the worker (followers and jobs under the worker login).
"""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from tiemchung.domains.geography.places import Places
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.grants import Devices, Grants
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.ledger.writer import Writer
from tiemchung.domains.supply.lots import Lots
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import STATEMENT_TIMEOUT, Database, Pool, open_pool
from tiemchung.kernel.logins import refuse_unsafe
from tiemchung.kernel.reference import Component, ReferenceCache
from tiemchung.kernel.settings import Settings, secret
from tiemchung.kinds import all_kinds

if TYPE_CHECKING:
    from tiemchung.domains.ledger.kinds import Kinds

COMPONENTS: list[type[Component]] = [Places, Grants, Devices, Lots, Rules]


def open_vault(settings: Settings) -> Vault:
    """Read the key-encryption key and the digest key from their files of mode 0600."""
    return Vault(secret(settings.folder, "kek"), secret(settings.folder, "digest.key"))


class Runtime:
    """What a running process works with; made by `running`, closed by it."""

    def __init__(
        self,
        *,
        settings: Settings,
        db: Database,
        clock: Clock,
        reference: ReferenceCache,
        vault: Vault,
        kinds: "Kinds",
        intake: Intake,
        is_demo: bool,
    ) -> None:
        self.settings = settings
        self.db = db
        self.clock = clock
        self.reference = reference
        self.vault = vault
        self.kinds = kinds
        self.intake = intake
        self.is_demo = is_demo


@asynccontextmanager
async def running(settings: Settings, *, pool_size: int = 8) -> AsyncGenerator[Runtime]:
    """Open pools, clock, reference cache and the way in; refuse logins that could cheat."""
    async with AsyncExitStack() as stack:

        async def open_safe(login: str, size: int, longest: str = STATEMENT_TIMEOUT) -> Pool:
            pool = await open_pool(settings.dsn[login], size=size, statement_timeout=longest)
            stack.push_async_callback(pool.close)
            async with pool.acquire() as connection:
                await refuse_unsafe(connection)
            return pool

        app = await open_safe("app", pool_size)
        # Of its own: a page that holds a transaction and sends events must not wait for others
        # that do the same.
        keys = await open_safe("app", 4)
        counts = await open_safe("app", 2)
        writing = await open_safe("writer", 4)
        worker = None
        if "worker" in settings.dsn:
            worker = await open_safe("worker", pool_size, "300s")
        row = await app.fetchrow("SELECT demo, clock_offset, epoch FROM kernel.installation")
        demo, offset, epoch = (False, timedelta(0), 1) if row is None else tuple(row)
        reference = ReferenceCache(settings.dsn["app"], COMPONENTS)
        await reference.start()
        stack.push_async_callback(reference.stop)
        clock, vault, kinds = Clock(offset), open_vault(settings), all_kinds()
        writer = Writer(writing, epoch)
        await writer.start()
        stack.push_async_callback(writer.stop)
        intake = Intake(
            kinds=kinds, reference=reference, writer=writer, vault=vault, clock=clock, keys=keys
        )
        yield Runtime(
            settings=settings, db=Database(app=app, worker=worker, limits=counts), clock=clock,
            reference=reference, vault=vault, kinds=kinds, intake=intake, is_demo=demo,
        )  # fmt: skip
