"""Who issues a paper: the two lines at the upper left of every Vietnamese official document."""

from msgspec import Struct


class Letterhead(Struct, frozen=True, kw_only=True):
    """`superior` (may be empty) above `unit`, as decree 30/2020/NĐ-CP lays them out."""

    superior: str
    unit: str
