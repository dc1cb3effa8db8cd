"""Who the persons of one document are: weighs the candidates of each group of names and decides, or says why not.

Third step of linking, after `groups` and `candidates`. Full names are decided first, then surnames with a title, then
bare surnames, initials and first names, which mean someone of the document. An honest unknown beats a wrong id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.authority.directory import KnownPerson
from memograph.authority.index import Authority
from memograph.extract.linking.candidates import Candidates, Option, Setting, is_near
from memograph.extract.linking.groups import Group, Sighting, groups_of, listed_label
from memograph.extract.linking.shortened import Shortened
from memograph.extract.names.finder import Name
from memograph.extract.scoring import LinearModel, Scored
from memograph.model import Candidate, Document, Header, Linking, Span
from memograph.namespaces import person_slug
from memograph.personal_names import sound

#: A person is named only when this likely, 0 to 1; chosen on the curve of held-out folds (training.linking).
THRESHOLD = 0.5
#: and when the next candidate is less likely by this much.
MARGIN = 0.1
#: Candidates that are kept, the best first.
KEPT = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """Who someone is: a person known beforehand, or (`person` None) someone of this document or volume only."""

    slug: str
    label: str
    person: KnownPerson | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a group, with the candidates and, for an unknown, the reason."""

    person: KnownPerson | None
    candidates: tuple[Candidate, ...]
    reason: str | None


class People:
    """Decides who is who in documents, with one authority and one set of weights."""

    def __init__(self, authority: Authority, model: LinearModel) -> None:
        self._authority, self._model = authority, model
        self._candidates = Candidates(authority)

    def of(self, document: Document, text: str, header: Header, names: Sequence[Name]) -> PeopleOfDocument:
        """Everyone whom the names of a document mean.

        Args:
            text: the legible text (language.legible) of `document`.
        """
        return PeopleOfDocument(self, self._authority, document, text, header, names)

    def headed(self, person: KnownPerson) -> bool:
        """Whether someone ever headed a state or government, and so may be meant by a surname without more."""
        return self._candidates.headed(person)

    def judge(self, group: Group, setting: Setting) -> Verdict:
        """Weigh the candidates of a group."""
        options = self._candidates.of(group, setting)
        scored = [(self._model.score(option.features), option) for option in options]
        ranked = sorted(scored, key=lambda pair: (-pair[0].probability, pair[1].person.entry.slug))
        kept = tuple(_candidate(score, option) for score, option in ranked[:KEPT])
        reason = why_not(kept)
        return Verdict(None if reason else ranked[0][1].person, kept, reason)


def _candidate(score: Scored, option: Option) -> Candidate:
    entry = option.person.entry
    return Candidate(entry.slug, entry.label, round(score.probability, 4), score.parts)


def why_not(candidates: Sequence[Candidate], threshold: float = THRESHOLD) -> str | None:
    """Why none of the candidates, the best first, is chosen; None when the first is."""
    if not candidates:
        return "nobody of this name is known"
    best, rest = candidates[0], candidates[1:]
    if rest and best.score - rest[0].score < MARGIN and rest[0].score >= threshold / 2:
        return f"two candidates too close: {best.label} ({best.score:.2f}) and {rest[0].label} ({rest[0].score:.2f})"
    if best.score < threshold:
        return f"no candidate is likely enough: the best is {best.label} ({best.score:.2f})"
    return None


