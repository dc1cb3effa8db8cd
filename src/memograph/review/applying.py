"""A spreadsheet that comes back → decisions in the curation folder: all rows are checked, then the good ones written.

Also reads what ``authority reconcile`` proposes. Applying a file twice changes nothing: what is already decided, by
whomever and whenever, is not decided again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from memograph.curation.anchoring import locate
from memograph.curation.decision import Decision, Origin
from memograph.curation.files import decision_of
from memograph.curation.plan import plan_of
from memograph.curation.table import read_rows
from memograph.errors import CurationError
from memograph.model import Kind
from memograph.namespaces import OWL
from memograph.review import recording
from memograph.review.deciding import By, fitted
from memograph.review.published import Published
from memograph.review.spreadsheet import READING


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the rows of a file.

    Args:
        decided: new decisions, in the curation folder now (none of them with `strict`, where a row is wrong).
        undecided: rows whose action is empty; `known`: rows that say what was decided before.
        problems: what is wrong with other rows, with file, line and what to do.
        files: where the new decisions are.
    """

    decided: tuple[Decision, ...]
    undecided: int
    known: int
    problems: tuple[str, ...]
    files: tuple[Path, ...] = ()


def apply(
    path: Path, published: Published, before: Sequence[Decision], folder: Path, by: By, *, strict: bool = False
) -> Applied:
    """Check every row against the release and the decisions there are, and write the good ones.

    Args:
        before: all decisions of the curation folder.
        by: who decides where a row's ``author`` is empty, and the day where its ``date`` is.
        strict: write nothing where any row is wrong.

    Raises:
        CurationError: the file is no spreadsheet of decisions, or the folder cannot be written.
    """
    problems: list[str] = []
    undecided = known = 0
    said = {content(decision) for decision in before}
    found: list[Decision] = []
    for row in read_rows(path, READING):
        if isinstance(row, CurationError):
            problems.append(str(row))
            continue
        origin, words = row
        if not words.get("action"):
            undecided += 1
            continue
        try:
            decision = _checked(words, origin, published, by)
        except CurationError as error:
            problems.append(str(error))
            continue
        if content(decision) in said:
            known += 1
        else:
            said.add(content(decision))
            found.append(decision)
    agreed, quarrels = _agreed(before, found)
    problems += quarrels
    if problems and strict:
        return Applied((), undecided, known, tuple(problems))
    return Applied(tuple(agreed), undecided, known, tuple(problems), _write(folder, agreed))


def content(decision: Decision) -> Decision:
    """What is decided, whoever decided it, when and why."""
    return replace(decision, slug="", author="", date="", note="", origin=Origin())


def _checked(words: dict[str, str], origin: Origin, published: Published, by: By) -> Decision:
    """The decision of a row, whose words stand in the document of the release that it names.

    Raises:
        CurationError: it is none, or the words are others.
    """
    said = {name: cell for name, cell in words.items() if name not in READING}
    said = fitted(said) | {"author": said.get("author") or by.author, "date": said.get("date") or by.date}
    decision = decision_of(said, origin, published.site)
    if problems := [*_unknown_relation(decision, published), *_misquoted(decision, published)]:
        raise CurationError("\n".join(f"{origin}: {problem}" for problem in problems))
    return decision


def _unknown_relation(decision: Decision, published: Published) -> Iterator[str]:
    """Why the relation of a row is none of the release's ontology; a build would stop at it."""
    name = decision.predicate
    if name is None or name == "subject":
        return
    if not {OWL + "ObjectProperty", OWL + "DatatypeProperty"} & {*published.types(published.site.term(name))}:
        yield f"the ontology has no relation “{name}”; write it as the ontology does, such as metWith"


def _misquoted(decision: Decision, published: Published) -> Iterator[str]:
    """Why the words of a row are not those of the release."""
    anchor = decision.anchor
    if anchor is None:
        return
    source = published.source(published.site.thing(Kind.DOCUMENT, anchor.document))
    if not source.text:
        yield f"the release has no document “{anchor.document}”; correct “document”, or build with that document first"
        return
    if not anchor.exact:
        return
    start, end = anchor.start, anchor.end
    if start is not None and end is not None and source.text[start:end] == anchor.exact:
        return
    if anchor.exact in source.text and locate(source.text, anchor) is not None:  # the text shifted since
        return
    there = source.text[start:end] if start is not None and end is not None else ""
    yield (
        f"the words “{_short(anchor.exact)}” are not in {anchor.document}"
        + (f"; at {start}–{end} it has “{_short(there)}”" if there else "")
        + "; put them back as they were (what is right instead goes into subject, object or label)"
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _agreed(before: Sequence[Decision], found: Sequence[Decision]) -> tuple[list[Decision], list[str]]:
    """The decisions that contradict neither those of before nor each other, and what is wrong with the others.

    Raises:
        CurationError: those of before contradict each other already.
    """
    plan_of(before)
    try:
        plan_of([*before, *found])
    except CurationError:
        pass
    else:
        return list(found), []
    agreed: list[Decision] = []
    problems = []
    for decision in found:  # one by one, to tell which it is
        try:
            plan_of([*before, *agreed, decision])
        except CurationError as error:
            problems.append(str(error))
        else:
            agreed.append(decision)
    return agreed, problems


def _write(folder: Path, decisions: Sequence[Decision]) -> tuple[Path, ...]:
    """Write decisions to the files of their authors, all or none.

    Raises:
        CurationError: a file cannot be written; those written before are as they were.
    """
    done: list[recording.Appended] = []
    try:
        for author in sorted({decision.author for decision in decisions}):
            done.append(recording.append(folder, author, [d for d in decisions if d.author == author]))
    except CurationError:
        for appended in reversed(done):
            recording.undo(appended)
        raise
    return tuple(appended.path for appended in done)
