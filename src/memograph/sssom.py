"""The mappings of a release as files that other programs know. Called by assembling.py.

"A Simple Standard for Sharing Ontological Mappings", SSSOM 1.0: TSV with its metadata as a
YAML header in comments, and RDF, where each mapping is an `owl:Axiom` named by the identifier that proves it. There is
no date of the release in them, so that the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from memograph.mappings import Mapped, MappingSet
from memograph.namespaces import AUTHORITIES, DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Site
from memograph.turtle import write_turtle
from memograph.void import LICENCE

SSSOM, SEMAPV, PAV = "https://w3id.org/sssom/", "https://w3id.org/semapv/vocab/", "http://purl.org/pav/"
ORCID = "https://orcid.org/"

#: Columns of the TSV file, in the order of the specification.
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "author_id",
    "author_label",
    "object_source",
    "mapping_source",
    "mapping_date",
    "confidence",
    "comment",
)

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


def write_tsv(mappings: MappingSet, site: Site, output: TextIO) -> None:
    """SSSOM 1.0, "SSSOM/TSV": the metadata as YAML in lines that begin with ``#``, then a row for each mapping."""
    prefixes = _Prefixes(site, mappings.mappings)
    for line in _header(mappings, prefixes):
        output.write(f"#{line}\n")
    writer = csv.writer(output, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in mappings.mappings:
        author_id, author_label = _author(each.author, prefixes.curie)
        writer.writerow(
            (
                prefixes.curie(each.subject),
                each.label,
                prefixes.curie(each.predicate),
                prefixes.curie(each.object),
                f"semapv:{each.justification}",
                author_id,
                author_label,
                f"dataset:authority-{each.authority}" if each.authority else "",
                prefixes.curie(each.graph),
                each.date,
                each.confidence,
                " ".join(each.source.split()),
            )
        )


def write_rdf(mappings: MappingSet, site: Site, path: Path) -> None:
    """SSSOM 1.0, "SSSOM/RDF", as Turtle; the plain triple of each mapping stands beside it."""
    prefixes = {**site.prefixes, "sssom": SSSOM, "semapv": SEMAPV, "pav": PAV}
    triples = (ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in _rdf(mappings, site))
    with path.open("wb") as output:
        write_turtle(triples, output, prefixes)


class _Prefixes:
    """Prefixes of every address in the mappings; addresses of no known authority get ``ns1``, ``ns2`` and so on."""

    def __init__(self, site: Site, mappings: Sequence[Mapped]) -> None:
        known = {
            "dataset": site.described(""),
            "graph": site.address("graph/"),
            "orcid": ORCID,
            "owl": OWL,
            "semapv": SEMAPV,
            "skos": SKOS,
            **{name: space for name, (_, _, space) in AUTHORITIES.items()},
        }
        spaces = {_space(each.subject) for each in mappings}
        known |= {space.removesuffix("/").rpartition("/")[2]: space for space in spaces}
        used = [each.object for each in mappings] + [each.author for each in mappings if _is_iri(each.author)]
        other = {_space(iri) for iri in used if not any(iri.startswith(space) for space in known.values())}
        self.map: Mapping[str, str] = known | {f"ns{n}": space for n, space in enumerate(sorted(other), 1)}
        self._longest_first = sorted(self.map.items(), key=lambda item: -len(item[1]))

    def curie(self, iri: str) -> str:
        """Short form: ``wikidata:Q184267``."""
        return next(f"{name}:{iri[len(space) :]}" for name, space in self._longest_first if iri.startswith(space))


def _space(iri: str) -> str:
    """An address up to its last segment; a slash at its end belongs to that."""
    return re.match(r"(.*[/#:])?", iri.rstrip("/#"), re.DOTALL)[0]  # type: ignore[index]


def _is_iri(author: str) -> bool:
    return author.startswith(("http:", "https:"))


def _header(mappings: MappingSet, prefixes: _Prefixes) -> Iterator[str]:
    """YAML, whose strings are those of JSON."""
    yield "curie_map:"
    for prefix, space in sorted(prefixes.map.items()):
        yield f"  {prefix}: {json.dumps(space)}"
    for slot, value in _about(mappings):
        yield f"{slot}: {json.dumps(value, ensure_ascii=False)}"


def _about(mappings: MappingSet) -> Iterator[tuple[str, str]]:
    yield "mapping_set_id", mappings.address
    yield "mapping_set_title", f"{mappings.title}: mappings"
    yield "mapping_set_version", mappings.version
    yield "license", LICENCE


def _author(author: str, curie: Callable[[str], str]) -> tuple[str, str]:
    """Columns ``author_id`` and ``author_label``, one of which is empty."""
    if match := _ORCID.fullmatch(author):
        return f"orcid:{match[1]}", ""
    return (curie(author), "") if _is_iri(author) else ("", author)


def _rdf(mappings: MappingSet, site: Site) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    slots = {"mapping_set_title": DCTERMS + "title", "mapping_set_version": OWL + "versionInfo"}
    set_ = mappings.address
    yield set_, RDF + "type", ox.NamedNode(SSSOM + "MappingSet")
    yield set_, DCTERMS + "license", ox.NamedNode(LICENCE)
    for slot, value in _about(mappings):
        if slot in slots:
            yield set_, slots[slot], ox.Literal(value)
    for each in mappings.mappings:
        yield set_, SSSOM + "mappings", ox.NamedNode(each.record)
    for each in mappings.mappings:
        yield each.subject, each.predicate, ox.NamedNode(each.object)
        yield from _axiom(each, site)


def _axiom(each: Mapped, site: Site) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    node = each.record
    yield node, RDF + "type", ox.NamedNode(OWL + "Axiom")
    yield node, OWL + "annotatedSource", ox.NamedNode(each.subject)
    yield node, OWL + "annotatedProperty", ox.NamedNode(each.predicate)
    yield node, OWL + "annotatedTarget", ox.NamedNode(each.object)
    yield node, SSSOM + "mapping_justification", ox.NamedNode(SEMAPV + each.justification)
    yield node, SSSOM + "mapping_source", ox.NamedNode(each.graph)
    if each.authority:
        yield node, SSSOM + "object_source", ox.NamedNode(site.described(f"authority-{each.authority}"))
    author_id, author_label = _author(each.author, lambda iri: iri)
    if author_id:
        yield node, PAV + "authoredBy", ox.NamedNode(author_id.replace("orcid:", ORCID, 1))
    if each.confidence:
        yield node, SSSOM + "confidence", ox.Literal(each.confidence, datatype=ox.NamedNode(XSD + "double"))
    if each.date:
        yield node, DCTERMS + "created", ox.Literal(each.date, datatype=ox.NamedNode(XSD + "date"))
    for property_, text in (
        (SSSOM + "subject_label", each.label),
        (SSSOM + "author_label", author_label),
        (RDFS + "comment", each.source),
    ):
        if text:
            yield node, property_, ox.Literal(text)
