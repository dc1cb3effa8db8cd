"""Who "he", "his", "I" and "you" are, where that is safe: between linking and relating, one pass over the parse.

GUIDELINES.md counts "I" and "you" as the person they resolve to. "He" is resolved by the structure of reported speech
that these documents are made of: the subject of the clause above it ("Khrushchev said that he"), else whom the sentence
before was about, else the only man its paragraph has named. Where two fit, nobody is meant rather than the wrong one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memograph.extract.language import ParsedZone
from memograph.extract.relations.speech import quotations
from memograph.extract.relations.thing import Thing
from memograph.model import EntityType, ZoneKind
from memograph.vocabulary import POST_HEADS

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_I = frozenset({"i", "me", "my", "myself", "mine"})
_YOU = frozenset({"you", "your", "yours", "yourself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative", "obj", "iobj"})
#: Verbs whose object, not subject, is who a question or request is about: "asked Gromyko whether he".
_ASKING = frozenset({"ask", "urge", "request", "invite", "query", "press", "persuade", "remind", "advise"})
#: Lower-case nouns of a single man whom no mention names: he may be meant by a "he" after them.
_SOMEBODY = frozenset({head.lower() for head in POST_HEADS}) | frozenset(
    "man official spokesman colleague counterpart interlocutor host guest father brother son friend author worker"
    " person citizen soldier student scholar pilot journalist doctor engineer scientist expert professor clerk".split()
)
#: Zones whose paragraphs go on from one another.
_RUNNING = frozenset({ZoneKind.BODY})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a zone, and to whom; `labelled` where a transcript says so."""

    first: Thing | None = None
    second: Thing | None = None
    labelled: bool = False


@dataclass(slots=True)
class _Discourse:
    """What a reader keeps in mind.

    Args:
        focus: whom the last sentence was about.
        men: everybody who may be "he", as named in this paragraph so far.
        fresh: `focus` was found in this paragraph.
        unknown: somebody without a name was spoken of last: a "he" may be that one.
    """

    focus: Thing | None = None
    men: dict[Thing, None] = field(default_factory=dict)
    fresh: bool = False
    unknown: bool = False


def referents(
    zones: Sequence[ParsedZone],
    named: Sequence[Mapping[int, Thing]],
    voices: Sequence[Voice],
    women: Collection[Thing],
) -> list[dict[int, Thing]]:
    """For each zone, who its pronouns are, by token index; those that nobody is sure to be meant by are left out.

    Args:
        named: for each zone, the people mentioned by the index of their head token.
        voices: for each zone, who "I" and "you" are outside quotation marks.
        women: people who are never "he", and may be "she".
    """
    found: list[dict[int, Thing]] = []
    men, shes = _Discourse(), _Discourse()
    for zone, people, voice in zip(zones, named, voices, strict=True):
        if zone.zone.kind not in _RUNNING:
            men, shes = _Discourse(), _Discourse()
        men.men, shes.men = {}, {}
        men.fresh = shes.fresh = False
        pronouns: dict[int, Thing] = {}
        present = () if voice.labelled else (voice.first, voice.second)  # who is "I" or "you" is not "he"
        absent = {i: t for i, t in people.items() if t not in women and t not in present}
        for sentence in zone.spacy.sents:
            _Sentence(sentence, absent, pronouns, _HE).read(men)
            if women:
                _Sentence(sentence, {i: t for i, t in people.items() if t in women}, pronouns, _SHE).read(shes)
        pronouns |= dict(_spoken(zone, {**people, **pronouns}, voice))
        found.append(pronouns)
    return found


def _spoken(zone: ParsedZone, people: Mapping[int, Thing], voice: Voice) -> Iterator[tuple[int, Thing]]:
    """Who "I" and "you" are: those of the zone's voice, in a quotation whoever says it."""
    spoken = [t for t in zone.spacy if t.lower_ in _I | _YOU and t.pos_ == "PRON"]
    quoted = quotations(zone, lambda token: people.get(token.i)) if spoken else ()
    for token in spoken:
        quotation = next((q for q in quoted if q.start <= token.i < q.end), None)
        heard = voice if quotation is None else Voice(quotation.speaker)
        thing = heard.first if token.lower_ in _I else heard.second
        if thing is not None:
            yield token.i, thing


