"""Who may be meant by a name, and what speaks for each: features of a name and a person known beforehand.

Second step of linking, between `groups` and the decision in `people`. What is asked: do the given names agree, is the
person in the list of persons of this volume, subseries or time, alive and in office then, does the post beside the name
fit what is known of them, are they named in full in the same document, who else of that surname is there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from memograph.authority.directory import KnownPerson
from memograph.authority.index import Authority
from memograph.dates import bounds
from memograph.extract.header.dateline import volume_years
from memograph.extract.linking.groups import Group
from memograph.extract.linking.namesakes import distinct_people
from memograph.personal_names import Agreement, PersonalName, agreement

_YOUNGEST, _OLDEST = 18, 95  # years of age at which people are named in documents as acting
_ERA = 12  # years before and after a document in which lists of persons may name its people
_ANOTHER_TIME = 0.1  # what a list of persons of another time counts, of one of the document's own
_WORD = re.compile(r"[a-z]+")
_IDLE = frozenset(
    "of the for in to and a an at on s from until january february march april may june july august".split()
)
_WIFELY = re.compile(r"\b(?:wife|widow|daughter|mother|sister|Mrs\.?|Madame|First Lady)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document says of all its persons: its volume and years, and who is already known to be in it.

    Args:
        named: persons already decided, with how often, for the names that are decided after them.
    """

    volume: str
    period: str | None
    named: dict[KnownPerson, int] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the document's period, else of its volume."""
        if self.period is not None:
            first, last = bounds(self.period)
            return first.year, last.year
        return volume_years(self.volume)


@dataclass(frozen=True, slots=True)
class Option:
    """A person who may be meant, with what speaks for and against."""

    person: KnownPerson
    features: Mapping[str, float]


Fits = Mapping[KnownPerson, float | None]
"""Of everyone of a name, how well the post beside it fits what is known of them, 0 to 1; None where no post stands."""


