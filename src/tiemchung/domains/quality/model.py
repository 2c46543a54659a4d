"""What quality tells others: batches and what the register said."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class Batch(Struct, frozen=True):
    """A batch as the back office lists it."""

    batch_id: UUID
    unit_id: int
    unit_name: str
    requested_at: datetime
    state: str
    sent: int
    matched: int
    mismatched: int
    not_found: int
    register: str
    answered_at: datetime | None


class LatestResult(Struct, frozen=True):
    """What the register last said of one person."""

    result: str
    differing: list[str]
    answered_at: datetime
