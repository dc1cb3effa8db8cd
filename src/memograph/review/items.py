"""Findings and what was left undecided → `ReviewItem`s, with the words and the document of each. Called by `queue`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memograph.curation.decision import About
from memograph.errors import ReleaseError
from memograph.model import Literal, Quotation, Span
from memograph.namespaces import EDTF, OA, RDF, RDFS
from memograph.review.findings import Finding
from memograph.review.item import Reason, ReviewItem, Source, Thing
from memograph.review.published import Published, stored

#: The kind of what is looked at only because everything is.
WHOLE = "whole-document"
#: Where a build leaves statements too uncertain to publish (undecided.py).
UNDECIDED = "review.jsonl"


def item_of(published: Published, found: Finding) -> ReviewItem | None:
    """What a query found, with all that a historian needs to decide; None where it is nothing that can be decided."""
    mg, types = published.site.term, published.types(found.item)
    for name, made in (("Statement", _statement), ("Identification", _link), ("Mention", _mention)):
        if mg(name) in types:
            return made(published, found)
    return _entity(published, found) if found.item in published.mentioned_in else None


def whole(published: Published, document: str) -> Iterator[ReviewItem]:
    """Everything that the document of this IRI states and names, doubtful or not."""
    for row in published.solutions(stored("said"), document=document):
        iri = row["statement"].value
        confidence = float(published.literal(iri, published.site.term("confidence")) or 1)
        item = item_of(published, Finding(iri, Reason(WHOLE, "not decided yet", 1 - abs(2 * confidence - 1)), 1))
        if item is not None:
            yield item
    source = published.source(document)
    for thing, quotations in published.named(source).items():
        yield ReviewItem(
            About.LINK, source, published.thing(thing), quotations, (Reason(WHOLE, "not decided yet", 0.0),)
        )


def undecided(published: Published) -> Iterator[ReviewItem]:
    """Statements that the build left to people, in no order; those of documents that the release has not are left out.

    Raises:
        ReleaseError: the file cannot be read (file, line, reason).
    """
    path = published.release.reports / UNDECIDED
    if not path.is_file():  # a release of an earlier memograph, which left nothing
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            item = _undecided(published, row)
        except (ValueError, KeyError, TypeError) as error:
            raise _unreadable(path, number, error) from error
        if item.source.text:
            yield item


def _unreadable(path: Path, number: int, error: Exception) -> ReleaseError:
    return ReleaseError(f"{path}:{number}: not a statement left to review ({error}); run `memograph build` again")


def _undecided(published: Published, row: dict[str, Any]) -> ReviewItem:
    source = published.source(row["document"])
    subject, object_ = _end(published, row["subject"]), _end(published, row["object"])
    assert isinstance(subject, Thing)
    confidence = float(row["confidence"])
    message = f"left undecided: its confidence is {confidence:g}"
    ends = [end["iri"] for end in (row["subject"], row["object"]) if "iri" in end]
    return ReviewItem(
        About.STATEMENT,
        source,
        subject,
        tuple(Quotation.of(source.text, Span(each["start"], each["end"])) for each in row["evidence"]),
        (Reason("undecided", message, 1 - abs(2 * confidence - 1)),),
        row["predicate"],
        Literal(object_.value, EDTF if row["predicate"] == "dated" else None)
        if isinstance(object_, Literal)
        else object_,
        reach=published.reach(*ends),
        confidence=confidence,
        method=row["method"],
        because=tuple(f"{name} {log_odds:+.2f}" for name, log_odds in row["parts"]),
        published=False,
    )


def _end(published: Published, end: dict[str, str]) -> Thing | Literal:
    return Thing(published.ref(end["iri"]), end["label"]) if "iri" in end else Literal(end["value"])


def _statement(published: Published, found: Finding) -> ReviewItem | None:
    mg = published.site.term
    ends = [published.value(found.item, RDF + name) for name in ("subject", "predicate", "object")]
    document = published.value(found.item, mg("statedIn"))
    subject, predicate, object_ = ends
    if subject is None or predicate is None or object_ is None or document is None:
        return None
    return ReviewItem(
        About.STATEMENT,
        published.source(document.value),
        published.thing(subject.value),
        published.quotations(published.values(found.item, mg("evidence"))),
        (found.reason,),
        predicate.value.rpartition("#")[2].rpartition("/")[2],
        published.object(object_),
        reach=found.reach or published.reach(subject.value, object_.value),
        confidence=_number(published.literal(found.item, mg("confidence"))),
        method=published.literal(found.item, mg("method")) or "",
        because=published.parts(found.item),
    )


def _link(published: Published, found: Finding) -> ReviewItem | None:
    """Who somebody is; the words are the mentions of him in the document that says so."""
    somebody = published.value(found.item, published.site.term("identified"))
    if somebody is None:
        return None
    source = published.source(found.item.partition("#")[0])
    choices = published.choices(found.item)
    linked = any(published.site.thing(c.thing.ref.kind, c.thing.ref.slug) == somebody.value for c in choices)
    return ReviewItem(
        About.LINK if linked else About.ENTITY,
        source,
        Thing(published.ref(somebody.value), published.literal(somebody.value, RDFS + "label") or somebody.value),
        published.mentions(source, somebody.value),
        (found.reason,),
        reach=found.reach or published.reach(somebody.value),
        confidence=choices[0].score if choices else None,
        choices=choices[:5],
    )


def _mention(published: Published, found: Finding) -> ReviewItem | None:
    meant = published.value(found.item, OA + "hasBody")
    if meant is None:
        return None
    mg, source = published.site.term, published.source(found.item.partition("#")[0])
    alone = not published.is_known(meant.value) and _only_here(published, source, meant.value)
    return ReviewItem(
        About.ENTITY if alone else About.MENTION,
        source,
        published.thing(meant.value),
        published.quotations(published.values(found.item, OA + "hasTarget")),
        (found.reason,),
        reach=found.reach or 1,
        confidence=_number(published.literal(found.item, mg("confidence"))),
        method=published.literal(found.item, mg("method")) or "",
    )


def _only_here(published: Published, source: Source, thing: str) -> bool:
    """Whether one mention in this document is all there is of a thing: without it its address would be gone."""
    return (
        published.mentioned_in.get(thing) == frozenset({source.address}) and len(published.mentions(source, thing)) == 1
    )


def _entity(published: Published, found: Finding) -> ReviewItem:
    """A thing as such; the words are its mentions in the first document that has any."""
    source = published.source(min(published.mentioned_in[found.item]))
    return ReviewItem(
        About.ENTITY,
        source,
        published.thing(found.item),
        published.mentions(source, found.item),
        (found.reason,),
        reach=found.reach or published.reach(found.item),
    )


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)
