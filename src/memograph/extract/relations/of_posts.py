"""holdsPost and affiliatedWith: the posts beside a name, and the body or state that a post belongs to.

GUIDELINES.md: a post needs a name beside it and keeps its national adjective; a Secretary, Under Secretary or Assistant
Secretary of State is affiliated with the Department of State, an ambassador with the state that sends him.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.extract.relations.reading import Reading, Thing, related
from memograph.extract.titles import post_after, post_before
from memograph.model import EntityType, Mention, Party, Relation, Span

#: A person's body or state right after the post: "Third Secretary, Soviet Embassy".
_OF = re.compile(r" of (?:the )?")
_NEXT = re.compile(r"(?:, | of the | of | in the | in )")


def post_relations(reading: Reading) -> Iterator[Relation]:
    """Posts and affiliations of every person named in the document."""
    told = set()  # names whose post the header has given already
    for party in _parties(reading):
        thing = reading.who(party)
        if party.name is not None and party.post is not None and thing is not None:
            yield from _held(reading, thing, party.post, _quoted(reading.text, party.post, party.name), "header")
            told.add(party.name)
        if party.name is not None and party.body is not None and thing is not None:
            yield from _of_body(reading, thing, party.body, party.span)
    for mention in reading.mentions:
        if mention.type is EntityType.PERSON and mention.kind == "name" and mention.span not in told:
            yield from _beside(reading, mention)


def _parties(reading: Reading) -> Iterator[Party]:
    header = reading.header
    yield from (*header.senders, *header.addressees, *header.participants)
    if header.signer is not None:
        yield header.signer


def _of_body(reading: Reading, person: Thing, body: Span, evidence: Span) -> Iterator[Relation]:
    """The body that a list of participants puts beside a name: ``CIA—Dr. Guthe``."""
    named = reading.by_span.get(body)
    if named is not None and person.type is EntityType.PERSON:
        yield related(person, "affiliatedWith", Thing(named.type, named.entity), evidence, "header.body")


def _beside(reading: Reading, mention: Mention) -> Iterator[Relation]:
    thing, start, end = Thing(mention.type, mention.entity), mention.span.start, mention.span.end
    if post := post_before(reading.text, start):
        yield from _held(reading, thing, post, Span(post.start, end), "title")
    elif (post := _bracketed(reading.text, mention.span)) is not None:
        yield from _held(reading, thing, post, Span(post.start, end + 1), "title")
    if post := post_after(reading.text, end):
        yield from _held(reading, thing, post, Span(start, post.end), "apposition")
    elif body := _body_after(reading, end):
        evidence = Span(start, body.span.end)
        yield related(thing, "affiliatedWith", Thing(body.type, body.entity), evidence, "name.affiliation")


def _body_after(reading: Reading, end: int) -> Mention | None:
    """The body a person is *of*: ``Robert Komer of the National Security Council Staff``."""
    match = _OF.match(reading.text, end)
    if match is None:
        return None
    start = match.end()
    return next((m for m in reading.mentions if m.span.start == start and m.type is EntityType.ORGANIZATION), None)


def _bracketed(text: str, name: Span) -> Span | None:
    """The post before a name in brackets: ``Assistant Secretary of State for Public Affairs (Tubby)``."""
    if text[name.start - 2 : name.start] != " (" or text[name.end : name.end + 1] != ")":
        return None
    return post_before(text[: name.start - 2] + " ", name.start - 1)


def _held(reading: Reading, person: Thing, post: Span, evidence: Span, where: str) -> Iterator[Relation]:
    if person.type is not EntityType.PERSON:
        return
    post = _first_line(reading, post)
    title = " ".join(post.of(reading.document.text).split())
    yield related(person, "holdsPost", title, evidence, f"{where}.post")
    for body in _bodies(reading, post):
        yield related(person, "affiliatedWith", body, evidence, f"{where}.affiliation")


def _bodies(reading: Reading, post: Span) -> list[Thing]:
    """What a post belongs to: a national adjective, a body or state inside it or right after it, or its department."""
    text = reading.text
    found: list[Thing] = []
    words = post.of(text).split(" ")
    for adjective in (" ".join(words[:2]), words[0]):  # "West German" before "West"
        if state := reading.authority.state_of_demonym(adjective):
            found.append(Thing(EntityType.PLACE, state.slug))
            break
    following = _NEXT.match(text, post.end)
    reach = following.end() if following else post.end
    for mention in reading.mentions:
        inside = post.contains(mention.span) and mention.span.start > post.start
        if mention.type in (EntityType.ORGANIZATION, EntityType.PLACE) and (inside or mention.span.start == reach):
            if mention.type is EntityType.PLACE and "mbassador" in post.of(text):
                continue  # an ambassador to a state is not that state's
            found.append(Thing(mention.type, mention.entity))
    if department := _department(reading, post.of(text)):
        found.append(department)
    return list(dict.fromkeys(found))


def _department(reading: Reading, title: str) -> Thing | None:
    """The department a secretary heads or serves: ``Under Secretary of State for ...`` → Department of State."""
    match = re.search(r"Secretar(?:y|ies) of (?:the )?([A-Z]\w+)", title)
    if match is None:
        return None
    known = reading.surfaces.department(match.group(1))
    return Thing(*known) if known else None


def _first_line(reading: Reading, post: Span) -> Span:
    end = reading.text.find("\n", post.start, post.end)
    return post if end < 0 else Span(post.start, end)


def _quoted(text: str, post: Span, name: Span) -> Span:
    """From the post to the name, or the other way round, with the bracket that closes after it."""
    start, end = min(post.start, name.start), max(post.end, name.end)
    return Span(start, end + 1 if text.startswith(")", end) and "(" in text[start:end] else end)
