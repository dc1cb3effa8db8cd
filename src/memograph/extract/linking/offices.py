"""Who holds an office, as one document and the lists of persons tell: "the Prime Minister", "the Soviet Ambassador".

Between `people` and `roles`. An office is its head ("ambassador", "assistant secretary") and, where stated, the state
it is of. In order of trust: whoever is named with that post before the phrase, or in the header; a person of the
document who held it at the document's date; the one person in the volume's list of persons who did.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from memograph.asked import question
from memograph.authority.directory import KnownPerson
from memograph.authority.index import Authority
from memograph.dates import bounds
from memograph.extract.language import plain
from memograph.extract.linking.candidates import subseries
from memograph.extract.titles import post_after, post_before
from memograph.model import Header, Party, Span
from memograph.personal_names import folded

#: Head words of offices that a document may use alone, the longest first; "foreign affairs" makes another minister.
_HEAD = re.compile(
    r"\b(?:(?:deputy|first deputy|vice|under|assistant|acting|prime|foreign|defense|general|press|executive) )*"
    r"(?:president|secretary(?: general)?|minister|premier|chancellor|ambassador|charg[eé]|chairman|king|queen|shah"
    r"|prince|emperor|governor|senator|director|administrator|attorney general|counselor|consul general"
    r"|representative|speaker|counsel|commissioner|mayor|pope|chief of protocol)\b"
)
_PORTFOLIO = re.compile(
    r" (?:of|for) (?:the )?(?P<what>foreign affairs|external affairs|defen[sc]e|foreign trade|finance)"
)
_OF_STATE = re.compile(r" (?:of|for) (?:the )?(?P<state>(?:[A-Z][\w.]*)(?: (?:of |and )?[A-Z][\w.]*)*)")
_AFFAIRS = {"foreign affairs": "foreign", "external affairs": "foreign", "defense": "defense", "defence": "defense"}
_MONTHS = "january february march april may june july august september october november december".split()
_DATE = rf"(?:(?P<@month>{'|'.join(_MONTHS)})(?: (?P<@day>\d{{1,2}}))?,? )?(?P<@year>\d{{4}})"
_FROM = re.compile(rf"\b(?:from|since|after|in|appointed)\b (?:late |early )?{_DATE.replace('@', 'f')}")
_UNTIL = re.compile(rf"(?:\b(?:until|to|through|till|before)\b|[–-]) ?(?:late |early )?{_DATE.replace('@', 'u')}")
_SPAN = re.compile(rf", {_DATE.replace('@', 'f')}[–-]")


@dataclass(frozen=True, slots=True)
class Office:
    """An office by its head ("foreign minister") and the slug of the state it is of, None where it is not said."""

    head: str
    state: str | None = None

    def fits(self, asked: Office) -> bool:
        """Whether this may be the office asked for: the same head, and no other state."""
        return self.head == asked.head and (asked.state is None or self.state == asked.state)


@dataclass(frozen=True, slots=True)
class Stated:
    """An office as a list of persons states it, with the days on which it may have been held."""

    office: Office
    words: str
    first: date
    last: date

    def within(self, period: tuple[date, date] | None) -> bool:
        """Whether it may have been held between two days; None for any time."""
        return period is None or (self.first <= period[1] and period[0] <= self.last)


Listed = dict[str, tuple[tuple[Stated, KnownPerson], ...]]
"""Offices by their head, each with whom a list of persons gives it to."""


class Offices:
    """Reads offices out of posts as written and out of remarks, with the states of one authority."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        places = authority.places
        self._states = {folded(form).replace(".", ""): e.slug for e in places for form in (e.label, *e.aliases)}
        self._adjectives = {folded(form).replace(".", ""): e.slug for e in places for form in e.demonyms}
        self._remarks = lru_cache(maxsize=20_000)(self._of_remark)
        self._listed, self._beside = lru_cache(maxsize=8)(self._in_volume), lru_cache(maxsize=4)(self._in_subseries)

    def read(self, post: str) -> Office | None:
        """The office of a post as written: ``Soviet Deputy Foreign Minister``; None where no head is in it."""
        words = plain(post)
        match = _HEAD.search(words.lower())
        if match is None:
            return None
        head = match.group(0)
        if portfolio := _PORTFOLIO.match(words.lower(), match.end()):
            head = f"{_AFFAIRS.get(portfolio['what'], portfolio['what'])} {head}"
        elif head.endswith("foreign secretary"):
            head = head.replace("secretary", "minister")
        return Office(head, self.state_in(words[: match.start()]) or self._complement(words))

    @question
    def state_in(self, words: str) -> str | None:
        """Slug of the state that an adjective names: ``the new West German`` → west-germany."""
        parts = folded(words).replace(".", "").split()
        for start in range(len(parts)):
            if (state := self._adjectives.get(" ".join(parts[start:]))) is not None:
                return state
        return None

    def stated(self, person: KnownPerson, volume: str) -> tuple[Stated, ...]:
        """The offices that a volume's list of persons gives someone; those of other lists where it has none."""
        remarks = tuple(person.remarks(volume)) or tuple(person.remarks())
        return tuple(stated for remark in remarks for stated in self.of_remark(remark))

    @question
    def listed(
        self, volume: str, head: str, state: str | None, title: str, period: tuple[date, date] | None
    ) -> tuple[KnownPerson, ...]:
        """Whom the volume's list of persons, else those of its subseries, give an office, each once.

        Args:
            head, state: of the office.
            title: the office in lower case, as the list must give it where no state is asked for.
            period: first and last day of the time in which it was held; None for any.
        """
        asked = Office(head, state)
        for listed in (self._listed(volume), self._beside(subseries(volume) or "")):
            found = {
                person.entry.slug: person
                for stated, person in listed.get(asked.head, ())
                if stated.office.fits(asked) and stated.within(period) and (asked.state or stated.words == title)
            }
            if found:
                return tuple(found.values())
        return ()

    @question
    def of_remark(self, remark: str) -> tuple[Stated, ...]:
        """The offices that a remark of a list of persons states."""
        return self._remarks(remark)

    def _in_volume(self, volume: str) -> Listed:
        return self._by_head((person, volume) for person in self._authority.directory.listed(volume))

    def _in_subseries(self, series: str) -> Listed:
        directory = self._authority.directory
        volumes = [volume for volume in directory.volumes if series and subseries(volume) == series]
        return self._by_head((person, volume) for volume in volumes for person in directory.listed(volume))

    def _by_head(self, listed: Iterable[tuple[KnownPerson, str]]) -> Listed:
        found: dict[str, dict[tuple[Stated, KnownPerson], None]] = defaultdict(dict)
        for person, volume in listed:
            for stated in self.stated(person, volume):
                found[stated.office.head][stated, person] = None
        return {head: tuple(pairs) for head, pairs in found.items()}

    def of_tenures(self, person: KnownPerson, period: str) -> Iterator[Office]:
        """The offices that someone held in an EDTF period by the Turtle files."""
        first, last = bounds(period)
        for tenure in self._authority.tenures_of(person.entry.slug):
            if tenure.days[0] <= last and first <= tenure.days[1]:
                post = self._authority.post(tenure.post)
                yield from (office for form in (post.label, *post.titles) if (office := self.read(form)))

    @question
    def state_named(self, name: str) -> str | None:
        """Slug of the state of a name: ``the Soviet Union``."""
        return self._states.get(folded(name.removeprefix("the ")).replace(".", ""))

    def _complement(self, words: str) -> str | None:
        """The state after "of": ``King of Laos``; what an ambassador is "to" is not whose he is."""
        match = _OF_STATE.search(words)
        return self.state_named(match["state"]) if match else None

    def _of_remark(self, remark: str) -> tuple[Stated, ...]:
        """Offices between semicolons; "thereafter" begins when the one before it ended."""
        found: list[Stated] = []
        reached = date.min
        for part in re.split(r";|, and then|, then", plain(remark)):
            office, first, last = self.read(part), *_days(part)
            if "thereafter" in part or (first == date.min and reached != date.min):
                first = max(first, reached)
            if office is not None:
                found.append(Stated(office, _title(part), first, last))
            reached = last if last != date.max else reached
        return tuple(found)


