"""Verbs that measure: score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING, EXISTING_FOLDER, FOLDER
from memograph.errors import ConfigurationError

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.score import Figures
    from memograph.score.threshold import Point
    from memograph.training.accuracy import Accuracy, Request

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
#: Precision and recall that linking people to the Historian's database shall reach.
PEOPLE_AIM = (0.97, 0.95)
_COLUMNS = ("figure", "precision", "recall", "F1", "correct", "predicted", "gold")


@click.command()
@click.argument("folders", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--folds", is_flag=True, help="Cross-validate over all FOLDERS, which are gold folders.")
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON.")
@click.option("--authority", multiple=True, type=EXISTING, help="Authority file or folder, besides [paths] authority.")
@click.option("--cache", type=FOLDER, help="With --folds: where weights go (default: training in [paths] build).")
@click.option("--report", type=_NEW_FILE, help="With --folds: write the whole report.")
@click.option("--dev", type=EXISTING_FOLDER, help="With --report: gold folder that what ships did not learn from.")
@click.option("--edition", type=_FILE, help="With --report: TEI whose markup is a second measure.")
@click.option("--speed", type=_FILE, help="With --report: what bench/extract.py printed.")
@click.option("--measured", type=_NEW_FILE, help="With --folds: write each relation's figures, as they ship.")
@click.pass_obj
def score(
    config: Config,
    folders: tuple[Path, ...],
    folds: bool,
    as_json: bool,
    authority: tuple[Path, ...],
    cache: Path | None,
    report: Path | None,
    dev: Path | None,
    edition: Path | None,
    speed: Path | None,
    measured: Path | None,
) -> None:
    """Measure against gold: GOLD_DIR [PREDICTED_DIR], or with --folds GOLD_DIR...

    Without PREDICTED_DIR the gold texts are annotated first. With --folds everything is learnt anew for each of five
    folds, from the documents outside it, and measured on those inside.

    \b
    Example: memograph score gold/dev /tmp/annotations
    Example: memograph score --folds gold/train gold/dev --dev gold/dev --report docs/accuracy.md
    """
    if folds:
        from memograph.training.accuracy import Request

        request = Request(folders, authority, cache or config.paths.build / "training", dev, edition, speed)
        _cross_validated(config, request, report, measured, as_json)
        return
    if len(folders) > 2 or any((cache, report, dev, edition, speed, measured)):
        raise click.UsageError("without --folds: one gold folder and at most one folder of predictions, no report")
    predicted = folders[1] if len(folders) == 2 else None
    figures, curve = _given(folders[0], predicted) if predicted else _measured(config, folders[0], authority)
    if as_json:
        _echo_json(figures)
    else:
        _show(str(folders[0]), figures)
        click.echo(_people(figures, curve))


def _given(gold: Path, predicted: Path) -> tuple[Figures, Sequence[Point]]:
    """Figures of annotations that somebody made before; these tell no probabilities, so there is no curve."""
    from memograph.score import score as measure

    return measure(gold, predicted), ()


def _measured(config: Config, gold: Path, authority: tuple[Path, ...]) -> tuple[Figures, Sequence[Point]]:
    """Figures of annotations made now, and what linking would be worth at other thresholds."""
    import tempfile

    from memograph.annotating import annotated_files
    from memograph.authority.index import known_beforehand
    from memograph.errors import ReadError
    from memograph.gold import read_gold
    from memograph.score import score as measure
    from memograph.score.threshold import linking_curve

    annotated = []
    with tempfile.TemporaryDirectory() as scratch:
        for found in annotated_files(config, tuple(sorted(gold.glob("*.txt"))), Path(scratch), authority):
            if isinstance(found, ReadError):
                click.echo(f"memograph: {found}", err=True)
            else:
                annotated.append(found)
        figures = measure(gold, Path(scratch))
    pairs = [(read_gold(file), each) for each in annotated if (file := gold / f"{each.document.id}.json").is_file()]
    people = known_beforehand(config, authority).directory
    return figures, linking_curve(pairs, people.number, steps=100)


def _people(figures: Figures, curve: Sequence[Point]) -> str:
    """One line on the people of the Office of the Historian, against the aim."""
    from memograph.score.threshold import at_recall

    figure, (precision, recall) = figures["linking persons"], PEOPLE_AIM
    met = figure.precision >= precision and figure.recall >= recall
    line = (
        f"people with an hsg id: precision {figure.precision:.3f} at recall {figure.recall:.3f} over {figure.gold}"
        f" mentions (aim: {precision} at {recall}, {'met' if met else 'not met'})"
    )
    if best := at_recall(curve, recall):
        line += f"; from probability {best.threshold:.2f} on {best.figure.precision:.3f} at {best.figure.recall:.3f}"
    return line


def _cross_validated(
    config: Config, request: Request, report: Path | None, measured: Path | None, as_json: bool
) -> None:
    from memograph.cli.learning import needs_scikit_learn
    from memograph.terminal import Terminal

    if report is not None and request.dev is None:
        raise ConfigurationError("a report needs --dev: the gold folder that the shipped weights did not learn from")
    needs_scikit_learn()
    from memograph.training.accuracy import measured_accuracy

    with Terminal() as terminal:
        accuracy = measured_accuracy(config, request, terminal)
    if report is not None:
        report.write_text(accuracy.report(request), encoding="utf-8")
    if measured is not None:
        measured.write_text(accuracy.by_relation(), encoding="utf-8")
    if as_json:
        _echo_json(accuracy.held_out.pooled)
    else:
        _show_spread(accuracy)


def _echo_json(figures: Figures) -> None:
    import json

    rows = {
        name: {"p": f.precision, "r": f.recall, "f1": f.f1, "tp": f.correct, "predicted": f.predicted, "gold": f.gold}
        for name, f in figures.items()
    }
    click.echo(json.dumps(rows, indent=1))


def _show(title: str, figures: Figures) -> None:
    from memograph.terminal import show_table

    rows = [
        (name, f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", str(f.correct), str(f.predicted), str(f.gold))
        for name, f in figures.items()
    ]
    show_table(title, _COLUMNS, rows)


def _show_spread(accuracy: Accuracy) -> None:
    from memograph.terminal import show_table
    from memograph.training.measurement import spreads

    rows = [
        (
            s.name,
            f"{s.mean:.3f}",
            f"{s.deviation:.3f}",
            *(f"{value:.3f}" for value in (s.pooled.precision, s.pooled.recall, s.pooled.f1)),
            str(s.pooled.gold),
        )
        for s in spreads(accuracy.held_out)
    ]
    show_table("held out", ("figure", "mean F1", "spread", "precision", "recall", "F1", "gold"), rows)
