"""Verbs with which historians decide: review, and apply and export below it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import FOLDER

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.review.deciding import By
    from memograph.review.item import ReviewItem
    from memograph.review.published import Published
    from memograph.review.queue import Wanted

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
_author = click.option(
    "--author", envvar="MEMOGRAPH_AUTHOR", help="Who decides (default: $MEMOGRAPH_AUTHOR, else git's user.name)."
)


@click.group(invoke_without_command=True)
@click.option("--list", "as_list", is_flag=True, help="Print the items and decide nothing; so does a pipe.")
@click.option("--csv", "spreadsheet", type=_NEW_FILE, help="Write the items to this file, for a spreadsheet.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of item (--kinds lists them).")
@click.option("--kinds", "list_kinds", is_flag=True, help="List the kinds of items.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only items of this document.")
@click.option("--whole", is_flag=True, help="With --document: all that it states and names, doubtful or not.")
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many items (0: all).")
@_author
@click.pass_context
def review(
    ctx: click.Context,
    as_list: bool,
    spreadsheet: Path | None,
    kinds: tuple[str, ...],
    list_kinds: bool,
    documents: tuple[str, ...],
    whole: bool,
    limit: int,
    author: str | None,
) -> None:
    """Look at what is most worth it in the current release, and decide: on the terminal, or in a spreadsheet.

    \b
    Example: memograph review
    Example: memograph review --kind unlinked-person --csv people.csv
    Example: memograph review apply people.csv
    """
    if ctx.invoked_subcommand is not None:
        return
    config: Config = ctx.obj
    if list_kinds:
        _show_kinds()
        return
    from memograph.review.queue import Wanted

    published = _published(config)
    if whole and not documents:
        raise click.UsageError("--whole needs --document ID: everything of every document is nobody's queue")
    wanted = Wanted(frozenset(kinds), frozenset(documents), limit, whole)
    items = _items(config, published, wanted)
    if spreadsheet is not None:
        from memograph.review.spreadsheet import write_spreadsheet

        rows = write_spreadsheet(spreadsheet, published, items)
        click.echo(f"{len(items)} items in {rows} rows → {spreadsheet}")
    elif as_list or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print_items(published, items)
    else:
        _decide(config, published, items, _by(config, author))


@review.command()
@click.argument("file", type=_FILE)
@click.option("--strict", is_flag=True, help="Write nothing if any row is wrong.")
@_author
@click.pass_obj
def apply(config: Config, file: Path, strict: bool, author: str | None) -> None:
    """Take back a spreadsheet of decisions, or the proposals of `memograph authority reconcile`.

    Rows without action are left undecided. Nothing is decided twice.

    \b
    Example: memograph review apply people.csv --author "Ada Lovelace"
    """
    from memograph.curation.files import read_decisions
    from memograph.review.applying import apply as apply_file

    published = _published(config)
    before = read_decisions([config.paths.curation], published.site)
    applied = apply_file(file, published, before, config.paths.curation, _by(config, author), strict=strict)
    for problem in applied.problems:
        click.echo(f"memograph: {problem}", err=True)
    files = f" → {', '.join(map(str, applied.files))}" if applied.files else ""
    wrong = f", {len(applied.problems)} wrong" if applied.problems else ""
    counts = f"{applied.known} known before, {applied.undecided} left open{wrong}"
    click.echo(f"{len(applied.decided)} decided{files}; {counts}")
    if applied.problems:
        raise SystemExit(1)


@review.command()
@click.option("--gold", "folder", required=True, type=FOLDER, help="Where <id>.json, <id>.txt and decided.jsonl go.")
@click.option("--only-reviewed", is_flag=True, help="Leave out documents of which something is still undecided.")
@click.pass_obj
def export(config: Config, folder: Path, only_reviewed: bool) -> None:
    """Write the documents with decisions as gold files, for `memograph score` and `memograph train`.

    \b
    Example: memograph review export --gold gold/ours --only-reviewed
    """
    from memograph.errors import ReadError
    from memograph.review.goldfiles import export_gold

    missing = 0
    for done in export_gold(config, folder, only_reviewed=only_reviewed):
        if isinstance(done, ReadError):
            click.echo(f"memograph: {done}", err=True)
            missing += 1
            continue
        state = f"{done.open} still open" if done.open else "wholly reviewed"
        click.echo(f"{done.document}  {done.decided} decided, {state}{'' if done.written else ', left out'}")
    if missing:
        raise SystemExit(1)


def _show_kinds() -> None:
    from memograph.review.queue import kinds
    from memograph.terminal import show_table

    show_table("kinds", ("kind", "what it finds"), kinds())


def _published(config: Config) -> Published:
    from memograph.release import current_release
    from memograph.review.published import Published

    return Published(current_release(config.paths.build))


def _items(config: Config, published: Published, wanted: Wanted) -> tuple[ReviewItem, ...]:
    from memograph.curation.files import read_decisions
    from memograph.review.queue import kinds, review_queue

    known = [name for name, _ in kinds()]
    for kind in sorted(wanted.kinds):
        if kind not in known:
            raise click.BadParameter(f"no kind {kind!r}; there are {', '.join(known)}", param_hint="--kind")
    return review_queue(published, read_decisions([config.paths.curation], published.site), wanted)


def _by(config: Config, author: str | None) -> By:
    from datetime import date

    from memograph.review.deciding import By, author_of

    return By(author_of(author), date.today().isoformat())


def _print_items(published: Published, items: tuple[ReviewItem, ...]) -> None:
    from memograph.review.choices import choices_for
    from memograph.review.screen import console_for, screen

    console = console_for()
    for number, item in enumerate(items, start=1):
        console.print(screen(item, choices_for(published, item), f"{number} of {len(items)}"))
        console.print()
    if not items:
        click.echo("Nothing to look at: every item is decided, or nothing is doubtful.")


def _decide(config: Config, published: Published, items: tuple[ReviewItem, ...], by: By) -> None:
    from memograph.curation.files import read_decisions
    from memograph.review.keyboard import keyboard
    from memograph.review.screen import console_for
    from memograph.review.session import Session, Terminal

    console, decisions = console_for(), read_decisions([config.paths.curation], published.site)
    with keyboard(sys.stdin.fileno(), console) as keys:
        terminal = Terminal(console, keys.key, keys.line)
        decided = Session(published, items, by, config.paths.curation, terminal, decisions).run()
    click.echo(f"{len(decided)} decided; they take effect with the next `memograph build`")
