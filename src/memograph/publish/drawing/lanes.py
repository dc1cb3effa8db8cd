"""Things in time: bars for what is known to a bin (a month, a year), lines for what may be spread over several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """Bins side by side: the first of them, how many, where they begin and how wide each is.

    Args:
        size: letters of an ISO date that make a bin: 4 for years, 7 for months.
    """

    first: int
    bins: int
    left: float
    step: float
    size: int

    @property
    def right(self) -> float:
        """Where the last bin ends, and a little more, so that what goes on beyond it can be told from what ends."""
        return self.left * 2 + self.bins * self.step

    def x(self, bin_: str) -> float:
        """Where a bin begins: ``1961-06``."""
        return round(self.left + (number(bin_) - self.first) * self.step, 1)

    def name(self, at: int) -> str:
        """The bin at this place, from 0."""
        year, month = divmod(self.first + at, 12) if self.size == 7 else (self.first + at, 0)
        return f"{year:04}-{month + 1:02}" if self.size == 7 else f"{year:04}"


def number(bin_: str) -> int:
    """A bin as a whole number, one more than the bin before: months count on through the years."""
    return int(bin_) if len(bin_) == 4 else int(bin_[:4]) * 12 + int(bin_[5:7]) - 1


def axis(bins: Iterable[str], left: float, width: float) -> Axis:
    """The bins from the first of these to the last, on so much room; at least one must be given."""
    named = list(bins)
    numbers = [number(each) for each in named]
    count = max(numbers) - min(numbers) + 1
    return Axis(min(numbers), count, left, min(width / count, 60.0), len(named[0]))


def rows(spans: Sequence[tuple[float, float]], gap: float = 4) -> tuple[int, ...]:
    """A row for each span from left to right, so that none meets another in its row; given in order of their left."""
    ends: list[float] = []
    found = []
    for left, right in spans:
        row = next((n for n, end in enumerate(ends) if end + gap <= left), len(ends))
        ends[row:] = [right, *ends[row + 1 :]]
        found.append(row)
    return tuple(found)


def height(times: int, most: int, room: float) -> float:
    """How high a bar is; what is there at all can be seen."""
    return round(max(1.5, room * times / most), 1)
