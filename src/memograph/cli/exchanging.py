"""Verbs that exchange annotations with other tools: export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.release import Release

#: The names of `exchange.formats.FORMATS`, which this module does not load for ``--help``; a test compares them.
FORMAT_NAMES = ("web-annotation", "nif", "tei", "hipe", "conll", "quickstatements", "graphml", "cas")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMAT_NAMES))
@click.option("--out", type=click.Path(path_type=Path), help="File, or folder of a file for each document; - to print.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this document; may be repeated.")
@click.option("--release", "version", metavar="VERSION", help="A release that is kept (default: the current one).")
@click.option("--confidence", type=click.FloatRange(0, 1), help="quickstatements: how sure at least (default: 0.9).")
@click.option("--mapping", type=_FILE, help="quickstatements: properties of your own, in the form of wikidata.toml.")
@click.pass_obj
def export(
    config: Config,
    format_name: str,
    out: Path | None,
    documents: tuple[str, ...],
    version: str | None,
    confidence: float | None,
    mapping: Path | None,
) -> None:
    """Write the release in the format of another tool.

    FORMAT is web-annotation, nif, tei, hipe, conll, quickstatements, graphml or cas.

    \b
    Example: memograph export tei --document frus1981-88v04d4
    Example: memograph export graphml --out network.graphml
    """
    from memograph.exchange.formats import Wishes
    from memograph.exchange.formats import export as write
    from memograph.exchange.released import Source
    from memograph.retention import pin

    if format_name != "quickstatements" and (confidence is not None or mapping is not None):
        raise click.UsageError("--confidence and --mapping are for quickstatements")
    release = _release(config, version)
    held = pin(release)
    try:
        wishes = Wishes(lambda words: click.echo(f"memograph: {words}", err=True), documents, confidence, mapping)
        place, count = write(Source(release), format_name, out, wishes)
    finally:
        held.release()
    click.echo(f"{count} documents of release {release.manifest.version}: {place}", err=True)


def _release(config: Config, version: str | None) -> Release:
    """The current release, or one that is kept.

    Raises:
        ReleaseNotKept: no release of this version is kept.
    """
    from memograph.errors import ReleaseNotKept
    from memograph.release import current_release
    from memograph.retention import kept_releases

    if version is None:
        return current_release(config.paths.build)
    kept = {each.version: each.release for each in kept_releases(config.paths.build)}
    if version not in kept:
        raise ReleaseNotKept(version, tuple(kept), "`memograph releases`")
    return kept[version]


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--author", default="", help="Who decided, for files that do not say (a name or an ORCID).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="CSV (default: in corpus/curation).")
@click.option("--release", "version", metavar="VERSION", help="The release the files came from (default: the current).")
@click.pass_obj
def import_(config: Config, files: tuple[Path, ...], author: str, out: Path | None, version: str | None) -> None:
    """Turn corrected annotations into decisions: Web Annotation JSON-LD, or CAS XMI from INCEpTION.

    \b
    Example: memograph import web-annotation/frus1981-88v04d4.jsonld --author "Jane Doe"
    """
    from datetime import date

    from memograph.curation.files import write_csv
    from memograph.errors import ConfigurationError
    from memograph.exchange.corrections import Who
    from memograph.exchange.importing import imported
    from memograph.exchange.released import Source
    from memograph.retention import pin

    file = out or _curation(config) / f"{files[0].stem}.csv"
    if file.exists():
        raise ConfigurationError(f"{file}: is there already, and may hold decisions; name another file with --out")
    told: list[Exception] = []
    release = _release(config, version)
    held = pin(release)
    try:
        found = imported(files, Source(release), Who(author, date.today().isoformat()), told.append)
    finally:
        held.release()
    for problem in told:
        click.echo(f"memograph: {problem}", err=True)
    if found.decisions:
        write_csv(file, found.decisions)
    said = f"{len(found.decisions)} decisions: {file}" if found.decisions else "nothing to decide"
    click.echo(f"{found.documents} documents compared with release {release.manifest.version}; {said}")
    if told:
        raise SystemExit(1)


def _curation(config: Config) -> Path:
    """The folder of decisions."""
    return config.paths.curation
