"""`tiemchung import`: a list of people from a file into a round, read and taken in as pages do.

For an operator with a shell: a register handed over by a province, a list too large to upload.
The rows are read, judged and registered by the same code as an upload in the back office; one that
was cut off is gone on with when the same file is given again.
"""

from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity import service as identity
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import OpenUpload
from tiemchung.domains.planning.service.imports import ImportOrder, ImportResult
from tiemchung.domains.registry.lists.model import ListReading, RowProblem
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.kernel.db import transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION
from tiemchung.runtime import Runtime

Progress = Callable[[int, int], None]


class Source(StrEnum):
    """Whose lists come as files."""

    ORGANISATION = "organisation"
    WARD = "ward"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    ARMY = "army"
    POLICE = "police"


class Task(Struct, frozen=True, kw_only=True):
    """Which file is taken into which round, and who answers for it."""

    file: Path
    round_id: int
    source: Source
    username: str


async def read_file(runtime: Runtime, task: Task) -> ListReading:
    """Read a list against the units and rules of the round's province.

    Raises OSError for a file that cannot be read, NotFound for a round that is not there.
    """
    content = task.file.read_bytes()
    async with transaction(runtime.db.worker, NATION) as tx:
        found = await planning.find_round(tx, task.round_id)
        rules = await planning.reading_rules(
            tx, found.province_id, today=runtime.clock.today(),
            book=runtime.reference.current.of(Rules).book,
        )  # fmt: skip
    return read_list(content, task.file.name, rules=rules)


async def take_in(
    runtime: Runtime, task: Task, reading: ListReading, progress: Progress
) -> ImportResult:
    """Register the accepted rows and list them for the round.

    Raises CannotList when the same file made a list before, NotFound for an unknown account.
    """
    now = runtime.clock.now()
    async with transaction(runtime.db.worker, NATION) as tx:
        found = await planning.find_round(tx, task.round_id)
        actor_id = await identity.find_by_username(tx, task.username)
        list_id = await planning.open_upload(
            tx,
            OpenUpload(
                list_id=uuid7(), round_id=task.round_id, source=task.source.value,
                province_id=found.province_id, name=task.file.name[:160],
                file_name=task.file.name[-200:],
                file_digest=sha256(task.file.read_bytes()).digest(),
            ),
            actor_id=actor_id, now=now,
        )  # fmt: skip
    order = ImportOrder(list_id=list_id, actor_id=actor_id, at=now)
    return await planning.import_list(
        runtime.db.worker, runtime.intake, runtime.vault, reading, order, progress=progress
    )


def line_of(problem: RowProblem) -> str:
    """Say where a problem stands and what to do about it; numbers in it are masked."""
    return f"{problem.sheet}!{problem.column}{problem.row or ''}: {problem.message}"
