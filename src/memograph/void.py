"""What a release says of itself in its own dumps: VoID, what it covers, and how right its relations are.

Called by assembling.py while assembling, with what statistics.py counted. Terms: "Describing Linked Datasets with the
VoID Vocabulary", W3C Interest Group Note of 3 March 2011; "Data Quality Vocabulary", W3C Working Group Note of 15
December 2016; "Data Catalog Vocabulary (DCAT) - Version 3", W3C Recommendation of 22 August 2024. There is no date and
no version in it, so that the same input gives the same bytes; the rest is in the catalogue (catalog.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from memograph.model import Measurement
from memograph.namespaces import AUTHORITIES, DCAT, DCTERMS, DQV, FOAF, PREFIXES, RDF, RDFS, VOID, XSD, Site
from memograph.statistics import Statistics

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"

_ENGLISH = "http://id.loc.gov/vocabulary/iso639-1/en"
_SYNTAXES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")

Statement = tuple[str, str, "ox.NamedNode | ox.Literal"]


def describe(
    statistics: Statistics, site: Site, title: str, dumps: Iterable[str], measured: Iterable[Measurement] = ()
) -> bytes:
    """Sorted N-Quads of the release graph: dataset, licence, access points, coverage, counts, parts, links.

    Args:
        dumps: names of the files that hold the whole release.
        measured: how right each relation is; those that the release does not have are left out.
    """
    quality = (
        triple for m in measured if site.term(m.relation) in statistics.properties for triple in _quality(m, site)
    )
    return sorted_nquads(
        (
            *_dataset(statistics, site, title, dumps),
            *coverage(statistics, site, site.dataset),
            *_partitions(statistics, site),
            *_linksets(statistics, site),
            *quality,
        ),
        site.release_graph,
    )


def sorted_nquads(statements: Iterable[Statement], graph: str) -> bytes:
    """Statements as sorted N-Quads of one graph, each once."""
    name = ox.NamedNode(graph)
    quads = [ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o, name) for s, p, o in statements]
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def coverage(statistics: Statistics, site: Site, dataset: str) -> Iterator[Statement]:
    """What time and which places the documents are about (DCAT 3, 6.6.4 and 6.6.5)."""
    if statistics.span:
        period = site.described("period")
        yield dataset, DCTERMS + "temporal", ox.NamedNode(period)
        yield period, RDF + "type", ox.NamedNode(DCTERMS + "PeriodOfTime")
        for name, day in zip(("startDate", "endDate"), statistics.span, strict=True):
            yield period, DCAT + name, ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))
    for place in statistics.places:
        yield dataset, DCTERMS + "spatial", ox.NamedNode(place)


def integer(number: int) -> ox.Literal:
    """A number; the store keeps every kind of integer as this one."""
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def _dataset(statistics: Statistics, site: Site, title: str, dumps: Iterable[str]) -> Iterator[Statement]:
    document, dataset = site.address(".well-known/void"), site.dataset
    yield document, RDF + "type", ox.NamedNode(VOID + "DatasetDescription")
    yield document, FOAF + "primaryTopic", ox.NamedNode(dataset)
    for kind in (VOID, DCAT):
        yield dataset, RDF + "type", ox.NamedNode(kind + "Dataset")
    yield dataset, DCTERMS + "title", ox.Literal(title, language="en")
    yield dataset, DCTERMS + "license", ox.NamedNode(LICENCE)
    yield dataset, DCTERMS + "language", ox.NamedNode(_ENGLISH)
    yield dataset, DCTERMS + "conformsTo", ox.NamedNode(site.address("ontology"))
    yield dataset, FOAF + "homepage", ox.NamedNode(site.base)
    yield dataset, VOID + "sparqlEndpoint", ox.NamedNode(site.address("sparql"))
    for name in dumps:
        yield dataset, VOID + "dataDump", ox.NamedNode(site.address(f"dumps/latest/{name}"))
    for syntax in _SYNTAXES:
        yield dataset, VOID + "feature", ox.NamedNode(f"http://www.w3.org/ns/formats/{syntax}")
    yield dataset, VOID + "uriSpace", ox.Literal(site.address("id/"))
    for namespace in (site.ontology, *(PREFIXES[prefix] for prefix in sorted(PREFIXES) if prefix != "xsd")):
        if any(iri.startswith(namespace) for iri in (*statistics.classes, *statistics.properties)):
            yield dataset, VOID + "vocabulary", ox.NamedNode(namespace)
    yield dataset, VOID + "triples", integer(statistics.triples)
    yield dataset, VOID + "distinctSubjects", integer(statistics.subjects)
    yield dataset, VOID + "distinctObjects", integer(statistics.objects)
    yield dataset, VOID + "entities", integer(statistics.things)
    yield dataset, VOID + "classes", integer(len(statistics.classes))
    yield dataset, VOID + "properties", integer(len(statistics.properties))


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
            yield part, VOID + unit, integer(number)


def _linksets(statistics: Statistics, site: Site) -> Iterator[Statement]:
    """One for each authority and property that links to it (VoID, section 5)."""
    for (name, link), number in statistics.linked.items():
        title, homepage, space = AUTHORITIES[name]
        linkset = site.described(f"linkset-{name}-{site.curie(link).partition(':')[2]}")
        target = site.described(f"authority-{name}")
        yield site.dataset, VOID + "subset", ox.NamedNode(linkset)
        yield linkset, RDF + "type", ox.NamedNode(VOID + "Linkset")
        yield linkset, VOID + "linkPredicate", ox.NamedNode(link)
        yield linkset, VOID + "subjectsTarget", ox.NamedNode(site.dataset)
        yield linkset, VOID + "objectsTarget", ox.NamedNode(target)
        yield linkset, VOID + "triples", integer(number)
        yield target, RDF + "type", ox.NamedNode(VOID + "Dataset")
        yield target, DCTERMS + "title", ox.Literal(title, language="en")
        yield target, FOAF + "homepage", ox.NamedNode(homepage)
        yield target, VOID + "uriSpace", ox.Literal(space)


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
