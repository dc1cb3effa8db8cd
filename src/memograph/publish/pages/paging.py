"""Pages of a long list: which there are before and after this one, and their links. The macro `pager` shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list one is, counted from 1; `previous` and `next` are links, None where there is none."""

    page: int
    pages: int
    previous: str | None
    next: str | None


def pager(number: int, total: int, size: int, link: Callable[[int], str]) -> Pager:
    """The pager of a list of `total` items, `size` a page.

    Args:
        link: number of a page → its link.
    """
    last = max(1, -(-total // size))
    before, after = min(number - 1, last), number + 1
    return Pager(number, last, link(before) if before >= 1 else None, link(after) if after <= last else None)
