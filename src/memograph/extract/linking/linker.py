"""Names and roles → entities: who or what each mention is, within one document and against the authority file.

Candidates for a person come by name, are narrowed by the given name or initials in the text, by the post before the
name and by the document's date; what stays undecided is kept as a person of this document only, never guessed.
Places, bodies and agreements are known by their surface.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from memograph.extract.authority.index import Authority, Entry, PersonEntry
from memograph.extract.authority.surfaces import Surfaces
from memograph.extract.language import plain
from memograph.extract.linking.roles import Role
from memograph.extract.names.finder import Name, surname_of
from memograph.extract.names.patterns import SHORT_FORMS
from memograph.extract.titles import post_before
from memograph.model import Document, Entity, EntityType, Header, ListedPerson, Mention, Span
from memograph.namespaces import person_slug, slug_of

Key = tuple[EntityType, str]


@dataclass(slots=True)
class _Draft:
    """An entity while its document is being linked."""

    label: str
    known: bool
    names: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


class Linker:
    """Links the names of documents to one authority file."""

    def __init__(self, authority: Authority, surfaces: Surfaces) -> None:
        self._authority, self._surfaces = authority, surfaces

    def link(
        self, document: Document, text: str, header: Header, names: Sequence[Name], roles: Iterable[Role]
    ) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
        """Entities and mentions of a document, in text order of their first mention.

        Args:
            text: the legible text (language.legible) of `document`.
        """
        people = _People(self._authority, document, text, header.period, names)
        drafts: dict[Key, _Draft] = {}
        mentions: list[Mention] = []
        for name in names:
            key, label, known = self._identify(document, text, header, name, people)
            drafts.setdefault(key, _Draft(label, known)).names.add(name.span.of(document.text))
            mentions.append(Mention(key[1], key[0], name.span, "name", name.method))
        for role in roles:
            key = EntityType.PERSON, role.holder
            label = self._authority.entry(*key).label
            drafts.setdefault(key, _Draft(label, True)).roles.add(role.span.of(document.text))
            mentions.append(Mention(role.holder, EntityType.PERSON, role.span, "role", "authority"))
        mentions.sort(key=lambda m: m.span)
        order = {(m.type, m.entity): n for n, m in reversed(list(enumerate(mentions)))}
        return tuple(self._entity(key, drafts[key]) for key in sorted(drafts, key=lambda k: order[k])), tuple(mentions)

    def _identify(
        self, document: Document, text: str, header: Header, name: Name, people: _People
    ) -> tuple[Key, str, bool]:
        if name.type is EntityType.PERSON:
            slug, label, known = people.who(name)
            return (EntityType.PERSON, slug), label, known
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


class _People:
    """Who the persons of one document are: full names are decided first, bare surnames follow them."""

    def __init__(
        self, authority: Authority, document: Document, text: str, period: str | None, names: Sequence[Name]
    ) -> None:
        self._authority, self._text, self._period, self._document = authority, text, period, document
        self._listed: dict[str | None, ListedPerson] = {person.key: person for person in document.persons}
        self._by_span: dict[Span, tuple[str, str, bool]] = {}
        by_surname: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            if name.type is EntityType.PERSON:
                by_surname[_folded(surname_of(name.span.of(text)))].append(name)
        for group in by_surname.values():
            self._decide(group)

    def who(self, name: Name) -> tuple[str, str, bool]:
        """Slug, label, and whether it is an entry of the authority file."""
        return self._by_span[name.span]

    def _decide(self, group: list[Name]) -> None:
        """All names of one surname: those with a given name or an editor's key, then the bare ones."""
        full = [n for n in group if n.key or _given(n.span.of(self._text))]
        bare = [n for n in group if n not in full]
        for name in sorted(full, key=lambda n: -len(n.span.of(self._text))):
            self._by_span[name.span] = self._resolve(name, group)
        decided = list(dict.fromkeys(self._by_span[n.span] for n in full))
        for name in bare:
            post = post_before(self._text, name.span.start)
            if len(decided) == 1:
                self._by_span[name.span] = decided[0]
            elif len(decided) > 1:
                self._by_span[name.span] = self._nearest(name, full)
            elif post or name is bare[0]:
                self._by_span[name.span] = self._resolve(name, group)
            else:
                self._by_span[name.span] = self._by_span[bare[0].span]

    def _nearest(self, name: Name, full: list[Name]) -> tuple[str, str, bool]:
        """With two people of one surname, the bare surname is the one named in full last before it."""
        before = [n for n in full if n.span.start < name.span.start]
        chosen = max(before, key=lambda n: n.span.start) if before else min(full, key=lambda n: n.span.start)
        return self._by_span[chosen.span]

    def _resolve(self, name: Name, group: list[Name]) -> tuple[str, str, bool]:
        listed = self._listed_as(name)
        form = listed or " ".join(name.span.of(self._text).split())
        chosen = self._best(self._candidates(form), form, self._posts_of(group))
        if chosen is not None:
            return chosen.slug, chosen.label, True
        if listed is not None:  # one of the volume's list of persons, the same in all its documents
            return f"{person_slug(listed)}-{self._document.volume}", listed, False
        label = form if _given(form) else max((n.span.of(self._text) for n in group), key=len)
        same = next((d for d in self._by_span.values() if not d[2] and _agree(d[1], label)), None)
        return same or (f"{person_slug(label)}-{self._document.id}", label, False)

    def _listed_as(self, name: Name) -> str | None:
        """The name in the volume's list of persons that the editors point to, or that is the only one to fit."""
        if name.key in self._listed:
            return _in_order(self._listed[name.key])
        form = name.span.of(self._text)
        fitting = [full for person in self._listed.values() if _agree(full := _in_order(person), form)]
        return fitting[0] if len(fitting) == 1 else None

    def _candidates(self, form: str) -> tuple[PersonEntry, ...]:
        if found := self._authority.people_named(form):
            return found
        same_surname = self._authority.people_by_surname(surname_of(form))
        return tuple(p for p in same_surname if any(_agree(form, other) for other in (p.label, *p.aliases)))

    def _best(self, candidates: Sequence[PersonEntry], form: str, posts: set[str]) -> PersonEntry | None:
        """The one candidate that the post beside the name, office and life dates leave; None when several are left."""
        period = self._period
        if period is None or len(candidates) < 2:
            return candidates[0] if len(candidates) == 1 else None
        tests: tuple[Callable[[PersonEntry], bool], ...] = (
            lambda person: any(self._in_post(person, post) for post in posts),
            lambda person: self._authority.in_office(person, period),
            lambda person: self._authority.alive(person, period),  # last: documents speak of the dead as well
        )
        for test in tests:
            left = [person for person in candidates if test(person)]
            if len(left) == 1:
                return left[0]
        return None

    def _posts_of(self, group: Iterable[Name]) -> set[str]:
        spans = (post_before(self._text, name.span.start) for name in group)
        return {span.of(self._text) for span in spans if span is not None}

    def _in_post(self, person: PersonEntry, title: str) -> bool:
        post = self._authority.post_of_role(title)
        return (
            post is not None and self._period is not None and person in self._authority.holders(post.slug, self._period)
        )


def _in_order(person: ListedPerson) -> str:
    """``Allen, Lew, Jr.`` → ``Lew Allen Jr.``"""
    surname, _, rest = plain(person.name).partition(", ")
    given, _, suffix = rest.partition(", ")
    return " ".join(part for part in (given, surname, suffix) if part)


def _folded(name: str) -> str:
    """Lower case without diacritics, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _given(form: str) -> str:
    """What stands before the surname: ``Al`` of ``Al Haig``."""
    return form[: form.rfind(surname_of(form))].strip() if surname_of(form) else ""


def _agree(form: str, other: str) -> bool:
    """Whether two names of one surname can be one person's: a given name or initial in one fits the other's."""
    if _folded(surname_of(form)) != _folded(surname_of(other)):
        return False
    a, b = (_folded(_given(name)).replace(".", ". ").split() for name in (form, other))
    return all(_same_given(x, y) for x, y in zip(a, b, strict=False))


def _same_given(a: str, b: str) -> bool:
    a, b = a.rstrip("."), b.rstrip(".")
    short = min(len(a), len(b))
    return a[:short] == b[:short] if short == 1 else a == b
