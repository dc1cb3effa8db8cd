"""Decisions → `Plan`: who becomes whom at the end of all merges, what is gone, what is said of which document.

Made once per build, before any document is read. Two decisions that contradict each other stop the build here, with
both places: nobody but a historian can say which one holds. The order of decisions, and of files, does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from memograph.curation.decision import About, Action, Decision
from memograph.curation.records import identifier_of
from memograph.curation.wording import title, written
from memograph.errors import CurationError
from memograph.model import SYMMETRIC_RELATIONS, EntityType, Literal, Ref

#: Kinds of things that a decision may name.
_NAMED = frozenset(type_.kind for type_ in EntityType)
_Verdicts = Callable[[Decision], Iterator[tuple[Hashable, Hashable]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions, ready to be applied; pickled to every process of a build.

    Args:
        decisions: all of them, as written.
        by_document: what is decided about a document's words, by its id; things are those at the end of merges.
        merged: thing → the one at the end of all merges, and the decision that merged it.
        withdrawn, renamed: thing → the decision.
        matches: thing at the end of merges → decisions about its identifiers.
        labels: thing at the end of merges → what the first decision that brings it in, or renames it, calls it.
    """

    decisions: tuple[Decision, ...] = ()
    by_document: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    merged: Mapping[Ref, tuple[Ref, Decision]] = field(default_factory=dict)
    withdrawn: Mapping[Ref, Decision] = field(default_factory=dict)
    renamed: Mapping[Ref, Decision] = field(default_factory=dict)
    matches: Mapping[Ref, tuple[Decision, ...]] = field(default_factory=dict)
    labels: Mapping[Ref, str] = field(default_factory=dict)

    @property
    def concerned(self) -> frozenset[Ref]:
        """Things that decisions are about, or lead to, whatever document they are in."""
        lead = (end for each in self.decisions for end in (each.into, each.subject) if end is not None)
        return frozenset((*map(self.survivor, lead), *self.merged, *self.withdrawn))

    def survivor(self, ref: Ref) -> Ref:
        """The thing at the end of all merges; itself where it was not merged."""
        return self.merged[ref][0] if ref in self.merged else ref

    def refused(self, ref: Ref) -> frozenset[str]:
        """Addresses of records that somebody decided not to be of this thing."""
        decided = self.matches.get(ref, ())
        return frozenset(
            each.object.value for each in decided if each.action is Action.REJECT and isinstance(each.object, Literal)
        )


def plan_of(decisions: Iterable[Decision]) -> Plan:
    """What decisions come to, all together.

    Raises:
        CurationError: some contradict each other, or merge in a circle; one line each, naming both places.
    """
    ordered = tuple(sorted(decisions, key=lambda decision: (decision.date, decision.slug)))
    problems = list(_contradictions(ordered, {}))
    merges = {d.subject: d for d in ordered if d.action is Action.MERGE and d.subject is not None}
    withdrawn = {d.subject: d for d in ordered if d.action is Action.WITHDRAW and d.subject is not None}
    merged = {}
    for ref in merges:
        end = _end(ref, merges, problems)
        if end is not None:
            merged[ref] = (end, merges[ref])
            if end in withdrawn:
                problems.append(_both(merges[ref], withdrawn[end], f"{written(ref)} is merged into what is withdrawn"))
    if not problems:
        problems = [*_contradictions(ordered, merged), *_contradictions(ordered, merged, _identities)]
    if problems:
        raise CurationError("\n".join(dict.fromkeys(problems)))
    return _plan(ordered, merged, withdrawn)


def _plan(
    ordered: tuple[Decision, ...], merged: Mapping[Ref, tuple[Ref, Decision]], withdrawn: Mapping[Ref, Decision]
) -> Plan:
    by_document: dict[str, list[Decision]] = defaultdict(list)
    matches: dict[Ref, list[Decision]] = defaultdict(list)
    labels: dict[Ref, str] = {}
    for decision in ordered:
        who = decision.into or decision.subject
        if who is not None and decision.label and who.kind in _NAMED:  # a label that was given once is good everywhere
            labels.setdefault(merged[who][0] if who in merged else who, decision.label)
        final = _final(decision, merged)
        if decision.anchor is not None:
            by_document[decision.anchor.document].append(final)
        elif decision.about is About.MATCH and final.subject is not None:
            matches[final.subject].append(final)
    renamed = {d.subject: d for d in ordered if d.action is Action.RENAME and d.subject is not None}
    return Plan(
        ordered,
        {document: tuple(sorted(found, key=lambda d: d.slug)) for document, found in sorted(by_document.items())},
        merged,
        withdrawn,
        {ref: decision for ref, decision in renamed.items() if ref not in merged},
        {ref: tuple(found) for ref, found in matches.items()},
        labels,
    )


