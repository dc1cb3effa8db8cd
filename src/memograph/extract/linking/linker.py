"""Names and roles → entities: who or what each mention is, within one document and against the authority file.

Persons are weighed among everyone of their name (`people`), then offices are resolved among the persons that the
document names and those who held them (`roles`); what stays undecided is kept as a person of this document only, never
guessed. Places, bodies and agreements are known by their surface.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from memograph.authority.index import Authority, Entry
from memograph.extract.language import plain
from memograph.extract.linking.people import People, PeopleOfDocument
from memograph.extract.linking.roles import RoleFinder
from memograph.extract.names.finder import Name
from memograph.extract.names.patterns import SHORT_FORMS
from memograph.extract.scoring import trained
from memograph.extract.surfaces import Surfaces
from memograph.model import Document, Entity, EntityType, Header, Linking, Mention, Span
from memograph.namespaces import slug_of

Key = tuple[EntityType, str]


@dataclass(slots=True)
class _Draft:
    """An entity while its document is being linked."""

    label: str
    known: bool
    names: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Linked:
    """Who and what a document names: entities in order of their first mention, mentions in text order."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    linkings: tuple[Linking, ...]


class Linker:
    """Links the names and offices of documents to one authority.

    Args:
        weights: a folder of trained weights; by default the one that ships with memograph.
    """

    def __init__(self, authority: Authority, surfaces: Surfaces, weights: Traversable | None = None) -> None:
        self._authority, self._surfaces = authority, surfaces
        self._people = People(authority, trained("linking", weights))
        self._roles = RoleFinder(authority)

    def link(self, document: Document, text: str, header: Header, names: Sequence[Name]) -> Linked:
        """Say who and what the names of a document mean, and who is meant by office alone.

        Args:
            text: the legible text (language.legible) of `document`.
        """
        people = self._people.of(document, text, header, names)
        drafts: dict[Key, _Draft] = {}
        mentions: list[Mention] = []
        roles = self._roles.find(document, text, names, header, people.known)
        inside = {n.span for n in names for role in roles if role.span.contains(n.span)}
        for name in names:
            if name.span in inside:
                continue
            key, label, known = self._identify(document, text, header, name, people)
            drafts.setdefault(key, _Draft(label, known)).names.add(name.span.of(document.text))
            mentions.append(Mention(key[1], key[0], name.span, "name", name.method, name.confidence))
        for role in roles:
            key = EntityType.PERSON, role.holder
            label = self._authority.entry(*key).label
            drafts.setdefault(key, _Draft(label, True)).roles.add(role.span.of(document.text))
            mentions.append(Mention(role.holder, EntityType.PERSON, role.span, "role", "authority"))
        mentions.sort(key=lambda m: m.span)
        order = {(m.type, m.entity): n for n, m in reversed(list(enumerate(mentions)))}
        entities = tuple(self._entity(key, drafts[key]) for key in sorted(drafts, key=lambda k: order[k]))
        named = {entity.id for entity in entities if entity.type is EntityType.PERSON}
        return Linked(entities, tuple(mentions), tuple(li for li in people.linkings if li.entity in named))

    def _identify(
        self, document: Document, text: str, header: Header, name: Name, people: PeopleOfDocument
    ) -> tuple[Key, str, bool]:
        if name.type is EntityType.PERSON:
            who = people.who(name.span)
            return (EntityType.PERSON, who.slug), who.label, who.person is not None
        if name.slug is not None:
            return (name.type, name.slug), self._authority.entry(name.type, name.slug).label, True
        label = " ".join(name.span.of(text).split())
        if name.type is EntityType.ORGANIZATION and label in SHORT_FORMS:
            return self._in_full(label, document, text, header)
        if name.type is EntityType.ORGANIZATION and (department := self._surfaces.department(label)):
            return department, self._authority.entry(*department).label, True
        slug = slug_of(label)
        if name.type is EntityType.EVENT:  # "the meeting of March 25" of one document is not that of another
            slug = f"{slug}-{document.id}"
        return (name.type, slug), label, False

    def _in_full(self, short: str, document: Document, text: str, header: Header) -> tuple[Key, str, bool]:
        """ "Embassy" or "Department" is the one that the header names, else a body of this document only."""
        bodies = [p.body.of(text) for p in (*header.senders, *header.addressees) if p.body is not None]
        for body in bodies:
            if body.startswith(short):
                known = self._surfaces.exactly(body)
                key = known or (EntityType.ORGANIZATION, slug_of(body))
                return key, self._authority.entry(*key).label if known else body, known is not None
        return (EntityType.ORGANIZATION, f"{slug_of(short)}-{document.id}"), short, False

    def _entity(self, key: Key, draft: _Draft) -> Entity:
        entry: Entry | None = self._authority.entry(*key) if draft.known else None
        return Entity(
            id=key[1],
            type=key[0],
            label=draft.label,
            aliases=entry.aliases if entry else (),
            names=tuple(sorted(draft.names)),
            roles=tuple(sorted(draft.roles)),
            known=draft.known,
            identifiers=entry.identifiers if entry else (),
            contains=() if key[0] in (EntityType.PERSON, EntityType.PLACE) else self._contained(key, draft.names),
        )

    def _contained(self, key: Key, names: Iterable[str]) -> tuple[Key, ...]:
        """What the authority file knows inside the names of an event, agreement or body, which no mention marks."""
        inside = {
            found
            for name in names
            for span, found in self._surfaces.in_text(plain(name))
            if found != key and span != Span(0, len(name))
        }
        return tuple(sorted(inside))
