"""When what a document states took place: date phrases (times.py) joined to the words they belong to.

Used by attribution.py, and by reading.py for events.

A date belongs to the verb or noun it hangs on in the parse: in "report of his meeting with Gromyko on March 27" to the
meeting, in "telegram 2736, May 6, reported" to the telegram and so to no meeting at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from memograph.dates import bounds
from memograph.extract.language import ParsedZone
from memograph.extract.relations.modality import LIGHT, Standing, standing
from memograph.extract.times import Clock, Time, sharper, times
from memograph.model import Header, Span, ZoneKind

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Words of a date phrase that stand between it and what it dates: "on the morning of March 9", "at 5 p.m. today".
_OF_TIME = frozenset("morning afternoon evening night noon day date time a.m. p.m. am pm o'clock week month".split())
#: Types of documents whose own text speaks of "today": an editor's note does not.
_EDITORS = frozenset({"editorial-note"})
#: What may stand between an event and its date, and how far that reaches in code points.
_JOINS = re.compile(r",? (?:\(|(?:on|of|in|from|during|held|last) )?(?:the )?")
_REACH = 16
#: A document of a period as long as that does not tell which year's "March 5" it means.
_SHORT = timedelta(100)
_READ = frozenset({ZoneKind.BODY, ZoneKind.NOTE, ZoneKind.SOURCE_NOTE})
_DATABLE = frozenset({"NOUN", "VERB", "AUX"})


@dataclass(frozen=True)
class Calendar:
    """The date phrases of a document's zones.

    Args:
        text: legible text.
        phrases: all of them, in text order.
        sites: for each zone (by its span), date phrases by the index of the token that they date.
        written: the day the document was written, where it is known.
    """

    text: str
    phrases: Sequence[Time]
    sites: Mapping[Span, Mapping[int, Sequence[Time]]]
    written: date | None

    def when(self, zone: ParsedZone, trigger: Token, stands: Standing) -> str | None:
        """EDTF date of what `trigger` states; None where its clause names none, or two that contradict each other."""
        sites = self.sites.get(zone.zone.span, {})
        found = [*sites.get(trigger.i, ())]
        if trigger.pos_ not in ("VERB", "AUX"):
            verb = trigger.head
            if not found and verb.lemma_ in LIGHT and trigger.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
                found += sites.get(verb.i, ())
        elif trigger.dep_ == "conj" and not found and trigger.head.pos_ == "VERB":  # "On April 4 he met A and saw B"
            head = zone.zone.span.start + trigger.head.idx
            found += (time for time in sites.get(trigger.head.i, ()) if time.span.end <= head)
        return joined(found, _is_ahead(trigger, stands))

    def beside(self, evidence: Span, trigger: Token, stands: Standing, within: bool) -> str | None:
        """EDTF date right after the words of a noun's relation ("talks with McCloy the previous day"), or inside them.

        Args:
            within: take the only date inside the evidence too: "a memorandum to the President, June 26, 1961, Bundy".
        """
        near = [t for t in self.phrases if not t.limit and evidence.start <= t.span.start <= evidence.end + _REACH]
        if within and len(inside := [t for t in near if evidence.contains(t.span)]) == 1:
            return joined(inside, _is_ahead(trigger, stands))
        if trigger.pos_ != "NOUN" and not within:
            return None
        after = [t for t in near if _JOINS.fullmatch(self.text, evidence.end, t.span.start)]
        return joined(after[:1], _is_ahead(trigger, stands))

    def of_event(self, zone: ParsedZone, phrase: Span, head: Token, stands: Standing) -> str | None:
        """EDTF date of an event: named in its phrase, else hanging on it or on the verb that says it took place."""
        sites = self.sites.get(zone.zone.span, {})
        dated = [t for group in sites.values() for t in group if phrase.contains(t.span)]
        dated += [t for t in self.phrases if not t.limit and _JOINS.fullmatch(self.text, phrase.end, t.span.start)]
        return joined(dated, _is_ahead(head, stands)) or self.when(zone, head, stands)


def calendar(header: Header, text: str, zones: Sequence[ParsedZone], events: Mapping[Span, Sequence[Span]]) -> Calendar:
    """Find and place the date phrases of a document's paragraphs and notes, read in order.

    Args:
        text: legible text.
        events: spans of the events that each zone names; what hangs on their names is theirs.
    """
    written = _day(header.date.value) if header.date is not None else None
    clock = Clock(written, around=_beginning(header.period))
    sites: dict[Span, Mapping[int, Sequence[Time]]] = {}
    phrases: list[Time] = []
    own = True
    for zone in zones:
        if zone.zone.kind in (ZoneKind.HEADING, ZoneKind.ATTACHMENT):
            own = zone.zone.kind is ZoneKind.HEADING
        if zone.zone.kind not in _READ:
            continue
        if zone.zone.kind is not ZoneKind.BODY:
            clock.last = None
        clock.spoken = own and zone.zone.kind is ZoneKind.BODY and header.type not in _EDITORS
        placed: dict[int, list[Time]] = defaultdict(list)
        heads = _heads(zone, events.get(zone.zone.span, ()))
        for time in times(text, zone.zone.span, clock):
            phrases.append(time)
            site = None if time.limit else _site(zone, time.span, heads)
            if site is not None:
                placed[site].append(time)
        if placed:
            sites[zone.zone.span] = placed
    return Calendar(text, tuple(phrases), sites, written)


def held(calendar: Calendar, events: Iterable[tuple[ParsedZone, str, Span]]) -> dict[str, str]:
    """When events took or will take place: what the places that name one say together, if they agree.

    Args:
        events: zone, slug and span of each mention of an event.
    """
    found: dict[str, str | None] = {}
    for zone, slug, span in events:
        tokens = zone.tokens(span)
        if tokens is None:
            continue
        when = calendar.of_event(zone, span, tokens.root, standing(tokens.root))
        if when is not None:
            known = found.get(slug, when)
            found[slug] = sharper(known, when) if known is not None else None
    return {slug: when for slug, when in found.items() if when is not None}


def _heads(zone: ParsedZone, events: Iterable[Span]) -> dict[int, int]:
    """Each token of an event's name → the name's head."""
    return {t.i: tokens.root.i for span in events if (tokens := zone.tokens(span)) for t in tokens}


def _site(zone: ParsedZone, span: Span, heads: Mapping[int, int]) -> int | None:
    """The verb, noun or event name that a date phrase hangs on."""
    tokens = zone.tokens(span)
    if tokens is None:
        return None
    if tokens.root.i in heads:
        return heads[tokens.root.i]
    inside = {token.i for token in tokens}
    for head in tokens.root.ancestors:
        if head.i in heads:
            return heads[head.i]
        if head.pos_ in _DATABLE and head.i not in inside and head.lower_ not in _OF_TIME:
            return head.i
    return None


def joined(found: Iterable[Time], ahead: bool | None) -> str | None:
    """What several phrases of one clause say together: "on Monday, June 26" is June 26."""
    result: str | None = None
    for time in found:
        edtf = time.edtf
        if time.ahead is not None:
            if ahead is None:
                continue
            edtf = time.ahead if ahead else time.edtf
        agreed = edtf if result is None else sharper(result, edtf)
        if agreed is None:
            return None
        result = agreed
    return result


def _is_ahead(trigger: Token, stands: Standing) -> bool | None:
    """Whether "on Friday" is the next one: planned things lie ahead, what past tense states lies behind.

    None where it cannot be told: "the party congress in October" is not dated by the tense of what is said of it.
    """
    if stands == "plan":
        return True
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else trigger.head
    if verb.pos_ not in ("VERB", "AUX") or (verb != trigger and verb.lemma_ not in LIGHT):
        return None
    auxiliaries = (c for c in verb.children if c.dep_ in ("aux", "auxpass"))
    past = verb.tag_ in ("VBD", "VBN") or any(c.tag_ == "VBD" for c in auxiliaries)
    return False if past else None


def _beginning(period: str | None) -> date | None:
    """The first day of a period that is short enough to tell the year of a date in it."""
    if period is None:
        return None
    first, last = bounds(period)
    return first if last - first < _SHORT else None


def _day(edtf: str) -> date | None:
    try:
        return date.fromisoformat(edtf)
    except ValueError:
        return None
