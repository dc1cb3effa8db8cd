"""Signposts: typed links that tell a machine where a page's thing, data, licence and collection are.

FAIR Signposting Profile, level 1 (https://signposting.org/FAIR/), in the form of Web Linking (RFC 8288). The same list
becomes the ``Link`` header and the ``<link>`` elements in the head of a page. All addresses are made from the base IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox
from werkzeug.urls import iri_to_uri

from memograph.dumping import DUMP_FORMATS
from memograph.model import Kind
from memograph.namespaces import FOAF, RDF, SCHEMA
from memograph.publish.http.formats import GRAPH_FORMATS, HTML, REFERENCE_FORMATS, Format
from memograph.publish.linked_data.describing import Account, neighbours
from memograph.publish.links import Links
from memograph.void import LICENCE

#: Kind → the class of schema.org that a search engine knows for it.
SCHEMA_TYPES = {
    Kind.PERSON: "Person",
    Kind.ORGANIZATION: "Organization",
    Kind.PLACE: "Place",
    Kind.EVENT: "Event",
    Kind.AGREEMENT: "CreativeWork",
    Kind.POST: "Role",
    Kind.TOPIC: "DefinedTerm",
    Kind.DOCUMENT: "DigitalDocument",
    Kind.STATEMENT: "Claim",
    Kind.DECISION: "Review",
}


@dataclass(frozen=True, slots=True)
class Signpost:
    """One link: relation type, absolute address, media type of what is there (empty where it does not matter)."""

    relation: str
    target: str
    media_type: str = ""


def link_header(signposts: Iterable[Signpost]) -> str:
    """Value of the ``Link`` header (RFC 8288, section 3)."""
    return ", ".join(
        f'<{each.target}>; rel="{each.relation}"' + (f'; type="{each.media_type}"' if each.media_type else "")
        for each in signposts
    )


def of_thing(links: Links, iri: str, own: Iterable[ox.Triple], query: str = "") -> list[Signpost]:
    """What leads from the page of a thing: its IRI to cite, its data, its licence, its types, where it belongs.

    Args:
        query: query string of the addresses in the same release, with its ``?``; empty for the current one.
    """
    page = links.absolute(links.page(iri) or links.root)
    own = list(own)
    return [
        Signpost("canonical", page),
        Signpost("cite-as", iri_to_uri(iri)),
        *(replace(each, relation="describedby") for each in _formats(links, iri, query)),
        *_citations(links, iri, query),
        *_formats(links, iri, query),
        Signpost("license", LICENCE),
        Signpost("type", SCHEMA + "AboutPage"),
        *_types(links, iri, own),
        *_items(own),
        _collection(links, iri),
    ]


def of_citation(links: Links, iri: str, query: str = "") -> list[Signpost]:
    """What leads from the citation of a document: the page of what is cited, and its IRI."""
    page = links.absolute(links.page(iri) or links.root) + query
    return [
        Signpost("cite-as", iri_to_uri(iri)),
        Signpost("describes", page, HTML.media_type),
        Signpost("license", LICENCE),
        _collection(links, iri),
    ]


def _citations(links: Links, iri: str, query: str) -> list[Signpost]:
    """Of a document: how to cite it, for reference managers."""
    if links.kind(iri) is not Kind.DOCUMENT:
        return []
    return [
        Signpost("describedby", links.absolute(links.citation(iri, suffix)) + query, each.media_type)
        for suffix, each in REFERENCE_FORMATS.items()
        if each.media_type != "text/plain"
    ]


def of_data(links: Links, iri: str, own: Iterable[ox.Triple], chosen: Format, query: str = "") -> list[Signpost]:
    """What leads from the data of a thing: its page and its other formats, the thing, the dataset it belongs to."""
    page = links.absolute(links.page(iri) or links.root) + query
    return [
        Signpost("cite-as", iri_to_uri(iri)),
        Signpost("describes", page, HTML.media_type),
        Signpost("describedby", links.absolute(links.to(".well-known/void")), GRAPH_FORMATS[0].media_type),
        Signpost("alternate", page, HTML.media_type),
        *(each for each in _formats(links, iri, query) if each.media_type != chosen.media_type),
        Signpost("license", LICENCE),
        *_types(links, iri, own),
        _collection(links, iri),
    ]


def of_pages(address: str, told: Account, chosen: Format, query: str = "") -> list[Signpost]:
    """What leads from one page of a description: its own address, and the pages to go on to.

    Args:
        address: of the description, absolute.
    """
    more, near = query.replace("?", "&"), neighbours(told.page, told.last)
    return [
        Signpost("canonical", f"{address}?page={told.page}" if told.page > 1 else address),
        *(
            Signpost("prev" if name == "previous" else name, f"{address}?page={number}{more}", chosen.media_type)
            for name, number in near.items()
        ),
    ]


def of_id(links: Links, iri: str, query: str = "") -> list[Signpost]:
    """What leads from the address of a thing itself: all that there is to choose from."""
    page = Signpost("alternate", links.absolute(links.page(iri) or links.root) + query, HTML.media_type)
    described = (replace(each, relation="describedby") for each in _formats(links, iri, query))
    return [page, *_formats(links, iri, query), *described, Signpost("license", LICENCE), _collection(links, iri)]


def of_list(links: Links, kind: Kind) -> list[Signpost]:
    """What leads from the list of a kind: the dataset that it is part of."""
    return [
        *_of_dataset(links, links.absolute(links.to(f"page/{kind.value}"))),
        Signpost("type", SCHEMA + "CollectionPage"),
        Signpost("collection", links.absolute(links.root)),
    ]


def of_site_page(links: Links, path: str) -> list[Signpost]:
    """What leads from a page about the dataset: what describes that, its licence, and the home page."""
    return [
        *_of_dataset(links, links.absolute(links.to(path))),
        Signpost("type", SCHEMA + "AboutPage"),
        Signpost("collection", links.absolute(links.root)),
    ]


def of_validation(links: Links, chosen: Format, query: str = "") -> list[Signpost]:
    """What leads from the validation report in one format: the others, and the dataset that it is about."""
    report, more = links.absolute(links.to("validation")), query.replace("?", "&")
    others = [
        Signpost("alternate", f"{report}?format={each.name}{more}", each.media_type)
        for each in (HTML, *GRAPH_FORMATS)
        if each is not chosen
    ]
    return [
        Signpost("canonical", report if chosen is HTML else f"{report}?format={chosen.name}"),
        *others,
        *(replace(each, relation="describedby") for each in others if each.media_type != HTML.media_type),
        Signpost("license", LICENCE),
        Signpost("type", SCHEMA + "Report"),
        Signpost("collection", links.absolute(links.root)),
    ]


def of_extraction(links: Links, chosen: Format, query: str = "") -> list[Signpost]:
    """What leads from the account of how a release was read: its other format, and what describes the dataset."""
    account, more = links.absolute(links.to("extraction")), query.replace("?", "&")
    page = chosen is HTML
    other, media_type = ("json", "application/json") if page else ("html", HTML.media_type)
    void = Signpost("describedby", links.absolute(links.to(".well-known/void")), GRAPH_FORMATS[0].media_type)
    return [
        Signpost("canonical", account if page else f"{account}?format=json"),
        Signpost("alternate", f"{account}?format={other}{more}", media_type),
        void,
        Signpost("license", LICENCE),
        Signpost("type", SCHEMA + "Report"),
        Signpost("collection", links.absolute(links.root)),
    ]


def of_home(links: Links, version: str) -> list[Signpost]:
    """What leads from the home page, which is the landing page of the dataset: its files, and its interfaces."""
    catalog = links.absolute(links.to(".well-known/api-catalog"))
    files = ((links.absolute(links.to(f"dumps/{version}/{each.name}")), each) for each in DUMP_FORMATS)
    return [
        *_of_dataset(links, links.absolute(links.root)),
        *(Signpost("type", SCHEMA + name) for name in ("AboutPage", "Dataset")),
        *(Signpost("item", file, "application/gzip" if form.packed else form.media_type) for file, form in files),
        Signpost("api-catalog", catalog, "application/linkset+json"),
    ]


def _of_dataset(links: Links, page: str) -> list[Signpost]:
    void = links.absolute(links.to(".well-known/void"))
    described = [Signpost("describedby", f"{void}?format={each.name}", each.media_type) for each in GRAPH_FORMATS]
    return [Signpost("canonical", page), Signpost("cite-as", page), *described, Signpost("license", LICENCE)]


def of_dataset(links: Links, chosen: Format, query: str = "") -> list[Signpost]:
    """What leads from the description of the dataset in one format: the others, and the page for people."""
    void, more = links.absolute(links.to(".well-known/void")), query.replace("?", "&")
    others = [each for each in GRAPH_FORMATS if each is not chosen]
    return [
        Signpost("canonical", f"{void}?format={chosen.name}"),
        Signpost("describes", links.absolute(links.root), HTML.media_type),
        *(Signpost("alternate", f"{void}?format={each.name}{more}", each.media_type) for each in others),
        Signpost("license", LICENCE),
        Signpost("type", SCHEMA + "Dataset"),
    ]


def of_ontology(links: Links, chosen: Format, query: str = "") -> list[Signpost]:
    """What leads from the ontology in one format: the others, and the IRI of the vocabulary."""
    ontology = links.absolute(links.to("ontology"))
    others = [
        Signpost("alternate", f"{ontology}.{each.name}{query}", each.media_type)
        for each in (HTML, *GRAPH_FORMATS)
        if each is not chosen
    ]
    return [
        Signpost("canonical", f"{ontology}.{chosen.name}"),
        Signpost("cite-as", ontology),
        *others,
        *(replace(each, relation="describedby") for each in others if each.media_type != HTML.media_type),
        Signpost("license", LICENCE),
        Signpost("type", SCHEMA + "DefinedTermSet"),
        Signpost("collection", links.absolute(links.root)),
    ]


def _formats(links: Links, iri: str, query: str) -> list[Signpost]:
    return [
        Signpost("alternate", links.absolute(links.data(iri, each.name)) + query, each.media_type)
        for each in GRAPH_FORMATS
    ]


def types(links: Links, iri: str, own: Iterable[ox.Triple]) -> list[str]:
    """Classes of a thing: those of the release by their IRIs, then that of schema.org."""
    own_types = (each.object for each in own if each.predicate.value == RDF + "type")
    found = sorted(each.value for each in own_types if isinstance(each, ox.NamedNode))
    kind = links.kind(iri)
    return [*found, *([SCHEMA + SCHEMA_TYPES[kind]] if kind else [])]


def _types(links: Links, iri: str, own: Iterable[ox.Triple]) -> list[Signpost]:
    return [Signpost("type", iri_to_uri(each)) for each in types(links, iri, own) if each.startswith("http")]


def _items(own: Sequence[ox.Triple]) -> list[Signpost]:
    """What a page is about and lies elsewhere: the published original of a document."""
    pages = (each.object for each in own if each.predicate.value == FOAF + "page")
    found = sorted(each.value for each in pages if isinstance(each, ox.NamedNode))
    return [
        Signpost("item", iri_to_uri(each), HTML.media_type)
        for each in found
        if each.startswith(("http://", "https://"))
    ]


def _collection(links: Links, iri: str) -> Signpost:
    kind = links.kind(iri)
    return Signpost("collection", links.absolute(links.to(f"page/{kind.value}" if kind else "")), HTML.media_type)
