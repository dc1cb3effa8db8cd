"""A decision in words: what it says, who says so and why. For pages, messages, and reasons that stay in the graph."""

from __future__ import annotations

from memograph.curation.decision import About, Action, Decision
from memograph.model import Kind, Literal, Ref

_DONE = {
    Action.ACCEPT: "Accepted",
    Action.REJECT: "Rejected",
    Action.ADD: "Added",
    Action.MERGE: "Merged",
    Action.SPLIT: "Split",
    Action.RENAME: "Renamed",
    Action.WITHDRAW: "Withdrawn",
}


def title(decision: Decision) -> str:
    """``Rejected: haig-alexander metWith gromyko-andrei (frus1981-88v04d4)``; the decision's label in the graph."""
    anchor = decision.anchor
    where = f" ({anchor.document})" if anchor else ""
    words = f" “{' '.join(anchor.exact.split())}”" if anchor and anchor.exact else ""
    subject = _name(decision.subject)
    match decision.about:
        case About.STATEMENT:
            said = f"{subject} {decision.predicate} {_name(decision.object)}"
        case About.MENTION | About.LINK:
            said = f"{decision.about}{words}{f' of {subject}' if subject else ''}"
        case About.MATCH:
            said = f"{subject} is {_name(decision.object)}"
        case About.ENTITY:
            into = f" into {_name(decision.into)}" if decision.into else ""
            called = f" to “{decision.label}”" if decision.action is Action.RENAME else ""
            said = f"{subject}{into}{called}"
    return f"{_DONE[decision.action]}: {said}{where}"


def reason(decision: Decision) -> str:
    """``Rejected by J. Doe, 2026-11-22: He reported on a meeting.``; why something is no longer in the graph."""
    note = decision.note.strip()
    return f"{_DONE[decision.action]} by {decision.author}, {decision.date}{f': {note}' if note else '.'}"


def sources(decision: Decision) -> str:
    """``J. Doe, 2026-11-22: from Reagan's diary``; who says what the text does not print."""
    note = decision.note.strip()
    return f"{decision.author}, {decision.date}{f': {note}' if note else ''}"


def written(ref: Ref) -> str:
    """A thing as files of decisions write it: ``person/haig-alexander``."""
    return f"{ref.kind}/{ref.slug}"


def _name(end: Ref | Literal | None) -> str:
    if isinstance(end, Ref):
        return end.slug if end.kind is not Kind.DOCUMENT else f"document {end.slug}"
    return "" if end is None else end.value
