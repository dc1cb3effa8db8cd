"""What decisions come to in all documents together: names that one document lends another, decisions that fit nowhere.

Called by making.py between the shards and the release. Quads are written anew only where a name was lent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from memograph.curation.decision import About, Action, Decision
from memograph.curation.plan import Plan
from memograph.curation.wording import title, written
from memograph.curation.words import TYPES
from memograph.gathering import Gathered
from memograph.model import Kind, Ref
from memograph.namespaces import RDFS, Site
from memograph.nquads import Source, checked


@dataclass(frozen=True, slots=True)
class Unfit:
    """A decision that no longer fits, and why."""

    decision: Decision
    reason: str

    def __str__(self) -> str:
        """``curation/clark.csv:12: Rejected: … does not fit any more: its words are not in the document``."""
        return f"{self.decision.origin}: “{title(self.decision)}” does not fit: {self.reason}"

    def as_row(self, site: Site) -> dict[str, object]:
        """For ``reports/curation.json``."""
        return {
            "decision": site.thing(Kind.DECISION, self.decision.slug),
            "file": self.decision.origin.file,
            "line": self.decision.origin.line,
            "title": title(self.decision),
            "reason": self.reason,
        }


def settle_names(gathered: Gathered, site: Site, scratch: Path) -> Iterator[tuple[str, Source]]:
    """Give things one name: where a document had to call a survivor by a merged name, that of another document.

    Args:
        scratch: an existing folder, for quads that are written anew.

    Returns:
        id and sorted N-Quads of each document that is published.
    """
    names = {ref: min(gathered.own.get(ref) or labels) for ref, labels in gathered.lent.items()}
    for document, quads in gathered.quads():
        borrowed = gathered.borrowed.get(document, frozenset()) & names.keys()
        yield (
            document,
            _renamed(document, quads, {ref: names[ref] for ref in borrowed}, site, scratch) if borrowed else quads,
        )


def _renamed(document: str, quads: Source, names: dict[Ref, str], site: Site, scratch: Path) -> Path:
    """A copy in which these things have these names."""
    starts = {
        f"<{site.thing(ref.kind, ref.slug)}> <{RDFS}label> ".encode(): str(ox.Literal(name, language="en")).encode()
        for ref, name in names.items()
    }
    lines = []
    for line in chain.from_iterable(checked(quads)):
        start = next((each for each in starts if line.startswith(each)), None)
        graph = line.rsplit(b" ", 2)[1]
        lines.append(line if start is None else b"%s%s %s .\n" % (start, starts[start], graph))
    target = scratch / f"{document}.nq"
    target.write_bytes(b"".join(sorted(set(lines))))
    return target


def described(gathered: Gathered, known: Collection[Ref]) -> frozenset[Ref]:
    """Things that the release describes: those `known`, and of documents those that decisions are about."""
    return frozenset((*known, *gathered.called))


def unfit(plan: Plan, gathered: Gathered, present: Collection[Ref], ever: Collection[str]) -> tuple[Unfit, ...]:
    """Decisions that no longer fit, in the order of their files.

    Args:
        present: things that the release describes.
        ever: things (``person/gromyko-andrei``) that the registry or the authority file has, before decisions.
    """
    reasons = gathered.unfit
    touched = gathered.touched | set(present)
    nameless = frozenset(gathered.lent.keys() - gathered.own.keys() - plan.renamed.keys())
    for decision in plan.decisions:
        misplaced = _misplaced(decision, plan, touched, gathered.documents) or _unheard_of(decision, touched, ever)
        if misplaced or (misplaced := _brings_in(decision, plan, nameless)):
            reasons.setdefault(decision.slug, misplaced)
    found = (Unfit(decision, reasons[decision.slug]) for decision in plan.decisions if decision.slug in reasons)
    return tuple(sorted(found, key=lambda each: (each.decision.origin.file, each.decision.origin.line or 0)))


def _misplaced(decision: Decision, plan: Plan, touched: Collection[Ref], documents: Collection[str]) -> str | None:
    """Why a decision is about nothing of this release; None where it is, or where that does not matter."""
    if decision.anchor is not None:
        document = decision.anchor.document
        withdrawn = Ref(Kind.DOCUMENT, document) in plan.withdrawn
        return None if document in documents or withdrawn else f"there is no document {document} in the corpus"
    if decision.about not in (About.ENTITY, About.MATCH) or decision.action is Action.WITHDRAW:
        return None
    subject = decision.subject
    if subject is not None and subject in plan.merged and decision.action is Action.RENAME:
        return f"{written(subject)} was merged into {written(plan.survivor(subject))}"
    end = decision.into or decision.subject
    if end is not None and (end := plan.survivor(end)) not in touched:
        return f"neither a document nor the authority file names {written(end)}"
    return None


def _unheard_of(decision: Decision, touched: Collection[Ref], ever: Collection[str]) -> str | None:
    """Why a decision merges or withdraws what never was; None where it is about anything else."""
    subject = decision.subject
    if decision.action not in (Action.MERGE, Action.WITHDRAW) or subject is None or subject in touched:
        return None
    if subject.kind not in TYPES or written(subject) in ever:
        return None
    return f"no release and no document names {written(subject)}; correct “subject”, or take the row out"


def _brings_in(decision: Decision, plan: Plan, nameless: Collection[Ref]) -> str | None:
    """Why whom a decision leads to may be a slip; None where somebody says what they are called.

    Args:
        nameless: things that only decisions name, and that go by the words that they are about: new ones, or slips.
    """
    end = decision.into or decision.subject
    if decision.about is About.STATEMENT or decision.action is Action.REJECT or end is None:
        return None
    if plan.survivor(end) not in nameless:
        return None
    how = "rename it" if decision.action is Action.MERGE else "fill in “label”"
    return f"nothing else names {written(plan.survivor(end))}; correct it, or {how} if it is new"
