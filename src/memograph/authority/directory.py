"""Who bears a name: everyone of the Turtle files and of the Historian's database, joined, looked up by surname.

Serves linking. It stands apart from the index's surfaces and surnames on purpose: of 16,000 people nearly every
capitalised word is somebody's surname, so the database decides who a name means, not what is a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from memograph.authority.entries import PersonEntry
from memograph.authority.historian import Record
from memograph.model import EntityType, Identifier
from memograph.namespaces import identifier_iri, person_slug
from memograph.personal_names import PersonalName, parse_name, sound, without_nicknames

SCHEME = "hsg"


class KnownPerson:
    """A person of the Turtle files, of the Historian's database, or of both.

    Args:
        entry: what the Turtle files say; for a person of the database alone made from the record when asked for.
        record: what the database says, None for a person whom only the Turtle files know.
    """

    def __init__(self, entry: PersonEntry | None, record: Record | None) -> None:
        self._entry, self.record = entry, record

    @property
    def curated(self) -> bool:
        """Whether a Turtle file describes them."""
        return self._entry is not None

    @cached_property
    def entry(self) -> PersonEntry:
        """The Turtle file's entry, else one made from the record."""
        if self._entry is not None:
            return self._entry
        assert self.record is not None, "a person is known from somewhere"
        return _entry(self.record)

    @cached_property
    def names(self) -> tuple[PersonalName, ...]:
        """Every form of their name, taken apart, the Turtle file's first."""
        return tuple(dict.fromkeys(parse_name(form) for form in self._forms()))

    @property
    def volumes(self) -> frozenset[str]:
        """Volumes whose lists of persons name them."""
        return self.record.volumes if self.record else frozenset()

    def remarks(self, volume: str | None = None) -> Iterator[str]:
        """What the lists of persons say of them, of one volume or of all."""
        for remark in self.record.remarks if self.record else ():
            if volume is None or volume in remark.volumes:
                yield remark.words

    def _forms(self) -> Iterator[str]:
        if self._entry is not None:
            family = self._entry.family_name or ""
            yield f"{family}, {self._entry.given_name or ''}"
            for form in self._entry.forms:  # "David Ormsby Gore" has a surname of two words
                yield f"{family}, {form.removesuffix(family)}" if " " in family and form.endswith(family) else form
        if self.record is not None:
            yield self.record.name
            yield from (form for form in self.record.variants if len(form) > 1)


class Directory:
    """People by the sound of their surname, by slug, and by volume; made once, then only read."""

    def __init__(self, people: Iterable[PersonEntry], records: Iterable[Record]) -> None:
        by_number = {record.id: record for record in records}
        known = [KnownPerson(entry, by_number.pop(_number(entry), None)) for entry in people]
        known += [KnownPerson(None, record) for record in by_number.values()]
        self._by_slug = {person.entry.slug: person for person in known if person.curated}
        self._by_number = {p.record.id: p for p in known if p.record is not None and not p.curated}
        self._by_surname: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_nickname: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_volume: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in known:
            for key in dict.fromkeys(key for name in person.names for key in _keys(name)):
                self._by_surname[key].append(person)
            for nickname in {word for name in person.names for word in name.nicknames}:
                self._by_nickname[nickname].append(person)
            for volume in person.volumes:
                self._by_volume[volume].append(person)
        self.has_records = any(person.record is not None for person in known)

    def __iter__(self) -> Iterator[KnownPerson]:
        """Everyone, those of the Turtle files first."""
        yield from self._by_slug.values()
        yield from self._by_number.values()

    def person(self, slug: str) -> KnownPerson | None:
        """The person of a slug; None where nobody has it."""
        if (found := self._by_slug.get(slug)) is not None:
            return found
        found = self._by_number.get(slug.rpartition(f"-{SCHEME}")[2])
        return found if found is not None and found.entry.slug == slug else None

    def bearers(self, name: PersonalName) -> tuple[KnownPerson, ...]:
        """Everyone whose surname sounds like that of a name, in a stable order; given names are not compared."""
        found: dict[KnownPerson, None] = {}
        for key in _wanted(name):
            found.update(dict.fromkeys(self._by_surname.get(key, ())))
        return tuple(found)

    def nicknamed(self, word: str) -> tuple[KnownPerson, ...]:
        """Everyone of whom a form states a folded nickname: ``tommy`` of "Thompson, Llewellyn E. (“Tommy”), Jr."."""
        return tuple(self._by_nickname.get(word, ()))

    @property
    def volumes(self) -> tuple[str, ...]:
        """Ids of the volumes whose lists of persons are known, sorted."""
        return tuple(sorted(self._by_volume))

    def listed(self, volume: str) -> tuple[KnownPerson, ...]:
        """Everyone in a volume's list of persons."""
        return tuple(self._by_volume.get(volume, ()))


def record_of(entry: PersonEntry) -> Record:
    """An imported person as a record of the database: their number there, without one their slug."""
    name = ", ".join(part for part in (entry.family_name or entry.label, entry.given_name) if part)
    life, volumes = (entry.birth, entry.death), frozenset(entry.volumes)
    return Record(_number(entry) or entry.slug, name, entry.forms, *life, entry.remarks, volumes)


def slug_of_record(record: Record) -> str:
    """Slug of a person whom only the database knows; their number keeps namesakes apart."""
    return f"{person_slug(_in_order(record.name))}-{SCHEME}{record.id}"


def _entry(record: Record) -> PersonEntry:
    label = _in_order(record.name)
    source = f"Office of the Historian, people database, record {record.id}: “{record.name}”"
    identifier = Identifier(SCHEME, record.id, identifier_iri(SCHEME, record.id), source)
    aliases = tuple(sorted({_in_order(form) for form in record.variants if " " in form} - {label}))
    surname, _, given = record.name.partition(", ")
    return PersonEntry(
        EntityType.PERSON,
        slug_of_record(record),
        label,
        aliases,
        identifiers=(identifier,),
        family_name=surname,
        given_name=given.partition(", ")[0] or None,
        birth=record.birth,
        death=record.death,
    )


def _in_order(name: str) -> str:
    """``Lodge, Henry Cabot, II`` → ``Henry Cabot Lodge, II``; a nickname in quotes or parentheses is left out."""
    name = without_nicknames(name)
    surname, _, rest = name.partition(", ")
    given, _, suffix = rest.partition(", ")
    return ", ".join(part for part in (f"{given} {surname}".strip(), suffix) if part)


def _number(entry: PersonEntry) -> str:
    return next((i.value for i in entry.identifiers if i.scheme == SCHEME), "")


def _keys(name: PersonalName) -> Iterator[str]:
    """Sounds under which a person is found: the whole surname and its last word; of a name of one form any word."""
    if name.surname:
        yield _key(name.surname)
        yield _key(name.surname[-1:])
    if len(name.given) == 1 and not name.suffix and len(name.surname) == 1:  # "Savang Vatthana", "Ormsby Gore"
        yield _key((*name.given, *name.surname))


def _wanted(name: PersonalName) -> Iterator[str]:
    """The sounds to look a name of a text up by."""
    if name.surname:
        yield _key(name.surname)
        yield _key(name.surname[-1:])
    if name.given:
        yield _key((*name.given[-1:], *name.surname))


def _key(words: tuple[str, ...]) -> str:
    return sound("".join(words).replace("-", ""))
