"""A document as something to cite: what pages/citing.py writes down, from its triples and its heading.

Used by the page of a document, and by the citation alone, which has an address of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from memograph.model import Kind
from memograph.namespaces import DCTERMS, FOAF, SCHEMA
from memograph.publish.links import Links
from memograph.publish.pages.citing import Author, Volume, Work
from memograph.publish.pages.claims import local_name
from memograph.publish.pages.letterhead import Numbered, is_heading, numbered
from memograph.publish.pages.own import Own
from memograph.publish.reading import claims
from memograph.publish.reading.index import Index


def work_page(index: Index, links: Links, iri: str, own: Own, site: str) -> Work | None:
    """A document to be cited, None if the reading index knows none with this IRI; arguments as of `work_of`."""
    found = index.find(iri)
    if found is None:
        return None
    said = numbered(claims.in_document(index, found.thing.number), links, {}, iri)
    return work_of(links, iri, own, said, found.thing.name, site)


def work_of(links: Links, iri: str, own: Own, said: Sequence[Numbered], title: str, site: str) -> Work:
    """A document to be cited.

    Args:
        own: its own triples.
        said: its statements.
        title: its label, with its number; of a document that is only cited it says where that is, which is no title.
        site: name of the site.
    """
    mg, key = links.site.term, own.first(f"{DCTERMS}identifier") or local_name(iri)
    head, _, digits = key.rpartition("d")
    volume = Volume.of(own.first(f"{DCTERMS}isPartOf") or head)
    number = own.first(mg("documentNumber")) or (digits if volume and digits.isdecimal() else "")
    ends = {it.claim.relation: it for it in reversed(said) if is_heading(it)}
    people = [it.statement.object for it in said if it.claim.relation == "sentBy" and is_heading(it)]
    authors = dict.fromkeys(Author(end.name, end.kind == Kind.PERSON) for end in people if end)
    persons = tuple(author for author in authors if author.person)
    place = ends["writtenIn"].claim.object.text if "writtenIn" in ends else ""
    return Work(
        key=key,
        title=title.removeprefix(f"{number}. ") if own.first(f"{SCHEMA}text") or not volume else "",
        number=number,
        volume=volume,
        authors=persons or tuple(authors),  # an embassy is named beside its ambassador
        dated=next(iter(own.all(mg("dated"))), ""),
        place=place,
        archive=own.all(mg("repository"), mg("collection"), mg("file")),
        original=next(filter(on_the_web, own.all(f"{FOAF}page")), ""),
        address=iri,
        site=site,
        subjects=tuple(it.claim.object.text for it in said if it.claim.relation == "subject" and is_heading(it)),
    )


def on_the_web(address: str) -> bool:
    """Whether somebody's browser may be sent there."""
    return address.startswith(("http://", "https://"))
