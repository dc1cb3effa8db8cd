"""holdsPost and affiliatedWith: the posts beside a name, and the body or state that a post belongs to.

GUIDELINES.md: a post needs a name beside it and keeps its national adjective; a Secretary, Under Secretary or Assistant
Secretary of State is affiliated with the Department of State, an ambassador with the state that sends him. Which body
or state that is, affiliations.py says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.extract.relations.affiliations import (
    affiliations,
    bodies_of,
    body_beside,
    delegations,
    state_before,
    state_of_office,
)
from memograph.extract.relations.reading import Reading, Thing, related
from memograph.extract.titles import (
    apposed_before,
    is_bare,
    is_title,
    post_after,
    post_before,
    post_stated,
    second_post,
)
from memograph.model import EntityType, Mention, Party, Relation, Span
from memograph.vocabulary import POST_MODIFIERS

#: "Secretaries Rusk and McNamara": each is a Secretary; the singular is written in the plural but for "-ies".
_PLURAL = re.compile(
    r"\b(?P<singular>Senator|Congressman|Representative|Ambassador|Secretar|Minister|President|Premier|Chancellor)"
    r"(?:s|ies)(?: of [A-Z]\w+)? \Z"
)
_AND_NEXT = re.compile(r",? and (?:Mr\. )?|, (?:Mr\. )?")
_MANY = re.compile(r"(?:Senators|Secretaries|Ministers|Ambassadors)\Z")
#: What text ends with inside a sentence.
_WORD_ENDS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,"
_ENDS_OF_POST = re.compile(r"(?:,? and|,| of| for)*(?: the)?\s*$")


def post_relations(reading: Reading) -> Iterator[Relation]:
    """Posts and affiliations of every person named in the document."""
    told: set[Span] = set()  # names whose post the header has given already
    for party in _parties(reading):
        thing = reading.who(party)
        if party.name is not None and party.post is not None and thing is not None:
            evidence = _quoted(reading.text, party.post, party.name)
            yield from _held(reading, thing, party.post, evidence, "header", own_body=party.body)
            told.add(party.name)
        if thing is not None and thing.type is EntityType.PERSON:
            for way, body in bodies_of(reading, party):
                yield related(thing, "affiliatedWith", body, party.span, f"header.{way}")
    people = [m for m in reading.mentions if m.type is EntityType.PERSON and m.kind == "name"]
    for mention in people:
        if mention.span not in told:
            yield from _beside(reading, mention)
    yield from _titled_alike(reading, people)
    for leader, theirs, evidence in delegations(reading):
        yield related(leader, "affiliatedWith", theirs, evidence, "delegation.leader")
    for role in reading.mentions:
        if role.kind == "role" and (state := state_of_office(reading, role)):
            yield related(Thing(role.type, role.entity), "affiliatedWith", state, role.span, "role.nation")


def _parties(reading: Reading) -> Iterator[Party]:
    header = reading.header
    yield from (*header.senders, *header.addressees, *header.participants, *header.drafters)
    if header.signer is not None:
        yield header.signer


def _beside(reading: Reading, mention: Mention) -> Iterator[Relation]:
    """What stands before a name, after it, or is said of it."""
    text, (start, end) = reading.text, (mention.span.start, mention.span.end)
    person = Thing(mention.type, mention.entity)
    bracketed, floor = text[end : end + 1] == ")", _floor(reading, start)
    if (post := post_before(text, start, floor)) and not _MANY.search(post.of(text)):
        post = _within_sentence(reading, post)
        yield from _held(reading, person, post, Span(post.start, end + bracketed), "title")
    elif (post := apposed_before(text, start, floor)) and _free(reading, post, person):
        yield from _held(reading, person, post, Span(post.start, end), "apposed")
    elif state := state_before(reading, start):
        yield related(person, "affiliatedWith", state, mention.span, "rank.nation")
    for find, where in ((post_after, "apposition"), (post_stated, "stated")):
        if (post := find(text, end)) and (post := _own_post(reading, post, person)):
            yield from _held(reading, person, post, Span(start, post.end), where)
            if (second := second_post(text, post.end)) and (second := _own_post(reading, second, person)):
                yield from _held(reading, person, second, Span(start, second.end), f"{where}-second")
    if body := body_beside(reading, mention):
        yield related(person, "affiliatedWith", body.thing, Span(start, body.span.end), f"name.{body.way}")


def _floor(reading: Reading, start: int) -> int:
    """Where the name before another one ends: no post of the second reaches over it, but for "Kennedy's Adviser"."""
    before = [m for m in reading.overlapping(start - 140, start) if m.type is EntityType.PERSON and m.kind == "name"]
    return max((m.span.end for m in before if not reading.text.startswith("'", m.span.end)), default=0)


def _own_post(reading: Reading, post: Span, person: Thing) -> Span | None:
    """The post after a name up to the next person in it; None where it is that person's, or stands for its holder."""
    text = reading.text
    for other in reading.overlapping(post.start, post.end + 2):
        if other.type is not EntityType.PERSON or other.kind != "name" or text.startswith("'", other.span.end):
            continue
        if other.span.start == post.end + 1 and text[post.end] == " ":
            return None
        if post.start < other.span.start < post.end:
            cut = _ENDS_OF_POST.search(text, post.start, other.span.start)
            if cut is None or cut[0] == " ":  # "Kennedy, Ambassador to India John Kenneth Galbraith …"
                return None
            post = Span(post.start, cut.start())
    if post.of(text).startswith("The "):
        post = Span(post.start + len("The "), post.end)
    words = post.of(text)
    if not words or (is_bare(words) and text[: post.start].endswith(("the ", "The "))):
        return None
    return post if _free(reading, post, person) else None


