"""The population register as this product asks it, and a file that stands in for it.

The register answers whether a number exists and which of the stated facts differ; it never hands
out what it holds. A stand-in file is a CSV or JSON Lines file of the operator's (or the demo's)
with the columns `number`, `full_name`, `birth_date` (2021-07-15, 2021-07 or 2021) and `sex`.
"""

import asyncio
import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, Protocol
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.domains.registry.birth import Birth, Precision
from tiemchung.domains.registry.names import AccentEvidence, accent_evidence, fold_name

Result = Literal["matched", "mismatched", "not_found"]

FULL_NAME, BIRTH_DATE, SEX = "full_name", "birth_date", "sex"
"""The facts that may differ, in the order in which they are named."""


class Question(Struct, frozen=True, kw_only=True):
    """One person's stated facts; `number` is a personal number or CMND in its normal form."""

    person_id: UUID
    number: str
    full_name: str
    birth: Birth | None
    sex: str


class Answer(Struct, frozen=True):
    """What the register says; `differing` names facts where the number exists but they differ."""

    result: Result
    differing: tuple[str, ...] = ()


class PopulationRegister(Protocol):
    """A population register; answers come in the order of the questions."""

    @property
    def name(self) -> str:
        """What the register is called in events and on pages."""
        ...

    async def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer a set of questions; raises RegisterUnavailable when it cannot now."""
        ...


class RegisterUnavailable(Exception):
    """The register gives no answers now; the batch waits and is tried again."""


class RegisterEntry(Struct, frozen=True):
    """One person of the register."""

    number: str
    full_name: str
    birth_date: str = ""
    sex: str = ""


class FileRegister:
    """A stand-in register read from one file; the file is read again when it has changed."""

    def __init__(self, path: Path, *, name: str = "stand-in") -> None:
        self._path = path
        self._name = name
        self._read_at: float | None = None
        self._entries: dict[str, RegisterEntry] = {}

    @property
    def name(self) -> str:
        """What the stand-in is called."""
        return self._name

    async def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer from the file; raises RegisterUnavailable when it is missing or unreadable."""
        await asyncio.to_thread(self._refresh)
        return [compare(q, self._entries.get(q.number)) for q in questions]

    def _refresh(self) -> None:
        try:
            changed_at = self._path.stat().st_mtime
            if changed_at != self._read_at:
                self._entries = {e.number: e for e in read_entries(self._path)}
                self._read_at = changed_at
        except (OSError, ValueError, KeyError, csv.Error) as error:
            raise RegisterUnavailable(f"{self._path.name}: {type(error).__name__}") from error


def read_entries(path: Path) -> Iterator[RegisterEntry]:
    """Read a stand-in file by its ending: `.jsonl` has one object a line, all else is CSV.

    Raises ValueError (msgspec's or our own) or KeyError for a file of another shape.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from _json_lines(file) if path.suffix == ".jsonl" else _csv(file)


def _json_lines(lines: Iterable[str]) -> Iterator[RegisterEntry]:
    for line in lines:
        if line.strip():
            yield msgspec.json.decode(line, type=RegisterEntry)


def _csv(lines: Iterable[str]) -> Iterator[RegisterEntry]:
    for row in csv.DictReader(lines):
        yield RegisterEntry(
            row["number"].strip(), row["full_name"], row["birth_date"].strip(), row["sex"].strip()
        )


def compare(question: Question, entry: RegisterEntry | None) -> Answer:
    """Compare stated facts with an entry, as far as both sides know them.

    Capitals and tone placement do not count; accents count only where both sides write them.
    """
    if entry is None:
        return Answer("not_found")
    differing: list[str] = []
    if not _same_name(question.full_name, entry.full_name):
        differing.append(FULL_NAME)
    held = _birth(entry.birth_date)
    if held is None or question.birth is None or not question.birth.could_be(held):
        differing.append(BIRTH_DATE)
    if question.sex in ("male", "female") and entry.sex and question.sex != entry.sex:
        differing.append(SEX)
    return Answer("mismatched", tuple(differing)) if differing else Answer("matched")


def _same_name(stated: str, held: str) -> bool:
    if fold_name(stated) != fold_name(held):
        return False
    return accent_evidence(stated, held) is not AccentEvidence.DIFFERENT


def _birth(written: str) -> Birth | None:
    """Read 2021-07-15, 2021-07 or 2021; anything else is not known."""
    parts = written.split("-")
    precisions: dict[int, Precision] = {1: "year", 2: "month", 3: "day"}
    try:
        year, month, day = (*map(int, parts), 1, 1)[:3]
        return Birth(date(year, month, day), precisions[len(parts)])
    except (ValueError, KeyError):
        return None
