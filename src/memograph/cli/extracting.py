"""Verbs that extract: annotate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING, FOLDER

if TYPE_CHECKING:
    from memograph.config import Config


@click.command()
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@click.option("--out", required=True, type=FOLDER, help="Where <id>.json and <id>.txt go.")
@click.option("--authority", multiple=True, type=EXISTING, help="Authority file or folder, besides [paths] authority.")
@click.pass_obj
def annotate(config: Config, paths: tuple[Path, ...], out: Path, authority: tuple[Path, ...]) -> None:
    """Annotate documents: entities, mentions and relations as JSON in the form of the gold files.

    \b
    Example: memograph annotate corpus/memoranda --out /tmp/annotations
    """
    from memograph.build import annotate_files

    failed = 0
    for error in annotate_files(config, paths, out, authority):
        failed += 1
        click.echo(f"memograph: {error}", err=True)
    if failed:
        raise SystemExit(1)
