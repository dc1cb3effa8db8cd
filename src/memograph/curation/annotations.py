"""AnnotatedDocument + `Plan` → the same document as historians decided; relations and entities follow the mentions.

In a build between annotating and stating. A pure function: decisions applied to what they have already changed change
nothing more.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from memograph.curation.decision import Decision
from memograph.curation.plan import Plan
from memograph.curation.words import TYPES, Move, curated_mentions, decided_words, ref, surfaces
from memograph.model import AnnotatedDocument, Entity, EntityType, Linking, Mention, Ref, Relation, Span

#: The entity of the authority file that a reference means; None where it knows none.
Known = Callable[[Ref], Entity | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A relation that decisions gave another end, or (`after` None) took away; `decision` is the one that did."""

    before: Relation
    after: Relation | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class CuratedAnnotation:
    """An annotated document after its decisions.

    Args:
        moved: relations that are other ones now.
        mentions: span → the decision about the mention that stands there.
        names: thing → what it was called before somebody renamed it.
        borrowed: things called by the name of what was merged into them, for want of a better one.
        unfit: decisions that no longer fit, with the reason.
        touched: merged, withdrawn and renamed things that were found here.
    """

    annotated: AnnotatedDocument
    moved: tuple[Moved, ...] = ()
    mentions: Mapping[Span, Decision] = field(default_factory=dict)
    names: tuple[tuple[Ref, str], ...] = ()
    borrowed: frozenset[Ref] = frozenset()
    unfit: tuple[tuple[Decision, str], ...] = ()
    touched: frozenset[Ref] = frozenset()


def curate_annotations(annotated: AnnotatedDocument, plan: Plan, known: Known) -> CuratedAnnotation:
    """What a document says of whom, after its decisions."""
    spoken = {ref_of(entity) for entity in annotated.entities} | {c for e in annotated.entities for c in _inside(e)}
    touched = frozenset(r for r in spoken if r in plan.merged or r in plan.withdrawn or r in plan.renamed)
    if annotated.document.id not in plan.by_document and not touched and not spoken & plan.matches.keys():
        return CuratedAnnotation(annotated)
    words = decided_words(annotated, plan)
    mentions, moves, decided = curated_mentions(annotated, words)
    relations: list[Relation] = []
    moved: list[Moved] = []
    for relation in annotated.relations:
        after, decision = _curated_relation(relation, annotated.mentions, moves, plan)
        if after is not None:
            relations.append(after)
        if decision is not None:
            moved.append(Moved(relation, after, decision))
    mentions = [_final_mention(m, plan) for m in mentions if plan.survivor(ref(m)) not in plan.withdrawn]
    entities = _Entities(annotated, plan, known, mentions, relations, hints(plan, annotated.document.id))
    found = tuple(entities.entities())
    present = {ref_of(entity) for entity in found}
    curated = replace(
        annotated,
        entities=found,
        mentions=tuple(mentions),
        relations=tuple(dict.fromkeys(relations)),
        linkings=tuple(_linkings(annotated.linkings, plan, present)),
    )
    return CuratedAnnotation(
        curated,
        tuple(moved),
        {span: decision for span, decision in decided.items() if any(m.span == span for m in mentions)},
        tuple(entities.former),
        frozenset(entities.borrowed),
        tuple(words.unfit),
        touched,
    )


# ── Relations ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _curated_relation(
    relation: Relation, mentions: Sequence[Mention], moves: Mapping[Span, Move], plan: Plan
) -> tuple[Relation | None, Decision | None]:
    """A relation with its ends as decided, None where nothing is left of it; and the decision that changed it."""
    by: Decision | None = None
    ends: list[Ref | None] = []
    for end in _ends(relation):
        new = end
        if end is not None and (move := _follow(end, relation.evidence, mentions, moves)) is not None:
            new, by = move.new, move.decision
            if new is None:
                return None, by
        if new is not None and (final := plan.survivor(new)) != new:
            by, new = plan.merged[new][1], final
        if new is not None and new in plan.withdrawn:
            return None, plan.withdrawn[new]
        ends.append(new)
    if by is None:
        return _asserted(relation, plan), None
    subject, object_ = ends
    if subject is not None and subject == object_:
        return None, by
    after = _asserted(_with_ends(relation, subject, object_), plan)
    return after, by if after != relation else None


def _ends(relation: Relation) -> tuple[Ref | None, Ref | None]:
    return _ref(relation.subject_type, relation.subject), _ref(relation.object_type, relation.object)


def _ref(type_: EntityType | None, slug: str) -> Ref | None:
    return None if type_ is None else Ref(type_.kind, slug)


def _with_ends(relation: Relation, subject: Ref | None, object_: Ref | None) -> Relation:
    if subject is not None:
        relation = replace(relation, subject=subject.slug, subject_type=TYPES[subject.kind])
    if object_ is not None:
        relation = replace(relation, object=object_.slug, object_type=TYPES[object_.kind])
    return relation


def _asserted(relation: Relation, plan: Plan) -> Relation:
    """Who says so, at the end of merges; nobody in particular where they were withdrawn."""
    if relation.asserted_by is None:
        return relation
    type_, slug = relation.asserted_by
    speaker = plan.survivor(Ref(type_.kind, slug))
    if speaker in plan.withdrawn:
        return replace(relation, asserted_by=None)
    return replace(relation, asserted_by=(TYPES[speaker.kind], speaker.slug))


