"""Decisions in Turtle, in the words in which a release publishes them. One of the two readers.

A decision is an IRI ``<id/decision/…>`` of one's own choosing, relative to the site; what it is about is quoted with
the selectors of the Web Annotation Data Model. docs/curation.md has an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from memograph.curation.checking import decision_of, nearest
from memograph.curation.decision import COLUMNS, Decision, Origin
from memograph.errors import CurationError, ReadError
from memograph.namespaces import DCTERMS, OA, Site
from memograph.rdf import read_rdf

#: Column of a spreadsheet → the term of the ontology that says the same.
TERMS = {
    "action": "action",
    "about": "about",
    "subject": "aboutSubject",
    "predicate": "aboutRelation",
    "object": "aboutObject",
    "into": "into",
    "label": "newLabel",
    "type": "entityType",
    "when": "when",
    "match": "matchType",
}
#: The object of a statement or match that is no thing of the graph.
VALUE = "aboutValue"
_TARGET, _SOURCE, _SELECTOR = (URIRef(OA + name) for name in ("hasTarget", "hasSource", "hasSelector"))
_SELECTED = ("exact", "prefix", "suffix", "start", "end")


def read_turtle(path: Path, site: Site) -> Iterator[Decision | CurationError]:
    """The decisions of a Turtle file, by IRI; in place of what is none, the error that says why.

    Raises:
        CurationError: the file is not Turtle, or holds no decision.
    """
    try:
        text = path.read_text(encoding="utf-8")
        graph = read_rdf(path, site.base)
    except UnicodeDecodeError as error:
        raise CurationError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except OSError as error:
        raise CurationError(f"{path}: {error.strerror}; name a file of decisions that exists") from error
    except ReadError as error:
        raise CurationError(str(error)) from error
    yield from _Reader(path, text, graph, site).decisions()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes the decisions of one file apart."""

    path: Path
    text: str
    graph: Graph
    site: Site

    def decisions(self) -> Iterator[Decision | CurationError]:
        nodes = sorted(set(self.graph.subjects(RDF.type, URIRef(self.site.term("Decision")))), key=str)
        if not nodes and len(self.graph):
            yield CurationError(f"{self.path}: no mg:Decision in it; write <id/decision/a-name> a mg:Decision ; …")
        for node in nodes:
            try:
                yield self._decision(node)
            except CurationError as error:
                yield error

    def _decision(self, node: Node) -> Decision:
        start = self.site.thing("decision", "")
        slug = str(node).removeprefix(start)
        if not isinstance(node, URIRef) or not str(node).startswith(start) or not re.fullmatch(r"[^/#?\s]+", slug):
            name = f"<{node}>" if isinstance(node, URIRef) else "a decision without an IRI"
            raise CurationError(f"{self._origin(node)}: {name}: call it <id/decision/a-name>")
        origin = self._origin(node)
        words = {**self._said(node, origin), **self._quoted(node, origin)}
        return decision_of(words, origin, self.site, unquote(slug))

    def _said(self, node: URIRef, origin: Origin) -> dict[str, str]:
        """What the decision says of itself, by column."""
        known = {URIRef(self.site.term(term)): column for column, term in TERMS.items()}
        known[URIRef(self.site.term(VALUE))] = "object"
        known |= {URIRef(DCTERMS + "creator"): "author", URIRef(DCTERMS + "created"): "date", RDFS.comment: "note"}
        for property_ in sorted(set(self.graph.predicates(node)), key=str):
            if property_ not in known and property_ not in (RDF.type, RDFS.label, _TARGET):
                names = tuple(self.site.curie(str(each)) for each in known)
                name = self.site.curie(str(property_))
                like = nearest(name, names) or f"; known are {', '.join(names)} and oa:hasTarget"
                raise CurationError(f"{origin}: {name} is not said of a decision{like}")
        found: dict[str, str] = {}
        for property_, column in known.items():
            if (words := self._one(node, property_, column, origin)) is not None:
                if column in found:
                    raise CurationError(f"{origin}: “{column}” is given twice, as a thing and as a value; leave one")
                found[column] = words
        return found

    def _quoted(self, node: URIRef, origin: Origin) -> dict[str, str]:
        """Document and words, from both selectors."""
        words: dict[str, str] = {}
        targets = list(self.graph.objects(node, _TARGET))
        if len(targets) > 1:
            raise CurationError(f"{origin}: {len(targets)} oa:hasTarget; write a decision for each")
        for target in targets:
            if (document := self._one(target, _SOURCE, "oa:hasSource", origin)) is not None:
                words["document"] = document
            for selector in self.graph.objects(target, _SELECTOR):
                for name in _SELECTED:
                    if (said := self._one(selector, URIRef(OA + name), f"oa:{name}", origin)) is not None:
                        words[name] = said
        return words

    def _one(self, node: Node, property_: URIRef, name: str, origin: Origin) -> str | None:
        values = sorted(set(self.graph.objects(node, property_)), key=str)
        if len(values) > 1:
            raise CurationError(f"{origin}: “{name}” is given {len(values)} times; leave one")
        return _words(values[0]) if values else None

    def _origin(self, node: Node) -> Origin:
        """The first line that begins with the decision's IRI."""
        relative = str(node).removeprefix(self.site.base)
        pattern = re.compile(rf"^\s*(?:<{re.escape(relative)}>|<{re.escape(str(node))}>)", re.MULTILINE)
        found = pattern.search(self.text) if isinstance(node, URIRef) else None
        return Origin(str(self.path), self.text.count("\n", 0, found.end()) + 1 if found else None)


def _words(value: Node) -> str:
    return str(value) if isinstance(value, (URIRef, Literal)) else ""


assert set(TERMS) <= set(COLUMNS)
