"""Reads a source note: where the document is kept, how it was classified, who drafted it. Used by `header`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memograph.extract.header.parties import is_body, is_name, is_post, trimmed
from memograph.model import Fact, Party, Span
from memograph.vocabulary import is_honorific

_LEVEL = (
    r"(?:Top Secret|Secret|Confidential|Restricted|Unclassified"
    r"|Limited Official Use(?: Only)?|(?:For )?Official Use Only)"
)
_CLASSIFIED = re.compile(
    rf"(?:(?<=[.;)] )|(?<=[.;]))(?P<level>{_LEVEL})"
    r"(?P<handling>(?:; (?:\[[^\]]*\]|[^\s.;\[][^.;\[]{0,59}))*)(?=\.|;|$)"
)
_UNMARKED = re.compile(r"[.;]\s*(?=No classification marking|The source text bears no |No drafting )")

_CODE = re.compile(r";\s+(?=[A-Z]{2,}[–-]|\[)")  # "; NLR–748–23–40–7–1", a shelf mark of the repository
_SEPARATOR = re.compile(r"[()\[\]]|,\s*|:\s+")
_COLLECTION = re.compile(
    r"\b(?:Files?|Papers|Records|Collection|Diar(?:y|ies)|Correspondence|Conversations?|Registry|Meetings|Minutes|Series|Lot"
    r"|Telegrams|Cables|Manuscripts?|Memoranda)\b"
)
_PRINTED = re.compile(r"\bpp?\. \d|^Public Papers\b")

_DRAFTED = re.compile(
    r"\b(?:Drafted|Prepared|Written|(?:it|text|memorandum|telegram|paper|copy) was (?:drafted|prepared|written))"
    r"(?:(?:,? and|,) (?:approved|initialed|signed|cleared|revised|transmitted))*(?: jointly)?"
    r"(?: in [A-Z][A-Za-z/&-]*)?(?: on [A-Z][a-z]+ \d{1,2})? by\s+(?=[A-Z])"
)
_NAME_TOKEN = re.compile(r"(?:[A-Z][\w’ʼ'-]*\.?(?:[A-Z]\.)*|de|von|van|la|le)(?=[\s,.;)(]|$)")
_SUFFIX = re.compile(r",? (?:Jr\.|Sr\.|II|III|IV)(?=[\s,.;(]|$),?")
_AFFILIATION = re.compile(r",?\s*\((?P<body>[^()]+)\)")
_ANOTHER = re.compile(r",?\s+(?:and|with)\s+(?=[A-Z])|,\s+(?=[A-Z])")
_APPOSITION = re.compile(r",\s+(?P<post>[A-Z][^,.;()]*(?:,? (?:of|for) [^,.;()]*)?)")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a source note says of the document it stands under; spans are offsets of the document's text."""

    classified: Fact | None
    drafters: tuple[Party, ...]
    repository: Span | None
    collection: Span | None
    file: Span | None


def parse_source_note(text: str, zone: Span) -> SourceNote:
    """Take the source note in `zone` apart."""
    classified = classification(text, zone)
    repository, collection, file = _location(text, zone, classified)
    return SourceNote(classified, tuple(drafters(text, zone)), repository, collection, file)


def classification(text: str, zone: Span) -> Fact | None:
    """The classification and its handling words: ``Secret; Eyes Only``.

    "with handling words after `; `"; "No classification marking" gives none (GUIDELINES.md, relation `classified`).
    What stands in brackets ("[codeword not declassified]") is the editors'.
    """
    match = _CLASSIFIED.search(text, zone.start, zone.end)
    if not match:
        return None
    handling = (part.strip() for part in match["handling"].split(";"))
    words = [match["level"], *(part for part in handling if part and not part.startswith("["))]
    return Fact("; ".join(words), Span(*match.span()))


def drafters(text: str, zone: Span) -> Iterator[Party]:
    """Persons who drafted or prepared the document; not who cleared, approved or initialed it, and no offices."""
    for match in _DRAFTED.finditer(text, zone.start, zone.end):
        yield from _persons(text, match.end(), zone.end)


