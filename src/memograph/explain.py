"""Why we say so: every statement and every link of one annotated document, laid out for a historian to check.

`memograph annotate --explain ID` prints it. Each statement stands with the rule or model that made it, what its score
is made of, how the text states it, who says so, when, and the sentence with the evidence between ▸ and ◂.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from memograph.model import (
    DOC,
    AnnotatedDocument,
    Candidate,
    Entity,
    EntityType,
    Linking,
    Parts,
    Relation,
    Span,
)
from memograph.sentences import sentences_around

_WIDTH = 100
_INDENT = "     "
#: Words shown on either side of the evidence when no sentence ends nearer, code points.
_FAR = 220
#: Parts of a score below this count for nothing at the one digit that is shown, log-odds.
_LEAST = 0.05

_MODALITIES = {"fact": "as a fact", "plan": "as a plan", "report": "as a report", "belief": "as a belief"}

Names = Mapping[tuple[EntityType | None, str], str]


def explained(annotated: AnnotatedDocument) -> str:
    """The whole explanation as plain text, lines of at most a hundred characters where words allow."""
    return "\n".join(_lines(annotated)) + "\n"


def _lines(annotated: AnnotatedDocument) -> Iterator[str]:
    document = annotated.document
    names: Names = {(e.type, e.id): e.label for e in annotated.entities} | {(None, DOC): document.id}
    yield f"{document.id}  {' '.join(annotated.header.title.of(document.text).split())}"
    yield f"read with {annotated.model}; its period is {annotated.header.period or 'unknown'}"
    yield ""
    yield f"STATEMENTS ({len(annotated.relations)})"
    for number, relation in enumerate(annotated.relations, start=1):
        yield ""
        yield from _statement(annotated, number, relation, names)
    yield ""
    yield f"WHO IS WHO ({sum(e.type is EntityType.PERSON for e in annotated.entities)})"
    linkings = {linking.entity: linking for linking in annotated.linkings}
    for entity in annotated.entities:
        if entity.type is EntityType.PERSON:
            yield ""
            yield from _person(entity, linkings.get(entity.id))


def _statement(annotated: AnnotatedDocument, number: int, relation: Relation, names: Names) -> Iterator[str]:
    subject = names.get((relation.subject_type, relation.subject), relation.subject)
    object_ = relation.object if relation.object_type is None else names[relation.object_type, relation.object]
    yield f"{number:>3}  {subject}  {relation.predicate}  {object_}"
    yield from _row("confidence", f"{relation.confidence:.2f}")
    yield from _row("by", relation.method)
    if because := _parts(relation.parts):
        yield from _row("because", because)
    if relation.modality is not None:
        said = (
            "the author" if relation.asserted_by is None else names.get(relation.asserted_by, relation.asserted_by[1])
        )
        yield from _row("stated", f"{_MODALITIES[relation.modality]}, by {said}")
    if relation.when is not None:
        yield from _row("when", relation.when)
    yield from _row("text", in_sentence(annotated, relation.evidence))


def _person(entity: Entity, linking: Linking | None) -> Iterator[str]:
    forms = ", ".join(f"“{' '.join(form.split())}”" for form in (*entity.names, *entity.roles)) or "not mentioned"
    known = "".join(f" ({i.scheme} {i.value})" for i in entity.identifiers[:1])
    yield f"     {forms}  →  {entity.label}{known}" if entity.known else f"     {forms}  →  unknown"
    if linking is None:
        return
    if linking.reason is not None:
        yield from _row("unknown as", linking.reason)
    for rank, candidate in enumerate(linking.candidates, start=1):
        yield from _row(f"candidate {rank}", _candidate(candidate))


def _candidate(candidate: Candidate) -> str:
    because = _parts(candidate.parts)
    return f"{candidate.score:.2f}  {candidate.label}{': ' if because else ''}{because}"


def _parts(parts: Parts) -> str:
    """``two names in one clause +1.2, modality plan −0.4``, in log-odds; parts too small to show are left out."""
    shown = [(name, value) for name, value in parts if abs(value) >= _LEAST]
    return ", ".join(f"{name} {'+' if value >= 0 else '−'}{abs(value):.1f}" for name, value in shown)


def _row(name: str, words: str) -> Iterator[str]:
    head = f"{_INDENT}{name:<13}"
    yield from textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]


def in_sentence(annotated: AnnotatedDocument, evidence: Span) -> str:
    """The sentence or sentences that hold the evidence, on one line, the evidence between ▸ and ◂."""
    text = annotated.document.text
    zone = next((z.span for z in annotated.document.zones if z.span.contains(evidence)), Span(0, len(text)))
    sentence = sentences_around(text, evidence, zone)
    before = _clipped(text[sentence.start : evidence.start], keep_end=True)
    after = _clipped(text[evidence.end : sentence.end], keep_end=False)
    return " ".join(f"{before}▸{evidence.of(text)}◂{after}".split())


def _clipped(words: str, keep_end: bool) -> str:
    if len(words) <= _FAR:
        return words
    return f"… {words[-_FAR:].partition(' ')[2]}" if keep_end else f"{words[:_FAR].rpartition(' ')[0]} …"
