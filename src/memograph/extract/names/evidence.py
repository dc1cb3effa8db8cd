"""What speaks for and against a proposed name: its features for the weights of `choice`.

A feature's name starts with the type of the name, since the same evidence means different things for different types.
Nothing here looks at which person or place it is: what is learnt must hold for documents on other people.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from memograph.authority.index import Authority
from memograph.extract.names.candidates import TRUSTED, Candidate, kin, overlaps, shares
from memograph.extract.names.name import surname_of
from memograph.extract.names.nouns import EVENT_HEADS, head_kind
from memograph.extract.names.patterns import is_kind
from memograph.extract.names.phrases import Phrase
from memograph.model import EntityType, Header, Zone
from memograph.vocabulary import is_honorific

_TOKEN = re.compile(r"\w+(?:\.\w+)+\.?|\w+|[^\w\s]")
_SHAPES = (
    ("acronym", re.compile(r"[A-Z]{2,}\d*")),
    ("dotted", re.compile(r"(?:[A-Z]\.)+")),
    ("letter", re.compile(r"[A-Z]\.?")),
    ("capitals", re.compile(r"[A-Z][A-Z'\-. ]+")),
    ("initials", re.compile(r"(?:[A-Z]\. ?)+[A-Z][\w'\-]+")),
    ("middle", re.compile(r"[A-Z][\w\-]+ (?:[A-Z]\. ?)+[A-Z][\w'\-]+.*")),
    ("capital", re.compile(r"[A-Z][\w'\-]*")),
    ("two", re.compile(r"[A-Z][\w'\-]* [A-Z][\w'\-]*")),
    ("three", re.compile(r"[A-Z][\w'\-]*(?: [A-Z][\w'\-]*){2}")),
    ("many", re.compile(r"[A-Z][\w'\-]*(?: [A-Z][\w'\-]*){3,}")),
)
_MIXED = "mixed"
#: Words of archives, file titles and telegrams that models take for names.
_JARGON = re.compile(
    r"(?i)\b(?:Files?|Chron|Box|Papers|Lot|Documents?|Diary|Foreign Relations|Series|Memorand(?:um|a)|Folder|Record"
    r"|Telegrams?|NLR|Estimate|Review|Bulletin|Editorial Note|Distribution|Noforn|Niact|Secto|Tosec|Embtels?|Deptels?"
    r"|FYI|NSAM|NIE|SNIE|Sovs?|Annex|Appendix|Ibid|Vol|Begin|End|Text|Refs?|Reftel|Following|Secret|Priority|Part)\b"
)
_ENDS_SENTENCE = frozenset('.:?!"—*•')
_MANY = 6
#: Value of the features that say who proposes a name: few and strong, they are penalised less than the many words.
_SOURCE = 3.0


class Evidence:
    """The document around its candidates: tokens, what occurs how often, who proposes what where.

    Args:
        phrases: the readings of event and agreement phrases, for the candidates that are among them.
    """

    def __init__(
        self,
        text: str,
        zones: Sequence[Zone],
        header: Header,
        candidates: Sequence[Candidate],
        phrases: Iterable[Phrase],
        authority: Authority,
    ) -> None:
        self._text, self._authority = text, authority
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in tokens]
        self._tokens = [text[start:end] for start, end in tokens]
        self._counts = Counter(self._tokens)
        self._zones = sorted(zones, key=lambda zone: zone.span)
        self._zone_starts = [zone.span.start for zone in self._zones]
        self._phrases = {(p.span, p.type): p for p in phrases}
        self._candidates = candidates
        self.rivals = overlaps(candidates)
        self._shares = shares(text, candidates, self.rivals)
        self._kin = kin(text, candidates)
        self._listed = {surname_of(s) for s in _header_names(text, header)}
        correspondents = (*header.senders, *header.addressees)
        self.correspondents = frozenset(span for p in correspondents for span in (p.name, p.body) if span is not None)

    def features(self, number: int) -> dict[str, float]:
        """Named features of candidate `number`, each type first: ``Person:recogniser``."""
        candidate = self._candidates[number]
        words = candidate.span.of(self._text)
        found = {"": 1.0}
        found |= dict.fromkeys(candidate.sources, _SOURCE)
        found |= self._of_rivals(number)
        found |= self._of_words(candidate, words)
        found |= self._of_context(candidate)
        found |= self._of_document(candidate, words)
        if not any(f"inside {source}" in found for source in TRUSTED):
            found |= {f"kin {source}": _SOURCE / 2 for source in self._kin[words, candidate.type] & TRUSTED}
        if phrase := self._phrases.get((candidate.span, candidate.type)):
            found |= self._of_phrase(phrase, number)
        return {f"{candidate.type.value}:{name}": value for name, value in found.items()}

    def _of_rivals(self, number: int) -> dict[str, float]:
        """Other readings of the same stretch, of other types, longer or shorter, by the sources that propose them."""
        mine = self._candidates[number]
        found: dict[str, float] = {}
        for other in self.rivals[number]:
            rival = self._candidates[other]
            if rival.span == mine.span:
                relation = f"as {rival.type.value}"
            elif rival.span.contains(mine.span):
                relation = "inside" if rival.type is mine.type else f"inside {rival.type.value}"
            elif mine.span.contains(rival.span):
                relation = "around" if rival.type is mine.type else f"around {rival.type.value}"
            else:
                relation = "across"
            for source in rival.sources:
                found[f"{relation} {source}"] = 1.0
        return found

    def _of_words(self, candidate: Candidate, words: str) -> dict[str, float]:
        parts = words.split()
        shape = next((name for name, pattern in _SHAPES if pattern.fullmatch(words)), _MIXED)
        found = {f"shape {shape}": 1.0, f"words {min(len(parts), _MANY)}": 1.0}
        if parts:
            found[f"first {parts[0].lower()}"] = 1.0
            found[f"last {parts[-1].lower()}"] = 1.0
            if is_kind(parts[0]):
                found["kind first"] = 1.0
            if is_kind(parts[-1]):
                found["kind last"] = 1.0
            if _JARGON.search(words):
                found["jargon"] = 1.0
            for part in parts[1:-1]:
                found[f"within {part.lower()}"] = 1.0
            if self._authority.state_of_demonym(parts[0]):
                found["demonym first" if len(parts) > 1 else "demonym"] = 1.0
            if self._authority.state_of_demonym(parts[-1]):
                found["demonym last"] = 1.0
            if self._authority.people_by_surname(surname_of(words)):
                found["surname known"] = 1.0
        for mark in ("'", "-", "/", ",", "("):
            if mark in words:
                found[f"has {mark}"] = 1.0
        if any(c.isdigit() for c in words):
            found["has digit"] = 1.0
        for source in candidate.sources:
            found[f"{source} & shape {shape}"] = 1.0
        return found

    def _of_context(self, candidate: Candidate) -> dict[str, float]:
        first = bisect_right(self._starts, candidate.span.start) - 1
        after = bisect_right(self._starts, candidate.span.end - 1)
        zone = self._zone_at(candidate.span.start)
        before = self._tokens[first - 1] if first > 0 and self._starts[first - 1] >= zone.span.start else "¶"
        two = self._tokens[first - 2] if first > 1 and self._starts[first - 2] >= zone.span.start else "¶"
        inside = after < len(self._starts) and self._starts[after] < zone.span.end
        behind = self._tokens[after] if inside else "¶"
        glued = candidate.span.start > 0 and not self._text[candidate.span.start - 1].isspace()
        found = {
            f"before {before.lower()}": 1.0,
            f"behind {behind.lower()}": 1.0,
            f"zone {zone.kind.value}": 1.0,
            f"before {two.lower()} {before.lower()}": 1.0,
        }
        if behind.lower() in EVENT_HEADS:
            found[f"behind kind {head_kind(behind)}"] = 1.0
        if (head := self._event_before(first)) is not None:
            found[f"after kind {head}"] = 1.0
        if before == "¶" or before in _ENDS_SENTENCE:
            found["opens sentence"] = 1.0
        elif before[0].isupper():
            found["capital before"] = 1.0
        if behind[0].isupper():
            found["capital behind"] = 1.0
        if glued:
            found["glued"] = 1.0
        if is_honorific(before):
            found["honorific before"] = 1.0
        return found

    def _event_before(self, first: int) -> str | None:
        """Kind and preposition of the event noun that a name is attached to: ``meeting in`` of "meeting in Vienna"."""
        at = first - 2 if first > 0 and self._tokens[first - 1].lower() == "the" else first - 1
        if at < 1 or self._tokens[at - 1].lower() not in EVENT_HEADS:
            return None
        return f"{head_kind(self._tokens[at - 1])} {self._tokens[at].lower()}"

    def _of_document(self, candidate: Candidate, words: str) -> dict[str, float]:
        """How the same words stand elsewhere in the document."""
        found = {f"share {source}": _SOURCE * share for source, share in self._shares[words, candidate.type].items()}
        parts = words.split()
        lowered = [p for p in parts if p[0].isupper() and self._counts[p.lower()] and len(p) > 1]
        if lowered:
            found["occurs in lower case"] = len(lowered) / len(parts)
        if surname_of(words) in self._listed:
            found["in header"] = 1.0
        count = self._counts[parts[-1]] if parts else 0
        found["occurs once" if count < 2 else "occurs often" if count > 3 else "occurs again"] = 1.0
        return found

    def _of_phrase(self, phrase: Phrase, number: int) -> dict[str, float]:
        """What an event or agreement phrase is made of, and what its next longer readings would add."""
        head = phrase.head.of(self._text)
        kind = head_kind(head)
        tails = " ".join(phrase.tails[:2])
        inside = self._types_within(number)
        dated = "date" in phrase.tails or "date" in phrase.left
        anchor = " ".join((*(["date"] if dated else []), *inside))
        features = (
            f"head {head.lower()}",
            f"kind {kind}",
            f"tails {tails}",
            f"left {' '.join(phrase.left[:2])}",
            f"steps left {len(phrase.left)}",
            f"steps right {len(phrase.tails)}",
            f"more left {phrase.more_left}",
            f"more right {phrase.more_right}",
            f"anchor {anchor}",
            f"kind {kind} anchor {anchor}",
            f"kind {kind} tails {tails}",
            f"kind {kind} more {phrase.more_right}",
            f"tails {tails} more {phrase.more_right}",
            "capital head" if head[0].isupper() else "lower head",
            *(f"names {type_.value}" for type_ in inside),
            *(["dated"] if dated else []),
        )
        return dict.fromkeys(features, 1.0)

    def _types_within(self, number: int) -> list[EntityType]:
        """Types of the names inside a phrase, in the order of `EntityType`."""
        mine = self._candidates[number].span
        rivals = [self._candidates[other] for other in self.rivals[number]]
        types = {r.type for r in rivals if mine.contains(r.span) and mine != r.span and r.sources & TRUSTED}
        return [type_ for type_ in EntityType if type_ in types]

    def _zone_at(self, offset: int) -> Zone:
        return self._zones[max(0, bisect_right(self._zone_starts, offset) - 1)]


def _header_names(text: str, header: Header) -> Iterable[str]:
    """Names of the people whom the header lists."""
    parties = (*header.senders, *header.addressees, *header.participants, *header.drafters)
    return [party.name.of(text) for party in parties if party.name is not None]