def _persons(text: str, position: int, end: int) -> Iterator[Party]:
    """Persons named one after another: "Harry G. Barnes, Jr., (EUR/SOV) and Edward Bolster (TRC) and cleared by …"."""
    while (name := _name_at(text, position, end)) is not None:
        position = name.end
        body = post = None
        if affiliation := _AFFILIATION.match(text, position, end):
            body, position = Span(*affiliation.span("body")), affiliation.end()
        elif (apposition := _APPOSITION.match(text, position, end)) and _is_apposition(apposition["post"]):
            words, position = Span(*apposition.span("post")), apposition.end()
            post, body = (words, None) if is_post(apposition["post"]) else (None, words)
        yield Party(Span(name.start, position), name=name, post=post, body=body)
        following = _ANOTHER.match(text, position, end)
        if not following:
            return
        position = following.end()


def _is_apposition(phrase: str) -> bool:
    return is_post(phrase) or is_body(phrase)


def _name_at(text: str, position: int, end: int) -> Span | None:
    """The personal name at `position`, its honorific left out; None for offices ("CIA’s Office", "S/P", "EUR")."""
    start, last = position, None
    while (token := _NAME_TOKEN.match(text, position, end)) is not None:
        if is_honorific(token[0]) and last is None:
            start = position = token.end() + 1
            continue
        ends_sentence = token[0].endswith(".") and len(token[0]) > 3 and token[0].count(".") == 1
        last = token.end() - 1 if ends_sentence else token.end()
        if ends_sentence or text[last : last + 1] != " ":
            break
        position = last + 1
    if last is None:
        return None
    if text[last - 1] == "." and text[last - 3 : last - 1].islower():
        last -= 1
    name = text[start:last]
    if not is_name(name) or is_post(name) or re.search(r"[’ʼ]s\b|/|^[A-Z]{2,}$", name):
        return None
    suffix = _SUFFIX.match(text, last, end)
    return Span(start, last + len(suffix[0].rstrip(","))) if suffix else Span(start, last)


def _location(text: str, zone: Span, classified: Fact | None) -> tuple[Span | None, Span | None, Span | None]:
    """Repository, collection and file: the stretch between "Source:" and the classification, split at its commas."""
    start = re.compile(r"Source:\s*").match(text, zone.start, zone.end)
    if not start:
        return None, None, None
    end = _end_of_location(text, Span(start.end(), zone.end), classified)
    if _PRINTED.search(text[start.end() : end]):
        return None, None, None
    parts = list(_parts(text, Span(start.end(), end)))
    if len(parts) < 2:
        return parts[0] if parts else None, None, None
    last = next((i for i, part in enumerate(parts) if i and _COLLECTION.search(part.of(text))), 1)
    collection = Span(parts[1].start, parts[last].end)
    file = Span(parts[last + 1].start, parts[-1].end) if len(parts) > last + 1 else None
    return parts[0], collection, file


def _end_of_location(text: str, span: Span, classified: Fact | None) -> int:
    """Where the description of the place ends: at the classification, its absence, a shelf mark, a sentence's end."""
    ends = [classified.span.start] if classified and classified.span else []
    for pattern in (_UNMARKED, _CODE, re.compile(r"(?<![A-Z])\.\s+(?=[A-Z])")):
        if m := pattern.search(text, span.start, min([*ends, span.end])):
            ends.append(m.start())
    inner = trimmed(text, span.start, min([*ends, span.end]))
    return span.start + len(text[span.start : inner.end].rstrip(".; ")) if inner else span.end


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Split at commas and colons outside brackets."""
    start, depth = span.start, 0
    for m in _SEPARATOR.finditer(text, span.start, span.end):
        if m[0] in "()[]":
            depth += 1 if m[0] in "([" else -1
        elif not depth:
            if part := trimmed(text, start, m.start()):
                yield part
            start = m.end()
    if part := trimmed(text, start, span.end):
        yield part
