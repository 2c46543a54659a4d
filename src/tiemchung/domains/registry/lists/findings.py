"""What is found wrong in one row while its fields are read."""

from typing import Final

from tiemchung.domains.registry.identity_documents import mask_number
from tiemchung.domains.registry.lists.cells import column_letter
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import Field, RowProblem, Severity

_MASKED: Final = frozenset({Field.DOCUMENT, Field.PASSPORT, Field.HEALTH_CARD, Field.PHONE})
_SHOWN: Final = 60


class Findings:
    """Collects the problems and proposals of one row; columns are counted from 0, -1 is the row."""

    def __init__(self, sheet: str, row: int) -> None:
        self.sheet = sheet
        self.row = row
        self.problems: list[RowProblem] = []
        self.proposals: list[tuple[str, str]] = []

    def error(
        self,
        code: Code,
        column: int = -1,
        field: Field | None = None,
        value: str = "",
        other: str = "",
    ) -> None:
        """Note what keeps the row out."""
        self._add(Severity.ERROR, code, column, field, value, other)

    def warn(
        self,
        code: Code,
        column: int = -1,
        field: Field | None = None,
        value: str = "",
        other: str = "",
    ) -> None:
        """Note what somebody should look at."""
        self._add(Severity.WARNING, code, column, field, value, other)

    def propose(self, column: int, value: str) -> None:
        """Offer a value that would repair a cell."""
        self.proposals.append((column_letter(column), value))

    def _add(
        self,
        severity: Severity,
        code: Code,
        column: int,
        field: Field | None,
        value: str,
        other: str,
    ) -> None:
        shown = mask_number(value) if field in _MASKED else value
        if len(shown) > _SHOWN:
            shown = shown[:_SHOWN] + "…"
        self.problems.append(
            RowProblem(
                severity=severity,
                code=code,
                sheet=self.sheet,
                row=self.row,
                column=column_letter(column) if column >= 0 else "",
                field=field,
                value=shown,
                other=other,
            )
        )

    @property
    def has_error(self) -> bool:
        """Tell whether the row is kept out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)
