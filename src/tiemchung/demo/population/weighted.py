"""Drawing from weighted choices, quickly and the same for the same seed."""

from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Choices with weights; weights below or at zero are never drawn."""

    def __init__(self, choices: Iterable[tuple[T, float]]) -> None:
        kept = [(choice, weight) for choice, weight in choices if weight > 0]
        self._choices = [choice for choice, _ in kept]
        self._sums = list(accumulate(weight for _, weight in kept))

    def draw(self, rng: Random) -> T:
        """Draw one choice."""
        return self._choices[bisect(self._sums, rng.random() * self._sums[-1])]

    def __len__(self) -> int:
        return len(self._choices)
