"""Country packs: units, facilities, products, rules and figures that a country brings.

A leaf of the product: it knows no database and imports no domain. Domains take its Structs when
the pack is loaded, and the rule Structs again when they interpret rules from the database.
"""

from tiemchung.country.errors import PackError
from tiemchung.country.facilities import FacilitySeed
from tiemchung.country.figures import DailyFigure
from tiemchung.country.pack import Pack, RuleFile, read_pack
from tiemchung.country.products import Product
from tiemchung.country.rulebook import RuleBook, RulesOfDay
from tiemchung.country.rules import (
    AnyRuleSet,
    DoseKind,
    Outcome,
    RuleRef,
    RuleSet,
    decode_rule_set,
    rule_set_hash,
)
from tiemchung.country.units import (
    NATION,
    UNKNOWN_UNIT,
    AgeBand,
    Level,
    Population,
    RegionMember,
    Succession,
    UnitPoint,
    UnitVersion,
)
from tiemchung.country.values import Authority, Text

__all__ = [
    "NATION",
    "UNKNOWN_UNIT",
    "AgeBand",
    "AnyRuleSet",
    "Authority",
    "DailyFigure",
    "DoseKind",
    "FacilitySeed",
    "Level",
    "Outcome",
    "Pack",
    "PackError",
    "Population",
    "Product",
    "RegionMember",
    "RuleBook",
    "RuleFile",
    "RuleRef",
    "RuleSet",
    "RulesOfDay",
    "Succession",
    "Text",
    "UnitPoint",
    "UnitVersion",
    "decode_rule_set",
    "read_pack",
    "rule_set_hash",
]
