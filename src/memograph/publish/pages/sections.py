"""What documents say of a thing, a section for each relation and end of it: met, wrote to, received from, written here.

From the reading index: the first lines of every section for the page of the thing, or one section a page at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from memograph.publish.language import spoken, text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Claim, Part, named, stated
from memograph.publish.reading import claims as read
from memograph.publish.reading import journeys
from memograph.publish.reading.claims import Statement
from memograph.publish.reading.index import Index, Relation, Thing

#: Lines that a section has on the page of the thing, where a link leads to all: the page of a hub has many sections,
#: and shall not cost more than twice that of a leaf.
FIRST = 5

#: The order of sections, by relation and the end that the thing is; others come after them, the longest first.
ORDER = (
    ("metWith", "either"),
    ("wroteTo", "subject"),
    ("wroteTo", "object"),
    ("traveledTo", "subject"),
    ("attended", "subject"),
    ("holdsPost", "subject"),
    ("affiliatedWith", "subject"),
    ("partyTo", "subject"),
    ("holdsPost", "object"),
    ("heldIn", "subject"),
    ("attended", "object"),
    ("partyTo", "object"),
    ("affiliatedWith", "object"),
    ("heldIn", "object"),
    ("traveledTo", "object"),
    ("writtenIn", "object"),
    ("sentBy", "object"),
    ("sentTo", "object"),
    ("draftedBy", "object"),
    ("participant", "object"),
    ("subject", "object"),
    ("cites", "object"),
)

#: Sections that no relation gives: what somebody asserts, and journeys that registers know.
SAID, JOURNEYS = "said", "journeys"

#: What follows the name of a relation in that of a section whose thing is its object.
_OF = "-of"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as a line of a section, led by its other end; where neither end is the thing, by the sentence."""

    lead: tuple[Part, ...]
    claim: Claim


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one sort; `total` and `documents` count all of them, `entries` are of registers and have no evidence.

    Args:
        more: link to all lines, None where all are here.
    """

    id: str
    title: str
    total: int
    lines: tuple[Line, ...]
    entries: tuple[Part, ...]
    more: str | None


def section_id(relation: str, role: str) -> str:
    """What a section is called in addresses: ``metWith``; where the thing is the object, ``wroteTo-of``."""
    return relation + (_OF if role == "object" else "")


def sections(index: Index, links: Links, thing: Thing, link: Callable[[str], str]) -> tuple[Section, ...]:
    """All sections of a thing with their first lines.

    Args:
        link: section → link to all of it.
    """
    counted = sorted(read.counted(index, thing.number), key=_place)
    first = read.first_of_thing(index, thing.number, FIRST, counted)
    relations = index.relations()
    found = []
    for each in counted:
        statements = first[each.relation, each.role]
        id_ = section_id(each.relation, each.role)
        lines = _lines(statements, links, relations, thing)
        more = link(id_) if each.statements > len(lines) else None
        found.append(Section(id_, _title(each.relation, each.role, relations), each.statements, lines, (), more))
    said = read.said_by(index, thing.number, each=FIRST)
    if said.total:
        lines = _lines(said.items, links, relations, thing, said=True)
        more = link(SAID) if said.total > len(lines) else None
        found.append(Section(SAID, text("section-said"), said.total, lines, (), more))
    known = journeys.of_thing(index, thing, FIRST)
    if known.total:
        entries = tuple(named(links, each.iri, each.name) for each in known.items)
        more = link(JOURNEYS) if known.total > len(entries) else None
        found.append(Section(JOURNEYS, _of_journeys(thing), known.total, (), entries, more))
    return tuple(found)


def section(index: Index, links: Links, thing: Thing, id_: str, number: int) -> Section | None:
    """One page of one section; None where the thing has no such section."""
    relations = index.relations()
    if id_ == JOURNEYS:
        known = journeys.of_thing(index, thing, number=number)
        entries = tuple(named(links, each.iri, each.name) for each in known.items)
        return Section(id_, _of_journeys(thing), known.total, (), entries, None) if known.total else None
    if id_ == SAID:
        said = read.said_by(index, thing.number, number)
        lines = _lines(said.items, links, relations, thing, said=True)
        return Section(id_, text("section-said"), said.total, lines, (), None) if said.total else None
    counted = {section_id(each.relation, each.role): each for each in read.counted(index, thing.number)}
    if (each := counted.get(id_)) is None:
        return None
    page = read.of_thing(index, thing.number, each.relation, number, each.role)
    lines = _lines(page.items, links, relations, thing)
    return Section(id_, _title(each.relation, each.role, relations), page.total, lines, (), None)


def _lines(
    statements: Iterable[Statement],
    links: Links,
    relations: Mapping[str, Relation],
    thing: Thing,
    *,
    said: bool = False,
) -> tuple[Line, ...]:
    """Statements as lines.

    Args:
        said: whether the thing asserts them and is no end of them.
    """
    claims = stated(statements, links, relations, thing.iri)
    return tuple(Line(each.sentence if said else (_other(each),), each) for each in claims)


def _other(claim: Claim) -> Part:
    return claim.object if claim.subject.here else claim.subject


def _place(each: read.Counted) -> tuple[int, int]:
    key = (each.relation, each.role)
    return (ORDER.index(key), 0) if key in ORDER else (len(ORDER), -each.statements)


def _title(relation: str, role: str, relations: dict[str, Relation]) -> str:
    message = f"section-{relation}-{role}"
    if spoken().has(message):
        return text(message)
    label = relations[relation].label if relation in relations else relation
    return text(f"section-other-{role}", label=label)


def _of_journeys(thing: Thing) -> str:
    return text("section-journeys-here" if thing.kind == "place" else "section-journeys")
