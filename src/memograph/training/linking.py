"""Gold documents → the weights by which linking chooses among people (`linking.json`), and their precision and recall.

A stage of `memograph train`. Each name of a gold document gives one case per candidate; the right one is that with the
gold's identifier, and where gold has none every candidate is wrong. Cases are made with four kinds of knowledge: the
fold's authority, from which entries that no other fold names are withheld (so that no weight rests on an entry made for
the document at hand), with and without the volume's own list of persons; the database alone; the Turtle files alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from memograph.authority.directory import SCHEME, KnownPerson
from memograph.authority.index import Authority
from memograph.extract.header.document import parse_header
from memograph.extract.language import legible
from memograph.extract.linking.candidates import Candidates, Setting
from memograph.extract.linking.groups import groups_of
from memograph.extract.linking.people import MARGIN, THRESHOLD
from memograph.extract.linking.shortened import Shortened
from memograph.extract.names.finder import Name
from memograph.extract.scoring import LinearModel
from memograph.model import EntityType, Span
from memograph.training.blind import Fold
from memograph.training.fit import Case, fit, held_out_log_odds
from memograph.training.lessons import Lesson

#: Inverse of the L2 penalty; of 0.1, 0.3, 1 and 3 the best on held-out folds.
STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one group of names: the cases, and how many mentions depend on the choice.

    Args:
        wanted: whether gold identifies the person.
    """

    cases: tuple[Case, ...]
    mentions: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall of linking, over mentions, when a candidate is chosen from this probability on."""

    threshold: float
    precision: float
    recall: float


def linking_cases(fold: Fold) -> dict[str, list[Case]]:
    """A case for every candidate of every name in a fold's documents; they need no other stage's weights."""
    choices = (choice for lesson in fold.lessons for choice in choices_of(lesson, fold.authority))
    return {"linking": [case for choice in choices for case in choice.cases]}


def fit_linking(_: str, cases: Sequence[Case]) -> LinearModel:
    """The weights learnt from cases."""
    return fit(cases, STRENGTH)


def choices_of(lesson: Lesson, authority: Authority) -> list[Choice]:
    """The choices of one document with each kind of knowledge that the authority can give."""
    volume = lesson.document.volume
    if not authority.directory.has_records:
        return list(_choices(lesson, authority, volume))
    database, turtle = _parted(authority)
    known = ((authority, volume), (authority, f"{volume}-unlisted"), (database, volume), (turtle, volume))
    return [choice for part, listed in known for choice in _choices(lesson, part, listed)]


def curve(choices: Sequence[Choice], steps: int = 20) -> list[Point]:
    """Precision and recall over `steps` thresholds from 0 on, judged by models that did not see a choice's fold."""
    decisions = list(_decisions(choices))
    wanted = sum(choice.mentions for choice in choices if choice.wanted)
    points = []
    for threshold in (step / steps for step in range(steps)):
        chosen = [(mentions, right) for probability, mentions, right in decisions if probability >= threshold]
        right = sum(mentions for mentions, good in chosen if good)
        total = sum(mentions for mentions, _ in chosen)
        points.append(Point(threshold, right / total if total else 1.0, right / wanted if wanted else 0.0))
    return points


def _decisions(choices: Sequence[Choice]) -> Iterator[tuple[float, int, bool]]:
    """Of each choice the best candidate's probability, mentions that depend on it, whether it is right."""
    cases = [case for choice in choices for case in choice.cases]
    calibration = replace(fit(cases, STRENGTH), weights={})
    judged = {id(case): log_odds for case, log_odds in held_out_log_odds(cases, STRENGTH)}
    for choice in choices:
        scored = [
            (replace(calibration, bias=judged[id(case)]).score({}).probability, case.right) for case in choice.cases
        ]
        ranked = sorted(scored, key=lambda pair: -pair[0])
        close = len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN and ranked[1][0] >= THRESHOLD / 2
        if ranked and not close:
            yield ranked[0][0], choice.mentions, ranked[0][1]


@lru_cache(maxsize=1)
def _parted(authority: Authority) -> tuple[Authority, Authority]:
    """The same authority with the people of the database alone, and with those of the Turtle files alone."""
    people = {(entry.type, entry.slug) for entry in authority.entries if entry.type is EntityType.PERSON}
    return authority.without(people), authority.without_records()


def _choices(lesson: Lesson, authority: Authority, volume: str) -> Iterator[Choice]:
    """One choice for each group of names, in the order in which `people` decides.

    Args:
        volume: whose list of persons is the document's own.
    """
    document, gold = lesson.document, lesson.gold
    text, header = legible(document), parse_header(document)
    wanted = {
        Span(m["start"], m["end"]): str(gold.entities[m["entity"]].get(SCHEME) or "")
        for m in gold.data["mentions"]
        if m["kind"] == "name" and gold.entities[m["entity"]]["type"] == EntityType.PERSON
    }
    names = [Name(span, EntityType.PERSON, "gold") for span in sorted(wanted)]
    setting, candidates = Setting(volume, header.period), Candidates(authority)
    for group in groups_of(document, text, header, names):
        if Shortened.is_initials(group):
            continue
        number = _most_common(wanted[s.span] for s in group.sightings)
        options = candidates.of(group, setting)
        right = [bool(number) and number in _numbers(option.person) for option in options]
        cases = tuple(Case(document.id, o.features, good) for o, good in zip(options, right, strict=True))
        yield Choice(cases, len(group.sightings), bool(number))
        for option, good in zip(options, right, strict=True):
            if good and not group.bare:
                setting.named[option.person] = setting.named.get(option.person, 0) + 1


def _most_common(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _numbers(person: KnownPerson) -> set[str]:
    """Identifiers of the database by which someone is known."""
    entries = [person.entry, *([person.imported] if person.imported else [])]
    return {i.value for entry in entries for i in entry.identifiers if i.scheme == SCHEME and i.identical}
