"""Gold folders → lessons: each annotated document with its text as `read` gives it. What all training starts from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from memograph.errors import ReadError
from memograph.extract.authority.index import Authority
from memograph.extract.authority.surfaces import Known, Surfaces
from memograph.extract.language import plain
from memograph.gold import GoldDocument
from memograph.model import Document, EntityType
from memograph.read import read
from memograph.score import read_folder
from memograph.training.folds import fold_of


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document with its gold annotation; `file` is the annotation's."""

    file: Path
    gold: GoldDocument
    document: Document

    @property
    def fold(self) -> int:
        """The fold in which it is held out."""
        return fold_of(self.gold.id)


def read_lessons(folders: Iterable[Path]) -> list[Lesson]:
    """Every annotated document of gold folders, sorted by id.

    Raises:
        ReadError: a folder holds no annotation, an annotation has no text beside it, or one cannot be read.
    """
    lessons = []
    for folder in folders:
        for gold in read_folder(folder):
            text = folder / f"{gold.id}.txt"
            if not text.is_file():
                raise ReadError(str(text), "an annotation needs its text beside it (GUIDELINES.md)")
            (document,) = read(text)
            if isinstance(document, ReadError):
                raise document
            lessons.append(Lesson(folder / f"{gold.id}.json", gold, document))
    return sorted(lessons, key=lambda lesson: lesson.gold.id)


def digest(lessons: Sequence[Lesson]) -> str:
    """SHA-256 over the bytes of all annotations and texts, by id: what the model card names the data by."""
    total = hashlib.sha256()
    for lesson in lessons:
        for file in (lesson.file, lesson.file.with_suffix(".txt")):
            total.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def unnamed(authority: Authority, lessons: Sequence[Lesson]) -> set[Known]:
    """Entries of the authority file that no lesson names: what must be withheld from documents outside the lessons.

    The file was written while looking at gold documents, so an entry that only the others name is knowledge of them.
    Named is what stands in a text by one of its forms, a state also by its demonym; a person also whom the annotation
    knows by the same identifier or full name, since bare surnames and offices name people too.
    """
    surfaces, entries = Surfaces(authority), authority.entries
    by_hsg = {i.value: (e.type, e.slug) for e in entries for i in e.identifiers if i.scheme == "hsg"}
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
