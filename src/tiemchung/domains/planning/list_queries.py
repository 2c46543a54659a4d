"""The statements about lists of candidates; see list_queries.sql."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class CandidateList(Struct, frozen=True):
    """A list with its source and figures."""

    list_id: UUID
    round_id: int | None
    source: str
    organisation_id: UUID | None
    province_id: int | None
    ward_id: int | None
    name: str
    file_name: str | None
    state: str
    rows_read: int
    rows_accepted: int
    rows_refused: int
    entered_by: UUID | None
    entered_at: datetime


class UploadFound(Struct, frozen=True):
    """A list that the same file has made before."""

    list_id: UUID
    name: str
    state: str
    entered_at: datetime


class RowPlace(Struct, frozen=True):
    """Where a row stands in its file."""

    sheet: str
    row: int


class ListRowKept(Struct, frozen=True):
    """What became of a row: an outcome, who it is, and the codes of its problems."""

    sheet: str
    row: int
    outcome: str
    person_id: UUID | None
    problems: list[dict[str, Any]]


class OutcomeCount(Struct, frozen=True):
    """How many rows of a list came to an outcome."""

    outcome: str
    rows: int


@sql
async def add_organisation(
    tx: Tx,
    *,
    organisation_id: UUID,
    name: str,
    tax_code: str | None,
    ward_id: int | None,
    district_id: int | None,
    province_id: int | None,
    contact_staff_id: UUID | None,
    created_at: datetime,
) -> None: ...


@sql
async def standing_list(
    tx: Tx, *, round_id: int | None, source: str, province_id: int | None, ward_id: int | None
) -> UUID | None: ...


@sql
async def add_standing_list(
    tx: Tx,
    *,
    list_id: UUID,
    round_id: int | None,
    source: str,
    province_id: int | None,
    ward_id: int | None,
    name: str,
    entered_by: UUID | None,
    entered_at: datetime,
) -> None: ...


@sql
async def add_upload(
    tx: Tx,
    *,
    list_id: UUID,
    round_id: int,
    source: str,
    organisation_id: UUID | None,
    province_id: int,
    ward_id: int | None,
    name: str,
    file_name: str,
    file_digest: bytes,
    entered_by: UUID,
    entered_at: datetime,
) -> UUID | None: ...


@sql
async def upload_with_digest(
    tx: Tx, *, round_id: int, file_digest: bytes
) -> UploadFound | None: ...


@sql
async def list_of(tx: Tx, *, list_id: UUID) -> CandidateList | None: ...


@sql
async def lists_of_round(tx: Tx, *, round_id: int, source: str | None) -> list[CandidateList]: ...


@sql
async def set_list_state(tx: Tx, *, list_id: UUID, state: str) -> None: ...


@sql
async def count_rows(tx: Tx, *, list_id: UUID) -> None: ...


@sql
async def add_rows(
    tx: Tx,
    *,
    list_id: UUID,
    sheets: list[str],
    rows: list[int],
    outcomes: list[str],
    people: list[UUID | None],
    problems: list[str],
) -> None: ...


@sql
async def rows_done(tx: Tx, *, list_id: UUID) -> list[RowPlace]: ...


@sql
async def rows_of_list(
    tx: Tx, *, list_id: UUID, outcome: str | None, page_size: int, skipped: int
) -> list[ListRowKept]: ...


@sql
async def outcomes_of_list(tx: Tx, *, list_id: UUID) -> list[OutcomeCount]: ...
