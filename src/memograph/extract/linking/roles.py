"""Mentions by office alone: "the President", "the Secretary of State" → who held the post at the document's date.

After names (a title before a name is no role mention) and people. GUIDELINES.md: an individual is also identified by an
office held at the document's date; a possessive office inside somebody's title ("the President's Press Secretary") is a
role mention of its holder. Posts of the authority files come first, then the offices of the document's own people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from memograph.asked import looked_through, question, runs
from memograph.authority.directory import KnownPerson
from memograph.authority.index import Authority, PlaceEntry
from memograph.dates import bounds
from memograph.extract.language import plain
from memograph.extract.linking.offices import Office, Offices, OfficesOfDocument
from memograph.extract.names.finder import Name
from memograph.model import Document, EntityType, Header, Span

_EMBASSY = re.compile(r"Embassy in ((?:the )?[A-Z][\w ]+)")
_FOREIGN_EMBASSY = re.compile(r"(?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?) Embassy.*")
_INSIDE_WORD = re.compile(r"[\w\-]")
_OF_SOMETHING = re.compile(r" (?:of|for|at|to) (?:the )?[A-Z]")
#: What makes another post of it: "Vice President", "Austrian President", "Deputy Secretary".
_ATTRIBUTE = re.compile(r"(?:(?P<opening>\A|[.:;!?\n]\s*)?(?P<word>[A-Z][a-z\-]+)|U\.S\.|US) \Z")
#: "President's Office Files", "Secretary's Memoranda of Conversation": series of an archive, not their holder's.
_SERIES = re.compile(r"'s (?:[A-Z]\w+ )*(?:Files?|Memoranda|Papers|Staff Meetings?|Records)\b")
_CLOSED = re.compile(r"[ \t]*(?:[\n;)]|\Z)")
#: The line before a phrase ends with a name, as above a post in a signature.
_LINE_BEFORE = re.compile(r"\S(?=\d{0,2}\s*\n\s*\Z)")
#: An office that the document's own people hold: with an article, or with the adjective of a state.
_OFFICE = (
    r"(?:Deputy |Vice |Under |Assistant |Acting )?(?:Prime Minister|Foreign Minister|Foreign Secretary|Defense Minister"
    r"|Minister of (?:Defense|Foreign Affairs|Foreign Trade|Finance)|Premier|Chancellor|Ambassador|Charg[eé]|Chairman"
    r"|Secretary(?: of [A-Z][a-z]+)?(?:-General| General)?|President|King|Shah|Emperor|Attorney General)"
)
_DOCUMENTS_OWN = re.compile(
    rf"(?<![\w.\-])(?:(?P<article>[Tt]he )(?P<new>new |present |then )?)?"
    rf"(?P<state>(?:[A-Z][a-z]+ ){{0,2}}?)(?P<office>{_OFFICE}|(?i:ambassador|prime minister|foreign minister))"
    rf"(?P<of> (?:of|to) (?:the )?(?:[A-Z][a-z]+)(?: [A-Z][a-z]+)?)?(?![\w\-])"
)
_HERE = re.compile(r"(?: here\b|,? (?:in|at) (?!Washington|Moscow)[A-Z])")
#: "the Secretaries of State, Defense, and Treasury": each is a role mention.
_PORTFOLIOS = re.compile(
    r"(?P<first>(?:[Tt]he )?Secretar(?:ies|y) of (?:State|Defense|the Treasury|Commerce))"
    r"(?P<rest>(?:,? (?:and )?(?:the )?(?:State|Defense|Treasury|Commerce|Agriculture|Interior|Labor)\b"
    r"(?! Department))+)"
)
_LOWER = re.compile(r"[a-z]")
#: A holder of this much of an uncertain period is the one who is meant.
_MOST_OF_IT = 0.8


@dataclass(frozen=True, slots=True)
class Role:
    """A phrase that stands for the holder of a post, and who that is (slug of an authority entry)."""

    span: Span
    holder: str


class RoleFinder:
    """Finds role phrases with one authority."""

    def __init__(self, authority: Authority) -> None:
        self._authority, self._read = authority, Offices(authority)
        phrases = {_without_article(plain(phrase)) for post in authority.posts for phrase in post.role_names}
        self._phrases = tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
        first_words = sorted({phrase.split(" ")[0] for phrase in phrases}) or [r"(?!)"]
        self._start = re.compile(rf"(?<![\w.\-])(?P<article>[Tt]he )?(?={'|'.join(map(re.escape, first_words))})")

    @question
    def made_of(self, words: frozenset[str]) -> tuple[str, ...]:
        """Phrases that consist of some of these words, the only ones that a text of them can hold (`asked.runs`)."""
        return tuple(phrase for phrase in self._phrases if words.issuperset(runs(phrase)))

    def find(
        self, document: Document, text: str, names: Sequence[Name], header: Header, known: Mapping[Span, KnownPerson]
    ) -> tuple[Role, ...]:
        """Role phrases whose holder is known and single, in text order; one may hold the name of a body or place.

        Args:
            known: the persons of the document who are known beforehand, by the span of each mention.
        """
        looked_through(text)
        offices = OfficesOfDocument(self._read, document.volume, text, header, known)
        page = _Page(text, names, known)
        found = [*self._coordinated(page, header), *self._of_posts(page, header)]
        found += self._of_document(page, header, offices)
        return tuple(sorted(found, key=lambda role: role.span))

    def _coordinated(self, page: _Page, header: Header) -> Iterator[Role]:
        for match in _PORTFOLIOS.finditer(page.text):
            parts = [Span(*match.span("first"))]
            parts += [
                Span(match.start("rest") + m.start(), match.start("rest") + m.end())
                for m in re.finditer(r"[A-Z]\w+", match["rest"])
            ]
            for span in parts:
                office = f"Secretary of {re.sub('^.* of ', '', span.of(page.text))}"
                holder = self._holder(office, header) or self._holder(office.replace("of ", "of the "), header)
                if holder is not None and page.take(span):
                    yield Role(span, holder)

    def _of_posts(self, page: _Page, header: Header) -> Iterator[Role]:
        """Phrases that the authority's posts are called by, the longest at each place."""
        for match in self._start.finditer(page.text):
            for span in self._phrases_at(page.text, match):
                elsewhere = _HERE.match(page.text, span.end) and _abroad(page.text, header)
                holder = None if elsewhere else self._holder(page.text[match.end() : span.end], header)
                if holder and not page.is_title(span, match["article"] is not None) and page.take(span):
                    yield Role(span, holder)
                    break

    def _of_document(self, page: _Page, header: Header, offices: OfficesOfDocument) -> Iterator[Role]:
        """Offices that the document's own people hold, or one person of the volume's list."""
        for match in _DOCUMENTS_OWN.finditer(page.text):
            span = Span(match.start(), match.end())
            state = self._read.state_in(match["state"]) if match["state"] else None
            if match["state"] and state is None:
                span, state = self._without_state(match), None
            lower = _LOWER.match(match["office"]) is not None
            article, telegraphic = match["article"] is not None, header.type.endswith("telegram")
            stands_alone = (not lower and (article or telegraphic)) or state is not None
            person = self._who(page, match, span, state, header, offices) if stands_alone else None
            if person and not page.is_title(span, article or state is not None) and page.take(span):
                yield Role(span, person)

    def _without_state(self, match: re.Match[str]) -> Span:
        return Span(match.start("office"), match.end())

    def _who(
        self,
        page: _Page,
        match: re.Match[str],
        span: Span,
        state: str | None,
        header: Header,
        offices: OfficesOfDocument,
    ) -> str | None:
        words = page.text[match.start("office") : match.end()]
        asked = self._read.read(words)
        if asked is None or (match["state"] and state is None):
            return None
        asked = Office(asked.head, state or asked.state)
        if person := offices.named(asked, span.start):
            return person.entry.slug
        if asked.state is None and (holder := self._at_embassy(asked, words, page.text, header)):
            return holder
        return _slug(offices.held(asked) or offices.listed(asked, words))

    def _at_embassy(self, asked: Office, words: str, text: str, header: Header) -> str | None:
        """An office without its state, in the papers of an embassy.

        In a telegram from or to an embassy "the Ambassador" heads it and other ministers are of the state where it is;
        in a conversation with people of a foreign embassy "the Ambassador" is theirs.
        """
        for party in (*header.senders, *header.addressees):
            place = _EMBASSY.match(text, party.body.start, party.body.end) if party.body else None
            if place and asked.head == "ambassador":
                return self._holder(f"Ambassador to {place.group(1)}", header)
            if place and (state := self._read.state_named(place.group(1))):
                return self._of_state(state, words, header)
        for party in header.participants:
            embassy = _FOREIGN_EMBASSY.fullmatch(plain(party.body.of(text))) if party.body else None
            if embassy and asked.head == "ambassador" and (state := self._read.state_in(embassy["state"])):
                return self._of_state(state, words, header)
        return None

    def _of_state(self, state: str, words: str, header: Header) -> str | None:
        """Who held an office of a state, by the authority's role names ("Soviet Foreign Minister")."""
        place = self._authority.entry(EntityType.PLACE, state)
        demonyms = place.demonyms if isinstance(place, PlaceEntry) else ()
        found = (self._holder(f"{demonym} {words}", header) for demonym in demonyms)
        return next((holder for holder in found if holder), None)

    def _phrases_at(self, text: str, match: re.Match[str]) -> Iterator[Span]:
        for phrase in self._phrases:
            end = match.end() + len(phrase)
            if text.startswith(phrase, match.end()) and not _INSIDE_WORD.match(text, end):
                yield Span(match.start(), end)

    def _holder(self, phrase: str, header: Header) -> str | None:
        """Slug of the one who held the office named by a phrase; None when nobody or several may have."""
        post = self._authority.post_of_role(phrase)
        if post is None or header.period is None:
            return None
        holders = self._authority.holders(post.slug, header.period)
        return holders[0].slug if len(holders) == 1 else self._of_most(post.slug, header.period)

    def _of_most(self, post: str, period: str) -> str | None:
        """Of several holders in a long period, the one who held the post nearly all of it."""
        first, last = bounds(period)
        for tenure in self._authority.tenures_in(post):
            days = (min(last, tenure.days[1]) - max(first, tenure.days[0])).days + 1
            if days >= _MOST_OF_IT * ((last - first).days + 1):
                return tenure.holder
        return None