class PeopleOfDocument:
    """The persons of one document, by the span of each mention."""

    def __init__(
        self, people: People, authority: Authority, document: Document, text: str, header: Header, names: Sequence[Name]
    ) -> None:
        self._people, self._document = people, document
        self._setting = Setting(document.volume, header.period)
        self._by_span: dict[Span, Identity] = {}
        self._surnames: dict[str, list[tuple[Sighting, Identity]]] = {}
        self._linkings: dict[str, Linking] = {}
        groups = groups_of(document, text, header, names)
        self._count = Counter(_surname(g.sightings[0]) for g in groups for _ in g.sightings)
        shortened = Shortened(authority, document.volume, text, header)
        waiting = []
        for group in groups:
            if self._may_be_first_name(group, shortened) or not self._decide(group):
                waiting.append(group)
        for group in (part for whole in waiting for part in shortened.parts(whole)):
            person = shortened.stands_for(group, [p for p, _ in self._ranked()])
            if person is not None:
                self._keep(group.sightings, Identity(person.entry.slug, person.entry.label, person), group)
            elif not self._decide(group):
                self._keep(group.sightings, self._local(group), group)

    def _may_be_first_name(self, group: Group, shortened: Shortened) -> bool:
        """Whether a single word without title may be initials or the first name of someone named in the document.

        A surname is introduced by a title or in full, or is that of somebody in the lists of persons at hand.
        """
        if shortened.is_initials(group):
            return True
        if not group.bare or group.posts or group.woman or self._surnames.get(_surname(group.sightings[0])):
            return False
        if shortened.stands_for(group, [p for p, _ in self._ranked()]) is None:
            return False
        person = self._people.judge(group, self._setting).person
        return person is None or not (person.curated or is_near(person, self._setting))

    def who(self, span: Span) -> Identity:
        """Who is named at a span; KeyError where no person is."""
        return self._by_span[span]

    @property
    def known(self) -> dict[Span, KnownPerson]:
        """The persons known beforehand, by the span of each mention."""
        return {span: who.person for span, who in self._by_span.items() if who.person is not None}

    @property
    def linkings(self) -> tuple[Linking, ...]:
        """How each person was decided, by slug."""
        return tuple(self._linkings[slug] for slug in sorted(self._linkings))

    def _ranked(self) -> list[tuple[KnownPerson, int]]:
        """Known persons of the document, those most often mentioned first."""
        return Counter(who.person for who in self._by_span.values() if who.person is not None).most_common()

    def _decide(self, group: Group) -> bool:
        """Decide a group; False where it stays open, because nobody of that surname is likely."""
        same = self._surnames.get(_surname(group.sightings[0]), [])
        persons = {identity.slug: identity for _, identity in same}
        follows = group.bare and not group.wife and not group.posts
        if follows and (len(persons) > 1 or any(who.person is None for who in persons.values())):
            for sighting in group.sightings:  # with two people of one surname, whoever was named last before it
                self._keep((sighting,), _nearest(sighting.span, same), group)
            return True
        verdict = self._people.judge(group, self._setting)
        if follows and persons and verdict.person is not None and not self._people.headed(verdict.person):
            (identity,) = persons.values()  # a bare surname is whoever is named in full, unless the President has it
            self._keep(group.sightings, identity, group, verdict)
            return True
        if verdict.person is not None:
            entry = verdict.person.entry
            self._keep(group.sightings, Identity(entry.slug, entry.label, verdict.person), group, verdict)
            return True
        if group.bare and not group.wife and len(persons) == 1:
            (identity,) = persons.values()
            if identity.person is None or not group.posts:
                self._keep(group.sightings, identity, group, verdict)
                return True
        if group.bare and not group.posts and not group.wife and not group.listed:
            self._linkings.setdefault(self._local(group).slug, _linking(self._local(group), verdict))
            return False
        self._keep(group.sightings, self._local(group), group, verdict)
        return True

    def _keep(
        self, sightings: Iterable[Sighting], identity: Identity, group: Group, verdict: Verdict | None = None
    ) -> None:
        for sighting in sightings:
            self._by_span[sighting.span] = identity
            self._surnames.setdefault(_surname(sighting), []).append((sighting, identity))
        if identity.person is not None and not group.bare:
            self._setting.named[identity.person] = self._setting.named.get(identity.person, 0) + 1
        if verdict is not None:
            self._linkings.setdefault(identity.slug, _linking(identity, verdict))

    def _local(self, group: Group) -> Identity:
        """Somebody of this document only; of the volume, when its list of persons has them."""
        if group.listed is not None:
            label = listed_label(group.listed)
            return Identity(f"{person_slug(label)}-{self._document.volume}", label)
        label = f"Mrs. {group.label}" if group.wife and " " not in group.label else group.label
        return Identity(f"{person_slug(label)}-{self._document.id}", label)


def _linking(identity: Identity, verdict: Verdict) -> Linking:
    return Linking(identity.slug, verdict.candidates, None if identity.person is not None else verdict.reason)


def _surname(sighting: Sighting) -> str:
    return sound(sighting.name.surname[-1]) if sighting.name.surname else ""


def _nearest(span: Span, same: Sequence[tuple[Sighting, Identity]]) -> Identity:
    """Of persons of one surname, the one named with a given name or title last before a place, else first after it."""
    before = [(s.span, who) for s, who in same if s.span < span and (s.name.given or s.posts)]
    after = [(s.span, who) for s, who in same if s.span > span and (s.name.given or s.posts)]
    pairs = [max(before, key=lambda p: p[0])] if before else [min(after, key=lambda p: p[0])] if after else []
    return pairs[0][1] if pairs else same[0][1]
