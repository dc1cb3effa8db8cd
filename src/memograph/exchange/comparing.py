"""A corrected document beside the release's → decisions. Called by importing.py; knows no file format.

========================================= ==============================================
in the file                               decision
========================================= ==============================================
a mention is gone                         reject mention
a mention is new                          add mention
the same words mean another thing         add link
the same words mean nothing known         reject link
a thing is called otherwise, everywhere   rename entity
a statement is gone                       reject statement
a statement is new, or has other words    add statement
one end or the relation is another        reject statement, add statement
a thing has a record elsewhere            add match, where the thing itself is new
========================================= ==============================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from memograph.curation.checking import decision_of, row_of
from memograph.curation.decision import About, Action, Anchor, Decision, Origin
from memograph.errors import CurationError
from memograph.exchange.corrections import Claim, Corrected, Mark, Named, Problem, Who
from memograph.exchange.naming import Naming, UnknownThingError
from memograph.exchange.released import ReleasedDocument, ReleasedStatement, Source
from memograph.exchange.writing import xml_text
from memograph.model import SYMMETRIC_RELATIONS, EntityType, Literal, Quotation, Ref, Span

#: A statement as one may compare it: subject, relation and object; ends of a symmetric one in alphabetical order.
_Key = tuple[str, str, str]


def compared(corrected: Corrected, source: Source, problem: Problem) -> Iterator[Decision]:
    """The decisions that make the release's document what the corrected file says; none where it says the same.

    Args:
        problem: told of what cannot be a decision, and of decisions that would not be valid.
    """
    comparison = _Comparison(corrected, source.document(corrected.document), source, problem)
    found = [*comparison.mentions(), *comparison.statements(), *comparison.renamings(), *comparison.matches()]
    seen: set[str] = set()
    authorless = 0
    for where, decision in found:
        if not decision.author:
            authorless += 1
            continue
        try:
            valid = decision_of(row_of(decision), Origin(corrected.file), source.site)
        except CurationError as error:
            for reason in str(error).splitlines():
                problem(CurationError(reason.replace(f"{corrected.file}:", f"{corrected.file}: {where}:", 1)))
            continue
        if valid.slug not in seen:
            seen.add(valid.slug)
            yield valid
    if authorless:
        reason = f"{authorless} changes of {corrected.document} have no author; say who decided: --author NAME"
        problem(CurationError(f"{corrected.file}: {reason}"))


@dataclass
class _Comparison:
    corrected: Corrected
    document: ReleasedDocument
    source: Source
    problem: Problem
    naming: Naming = field(init=False)

    def __post_init__(self) -> None:
        self.naming = Naming(self.source, self.document)
        self._unread = set(self.corrected.unread)

    # ── mentions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def mentions(self) -> Iterator[tuple[str, Decision]]:
        """Decisions about mentions and what they mean, in the order of the text."""
        if self.corrected.marks is None:
            return
        before, after = self._before(), self._after()
        unread = {mention.span for mention in self.document.mentions if mention.iri in self._unread}
        for span in sorted({*before, *after} - unread):
            yield from self._at(span, before.get(span, []), after.get(span, []))

    def _before(self) -> dict[Span, list[str]]:
        found: dict[Span, list[str]] = defaultdict(list)
        for mention in self.document.mentions:
            found[mention.span].append(mention.entity)
        return found

    def _after(self) -> dict[Span, list[tuple[Mark, str | None]]]:
        """Marks and what they mean, None for nothing known; those that cannot be told count as unread."""
        before = self._before()
        found: dict[Span, list[tuple[Mark, str | None]]] = defaultdict(list)
        for mark in self.corrected.marks or ():
            if mark.thing.address is None and mark.span in before:
                found[mark.span].append((mark, None))
            elif thing := self._thing(mark.thing, mark.where):
                found[mark.span].append((mark, thing))
            else:
                self._unread.add(mark.iri or "")
                self._unread.update(m.iri for m in self.document.mentions if m.span == mark.span)
        return found

    def _at(
        self, span: Span, before: list[str], marks: list[tuple[Mark, str | None]]
    ) -> Iterator[tuple[str, Decision]]:
        """Decisions about the mentions of one stretch of words."""
        meant: dict[str, Mark] = {}
        for mark, thing in reversed(marks):
            if thing is not None:
                meant[thing] = mark
        if marks and not meant:
            if self.corrected.whole:  # a tool that knows only tags says nothing of who is meant
                mark, was = marks[0][0], self._ref(before[0])
                yield mark.where, self._decision(Action.REJECT, About.LINK, mark.by, span, subject=was)
            return
        gone = [entity for entity in before if entity not in meant]
        new = [entity for entity in meant if entity not in before]
        for old, other in zip_longest(gone, new):
            if other is not None:
                mark = meant[other]
                about = About.MENTION if old is None and not before else About.LINK
                yield mark.where, self._decision(Action.ADD, about, mark.by, span, **self._described(other))
            elif self.corrected.whole and not marks:
                yield _gone(span), self._decision(Action.REJECT, About.MENTION, Who(), span)
            elif self.corrected.whole:
                yield _gone(span), self._decision(Action.REJECT, About.LINK, Who(), span, subject=self._ref(old))

    # ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────

    def statements(self) -> Iterator[tuple[str, Decision]]:
        """Decisions about statements: first those that are gone, then those that are new."""
        if self.corrected.claims is None:
            return
        before = {self._key(s.subject, s.relation, s.object): s for s in self.document.statements if self._shown(s)}
        after: dict[_Key, list[Claim]] = defaultdict(list)
        for claim in self.corrected.claims:
            key = self._claimed(claim)
            if key is None:
                self._unread.add(claim.iri or "")
            else:
                after[key].append(claim)
        by = {claim.iri: claim.by for claims in after.values() for claim in claims if claim.iri}
        for key, statement in before.items():
            changed = statement.iri in by
            if key not in after and statement.iri not in self._unread and (self.corrected.whole or changed):
                yield statement.iri, self._rejected(statement, by.get(statement.iri, Who()))
        for key, claims in after.items():
            yield from self._stated(key, claims, before.get(key))

    def _stated(
        self, key: _Key, claims: list[Claim], statement: ReleasedStatement | None
    ) -> Iterator[tuple[str, Decision]]:
        """A decision for a statement that is new, or that other words prove as well."""
        claim = claims[0]
        if statement is not None and any(each.when != statement.when for each in claims):
            reason = "when it took place was changed, which no decision can say; reject the statement and add another"
            self._tell(claim.where, reason)
        known = set(statement.evidence) if statement else set()
        words = [span for each in claims for span in each.evidence or ()]
        if statement is None:
            near = [each.near for each in claims if each.near]
            yield claim.where, self._added(key, claim, next(iter([*words, *near]), None))
        elif new := sorted(set(words) - known):
            yield claim.where, self._added(key, claim, new[0])

    def _added(self, key: _Key, claim: Claim, span: Span | None) -> Decision:
        subject, relation, _ = key
        given = self._described(subject)
        value = claim.object if isinstance(claim.object, Literal) else self._ref(key[2])
        label = None if isinstance(claim.object, Literal) else self.naming.label(key[2])
        return self._decision(
            Action.ADD,
            About.STATEMENT,
            claim.by,
            span,
            subject=given["subject"],
            predicate=relation,
            object=value,
            label=label or given["label"],
            when=claim.when,
        )

    def _rejected(self, statement: ReleasedStatement, by: Who) -> Decision:
        value = statement.object
        return self._decision(
            Action.REJECT,
            About.STATEMENT,
            by,
            statement.evidence[0] if statement.evidence else None,
            subject=self._ref(statement.subject),
            predicate=statement.relation,
            object=value if isinstance(value, Literal) else self._ref(value),
        )

    def _shown(self, statement: ReleasedStatement) -> bool:
        return self.corrected.shown is None or statement.iri in self.corrected.shown

    def _claimed(self, claim: Claim) -> _Key | None:
        """What a claim says, with things of this site; None, which is told, where it cannot be told."""
        relation = self.naming.relation(claim.predicate)
        if relation is None:
            self._tell(claim.where, f"no relation of the ontology is called “{claim.predicate}”")
            return None
        subject = self._thing(claim.subject, claim.where)
        value = claim.object if isinstance(claim.object, Literal) else self._thing(claim.object, claim.where)
        return None if subject is None or value is None else self._key(subject, relation, value)

    @staticmethod
    def _key(subject: str, relation: str, value: str | Literal) -> _Key:
        """Literals by their text, as XML has it: not every format says of what datatype they are."""
        if isinstance(value, Literal):
            return subject, relation, f'"{" ".join(xml_text(value.value).split())}'
        first, second = sorted((subject, value)) if relation in SYMMETRIC_RELATIONS else (subject, value)
        return first, relation, second

    # ── things ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def renamings(self) -> Iterator[tuple[str, Decision]]:
        """A decision for each thing that is called otherwise; a label that stayed when the thing changed is no name."""
        called: dict[str, dict[str, Mark]] = defaultdict(dict)
        before = self._before()
        for mark in self.corrected.marks or ():
            same = mark.thing.address if mark.thing.address in before.get(mark.span, ()) else None
            thing = self.document.things.get(same or "")
            if thing is not None and mark.label is not None and mark.label != " ".join(thing.label.split()):
                called[thing.iri].setdefault(mark.label, mark)
        for iri, labels in sorted(called.items()):
            label, mark = next(iter(labels.items()))
            if len(labels) > 1:
                self._tell(mark.where, f"{iri} is called in several ways: {', '.join(sorted(labels))}; use one")
            else:
                yield (
                    mark.where,
                    self._decision(Action.RENAME, About.ENTITY, mark.by, subject=self._ref(iri), label=label),
                )

    def matches(self) -> Iterator[tuple[str, Decision]]:
        """A decision for each new thing that was named by the address of a record elsewhere."""
        for iri, address in sorted(self.naming.matched.items()):
            yield (
                address,
                self._decision(Action.ADD, About.MATCH, Who(), subject=self._ref(iri), object=Literal(address)),
            )

    def _thing(self, named: Named, where: str) -> str | None:
        try:
            return self.naming.iri(named)
        except UnknownThingError as reason:
            self._tell(where, str(reason))
            return None

    def _ref(self, iri: str) -> Ref | None:
        return self.source.ref(iri)

    def _described(self, iri: str) -> dict[str, object]:
        """The thing; for a new one also how it is called."""
        ref = self.source.ref(iri)
        label = self.naming.label(iri)
        types = {each.kind: each for each in EntityType}
        return {"subject": ref, "label": label, "type": types.get(ref.kind) if ref and label else None}

    # ── decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _decision(self, action: Action, about: About, by: Who, span: Span | None = None, **given: object) -> Decision:
        who = by.otherwise(self.corrected.by)
        anchor = None
        if about in (About.MENTION, About.LINK, About.STATEMENT):
            anchor = Anchor(self.document.id) if span is None else self._anchor(span)
        decision = Decision("", action, about, who.author, who.date, by.note, anchor)
        return replace(decision, **given)  # type: ignore[arg-type]

    def _anchor(self, span: Span) -> Anchor:
        quotation = Quotation.of(self.document.text, span)
        return Anchor(self.document.id, quotation.exact, quotation.prefix, quotation.suffix, span.start, span.end)

    def _tell(self, where: str, reason: str) -> None:
        self.problem(CurationError(f"{self.corrected.file}: {where}: {reason}"))


def _gone(span: Span) -> str:
    return f"{span.start} to {span.end}"
