"""Initials and first names: "CEB" under a memorandum, "K" in a telegram, "K:" in a transcript, "Dear Ted".

Part of `people`. They mean someone of the same document before anyone else; initials of a drafter may also be those of
one person, and one only, in the volume's list of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from memograph.authority.directory import KnownPerson
from memograph.authority.index import Authority
from memograph.extract.linking.groups import Group
from memograph.model import Header, Party
from memograph.personal_names import folded, is_short_for, sound

_INITIALS = re.compile(r"(?:[A-Z]\.? ?){1,4}:?")
_SPEAKER = re.compile(r"\s*:")


class Shortened:
    """Resolves the shortened names of one document."""

    def __init__(self, authority: Authority, volume: str, text: str, header: Header) -> None:
        self._authority, self._volume, self._text, self._header = authority, volume, text, header
        post = authority.post_of_role("the President")
        self._presidents = authority.holders(post.slug, header.period) if post and header.period else ()

    @staticmethod
    def is_initials(group: Group) -> bool:
        """Whether a name is initials alone: ``CEB``, ``K``, ``J.F.K.``."""
        return _INITIALS.fullmatch(group.sightings[0].form) is not None

    def parts(self, group: Group) -> list[Group]:
        """A group as it is decided: "K" may be a speaker at one place and someone spoken of at another."""
        return [Group((sighting,)) for sighting in group.sightings] if self.is_initials(group) else [group]

    def stands_for(self, group: Group, persons: Sequence[KnownPerson]) -> KnownPerson | None:
        """Whom initials or a first name mean.

        Args:
            persons: known persons of the document, those most often mentioned first.
        """
        form = group.sightings[0].form
        if not self.is_initials(group):
            called = _only(person for person in persons if self._called(folded(form), person))
            return called or self._nicknamed(folded(form))
        letters = folded(re.sub(r"[^A-Za-z]", "", form))
        if len(letters) == 1:
            return self._of_letter(letters, group, persons)
        here = [person for person in persons if person.has_initials(letters)]
        return here[0] if here else _only(self._authority.directory.initialled(self._volume, letters))

    def _called(self, word: str, person: KnownPerson) -> bool:
        """Whether a word is a first or short name of someone."""
        given = {name for form in person.names for name in (*form.given, *form.nicknames)}
        return len(word) > 1 and any(is_short_for(word, name) or sound(word) == sound(name) for name in given)

    def _nicknamed(self, word: str) -> KnownPerson | None:
        """The one person of the volume's list, or of those described in Turtle files, whom forms call by a nickname."""
        directory = self._authority.directory
        found = directory.nicknamed(word)
        listed = [person for person in found if self._volume in person.volumes]
        return _only(listed or [person for person in found if person.curated])

    def _of_letter(self, letter: str, group: Group, persons: Sequence[KnownPerson]) -> KnownPerson | None:
        """The speaker of a transcript, or whom the document speaks of most whose surname begins with a letter.

        Nobody abbreviates the one who writes or is written to, nor a President whom the text calls by his office; these
        are left out of running text.
        """
        fitting = [p for p in persons if any(name.surname[-1:] and name.surname[-1][0] == letter for name in p.names)]
        speaks = any(s.form.endswith(":") or _SPEAKER.match(self._text, s.span.end) for s in group.sightings)
        header = self._header
        parties = header.participants if speaks else (*header.senders, *header.addressees, *header.participants)
        named = {folded(word) for party in parties if party.name for word in _words(party, self._text)}
        in_header = [p for p in fitting if any(name.surname[-1] in named for name in p.names if name.surname)]
        if speaks:
            return next(iter(in_header or fitting), None)
        spoken_of = [p for p in fitting if p.entry not in self._presidents]
        return next(iter([p for p in spoken_of if p not in in_header] or spoken_of), None)


def _words(party: Party, text: str) -> list[str]:
    return re.findall(r"[\w'-]+", party.name.of(text)) if party.name else []


def _only(persons: Iterable[KnownPerson]) -> KnownPerson | None:
    found = list(persons)
    return found[0] if len(found) == 1 else None
