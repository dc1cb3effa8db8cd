"""Gold folders → lessons: each annotated document with its text as `read` gives it. What all training starts from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from memograph.errors import ReadError
from memograph.gold import DECIDED, GoldDocument, read_decided
from memograph.model import Document
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

    Of what a review exported only documents that are wholly reviewed: the rest of the others is extraction's own word.

    Raises:
        ReadError: a folder holds no annotation, an annotation has no text beside it, or one cannot be read.
    """
    lessons = []
    for folder in folders:
        unsure = _unreviewed(folder)
        for gold in read_folder(folder):
            if gold.id in unsure:
                continue
            text = folder / f"{gold.id}.txt"
            if not text.is_file():
                raise ReadError(str(text), "an annotation needs its text beside it (GUIDELINES.md)")
            (document,) = read(text)
            if isinstance(document, ReadError):
                raise document
            lessons.append(Lesson(folder / f"{gold.id}.json", gold, document))
        if unsure and not any(lesson.file.parent == folder for lesson in lessons):
            reason = f"of {len(unsure)} documents none is wholly reviewed; decide what is left of one, and export again"
            raise ReadError(str(folder), reason)
    return sorted(lessons, key=lambda lesson: lesson.gold.id)


def _unreviewed(folder: Path) -> set[str]:
    rows = read_decided(folder / DECIDED)
    return {row["document"] for row in rows if row["item"] == "document" and not row["wholly_reviewed"]}


def digest(lessons: Sequence[Lesson]) -> str:
    """SHA-256 over the bytes of all annotations and texts, by id: what the model card names the data by."""
    total = hashlib.sha256()
    for lesson in lessons:
        for file in (lesson.file, lesson.file.with_suffix(".txt")):
            total.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
