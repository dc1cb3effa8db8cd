"""`participant` where no list names those present: what a record or a report says of who met, was present, spoke.

GUIDELINES.md: "the document records a conversation or meeting and lists or names this person as present", "also for a
telegram, airgram or memorandum whose subject is one conversation that its author reports". A list under PARTICIPANTS or
a heading "Between X and Y" is read by of_header.py, and where there is one nothing is added to it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from memograph.extract.relations.reading import Reading, Thing, of_document
from memograph.model import EntityType, Mention, Relation, Span, ZoneKind

#: Types of documents that record a conversation or meeting, and those in which an author may report one.
_RECORDS = frozenset(
    "memorandum-of-conversation memorandum-of-telephone-conversation memorandum-for-the-record minutes"
    " record-of-meeting notes transcript".split()
)
_REPORTS = frozenset(
    "telegram airgram message backchannel-message memorandum information-memorandum action-memorandum letter note"
    " despatch report circular-telegram".split()
)
#: Share of sentences that report speech from which on a text is the report of a conversation. Of the 58 telegrams,
#: airgrams, memoranda and letters of gold, 11 of the 12 reports lie at 0.38 and above, 44 of the 46 others at 0.25 or
#: below.
_MOSTLY_SPEECH = 0.3
_SENTENCES_OF_OPENING = 4

_SPEECH = (
    r"(?:said|says|stated|replied|answered|remarked|observed|added|asked|inquired|agreed|commented|noted|pointed out"
    r"|went on|expressed|emphasized|stressed|indicated|explained|referred|recalled|mentioned|thought|felt|suggested"
    r"|maintained|insisted|responded|continued|concluded|reiterated|repeated|brought up|raised|told|informed|assured"
    r"|wondered|admitted|claimed|argued|declared|made|gave|spoke|interjected|countered|intimated|hoped|believed"
    r"|seemed|began|launched|read|handed|took|outlined|reported|proposed|opened|acknowledged|confirmed|urged|warned)"
)
_SAID = re.compile(rf"(?:\b(?:[Hh]e|[Ss]he|I|[A-Z][\w'.]*)|¤)(?: then| also| again| himself| \w+ly)? {_SPEECH}\b")
_I_SAID = re.compile(rf"\bI(?: then| also| again| \w+ly)? {_SPEECH}\b")
_SAYS = re.compile(rf"(?:,[^,.]{{1,60}},)?(?: then| also| again| himself| \w+ly)? +{_SPEECH}\b")
#: What may stand before the subject of a sentence: its number, a bracket, titles.
_TITLES_ONLY = re.compile(r"(?:\(?\w{1,2}[.)] |\W)*(?:Both |The )?(?:[A-Z][\w.'-]* |of |for )*(?:¤+ and )?")
_SENTENCE = re.compile(r"(?<=[a-z)\"'\d][.?!])\s+(?=[A-Z\"(])")

#: A person, each character of the name masked, with titles before it; a list of them with appositions between.
_ONE = r"(?:(?:the |[Mm]y |(?!Following|After|Returning|Prior|Before|Since)[A-Z][\w.'-]* |of |for ){0,8}¤+)"
_MANY = rf"(?P<who>{_ONE}(?:(?:(?:, (?!and )| of )[^,;.¤]{{1,90}}?)?(?:[;,]? and |[;,] +){_ONE}){{0,20}})"
_OTHERS = _MANY.replace("?P<who>", "?P<others>")
_SOME = r"(?: (?!(?:that|whether|if|about|re|him|her|them|how|why|what)\b)[\w,'-]+){0,16}?"
_MET = (
    r"(?:met|saw|talked|spoke|lunched|dined|conferred|called|visited|conversed|consulted"
    r"|had (?:lunch|dinner|tea|drinks|breakfast))"
)
_TOLD = r"(?:told|informed|handed|sounded out|took up|raised)"
_TALK = (
    r"(?i:conversation|talk|meeting|discussion|lunch|luncheon|dinner|breakfast|interview|call|words|chat|session"
    r"|exchange|audience|appointment|tete-a-tete)s?"
)
#: The author and somebody else: "I met on February 13 with X", "talked again with X", "X called me in".
_WITH_AUTHOR = tuple(
    re.compile(form)
    for form in (
        rf"\b(?:I|[Tt]his writer|[Ww]e){_SOME} (?:{_MET}|{_TOLD}){_SOME}(?: with| to| on| upon)? {_MANY}",
        rf"(?:\b(?:Talked|Met|Spoke|Called|Lunched|Dined|Saw)|, (?:talked|met|spoke|called|lunched|dined|saw))"
        rf"{_SOME}(?: with| to| on| upon)? {_MANY}",
        rf"{_MANY} (?:\w+ )?(?:called me in|called me to|summoned me|received me|asked me to (?:call|come|see))\b",
        rf"{_MANY} (?:\w+ )?(?:told|invited|saw|informed|approached|took|telephoned|phoned|rang) me\b",
        rf"{_MANY},? and I\b",
        rf"{_MANY} came (?:in )?(?:to see me|by|in)\b",
        rf"\b(?:[Mm]y|[Oo]ur|I)\b{_SOME} {_TALK}{_SOME} with {_MANY}",
        rf"\b(?:I|me)\b{_SOME} {_TALK}{_SOME} with {_MANY}",
        rf"\bHad{_SOME} {_TALK}{_SOME} with {_MANY}",
        rf"{_TALK}{_SOME} with me\b{_SOME} {_MANY}",
        rf"{_TALK}(?: today| yesterday)? {_MANY} (?:today|yesterday|this|last)\b",
    )
)
#: Others than the author: "the President met with X", "Hammer's conversations with X", "account of meeting with X".
_AMONG_OTHERS = tuple(
    re.compile(form)
    for form in (
        rf"{_MANY}{_SOME} {_MET}{_SOME}(?: with| to| on| upon) {_OTHERS}",
        rf"(?:{_MANY}'s? )(?:[\w-]+ ){{0,3}}{_TALK}(?:{_SOME} (?:with|and) {_OTHERS})?",
        rf"{_TALK}{_SOME} (?:with|between|on) {_MANY}",
        rf"{_MANY}(?:, [^,.]{{1,60}},)? (?:told|informed|assured|handed) {_OTHERS}",
    )
)
_PRESENT = tuple(
    re.compile(form)
    for form in (
        rf"\b(?:[Aa]lso (?:present|there|attending|participating)|[Pp]resent|[Ii]n attendance|[Pp]articipants)"
        rf"(?: (?:for|at|on|from|in) [\w ]{{1,40}}?)?(?: were| was| included|:) {_MANY}",
        rf"\b(?:attended by|accompanied by|joined by|in the presence of) {_MANY}",
        rf"{_MANY},? (?:was|were) (?:also )?(?:present|there|in attendance)\b",
        rf"{_MANY} (?:also )?(?:attended|participated|sat in|took part|joined us)\b",
    )
)
#: What leads up to the conversation is not it: "Returning from my meeting with Khrushchev I had a talk with …".
_BEFORE = re.compile(
    r"(?:\AFollowing(?! (?:is|are)\b)|, following\b|\b[Aa]fter|Returning from|Prior to|[Bb]efore|[Ss]ince"
    r"|In response to|Further to|Reference|In light of|Re|[Ww]ould|[Ss]hould|[Ww]ill|[Yy]our?|[Hh]is|[Hh]er|[Tt]heir)"
    r"\b[^,.;¤]*\Z"
)


def conversation_relations(reading: Reading) -> Iterator[Relation]:
    """Who took part in the conversation or meeting that a document without a list of participants is about."""
    if reading.header.participants:
        return
    told = _Told(reading)
    if reading.header.type in _RECORDS:
        found = list(told.present()) or list(told.met(told.paragraphs[:2]))
        yield from _participants(found or told.speakers(), "record")
    elif reading.header.type in _REPORTS and (opening := list(told.opening())):
        yield from _participants([*opening, *told.present()], "report")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody who took part, the words that say so, and how: ``met``, ``present``, ``speaker``, ``author``."""

    thing: Thing
    evidence: Span
    way: str


