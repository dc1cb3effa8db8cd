"""What people of Turtle files and posts are looked up by: names in either order, surnames, roles. Part of `index`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from memograph.authority.entries import PersonEntry

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2d", "3d"})
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})


def fold(text: str) -> str:
    """Without diacritics and with plain apostrophes; case stays."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).replace("ł", "l").replace("Ł", "L")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokens(name: str) -> tuple[str, ...]:
    """Comparable words of a name, surname last, no suffix: "Clark, William P., Jr." → william, p, clark."""
    parts = [part.strip() for part in fold(name).split(",")]
    parts = [part for part in parts if part.rstrip(".").lower() not in _SUFFIXES]
    words = re.findall(r"[^\s.]+", " ".join((*parts[1:], *parts[:1])).casefold())
    return tuple(word for word in words if word not in _SUFFIXES)


def role_key(phrase: str) -> str:
    """A phrase of an office without case, leading article, full stops and hyphens."""
    words = phrase.translate(_APOSTROPHES).casefold().replace(".", "").replace("-", " ").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def surnames(person: PersonEntry) -> Iterator[str]:
    """The family name, and forms of one word or of the family name in other case, which stand alone as it does."""
    family = person.family_name
    if family:
        yield family
        yield family[0].upper() + family[1:]
    for form in person.forms:
        if " " not in form or (family and form.casefold() == family.casefold()):
            yield form


def full_forms(person: PersonEntry) -> Iterator[str]:
    """Label, aliases, and the name with its first given name only: "Andrei Gromyko"."""
    yield from person.forms
    given = [word for word in (person.given_name or "").split() if not word.endswith(".")]
    if given and person.family_name and person.label.endswith((person.family_name, "Jr.", "Sr.", " II", " III", " IV")):
        short = f"{given[0]} {person.family_name}"
        if short not in person.forms:
            yield short


def name_keys(person: PersonEntry) -> set[tuple[str, ...]]:
    """All token sequences by which a full name may be looked up."""
    keys = {tokens(form) for form in person.forms}
    given, family = tokens(person.given_name or ""), tokens(person.family_name or "")
    if given and family:
        initials = tuple(word[0] for word in given)
        keys |= {(*given, *family), (given[0], *family), (*initials, *family), (initials[0], *family)}
        keys |= {(word, *family) for word in given if len(word) > 1}
    return {key for key in keys if len(key) > 1}


def initials_fit(words: tuple[str, ...], person: PersonEntry) -> bool:
    """Whether the initials before the surname are those of the person's given names: "Andrey A." fits "Andrei A."."""
    given = [word[0] for word in tokens(person.given_name or "")]
    return [word[0] for word in words[: len(given)]] == given[: len(words) - 1]
