"""The verb that asks other people's services who our entries are: authority reconcile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING
from memograph.identifiers import FORMS

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.curation.decision import Decision
    from memograph.model import EntityType
    from memograph.reconciliation.asking import Service
    from memograph.reconciliation.questions import Subject
    from memograph.reconciliation.reconciling import Reconciled, Wanted
    from memograph.terminal import Terminal

_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_TYPES = ("Person", "Organization", "Place", "Event", "Agreement")
#: How many problems are shown.
_SHOWN = 20


@click.command()
@click.argument("paths", type=EXISTING, nargs=-1, metavar="[FILE]...")
@click.option("--service", required=True, metavar="URL", help="Address of the service: where its manifest is.")
@click.option("--out", type=_NEW_FILE, help="File of proposals (default: review/reconciliation-HOST.csv).")
@click.option("--type", "types", multiple=True, type=click.Choice(_TYPES), help="Only entries of this type.")
@click.option("--as", "service_type", default="", metavar="TYPE", help="Type of the service that they are: id or name.")
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="FACT=ID",
    help="Send a fact (born, died, office, coordinates, latitude, longitude, alias) under the service's name for it;"
    " FACT alone: as the service is known to call it; none: nothing.",
)
@click.option("--show", multiple=True, metavar="ID", help="Fetch this property of the candidates, to decide by.")
@click.option("--scheme", type=click.Choice(list(FORMS)), help="What the service's records are (default: it says so).")
@click.option("--release", "mentioned", is_flag=True, help="Ask about all that the current release mentions instead.")
@click.option("--identified", is_flag=True, help="Ask also about those who have a record of the service already.")
@click.option("--limit", type=click.IntRange(1, 50), default=3, show_default=True, help="Candidates of each entry.")
@click.option("--least", type=float, default=0.0, help="Leave out candidates of a lower score.")
@click.option("--batch", type=click.IntRange(1, 500), default=25, show_default=True, help="Queries sent at once.")
@click.option("--rate", type=click.FloatRange(0.01, 1000), default=2.0, show_default=True, help="Requests a second.")
@click.option(
    "--timeout", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Seconds for one answer."
)
@click.option("--fresh", is_flag=True, help="Ask again what was answered before.")
@click.pass_obj
def reconcile(
    config: Config,
    paths: tuple[Path, ...],
    service: str,
    out: Path | None,
    types: tuple[str, ...],
    service_type: str,
    properties: tuple[str, ...],
    show: tuple[str, ...],
    scheme: str | None,
    mentioned: bool,
    identified: bool,
    limit: int,
    least: float,
    batch: int,
    rate: float,
    timeout: float,
    fresh: bool,
) -> None:
    """Ask a reconciliation service which of its records our entries are, and write what it proposes.

    Entries without a record of the service are asked about: of the authority files, or of FILEs. What was answered is
    kept, so that a run that broke off goes on. Nothing is decided: fill in the column “action” (add, reject) and take
    the file with `memograph review apply`. Exit status: 0; 1 where something was not answered.

    \b
    Example: memograph authority reconcile --service https://wikidata.reconci.link/en/api --type Person --as Q5
    """
    from memograph.curation.files import read_decisions
    from memograph.namespaces import Site
    from memograph.reconciliation.proposals import undecided, write_proposals
    from memograph.reconciliation.questions import wanted as chosen
    from memograph.reconciliation.reconciling import Wanted, default_file, open_service, scheme_of
    from memograph.reconciliation.transport import Limits, Transport
    from memograph.terminal import Terminal

    project = config.file.parent if config.file else Path.cwd()
    out = out or default_file(project, service)
    undecided(out)
    decided = read_decisions([config.paths.curation], Site(config.site.base))
    told: list[str] = []
    with Terminal() as terminal, Transport(Limits(rate, timeout), terminal.problem) as transport:
        asked = open_service(service, transport, config.paths.build / ".cache" / "reconciliation", fresh=fresh)
        wanted = Wanted(scheme or "", service_type, None, show, limit, batch, least)
        wanted = _with_properties(wanted, asked, properties)
        types_ = _entity_types(types)
        subjects = chosen(
            _subjects(config, paths, mentioned), types_, scheme_of(asked.manifest, wanted), identified=identified
        )
        done = _ask(asked, subjects, wanted, decided, told, terminal)
    if done.answered or not subjects:
        rows = write_proposals(out, done.proposals, asked.manifest)
        click.echo(
            f"{asked.manifest.name}: {done.answered:,} of {len(subjects):,} answered, {rows:,} proposals → {out}"
        )
    _tell(told, done)


def _ask(
    service: Service,
    subjects: list[Subject],
    wanted: Wanted,
    decided: tuple[Decision, ...],
    told: list[str],
    terminal: Terminal,
) -> Reconciled:
    from dataclasses import replace

    from memograph.errors import ReconciliationError
    from memograph.reconciliation.reconciling import reconcile as run
    from memograph.reconciliation.reconciling import with_values

    terminal.stage("reconcile", len(subjects))
    done = run(service, subjects, wanted, decided, told.append, terminal.step)
    if not wanted.show or not done.proposals:
        return done
    try:
        return replace(done, proposals=with_values(service, done.proposals, wanted.show))
    except ReconciliationError as error:
        told.append(str(error))
        return done


def _subjects(config: Config, paths: tuple[Path, ...], mentioned: bool) -> list[Subject]:
    from memograph.authority.index import turtle_files
    from memograph.authority.turtle import read_authority, read_imported_turtle
    from memograph.namespaces import Site
    from memograph.reconciliation.questions import of_authority, of_release
    from memograph.release import current_release

    if mentioned:
        return of_release(current_release(config.paths.build))
    read = read_imported_turtle if paths else read_authority  # one file need not define the posts that it names
    return of_authority(read(turtle_files(paths or config.paths.authority), Site(config.site.base)))


def _entity_types(names: tuple[str, ...]) -> frozenset[EntityType]:
    from memograph.model import EntityType

    return frozenset(EntityType(name) for name in names)


def _with_properties(wanted: Wanted, service: Service, options: tuple[str, ...]) -> Wanted:
    """The properties that the options name; without any option those that a known service has."""
    from dataclasses import replace

    from memograph.reconciliation.questions import FACTS, usual_properties

    if not options:
        return wanted
    usual, chosen = usual_properties(service.manifest), {}
    for option in options:
        fact, _, id_ = option.partition("=")
        if option == "none":
            continue
        if fact not in FACTS:
            raise click.BadParameter(
                f"no fact is called {fact!r}; there are {', '.join(FACTS)}", param_hint="--property"
            )
        if not (id_ or usual.get(fact)):
            what = f"write {fact}=ID, with the id of that property of {service.manifest.name}"
            raise click.BadParameter(what, param_hint="--property")
        chosen[fact] = id_ or usual[fact]
    return replace(wanted, properties=chosen)


def _tell(told: list[str], done: Reconciled) -> None:
    for problem in told[:_SHOWN]:
        click.echo(f"memograph: {problem}", err=True)
    if len(told) > _SHOWN:
        click.echo(f"memograph: and {len(told) - _SHOWN:,} more", err=True)
    if done.unanswered:
        why = f": {done.stopped}" if done.stopped and done.stopped not in told[:_SHOWN] else ""
        click.echo(f"memograph: {done.unanswered:,} not answered{why}; run it again to ask about them", err=True)
        raise SystemExit(1)
