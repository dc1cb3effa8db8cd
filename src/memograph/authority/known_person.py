"""A person of the Turtle files, of what was imported, or of both. Made by `directory`, compared by linking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from memograph.asked import called, said
from memograph.authority.entries import PersonEntry
from memograph.authority.imported import name_forms
from memograph.authority.joining import joined
from memograph.authority.store import Row
from memograph.model import Kind
from memograph.personal_names import PersonalName, parse_name


class KnownPerson:
    """A person of the Turtle files, of what was imported, or of both; taken apart only when somebody asks.

    Args:
        curated: what the Turtle files say.
        rows: what was imported.
    """

    def __init__(self, curated: PersonEntry | None, rows: tuple[Row, ...]) -> None:
        self._curated, self._rows = curated, rows

    @property
    def slug(self) -> str:
        """The slug of `entry`."""
        return self._curated.slug if self._curated is not None else self._rows[0].slug

    @property
    def curated(self) -> bool:
        """Whether a Turtle file describes them."""
        return self._curated is not None

    @cached_property
    def imported(self) -> PersonEntry | None:
        """What was imported of them, None for a person whom only the Turtle files know."""
        entries = [thing for row in self._rows if isinstance(thing := row.thing(), PersonEntry)]
        for entry in entries[1:]:
            entries[0] = joined(entries[0], entry)
        return entries[0] if entries else None

    @property
    def entry(self) -> PersonEntry:
        """The Turtle file's entry, else what was imported."""
        entry = self._curated or self.imported
        assert entry is not None, "a person is known from somewhere"
        return entry

    @cached_property
    def names(self) -> tuple[PersonalName, ...]:
        """Every form of their name, taken apart, the Turtle file's first."""
        forms = [*(name_forms(self._curated) if self._curated is not None else ())]
        forms += [form for row in self._rows for form in row.forms.splitlines()]
        return tuple(dict.fromkeys(map(parse_name, forms)))

    @cached_property
    def volumes(self) -> frozenset[str]:
        """Volumes whose lists of persons name them."""
        return frozenset(self.imported.volumes) if self.imported else frozenset()

    def has_initials(self, letters: str) -> bool:
        """Whether folded letters are the initials of some form of the name, with or without a middle one."""
        return any(name.initials == letters for name in self.names if name.given) or any(
            len(name.given) > 1 and name.given[0][0] + name.surname[-1][0] == letters
            for name in self.names
            if name.surname
        )

    def said(self) -> object:
        """All that can be learnt here: what the Turtle files say, and what was imported."""
        return self._curated, self._rows

    def remarks(self, volume: str | None = None) -> Iterator[str]:
        """What the lists of persons say of them, of one volume or of all."""
        for remark in self.imported.remarks if self.imported else ():
            if volume is None or volume in remark.volumes:
                yield remark.words


@said.register
def _(person: KnownPerson) -> object:
    return person.said()


@called.register
def _(person: KnownPerson) -> str:
    return f"{Kind.PERSON}/{person.slug}"
