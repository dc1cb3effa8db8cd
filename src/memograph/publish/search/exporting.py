"""Results of a search as files: a table for a spreadsheet, RDF for programs. All of them, up to `MOST`.

Ten thousand lines are about a megabyte, so a file is made whole: it has a length and an entity tag, and is never cut in
the middle by an error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.model import Kind
from memograph.namespaces import EDTF, RDF, RDFS, Site
from memograph.publish.reading.index import Index, Thing
from memograph.publish.reading.search import Search
from memograph.publish.search.asked import NAME, Asked
from memograph.publish.search.found import sought
from memograph.turtle import write_turtle

#: Results that one file has.
MOST = 10_000

COLUMNS = ("iri", "kind", "label", "date", "subject", "documents")

#: A spreadsheet takes what begins so for a formula, some of them the wide forms, too, and behind a line break.
_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Result:
    """One result: of a document its EDTF date and subject line, of others how many documents speak of it."""

    thing: Thing
    dated: str = ""
    subject: str = ""
    uses: int | None = None


def results(index: Index, asked: Asked) -> list[Result]:
    """All results in order, names before documents; at most `MOST`."""
    search = Search(index, sought(asked))
    found: list[Result] = []
    if asked.kind != "document":
        kind = "" if asked.kind in ("", NAME) else asked.kind
        found += [Result(each.thing, uses=each.uses) for each in search.names(asked.sort, MOST, kind=kind)]
    if asked.kind in ("", "document"):
        rest = search.documents(asked.sort, MOST - len(found), snippets=False)
        found += [Result(each.thing, each.dated, each.title) for each in rest]
    return found


def as_csv(found: Iterable[Result]) -> str:
    """RFC 4180, with a header; text that a spreadsheet would compute has an apostrophe in front."""
    output = io.StringIO()
    table = csv.writer(output, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in found:
        kind, label, subject = each.thing.kind, _inert(each.thing.name), _inert(each.subject)
        table.writerow((each.thing.iri, kind, label, each.dated, subject, "" if each.uses is None else each.uses))
    return output.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULAS) else text


def as_turtle(found: Iterable[Result], site: Site) -> bytes:
    """The results in order: class, label and date of each."""
    output = io.BytesIO()
    write_turtle((triple for each in found for triple in _triples(each, site)), output, site.prefixes)
    return output.getvalue()


def _triples(result: Result, site: Site) -> Iterator[ox.Triple]:
    subject = ox.NamedNode(result.thing.iri)
    yield ox.Triple(subject, ox.NamedNode(RDF + "type"), ox.NamedNode(site.term(_class(result.thing.kind))))
    yield ox.Triple(subject, ox.NamedNode(RDFS + "label"), ox.Literal(result.thing.name))
    if result.dated:
        date = ox.Literal(result.dated, datatype=ox.NamedNode(EDTF))
        yield ox.Triple(subject, ox.NamedNode(site.term("dated")), date)


def _class(kind: str) -> str:
    return "CitedDocument" if kind == "cited" else Kind(kind).value.capitalize()
