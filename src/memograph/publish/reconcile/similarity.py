"""How alike two names are, from 0 to 1. Pure; used by matching.py on the few names that search.py found.

Names of persons are compared by their parts (memograph.personal_names), so that “A. A. Gromyko” is Andrei and not
Anatoly; all others by their words in any order (rapidfuzz), as they are written and as they sound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from memograph.nameindex.words import LONGEST_WORD, MOST_WORDS, found_by, latin, plain, sounds
from memograph.personal_names import Agreement, PersonalName, agreement, parse_name, sound
from memograph.publish.reconcile.names import Form

#: What an agreement of given names is worth where the surname is the same.
_GIVEN = {
    Agreement.EXACT: 1.0,
    Agreement.FULL: 0.97,
    Agreement.VARIANT: 0.94,
    Agreement.NICKNAME: 0.92,
    Agreement.MIDDLE: 0.88,
    Agreement.INITIAL: 0.85,
    Agreement.UNSTATED: 0.65,
    Agreement.CONFLICT: 0.3,
}

#: What a surname is worth that only sounds the same; how alike two must be that do not; what a name is worth that was
#: given in the other order without a comma.
_SAME_SOUND, _LEAST_ALIKE, _TURNED = 0.97, 80.0, 0.98

#: What words are worth that are the same only by sound; a name that is a part of the other, at least and at most.
_BY_SOUND, _PART, _WHOLE = 0.97, 0.3, 0.95


#: Years beside a person's name, as library catalogues write them: ``Gromyko, Andrei, 1909-1989``.
_DATES = re.compile(r"[,(\s]*\b\d{3,4}\??(?:\s*[-–/]\s*(?:\d{3,4}\??)?)?\)?|(?<!\w)\d+(?!\w)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that somebody looks for, taken apart once."""

    text: str
    plain: str
    sounds: str
    persons: tuple[PersonalName, ...]

    @classmethod
    def of(cls, text: str) -> Asked:
        """Take a name apart. Words are cut to the length that a word of a name has: parts of them stay in memory."""
        found = plain(text)
        name = " ".join(word[:LONGEST_WORD] for word in _DATES.sub(" ", text).split()[:MOST_WORDS])
        natural = parse_name.__wrapped__(latin(name.strip(" ,;")))
        turned = () if "," in text or not natural.given else (_turned(natural),)
        return cls(text, found, sounds(found), (natural, *turned))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike: `value` from 0 to 1, whether a form is exactly the same, how given names agree (of persons)."""

    value: float
    exact: bool = False
    given: Agreement | None = None


def likeness(asked: Asked, forms: Sequence[Form], person: bool) -> Likeness:
    """How alike a name is to the best of the forms of one thing."""
    if any(form.plain == asked.plain for form in forms):
        given = _of_person(asked, forms).given if person else None
        return Likeness(1.0, True, given)
    if person:
        return _of_person(asked, forms)
    return Likeness(max((_of_words(asked, form.plain) for form in forms), default=0.0))


def _of_words(asked: Asked, form: str) -> float:
    """By the words of two plain names in any order."""
    whole = fuzz.token_sort_ratio(asked.plain, form) / 100
    heard = fuzz.token_sort_ratio(asked.sounds, sounds(form)) / 100 * _BY_SOUND
    return max(whole, heard, _part(asked.plain, form))


def _part(asked: str, form: str) -> float:
    """Where all words of one name are in the other: the more of it, the better."""
    one, other = set(found_by(tuple(asked.split()))), set(found_by(tuple(form.split())))
    if not one or not other or not (one <= other or other <= one):
        return 0.0
    shared, whole = sum(map(len, one & other)), sum(map(len, one | other))
    return _PART + (_WHOLE - _PART) * shared / whole


def _of_person(asked: Asked, forms: Sequence[Form]) -> Likeness:
    parsed = [parse_name(latin(form.text)) for form in forms]
    best = max((_of_names(name, parsed) for name in asked.persons[:1]), key=_order, default=Likeness(0.0))
    for name in asked.persons[1:]:
        turned = _of_names(name, parsed)
        best = max(best, Likeness(turned.value * _TURNED, False, turned.given), key=_order)
    return best


def _of_names(name: PersonalName, forms: Sequence[PersonalName]) -> Likeness:
    """Surnames, and of the forms with the best surname the given names."""
    if not name.surname:
        return Likeness(0.0)
    alike = [(_surnames(name, form), form) for form in forms]
    best = max((value for value, _ in alike), default=0.0)
    if not best:
        return Likeness(0.0)
    bearers = [form for value, form in alike if value == best]
    given = agreement(name, bearers)
    if given >= Agreement.FULL and not _spelt_alike(name, bearers):
        given = Agreement.VARIANT
    return Likeness(best * _GIVEN[given], False, given)


def _spelt_alike(name: PersonalName, forms: Sequence[PersonalName]) -> bool:
    """Whether first given names are the same, or sound so: one letter makes Marion of Marian."""
    return any(form.given and sound(name.given[0]) == sound(form.given[0]) for form in forms)


def _surnames(one: PersonalName, other: PersonalName) -> float:
    (a, heard_a), (b, heard_b) = _core(one), _core(other)
    if a == b:
        return 1.0
    if heard_a == heard_b:
        return _SAME_SOUND
    alike = max(fuzz.ratio(a, b), fuzz.ratio(heard_a, heard_b))
    return alike / 100 if alike >= _LEAST_ALIKE and min(len(a), len(b)) > 3 else 0.0


@lru_cache(maxsize=10_000)
def _core(name: PersonalName) -> tuple[str, str]:
    """A surname without particles, as it is written and as it sounds."""
    return " ".join(name.core), " ".join(map(sound, name.core))


def _turned(name: PersonalName) -> PersonalName:
    """“Gromyko Andrei”: the first word as the surname."""
    words = (*name.given, *name.surname)
    return PersonalName(words[1:], words[:1], name.suffix, name.nicknames)


def _order(each: Likeness) -> float:
    return each.value
