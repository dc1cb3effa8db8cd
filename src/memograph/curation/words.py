"""Which words of one document mean whom, by decision: anchors → spans, and the mentions that come of it.

First half of applying decisions to an annotated document; `annotations` lets relations and entities follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from memograph.curation.anchoring import locate
from memograph.curation.decision import About, Action, Decision
from memograph.curation.plan import Plan
from memograph.curation.wording import written
from memograph.model import CURATED, AnnotatedDocument, EntityType, Kind, Mention, Ref, Span
from memograph.namespaces import person_slug, slug_of

#: Kind of an entity's IRI → its type.
TYPES = {type_.kind: type_ for type_ in EntityType}
GONE = "its words are not in the document any more, or it cannot be told which of several they are"


@dataclass(frozen=True, slots=True)
class Move:
    """A mention that means somebody else than extraction said, or (`new` None) nobody; by which decision."""

    old: Ref
    new: Ref | None
    decision: Decision


@dataclass(slots=True)
class Words:
    """What is decided about the words of a document.

    Args:
        means: span → who is meant.
        nothing: span → that nobody is.
        not_: (span, or None for all of the document; who) → that the mention does not mean them.
        everywhere: who → who is meant instead, all over the document.
        unfit: decisions that no longer fit, with the reason.
    """

    means: dict[Span, tuple[Ref, Decision]] = field(default_factory=dict)
    nothing: dict[Span, Decision] = field(default_factory=dict)
    not_: dict[tuple[Span | None, Ref], Decision] = field(default_factory=dict)
    everywhere: dict[Ref, tuple[Ref, Decision]] = field(default_factory=dict)
    unfit: list[tuple[Decision, str]] = field(default_factory=list)


def ref(mention: Mention) -> Ref:
    """Who or what a mention means."""
    return Ref(mention.type.kind, mention.entity)


def decided_words(annotated: AnnotatedDocument, plan: Plan) -> Words:
    """What a plan says about the words of a document, found where they stand now."""
    words = Words()
    named = {ref(mention) for mention in annotated.mentions}
    for decision in plan.by_document.get(annotated.document.id, ()):
        if decision.about is About.STATEMENT or decision.anchor is None:
            continue
        ends = (end for end in (decision.subject, decision.into) if end is not None)
        if gone := [end for end in ends if end in plan.withdrawn]:
            words.unfit.append((decision, f"{written(gone[0])} was withdrawn"))
        elif decision.anchor.exact:
            span = locate(annotated.document.text, decision.anchor)
            if span is None:
                words.unfit.append((decision, GONE))
            else:
                _quoted(words, decision, span)
        else:
            _everywhere(words, decision, named)
    _one_at_a_place(words)
    return words


def _quoted(words: Words, decision: Decision, span: Span) -> None:
    target = decision.into if decision.action is Action.SPLIT else decision.subject
    if decision.action is not Action.REJECT:
        assert target is not None, "needs.py asks for it"
        before, other = words.means.setdefault(span, (target, decision))
        if before != target:
            words.unfit.append((decision, f"{other.origin} says of the same words that they mean {written(before)}"))
    elif decision.about is About.MENTION:
        words.nothing[span] = decision
    elif target is not None:
        words.not_[span, target] = decision


def _everywhere(words: Words, decision: Decision, named: Iterable[Ref]) -> None:
    subject = decision.subject
    if subject is None:
        return
    if subject not in named and decision.action is not Action.REJECT:
        words.unfit.append((decision, f"nothing in the document means {written(subject)}"))
    elif decision.action is Action.SPLIT and decision.into is not None:
        words.everywhere[subject] = (decision.into, decision)
    elif decision.action is Action.REJECT:
        words.not_[None, subject] = decision


def _one_at_a_place(words: Words) -> None:
    """Of quotations that overlap the longest stays, as names in longer names are not marked (GUIDELINES.md)."""
    for span in sorted(words.means, key=lambda each: (each.start - each.end, each)):
        if span not in words.means:
            continue
        for inner in [other for other in words.means if other != span and other.overlaps(span)]:
            _, decision = words.means.pop(inner)
            words.unfit.append((decision, f"its words overlap those of {words.means[span][1].origin}"))
    for span, decision in list(words.nothing.items()):
        if span in words.means:
            _, other = words.means.pop(span)
            words.unfit.append((other, f"{decision.origin} says of the same words that they name nothing"))


def curated_mentions(
    annotated: AnnotatedDocument, words: Words
) -> tuple[list[Mention], dict[Span, Move], dict[Span, Decision]]:
    """Mentions in text order, what moved by the span where it stood, and who decided about which span."""
    mentions: list[Mention] = []
    moves: dict[Span, Move] = {}
    decided: dict[Span, Decision] = {}
    for mention in annotated.mentions:
        move = _move(mention, words, annotated)
        if move is None:
            mentions.append(mention)
            continue
        if move.new != move.old:
            moves[mention.span] = move
        if move.new is not None and not _covered(mention, words):
            decided[mention.span] = move.decision
            mentions.append(mention if move.new == move.old else _meaning(mention, move.new))
    found = {mention.span for mention in mentions}
    for span, (who, decision) in words.means.items():
        if span not in found:
            decided[span] = decision
            mentions.append(Mention(who.slug, TYPES[who.kind], span, "name", CURATED))
    return sorted(mentions, key=lambda mention: mention.span), moves, decided


def _move(mention: Mention, words: Words, annotated: AnnotatedDocument) -> Move | None:
    """What a decision makes of a mention; None where none is about it."""
    old, span = ref(mention), mention.span
    if span in words.nothing:
        return Move(old, None, words.nothing[span])
    for other, (who, decision) in words.means.items():
        if other.overlaps(span):
            return Move(old, who, decision)
    if old in words.everywhere:
        who, decision = words.everywhere[old]
        return Move(old, who, decision)
    refused = words.not_.get((span, old)) or words.not_.get((None, old))
    return Move(old, _local(mention, annotated), refused) if refused else None


def _covered(mention: Mention, words: Words) -> bool:
    """Whether other words that were decided about take the place of a mention."""
    return mention.span not in words.means and any(mention.span.overlaps(other) for other in words.means)


def _meaning(mention: Mention, who: Ref) -> Mention:
    return replace(mention, entity=who.slug, type=TYPES[who.kind], method=CURATED, confidence=1.0)


def _local(mention: Mention, annotated: AnnotatedDocument) -> Ref:
    """Somebody of this document alone, named by the words: who it is, nobody knows."""
    words = " ".join(mention.span.of(annotated.document.text).split())
    slug = person_slug(words) if mention.type.kind is Kind.PERSON else slug_of(words)
    slug = f"{slug}-{annotated.document.id}"
    return Ref(mention.type.kind, slug if slug != mention.entity else f"{slug}-2")


def surfaces(mentions: Sequence[Mention], text: str) -> dict[tuple[Ref, str], tuple[str, ...]]:
    """Surface forms by entity and kind of mention, sorted."""
    found: dict[tuple[Ref, str], set[str]] = {}
    for mention in mentions:
        found.setdefault((ref(mention), mention.kind), set()).add(mention.span.of(text))
    return {key: tuple(sorted(forms)) for key, forms in found.items()}
