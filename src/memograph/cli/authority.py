"""Verbs on authority files: authority import, authority reconcile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.authority.sources import SOURCES
from memograph.cli.options import EXISTING
from memograph.cli.reconciling import reconcile

if TYPE_CHECKING:
    from memograph.authority.importing import Imported
    from memograph.config import Config

_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
#: How many of the things left out are shown; --report has all.
_SHOWN = 10


@click.group()
def authority() -> None:
    """Know who is who: import what others know, ask them which of their records our entries are.

    \b
    Example: memograph authority import people people.tar.gz --out directory/people.ttl
    """


authority.add_command(reconcile)


@authority.command("import")
@click.argument("kind", type=click.Choice(list(SOURCES)), metavar="KIND")
@click.argument("path", type=EXISTING, required=False)
@click.option("--out", type=_NEW_FILE, help="File to write, packed where it ends in .gz (default: standard output).")
@click.option(
    "--join",
    multiple=True,
    type=EXISTING,
    help="Authority file or folder whose slugs are used for what is surely the same"
    " (default: [paths] authority and directory).",
)
@click.option("--report", type=_NEW_FILE, help="Write what was written and what was left out, and why, as JSON.")
@click.pass_obj
def import_(
    config: Config, kind: str, path: Path | None, out: Path | None, join: tuple[Path, ...], report: Path | None
) -> None:
    """Make an authority file from other people's data.

    KIND is people, pocom, gsh, travels, visits (the Office of the Historian's), tei, geonames, former-countries, table,
    turtle, jsonld or linked-places.

    A record that cannot be used is left out and told of; the others are written. Exit status: 0 where a file was
    written, 1 where nothing could be read from PATH, 2 for a wrong KIND or option.

    \b
    Example: memograph authority import people people.tar.gz --out directory/people.ttl
    """
    if path is None and not SOURCES[kind].packaged:
        raise click.UsageError(f"name the file or folder that {kind} is to be read from")
    from memograph.authority.importing import import_authority, known_in, worth_joining, write_report
    from memograph.namespaces import Site
    from memograph.terminal import Terminal

    with Terminal() as terminal:
        curated = () if join else worth_joining(config.paths.authority, out)
        imported = join or worth_joining(config.paths.directory, out)
        site = Site(config.site.base)
        known = known_in(curated, imported, site, lambda _: None, out) if SOURCES[kind].joins else ()
        terminal.stage(kind, None)
        done = import_authority(kind, path, known, out, terminal.step)
    if report is not None:
        write_report(report, done.as_json(kind, path))
    _tell(done, report)


def _tell(done: Imported, report: Path | None) -> None:
    """On standard error, since standard output may be the file."""
    from memograph.authority.importing import counted

    for problem in done.left_out[:_SHOWN]:
        click.echo(f"memograph: {problem}", err=True)
    if (more := len(done.left_out) - _SHOWN) > 0:
        where = f"in {report}" if report else "with --report FILE"
        click.echo(f"memograph: and {more:,} more, {where}", err=True)
    click.echo(
        f"written: {counted(done.written) or 'nothing'}; left out or corrected: {len(done.left_out):,}", err=True
    )
