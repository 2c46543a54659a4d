"""The command line: `tiemchung up`, `migrate`, `administrator`, `demo`, `worker` and the tools."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tiemchung import start
from tiemchung.administrator import open_administrator
from tiemchung.demo import door as demo
from tiemchung.doctor import Finding, reconcile
from tiemchung.domains.ledger.refold import all_keys, refold
from tiemchung.domains.registry.lists.corrected import corrected_workbook
from tiemchung.domains.registry.lists.model import ListReading
from tiemchung.importing import Source, Task, line_of, read_file, take_in
from tiemchung.install import install_pack
from tiemchung.kernel.embedded import EmbeddedError
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.logs import configure_logs
from tiemchung.kernel.migrate import CannotMigrate, migrate
from tiemchung.kernel.settings import Settings, read_settings
from tiemchung.run import up
from tiemchung.runtime import Runtime, running
from tiemchung.worker import all_followers, work

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Runs a nation's vaccination campaign: four systems on one database.",
)
console = Console()
SHOWN_FAULTS = 50
PROGRESS = (
    BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn(),
    TextColumn("{task.description}"),
)  # fmt: skip
Folder = Annotated[
    Path, typer.Option("--home", envvar="TIEMCHUNG_HOME", help="Where data and secrets are kept.")
]


def main() -> None:
    """Run the command line."""
    uvloop.install()
    configure_logs()
    app()


@app.command("up")
def serve(
    home: Folder = Path("var"),
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(envvar="HOST")] = "127.0.0.1",
    demo: Annotated[
        bool, typer.Option(help="Fill an empty embedded database with the demo campaign.")
    ] = True,
    people: Annotated[int, typer.Option(min=1_000, help="People of the demo.")] = 50_000,
    workers: Annotated[int, typer.Option(min=0, help="Web processes; 0: one a core.")] = 0,
    watch: Annotated[bool, typer.Option("--watch", help="Start anew when a file changes.")] = False,
) -> None:
    """Start everything: database, migrations, country pack, web server and worker."""
    options, hooks = start.plan(home.absolute(), host=host, port=port, demo=demo, people=people)
    options = replace(
        options,
        workers=workers or options.workers,
        watch=Path(__file__).parent if watch else None,
    )
    raise typer.Exit(up(options, hooks))


@app.command("migrate")
def migrate_database(
    home: Folder = Path("var"),
    database_url: Annotated[
        str, typer.Option(envvar="DATABASE_URL", help="The owner's URI; used for this alone.")
    ] = "",
    country: Annotated[str, typer.Option(help="The country pack to load.")] = "vn",
) -> None:
    """Bring a PostgreSQL 15 to 18 to this program's schema, with its logins and country pack."""
    if not database_url:
        console.print("Give the owner's URI in DATABASE_URL or --database-url.", style="red")
        raise typer.Exit(2)
    try:
        dsn = asyncio.run(migrate(database_url, home.absolute(), say=console.print))
        units = asyncio.run(install_pack(database_url, country))
    except CannotMigrate as error:
        console.print(str(error), style="red")
        raise typer.Exit(1) from None
    console.print(f"Schema is up to date; {units:,} units of the pack '{country}' are loaded.")
    console.print(f"Passwords of {', '.join(sorted(dsn))} are in {home}/secrets (mode 0600).")


@app.command()
def administrator(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    full_name: Annotated[str, typer.Option("--name", prompt="Full name", help="Who they are.")],
) -> None:
    """Open a platform administrator's account, the first one; asks for the password."""
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        asyncio.run(_open_administrator(settings(), username, full_name, password))
    except DomainError as error:
        console.print(str(error), style="red")
        raise typer.Exit(2) from None
    console.print(f"{username} signs in at /console; an authenticator is enrolled there once.")


async def _open_administrator(own: Settings, username: str, full_name: str, password: str) -> None:
    async with running(own) as runtime:
        await open_administrator(runtime, username, full_name, password)


@app.command("worker")
def run_worker() -> None:
    """Run followers, messages and jobs until stopped; `up` starts this by itself."""
    asyncio.run(work(read_settings()))


@app.command("demo")
def demonstrate(
    home: Folder = Path("var"),
    database_url: Annotated[
        str, typer.Option(envvar="DATABASE_URL", help="The owner's URI of a local PostgreSQL.")
    ] = "",
    people: Annotated[int, typer.Option(min=1_000, help="Synthetic people.")] = 50_000,
    seed: Annotated[int, typer.Option(help="What the story is drawn from.")] = start.DEMO_SEED,
    live: Annotated[
        bool, typer.Option("--live", help="Let the sites of today go on, through the public API.")
    ] = False,
    address: Annotated[
        str, typer.Option(envvar="PUBLIC_URL", help="Where the server is, for --live.")
    ] = "http://127.0.0.1:8000",
    speed: Annotated[float, typer.Option(min=0.1, max=3_600, help="Times real time.")] = 60.0,
    code: Annotated[
        bool, typer.Option("--code", help="Print the second factor's code of this minute.")
    ] = False,
    badges: Annotated[
        bool, typer.Option("--badges", help="Print the badges of the first site's staff.")
    ] = False,
) -> None:
    """Load the demo campaign into an empty database on this machine, or play it on."""
    folder = home.absolute()
    if code:
        console.print(demo.code_line(folder))
    elif badges:
        for line in demo.badge_lines(folder):
            _say(line)
    elif live:
        _play_demo(folder, address, speed)
    else:
        _load_demo(folder, database_url, people=people, seed=seed)


