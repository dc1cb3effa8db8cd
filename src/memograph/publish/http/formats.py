"""The formats that answers come in: names for ``?format=`` and suffixes, media types, and who understands what.

Bottom of publish/: negotiate.py chooses among these, worker.py writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Args:
        name: value of ``?format=``, and the suffix of data addresses.
        media_type: as registered, without parameters.
        aliases: further media types a client may ask with.
        title: for people.
        names: what clients that know other servers put into ``?format=`` (SPARQLWrapper always does).
    """

    name: str
    media_type: str
    aliases: tuple[str, ...]
    title: str
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Value of the header; text types say that they are UTF-8 (RFC 6657 asks for an explicit charset)."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Format("html", "text/html", ("application/xhtml+xml",), "HTML")

TURTLE = Format("ttl", "text/turtle", ("application/x-turtle", "text/n3", "text/rdf+n3"), "Turtle", ("turtle", "n3"))
NTRIPLES = Format("nt", "application/n-triples", ("text/plain",), "N-Triples", ("ntriples", "n-triples"))
RDFXML = Format("rdf", "application/rdf+xml", ("application/xml", "text/xml"), "RDF/XML", ("rdf+xml", "rdfxml", "xml"))
JSONLD = Format("jsonld", "application/ld+json", ("application/json",), "JSON-LD", ("json-ld", "json"))

TRIG = Format("trig", "application/trig", ("application/x-trig",), "TriG")
NQUADS = Format("nq", "application/n-quads", ("text/x-nquads",), "N-Quads", ("nquads", "n-quads"))

#: What a graph can be written in, the first where the client does not mind.
GRAPH_FORMATS = (TURTLE, NTRIPLES, RDFXML, JSONLD)

#: Formats of datasets; a graph alone is their default graph.
QUAD_FORMATS = (TRIG, NQUADS)

JSON = Format("json", "application/sparql-results+json", ("application/json",), "JSON")
XML = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), "XML")
CSV = Format("csv", "text/csv", (), "CSV")
TSV = Format("tsv", "text/tab-separated-values", (), "TSV")

#: JSON of our own, at addresses where ``json`` is no result of a query.
PLAIN_JSON = Format("json", "application/json", (), "JSON")

#: What rows can be written in; truth values have no form in CSV and TSV (SPARQL 1.1 Query Results CSV and TSV, 2).
ROW_FORMATS = (JSON, XML, CSV, TSV)
BOOLEAN_FORMATS = (JSON, XML)

#: What references are written in.
BIBTEX = Format("bibtex", "application/x-bibtex", ("text/x-bibtex",), "BibTeX")
RIS = Format("ris", "application/x-research-info-systems", (), "RIS")
CSL = Format("csl", "application/vnd.citationstyles.csl+json", (), "CSL-JSON")
PLAIN = Format("txt", "text/plain", (), "plain text")

#: Suffix of the address of a document's citation → what it is written in, the first where the client does not mind.
REFERENCE_FORMATS = {"bib": BIBTEX, "ris": RIS, "json": CSL, "txt": PLAIN}

BY_NAME = {each.name: each for each in (HTML, *GRAPH_FORMATS, *QUAD_FORMATS, *ROW_FORMATS)}


def named(name: str, offered: Iterable[Format]) -> Format | None:
    """The offered format that a value of ``?format=`` means: by its name, its media types, or what others call it.

    A list (SPARQLWrapper's for JSON-LD) means the first that is there.
    """
    known = {alias: each for each in offered for alias in (*each.names, *each.aliases)}
    known |= {alias: each for each in offered for alias in (each.media_type, each.name)}
    return next((known[part] for each in name.lower().split(",") if (part := each.strip()) in known), None)
