"""What all views share: their question for the editor, their files, links that stay in the release."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from memograph.publish.http.formats import CSV, Format
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part
from memograph.publish.reading.index import Thing
from memograph.publish.reading.ties import Proof

SVG = Format("svg", "image/svg+xml", (), "SVG")
PNG = Format("png", "image/png", (), "PNG")
GEOJSON = Format("geojson", "application/geo+json", ("application/vnd.geo+json",), "GeoJSON")
GRAPHML = Format("graphml", "application/graphml+xml", (), "GraphML")

#: What each view can be downloaded as.
FILES = {
    "network": (SVG, PNG, CSV, GRAPHML),
    "map": (SVG, PNG, CSV, GEOJSON),
    "timeline": (SVG, PNG, CSV),
}

#: Proofs that a row of a table shows.
FEW = 3


@dataclass(frozen=True, slots=True)
class File:
    """A download: what it is called, and where it is."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the question and the answer of a view can be had otherwise.

    Args:
        editor: address of the same question in SPARQL.
    """

    editor: str
    files: tuple[File, ...]


def ways(links: Links, view: str, query: str, parameters: str) -> Ways:
    """Ways on from a view.

    Args:
        parameters: of its address, as a query string without ``?``; empty for none.
    """
    editor = links.to(f"sparql?format=html&query={quote(query, safe='')}")
    more = f"?{parameters}" if parameters else ""
    return Ways(editor, tuple(File(each.title, links.to(f"{view}.{each.name}{more}")) for each in FILES[view]))


def linked(links: Links, thing: Thing) -> Part:
    """A thing with the link to its page."""
    return Part(thing.name, links.page(thing.iri), "document" if thing.kind == "cited" else thing.kind)


def proof(links: Links, each: Proof) -> Part:
    """A proof by the date of its document, or by its name."""
    dated = wording.date(each.dated) if each.dated else each.label
    return Part(dated or each.iri, links.page(each.iri))


def period(first: str, last: str) -> str:
    """Months between which something was, in words."""
    return wording.date(first) if first == last else wording.span(first, last)