def _end(start: Ref, merges: Mapping[Ref, Decision], problems: list[str]) -> Ref | None:
    """The end of a chain of merges; None where it is a circle, which is told once."""
    chain = [start]
    while (decision := merges.get(chain[-1])) is not None and decision.into is not None:
        if decision.into in chain:
            circle = [merges[ref] for ref in chain[chain.index(decision.into) :]]
            places = ", ".join(sorted(str(each.origin) for each in circle))
            names = " → ".join(sorted(written(ref) for ref in chain[chain.index(decision.into) :]))
            problems.append(f"{places}: {names} are merged in a circle; decide which one stays and take its merge out")
            return None
        chain.append(decision.into)
    return chain[-1]


def _final(decision: Decision, merged: Mapping[Ref, tuple[Ref, Decision]]) -> Decision:
    """A decision about the things at the end of merges; of a split, which comes before them, only where it leads."""

    def end(ref: Ref) -> Ref:
        return merged[ref][0] if ref in merged else ref

    subject, object_, into = decision.subject, decision.object, decision.into
    return replace(
        decision,
        subject=end(subject) if subject is not None and decision.action is not Action.SPLIT else subject,
        object=end(object_) if isinstance(object_, Ref) else object_,
        into=end(into) if into is not None else None,
    )


def _contradictions(
    decisions: Iterable[Decision], merged: Mapping[Ref, tuple[Ref, Decision]], verdicts: _Verdicts | None = None
) -> Iterator[str]:
    """Decisions that want different things of the same; `verdicts` says what they want, `_verdicts` unless given."""
    said: dict[Hashable, tuple[Hashable, Decision]] = {}
    for decision in decisions:
        final = decision if decision.about is About.ENTITY else _final(decision, merged)
        for what, verdict in (verdicts or _verdicts)(final):
            before, other = said.setdefault(what, (verdict, decision))
            if before != verdict:
                yield _both(other, decision, "these two contradict each other")


def _both(one: Decision, other: Decision, why: str) -> str:
    first, second = sorted((one, other), key=lambda each: (each.origin.file, each.origin.line or 0))
    return f"{first.origin} ({title(first)}) and {second.origin} ({title(second)}): {why}; leave one of them"


def _verdicts(decision: Decision) -> Iterator[tuple[Hashable, Hashable]]:
    """What a decision is about, and what it says of it; two that say different things of one contradict each other."""
    anchor, accepted = decision.anchor, decision.action is not Action.REJECT
    words: Hashable = (anchor.document, anchor.exact, anchor.prefix, anchor.suffix, anchor.start) if anchor else None
    quoted = bool(anchor and anchor.exact)
    match decision.about:
        case About.STATEMENT:
            yield ("statement", anchor.document if anchor else "", claim(decision)), accepted
        case About.MENTION:
            yield ("words", words), decision.subject if accepted else None
        case About.LINK:
            yield ("link", words, decision.subject), accepted
            if accepted and quoted:
                yield ("words", words), decision.subject
        case About.MATCH:
            yield ("match", decision.subject, decision.object), accepted
        case About.ENTITY if decision.action is Action.RENAME:
            yield ("label", decision.subject), decision.label
        case About.ENTITY if decision.action is Action.SPLIT:
            yield (("words", words), decision.into) if quoted else (("split", words, decision.subject), decision.into)
        case _:
            yield ("becomes", decision.subject), decision.into


def _identities(decision: Decision) -> Iterator[tuple[Hashable, Hashable]]:
    """That a record is of one thing, and a thing one record of a scheme, after merges (shapes/identifier.ttl)."""
    if decision.about is not About.MATCH or decision.action is Action.REJECT or decision.match == "closeMatch":
        return
    assert isinstance(decision.object, Literal), "checking.py reads the address as a literal"
    if (found := identifier_of(decision.object.value)) is not None:
        scheme, value = found
        yield ("record", scheme, value), decision.subject
        yield ("scheme", scheme, decision.subject), value


def claim(decision: Decision) -> Hashable:
    """Subject, relation and object that a decision about a statement is about, the same from either side."""
    ends = (decision.subject, decision.object)
    return decision.predicate, frozenset(ends) if decision.predicate in SYMMETRIC_RELATIONS else ends
