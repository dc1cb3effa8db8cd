"""Links to the same list or search, narrower, wider or in another order. Shown by the macro `choices`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One such link; how many results it has where that is known."""

    text: str
    href: str
    results: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values; `more` are behind a click."""

    name: str
    values: tuple[Choice, ...]
    more: tuple[Choice, ...]
