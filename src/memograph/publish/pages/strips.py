"""Numbers by time as a strip of bars: where each stands, in per cent and pixels; a table is its twin. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from memograph.publish.pages import wording

#: Height of the highest bar in pixels, and of the line of captions below it.
HEIGHT, CAPTION = 72, 18

#: Months up to which each has a bar; of more, each year has one.
_MONTHS = 72

#: Captions that a strip has room for.
_CAPTIONS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year, in words as `label`, with its link.

    Args:
        x, width: place and width, in per cent of the strip.
        y, height: in pixels; a bar stands on the line at `HEIGHT`.
        caption: below it, empty for most.
    """

    label: str
    documents: int
    href: str
    x: str
    width: str
    y: int
    height: int
    caption: str


def strip(months: Mapping[str, int], link: Callable[[str], str]) -> tuple[Bar, ...]:
    """Bars of all months, or of all years where these are many, from the first to the last that has documents.

    Args:
        months: ``1961-06`` → documents.
        link: month or year → link.
    """
    found = {month: number for month, number in months.items() if month}
    if not found:
        return ()
    slots = list(_months(min(found), max(found)))
    if len(slots) > _MONTHS:
        slots = [str(year) for year in range(int(min(found)[:4]), int(max(found)[:4]) + 1)]
        found = {year: sum(n for month, n in found.items() if month[:4] == year) for year in slots}
    most, width = max(found.values()), 100 / len(slots)
    return tuple(
        _bar(slot, found[slot], most, (place * width, width), caption, link)
        for place, (slot, caption) in enumerate(zip(slots, _captions(slots), strict=True))
        if found.get(slot)
    )


def _months(first: str, last: str) -> Iterator[str]:
    """Months from the first to the last."""
    start, end = (int(each[:4]) * 12 + int(each[5:]) - 1 for each in (first, last))
    for number in range(start, end + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _captions(slots: list[str]) -> Iterator[str]:
    """The year below its first month, or below as many years as there is room for."""
    step = next(n for n in (1, 2, 5, 10, 25, 50, 100, 1000) if len(slots) <= n * _CAPTIONS)
    soon = any(slot.endswith("-01") for slot in slots[1 : len(slots) // 6 + 1])
    for place, slot in enumerate(slots):
        if len(slot) > 4:
            yield slot[:4] if slot.endswith("-01") or (place == 0 and not soon) else ""
        else:
            yield slot if int(slot) % step == 0 else ""


def _bar(
    slot: str, number: int, most: int, place: tuple[float, float], caption: str, link: Callable[[str], str]
) -> Bar:
    height = max(2, round(HEIGHT * number / most))
    x, width = place
    return Bar(wording.date(slot), number, link(slot), f"{x:.2f}%", f"{width:.2f}%", HEIGHT - height, height, caption)
