"""UIMA CAS XMI that was corrected, as INCEpTION exports it → `Corrected` documents. Called by importing.py.

The layers are those of cas.py. A file always has the whole of a document, so what is missing from it was removed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from memograph.errors import CurationError
from memograph.exchange import cas as written
from memograph.exchange.cas_files import CasFile, cas_files, load
from memograph.exchange.corrections import Claim, Corrected, Mark, Named, Problem, Who
from memograph.exchange.released import ReleasedDocument, Source
from memograph.exchange.writing import xml_text
from memograph.model import EntityType, Literal, Ref, Span

#: Where INCEpTION notes who annotated, and when it saved that (milliseconds since 1970).
_INTERNAL = "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata"
_THING = re.compile(r"[a-z]+/[^\s/#?]+")
#: Layers that every document has and that say nothing about who is who.
_SILENT = ("de.tudarmstadt.ukp.dkpro.core.api.segmentation.", "de.tudarmstadt.ukp.dkpro.core.api.metadata.", "uima.")
_CURATION_USER = "CURATION_USER"


def read_cas(path: Path, data: bytes, source: Source, problem: Problem) -> Iterator[Corrected]:
    """The documents of one XMI or ZIP file.

    Raises:
        CurationError: no ZIP, or none with XMI in it; file and reason.
        ConfigurationError: dkpro-cassis is not installed.
    """
    written.needs_cassis()
    found = False
    for file in cas_files(path, data, problem):
        found = True
        try:
            yield _document(file, source, problem)
        except CurationError as error:
            problem(error)
    if not found:
        raise CurationError(f"{path}: no XMI file in it; export it as “UIMA CAS XMI (XML 1.0)”")


# ── one document ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _document(file: CasFile, source: Source, problem: Problem) -> Corrected:
    loaded, warned = load(file)
    text = loaded.sofa_string or ""
    document = _same(file, loaded, text, source)
    for message in sorted(set(warned)):
        problem(CurationError(f"{file.name}: {message}"))
    reader = _Reader(file.name, loaded, document, source, problem)
    marks = reader.marks() if reader.has(written.ENTITY) else None
    claims = reader.claims() if reader.has(written.RELATION) and reader.has(written.STATEMENT) else None
    if marks is None:
        problem(CurationError(f"{file.name}: no layer {written.ENTITY}; nothing of it was compared"))
    if claims is None:
        layers = f"{written.RELATION} and {written.STATEMENT}"
        problem(CurationError(f"{file.name}: not both layers {layers}; statements were not compared"))
    reader.others()
    return Corrected(
        file.name,
        document.id,
        marks,
        claims,
        whole=not reader.broken,
        by=_who(loaded, file.author),
        unread=frozenset(reader.unread),
        shown=frozenset(each.statement.iri for each in written.drawn(document)),
    )


def _same(file: CasFile, loaded: Any, text: str, source: Source) -> ReleasedDocument:
    """The document of the release that this is: told by its name, and of the same text.

    Raises:
        CurationError: there is none, or its text is another.
    """
    candidates = [name for name in _names(file, loaded) if source.has(name)]
    if not candidates:
        raise CurationError(f"{file.name}: of no document of the release; call the file after its id, such as d4.xmi")
    for name in candidates:
        document = source.document(name)
        if xml_text(document.text) == text:
            return document
    document = source.document(candidates[0])
    known = xml_text(document.text)
    at = next((i for i, (a, b) in enumerate(zip(known, text, strict=False)) if a != b), min(len(known), len(text)))
    raise CurationError(
        f"{file.name}: its text is not that of {document.id} in release {source.release.manifest.version}, from code "
        f"point {at} on (“{text[at : at + 20]}”); compare with the release it came from: --release VERSION"
    )


def _names(file: CasFile, loaded: Any) -> Iterator[str]:
    """What the document may be called: what its metadata say, else what its file and folders are called."""
    for metadata in _selected(loaded, "uima.tcas.DocumentAnnotation"):
        for name in ("documentId", "documentUri", "documentTitle"):
            yield from _stems(getattr(metadata, name, None))
    for metadata in _selected(loaded, _INTERNAL):
        yield from _stems(getattr(metadata, "sourceDocumentName", None))
    for part in reversed(PurePosixPath(file.name).parts):
        yield from _stems(part)


def _stems(name: object) -> Iterator[str]:
    """``http://…/d4.xmi`` as ``d4.xmi`` and ``d4``."""
    if isinstance(name, str) and name.strip():
        last = name.rstrip("/").rpartition("/")[2]
        yield last
        yield last.rpartition(".")[0] or last


def _selected(loaded: Any, name: str) -> list[Any]:
    return list(loaded.select(name)) if loaded.typesystem.contains_type(name) else []


def _who(loaded: Any, author: str) -> Who:
    day = ""
    for metadata in _selected(loaded, _INTERNAL):
        author = author or getattr(metadata, "username", None) or ""
        saved = getattr(metadata, "lastChangedOnDisk", None)
        if isinstance(saved, int) and saved > 0:
            day = datetime.fromtimestamp(saved / 1000, UTC).date().isoformat()
    return Who("" if author == _CURATION_USER else author, day)