def _participants(seen: Iterable[_Seen], kind: str) -> Iterator[Relation]:
    for one in seen:
        yield of_document("participant", one.thing, one.evidence, f"{kind}.{one.way}")


class _Told:
    """A document's own paragraphs with the names of people masked, so that one pattern fits them all."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.paragraphs = _own_paragraphs(reading)
        characters = list(reading.text)
        for m in self._people:
            characters[m.span.start : m.span.end] = "¤" * (m.span.end - m.span.start)
        self._masked = "".join(characters)

    @cached_property
    def _people(self) -> Sequence[Mention]:
        return [m for m in self._reading.mentions if m.type is EntityType.PERSON]

    def opening(self) -> Iterator[_Seen]:
        """Those whose conversation the first sentences announce, if the rest reports what was said."""
        subject = self._reading.header.subject
        first = [*([subject] if subject else []), *self._sentences(self.paragraphs[:3])[:_SENTENCES_OF_OPENING]]
        mostly = self._share_of_speech() >= _MOSTLY_SPEECH
        with_author = False
        for sentence in first:
            for number, form in enumerate(_WITH_AUTHOR):
                if (mostly or number == _CALLED_IN) and (match := self._search(form, sentence)):
                    with_author = True
                    yield from self._with_author(match)
        if mostly:
            yield from self.met(first, and_speakers=not with_author)

    def _with_author(self, match: re.Match[str]) -> Iterator[_Seen]:
        author = self._reading.sender
        if author is not None:
            yield _Seen(author, Span(*match.span()), "author")
        yield from self._named(match, "met", but=author)

    def met(self, stretches: Iterable[Span], and_speakers: bool = True) -> Iterator[_Seen]:
        """Who met whom in a stretch of text, whoever writes.

        Args:
            and_speakers: add those who speak, where it names one side only ("Hammer's conversations with officials").
        """
        for sentence in self._sentences(stretches):
            for form in _AMONG_OTHERS:
                if match := self._search(form, sentence):
                    yield from self._named(match, "met")
                    if and_speakers and match.groupdict().get("others") is None:
                        yield from self._other_side(match)
                    return

    def _other_side(self, match: re.Match[str]) -> Iterator[_Seen]:
        """Whom a phrase with one side leaves out: the author, if he speaks more than once, else those who speak."""
        author = self._reading.sender
        replies = sum(1 for p in self.paragraphs for _ in _I_SAID.finditer(self._masked, p.start, p.end))
        if author is not None and replies > 1 and self._reading.header.type in _REPORTS:
            yield _Seen(author, Span(*match.span()), "author")
        else:
            yield from self.speakers()

    def present(self) -> Iterator[_Seen]:
        """Who is said to have been present."""
        for paragraph in self.paragraphs:
            for form in _PRESENT:
                for match in form.finditer(self._masked, paragraph.start, paragraph.end):
                    yield from self._named(match, "present")

    def speakers(self) -> Iterator[_Seen]:
        """Who is reported to have said something, as the subject of a sentence."""
        for sentence in self._sentences(self.paragraphs):
            for m in self._reading.overlapping(sentence.start, sentence.end):
                said = _SAYS.match(self._masked, m.span.end, sentence.end)
                first = _TITLES_ONLY.fullmatch(self._masked, sentence.start, m.span.start)
                if m.type is EntityType.PERSON and said and (first or m.kind == "role"):
                    yield _Seen(Thing(m.type, m.entity), Span(m.span.start, said.end()), "speaker")

    def _named(self, match: re.Match[str], way: str, but: Thing | None = None) -> Iterator[_Seen]:
        for group in ("who", "others"):
            if match.groupdict().get(group):
                for m in self._reading.overlapping(*match.span(group)):
                    thing = Thing(m.type, m.entity)
                    if m.type is EntityType.PERSON and thing != but:
                        yield _Seen(thing, Span(*match.span()), way)

    def _search(self, form: re.Pattern[str], sentence: Span) -> re.Match[str] | None:
        """The first fit in a sentence that is not what led up to the conversation."""
        for match in form.finditer(self._masked, sentence.start, sentence.end):
            begins = match.end() - len(match[0].lstrip(", "))  # after a comma a new clause begins
            if not _BEFORE.search(self._masked[sentence.start : begins]):
                return match
        return None

    def _sentences(self, stretches: Iterable[Span]) -> list[Span]:
        found: list[Span] = []
        for stretch in stretches:
            start = stretch.start
            for gap in _SENTENCE.finditer(self._masked, stretch.start, stretch.end):
                found.append(Span(start, gap.start()))
                start = gap.end()
            found.append(Span(start, stretch.end))
        return found

    def _share_of_speech(self) -> float:
        said = sum(1 for p in self.paragraphs for _ in _SAID.finditer(self._masked, p.start, p.end))
        return said / max(1, len(self._sentences(self.paragraphs)))


#: Index in `_WITH_AUTHOR` of "X called me in", which needs no report of what was said: he may have read a statement.
_CALLED_IN = 2


def _own_paragraphs(reading: Reading) -> list[Span]:
    """The document's paragraphs before its first attachment."""
    spans: list[Span] = []
    for zone in reading.document.zones:
        if zone.kind is ZoneKind.ATTACHMENT:
            break
        if zone.kind is ZoneKind.BODY:
            spans.append(zone.span)
    return spans
