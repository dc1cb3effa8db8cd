"""What somebody with a post belongs to: the body or state in the title, its national adjective, its department.

GUIDELINES.md, `affiliatedWith`: a Secretary, Under Secretary or Assistant Secretary of State is affiliated with the
Department of State, an ambassador with the state that sends him, not the one he is sent to; "President" gives none. A
state that only a demonym names may be an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memograph.authority.entries import PlaceEntry
from memograph.extract.header.parties import is_post
from memograph.extract.relations.reading import Reading, Thing
from memograph.extract.titles import is_title, nation_of_rank
from memograph.model import EntityType, Mention, Party, Span

#: A person's body or state right after the post: "Third Secretary, Soviet Embassy".
_NEXT = re.compile(r"(?:, | of the | of | in the | in | for the | to the |'s )")
_OF = re.compile(r",? of (?:the )?")
#: Who is sent to a state or body belongs to who sends him.
_SENT = re.compile(
    r"[Aa]mbassador|[Rr]epresentative|[Oo]bserver|[Ee]nvoy|[Dd]elegate|[Cc]harg|[Mm]inister to|[Nn]egotiator"
)
_IN = re.compile(r" (?:in|at|for|to|on|with)(?: the)? \Z")
_TO = re.compile(r"(?:to|in|at|on|with)(?: the)? \Z")
#: Whose places are where they work, not whom they work for.
_PRESS = re.compile(r"[Ee]ditor|[Cc]orrespondent|[Pp]ublisher|\bBureau")
_PRESIDENT = re.compile(r"(?:Vice )?(?:President|King|Queen|Emperor|Shah)\b")
_SECRETARY = re.compile(r"Secretar(?:y|ies) of (?:the )?(?P<name>[A-Z]\w+)")
_OF_STATE = re.compile(r"(?:Acting )?(?:Deputy )?(?:Under|Assistant) Secretary")
_INTELLIGENCE = re.compile(r"Director of Central Intelligence|\bD?DCI\b")
_STATESMAN = re.compile(r"(?:.* )?(?:Ambassador|Minister|Premier|Chancellor|Charg\S*|Chairman|General Secretary)")
_HEADS_IT = r"(?:chair(?:s|ed|ing)|lead(?:s|ing)?|led|head(?:s|ed|ing)?)"
_DELEGATION = r"(?P<nation>U\.S\.|[A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:delegation|negotiating team|team|side|mission)\b"
#: "Landis chaired the U.S. delegation", "The U.S. delegation was headed by Bohlen".
_LEADERSHIP = re.compile(
    rf"\b{_HEADS_IT} the {_DELEGATION}|\b[Tt]he {_DELEGATION.replace('nation', 'own')}(?: (?:is|was|will be|to be))?"
    r" (?:headed|led|chaired) by "
)
_REACH = 160
_AND = re.compile(r" and ")
_OFFICE = re.compile(r",? \((?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Beside:
    """A body that stands beside a name, where, and how it is joined to it: ``of``, ``office``."""

    thing: Thing
    span: Span
    way: str


def affiliations(reading: Reading, post: Span, own_body: Span | None = None) -> Iterator[tuple[str, Thing]]:
    """What the holder of a post belongs to, each with how the title says so.

    Args:
        own_body: the body that a list puts beside the post; its secretaries are not of the Department of State.
    """
    found: dict[Thing, str] = {}
    for way, thing in (*_adjectives(reading, post), *_named(reading, post)):
        found.setdefault(thing, way)
    if own_body is None and (department := _department(reading, post.of(reading.text))):
        found.setdefault(department, "department")
    yield from ((way, thing) for thing, way in found.items())


def body_beside(reading: Reading, mention: Mention) -> Beside | None:
    """The body somebody is *of*, or whose symbol follows in brackets: ``Komer of the Staff``, ``Boster (SOV)``."""
    text, end = reading.text, mention.span.end
    if match := _OF.match(text, end):
        body = reading.starting.get(match.end())
        if body is not None and body.type is EntityType.ORGANIZATION:
            return Beside(Thing(body.type, body.entity), body.span, "of")
    joined = _AND.match(text, end)
    other = reading.starting.get(joined.end()) if joined else None
    drafters = {party.name for party in reading.header.drafters}
    if other is not None and {mention.span, other.span} <= drafters:  # "Drafted by McSweeney and Boster (EUR/SOV)"
        end = other.span.end
    if match := _OFFICE.match(text, end):
        close = text.find(")", match.end())
        inside = [m for m in reading.overlapping(match.end(), close) if m.type is EntityType.ORGANIZATION]
        if inside and " " not in text[match.end() : close]:
            last = inside[-1]
            return Beside(Thing(last.type, last.entity), Span(match.end(), close + 1), "office")
    return None


def bodies_of(reading: Reading, party: Party) -> Iterator[tuple[str, Thing]]:
    """The body that a list of participants puts beside a name: ``CIA—Dr. Guthe``; an ambassador's state from it.

    Under a column of a state ("USSR") its ambassadors and ministers represent it.
    """
    text = reading.text
    if party.name is None:
        return
    if party.body is None:
        title = re.split(r" (?:of|for|to)\b", party.post.of(text))[0] if party.post is not None else ""
        represents = party.side is not None and _STATESMAN.fullmatch(title)
        if represents and party.side is not None and (state := _state_called(reading, party.side.of(text))):
            yield "side", state
        return
    words = party.body.of(text)
    named = reading.by_span.get(party.body)
    if named is not None and (named.type is EntityType.ORGANIZATION or _is_state(reading, named)):
        yield "body", Thing(named.type, named.entity)
    ambassador = party.post is not None and "mbassador" in party.post.of(text)
    if ambassador and (state := _state_called(reading, words.split(" ")[0])):
        yield "ambassador", state


def _state_called(reading: Reading, words: str) -> Thing | None:
    """The state that a demonym or a name means: "Soviet", "USSR"."""
    if state := reading.authority.state_of_demonym(words):
        return Thing(EntityType.PLACE, state.slug)
    known = reading.surfaces.exactly(words)
    return Thing(*known) if known and known[0] is EntityType.PLACE else None


def state_of_office(reading: Reading, role: Mention) -> Thing | None:
    """The state of an office that stands for its holder: "the Soviet Ambassador", "the King of Laos"."""
    words = re.sub(r"^[Tt]he ", "", role.span.of(reading.text)).split(" ")
    if words[-1] == "President":
        return None
    for phrase in (" ".join(words[:2]), words[0]):
        if len(words) > 1 and (state := reading.authority.state_of_demonym(phrase)):
            return Thing(EntityType.PLACE, state.slug)
    return None


def delegations(reading: Reading) -> Iterator[tuple[Thing, Thing, Span]]:
    """Who led a state's delegation, the state (or the delegation, where it is a body of its own), and the words."""
    for match in _LEADERSHIP.finditer(reading.text):
        before = match["nation"] is not None
        leader = _person_before(reading, match.start()) if before else _person_after(reading, match.end())
        group = "nation" if before else "own"
        named = reading.overlapping(*match.span(group))
        bodies = [Thing(m.type, m.entity) for m in named if m.type is EntityType.ORGANIZATION]
        theirs = bodies[0] if bodies else _state_called(reading, match[group])
        if leader is not None and theirs is not None:
            evidence = Span(min(leader.span.start, match.start()), max(leader.span.end, match.end()))
            yield Thing(leader.type, leader.entity), theirs, evidence


