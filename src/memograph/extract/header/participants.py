"""Takes the lines of a list of participants apart. Used by `header`.

A line may hold a column's head before the first of its people ("US The President"), an office before a dash
("EUR—Mr. Kohler"), several people ("Secretary Rusk and Mr. Whitman (State)"), or a plural title ("Senators Humphrey,
Russell"). What stands after the name is the post, then the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from memograph.extract.header.parties import (
    is_body,
    is_name,
    is_person,
    is_post,
    stripped,
    title_and_name,
    trimmed,
)
from memograph.model import Party, Span
from memograph.vocabulary import is_honorific

_SIDE_NAME = (
    r"(?:U\.?S\.?S\.?R\.?|U\.?S\.?A?\.?|U\.?K\.?|UN|GDR|FRG|PRC|United States|United Kingdom"
    r"|Soviet Union|Soviets?|American|British|French|German|Chinese|Israeli|Egyptian|Foreign|State(?: Department)?"
    r"|White House|Defense|CIA|NSC|JCS|USIA|Great Britain|France|(?:West |East )?Germany|China|Japan|Canada|Italy"
    r"|Poland|India|Pakistan|Yugoslavia|Israel|Egypt)"
)
_SIDE = rf"(?:For )?(?:[Tt]he )?{_SIDE_NAME}"
#: After a column, a line whose first word names a side opens the next: "British Prime Minister Macmillan".
_SIDE_FIRST = re.compile(rf"{_SIDE_NAME}\b")
_COLUMN_ALONE = re.compile(
    rf"{_SIDE}:?|Others?:?|(?:{_SIDE}|[A-Z][a-z]+) (?:[Ss]ide|[Pp]articipants|[Dd]elegation|[Pp]arty):?"
)
_COLUMN_BEFORE = re.compile(
    r"(?:US|U\.S\.|USSR|U\.S\.S\.R\.|UK|U\.K\.|United States|United Kingdom|Soviet Union|Great Britain)(?::)?\s+"
    r"(?=The |Mr|Mrs|Sir|[A-Z][a-z]+ )"
)
_ELSEWHERE = re.compile(r"(?:Listed|See|Same|As above|Various|Others|Also)\b")
_OFFICE = re.compile(r"(?P<body>[A-Z][A-Za-z]{0,6}(?:/[A-Z&–-]+)*)\s?[—–]\s?(?=\S)")
_REMARK = re.compile(r",?\s*\(\s*(?P<words>[^()\s](?:[^()]*[^()\s])?)\s*\)\s*$")
_ROLE = re.compile(
    r"(?i)(?:part[- ]time|interpret\w*|note[- ]?tak\w*|translat\w*|recorder|observer"
    r"|present .*|for part.*|from .*|until .*|by .*)"
)
_PLURAL = re.compile(r"(?P<title>Senators|Congressmen|Representatives|Ambassadors|Secretaries|Ministers|Messrs\.?)\s+")
_COMMA = re.compile(r",\s*(?:and\s+)?|\s+and\s+(?=[A-Z])|;\s*")
_JUNIOR = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")


def parse_list(text: str, lines: Sequence[Span]) -> tuple[Party, ...]:
    """The people on the lines of a list, each with the head of the column that it stands under."""
    people: list[Party] = []
    side: Span | None = None
    for line in lines:
        head = _COLUMN_ALONE.fullmatch(text, line.start, line.end) or _COLUMN_BEFORE.match(text, line.start, line.end)
        if head is None and side is not None:
            head = _SIDE_FIRST.match(text, line.start, line.end)
        side = _country(text, Span(*head.span())) if head else side
        people += [replace(party, side=side) for party in parse_line(text, line)]
    return tuple(people)


def _country(text: str, head: Span) -> Span | None:
    """The words of a column's head that name its side: "For the [Soviet] side:" → Soviet; None for "Others"."""
    side = re.compile(_SIDE_NAME).search(text, head.start, head.end)
    return Span(*side.span()) if side else None