class _Sentence:
    """One sentence while its pronouns of one gender are resolved."""

    def __init__(
        self, sentence: SpacySpan, people: Mapping[int, Thing], pronouns: dict[int, Thing], forms: frozenset[str]
    ) -> None:
        self._sentence, self._people, self._pronouns, self._forms = sentence, people, pronouns, forms

    def read(self, discourse: _Discourse) -> None:
        """Resolve what can be, then leave in `discourse` whom the sentence was about."""
        here: dict[Thing, None] = {}
        for token in self._sentence:
            if (person := self._people.get(token.i)) is not None:
                discourse.men[person] = here[person] = None
            elif (
                token.lower_ in self._forms
                and token.pos_ == "PRON"
                and (person := self._resolved(token, discourse, here)) is not None
            ):
                self._pronouns[token.i] = person
                discourse.men[person] = here[person] = None
        self._leave(discourse, here)

    def _who(self, token: Token) -> Thing | None:
        return self._people.get(token.i) or (self._pronouns.get(token.i) if token.lower_ in self._forms else None)

    def _resolved(self, pronoun: Token, discourse: _Discourse, here: Mapping[Thing, None]) -> Thing | None:
        if pronoun.lower_.endswith("self"):
            return self._emphasised(pronoun)
        excluded = None
        if pronoun.dep_ in _OBJECTS or pronoun.dep_ == "pobj":
            subject = _own_subject(pronoun)
            excluded = self._who(subject) if subject is not None else None
            if excluded is None and subject is not None and len(discourse.men) > 1:
                return None  # "He said they would receive him": another man may be meant
        if not here and (ahead := self._ahead(pronoun)) is not None:
            return ahead
        for candidate in self._above(pronoun):
            if candidate is None:
                return None
            if candidate != excluded:
                return candidate
        if any(_is_somebody(t) for t in self._sentence.doc[self._sentence.start : pronoun.i] if t.pos_ == "NOUN"):
            return None
        others = [person for person in here if person != excluded]
        if others:
            return others[0] if len(others) == 1 and len(discourse.men) <= 2 else None
        if discourse.unknown:
            return None
        if discourse.focus is not None and discourse.focus != excluded:
            return discourse.focus
        rest = [person for person in discourse.men if person != excluded]
        return rest[0] if len(rest) == 1 else None

    def _emphasised(self, pronoun: Token) -> Thing | None:
        """ "Khrushchev himself", and whoever does something to himself."""
        before = pronoun.nbor(-1) if pronoun.i > self._sentence.start else None
        if before is not None and (person := self._who(before)) is not None:
            return person
        subject = _own_subject(pronoun)
        return self._who(subject) if subject is not None else None

    def _ahead(self, pronoun: Token) -> Thing | None:
        """Who does what the sentence says after an opening phrase: "In his reply Kennan suggested"."""
        root = self._sentence.root
        subject = next((c for c in root.children if c.dep_ in _SUBJECTS), None)
        if subject is None or subject.i < pronoun.i or pronoun.dep_ != "poss" or subject in pronoun.ancestors:
            return None
        return self._people.get(subject.i) if not subject.conjuncts else None

    def _above(self, pronoun: Token) -> Iterator[Thing | None]:
        """Whom the clauses that hold the pronoun are about, the nearest first; None where that is not sure."""
        below, stated = pronoun, pronoun.dep_ == "poss"
        for head in pronoun.ancestors:
            if head.pos_ in ("VERB", "AUX"):
                stated = stated or _is_in_which(head)
                yield from self._told(head, below, pronoun) or self._subjects(head, below, pronoun)
            elif stated:  # "Khrushchev's deviations from his statement"
                owners = (c for c in head.children if c.dep_ == "poss" and c.i < pronoun.i)
                yield from (person for c in owners if (person := self._who(c)) is not None)
            below = head

    def _subjects(self, verb: Token, below: Token, pronoun: Token) -> Iterator[Thing | None]:
        for subject in verb.children:
            if subject.dep_ not in _SUBJECTS or subject == below or subject.i >= pronoun.i:
                continue
            people = self._joined(subject)
            if len(people) == 1:
                yield people[0]
            elif people or _is_somebody(subject):
                yield None

    def _joined(self, token: Token) -> list[Thing]:
        return [p for t in (token, *token.conjuncts) if (p := self._who(t)) is not None]

    def _told(self, verb: Token, below: Token, pronoun: Token) -> list[Thing | None]:
        """Whom a question or request is put to, whom "I" told something, who is made to do something."""
        if below.dep_ not in ("ccomp", "xcomp", "advcl"):
            return []
        subjects = [c.lower_ for c in verb.children if c.dep_ in _SUBJECTS]
        made = below.dep_ == "xcomp" and verb.lemma_ != "promise"
        if verb.lemma_ not in _ASKING and not made and subjects and not {"i", "we"} & set(subjects):
            return []
        objects = [c for c in verb.children if c.dep_ in _OBJECTS and c.i < pronoun.i]
        return [self._who(c) for c in objects if self._who(c) is not None or _is_somebody(c)][-1:]

    def _leave(self, discourse: _Discourse, here: Mapping[Thing, None]) -> None:
        root = self._sentence.root
        subject = next((c for c in root.children if c.dep_ in _SUBJECTS), None)
        people = self._joined(subject) if subject is not None else []
        unnamed = subject is not None and (_is_somebody(subject) or subject.lower_ in self._forms)
        if not people and not unnamed and not discourse.fresh:
            people = list(here)  # "It was agreed with Gromyko": about the one man it speaks of
        if people or unnamed:
            discourse.focus = people[0] if len(people) == 1 else None
            discourse.fresh, discourse.unknown = discourse.focus is not None, discourse.focus is None


def _is_in_which(clause: Token) -> bool:
    """Whether a relative clause is about what a text says: "Kennedy's letter, in which he stated"."""
    return clause.dep_ == "relcl" and any(c.dep_ == "prep" and c.lower_ == "in" for c in clause.children)


def _own_subject(pronoun: Token) -> Token | None:
    """The subject of the pronoun's own clause, whom an object pronoun cannot mean."""
    for verb in pronoun.ancestors:
        if verb.pos_ in ("VERB", "AUX"):
            subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
            if subjects:
                return subjects[0]
    return None


def _is_somebody(noun: Token) -> bool:
    """Whether a noun that no mention covers may be one person: "the Ambassador", "an official", a name not found."""
    if noun.pos_ == "PROPN":
        return noun.ent_type_ in ("", "PERSON", EntityType.PERSON)
    return noun.lemma_.lower() in _SOMEBODY and noun.tag_ == "NN"
