"""A country pack: everything one country brings, read part by part when it is asked for."""

from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from tiemchung.country.documents import read_document, shape
from tiemchung.country.errors import PackError
from tiemchung.country.facilities import FacilitySeed
from tiemchung.country.figures import DailyFigure
from tiemchung.country.products import Product, ProductFile
from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import AnyRuleSet, canonical, read_rule_set
from tiemchung.country.tables import read_table
from tiemchung.country.units import (
    AgeBand,
    Population,
    RegionMember,
    Succession,
    UnitPoint,
    UnitVersion,
)
from tiemchung.country.values import Text

Row = TypeVar("Row", bound=Struct)

DAILY_FIGURES = "figures/national_daily.csv"


class PackInfo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who the pack is for. `format` is the version of this layout; readers know 1."""

    format: int
    country: str
    name: Text
    time_zone: str
    languages: tuple[str, ...]


class SourceRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a file of the pack comes from, under what licence, and what was checked.

    `credit` is how the source wants to be named wherever its figures are shown.
    """

    file: str
    source: str
    licence: str
    checked: str
    credit: str | None = None


class SourceFile(Struct, frozen=True, forbid_unknown_fields=True):
    file: tuple[SourceRow, ...]


class SealedRule(Struct, frozen=True):
    """The hash under which a rule set was committed; it never changes again."""

    id: str
    hash: str


class RuleFile(Struct, frozen=True):
    """A rule set, its canonical document (JSON) and the path of its file in the pack."""

    rules: AnyRuleSet
    document: bytes
    path: str


class Pack:
    """A country pack on disk. Every part is read once, on first use, and never changes.

    Any part raises PackError (file, line, column) when it cannot be read. Cross references are
    looked at by `check.faults`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def info(self) -> PackInfo:
        info = self._document("pack.toml", PackInfo)
        if info.format != 1:
            raise PackError(self.root / "pack.toml", "only format 1 is known", column="format")
        return info

    @cached_property
    def units(self) -> tuple[UnitVersion, ...]:
        """All unit versions, parents before children."""
        return self._table("units/unit.csv", UnitVersion)

    @cached_property
    def unit(self) -> dict[int, UnitVersion]:
        return {u.id: u for u in self.units}

    @cached_property
    def successions(self) -> tuple[Succession, ...]:
        return self._table("units/succession.csv", Succession)

    @cached_property
    def region_members(self) -> tuple[RegionMember, ...]:
        return self._table("units/region_member.csv", RegionMember)

    @cached_property
    def unit_points(self) -> tuple[UnitPoint, ...]:
        return self._table("units/point.csv", UnitPoint)

    @cached_property
    def populations(self) -> tuple[Population, ...]:
        return self._table("units/population.csv", Population)

    @cached_property
    def age_bands(self) -> tuple[AgeBand, ...]:
        return self._table("units/age_band.csv", AgeBand)

    @cached_property
    def facilities(self) -> tuple[FacilitySeed, ...]:
        """All facilities and authorities, parents and suppliers before those they serve."""
        return self._table("facilities/facility.csv", FacilitySeed)

    @cached_property
    def daily_figures(self) -> tuple[DailyFigure, ...]:
        return self._table(DAILY_FIGURES, DailyFigure)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        return self._document("products/product.toml", ProductFile).product

    @cached_property
    def rule_files(self) -> tuple[RuleFile, ...]:
        """Every file under rules/, in the order of its path."""
        return tuple(_rule_file(p, self.root) for p in sorted(self.root.glob("rules/*/*.toml")))

    @cached_property
    def rule_sets(self) -> tuple[AnyRuleSet, ...]:
        return tuple(f.rules for f in self.rule_files)

    @cached_property
    def rule_book(self) -> RuleBook:
        return RuleBook(self.rule_sets)

    @cached_property
    def sealed_rules(self) -> tuple[SealedRule, ...]:
        return self._table("rules/SEALED.csv", SealedRule)

    @cached_property
    def sources(self) -> tuple[SourceRow, ...]:
        return self._document("SOURCES.toml", SourceFile).file

    def credit_of(self, file: str) -> str | None:
        """Return how the source of a file wants to be named."""
        return next((s.credit for s in self.sources if s.file == file), None)

    def _table(self, name: str, row: type[Row]) -> tuple[Row, ...]:
        return read_table(self.root / name, row)

    def _document(self, name: str, kind: type[Row]) -> Row:
        tree, text = read_document(self.root / name)
        return shape(self.root / name, tree, text, partial(msgspec.convert, type=kind))


def _rule_file(path: Path, root: Path) -> RuleFile:
    tree, text = read_document(path)
    rules = shape(path, tree, text, read_rule_set)
    return RuleFile(rules, canonical(tree), path.relative_to(root).as_posix())


def read_pack(country: str = "vn") -> Pack:
    """Open the pack of a country by its folder name; raises PackError when there is none."""
    root = Path(__file__).parent / country
    if not (root / "pack.toml").is_file():
        raise PackError(root, "there is no country pack of this name")
    return Pack(root)
