"""The catalogue of a release: DCAT 3 on its version, its files with sizes and checksums, and its services.

Called by assembling.py once the dumps are written: their sizes and checksums cannot stand in themselves. So this is a
graph of its own, in the store and at ``/.well-known/void`` but in no dump. "Data Catalog Vocabulary (DCAT) - Version
3", W3C Recommendation of 22 August 2024; SPDX 2 for checksums, as DCAT 3 has it (6.8.17).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.dumping import DUMP_FORMATS, Dump
from memograph.namespaces import ADMS, DCAT, DCTERMS, FOAF, OWL, PROV, RDF, SPDX, VOID, XSD, Site
from memograph.statistics import Statistics
from memograph.void import LICENCE, Statement, coverage, integer, sorted_nquads

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

#: Interfaces for queries: address, name, the standard that it follows. Each describes itself at its own address.
_SERVICES = (
    ("sparql", "SPARQL", "https://www.w3.org/TR/sparql11-protocol/"),
    (
        "fragments",
        "Triple Pattern Fragments",
        "https://linkeddatafragments.org/specification/triple-pattern-fragments/",
    ),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the dataset.

    Args:
        issued: date and time in UTC.
        previous: version that was current before; empty if there was none.
        notes: what changed since then, in a sentence; empty without `previous`.
    """

    title: str
    version: str
    issued: str
    dumps: tuple[Dump, ...]
    previous: str = ""
    notes: str = ""


def catalogue(edition: Edition, statistics: Statistics, site: Site) -> bytes:
    """Sorted N-Quads of the catalogue graph."""
    return sorted_nquads(
        (
            *_catalog(edition, site),
            *_version(edition, site),
            *coverage(statistics, site, site.release(edition.version)),
            *(statement for dump in edition.dumps for statement in _distribution(dump, edition, site)),
        ),
        site.catalog_graph,
    )


def _catalog(edition: Edition, site: Site) -> Iterator[Statement]:
    catalog = site.described("catalog")
    yield site.address(".well-known/void"), FOAF + "topic", ox.NamedNode(catalog)
    yield catalog, RDF + "type", ox.NamedNode(DCAT + "Catalog")
    yield catalog, DCTERMS + "title", ox.Literal(f"{edition.title}: catalogue", language="en")
    yield catalog, DCTERMS + "license", ox.NamedNode(LICENCE)
    yield catalog, DCAT + "landingPage", ox.NamedNode(site.address("dumps/"))
    yield catalog, DCAT + "dataset", ox.NamedNode(site.dataset)
    yield catalog, DCAT + "dataset", ox.NamedNode(site.release(edition.version))
    for path, name, standard in _SERVICES:
        service = site.address(path)
        yield catalog, DCAT + "service", ox.NamedNode(service)
        yield service, RDF + "type", ox.NamedNode(DCAT + "DataService")
        yield service, DCTERMS + "title", ox.Literal(f"{edition.title}: {name}", language="en")
        yield service, DCTERMS + "license", ox.NamedNode(LICENCE)
        yield service, DCTERMS + "conformsTo", ox.NamedNode(standard)
        yield service, DCAT + "endpointURL", ox.NamedNode(service)
        yield service, DCAT + "endpointDescription", ox.NamedNode(service)
        yield service, DCAT + "servesDataset", ox.NamedNode(site.dataset)


def _version(edition: Edition, site: Site) -> Iterator[Statement]:
    """DCAT 3, section 11: the dataset has versions, and each has files."""
    release = site.release(edition.version)
    yield site.dataset, DCAT + "hasVersion", ox.NamedNode(release)
    yield release, DCAT + "isVersionOf", ox.NamedNode(site.dataset)
    for kind in (DCAT, VOID):
        yield release, RDF + "type", ox.NamedNode(kind + "Dataset")
    yield release, DCTERMS + "title", ox.Literal(f"{edition.title}, release {edition.version}", language="en")
    yield release, DCTERMS + "identifier", ox.Literal(release)
    yield release, DCTERMS + "license", ox.NamedNode(LICENCE)
    yield release, DCTERMS + "issued", _date_time(edition.issued)
    yield release, DCAT + "version", ox.Literal(edition.version)
    yield release, OWL + "versionInfo", ox.Literal(edition.version)
    yield release, DCAT + "landingPage", ox.NamedNode(release)
    if edition.previous:
        previous = ox.NamedNode(site.release(edition.previous))
        yield release, DCAT + "previousVersion", previous
        yield release, PROV + "wasRevisionOf", previous
        notes = f"Since release {edition.previous}: {edition.notes}."
        yield release, ADMS + "versionNotes", ox.Literal(notes, language="en")


def _distribution(dump: Dump, edition: Edition, site: Site) -> Iterator[Statement]:
    form = next(each for each in DUMP_FORMATS if each.name == dump.name)
    release = site.release(edition.version)
    node, file = f"{release}#{dump.name}", ox.NamedNode(f"{release}/{dump.name}")
    yield release, DCAT + "distribution", ox.NamedNode(node)
    if form.whole:
        yield release, VOID + "dataDump", file
    yield node, RDF + "type", ox.NamedNode(DCAT + "Distribution")
    yield node, DCTERMS + "title", ox.Literal(form.title, language="en")
    yield node, DCTERMS + "license", ox.NamedNode(LICENCE)
    yield node, DCTERMS + "issued", _date_time(edition.issued)
    yield node, DCTERMS + "conformsTo", ox.NamedNode(form.standard)
    yield node, DCAT + "version", ox.Literal(edition.version)
    yield node, DCAT + "accessURL", ox.NamedNode(release)
    yield node, DCAT + "downloadURL", file
    yield node, DCAT + "mediaType", ox.NamedNode(_MEDIA_TYPES + form.media_type)
    if form.packed:
        yield node, DCAT + "compressFormat", ox.NamedNode(_MEDIA_TYPES + "application/gzip")
    yield node, DCAT + "byteSize", integer(dump.size)
    checksum = f"{node}-sha256"
    yield node, SPDX + "checksum", ox.NamedNode(checksum)
    yield checksum, RDF + "type", ox.NamedNode(SPDX + "Checksum")
    yield checksum, SPDX + "algorithm", ox.NamedNode(SPDX + "checksumAlgorithm_sha256")
    yield checksum, SPDX + "checksumValue", ox.Literal(dump.sha256, datatype=ox.NamedNode(XSD + "hexBinary"))


def _date_time(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "dateTime"))
