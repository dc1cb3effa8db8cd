"""Web Annotation JSON-LD that was corrected → `Corrected` documents. Called by importing.py.

Read are the collections that web_annotation.py writes, pages, and bare lists of annotations as Recogito and Annotorious
save them. Only one of our own collections is whole: in any other list an annotation that is missing was not removed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memograph.curation.decision import Anchor
from memograph.errors import CurationError
from memograph.exchange.corrections import Claim, Corrected, Mark, Named, Problem, Who, placed
from memograph.exchange.released import ReleasedDocument, Source
from memograph.model import EntityType, Kind, Literal, Span

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_CLASSES = frozenset(each.value for each in EntityType)


class _UnfitError(Exception):
    """An annotation that cannot be used, and why."""


@dataclass
class _Found:
    """What was read of one document."""

    document: ReleasedDocument
    marks: list[Mark] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def read_annotations(path: Path, data: bytes, source: Source, problem: Problem) -> Iterator[Corrected]:
    """The documents of one file.

    Raises:
        CurationError: it is not JSON, or has no annotations; file, line and reason.
    """
    raw = _json(path, data)
    items, start, page = _items(path, raw)
    about = _Reader(path, source, problem, _own_document(raw, source))
    for number, item in enumerate(items):
        about.read(item, f"{start}[{number}]")
    if not items and about.default is not None:
        about.of(about.default)
    by = _who(raw) if isinstance(raw, dict) else Who()
    for document_id, found in sorted(about.found.items()):
        yield Corrected(
            str(path),
            document_id,
            tuple(found.marks),
            tuple(found.claims),
            whole=page and about.default == document_id and not about.nameless,
            by=by,
            unread=frozenset(about.unread),
        )


def _json(path: Path, data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CurationError(f"{path}:{line}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (column {error.colno}); export it again"
        raise CurationError(f"{path}:{error.lineno}: {reason}") from error
    except RecursionError as error:
        raise CurationError(f"{path}: nested too deeply for annotations") from error


def _items(path: Path, raw: Any) -> tuple[list[Any], str, bool]:
    """The annotations, where they stand in the file, and whether it is a collection or a page of one."""
    if isinstance(raw, list):
        return raw, "", False
    if isinstance(raw, dict):
        types = _listed(raw.get("type", raw.get("@type")))
        if "AnnotationCollection" in types:
            first = raw.get("first")
            if isinstance(first, dict) and isinstance(first.get("items"), list) and "next" not in first:
                return first["items"], "first.items", True
            raise CurationError(f"{path}: a collection whose pages are elsewhere; save it with its one page inside")
        if "AnnotationPage" in types and isinstance(raw.get("items"), list):
            return raw["items"], "items", True
        if "Annotation" in types:
            return [raw], "", False
    raise CurationError(f"{path}: no Web Annotations: neither a collection, a page, a list nor an annotation")


def _own_document(raw: Any, source: Source) -> str | None:
    """Id of the document whose collection, as we export it, this file is; None for any other file."""
    if not isinstance(raw, dict):
        return None
    for address in (raw.get("id"), raw.get("partOf")):
        head, _, part = str(address).partition("#")
        ref = source.ref(head)
        if ref is not None and ref.kind is Kind.DOCUMENT and part == "annotations":
            return ref.slug
    return None


@dataclass
class _Reader:
    """Reads annotation after annotation; what cannot be used is told and kept from counting as removed.

    `nameless`: one of these has no address, so that nobody knows what it was.
    """

    path: Path
    source: Source
    problem: Problem
    default: str | None
    found: dict[str, _Found] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    nameless: bool = False

    def of(self, document_id: str) -> _Found:
        """What was found in a document of the release.

        Raises:
            _UnfitError: the release has no such document.
        """
        if document_id not in self.found:
            if not self.source.has(document_id):
                raise _UnfitError(f"the release has no document “{document_id}”")
            self.found[document_id] = _Found(self.source.document(document_id))
        return self.found[document_id]

    def read(self, item: Any, where: str) -> None:
        """One annotation."""
        try:
            if not isinstance(item, dict):
                raise _UnfitError("not an annotation")
            self._annotation(item, where)
        except _UnfitError as reason:
            name = f" ({item['id']})" if isinstance(item, dict) and isinstance(item.get("id"), str) else ""
            addresses = _addresses(item)
            self.unread.update(addresses)
            self.nameless |= not addresses
            self.problem(CurationError(f"{self.path}: {where}{name}: {reason}; it was left out"))

    def _annotation(self, item: dict[str, Any], where: str) -> None:
        bodies = [body if isinstance(body, dict) else {"id": body} for body in _listed(item.get("body"))]
        targets = _listed(item.get("target"))
        if not targets:
            raise _UnfitError("it has no target")
        found = self.of(self._document(targets))
        spans = [span for target in targets for span in self._spans(target, found.document)]
        by = _who(item, _texts(bodies, item, "commenting"))
        stated = [body for body in bodies if {"subject", "predicate", "object"} & body.keys()]
        if stated:
            found.claims += [_claim(body, spans, where, by, found.document) for body in stated]
        elif not spans:
            raise _UnfitError("it marks no words: a mention needs a TextQuoteSelector or a TextPositionSelector")
        else:
            found.marks += [_mark(item, bodies, span, where, by, found.document) for span in spans]

    def _document(self, targets: list[Any]) -> str:
        """Id of the document that is annotated: what the target says, else that of the collection."""
        sources = {
            _address(target.get("source")) if isinstance(target, dict) else _address(target) for target in targets
        }
        refs = {self.source.ref(address.partition("#")[0]) for address in sources if address}
        ids = {ref.slug for ref in refs if ref is not None and ref.kind is Kind.DOCUMENT}
        if len(ids) > 1:
            raise _UnfitError(f"it is about several documents ({', '.join(sorted(ids))}); make one of each")
        if not ids and (self.default is None or refs):
            raise _UnfitError("its target is no document of this site; “source” must be the address of one")
        return ids.pop() if ids else str(self.default)

    def _spans(self, target: Any, document: ReleasedDocument) -> Iterator[Span]:
        """The words that a target selects; none where it is the document."""
        selectors = _listed(target.get("selector")) if isinstance(target, dict) else []
        if not selectors:
            return
        anchor = _anchor(document.id, selectors)
        span = placed(document.text, anchor)
        if span is None:
            words = f"“{anchor.exact}”" if anchor.exact else f"{anchor.start} to {anchor.end}"
            raise _UnfitError(f"the text of {document.id} has no such words, or not clearly: {words}")
        yield span


def _anchor(document_id: str, selectors: list[Any]) -> Anchor:
    """What selectors say, those of text; others (RangeSelector of a page …) are no use without them."""
    words: dict[str, str] = {}
    place: dict[str, int] = {}
    for selector in selectors:
        kind = selector.get("type", selector.get("@type")) if isinstance(selector, dict) else None
        if kind == "TextQuoteSelector":
            words |= {k: selector[k] for k in ("exact", "prefix", "suffix") if isinstance(selector.get(k), str)}
        elif kind == "TextPositionSelector":
            place |= {k: selector[k] for k in ("start", "end") if type(selector.get(k)) is int}
    if "exact" not in words and not {"start", "end"} <= place.keys():
        raise _UnfitError("no TextQuoteSelector or TextPositionSelector that is complete")
    start, end = (place["start"], place["end"]) if {"start", "end"} <= place.keys() else (None, None)
    return Anchor(document_id, start=start, end=end, **words)


def _mark(
    item: dict[str, Any], bodies: list[dict[str, Any]], span: Span, where: str, by: Who, document: ReleasedDocument
) -> Mark:
    """A mention: who is identified, how it is called, what class it is of."""
    addresses = [_address(body) for body in _purposed(bodies, item, "identifying")]
    tags = [text for text in _texts(bodies, item, "tagging") if text]
    classes = [_local(text) for text in _texts(bodies, item, "classifying")]
    if not classes:  # tools that have tags only
        classes = [tag for tag in tags if tag in _CLASSES]
        tags = [tag for tag in tags if tag not in _CLASSES]
    if not (addresses or tags or classes):
        raise _UnfitError("it says neither who or what the words name nor of what class that is")
    label = tags[0] if len(tags) == 1 else None
    words = span.of(document.text)
    known = next((address for address in addresses if address), None)
    iri = item.get("id") if isinstance(item.get("id"), str) else None
    return Mark(where, span, Named(known, classes[0] if classes else None, label or words), label, by, iri)


def _claim(body: dict[str, Any], spans: list[Span], where: str, by: Who, document: ReleasedDocument) -> Claim:
    subject, predicate = _address(body.get("subject")), _address(body.get("predicate")) or body.get("predicate")
    if not (isinstance(subject, str) and isinstance(predicate, str) and body.get("object")):
        raise _UnfitError("a statement needs “subject”, “predicate” and “object”")
    value: Named | Literal
    raw = body["object"]
    if isinstance(raw, dict) and "@value" in raw:
        value = Literal(str(raw["@value"]), raw.get("@type"), raw.get("@language"))
    elif isinstance(raw, dict) or (isinstance(raw, str) and _IRI.fullmatch(raw) and "//" in raw):
        address = _address(raw)
        if address is None:
            raise _UnfitError("the object of a statement is an address (“id”) or a literal")
        value = Named(address, None, address.rpartition("/")[2])
    else:
        value = Literal(str(raw))
    when = body.get("when") if isinstance(body.get("when"), str) else None
    iri = body.get("id") if isinstance(body.get("id"), str) else None
    named = Named(subject, None, subject.rpartition("/")[2])
    return Claim(where, named, predicate, value, tuple(sorted(set(spans))), None, iri, when, by)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _address(value: Any) -> str | None:
    """An address: a string, or the source, id or value of a resource."""
    if isinstance(value, dict):
        return next((v for k in ("source", "id", "@id", "value") if (v := _address(value.get(k)))), None)
    return value if isinstance(value, str) and _IRI.fullmatch(value) else None


def _purposed(bodies: list[dict[str, Any]], item: dict[str, Any], purpose: str) -> Iterator[dict[str, Any]]:
    """Bodies for a purpose; one that has none is for what the annotation is for, or links if it is an address."""
    for body in bodies:
        own = _listed(body.get("purpose"))
        if not own and body.get("type") != "TextualBody" and "value" not in body:
            own = ["identifying"]
        if purpose in (own or _listed(item.get("motivation"))):
            yield body


def _texts(bodies: list[dict[str, Any]], item: dict[str, Any], purpose: str) -> list[str]:
    found = (body.get("value", _address(body)) for body in _purposed(bodies, item, purpose))
    return [" ".join(text.split()) for text in found if isinstance(text, str)]


def _local(text: str) -> str:
    return text.rpartition("#")[2].rpartition("/")[2]


def _who(item: dict[str, Any], notes: list[str] | None = None) -> Who:
    """``creator`` and ``modified``, else ``created`` (Web Annotation Data Model, section 3.3.1)."""
    creator = next(iter(_listed(item.get("creator"))), "")
    if isinstance(creator, dict):
        creator = next((creator[k] for k in ("name", "nickname", "account", "id") if creator.get(k)), "")
    days = (_DAY.match(str(item.get(name, ""))) for name in ("modified", "created"))
    day = next((match[0] for match in days if match), "")
    return Who(" ".join(str(creator).split()), day, "; ".join(notes or []))


def _addresses(item: Any) -> set[str]:
    """Addresses by which an annotation may be known: its own, and those of statements in it."""
    if not isinstance(item, dict):
        return set()
    own = [item.get("id"), *(body.get("id") for body in _listed(item.get("body")) if isinstance(body, dict))]
    return {address for address in own if isinstance(address, str)}
