"""Verbs that extract: annotate, relations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING, FOLDER, PLACE

if TYPE_CHECKING:
    from memograph.config import Config, Place


@click.command()
@click.argument("paths", nargs=-1, type=PLACE)
@click.option("--out", type=FOLDER, help="Where <id>.json and <id>.txt go.")
@click.option("--explain", metavar="ID", help="Print why each statement of this document is made, and who is who.")
@click.option("--authority", multiple=True, type=EXISTING, help="Authority file or folder, besides [paths] authority.")
@click.pass_obj
def annotate(
    config: Config, paths: tuple[Place, ...], out: Path | None, explain: str | None, authority: tuple[Path, ...]
) -> None:
    """Annotate documents: entities, mentions and relations as JSON in the form of the gold files.

    With --explain one document of PATHS (default: [paths] corpus) is explained instead.

    \b
    Example: memograph annotate corpus/memoranda --out /tmp/annotations
    Example: memograph annotate --explain frus1981-88v04d4
    """
    if explain is not None:
        _explain(config, paths or (config.paths.corpus,), explain, authority)
        return
    if not paths or out is None:
        raise click.UsageError("name documents and --out DIR, or --explain ID")
    from memograph.annotating import annotate_files

    failed = 0
    for error in annotate_files(config, paths, out, authority):
        failed += 1
        click.echo(f"memograph: {error}", err=True)
    if failed:
        raise SystemExit(1)


def _explain(config: Config, paths: tuple[Place, ...], document_id: str, authority: tuple[Path, ...]) -> None:
    from memograph.annotating import annotate_one
    from memograph.explain import explained

    click.echo(explained(annotate_one(config, paths, document_id, authority)), nl=False)


@click.command()
@click.pass_obj
def relations(config: Config) -> None:
    """List the relations that sentences can state, and try the examples of their rule files.

    \b
    Example: memograph relations
    """
    from memograph.annotating import try_examples
    from memograph.terminal import show_table

    rules, failures = try_examples(config)
    rows = [
        (
            relation.relation,
            ", ".join(sorted(relation.subject_types)),
            ", ".join(sorted(relation.object_types)) or "Post",
            str(len(relation.rules)),
            str(len(relation.examples)),
        )
        for relation in rules.relations
    ]
    show_table("relations", ("relation", "subject", "object", "rules", "examples"), rows)
    for failure in failures:
        click.echo(f"memograph: {failure}", err=True)
    if failures:
        raise SystemExit(1)
