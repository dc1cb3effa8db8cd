"""The kinds of things, and the relations that need special care. Bottom of the model."""

from __future__ import annotations

from enum import StrEnum

CURATED = "curation"
"""Method of what a historian decided."""

DOC = "DOC"
"""Subject of a relation that speaks of the document itself (GUIDELINES.md, "One file per document")."""

#: Relations of the guidelines whose object is a literal in the gold form; the ontology folder may add others.
LITERAL_RELATIONS = frozenset({"dated", "classified", "cites", "holdsPost"})

#: Relations that hold both ways and are written once.
SYMMETRIC_RELATIONS = frozenset({"metWith"})


class Kind(StrEnum):
    """The kinds of thing that have an IRI of their own; the value is the path segment."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    EVENT = "event"
    AGREEMENT = "agreement"
    POST = "post"
    TOPIC = "topic"
    DOCUMENT = "document"
    STATEMENT = "statement"
    DECISION = "decision"


class EntityType(StrEnum):
    """Entity types of GUIDELINES.md."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    EVENT = "Event"
    AGREEMENT = "Agreement"

    @property
    def kind(self) -> Kind:
        """The kind in the IRI of an entity of this type."""
        return Kind(self.value.lower())
