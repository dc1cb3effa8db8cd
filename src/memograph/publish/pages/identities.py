"""Why we say who somebody is: what lists of persons say of them, and who else was considered in which documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memograph.model import Kind
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part, local_name, named
from memograph.publish.pages.facts import SHOWN, volume
from memograph.publish.reading import identities as read
from memograph.publish.reading.index import Index, Thing
from memograph.publish.store import Row

#: Remarks that a page shows: of a President a hundred volumes say much the same.
REMARKS = 12

#: What is as probable needs no second look.
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Remark:
    """What lists of persons say of somebody, and the volumes that they stand in; those in `more` on demand."""

    anchor: str
    words: str
    volumes: tuple[Part, ...]
    more: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks that most volumes have, and how many there are in all."""

    shown: tuple[Remark, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was considered, linked where the release describes them; per cent at most, in so many documents."""

    person: Part
    percent: str
    documents: int


@dataclass(frozen=True, slots=True)
class Identification:
    """How it was decided in one document who a person is: candidates with percentages, or why nobody was chosen."""

    document: Part
    reason: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """How it was decided who somebody is.

    Args:
        documents: in so many.
        least: how probable it is, in per cent, where it is least so.
        others: who was considered besides.
        least_sure: documents in which it is not nearly certain, the least sure first.
    """

    documents: int
    least: str
    others: tuple[Candidate, ...]
    least_sure: tuple[Identification, ...]


def remarks(parts: Sequence[Row], links: Links) -> Remarks:
    """Those that most volumes have come first."""
    said: dict[tuple[str, str], list[Part]] = {}
    for row in parts:
        if words := row.text("remark"):
            key = (local_name(row.text("part")), words)
            said.setdefault(key, []).append(volume(row.text("source"), links))
    found = [Remark(anchor, words, tuple(each[:SHOWN]), tuple(each[SHOWN:])) for (anchor, words), each in said.items()]
    found.sort(key=lambda remark: -len(remark.volumes + remark.more))
    return Remarks(tuple(found[:REMARKS]), len(found))


def identity(index: Index, links: Links, thing: Thing) -> Identity | None:
    """Why we say who a person is; None where that had not to be decided, as of all that are no persons."""
    if thing.kind != Kind.PERSON:
        return None
    found = read.of_person(index, thing.number, SHOWN)
    if not found.documents:
        return None
    least = {number: _own(each, thing) for number, each in enumerate(found.least_sure)}
    return Identity(
        found.documents,
        wording.percent(min(least.values())),
        tuple(_candidate(each, links) for each in found.considered if each.iri != thing.iri),
        tuple(
            Identification(
                named(links, each.document.iri, each.document.name),
                each.reason,
                tuple(_candidate(one, links) for one in each.candidates),
            )
            for number, each in enumerate(found.least_sure)
            if least[number] < _SURE
        ),
    )


def _own(each: read.Identification, thing: Thing) -> float:
    """How probable somebody was in one document."""
    return next((one.confidence for one in each.candidates if one.iri == thing.iri), 0.0)


def _candidate(each: read.Candidate, links: Links) -> Candidate:
    part = named(links, each.iri, each.name) if each.known else Part(each.name)
    return Candidate(part, wording.percent(each.confidence), each.documents)