def _title(part: str) -> str:
    """The post alone, folded, without its dates: ``secretary of commerce``."""
    words = part.replace("thereafter", "").strip().lower()
    return re.split(r",| (?:from|until|since|to (?=\w+ \d{4}))\b", words)[0]


def _days(part: str) -> tuple[date, date]:
    words = part.lower()
    start, end = _FROM.search(words) or _SPAN.search(words), _UNTIL.search(words)
    return _day(start, "f") or date.min, _day(end, "u", last=True) or date.max


def _day(match: re.Match[str] | None, kind: str, last: bool = False) -> date | None:
    if match is None:
        return None
    month, day = match[f"{kind}month"], match[f"{kind}day"]
    text = match[f"{kind}year"]
    if month:
        text += f"-{_MONTHS.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
    try:
        return bounds(text)[1 if last else 0]
    except ValueError:  # "February 30" in a list of persons: the year is what is left of it
        return bounds(match[f"{kind}year"])[1 if last else 0]


class OfficesOfDocument:
    """Who holds which office in one document."""

    def __init__(
        self, offices: Offices, volume: str, text: str, header: Header, known: Mapping[Span, KnownPerson]
    ) -> None:
        self._offices, self._volume, self._period = offices, volume, header.period
        self._days = bounds(header.period) if header.period is not None else None
        self._beside: list[tuple[int, Office, KnownPerson]] = []
        parties = {party.name: party for party in _parties(header) if party.name is not None}
        for span, person in sorted(known.items()):
            party = parties.get(span)
            posts = (post_before(text, span.start), post_after(text, span.end), party.post if party else None)
            for office in {o for p in posts if p is not None and (o := offices.read(p.of(text))) is not None}:
                self._beside.append((span.start, office, person))
        self._persons = [person for person, _ in Counter(known.values()).most_common()]
        self._counts = Counter(known.values())

    def named(self, asked: Office, before: int) -> KnownPerson | None:
        """Who is named with the office, last before an offset, else first after it."""
        fitting = [(start, person) for start, office, person in self._beside if office.fits(asked)]
        earlier = [person for start, person in fitting if start < before]
        return earlier[-1] if earlier else fitting[0][1] if fitting else None

    def held(self, asked: Office) -> KnownPerson | None:
        """The one person of the document who held the office at its date; of several the one mentioned most."""
        holders = [person for person in self._persons if any(o.fits(asked) for o in self._of(person))]
        if len(holders) > 1 and self._counts[holders[0]] == self._counts[holders[1]]:
            return None
        return holders[0] if holders else None

    def listed(self, asked: Office, words: str) -> KnownPerson | None:
        """The one person of the volume's list who held the office then, by its state or by its whole title.

        Args:
            words: the phrase without article; without a state it must be the title as the list gives it.
        """
        found = self._offices.listed(self._volume, asked.head, asked.state, words.lower(), self._days)
        return found[0] if len(found) == 1 else None

    def _of(self, person: KnownPerson) -> Iterator[Office]:
        if self._period is not None:
            yield from self._offices.of_tenures(person, self._period)
        yield from (s.office for s in self._offices.stated(person, self._volume) if s.within(self._days))


def _parties(header: Header) -> Iterator[Party]:
    yield from (*header.senders, *header.addressees, *header.participants, *header.drafters)