class _Page:
    """A text with the places that names and roles have taken."""

    def __init__(self, text: str, names: Sequence[Name], known: Mapping[Span, KnownPerson]) -> None:
        self.text, self._known = text, known
        persons = [name.span for name in names if name.type is EntityType.PERSON]
        self._people, self._ends = {span.start: span.end for span in persons}, {span.end for span in persons}
        self._taken = {place: name for name in names for place in range(name.span.start, name.span.end)}
        self._roles: set[int] = set()

    def take(self, span: Span) -> bool:
        """Take a stretch, unless a role or a name has it.

        A body or place wholly inside is part of the office, and so is what was taken for the name of somebody unknown
        ("Secretary of Commerce").
        """
        places = range(span.start, span.end)
        names = [self._taken[place] for place in places if place in self._taken]
        if any(n.span in self._known or n.type not in _SWALLOWED or not span.contains(n.span) for n in names):
            return False
        if any(self.text[: n.span.start].endswith((" in ", " in the ")) for n in names):
            return False
        if not self._roles.isdisjoint(places):
            return False
        self._roles.update(places)
        return True

    def is_title(self, span: Span, has_article: bool) -> bool:
        """Whether a phrase is the title of a name beside it, or part of another post."""
        text = self.text
        after, possessive = text[span.end : span.end + 2], "'s " in span.of(text)
        if span.end + 1 in self._people or (after == " (" and span.end + 2 in self._people):
            return True
        beside = self._people.get(span.end + 2) if after == ", " else None
        if (beside is not None and (possessive or text.startswith(",", beside))) or _SERIES.match(text, span.end):
            return True
        closes = not has_article or _CLOSED.match(text, span.end) is not None
        if closes and not text.startswith("'s", span.end) and self._after_name(span.start):
            return True
        return _OF_SOMETHING.match(text, span.end) is not None or (not has_article and self._has_attribute(span.start))

    def _after_name(self, start: int) -> bool:
        """Whether a name stands before a place, on the line before it or with a comma between."""
        if self.text[max(0, start - 4) : start].lower() == "the ":
            start -= 4
        if self.text[start - 2 : start] == ", ":
            return start - 2 in self._ends
        line = _LINE_BEFORE.search(self.text, max(0, start - 8), start)
        return line is not None and line.end() in self._ends

    def _has_attribute(self, start: int) -> bool:
        """Whether a capitalised word makes another post of it; one that only opens a sentence ("Assume") does not."""
        attribute = _ATTRIBUTE.search(self.text[max(0, start - 30) : start])
        return attribute is not None and (attribute["opening"] is None or attribute["word"] in _OTHER_POSTS)


_OTHER_POSTS = frozenset(
    "Vice Deputy Under Assistant Acting Former Press Foreign General Soviet French British".split()
)
_SWALLOWED = frozenset({EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PERSON})


def _abroad(text: str, header: Header) -> bool:
    """Whether a document is from a mission elsewhere than Washington."""
    return header.place is not None and header.place.of(text) != "Washington"


def _slug(person: KnownPerson | None) -> str | None:
    return person.entry.slug if person else None


def _without_article(phrase: str) -> str:
    return re.sub(r"^[Tt]he ", "", phrase)
