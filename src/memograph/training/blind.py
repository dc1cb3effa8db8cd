"""How a document is seen of which nothing may know: weights of its fold, and an authority file that forgets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from memograph.authority.index import Authority
from memograph.extract.annotate import Annotator
from memograph.extract.language import plain
from memograph.extract.surfaces import Known, Surfaces
from memograph.model import AnnotatedDocument, EntityType
from memograph.training.lessons import Lesson


@dataclass(frozen=True, slots=True)
class Fold:
    """Documents held out together, and how they are seen.

    Args:
        authority: without the entries that only documents of this fold name; `withheld` is how many those are.
        weights: folder of what was learnt from the other folds.
        model: name of the spaCy pipeline.
    """

    number: int
    lessons: tuple[Lesson, ...]
    authority: Authority
    withheld: int
    weights: Path
    model: str

    def annotator(self) -> Annotator:
        """An annotator that knows nothing of this fold's documents."""
        return Annotator(self.model, self.authority, self.weights)

    def annotated(self) -> Iterator[tuple[Lesson, AnnotatedDocument]]:
        """Each held-out document with what is found in it."""
        annotator = self.annotator()
        for lesson in self.lessons:
            yield lesson, annotator.annotate(lesson.document)


def unnamed(authority: Authority, lessons: Sequence[Lesson]) -> set[Known]:
    """Entries of the authority file that no lesson names: what must be withheld from documents outside the lessons.

    The file was written while looking at gold documents, so an entry that only the others name is knowledge of them.
    Named is what stands in a text by one of its forms, a state also by its demonym; a person also whom the annotation
    knows by the same identifier or full name, since bare surnames and offices name people too.
    """
    surfaces, entries = Surfaces(authority), authority.entries
    by_hsg = {i.value: (e.type, e.slug) for e in entries for i in e.identifiers if i.scheme == "hsg" and i.identical}
    demonyms = [(d, (e.type, e.slug)) for e in entries for d in getattr(e, "demonyms", ())]
    named: set[Known] = set()
    for lesson in lessons:
        text = plain(lesson.gold.text)
        named |= {known for _, known in surfaces.in_text(text)}
        named |= {known for demonym, known in demonyms if demonym in text}
        for entity in lesson.gold.data["entities"]:
            if entity["type"] == EntityType.PERSON:
                known = by_hsg.get(str(entity.get("hsg")))
                people = authority.people_named(entity["label"])
                named |= {known} if known else {(p.type, p.slug) for p in people}
    return {(entry.type, entry.slug) for entry in entries} - named
