"""How well the reader of lists does: every row of a list against what is true of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct, field

from tiemchung.demo.population.list_rows import Truth
from tiemchung.demo.population.organisations import OrganisationList
from tiemchung.domains.registry.lists.model import ListReading, ListRow, Severity


class Grade(Struct):
    """Rows graded, what went wrong how often, and rows and errors by habit of the office."""

    rows: int = 0
    wrong: Counter[str] = field(default_factory=Counter[str])
    silent: Counter[str] = field(default_factory=Counter[str])
    habits: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def accuracy(self) -> float:
        """The share of rows that were read exactly as they are."""
        return 1 - self.wrong.total() / self.rows

    def add(self, sent: OrganisationList, reading: ListReading) -> None:
        """Grade one list; a row that is read although nobody stands there is wrong too."""
        rows = {(row.sheet, row.row): row for row in reading.rows}
        for expected in sent.expected:
            row = rows.pop((expected.sheet, expected.row), None)
            fault = _fault(expected.truth, row)
            self.rows += 1
            for habit in sent.dialect.habits():
                self.habits[habit][0] += 1
                self.habits[habit][1] += bool(fault)
            if fault:
                self.wrong[fault] += 1
                if row and not row.problems:
                    self.silent[fault] += 1
        self.wrong["nobody there"] += len(rows)


def _fault(truth: Truth, row: ListRow | None) -> str:
    """Name what is wrong with a row, or ""."""
    if row is None:
        return "not read"
    if truth.twice:
        return "" if row.duplicate_of else "twice not seen"
    codes = {str(p.code) for p in row.problems if p.severity is Severity.ERROR}
    if truth.fault:
        return "" if truth.fault in codes and not row.accepted else f"missed {truth.fault}"
    if codes:
        return "refused " + ",".join(sorted(codes))
    return _difference(truth, row)


def _difference(truth: Truth, row: ListRow) -> str:
    person = row.person
    documents = tuple((str(d.kind), d.normal) for d in person.documents)
    pairs: Iterable[tuple[str, object, object]] = (
        ("name", person.name, truth.name),
        ("birth", person.birth, truth.birth),
        ("sex", person.sex, truth.sex),
        ("phone", person.phone, truth.phone),
        ("document", documents, truth.documents),
        ("ward", person.ward_code, truth.ward),
    )
    return next((name for name, read, true in pairs if read != true), "")
