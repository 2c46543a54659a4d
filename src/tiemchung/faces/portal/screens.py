"""What public pages read across domains: published views alone; see screens.sql."""

from datetime import date

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Unit(Struct, frozen=True):
    """A unit version as the public sees it."""

    unit_id: int
    level: str
    code: str
    name: str
    name_en: str
    parent_id: int | None
    population: int | None


class FigureDay(Struct, frozen=True):
    """One figure of one unit on one day."""

    unit_id: int
    figure: str
    day: date
    amount: int


class DayAmount(Struct, frozen=True):
    """An amount of one unit on one day."""

    unit_id: int
    day: date
    amount: int


class NumberAmount(Struct, frozen=True):
    """Doses of one unit by number; 3 stands for the third and later ones."""

    unit_id: int
    number: int
    amount: int


class ProductAmount(Struct, frozen=True):
    """Doses of one unit by product."""

    unit_id: int
    product_id: int
    amount: int


class FigureAmount(Struct, frozen=True):
    """One figure of one unit."""

    unit_id: int
    figure: str
    amount: int


class ProductName(Struct, frozen=True):
    """A product's short name."""

    product_id: int
    name: str


class ProductOfCode(Struct, frozen=True):
    """What a product is called that a certificate names by a code."""

    name: str
    holder: str


class NationalDay(Struct, frozen=True):
    """Cumulative doses that the nation announced, and who says so; None: a day without a row."""

    day: date
    total_doses: int | None
    source: str | None


@sql
async def unit(tx: Tx, *, unit_id: int) -> Unit | None: ...


@sql
async def nation(tx: Tx) -> Unit | None: ...


@sql
async def units_above(tx: Tx, *, unit_id: int) -> list[Unit]: ...


@sql
async def units_below(tx: Tx, *, unit_id: int, level: str, day: date) -> list[Unit]: ...


@sql
async def by_day(tx: Tx, *, level: str, units: list[int]) -> list[FigureDay]: ...


@sql
async def doses_by_number(tx: Tx, *, level: str, units: list[int]) -> list[NumberAmount]: ...


@sql
async def doses_by_product(tx: Tx, *, level: str, units: list[int]) -> list[ProductAmount]: ...


@sql
async def totals(tx: Tx, *, level: str, units: list[int]) -> list[FigureAmount]: ...


@sql
async def allocated(tx: Tx, *, level: str) -> list[DayAmount]: ...


@sql
async def received(tx: Tx, *, level: str) -> list[DayAmount]: ...


@sql
async def product_names(tx: Tx) -> list[ProductName]: ...


@sql
async def product_by_code(tx: Tx, *, code: str) -> ProductOfCode | None: ...


@sql
async def national_daily(tx: Tx, *, until: date) -> list[NationalDay]: ...


@sql
async def late_figures(tx: Tx) -> int: ...
