"""Verbs that measure: score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING_FOLDER

if TYPE_CHECKING:
    from memograph.config import Config


@click.command()
@click.argument("gold_dir", type=EXISTING_FOLDER)
@click.argument("predicted_dir", required=False, type=EXISTING_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON.")
@click.pass_obj
def score(config: Config, gold_dir: Path, predicted_dir: Path | None, as_json: bool) -> None:
    """Measure annotations against gold; without PREDICTED_DIR the gold texts are annotated first.

    \b
    Example: memograph score gold/dev /tmp/annotations
    """
    import json
    import tempfile

    from memograph.score import score as measure
    from memograph.terminal import show_table

    with tempfile.TemporaryDirectory() as scratch:
        if predicted_dir is None:
            from memograph.build import annotate_files

            for error in annotate_files(config, tuple(sorted(gold_dir.glob("*.txt"))), Path(scratch), ()):
                click.echo(f"memograph: {error}", err=True)
        figures = measure(gold_dir, predicted_dir or Path(scratch))
    if as_json:
        rows = {
            name: {
                "p": f.precision,
                "r": f.recall,
                "f1": f.f1,
                "tp": f.correct,
                "predicted": f.predicted,
                "gold": f.gold,
            }
            for name, f in figures.items()
        }
        click.echo(json.dumps(rows, indent=1))
        return
    table = [
        (name, f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", str(f.correct), str(f.predicted), str(f.gold))
        for name, f in figures.items()
    ]
    show_table(str(gold_dir), ("figure", "precision", "recall", "F1", "correct", "predicted", "gold"), table)
