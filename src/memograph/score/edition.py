"""The editors' own markup as a second gold: TEI with its ``persName`` taken away, annotated, and compared with it.

Beside figures.py. The editors mark the people of the volume's list of persons, and no others, so a name that only we
mark may still be right: precision here is a lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from memograph.model import AnnotatedDocument, Document, EntityType, Span
from memograph.score.figure import Figure
from memograph.score.figures import Figures

#: Who a name of the volume's list of persons is: slugs of authority entries.
Identify = Callable[[str], Iterable[str]]


def without_markup(document: Document) -> Document:
    """The document as if the editors had marked no person, place, term or date; the list of persons stays."""
    return replace(document, markup=())


def edition_figures(annotated: Iterable[tuple[Document, AnnotatedDocument]], identify: Identify) -> Figures:
    """Names found and people identified, against the markup of the documents as they were read.

    Args:
        annotated: each document with the annotation of it `without_markup`.
    """
    spans = people = [0, 0, 0]
    for document, found in annotated:
        spans = [a + b for a, b in zip(spans, _spans(document, found), strict=True)]
        people = [a + b for a, b in zip(people, _people(document, found, identify), strict=True)]
    return {"edition names": Figure(*spans), "edition identity": Figure(*people)}


def _spans(document: Document, found: AnnotatedDocument) -> tuple[int, int, int]:
    wanted, ours = {span for span, _ in _marked(document)}, set(_named(found))
    return len(wanted & ours), len(ours), len(wanted)


def _people(document: Document, found: AnnotatedDocument, identify: Identify) -> tuple[int, int, int]:
    """Names that we found too: is the entity the person of the list that the editors point to?"""
    listed = {person.key: person.name for person in document.persons}
    ours = _named(found)
    wanted = [(span, listed[key]) for span, key in _marked(document) if key in listed]
    compared = [(ours[span], name) for span, name in wanted if span in ours]
    right = sum(entity in set(identify(name)) for entity, name in compared)
    return right, len(compared), len(wanted)


def _marked(document: Document) -> list[tuple[Span, str | None]]:
    return [(mark.span, mark.target) for mark in document.markup if mark.tag == "persName"]


def _named(found: AnnotatedDocument) -> dict[Span, str]:
    return {m.span: m.entity for m in found.mentions if m.type is EntityType.PERSON and m.kind == "name"}