def _person_before(reading: Reading, end: int) -> Mention | None:
    """The last person named in the sentence before an offset."""
    start = max(0, end - _REACH)
    found = [m for m in reading.overlapping(start, end) if m.type is EntityType.PERSON and m.kind == "name"]
    return found[-1] if found and not re.search(r"[a-z]\. ", reading.text[found[-1].span.end : end]) else None


def _person_after(reading: Reading, start: int) -> Mention | None:
    """The first person named after an offset, only titles between."""
    found = [m for m in reading.overlapping(start, start + _REACH) if m.type is EntityType.PERSON and m.kind == "name"]
    return found[0] if found and not re.search(r"[.;:]", reading.text[start : found[0].span.start]) else None


def state_before(reading: Reading, start: int) -> Thing | None:
    """The state of a nation before a rank before a name: "Soviet Air Marshal Vershinin"."""
    nation = nation_of_rank(reading.text, start)
    for phrase in (nation.of(reading.text), nation.of(reading.text).split(" ")[-1]) if nation else ():
        if state := reading.authority.state_of_demonym(phrase):
            return Thing(EntityType.PLACE, state.slug)
    return None


def _adjectives(reading: Reading, post: Span) -> Iterator[tuple[str, Thing]]:
    """The state of a national adjective before the head: "former West German Foreign Minister"."""
    words = re.split(r" (?:of|to|for|at|in|on)\b", post.of(reading.text))[0].split(" ")
    for i in range(len(words) - 1):
        for phrase in (" ".join(words[i : i + 2]), words[i]):  # "West German" before "German"
            if state := reading.authority.state_of_demonym(phrase):
                yield "nation", Thing(EntityType.PLACE, state.slug)
                return


def _named(reading: Reading, post: Span) -> Iterator[tuple[str, Thing]]:
    """Bodies and states named in a post or right after it."""
    text, title = reading.text, post.of(reading.text)
    following = _NEXT.match(text, post.end)
    reach = following.end() if following else post.end
    for mention in reading.overlapping(post.start, reach + 1):
        if mention.type not in (EntityType.ORGANIZATION, EntityType.PLACE):
            continue
        sent_to = _SENT.search(title) and _TO.search(text, post.start, mention.span.start)
        after = mention.span.start >= post.end
        if sent_to or (after and mention.span.start != reach) or _is_office(mention.span.of(text)):
            continue
        if mention.type is EntityType.PLACE:
            part_of_name = re.match(r" [A-Z]", text[mention.span.end :]) and not mention.span.of(text).isupper()
            located = _IN.search(text, post.start, mention.span.start)
            abroad = after and following is not None and "in" in following[0]
            state = _is_state(reading, mention) and not part_of_name and not located
            if not state or abroad or _PRESS.search(title) or _PRESIDENT.match(title):
                continue
        yield "body", Thing(mention.type, mention.entity)


def _is_office(words: str) -> bool:
    """Whether what was taken for a body is a post: "Adviser for Disarmament", "DCI"."""
    return is_post(words) or is_title(words.rstrip("."))


def _is_state(reading: Reading, mention: Mention) -> bool:
    """Whether a place is a state: one that people are named after."""
    try:
        entry = reading.authority.entry(EntityType.PLACE, mention.entity)
    except KeyError:
        return False
    return isinstance(entry, PlaceEntry) and bool(entry.demonyms)


def _department(reading: Reading, title: str) -> Thing | None:
    """The department a secretary heads or serves: ``Under Secretary of State for ...`` → Department of State."""
    if _INTELLIGENCE.search(title):
        known = reading.surfaces.exactly("Central Intelligence Agency")
    elif match := _SECRETARY.search(title):
        known = reading.surfaces.department(match["name"])
    else:
        known = reading.surfaces.department("State") if _OF_STATE.fullmatch(title) else None
    return Thing(*known) if known else None
