"""Address → the thing it stands for, or what became of it: merged into another, withdrawn, never heard of.

First step of `/id`, `/page` and `/data` (resource.py, pages.py). A release says it in standard terms: a merged thing is
``owl:deprecated true ; dcterms:isReplacedBy <survivor>``, a withdrawn one ``owl:deprecated true`` with a
``skos:changeNote`` that says why, and ``mg:decidedBy`` where a historian decided so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

import pyoxigraph as ox
from werkzeug.exceptions import NotFound

from memograph.model import Kind
from memograph.namespaces import DCTERMS, OWL, SKOS
from memograph.publish.http.problem import Withdrawn
from memograph.publish.releases import Publication
from memograph.publish.store import Store

#: Replacements that are followed in one request; of a longer chain, the client follows the rest.
LONGEST_CHAIN = 16

#: Characters that an IRI may have as they are in a path, beyond letters and digits (RFC 3987, ipchar).
_AS_THEY_ARE = "-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of the release, or the one that took its place.

    Args:
        iri: of the thing to show.
        merged: whether another one was asked for.
        own: triples of the thing itself; none where it was merged.
    """

    iri: str
    merged: bool = False
    own: Sequence[ox.Triple] = ()


def find(here: Publication, kind: str, slug: str, query: str = "data_own") -> Found:
    """The thing that a path stands for.

    Args:
        slug: decoded, as it comes from the server.
        query: stored query that gives the thing's triples: all of them, or only those of its ``standing``.

    Raises:
        NotFound: there is no such kind, or the release knows nothing of such a thing.
        Withdrawn: it was taken back.
    """
    asked = thing_iri(here, kind, slug)
    for iri in _spellings(asked):
        if own := here.store.triples(query, this=iri):
            break
    else:
        raise NotFound(f"This release knows nothing of {asked}.")
    _refuse_withdrawn(iri, own, here.site.term("decidedBy"))
    if survivor := _survivor(own):
        return Found(_last(here.store, iri, survivor), merged=True)
    return Found(iri, own=own)


def thing_iri(here: Publication, kind: str, slug: str) -> str:
    """The IRI that a path stands for.

    Raises:
        NotFound: there is no such kind.
    """
    try:
        return here.site.thing(Kind(kind), slug)
    except ValueError as error:
        raise NotFound(f"There is no kind of thing called “{kind}”.") from error


def _spellings(minted: str) -> Iterator[str]:
    """An IRI as memograph mints it, then as hands may have written it: slashes, ``'`` and letters as they are.

    All are the same address for the server, and different names in RDF (RFC 3987, section 3.1; WSGI decodes ``%2F``).
    """
    head, _, slug = minted.rpartition("/")
    plain = unquote(slug)
    written = [slug]
    for kept in (_AS_THEY_ARE, _AS_THEY_ARE + "/"):
        letters = "".join(c if ord(c) > 0x9F else quote(c, safe=kept) for c in plain)
        written += [quote(plain, safe=kept), letters]
    for each in dict.fromkeys(written):
        if each == slug or _is_iri(f"{head}/{each}"):
            yield f"{head}/{each}"


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _values(triples: Iterable[ox.Triple], predicate: str) -> list[ox.NamedNode | ox.Literal]:
    found = (each.object for each in triples if each.predicate.value == predicate)
    return sorted((o for o in found if isinstance(o, ox.NamedNode | ox.Literal)), key=str)


def _survivor(own: Sequence[ox.Triple]) -> str:
    """What a thing was merged into; empty where it was not. Shapes allow one (shapes/release/replacement.ttl)."""
    if not _deprecated(own):
        return ""
    return next((o.value for o in _values(own, DCTERMS + "isReplacedBy") if isinstance(o, ox.NamedNode)), "")


def _deprecated(own: Sequence[ox.Triple]) -> bool:
    return any(value.value in ("true", "1") for value in _values(own, OWL + "deprecated"))


def _refuse_withdrawn(iri: str, own: Sequence[ox.Triple], decided_by: str) -> None:
    if _deprecated(own) and not _survivor(own):
        notes = [note.value for note in _values(own, SKOS + "changeNote")]
        raise Withdrawn(iri, " ".join(notes), [each.value for each in _values(own, decided_by)])


def _last(store: Store, asked: str, survivor: str) -> str:
    """The end of a chain of replacements.

    Raises:
        Withdrawn: the chain leads back to itself, so nothing is left.
    """
    seen = [asked]
    for _ in range(LONGEST_CHAIN):
        if survivor in seen:
            raise Withdrawn(asked, "It was merged in a circle, so nothing took its place.")
        seen.append(survivor)
        following = _survivor(store.triples("standing", this=survivor))
        if not following:
            break
        survivor = following
    return survivor