def _play_demo(home: Path, address: str, speed: float) -> None:
    own = read_settings()
    own = own if own.dsn else start.settings_of_home(home)
    try:
        sent = asyncio.run(demo.play_live(own, address, speed=speed, say=_say))
    except demo.CANNOT_PLAY as error:
        console.print(str(error), style="red")
        raise typer.Exit(1) from None
    console.print(f"{sent:,} events sent")


def _say(line: str) -> None:
    console.print(line, soft_wrap=True)


def _load_demo(home: Path, database_url: str, *, people: int, seed: int) -> None:
    try:
        with Progress(*PROGRESS, console=console) as bar, start.owner_of(
            home, database_url, console.print
        ) as owner_dsn:  # fmt: skip
            task = bar.add_task("", total=None)

            def show(p: demo.Progress) -> None:
                text = f"{p.step} · {p.events:,} events · {p.rate:,.0f}/s"
                bar.update(task, description=text, completed=p.done, total=p.total)

            asyncio.run(
                demo.load(
                    owner_dsn, home, people=people, seed=seed, followers=all_followers,
                    say=_say, show=show,
                )
            )  # fmt: skip
    except (demo.CannotDemo, EmbeddedError) as error:
        console.print(str(error), style="red")
        raise typer.Exit(1) from None
    for line in demo.welcome(home, "http://127.0.0.1:8000"):
        _say(line)


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Excel or CSV.")],
    round_id: Annotated[
        int, typer.Option("--round", min=1, help="The number in the address of the round's page.")
    ],
    username: Annotated[
        str, typer.Option("--as", help="The account that answers for what is entered.")
    ],
    source: Annotated[Source, typer.Option(help="Whose list it is.")] = Source.ORGANISATION,
    check: Annotated[
        bool, typer.Option("--check", help="Read and show the faults; take nothing in.")
    ] = False,
    corrected: Annotated[
        Path | None, typer.Option(help="Write the rows with faults to this Excel file.")
    ] = None,
) -> None:
    """Take a list of people into a round; exit 1 when rows were refused."""
    task = Task(file=file, round_id=round_id, source=source, username=username)
    try:
        refused = asyncio.run(_import(settings(), task, corrected, check=check))
    except DomainError as error:
        console.print(str(error), style="red")
        raise typer.Exit(2) from None
    raise typer.Exit(1 if refused else 0)


async def _import(own: Settings, task: Task, corrected: Path | None, *, check: bool) -> int:
    async with running(own) as runtime:
        reading = await read_file(runtime, task)
        for problem in reading.errors[:SHOWN_FAULTS]:
            console.print(line_of(problem), style="red", soft_wrap=True, markup=False)
        if len(reading.errors) > SHOWN_FAULTS:
            console.print(f"… {len(reading.errors) - SHOWN_FAULTS:,} more faults")
        refused = len(reading.rows) - len(reading.accepted)
        console.print(f"{len(reading.rows):,} rows read, {refused:,} to repair")
        if corrected is not None and reading.errors:
            _give_back(reading, corrected)
        if not check and reading.accepted:
            await _take_in(runtime, task, reading)
    return refused or len(reading.errors)


def _give_back(reading: ListReading, corrected: Path) -> None:
    corrected.write_bytes(corrected_workbook(reading, only_with_errors=True))
    console.print(f"The rows to repair are in {corrected}.")


async def _take_in(runtime: Runtime, task: Task, reading: ListReading) -> None:
    with Progress(*PROGRESS, console=console) as bar:
        shown = bar.add_task(f"{task.file.name}", total=len(reading.rows))
        result = await take_in(
            runtime, task, reading,
            lambda done, total: bar.update(shown, completed=done, total=total),
        )  # fmt: skip
    for outcome, rows in sorted(result.outcomes.items()):
        console.print(f"{outcome}: {rows:,}")


@app.command()
def rebuild(
    apply: Annotated[
        bool, typer.Option("--apply", help="Repair differences, in ranges, while serving.")
    ] = False,
) -> None:
    """Fold every event anew and compare with the projections; exit 1 on any difference."""
    raise typer.Exit(1 if asyncio.run(_rebuild(settings(), apply=apply)) and not apply else 0)


async def _rebuild(own: Settings, *, apply: bool) -> int:
    found = 0
    async with running(own) as runtime:
        with Progress(console=console) as progress:
            task = progress.add_task("Folding", total=None)
            async with runtime.db.worker.acquire() as tx:
                for ledger in ("person", "site"):
                    async for keys in all_keys(tx, ledger):
                        async with tx.transaction():
                            differences = await refold(
                                tx, runtime.kinds, runtime.vault, ledger, keys, apply=apply
                            )
                        for d in differences:
                            console.print(f"{d.table} {d.key}: {d.kind}")
                        found += len(differences)
                        progress.advance(task, len(keys))
    console.print(f"{found} differences{' repaired' if apply and found else ''}")
    return found


@app.command()
def doctor(
    reconcile_all: Annotated[
        bool, typer.Option("--reconcile", help="Recount everything from its source.")
    ] = False,
) -> None:
    """Check this installation; exit 1 on any difference."""
    if not reconcile_all:
        console.print("Use --reconcile to recount everything.")
        raise typer.Exit(2)
    findings = asyncio.run(_reconcile(settings()))
    for finding in findings[:200]:
        console.print(f"[red]{finding.check}[/]: {finding.subject}: {finding.detail}")
    console.print(f"{len(findings)} differences")
    raise typer.Exit(1 if findings else 0)


async def _reconcile(own: Settings) -> list[Finding]:
    async with running(own) as runtime:
        return await reconcile(runtime, console.print)


def settings() -> Settings:
    """Return the settings of a tool: from the environment, else those that `up` left behind."""
    own = read_settings()
    return own if own.dsn else start.settings_of_home(Path(os.environ.get("TIEMCHUNG_HOME", "var")))
