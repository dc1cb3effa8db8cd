"""DocumentStatements + `Plan` → the same statements as historians decided. In a build between stating and the graph.

Here the decisions about whole statements are applied: what was rejected goes whatever its score, what was accepted or
added stays or comes in. What a statement was called before tells where it went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from memograph.curation.anchoring import locate
from memograph.curation.annotations import CuratedAnnotation, Known, hints, ref_of
from memograph.curation.decision import About, Action, Decision
from memograph.curation.plan import Plan, claim
from memograph.curation.wording import reason, sources, written
from memograph.curation.words import GONE, TYPES
from memograph.model import (
    CURATED,
    SYMMETRIC_RELATIONS,
    CitedDocument,
    Curation,
    DocumentStatements,
    Entity,
    Former,
    Kind,
    Literal,
    PostTitle,
    Quotation,
    Ref,
    Relation,
    Statement,
)
from memograph.namespaces import statement_slug

#: Slug of the statement that a relation of the document becomes, or would have become.
SlugOf = Callable[[Relation], str]


@dataclass(frozen=True, slots=True)
class CuratedStatements:
    """Statements after their decisions, and the decisions that do not fit (with the reason)."""

    statements: DocumentStatements
    unfit: tuple[tuple[Decision, str], ...] = ()


def curate_statements(
    stated: DocumentStatements, curated: CuratedAnnotation, plan: Plan, known: Known, slug_of: SlugOf, least: float
) -> CuratedStatements:
    """What a document states, after its decisions.

    Args:
        curated: what they did to its annotation, which `stated` was made from.
        least: statements of less confidence had not been published.
    """
    work = _Work(stated, plan, known)
    work.follow_merges()
    for decision in plan.by_document.get(stated.annotated.document.id, ()):
        if decision.about is About.STATEMENT:
            work.decide(decision)
    work.moved(curated, slug_of, least)
    return CuratedStatements(work.result(curated), tuple(work.unfit))


class _Work:
    """The statements of one document while decisions are applied to them."""

    def __init__(self, stated: DocumentStatements, plan: Plan, known: Known) -> None:
        self._stated, self._plan, self._known = stated, plan, known
        self._document = stated.annotated.document
        self._sure = {statement.slug: statement for statement in stated.statements}
        self._review = {statement.slug: statement for statement in stated.review}
        self._entities = {ref_of(entity): entity for entity in stated.annotated.entities}
        self._posts = {post.slug: post for post in stated.posts}
        self._cited = {work.slug: work for work in stated.cited}
        self._decided: dict[str, str] = {}
        self._former: dict[str, Former] = {}
        self.unfit: list[tuple[Decision, str]] = []

    # ── merges and withdrawals of what extraction knows nothing of: posts, topics, cited documents ────────────────────

    def follow_merges(self) -> None:
        """Give statements the ends that merges lead to; those about what was withdrawn go."""
        for statements in (self._sure, self._review):
            for slug, statement in list(statements.items()):
                after = self._merged(statement)
                if after == statement:
                    continue
                del statements[slug]
                by = self._cause(statement)
                if after is not None:
                    statements.setdefault(after.slug, after)
                if statements is self._sure:
                    self._leave(slug, after.slug if after else None, by)
        for post in list(self._posts.values()):
            new = self._plan.survivor(Ref(Kind.POST, post.slug))
            label = rename.label if (rename := self._plan.renamed.get(new)) is not None else None
            del self._posts[post.slug]
            self._posts.setdefault(new.slug, PostTitle(new.slug, label or post.label))
        for work in list(self._cited.values()):
            new = self._plan.survivor(Ref(Kind.DOCUMENT, work.slug))
            del self._cited[work.slug]
            self._cited.setdefault(new.slug, replace(work, slug=new.slug))

    def _merged(self, statement: Statement) -> Statement | None:
        subject = self._plan.survivor(statement.subject)
        object_ = statement.object
        if isinstance(object_, Ref):
            object_ = self._plan.survivor(object_)
        if subject in self._plan.withdrawn or object_ in self._plan.withdrawn:
            return None
        if (subject, object_) == (statement.subject, statement.object):
            return statement
        slug = self._slug(subject, statement.predicate, object_)
        return replace(statement, slug=slug, subject=subject, object=object_)

    def _cause(self, statement: Statement) -> Decision:
        """The decision about one of its ends."""
        for end in (statement.subject, statement.object):
            if isinstance(end, Ref):
                final = self._plan.survivor(end)
                if final in self._plan.withdrawn:
                    return self._plan.withdrawn[final]
                if end in self._plan.merged:
                    return self._plan.merged[end][1]
        raise AssertionError("only a merge or a withdrawal changes an end")

    # ── decisions about statements ────────────────────────────────────────────────────────────────────────────────────

    def decide(self, decision: Decision) -> None:
        """Apply one decision about a statement."""
        found = [s for s in (*self._sure.values(), *self._review.values()) if claim(decision) == _claim(s)]
        if decision.action is Action.REJECT:
            self._reject(decision, found)
        elif gone := [end for end in _ends(decision) if end in self._plan.withdrawn]:
            self.unfit.append((decision, f"{written(gone[0])} was withdrawn"))
        elif found:
            for statement in found:
                self._review.pop(statement.slug, None)
                self._sure[statement.slug] = statement
                self._decided[statement.slug] = decision.slug
        else:
            self._restate(decision)

    def _reject(self, decision: Decision, found: Iterable[Statement]) -> None:
        slugs = {statement.slug for statement in found}
        if not slugs and decision.subject is not None and decision.object is not None:
            slugs = {self._slug(decision.subject, decision.predicate or "", decision.object)}
        for slug in slugs:
            self._sure.pop(slug, None)
            self._review.pop(slug, None)
            self._leave(slug, None, decision)

    def _restate(self, decision: Decision) -> None:
        """State what extraction does not find, or finds no longer."""
        subject, object_, anchor = decision.subject, decision.object, decision.anchor
        assert subject and object_ and anchor and decision.predicate, "needs.py asks for them"
        span = locate(self._document.text, anchor) if anchor.exact else None
        own = subject == Ref(Kind.DOCUMENT, self._document.id)
        if anchor.exact and span is None:
            self.unfit.append((decision, GONE))
            return
        if span is None and not own:
            self.unfit.append((decision, "extraction does not find it, and it has no quotation; fill in “exact”"))
            return
        if unknown := [end for end in _ends(decision) if not self._described(end, decision)]:
            self.unfit.append((decision, f"nobody says what {written(unknown[0])} is called; fill in “label”"))
            return
        slug = self._slug(subject, decision.predicate, object_)
        self._sure[slug] = Statement(
            slug,
            subject,
            decision.predicate,
            object_,
            (Quotation.of(self._document.text, span),) if span else (),
            CURATED,
            None,
            source=None if span else sources(decision),
            when=decision.when,
            symmetric=decision.predicate in SYMMETRIC_RELATIONS,
        )
        self._decided[slug] = decision.slug

    def _described(self, end: Ref, decision: Decision) -> bool:
        """Whether an end has a name; it is then among what the document speaks of."""
        if end == Ref(Kind.DOCUMENT, self._document.id) or end.kind is Kind.TOPIC or end in self._entities:
            return True
        label = self._label(end) or decision.label or hints(self._plan, self._document.id).get(end, "")
        if end.kind is Kind.POST and (label or end.slug in self._posts):
            self._posts.setdefault(end.slug, PostTitle(end.slug, label))
        elif end.kind is Kind.DOCUMENT:
            self._cited.setdefault(end.slug, CitedDocument(end.slug, label or end.slug))
        elif end.kind in TYPES and label:
            entity = self._known(end) or Entity(end.slug, TYPES[end.kind], label)
            self._entities[end] = replace(entity, label=label)
        else:
            return False
        return True

    def _label(self, end: Ref) -> str:
        if (rename := self._plan.renamed.get(end)) is not None:
            return rename.label or ""
        entity = self._known(end) if end.kind in TYPES else None
        return entity.label if entity else ""

    # ── what is no longer stated ──────────────────────────────────────────────────────────────────────────────────────

    def moved(self, curated: CuratedAnnotation, slug_of: SlugOf, least: float) -> None:
        """Say where the statements went whose relations have other ends now."""
        for move in curated.moved:
            if move.before.confidence < least:
                continue
            after = slug_of(move.after) if move.after is not None else ""
            self._leave(slug_of(move.before), after if after in self._sure else None, move.decision)

    def _leave(self, slug: str, into: str | None, decision: Decision) -> None:
        if slug != into:
            self._former.setdefault(slug, Former(slug, into, reason(decision), decision.slug))

    def _slug(self, subject: Ref, predicate: str, object_: Ref | Literal) -> str:
        last = object_.slug if isinstance(object_, Ref) else object_.value
        return statement_slug(self._document.id, subject.slug, predicate, last)

    def result(self, curated: CuratedAnnotation) -> DocumentStatements:
        """The statements as they are now."""
        objects = {statement.object for statement in self._sure.values()}
        former = (each for slug, each in sorted(self._former.items()) if slug not in self._sure)
        entities = tuple(self._entities.values())
        return replace(
            self._stated,
            annotated=replace(self._stated.annotated, entities=entities),
            statements=tuple(map(self._speakers, self._sure.values())),
            review=tuple(self._review.values()),
            posts=tuple(post for post in self._posts.values() if Ref(Kind.POST, post.slug) in objects),
            cited=tuple(work for work in self._cited.values() if Ref(Kind.DOCUMENT, work.slug) in objects),
            curation=Curation(
                {slug: decision for slug, decision in sorted(self._decided.items()) if slug in self._sure},
                {span: decision.slug for span, decision in curated.mentions.items()},
                tuple(_final(each, self._sure) for each in former),
                curated.names,
            ),
        )

    def _speakers(self, statement: Statement) -> Statement:
        """Who says so, at the end of merges and without whom nobody describes."""
        survivors = dict.fromkeys(map(self._plan.survivor, statement.asserted_by))
        speakers = tuple(each for each in survivors if each not in self._plan.withdrawn)
        return statement if speakers == statement.asserted_by else replace(statement, asserted_by=speakers)


def _final(former: Former, live: Mapping[str, Statement]) -> Former:
    return former if former.into is None or former.into in live else replace(former, into=None)


def _claim(statement: Statement) -> object:
    ends = (statement.subject, statement.object)
    return statement.predicate, frozenset(ends) if statement.predicate in SYMMETRIC_RELATIONS else ends


def _ends(decision: Decision) -> Iterator[Ref]:
    return (end for end in (decision.subject, decision.object) if isinstance(end, Ref))