def parse_line(text: str, zone: Span) -> tuple[Party, ...]:
    """The people on one line of a list; none where the line is a column's head or refers to another list."""
    span = trimmed(text, zone.start, zone.end)
    if span is None or _COLUMN_ALONE.fullmatch(span.of(text)) or _ELSEWHERE.match(text, span.start):
        return ()
    start = zone.start
    if head := _COLUMN_BEFORE.match(text, start, zone.end):
        start = head.end()
    office = _OFFICE.match(text, start, zone.end)
    body = Span(*office.span("body")) if office else None
    start = office.end() if office else start
    remark = _REMARK.search(text, start, zone.end)
    end = remark.start() if remark else zone.end
    if remark and body is None and not _ROLE.fullmatch(remark["words"]):
        body = Span(*remark.span("words"))
    return tuple(_people(text, Span(start, end), body))


def _people(text: str, span: Span, body: Span | None) -> Iterator[Party]:
    """Group the parts between commas: a part that names someone opens a party, what follows it belongs to them."""
    if plural := _PLURAL.search(text, span.start, span.end):
        before = trimmed(text, span.start, plural.start())
        if before:
            yield from _people(text, Span(span.start, before.end), None)
        yield from _titled_alike(text, Span(plural.end(), span.end), Span(*plural.span("title")), body)
        return
    group: list[Span] = []
    for part, joined in _parts(text, span):
        if group and (_opens(text, group, part) or (joined and _is_second(text, group, part))):
            yield _party(text, group, body)
            group = []
        elif group and joined:
            group[-1] = Span(group[-1].start, part.end)
            continue
        group.append(part)
    if group:
        yield _party(text, group, body)


def _parts(text: str, span: Span) -> Iterator[tuple[Span, bool]]:
    """Parts between commas and "and", each with whether an "and" stood before it."""
    start, joined = span.start, False
    for m in _COMMA.finditer(text, span.start, span.end):
        if part := stripped(text, start, m.start()):
            yield part, joined
        start, joined = m.end(), "and" in m[0]
    if part := stripped(text, start, span.end):
        yield part, joined


def _is_second(text: str, group: list[Span], part: Span) -> bool:
    """Whether words after "and" are a second name ("Smith and Jones"), not the rest of a post or body."""
    first = group[0]
    whole = len(group) == 1 and not re.search(r"\s(?:of|for|to)\s", first.of(text))
    return whole and is_person(part.of(text)) and (is_person(first.of(text)) or _titled(text, first))


def _titled(text: str, part: Span) -> bool:
    """Whether a part is a title and a name: "Ambassador Thompson"."""
    name, post, _ = title_and_name(text, part)
    return name is not None and post is not None and name.start > post.start


def _opens(text: str, group: list[Span], part: Span) -> bool:
    """Whether a part after a comma names another person than the parts before it."""
    words = part.of(text)
    if _JUNIOR.fullmatch(words):
        return False
    if (is_honorific(words.split()[0]) and not is_post(words)) or _titled(text, part):
        return True
    first = group[0].of(text)
    return all(w.lower().startswith("the ") and is_post(w[4:]) for w in (words, first))


def _party(text: str, group: list[Span], body: Span | None) -> Party:
    """The party whose name stands in the first part, its post and body in those after it."""
    first, rest = group[0], group[1:]
    whole = Span(first.start, group[-1].end)
    words = first.of(text)
    if words.lower().startswith("the ") and (is_post(words[4:]) or is_body(words[4:])):
        name, post, own = None, trimmed(text, first.start, first.end), None
    else:
        name, post, own = title_and_name(text, first)
    body = body or own
    if name and rest and _JUNIOR.fullmatch(rest[0].of(text)):
        name, rest = Span(name.start, rest[0].end), rest[1:]
    if rest and is_post(rest[0].of(text)):
        post, rest = trimmed(text, rest[0].start, rest[0].end), rest[1:]
    if rest and body is None:
        body = trimmed(text, rest[0].start, rest[-1].end)
    return Party(whole, name=name, post=post, body=body)


def _titled_alike(text: str, span: Span, title: Span, body: Span | None) -> Iterator[Party]:
    """People under one plural title: "Senators Mansfield, Humphrey"; the post is its singular, where that is in it."""
    regular = re.match(r"(?!Messrs)\w+(?<!ie)s$", title.of(text))
    post = Span(title.start, title.end - 1) if regular else None
    for part, _ in _parts(text, span):
        if is_name(part.of(text)) or is_person(part.of(text)):
            whole = Span(title.start, part.end)
            yield Party(whole, name=part, post=post, body=body if part.end == span.end else None)
