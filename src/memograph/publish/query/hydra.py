"""What a page of a fragment says besides its triples: how many there are, and how to find all others. For fragments.py.

"Triple Pattern Fragments" of the Hydra W3C Community Group (linkeddatafragments.org/specification), sections
“Metadata”, “Hypermedia controls” and “Paging”. All addresses are absolute, made from the site's base IRI and from the
query string as the client sent it: a client knows its page by the address that it asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, FOAF, HYDRA, RDF, RDFS, VOID, XSD, Site
from memograph.void import LICENCE

#: Parts of a pattern, which are also the parameters of a request.
POSITIONS = ("subject", "predicate", "object")

#: Triples on a page; queries/fragment.rq asks for one more.
PAGE_SIZE = 100

_KEPT_IN_QUERY = "!$&'()*+,;=:@/?%-._~"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of one fragment and its pages.

    Args:
        root: ``{base}fragments``, or the path of it for links on a page.
        pairs: the parameters of the request as they were sent, percent-encoded, without ``page``.
        sent: the same with ``page``.
    """

    root: str
    pairs: tuple[str, ...]
    sent: tuple[str, ...]

    @classmethod
    def of(cls, root: str, query: bytes) -> Addresses:
        """From the query string of a request; what may not stand in an address as it is becomes percent-encoded."""
        text = _LONE_PERCENT.sub("%25", quote(query, safe=_KEPT_IN_QUERY))
        sent = tuple(text.split("&")) if text else ()
        return cls(root, tuple(pair for pair in sent if unquote_plus(pair.partition("=")[0]) != "page"), sent)

    @property
    def fragment(self) -> str:
        """Of the fragment as a whole."""
        return self._address(self.pairs)

    @property
    def asked(self) -> str:
        """Of the page, as it was asked for."""
        return self._address(self.sent)

    def page(self, number: int) -> str:
        """Of another page."""
        return self._address((*self.pairs, f"page={number}"))

    def _address(self, pairs: tuple[str, ...]) -> str:
        return f"{self.root}?{'&'.join(pairs)}" if pairs else self.root


@dataclass(frozen=True, slots=True)
class Controls:
    """One page of one fragment.

    Args:
        release: version of the release that the request named, and that its template keeps to.
        number: of the page, from 1.
        total: number of triples in the whole fragment; `exact`, or an estimate.
        more: whether another page follows.
    """

    addresses: Addresses
    release: str | None
    number: int
    total: int
    exact: bool
    more: bool

    def links(self) -> dict[str, str]:
        """Relation (IANA's) → address of another page."""
        found = {"first": self.addresses.page(1)}
        if 0 <= (self.number - 2) * PAGE_SIZE < self.total:
            found["prev"] = self.addresses.page(self.number - 1)
        if self.more:
            found["next"] = self.addresses.page(self.number + 1)
        return found

    @property
    def graph(self) -> str:
        """IRI of the graph that holds these statements, apart from the data, where the format has graphs."""
        return f"{self.addresses.fragment}#metadata"


_HYDRA_RELATIONS = {"first": "first", "prev": "previous", "next": "next"}


def search_form(site: Site, release: str | None = None) -> Iterator[ox.Triple]:
    """The control that leads to every fragment of the dataset: an RFC 6570 template and what its variables mean.

    Args:
        release: version of the release to keep to; the current one without it.
    """
    root = site.address("fragments") + (f"?release={release}" if release else "")
    form, literal = f"{root}#search", ox.Literal
    yield _triple(site.dataset, HYDRA + "search", form)
    yield _triple(form, RDF + "type", HYDRA + "IriTemplate")
    template = f"{root}{{{'&' if release else '?'}{','.join(POSITIONS)}}}"
    yield _triple(form, HYDRA + "template", literal(template))
    yield _triple(form, HYDRA + "variableRepresentation", HYDRA + "ExplicitRepresentation")
    yield from (_triple(form, HYDRA + "mapping", f"{root}#{position}") for position in POSITIONS)
    for position in POSITIONS:
        mapping = f"{root}#{position}"
        yield _triple(mapping, RDF + "type", HYDRA + "IriTemplateMapping")
        yield _triple(mapping, HYDRA + "variable", literal(position))
        yield _triple(mapping, HYDRA + "property", RDF + position)


def describe_page(site: Site, controls: Controls) -> Iterator[ox.Triple]:
    """Metadata and controls; where two `void:subset` name the page, Comunica takes the last for its fragment's."""
    fragment, page = controls.addresses.fragment, controls.addresses.asked
    yield _triple(controls.graph, FOAF + "primaryTopic", fragment)
    yield _triple(site.dataset, RDF + "type", VOID + "Dataset")
    yield _triple(site.dataset, RDF + "type", HYDRA + "Collection")
    yield _triple(site.dataset, VOID + "subset", fragment)
    yield from search_form(site, controls.release)
    yield _triple(fragment, VOID + "subset", page)
    for subject in dict.fromkeys((fragment, page)):
        for predicate in (VOID + "triples", HYDRA + "totalItems"):
            yield _triple(subject, predicate, _integer(controls.total))
    yield _triple(page, RDF + "type", HYDRA + "PartialCollectionView")
    yield _triple(page, DCTERMS + "source", site.dataset)
    yield _triple(page, DCTERMS + "license", LICENCE)
    yield _triple(page, HYDRA + "itemsPerPage", _integer(PAGE_SIZE))
    if not controls.exact:
        note = "The number of triples is an estimate; page after page gives all of them."
        yield _triple(fragment, RDFS + "comment", ox.Literal(note, language="en"))
    for relation, address in controls.links().items():
        yield _triple(page, HYDRA + _HYDRA_RELATIONS[relation], address)


def _triple(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value) if isinstance(value, str) else value
    )


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
