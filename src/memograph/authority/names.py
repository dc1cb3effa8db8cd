"""The sounds of surnames under which people are kept, and under which a name of a text is looked for."""

from __future__ import annotations

from collections.abc import Iterator

from memograph.personal_names import PersonalName, sound


def keys_of(name: PersonalName) -> Iterator[str]:
    """Sounds under which a person is found: the whole surname and its last word; of a name of one form any word."""
    if name.surname:
        yield _key(name.surname)
        yield _key(name.surname[-1:])
    if len(name.given) == 1 and not name.suffix and len(name.surname) == 1:  # "Savang Vatthana", "Ormsby Gore"
        yield _key((*name.given, *name.surname))


def keys_for(name: PersonalName) -> Iterator[str]:
    """The sounds to look a name of a text up by."""
    if name.surname:
        yield _key(name.surname)
        yield _key(name.surname[-1:])
    if name.given:
        yield _key((*name.given[-1:], *name.surname))


def _key(words: tuple[str, ...]) -> str:
    return sound("".join(words).replace("-", ""))
