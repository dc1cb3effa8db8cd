"""What a relation's end is; beside reading.py, so that the modules that reading uses can speak of people too."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.model import EntityType


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity that a relation speaks of: type and slug; it need not be mentioned (a state behind a demonym)."""

    type: EntityType
    slug: str
