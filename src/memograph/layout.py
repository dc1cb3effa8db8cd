"""How a document is laid out, as one JSON text: zones, footnote references, page breaks, portion markings.

Both ends of a release use it: graph/document.py writes it as the value of ``mg:layout``, publish/pages/printed.py reads
it to show a document as it is printed. Spans are offsets in Unicode code points, as everywhere; in TEI the spans of
references and breaks are empty, since the text does not print them. docs/decisions/0033 says why it is not triples.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from memograph.model import Document, NoteReference, PageBreak, PortionMarking, Span, Zone, ZoneKind

#: Datatype of the text in RDF (JSON-LD 1.1, section 10.2, "The rdf:JSON Datatype").
DATATYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"


@dataclass(frozen=True, slots=True)
class Layout:
    """What stretches of a document's text are, each kind in text order; all empty where nothing is known of it."""

    zones: tuple[Zone, ...] = ()
    references: tuple[NoteReference, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    portions: tuple[PortionMarking, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Layout:
        """The layout of a document as read."""
        return cls(
            tuple(sorted(document.zones, key=lambda zone: zone.span)),
            tuple(sorted(document.note_references, key=lambda reference: reference.span)),
            tuple(sorted(document.pages, key=lambda page: page.span)),
            tuple(sorted(document.portions, key=lambda portion: portion.span)),
        )

    def to_json(self) -> str:
        """The text: members in this order, each span after the word it belongs to, no space between tokens."""
        written = {
            "zones": [[z.kind.value, *_ends(z.span), *([z.label] if z.label else [])] for z in self.zones],
            "references": [[each.label, *_ends(each.span)] for each in self.references],
            "pages": [[each.label, *_ends(each.span)] for each in self.pages],
            "portions": [[each.value, *_ends(each.span)] for each in self.portions],
        }
        return json.dumps(written, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Layout:
        """Read what `to_json` wrote; an empty text is the empty layout, that of a release of an earlier memograph.

        Raises:
            ValueError, KeyError, TypeError: it is no such text.
        """
        if not text:
            return cls()
        read = json.loads(text)
        return cls(
            tuple(Zone(ZoneKind(kind), Span(start, end), *label) for kind, start, end, *label in read["zones"]),
            tuple(NoteReference(label, Span(start, end)) for label, start, end in read["references"]),
            tuple(PageBreak(label, Span(start, end)) for label, start, end in read["pages"]),
            tuple(PortionMarking(value, Span(start, end)) for value, start, end in read["portions"]),
        )


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
