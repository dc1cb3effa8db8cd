"""What the data of a thing hold: itself, its parts, statements with evidence, what points to it, labels around it.

Called by resource.py with what standing.py found. What a thing can have thousands of comes in pages (Hydra Core
Vocabulary, "Collections"): the first has the thing itself as well, and all of them together leave nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, FOAF, HYDRA, RDF, RDFS, VOID, XSD
from memograph.publish.linked_data.standing import Found
from memograph.publish.releases import Publication
from memograph.void import LICENCE

#: Statements, and inbound triples, on one page (the number stands in the data_*.rq queries, too).
PAGE_SIZE = 1000

#: Parts of the description that come in pages: local name and what they hold.
_COLLECTIONS = {"inbound": "Triples that point to this thing", "statements": "Statements about this thing or in it"}


@dataclass(frozen=True, slots=True)
class Account:
    """One page of the description of a thing: its triples, its number and the number of the last one, from 1."""

    triples: tuple[ox.Triple, ...]
    page: int
    last: int


def account(here: Publication, found: Found, page: int) -> Account | None:
    """All that the release says about a thing; None if there are not so many pages. At most seven stored queries."""
    store, iri = here.store, found.iri
    rows = store.rows("data_totals", this=iri)
    totals = {name: sum(row.number(name) for row in rows) for name in _COLLECTIONS}
    last = max(1, *(-(-total // PAGE_SIZE) for total in totals.values()))
    if page > last:
        return None
    skipped = (page - 1) * PAGE_SIZE
    triples = [
        triple
        for name in ("data_inbound", "data_statements", "data_labels_around")
        for triple in store.triples(name, offset=skipped, this=iri)
    ]
    if page == 1:
        triples += [*found.own, *store.triples("data_parts", this=iri), *store.triples("data_labels", this=iri)]
    return Account((*triples, *_document(here, iri, totals, page, last)), page, last)


def _document(here: Publication, iri: str, totals: dict[str, int], page: int, last: int) -> Iterator[ox.Triple]:
    """What the data document itself is: its subject, dataset and licence, how much there is, and where it goes on."""
    links = here.links
    document = links.absolute(links.data(iri, ""))
    yield _triple(document, FOAF + "primaryTopic", ox.NamedNode(iri))
    yield _triple(document, VOID + "inDataset", ox.NamedNode(here.site.dataset))
    yield _triple(document, DCTERMS + "license", ox.NamedNode(LICENCE))
    view = f"{document}?page={page}"
    yield _triple(view, RDF + "type", ox.NamedNode(HYDRA + "PartialCollectionView"))
    for relation, number in neighbours(page, last).items():
        yield _triple(view, HYDRA + relation, ox.NamedNode(f"{document}?page={number}"))
    for name, title in _COLLECTIONS.items():
        part = f"{document}#{name}"
        yield _triple(part, RDF + "type", ox.NamedNode(HYDRA + "Collection"))
        yield _triple(part, RDFS + "label", ox.Literal(title, language="en"))
        yield _triple(part, HYDRA + "totalItems", ox.Literal(str(totals[name]), datatype=ox.NamedNode(XSD + "integer")))
        yield _triple(part, HYDRA + "view", ox.NamedNode(view))


def neighbours(page: int, last: int) -> dict[str, int]:
    """Numbers of the pages to go on to: ``first`` and ``last``, and ``next`` and ``previous`` where there is one."""
    near = {"previous": page - 1, "next": page + 1}
    return {"first": 1, **{name: n for name, n in near.items() if 1 <= n <= last}, "last": last}


def _triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)
