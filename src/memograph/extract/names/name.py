"""What finding names hands on: a stretch of text, its type, and who says so. The contract of `finder` with linking."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.model import EntityType, Span

_SUFFIXES = frozenset({"Jr", "Sr", "II", "III"})


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of text that names something, or is proposed to.

    Args:
        method: the source that proposes it, one of `memograph.extract.names.sources.SOURCES`.
        slug: its authority entry, where the surface alone decides.
        key: xml:id in the volume's list of persons or terms, where the editors gave one.
        confidence: calibrated probability that span and type are right, 0 to 1; 1 until it has been weighed.
    """

    span: Span
    type: EntityType
    method: str
    slug: str | None = None
    key: str | None = None
    confidence: float = 1.0


def surname_of(name: str) -> str:
    """The last word of a name that is no suffix: ``William P. Clark, Jr.`` → ``Clark``."""
    words = [w for w in name.replace(",", " ").split() if w.rstrip(".") not in _SUFFIXES]
    return words[-1] if words else ""
