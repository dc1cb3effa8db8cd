"""`memograph score --folds`: learn each fold, annotate what it holds out, measure, and on request write the report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from memograph.authority.index import Authority, known_beforehand
from memograph.config import Config
from memograph.errors import ReadError
from memograph.extract.annotate import Annotator
from memograph.model import AnnotatedDocument, Document
from memograph.personal_names import agreement, parse_name
from memograph.read import read
from memograph.score import Figures
from memograph.score.edition import edition_figures, without_markup
from memograph.score.threshold import Identifier, Point, linking_curve
from memograph.training.crossvalidation import Progress, learn
from memograph.training.lessons import Lesson, read_lessons
from memograph.training.measurement import Measurement, measure
from memograph.training.report import Section, accuracy_report, published_section


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure.

    Args:
        gold: folders to cross-validate over.
        authority: files besides those of the configuration.
        cache: folder for what is learnt.
        dev: gold folder to measure with the weights that ship.
        edition: TEI file whose markup is a second measure.
        speed: what bench/extract.py printed.
    """

    gold: tuple[Path, ...]
    authority: tuple[Path, ...]
    cache: Path
    dev: Path | None = None
    edition: Path | None = None
    speed: Path | None = None

    @property
    def command(self) -> str:
        """The command line that asks for this with a report."""
        named = [
            *(f"--authority {_short(path)}" for path in self.authority),
            *(f"--{name} {_short(path)}" for name in ("dev", "edition", "speed") if (path := getattr(self, name))),
        ]
        return " ".join(["memograph score --folds", *map(_short, self.gold), *named, "--report docs/accuracy.md"])


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What came out; `dev` and `edition` where they were asked for; `curve` is of linking people, held out.

    `published` is of the held-out statements that a build would publish, from the confidence `publish_from` on.
    """

    held_out: Measurement
    published: Measurement
    publish_from: float
    curve: tuple[Point, ...]
    dev: Measurement | None
    edition: Figures | None

    def report(self, request: Request) -> str:
        """The report as Markdown; ValueError without `dev`."""
        if self.dev is None:
            raise ValueError("a report needs figures on dev")
        speed = [] if request.speed is None else [_speed(request.speed.read_text(encoding="utf-8"))]
        others = [published_section(self.published, self.publish_from), *speed]
        return accuracy_report(self.held_out, self.dev, self.curve, self.edition, others, request.command)

    def by_relation(self) -> str:
        """Held-out figures of what is published: relations, names by type, links; JSON as `extract.accuracy` has it."""
        how = (
            f"Cross-validation over {self.published.documents} annotated documents in {len(self.published.parts)}"
            f" folds, statements of confidence {self.publish_from:g} or more."
        )
        parts = {"relations": "relations ", "names": "mentions strict ", "links": "linking "}
        figures = {
            part: {
                name.removeprefix(prefix): {
                    "precision": round(figure.precision, 3),
                    "recall": round(figure.recall, 3),
                    "gold": figure.gold,
                }
                for name, figure in self.published.pooled.items()
                if name.startswith(prefix)
            }
            for part, prefix in parts.items()
        }
        return json.dumps({"how": how, **figures}, indent=1) + "\n"


def measured_accuracy(config: Config, request: Request, progress: Progress) -> Accuracy:
    """Cross-validate, and measure dev and edition where they are asked for.

    Raises:
        ReadError: a gold folder or the TEI file cannot be read.
        TrainingError: there are too few documents for five folds.
    """
    authority = known_beforehand(config, request.authority)
    folds = learn(config, authority, read_lessons(request.gold), request.cache, progress, whole=False)
    progress.stage("measure", len(folds))
    parts = []
    for fold in folds:
        parts.append(list(fold.annotated()))
        progress.step()
    least = config.extract.publish_from
    published = measure([(lesson, _surest(found, least)) for lesson, found in part] for part in parts)
    held_out, seen = measure(parts), [(lesson.gold, found) for part in parts for lesson, found in part]
    curve = tuple(linking_curve(seen, _historian([fold.authority for fold in folds])))
    if request.dev is None and request.edition is None:
        return Accuracy(held_out, published, least, curve, None, None)
    shipped = Annotator(config.extract.model, authority)
    dev = None if request.dev is None else measure([_annotated(shipped, read_lessons([request.dev]))])
    edition = None if request.edition is None else measured_edition(shipped, authority, request.edition)
    return Accuracy(held_out, published, least, curve, dev, edition)


def _surest(annotated: AnnotatedDocument, least: float) -> AnnotatedDocument:
    return replace(annotated, relations=tuple(r for r in annotated.relations if r.confidence >= least))


def measured_edition(annotator: Annotator, authority: Authority, file: Path) -> Figures:
    """Annotate the documents of a TEI file without their markup and compare with it; ReadError if it is no TEI."""
    compared = []
    for document in read(file):
        if isinstance(document, ReadError):
            raise document
        assert isinstance(document, Document)
        compared.append((document, annotator.annotate(without_markup(document))))
    return edition_figures(compared, lambda name: _listed(authority, name))


def _listed(authority: Authority, name: str) -> list[str]:
    """Who a name of a list of persons is: of those of the surname the ones whose given names agree best."""
    parsed = parse_name(name)
    agreed = [(agreement(parsed, person.names), person) for person in authority.directory.bearers(parsed)]
    best = max((how for how, _ in agreed), default=None)
    return [person.entry.slug for how, person in agreed if how == best]


def _historian(authorities: Sequence[Authority]) -> Identifier:
    """Ids by slug. A person has another slug in a fold that withholds their entry and knows them by the database."""
    numbers: dict[str, str | None] = {}

    def identifier(slug: str) -> str | None:
        if slug not in numbers:
            found = (authority.directory.number(slug) for authority in authorities)
            numbers[slug] = next(filter(None, found), None)
        return numbers[slug]

    return identifier


def _annotated(annotator: Annotator, lessons: list[Lesson]) -> Iterator[tuple[Lesson, AnnotatedDocument]]:
    for lesson in lessons:
        yield lesson, annotator.annotate(lesson.document)


def _speed(printed: str) -> Section:
    return Section("Speed", f"What `bench/extract.py` printed:\n\n```\n{printed.strip()}\n```")


def _short(path: Path) -> str:
    """As named, or relative to the folder above where the command runs: no path of one machine stands in a report."""
    return path.as_posix() if not path.is_absolute() else "/".join(("..", *path.parts[-3:]))
