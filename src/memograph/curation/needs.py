"""What each sort of decision needs, what it may have besides, and what does not go together. Used by `checking`.

The table in the docstring of `Decision`, for programs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from memograph.curation.decision import About, Action, Decision
from memograph.curation.records import malformed
from memograph.model import EntityType, Kind, Literal

#: Columns that every decision may have.
_ALWAYS = frozenset({"action", "about", "author", "date", "note", "subject", "type"})
#: Columns of the words that a decision is about.
QUOTED = frozenset({"document", "exact", "prefix", "suffix", "start", "end"})
#: What a decision about each of these may have besides, and what it must have.
_USES: dict[About, frozenset[str]] = {
    About.STATEMENT: QUOTED | {"predicate", "object", "label", "when"},
    About.MENTION: QUOTED | {"label"},
    About.LINK: QUOTED | {"label"},
    About.MATCH: frozenset({"object", "match"}),
    About.ENTITY: frozenset(),
}
_STATEMENT = ("document", "subject", "predicate", "object")
_NEEDS: dict[tuple[Action, About], tuple[str, ...]] = {
    **{(action, About.STATEMENT): _STATEMENT for action in (Action.ACCEPT, Action.REJECT, Action.ADD)},
    (Action.ACCEPT, About.MENTION): ("document", "exact", "subject"),
    (Action.REJECT, About.MENTION): ("document", "exact"),
    (Action.ADD, About.MENTION): ("document", "exact", "subject"),
    (Action.ACCEPT, About.LINK): ("document", "subject"),
    (Action.REJECT, About.LINK): ("document", "subject"),
    (Action.ADD, About.LINK): ("document", "exact", "subject"),
    **{(action, About.MATCH): ("subject", "object") for action in (Action.ACCEPT, Action.REJECT, Action.ADD)},
    (Action.MERGE, About.ENTITY): ("subject", "into"),
    (Action.SPLIT, About.ENTITY): ("subject", "into", "document"),
    (Action.RENAME, About.ENTITY): ("subject", "label"),
    (Action.WITHDRAW, About.ENTITY): ("subject", "note"),
}
_MORE: dict[Action, frozenset[str]] = {
    Action.MERGE: frozenset({"into"}),
    Action.SPLIT: QUOTED | {"into", "label"},
    Action.RENAME: frozenset({"label"}),
}

#: Kinds that can be renamed, split and so on: what a document speaks of. Documents and topics can be withdrawn, too.
_ENTITIES = frozenset({*(type_.kind for type_ in EntityType), Kind.POST})
_WITHDRAWABLE = _ENTITIES | {Kind.TOPIC, Kind.DOCUMENT}


def unfitting(action: Action, about: About, filled: Collection[str]) -> Iterator[str]:
    """Columns that such a decision needs and that are not among those `filled`, and those that it has no use for."""
    for name in ("author", "date", *_NEEDS[action, about]):
        if name not in filled:
            yield f"“{name}” is empty; a decision to {action} a {about} needs it"
    used = _ALWAYS | _USES[about] | _MORE.get(action, frozenset())
    for name in filled:
        if name not in used:
            yield f"“{name}” means nothing to {action} a {about}; leave it empty"


def inconsistent(decision: Decision) -> Iterator[str]:
    """Parts that do not go together."""
    subject, into = decision.subject, decision.into
    kind = None if subject is None else subject.kind
    if decision.type is not None and decision.about is not About.STATEMENT and kind not in (None, decision.type.kind):
        yield f"“type” is {decision.type}, and the subject is a {kind}; leave “type” empty or correct one of them"
    record = decision.object.value if isinstance(decision.object, Literal) else ""
    if decision.about is About.MATCH and (reason := malformed(record)):
        yield f"“object” is {record}: {reason}"
    if decision.about is not About.ENTITY:
        if decision.about in (About.MENTION, About.LINK) and kind not in (None, *(t.kind for t in EntityType)):
            yield f"a {decision.about} names a person, organization, place, event or agreement, not a {kind}"
        return
    allowed = _WITHDRAWABLE if decision.action in (Action.WITHDRAW, Action.MERGE) else _ENTITIES
    if kind is not None and kind not in allowed:
        yield f"nobody can {decision.action} a {kind}; possible are {', '.join(sorted(allowed))}"
    if subject is not None and into is not None and subject.kind is not into.kind:
        yield f"a {subject.kind} cannot become a {into.kind}; correct “subject” or “into”"
    if subject is not None and subject == into:
        yield f"{subject.kind}/{subject.slug} cannot become itself; correct “subject” or “into”"
