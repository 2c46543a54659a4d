"""Who works at a session, and with which devices."""

from uuid import UUID

from msgspec import Struct

RECEPTION, EXAMINATION, FIRST_TABLE = 0, 1, 2
"""Stations with a device of their own: reception (and release), examination, then each table."""

TABLES_WITH_DEVICE = 2


class Crew(Struct, frozen=True, kw_only=True):
    """The people of a site by what they do; injectors by table."""

    head: UUID
    reception: UUID
    nurse: UUID
    screener: UUID
    injectors: tuple[UUID, ...]
    observer: UUID
    storekeeper: UUID
    helper: UUID
    facility_head: UUID

    def injector(self, table: int) -> UUID:
        """Return who injects at a table, counted from 1."""
        return self.injectors[(table - 1) % len(self.injectors)]


def station_of_table(table: int) -> int:
    """Return the station whose device a table uses."""
    return FIRST_TABLE + (table - 1) % TABLES_WITH_DEVICE