def _free(reading: Reading, post: Span, person: Thing) -> bool:
    """Whether a post with an article does not stand for somebody else who holds it."""
    if not reading.text[: post.start].endswith(("the ", "The ")):
        return True
    roles = [m for m in reading.overlapping(post.start, post.end) if m.kind == "role"]
    return all(m.entity == person.slug for m in roles if m.span.start <= post.start and m.span.end >= post.end)


def _titled_alike(reading: Reading, people: list[Mention]) -> Iterator[Relation]:
    """People under one plural title: ``Secretaries Rusk and McNamara``."""
    by_start = {mention.span.start: mention for mention in people}
    for mention in people:
        plural = _PLURAL.search(reading.text, max(0, mention.span.start - 60), mention.span.start)
        if plural is None:
            continue
        title = plural["singular"] + ("y" if plural["singular"].endswith("ar") else "")
        one: Mention | None = mention
        while one is not None:
            evidence = Span(plural.start(), one.span.end)
            yield related(Thing(one.type, one.entity), "holdsPost", title, evidence, "title.plural")
            following = _AND_NEXT.match(reading.text, one.span.end)
            one = by_start.get(following.end()) if following else None


def _held(
    reading: Reading, person: Thing, post: Span, evidence: Span, where: str, own_body: Span | None = None
) -> Iterator[Relation]:
    if person.type is not EntityType.PERSON:
        return
    post = _whole(reading, post)
    evidence = Span(min(evidence.start, post.start), max(evidence.end, post.end))
    title = " ".join(post.of(reading.document.text).split())
    if not re.search(r"\bleader\b", title):  # "Rumanian leader Gheorghiu-Dej" says what he belongs to, but no post
        yield related(person, "holdsPost", title, evidence, f"{where}.post")
    before = reading.text[max(0, post.start - len("former ")) : post.start]
    if "former " in (before.lower(), title[: len("former ")].lower()):
        return
    for way, thing in affiliations(reading, post, own_body):
        yield related(person, "affiliatedWith", thing, evidence, f"{where}.{way}")


def _whole(reading: Reading, post: Span) -> Span:
    """A post to the end of its line, and from the start of a body's name that runs into it."""
    end = reading.text.find("\n", post.start, post.end)
    bodies = [m for m in reading.overlapping(post.start, post.start + 1) if m.type is EntityType.ORGANIZATION]
    return Span(min([post.start, *(m.span.start for m in bodies)]), post.end if end < 0 else end)


def _within_sentence(reading: Reading, post: Span) -> Span:
    """A post before a name without a sentence's first word, or a title's word, which is capitalised whatever it is."""
    first, _, rest = post.of(reading.text).partition(" ")
    subject = reading.header.subject
    opens = (subject is not None and subject.contains(post)) or not reading.text[: post.start].rstrip(' "(').endswith(
        tuple(_WORD_ENDS)
    )
    named = [m for m in reading.overlapping(post.start, post.start + 1) if m.type is not EntityType.PERSON]
    if opens and rest and not named and _is_any_word(reading, first, rest):
        return Span(post.end - len(rest), post.end)
    return post


def _is_any_word(reading: Reading, first: str, rest: str) -> bool:
    """Whether the first word of a sentence is no part of the post after it: "Whether President Kennedy agreed"."""
    if first == "Under":
        return not rest.startswith("Secretary")
    known = first in POST_MODIFIERS or is_title(first) or first.isupper() or "'" in first
    return not known and reading.authority.state_of_demonym(first) is None


def _quoted(text: str, post: Span, name: Span) -> Span:
    """From the post to the name, or the other way round, with the bracket that closes after it."""
    start, end = min(post.start, name.start), max(post.end, name.end)
    return Span(start, end + 1 if text.startswith(")", end) and "(" in text[start:end] else end)