def _follow(end: Ref, evidence: Span, mentions: Sequence[Mention], moves: Mapping[Span, Move]) -> Move | None:
    """The move that an end of a relation takes part in: that of its mention in the evidence, else of all its mentions.

    Where the evidence has another mention of it that has not moved, the relation stays with that.
    """
    spans = [mention.span for mention in mentions if ref(mention) == end]
    inside = [span for span in spans if span.overlaps(evidence)]
    concerned = inside or spans
    if not concerned or not all(span in moves for span in concerned):
        return None
    return moves[concerned[0]]


# ── Entities ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def ref_of(entity: Entity) -> Ref:
    """An entity by kind and slug."""
    return Ref(entity.type.kind, entity.id)


def _inside(entity: Entity) -> Iterator[Ref]:
    return (Ref(type_.kind, slug) for type_, slug in entity.contains)


def _final_mention(mention: Mention, plan: Plan) -> Mention:
    who = plan.survivor(ref(mention))
    return mention if who == ref(mention) else replace(mention, entity=who.slug, type=TYPES[who.kind])


def hints(plan: Plan, document: str) -> Mapping[Ref, str]:
    """What decisions call those whom they bring in, those about this document first."""
    named: dict[Ref, str] = {}
    for decision in plan.by_document.get(document, ()):
        who = decision.into or decision.subject
        if who is not None and decision.label and who.kind in TYPES:
            named[who] = decision.label
    return ChainMap(named, plan.labels)  # type: ignore[arg-type]  # only looked up in


def _linkings(linkings: Iterable[Linking], plan: Plan, present: set[Ref]) -> Iterator[Linking]:
    """How it was decided who somebody is, of those who are still there; each once."""
    seen: set[str] = set()
    for linking in linkings:
        who = plan.survivor(Ref(EntityType.PERSON.kind, linking.entity))
        if who in present and who.slug not in seen:
            seen.add(who.slug)
            yield replace(linking, entity=who.slug)


class _Entities:
    """The entities of a document after its decisions."""

    def __init__(
        self,
        annotated: AnnotatedDocument,
        plan: Plan,
        known: Known,
        mentions: Sequence[Mention],
        relations: Sequence[Relation],
        hints: Mapping[Ref, str],
    ) -> None:
        self._annotated, self._plan, self._known, self._hints = annotated, plan, known, hints
        self._forms = surfaces(mentions, annotated.document.text)
        ends = [end for relation in relations for end in _ends(relation) if end is not None]
        speakers = [Ref(r.asserted_by[0].kind, r.asserted_by[1]) for r in relations if r.asserted_by]
        self._used = [*dict.fromkeys((*map(ref, mentions), *ends, *speakers))]
        before = {end for relation in annotated.relations for end in _ends(relation) if end is not None}
        self._needed_before = before | {ref(mention) for mention in annotated.mentions}
        self.former: list[tuple[Ref, str]] = []
        self.borrowed: set[Ref] = set()

    def entities(self) -> Iterator[Entity]:
        """Those of the document in their order, then those whom decisions bring in."""
        groups: dict[Ref, list[Entity]] = {}
        for entity in self._annotated.entities:
            who = self._plan.survivor(ref_of(entity))
            if who not in self._plan.withdrawn:
                groups.setdefault(who, []).append(entity)
        kept = [who for who, group in groups.items() if who in self._used or not self._was_needed(group)]
        inside = [self._plan.survivor(i) for who in kept for e in groups[who] for i in _inside(e)]
        wanted = (*kept, *self._used, *inside)
        for who in dict.fromkeys(wanted):
            if who not in self._plan.withdrawn:
                yield self._entity(who, groups.get(who, []))

    def _was_needed(self, group: Sequence[Entity]) -> bool:
        """Whether mentions or relations had it here before; what had neither stays as it was."""
        return any(ref_of(entity) in self._needed_before for entity in group)

    def _entity(self, who: Ref, group: Sequence[Entity]) -> Entity:
        own = next((entity for entity in group if ref_of(entity) == who), None)
        base = own or self._known(who) or self._borrowed(who, group)
        refused = self._plan.refused(who)
        label = base.label
        if (rename := self._plan.renamed.get(who)) is not None and rename.label and rename.label != label:
            self.former.append((who, label))
            label = rename.label
        contains = dict.fromkeys(self._plan.survivor(i) for e in (base, *group) for i in _inside(e))
        return replace(
            base,
            id=who.slug,
            label=label,
            names=self._forms.get((who, "name"), ()),
            roles=self._forms.get((who, "role"), ()),
            identifiers=tuple(each for each in base.identifiers if each.iri not in refused),
            contains=tuple((TYPES[i.kind], i.slug) for i in contains if i not in self._plan.withdrawn),
            when=base.when or next((entity.when for entity in group if entity.when), None),
        )

    def _borrowed(self, who: Ref, group: Sequence[Entity]) -> Entity:
        """Somebody whom neither the document nor the authority file knows, called as a decision or the words do."""
        label = self._hints.get(who, "")
        if not label:
            self.borrowed.add(who)
            forms = (*self._forms.get((who, "name"), ()), *self._forms.get((who, "role"), ()), who.slug)
            label = group[0].label if group else " ".join(max(forms[:-1] or forms, key=len).split())
        return Entity(who.slug, TYPES[who.kind], label)
