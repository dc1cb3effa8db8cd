"""Prefixes, and the only place that mints IRIs. Imported by both halves, so it needs nothing but strings.

An IRI of a thing is ``{base}id/<kind>/<slug>``; parts of a thing (a mention, a tenure, the run that read a document)
are hash IRIs on it, so that they dereference with it and no blank node is needed. See docs/data-model.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from slugify import slugify

ADMS = "http://www.w3.org/ns/adms#"
DCAT = "http://www.w3.org/ns/dcat#"
DQV = "http://www.w3.org/ns/dqv#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
HYDRA = "http://www.w3.org/ns/hydra/core#"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SPDX = "http://spdx.org/rdf/terms#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf"

#: Prefixes for serialisers, pages and example queries; ``mg`` is the site's own ontology and is added per site.
PREFIXES: dict[str, str] = {
    "adms": ADMS,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dqv": DQV,
    "foaf": FOAF,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "spdx": SPDX,
    "void": VOID,
    "xsd": XSD,
}

#: Authorities that memograph links to: scheme → address of a record, with its identifier for ``{}``.
#: The Office of the Historian has no page per person; a record is a file of its public repository (see identifier_iri).
IDENTIFIER_SCHEMES: dict[str, str] = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "viaf": "http://viaf.org/viaf/{}",
    "lcnaf": "http://id.loc.gov/authorities/names/{}",
    "geonames": "https://sws.geonames.org/{}/",
    "hsg": "https://github.com/HistoryAtState/people/blob/master/data/{}.xml",
    "tgn": "http://vocab.getty.edu/tgn/{}",
    "isni": "https://isni.org/isni/{}",
    "fast": "http://id.worldcat.org/fast/{}",
    "lcsh": "http://id.loc.gov/authorities/subjects/{}",
    "snac": "{}",  # its identifiers are addresses already
    "pocom": "https://history.state.gov/departmenthistory/people/{}",
}

#: The same authorities, and others that things are linked to: name → what it is called, its home page, how the
#: addresses of its records begin.
AUTHORITIES: dict[str, tuple[str, str, str]] = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/", "http://www.wikidata.org/entity/"),
    "viaf": ("Virtual International Authority File", "https://viaf.org/", "http://viaf.org/viaf/"),
    "lcnaf": (
        "Library of Congress Name Authority File",
        "https://id.loc.gov/authorities/names.html",
        "http://id.loc.gov/authorities/names/",
    ),
    "geonames": ("GeoNames", "https://www.geonames.org/", "https://sws.geonames.org/"),
    "hsg": (
        "Office of the Historian, people",
        "https://github.com/HistoryAtState/people",
        "https://github.com/HistoryAtState/people/blob/master/data/",
    ),
    "tgn": (
        "Getty Thesaurus of Geographic Names",
        "https://www.getty.edu/research/tools/vocabularies/tgn/",
        "http://vocab.getty.edu/tgn/",
    ),
    "isni": ("International Standard Name Identifier", "https://isni.org/", "https://isni.org/isni/"),
    "fast": (
        "Faceted Application of Subject Terminology",
        "https://www.oclc.org/research/areas/data-science/fast.html",
        "http://id.worldcat.org/fast/",
    ),
    "lcsh": (
        "Library of Congress Subject Headings",
        "https://id.loc.gov/authorities/subjects.html",
        "http://id.loc.gov/authorities/subjects/",
    ),
    "snac": ("Social Networks and Archival Context", "https://snaccooperative.org/", "http://n2t.net/ark:/99166/"),
    "pocom": (
        "Office of the Historian, Principal Officers and Chiefs of Mission",
        "https://history.state.gov/departmenthistory/people",
        "https://history.state.gov/departmenthistory/people/",
    ),
    "frus": (
        "Office of the Historian, Foreign Relations of the United States",
        "https://history.state.gov/historicaldocuments",
        "https://history.state.gov/historicaldocuments/",
    ),
}


def identifier_iri(scheme: str, value: str) -> str:
    """Address of an authority's record: ``wikidata``, ``Q184267`` → ``http://www.wikidata.org/entity/Q184267``.

    Raises:
        KeyError: the scheme is not one of `IDENTIFIER_SCHEMES`.
    """
    # the repository sorts its files by the first digits of the number: 105222 is 100000/1/0/5/2/105222.xml
    path = f"{value[:1]}00000/{'/'.join(value[:4])}/{value}" if scheme == "hsg" else value
    return IDENTIFIER_SCHEMES[scheme].format(path)


def slug_of(text: str, max_length: int = 80) -> str:
    """Turn a label into the last segment of an IRI: lower-case ASCII words joined by hyphens, never empty."""
    return slugify(text, max_length=max_length, word_boundary=True) or "unnamed"


def statement_slug(document: str, subject: str, predicate: str, object_: str) -> str:
    """Slug of a statement: document, subject (unless it is the document), relation, object, readable and stable."""
    ends = [] if subject == document else [subject]
    return slug_of("-".join([document, *ends, predicate, object_]), max_length=200)


def person_slug(label: str) -> str:
    """Slug of a person, surname first: ``Walter J. Stoessel`` → ``stoessel-walter-j``; suffixes (Jr.) go last."""
    names = label.replace(",", " ").split()
    suffixes = [n for n in names if n.rstrip(".").lower() in {"jr", "sr", "ii", "iii", "iv"}]
    names = [n for n in names if n not in suffixes]
    return slug_of(" ".join([*names[-1:], *names[:-1], *suffixes]))


@dataclass(frozen=True, slots=True)
class Site:
    """Mints every IRI of one site from its base IRI, which ends in ``/``."""

    base: str

    @property
    def ontology(self) -> str:
        """Namespace of the ontology's terms."""
        return f"{self.base}ontology#"

    @property
    def prefixes(self) -> dict[str, str]:
        """All prefixes, the ontology's ``mg`` among them."""
        return {"mg": self.ontology, **PREFIXES}

    def term(self, name: str) -> str:
        """IRI of a term of the ontology: ``metWith`` → ``{base}ontology#metWith``."""
        return self.ontology + name

    def thing(self, kind: str, slug: str) -> str:
        """IRI of an entity, document, topic or statement."""
        return f"{self.base}id/{kind}/{quote(slug, safe='')}"

    def part(self, kind: str, slug: str, name: str) -> str:
        """Hash IRI of a part of a thing, such as ``…/id/document/d1#mention-10-17``."""
        return f"{self.thing(kind, slug)}#{quote(name, safe='')}"

    def document_graph(self, document_id: str) -> str:
        """Name of the graph that holds everything one document says."""
        return f"{self.base}graph/document/{quote(document_id, safe='')}"

    @property
    def authority_graph(self) -> str:
        """Name of the graph of people, bodies, places and offices known beforehand."""
        return f"{self.base}graph/authority"

    @property
    def curation_graph(self) -> str:
        """Name of the graph of what historians decided, and of what became of things that are no longer published."""
        return f"{self.base}graph/curation"

    @property
    def ontology_graph(self) -> str:
        """Name of the graph that holds the ontology and the topic scheme."""
        return f"{self.base}graph/ontology"

    @property
    def release_graph(self) -> str:
        """Name of the graph that describes what the release holds (VoID, DQV); it is in the dumps."""
        return f"{self.base}graph/release"

    @property
    def catalog_graph(self) -> str:
        """Name of the graph that describes the release's files and versions (DCAT); it cannot be in those files."""
        return f"{self.base}graph/catalog"

    @property
    def current_graph(self) -> str:
        """Name of the graph, in an external store only, that says which release the store holds, and since when.

        Two triples, which ``memograph publish`` writes in the same update as the release itself: `dataset`
        ``dcat:hasCurrentVersion`` ``release(version)``, and this graph ``dcterms:modified`` a date and time. While
        there is none, the store holds no whole release.
        """
        return f"{self.base}graph/current"

    @property
    def uploaded_graph(self) -> str:
        """Name of the graph, in an external store only, that says what each graph there holds: number and SHA-256."""
        return f"{self.base}graph/uploaded"

    @property
    def staging_graph(self) -> str:
        """Name of the graph, in an external store only, with the plan of an upload; what is staged is named below."""
        return f"{self.base}graph/staging"

    @property
    def dataset(self) -> str:
        """IRI of the published dataset, described in the VoID document at ``{base}.well-known/void``."""
        return self.described("dataset")

    def described(self, name: str) -> str:
        """Hash IRI on the description of the dataset: ``catalog``, ``linkset-viaf-exactMatch``."""
        return f"{self.base}.well-known/void#{quote(name, safe='')}"

    def release(self, version: str) -> str:
        """IRI of one version of the dataset, which is the address of its page."""
        return f"{self.base}dumps/{version}"

    def partition(self, kind: str, name: str) -> str:
        """Hash IRI of a part of the dataset: kind ``class`` or ``property``, and the term it is about as a CURIE."""
        return self.described(f"{kind}-{name.replace(':', '-')}")

    def address(self, path: str) -> str:
        """Address of a page or file of the site: ``sparql`` → ``{base}sparql``."""
        return self.base + path

    def curie(self, iri: str) -> str:
        """Short form with the site's prefixes (``mg:metWith``); the IRI itself where none fits."""
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri
