"""The five classes of a map: bounds that people can read aloud."""

import math
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

BOUNDS = 4
STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def round_down(value: float) -> float:
    """Return the largest readable number (1, 1.5, 2, 2.5 ... times a power of ten) not above it."""
    power = 10.0 ** math.floor(math.log10(value))
    best = max(step for step in STEPS if step * power <= value * (1 + 1e-9))
    return round(best * power, 10)


def choose_bounds(values: Iterable[float | None], *, least: float = 0.0) -> tuple[float, ...]:
    """Choose four rising bounds so that the areas spread over the classes.

    They follow the quantiles of what is known, rounded; with too few different values they rise by
    doubling, so there are always four. None is below `least` (1 for counts, 0.01 for shares).
    """
    known = sorted(max(v, least) for v in values if v is not None and v > 0)
    bounds: list[float] = []
    for i in range(1, BOUNDS + 1):
        if not known:
            break
        bound = round_down(known[min(len(known) - 1, i * len(known) // (BOUNDS + 1))])
        if not bounds or bound > bounds[-1]:
            bounds.append(bound)
    while len(bounds) < BOUNDS:
        bounds.append(round(bounds[-1] * 2, 10) if bounds else least or 1.0)
    return tuple(bounds)


class Shown(Struct, frozen=True):
    """A measure of a map: its values by code of unit, the bounds of its classes."""

    values: dict[str, float | None]
    bounds: tuple[float, ...]
    kind: Literal["number", "percent"]