class Candidates:
    """Finds who may be meant, in one authority."""

    def __init__(self, authority: Authority) -> None:
        self._authority, self._directory = authority, authority.directory

    def of(self, group: Group, setting: Setting) -> list[Option]:
        """Every person whom the group's name may mean, each once, with features."""
        found = []
        known = self._directory.bearers(group.name)
        for person in known or self._directory.resembling(group.name):
            agreed = min(agreement(name, person.names) for name in {s.name for s in group.sightings[:3]})
            wife = not group.wife or any(map(_WIFELY.search, (*person.remarks(), *person.entry.forms)))
            sure = known or agreed > Agreement.UNSTATED or is_near(person, setting)  # else a letter makes another name
            if agreed is not Agreement.CONFLICT and sure and wife and not _unborn(person, setting):
                found.append((person, agreed))
        whole = [pair for pair in found if _surname(group.name, pair[0]) != "in part"]
        if group.bare and whole:  # "Gore" is not Ormsby Gore where a Gore may be meant
            found = whole
        distinct = distinct_people(found, group.name, setting.volume)
        fits = {person: self._post_fits(group.posts, person) for person, _ in distinct}
        return [
            Option(person, self._features(group, person, agreed, setting, fits) | _post(person, fits))
            for person, agreed in distinct
        ]

    def _features(
        self,
        group: Group,
        person: KnownPerson,
        agreed: Agreement,
        setting: Setting,
        fits: Fits,
    ) -> dict[str, float]:
        features = {
            f"given names: {agreed.name.lower()}": 1.0,
            f"surname: {_surname(group.name, person)}": 1.0,
            f"age: {_age(person, setting)}": 1.0,
            "others of this name": math.log(len(fits)),
        }
        features |= self._listing(person, setting)
        near = "near" if is_near(person, setting) else "far"
        features[f"given names: {agreed.name.lower()}, listed {near}"] = 1.0
        if self.headed(person):
            features["headed a state or government"] = 1.0
        features |= self._compared(person, setting, fits)
        if setting.period is not None and self._authority.in_office(person.entry, setting.period):
            features["in office then"] = 1.0
        if setting.named.get(person):
            features["named in full in the document"] = 1.0
        elif any(other in setting.named for other in fits):
            features["another of this name is named in full"] = 1.0
        return features

    def _listing(self, person: KnownPerson, setting: Setting) -> dict[str, float]:
        kind = "Turtle and database" if person.imported else "Turtle alone"
        features = {f"authority: {kind}": 1.0} if person.curated else {}
        if not self._directory.has_records:
            return {**features, "no database at hand": 1.0}
        own = "" if self._directory.has_list(setting.volume) else " (volume without list)"
        features[f"listed: {_nearness(person, setting)}{own}"] = 1.0
        features["volumes of the time"] = math.log1p(_era_volumes(person, setting))
        return features

    def _compared(self, person: KnownPerson, setting: Setting, fits: Fits) -> dict[str, float]:
        """Whether the lists of persons, tenures, or else the post single this person out among those of the name."""
        others = [other for other in fits if other is not person]
        features = {}
        mine = self._standing(person, setting)
        best = max((self._standing(other, setting) for other in others), default=(0, 0))
        source = "list" if self._directory.has_records else "office"
        if not others:
            features["the only one of this name"] = 1.0
        elif mine[0] > best[0]:
            features[f"nearest {source} of all of this name"] = 1.0
        elif mine > best:
            features[f"most {source}s of all of this name"] = 1.0
            features[f"times as many {source}s"] = math.log1p(mine[1]) - math.log1p(best[1])
        elif mine == best and (fits[person] or 0.0) > max(fits[other] or 0.0 for other in others):
            features["post decides among those as near"] = 1.0
        else:
            features[f"others as near by {source}"] = 1.0
        return features

    def _standing(self, person: KnownPerson, setting: Setting) -> tuple[int, float]:
        """How near the nearest list of persons is, and how many there are; without database offices instead.

        A list of another time counts little, but tells Franklin Roosevelt from his less known namesakes.
        """
        if self._directory.has_records:
            near = _NEARNESS.index(_nearness(person, setting)) if is_near(person, setting) else int(person.curated)
            return near, _era_volumes(person, setting) + len(person.volumes) * _ANOTHER_TIME
        then = setting.period is not None and self._authority.in_office(person.entry, setting.period)
        return int(then), len(self._authority.tenures_of(person.entry.slug))

    def _post_fits(self, posts: Iterable[str], person: KnownPerson) -> float | None:
        """Share of the words of a post beside the name that one post known of someone has; None where none stands."""
        stated = [words for post in posts if (words := _words(post))]
        known = _posts_known(person) | {_words(label) for label in self._titles(person)}
        return (
            max((len(words & other) / len(words) for words in stated for other in known), default=0.0)
            if stated
            else None
        )

    def headed(self, person: KnownPerson) -> bool:
        """Whether someone ever held one of the highest offices."""
        remarks = (part.strip() for remark in person.remarks() for part in remark.split(";"))
        held = (self._authority.post(tenure.post).label for tenure in self._authority.tenures_of(person.entry.slug))
        return any(map(_HEAD.match, (*remarks, *held)))

    def _titles(self, person: KnownPerson) -> Iterable[str]:
        for tenure in self._authority.tenures_of(person.entry.slug):
            post = self._authority.post(tenure.post)
            yield from (post.label, *post.titles, *post.role_names)


def _post(person: KnownPerson, fits: Fits) -> dict[str, float]:
    """How the post beside the name fits someone, by itself and against others of the name."""
    mine = fits[person]
    if mine is None:
        return {}
    best = max((fit for other, fit in fits.items() if fit is not None and other is not person), default=0.0)
    features = {"post beside the name fits": mine, "post fits better than that of others": max(0.0, mine - best)}
    return features if mine else {**features, "post beside the name does not fit": 1.0}


