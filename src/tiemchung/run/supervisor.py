"""Runs the database, the web server and the worker as one, from the first to the last."""

import asyncio
import signal
import sys
from collections.abc import Coroutine, Mapping
from functools import partial

from tiemchung.kernel import embedded
from tiemchung.kernel.embedded import EmbeddedError, Running
from tiemchung.kernel.i18n import gettext as _
from tiemchung.run.child import Child
from tiemchung.run.errors import CannotRun, NeverServed
from tiemchung.run.keeper import ChildKeeper, DatabaseKeeper, unless
from tiemchung.run.options import Hooks, Prepared, UpOptions
from tiemchung.run.premises import MARK, UpLock, check_port
from tiemchung.run.ready import until_ready
from tiemchung.run.terminal import Terminal
from tiemchung.run.watch import watch

WEB = ("-m", "tiemchung.kernel.web.serve")
"""The words that run a process of the web server, before host, port and factory."""


def up(options: UpOptions, hooks: Hooks) -> int:
    """Run everything until Ctrl-C, SIGTERM or SIGHUP; return the exit code for the shell.

    In order: folder, lock and port are checked; the embedded PostgreSQL is started unless
    `database_url` names another; `hooks.prepare` brings the database up to date and says what each
    process needs; web server and worker start; when /health/ready answers, the addresses and the
    lines of `hooks.welcome` are shown. A process that ends is started again. At the end web
    server, worker and database are stopped in this order; a second Ctrl-C does not wait for them.

    What an operator can put right is shown as one message, in the language of `kernel.i18n`, and
    gives the code 1 (0 if the product already runs at that very address). Other exceptions of a
    hook go through, after all has been stopped. Must be called from the main thread.
    """
    terminal = Terminal()
    try:
        lock = UpLock(options)
        try:
            check_port(options.host, options.port)
            return asyncio.run(_Up(options, hooks, terminal, lock.mark).run())
        finally:
            lock.release()
    except CannotRun as refused:
        terminal.show(str(refused))
        return refused.code
    except EmbeddedError as error:
        terminal.show(str(error))
        return 1


class _Up:
    def __init__(self, options: UpOptions, hooks: Hooks, terminal: Terminal, mark: str) -> None:
        self._options = options
        self._hooks = hooks
        self._terminal = terminal
        self._mark = mark
        self._stop = asyncio.Event()
        self._hurry = asyncio.Event()
        self._database: DatabaseKeeper | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._asked_to_stop)
        try:
            dsn = self._options.database_url or await self._start_database()
            if not self._stop.is_set():
                prepared = await unless(self._stop, self._hooks.prepare(dsn, self._terminal.step))
                if prepared is not None:
                    await self._serve(prepared)
        finally:
            await self._stop_database()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.remove_signal_handler(number)
        self._terminal.step(_("Đã dừng. Dữ liệu được giữ ở %(folder)s", folder=self._where()))
        return 0

    def _asked_to_stop(self) -> None:
        if self._stop.is_set():
            self._hurry.set()
        else:
            self._terminal.step(_("Đang dừng… (nhấn Ctrl-C lần nữa để dừng ngay)"))
            self._stop.set()

    def _where(self) -> str:
        if self._database is None:
            return str(self._options.folder)
        return str(self._database.running.home)

    async def _start_database(self) -> str:
        start = partial(
            embedded.start, self._options.folder / "postgres", progress=self._terminal.step
        )
        # Not cancelled by Ctrl-C: a start that is half-way through ends within a second or two.
        running = await asyncio.to_thread(start)
        self._database = DatabaseKeeper(running, start, self._terminal)
        self._keep(self._database.run())
        return running.owner_dsn

    async def _stop_database(self) -> None:
        if self._database is None:
            return
        self._database.stop.set()
        await asyncio.wait(self._tasks)
        running: Running = self._database.running
        stopping = asyncio.create_task(asyncio.to_thread(running.stop))
        hurried = asyncio.create_task(self._hurry.wait())
        await asyncio.wait((stopping, hurried), return_when=asyncio.FIRST_COMPLETED)
        hurried.cancel()
        if not stopping.done():
            await asyncio.to_thread(running.stop, immediately=True)
        await stopping

    async def _serve(self, prepared: Prepared) -> None:
        """Run the processes until the end is asked for, then end them one after the other."""
        options = self._options
        webs = [
            self._keeper(f"web{n}", self._web_command(), prepared.web)
            for n in range(1, options.workers + 1)
        ]
        worker = self._keeper("worker", list(options.worker_command), prepared.worker)
        worker.well.set()  # its failures never end the whole
        self._terminal.step(_("Khởi động máy chủ web và tiến trình nền"))
        served = asyncio.Event()
        serving = [asyncio.create_task(web.run()) for web in webs]
        working = asyncio.create_task(_after(served, worker))
        watcher = asyncio.create_task(self._watch_files([*webs, worker]))
        try:
            await self._until_end(webs, served, [*self._tasks, *serving, working])
        finally:
            watcher.cancel()
            if not served.is_set():
                worker.stop.set()  # it has not begun, and need not
                served.set()
            for web in webs:
                web.stop.set()
            await asyncio.wait(serving)
            worker.stop.set()
            await asyncio.wait((working,))

    async def _until_end(
        self, webs: list[ChildKeeper], served: asyncio.Event, keeping: list[asyncio.Task[None]]
    ) -> None:
        """Welcome the user when the first page can be served, then wait for the end.

        Raises NeverServed if no page ever is, and whatever a task that keeps a process failed of.
        """
        options = self._options
        stopped = asyncio.create_task(self._stop.wait())
        ready = asyncio.create_task(until_ready(options.reachable_host, options.port))
        try:
            await asyncio.wait((stopped, ready, *keeping), return_when=asyncio.FIRST_COMPLETED)
            if ready.done() and not self._stop.is_set():
                for web in webs:
                    web.well.set()
                served.set()
                self._welcome()
                await asyncio.wait((stopped, *keeping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            ready.cancel()
        for web in webs:
            if web.gave_up.is_set():
                raise NeverServed(log=web.child.log, tail="\n".join(web.child.tail))
        for task in keeping:
            if task.done():
                task.result()

    def _welcome(self) -> None:
        self._terminal.step(_("Sẵn sàng: %(address)s", address=self._options.address))
        for line in self._hooks.welcome(self._options.address):
            self._terminal.show(line)
        self._terminal.show(_("Nhấn Ctrl-C để dừng tất cả."))

    async def _watch_files(self, keepers: list[ChildKeeper]) -> None:
        if self._options.watch is None:
            return

        def changed() -> None:
            self._terminal.step(_("Tệp nguồn đã thay đổi, khởi động lại các tiến trình"))
            for keeper in keepers:
                keeper.again.set()

        await watch(self._options.watch, changed)

    def _keeper(self, name: str, words: list[str], own: Mapping[str, str]) -> ChildKeeper:
        env = {**own, MARK: self._mark}
        child = Child(name, words, env, self._options.folder, self._terminal)
        return ChildKeeper(child, self._terminal, self._hurry)

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    def _web_command(self) -> list[str]:
        options = self._options
        return [sys.executable, *WEB, options.host, str(options.port), options.web_target]


async def _after(served: asyncio.Event, keeper: ChildKeeper) -> None:
    """Keep a process once the first page can be served: beside it, the page came 2 s later."""
    await served.wait()
    await keeper.run()
