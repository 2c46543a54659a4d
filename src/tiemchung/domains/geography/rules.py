"""The dated rules in force, as every process holds them in memory (data-model 9)."""

from typing import Self

import msgspec

from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import decode_rule_set
from tiemchung.kernel.sql import Tx


class Rules:
    """Reference component: all rule sets of the database as one book."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book

    @classmethod
    async def load(cls, tx: Tx) -> Self:
        """Read every rule set; each says from when, where and on whose authority it holds."""
        rows = await tx.fetch("SELECT body FROM geography.rule_set ORDER BY rule_set_id")
        return cls(RuleBook([decode_rule_set(msgspec.json.encode(r["body"])) for r in rows]))