#: Highest offices as lists of persons write them; whoever held one is spoken of long after.
_HEAD = re.compile(
    r"(?:[A-Z]\w+ )?(?:President|Prime Minister|Premier|Chancellor|King|Emperor|Shah)(?:,|;|$"
    r"| of (?!the (?:Senate|Board)))|Chairman of the (?:Soviet )?Council of (?:People's Commissars|Ministers)"
)
_NEAR = frozenset({"subseries", "volume"})
_NEARNESS = ("nowhere", "elsewhere", "time", "subseries", "volume")


def _nearness(person: KnownPerson, setting: Setting) -> str:
    """The nearest list of persons that names someone: the volume's own, one of its subseries, of its time, another."""
    return _nearest(person.volumes, setting.volume, setting.years)


@lru_cache(maxsize=1 << 14)  # everyone of a name is compared with everyone else of it, in each document of a volume
def _nearest(listing: frozenset[str], own: str, years: tuple[int, int] | None) -> str:
    if own in listing:
        return "volume"
    series = subseries(own)
    if series and any(subseries(volume) == series for volume in listing):
        return "subseries"
    if _of_time(listing, years):
        return "time"
    return "elsewhere" if listing else "nowhere"


def is_near(person: KnownPerson, setting: Setting) -> bool:
    """Whether the list of persons of the volume or of another of its subseries names someone."""
    return _nearness(person, setting) in _NEAR


def subseries(volume: str) -> str | None:
    """``frus1961-63`` of ``frus1961-63v05``."""
    match = re.match(r"frus\d{4}(?:-\d{2})?", volume)
    return match.group(0) if match else None


def _era_volumes(person: KnownPerson, setting: Setting) -> int:
    """How many lists of persons of the document's time name someone."""
    return _of_time(person.volumes, setting.years)


@lru_cache(maxsize=1 << 14)
def _of_time(listing: frozenset[str], years: tuple[int, int] | None) -> int:
    if years is None:
        return len(listing)
    spans = (_years(volume) for volume in listing)
    return sum(span is not None and span[0] - _ERA <= years[1] and years[0] <= span[1] + _ERA for span in spans)


_years = lru_cache(maxsize=2048)(volume_years)


def _unborn(person: KnownPerson, setting: Setting) -> bool:
    birth, years = person.entry.birth or (person.imported.birth if person.imported else None), setting.years
    return birth is not None and years is not None and bounds(birth)[0].year > years[1]


def _age(person: KnownPerson, setting: Setting) -> str:
    imported, years = person.imported, setting.years
    birth = person.entry.birth or (imported.birth if imported else None)
    death = person.entry.death or (imported.death if imported else None)
    if years is None or (birth is None and death is None):
        return "not known"
    if death is not None and bounds(death)[1].year < years[0]:
        return "dead"
    if birth is None:
        return "alive"
    return "fits" if _YOUNGEST <= years[1] - bounds(birth)[0].year <= _OLDEST else "does not fit"


def _surname(name: PersonalName, person: KnownPerson) -> str:
    cores = {form.core for form in person.names}
    if name.core in cores or (*name.given[-1:], *name.surname) in cores:
        return "the same"
    last = {core[-1:] for core in cores} | {(*form.given[-1:], *form.surname) for form in person.names}
    return "in part" if name.core[-1:] in last or (*name.given, *name.surname) in last else "sounds alike"


@lru_cache(maxsize=50_000)
def _words(post: str) -> frozenset[str]:
    return frozenset(_WORD.findall(post.lower())) - _IDLE


@lru_cache(maxsize=20_000)
def _posts_known(person: KnownPerson) -> frozenset[frozenset[str]]:
    """Words of each thing that lists of persons say of someone, a semicolon apart."""
    return frozenset(_words(part) for remark in person.remarks() for part in remark.split(";"))
