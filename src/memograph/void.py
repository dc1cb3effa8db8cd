"""The description of a release in its own graph: VoID, counted from the store, and how right its relations are.

Called by release.py while assembling. Terms: "Describing Linked Datasets with the VoID Vocabulary", W3C Interest Group
Note of 3 March 2011; "Data Quality Vocabulary", W3C Working Group Note of 15 December 2016. There is no date
in it, so that the same input gives the same bytes; the date of a release stands in its manifest.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.model import EntityType, Measurement
from memograph.namespaces import DCTERMS, DQV, FOAF, OWL, PREFIXES, RDF, RDFS, VOID, XSD, Site

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the union of a release's graphs, without its own description; keys of the mappings are IRIs."""

    triples: int
    subjects: int
    things: int
    classes: dict[str, int]
    properties: dict[str, int]
    relations: dict[str, int]
    mentioned: dict[str, int]

    def entities(self, site: Site) -> dict[str, int]:
        """Number of entities that documents speak of, by local name of their class; a type without any counts 0."""
        names = [*(kind.value for kind in EntityType), "Post"]
        return {name: self.mentioned.get(site.term(name), 0) for name in names}

    def documents(self, site: Site) -> int:
        """Number of documents in the release."""
        return self.classes.get(site.term("Document"), 0)

    def statements(self) -> dict[str, int]:
        """Number of statements by local name of their relation (``subject`` for dcterms:subject)."""
        return {iri.rpartition("#")[2].rpartition("/")[2]: count for iri, count in self.relations.items()}


def count(store: ox.Store, site: Site) -> Statistics:
    """Count what `store` holds."""
    totals = next(_run(store, site, "totals"))
    return Statistics(
        triples=_number(totals["triples"]),
        subjects=_number(totals["subjects"]),
        things=_number(totals["things"]),
        classes=_by_term(store, site, "classes"),
        properties=_by_term(store, site, "properties"),
        relations=_by_term(store, site, "relations"),
        mentioned=_by_term(store, site, "mentioned"),
    )


def _run(store: ox.Store, site: Site, name: str) -> Iterator[ox.QuerySolution]:
    folder = importlib.resources.files("memograph") / "queries"
    text = folder.joinpath(f"{name}.rq").read_text(encoding="utf-8")
    solutions = store.query(text, base_iri=site.base)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _by_term(store: ox.Store, site: Site, name: str) -> dict[str, int]:
    return {row["term"].value: _number(row["count"]) for row in _run(store, site, name)}


def _number(term: object) -> int:
    assert isinstance(term, ox.Literal)
    return int(term.value)


def describe(
    statistics: Statistics,
    site: Site,
    title: str,
    version: str,
    dumps: tuple[str, ...],
    measured: Iterable[Measurement] = (),
) -> bytes:
    """Sorted N-Quads of the release graph: dataset, licence, access points, counts, parts by class and property.

    Args:
        measured: how right each relation is; those that the release does not have are left out.
    """
    graph = ox.NamedNode(site.release_graph)
    quality = (
        triple for m in measured if site.term(m.relation) in statistics.properties for triple in _quality(m, site)
    )
    triples = (*_dataset(statistics, site, title, version, dumps), *_partitions(statistics, site), *quality)
    quads = [ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o, graph) for s, p, o in triples]
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


Statement = tuple[str, str, "ox.NamedNode | ox.Literal"]


def _dataset(
    statistics: Statistics, site: Site, title: str, version: str, dumps: tuple[str, ...]
) -> Iterator[Statement]:
    document, dataset = site.address(".well-known/void"), site.dataset
    yield document, RDF + "type", ox.NamedNode(VOID + "DatasetDescription")
    yield document, FOAF + "primaryTopic", ox.NamedNode(dataset)
    yield dataset, RDF + "type", ox.NamedNode(VOID + "Dataset")
    yield dataset, DCTERMS + "title", ox.Literal(title, language="en")
    yield dataset, DCTERMS + "license", ox.NamedNode(LICENCE)
    yield dataset, OWL + "versionInfo", ox.Literal(version)
    yield dataset, FOAF + "homepage", ox.NamedNode(site.base)
    yield dataset, VOID + "sparqlEndpoint", ox.NamedNode(site.address("sparql"))
    for name in dumps:
        yield dataset, VOID + "dataDump", ox.NamedNode(site.address(f"dumps/{name}"))
    yield dataset, VOID + "uriSpace", ox.Literal(site.address("id/"))
    for namespace in (site.ontology, *(PREFIXES[prefix] for prefix in sorted(PREFIXES) if prefix != "xsd")):
        if any(iri.startswith(namespace) for iri in (*statistics.classes, *statistics.properties)):
            yield dataset, VOID + "vocabulary", ox.NamedNode(namespace)
    yield dataset, VOID + "triples", _integer(statistics.triples)
    yield dataset, VOID + "distinctSubjects", _integer(statistics.subjects)
    yield dataset, VOID + "entities", _integer(statistics.things)
    yield dataset, VOID + "classes", _integer(len(statistics.classes))
    yield dataset, VOID + "properties", _integer(len(statistics.properties))


def _partitions(statistics: Statistics, site: Site) -> Iterator[Statement]:
    parts = (
        ("class", "entities", statistics.classes),
        ("property", "triples", statistics.properties),
    )
    for kind, unit, counts in parts:
        for term, number in counts.items():
            part = site.partition(kind, site.curie(term))
            yield site.dataset, f"{VOID}{kind}Partition", ox.NamedNode(part)
            yield part, RDF + "type", ox.NamedNode(VOID + "Dataset")
            yield part, VOID + kind, ox.NamedNode(term)
            yield part, VOID + unit, _integer(number)


def _quality(measurement: Measurement, site: Site) -> Iterator[Statement]:
    """Two measurements on the part of the dataset that one relation makes."""
    part = site.partition("property", site.curie(site.term(measurement.relation)))
    for metric, value in (("precision", measurement.precision), ("recall", measurement.recall)):
        node = f"{part}-{metric}"
        yield part, DQV + "hasQualityMeasurement", ox.NamedNode(node)
        yield node, RDF + "type", ox.NamedNode(DQV + "QualityMeasurement")
        yield node, DQV + "computedOn", ox.NamedNode(part)
        yield node, DQV + "isMeasurementOf", ox.NamedNode(site.term(metric))
        yield node, DQV + "value", _decimal(value)
        comment = f"{measurement.how} {measurement.gold} statements were marked by hand."
        yield node, RDFS + "comment", ox.Literal(comment, language="en")


def _decimal(number: float) -> ox.Literal:
    lexical = f"{number:.3f}".rstrip("0").rstrip(".")
    return ox.Literal(lexical, datatype=ox.NamedNode(XSD + "decimal"))


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
