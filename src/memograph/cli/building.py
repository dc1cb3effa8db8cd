"""Verbs that make and check data: build, releases, validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING, FOLDER, PLACE
from memograph.config import ENGINES

if TYPE_CHECKING:
    from rdflib import Graph

    from memograph.config import Config, Place
    from memograph.namespaces import Site


@click.command()
@click.option("--corpus", type=PLACE, help="Documents: folder, file, glob or URL (default: [paths] corpus).")
@click.option("--out", type=FOLDER, help="Folder of releases (default: [paths] build).")
@click.option("--strict", is_flag=True, help="Publish nothing if a file cannot be read or a document does not conform.")
@click.option("--force", is_flag=True, help="Build every document again, even if nothing has changed.")
@click.option("--explain", is_flag=True, help="Say of each document whether it was built, and why.")
@click.option("--retire", metavar="REASON", help="Merge or withdraw, as proposed, what was published and is gone.")
@click.option("--author", envvar="MEMOGRAPH_AUTHOR", help="Who decides that (default: who is logged in).")
@click.option("--engine", type=click.Choice(ENGINES), help="What runs the documents (default: [build] engine).")
@click.option("--scheduler", metavar="URL", help="Scheduler of a Dask cluster (default: [build] scheduler).")
@click.pass_obj
def build(
    config: Config,
    corpus: Place | None,
    out: Path | None,
    strict: bool,
    force: bool,
    explain: bool,
    retire: str | None,
    author: str | None,
    engine: str | None,
    scheduler: str | None,
) -> None:
    """Build a validated release from a folder of documents.

    \b
    Example: memograph build --corpus corpus --out build
    Example: memograph build --explain
    Example: memograph build --retire "The new model does not take these for people any more."
    Example: memograph build --engine dask --scheduler tcp://10.0.0.7:8786
    """
    import getpass

    from memograph.config import with_engine, with_paths
    from memograph.fingerprint import unchanged
    from memograph.terminal import Explanation, Terminal, errors_summary, summary

    config = with_engine(with_paths(config, corpus, out), engine, scheduler)
    if not (force or strict) and (release := unchanged(config)):
        click.echo(f"nothing has changed: release {release.manifest.version} is current")
        return
    from memograph.build import build_release
    from memograph.making import Retiring

    retiring = Retiring(retire, author or getpass.getuser()) if retire else None
    explanation = Explanation(shown=explain)
    with Terminal() as terminal:
        outcome = build_release(
            config, terminal, strict=strict, retiring=retiring, force=force, explain=explanation.add
        )
    explanation.show()
    if outcome.release is not None:
        said = summary(outcome.release.manifest, outcome.verdict, outcome.seconds, outcome.changes, outcome.removed)
        click.echo(said)
    if told := errors_summary(outcome.errors, str(outcome.errors_file)):
        click.echo(told)
    for violation in outcome.violations:
        click.echo(f"memograph: {violation.focus}: {violation.message}", err=True)
    if not outcome.good:
        raise SystemExit(1)


@click.command()
@click.pass_obj
def releases(config: Config) -> None:
    """List the releases that are kept, the newest first, and what changed in each.

    \b
    Example: memograph releases
    """
    from memograph.retention import kept_releases
    from memograph.terminal import show_table

    rows = [
        (
            f"{kept.version}{' (current)' if kept.current else ''}",
            kept.published,
            f"{kept.release.manifest.quads}",
            f"{kept.release.manifest.counts.documents}",
            str(kept.changes or ""),
        )
        for kept in kept_releases(config.paths.build)
    ]
    show_table(str(config.paths.build), ("release", "published", "quads", "documents", "changes"), rows)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--shapes",
    "sources",
    multiple=True,
    type=EXISTING,
    help="Shapes of your own, a file or a folder, in place of [paths] shapes; FILES are then all there is to check.",
)
@click.option("--format", "as_", type=click.Choice(["table", "turtle", "json"]), default="table", show_default=True)
@click.pass_obj
def validate(config: Config, files: tuple[Path, ...], sources: tuple[Path, ...], as_: str) -> None:
    """Check RDF files of any format against the shapes.

    \b
    Example: memograph validate corpus/authority/people.ttl
    Example: memograph validate --shapes my-shapes.ttl --format turtle my-data.ttl
    """
    from memograph.namespaces import Site
    from memograph.reports import summary
    from memograph.validation import check_file, load_shapes
    from memograph.vocabularies import document_shapes

    site = Site(config.site.base)
    shapes = load_shapes(sources, site) if sources else document_shapes(config.paths, site)
    known = None if sources else _background(config)
    conforms = True
    for file in files:
        found = check_file(file, shapes, site, known)
        conforms &= summary(found).conforms
        _show_report(file, found, site, as_)
    if not conforms:
        raise SystemExit(1)


def _background(config: Config) -> Graph:
    from memograph.vocabularies import background

    return background(config)


def _show_report(file: Path, found: Graph, site: Site, as_: str) -> None:
    import json

    from memograph.reports import report_rows, report_to_dict, report_to_turtle, summary
    from memograph.terminal import show_table

    report = summary(found)
    if as_ == "turtle":
        click.echo(report_to_turtle(found, site))
    elif as_ == "json":
        click.echo(json.dumps({"file": str(file), **report_to_dict(report)}, ensure_ascii=False, indent=1))
    else:
        click.echo(f"{file}: {'conforms' if report.conforms else 'does not conform'}")
        if report.results:
            show_table(str(file), ("severity", "node", "value", "message"), report_rows(report))