class _Reader:
    """Reads the layers of one CAS."""

    def __init__(self, name: str, loaded: Any, document: ReleasedDocument, source: Source, problem: Problem) -> None:
        self.name, self.loaded, self.document, self.source, self.problem = name, loaded, document, source, problem
        self.unread: set[str] = set()
        self.broken = False  # something could not be read, and nobody knows what it was

    def has(self, layer: str) -> bool:
        """Whether the file has a layer, be it empty."""
        return bool(self.loaded.typesystem.contains_type(layer))

    def marks(self) -> tuple[Mark, ...]:
        """NamedEntities."""
        found = []
        for node in _selected(self.loaded, written.ENTITY):
            span = self._span(node)
            if span is not None:
                found.append(Mark(self._where(node), span, self._named(node, span)))
        return tuple(found)

    def claims(self) -> tuple[Claim, ...]:
        """Relations between mentions, and statements over their evidence."""
        return (*self._relations(), *self._statements())

    def others(self) -> None:
        """Tell of annotations on layers that have no meaning here."""
        ours = (written.ENTITY, written.RELATION, written.STATEMENT, _INTERNAL)
        counts = Counter(
            fs.type.name
            for fs in self.loaded.select_all_fs()
            if not fs.type.name.startswith(_SILENT)
            and not any(
                fs.type.name == o or self.loaded.typesystem.subsumes(o, fs.type.name) for o in ours if self.has(o)
            )
        )
        for layer, count in sorted(counts.items()):
            self._tell(f"{count} annotations of the layer {layer}, which memograph does not know, were left out")

    def _relations(self) -> Iterator[Claim]:
        for node in _selected(self.loaded, written.RELATION):
            ends = [getattr(node, name, None) for name in ("Governor", "Dependent")]
            spans = [self._span(end) if end is not None else None for end in ends]
            governor, dependent = spans
            predicate = getattr(node, "predicate", None)
            if governor is None or dependent is None or not predicate:
                self._unread(node, "a relation needs a mention at both ends and a “predicate”")
                continue
            near = Span(min(governor.start, dependent.start), max(governor.end, dependent.end))
            subject, object_ = self._named(ends[0], governor), self._named(ends[1], dependent)
            yield self._claim(node, subject, object_, None, near)

    def _statements(self) -> Iterator[Claim]:
        same: dict[object, list[Claim]] = defaultdict(list)
        for node in _selected(self.loaded, written.STATEMENT):
            span = self._span(node)
            given = [" ".join((getattr(node, name, None) or "").split()) for name in ("subject", "predicate", "object")]
            if span is None or not all(given):
                self._unread(node, "a statement needs “subject”, “predicate” and “object”")
                continue
            subject, object_ = self._end(given[0]), self._end(given[2])
            if isinstance(subject, Literal):
                self._unread(node, f"its subject is “{given[0]}”; write person/gromyko-andrei or a whole address")
                continue
            same[node.statement, *given, node.when].append(self._claim(node, subject, object_, (span,), None))
        for claims in same.values():
            yield replace(claims[0], evidence=tuple(sorted(s for c in claims for s in c.evidence or ())))

    def _claim(
        self, node: Any, subject: Named, value: Named | Literal, evidence: tuple[Span, ...] | None, near: Span | None
    ) -> Claim:
        iri, when = getattr(node, "statement", None), getattr(node, "when", None)
        return Claim(
            self._where(node), subject, node.predicate.strip(), value, evidence, near, iri or None, when or None
        )

    def _named(self, node: Any, span: Span) -> Named:
        """Who a NamedEntity names: `identifier`, and `value` as its class."""
        address, kind = (getattr(node, name, None) or None for name in ("identifier", "value"))
        if address and _THING.fullmatch(address):
            address = self.source.site.address(f"id/{address}")
        known = kind if kind in {each.value for each in EntityType} else None
        return Named(address, known or kind, span.of(self.document.text))

    def _end(self, text: str) -> Named | Literal:
        """``person/gromyko-andrei``, an address, or a literal."""
        if _THING.fullmatch(text) and self.source.ref(self.source.site.address(f"id/{text}")):
            text = self.source.site.address(f"id/{text}")
        if not text.startswith(("http://", "https://")):
            return Literal(text)
        ref = self.source.ref(text)
        return Named(text, None, ref.slug if isinstance(ref, Ref) else text)

    def _span(self, node: Any) -> Span | None:
        begin, end = getattr(node, "begin", None), getattr(node, "end", None)
        if type(begin) is int and type(end) is int and 0 <= begin < end <= len(self.document.text):
            return Span(begin, end)
        self._unread(node, f"it stands at {begin} to {end}, where there are no words")
        return None

    def _where(self, node: Any) -> str:
        return f"xmi:id {node.xmiID}"

    def _unread(self, node: Any, reason: str) -> None:
        iri = getattr(node, "statement", None)
        self.unread.update([iri] if iri else [])
        self.broken |= not iri
        self._tell(f"{self._where(node)}: {reason}; it was left out")

    def _tell(self, reason: str) -> None:
        self.problem(CurationError(f"{self.name}: {reason}"))
