"""The verb that begins a project: init."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base", default="http://localhost:8000/", show_default=True, help="Public address of the site.")
@click.option("--title", help="Title of the site (default: the folder's name).")
def init(folder: Path, base: str, title: str | None) -> None:
    """Make a project folder: settings, and room for documents, authority, vocabulary and decisions.

    Nothing is overwritten: FOLDER is new, or empty.

    \b
    Example: memograph init letters --title "Letters from Bombay"
    """
    from memograph.project import make_project

    if not base.startswith(("http://", "https://")) or not base.endswith("/"):
        raise click.BadParameter("it starts with http:// or https:// and ends with /", param_hint="--base")
    for name in make_project(folder, base, title or folder.resolve().name):
        click.echo(folder / name)
    click.echo("next: put documents into corpus, what you know into authority; memograph build; memograph serve")
