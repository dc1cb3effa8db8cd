"""Annotating without building: documents → annotations on disk, or one to be explained; and the examples of the rules.

Beside build.py, for the verbs that want no release: annotate, score, relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from memograph import vocabularies
from memograph.authority.index import known_beforehand
from memograph.config import Config, Place, bundled
from memograph.errors import ReadError
from memograph.extract.annotate import Annotator
from memograph.extract.relations.examples import failures
from memograph.extract.relations.rules import RuleBook
from memograph.gold import to_json
from memograph.model import AnnotatedDocument, Document
from memograph.namespaces import Site
from memograph.read import read_all


def annotate_files(config: Config, paths: Sequence[Place], out: Path, authority: Sequence[Path]) -> Iterator[ReadError]:
    """Write ``<id>.json`` and ``<id>.txt`` for each document; yield what could not be read.

    Args:
        authority: authority files or folders besides those of the configuration.
    """
    for found in annotated_files(config, paths, out, authority):
        if isinstance(found, ReadError):
            yield found


def annotated_files(
    config: Config, paths: Sequence[Place], out: Path, authority: Sequence[Path]
) -> Iterator[AnnotatedDocument | ReadError]:
    """The same, with the annotations."""
    annotator = _annotator(config, authority)
    out.mkdir(parents=True, exist_ok=True)
    for document in read_all(paths):
        if isinstance(document, ReadError):
            yield document
            continue
        annotated = annotator.annotate(document)
        (out / f"{document.id}.txt").write_bytes(document.text.encode("utf-8"))
        (out / f"{document.id}.json").write_text(to_json(annotated), encoding="utf-8")
        yield annotated


def annotate_one(
    config: Config, paths: Sequence[Place], document_id: str, authority: Sequence[Path]
) -> AnnotatedDocument:
    """The annotation of the document of this id among files and folders.

    Raises:
        ReadError: none has it; the message names those that look like it.
    """
    ids = []
    for document in read_all(paths):
        if isinstance(document, Document):
            if document.id == document_id:
                return _annotator(config, authority).annotate(document)
            ids.append(document.id)
    like = ", ".join(get_close_matches(document_id, ids, 3)) or "none looks like it"
    raise ReadError(document_id, f"no document of this id among {len(ids)} in {', '.join(map(str, paths))} ({like})")


def _annotator(config: Config, authority: Sequence[Path]) -> Annotator:
    site = Site(config.site.base)
    known, rules = known_beforehand(config, authority), vocabularies.rules(config.paths, site)
    return Annotator(config.extract.model, known, rules=rules)


def try_examples(config: Config) -> tuple[RuleBook, list[str]]:
    """The rule files, and what is wrong with the examples that do not do what their file says.

    The examples of the rule files that come with memograph name people and places of the authority file that comes with
    it; a site with another authority file tries them on that one, and its own examples on its own.

    Raises:
        ConfigurationError: a rule file cannot be used; the message holds file, key, reason and what to do.
    """
    book = vocabularies.rules(config.paths, Site(config.site.base))
    came, ontology = bundled("authority"), bundled("ontology")
    elsewhere = came not in config.paths.authority
    shipped = [each for each in book.relations if elsewhere and each.file.is_relative_to(ontology)]
    own = [each for each in book.relations if each not in shipped]
    paths = replace(config.paths, authority=(came,), directory=())
    wrong: list[str] = []
    for tried, settings in ((shipped, replace(config, paths=paths)), (own, config)):
        if tried:
            annotator = Annotator(config.extract.model, known_beforehand(settings), rules=book)
            wrong += failures(annotator, book, tried)
    return book, wrong
