"""Geometry of the charts that are drawn on the server, in a box of 100 x 100 without text.

Text stands beside the drawing as HTML or in units of the page, so it never shrinks on a phone.
A value of None is not known: it breaks a line and leaves a hole on a map, and is never a zero.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

BOX = 100.0
HOLE = "none"


class Segment(Struct, frozen=True):
    """One part of a stacked bar: start and width in per cent of the whole."""

    start: float
    width: float
    share: float


class Scale(Struct, frozen=True):
    """A vertical axis from zero to `top`, with its ticks from the lowest to the highest."""

    top: float
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Return the height of a value, counted from the upper edge."""
        return round(BOX - BOX * value / self.top, 2)


NOTHING = 1e-6
"""What is drawn is a count or a share; less is none, and the least numbers have no logarithm."""


def nice_scale(values: Iterable[float | None], steps: int = 3) -> Scale:
    """Choose ticks at 1, 2, 2.5 or 5 times a power of ten that cover the values."""
    highest = max((value for value in values if value is not None), default=0)
    rough = highest / steps
    if rough < NOTHING:
        return Scale(top=1.0, ticks=(0.0, 1.0))
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    count = math.ceil(highest / step)
    return Scale(top=step * count, ticks=tuple(step * i for i in range(count + 1)))


def lines(values: Sequence[float | None], scale: Scale) -> list[str]:
    """Return SVG path data, one for each run of known values; a lone value is a dot."""
    gap = BOX / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((round(place * gap, 2), scale.y(value)))
    return [_path(run if len(run) > 1 else run * 2) for run in runs if run]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def areas(values: Sequence[float | None], scale: Scale) -> list[str]:
    """Return the same runs closed down to the axis, for the tint under a line."""
    closed: list[str] = []
    for run in lines(values, scale):
        points = run[1:].split("L")
        first, last = points[0].split(" ")[0], points[-1].split(" ")[0]
        closed.append(f"M{first} {BOX:g}L{'L'.join(points)}L{last} {BOX:g}z")
    return closed


def stack(values: Sequence[float]) -> list[Segment]:
    """Lay values end to end on a bar of 100 per cent."""
    total = sum(values)
    if total <= 0:
        return [Segment(0.0, 0.0, 0.0) for _ in values]
    edges = [0.0]
    for value in values:
        edges.append(edges[-1] + value)
    return [
        Segment(round(a / total * BOX, 3), round((b - a) / total * BOX, 3), (b - a) / total)
        for a, b in pairwise(edges)
    ]


def share(value: float | None, of: float) -> float:
    """Return the length of a bar in per cent, never outside the box."""
    return 0.0 if value is None or of <= 0 else round(min(1.0, max(0.0, value / of)) * BOX, 2)


def map_class(value: float | None, bounds: Sequence[float]) -> str:
    """Return the class of an area: `0` below the first bound up to `4`, `none` when unknown."""
    return HOLE if value is None else str(sum(value >= bound for bound in bounds))
