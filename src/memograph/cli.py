"""The command line: one verb per thing a user does. Top of the house; knows Click, and exit codes.

Exit codes: 0 good; 1 a document or the release did not pass; 2 usage or configuration. Heavy modules are imported in
the verb that needs them, so that ``memograph --help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from memograph.errors import ConfigurationError, MemographError, ModelMissing

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.publish.settings import PublishSettings

_EXISTING = click.Path(exists=True, path_type=Path)
_QUERY_FORMATS = ("csv", "tsv", "json", "xml", "turtle", "ntriples", "rdfxml", "jsonld")
_FOLDER = click.Path(file_okay=False, path_type=Path)


class _Verbs(click.Group):
    """Turns memograph's own errors into a sentence and an exit code; anything else is a bug and keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (ConfigurationError, ModelMissing) as error:
            _fail(error, 2)
        except MemographError as error:
            _fail(error, 1)


def _fail(error: MemographError, code: int) -> None:
    click.echo(f"memograph: {error}", err=True)
    raise SystemExit(code)


@click.group(cls=_Verbs)
@click.version_option(package_name="memograph")
@click.option("--config", type=click.Path(path_type=Path), help="Configuration file (default: ./memograph.toml).")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Read diplomatic documents, publish what they say as a validated, citable graph.

    \b
    Example: memograph build && memograph serve
    """
    from memograph.config import load_config

    ctx.obj = load_config(config)


@main.command()
@click.option("--corpus", type=_FOLDER, help="Folder of documents (default: [paths] corpus).")
@click.option("--out", type=_FOLDER, help="Folder of releases (default: [paths] build).")
@click.option("--strict", is_flag=True, help="Publish nothing if a file cannot be read or a document does not conform.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.pass_obj
def build(config: Config, corpus: Path | None, out: Path | None, strict: bool, force: bool) -> None:
    """Build a validated release from a folder of documents.

    \b
    Example: memograph build --corpus corpus --out build
    """
    from memograph.config import with_paths
    from memograph.fingerprint import unchanged
    from memograph.terminal import Terminal, summary

    config = with_paths(config, corpus, out)
    if not force and (release := unchanged(config)):
        click.echo(f"nothing has changed: release {release.manifest.version} is current")
        return
    from memograph.build import build_release

    with Terminal() as terminal:
        outcome = build_release(config, terminal, strict=strict)
    if outcome.release is not None:
        click.echo(summary(outcome.release.manifest, outcome.verdict, outcome.seconds))
    if not outcome.good:
        raise SystemExit(1)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_EXISTING)
@click.option("--out", required=True, type=_FOLDER, help="Where <id>.json and <id>.txt go.")
@click.option("--authority", multiple=True, type=_EXISTING, help="Authority file or folder, besides [paths] authority.")
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


@main.command()
@click.argument("gold_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("predicted_dir", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
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


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "as_", type=click.Choice(["table", "turtle", "json"]), default="table", show_default=True)
@click.pass_obj
def validate(config: Config, files: tuple[Path, ...], as_: str) -> None:
    """Check RDF files of any format against the shapes.

    \b
    Example: memograph validate corpus/authority/people.ttl
    """
    import json

    from memograph.build import background
    from memograph.namespaces import Site
    from memograph.terminal import show_table
    from memograph.validation import load_shapes, report_rows, report_to_dict, report_to_turtle, validate_file

    site = Site(config.site.base)
    shapes, known = load_shapes(config.paths.shapes, site), background(config)
    conforms = True
    for file in files:
        report = validate_file(file, shapes, site, known)
        conforms &= report.conforms
        if as_ == "turtle":
            click.echo(report_to_turtle(report, site))
        elif as_ == "json":
            click.echo(json.dumps({"file": str(file), **report_to_dict(report)}, ensure_ascii=False, indent=1))
        else:
            click.echo(f"{file}: {'conforms' if report.conforms else 'does not conform'}")
            if report.results:
                show_table(str(file), ("severity", "node", "value", "message"), report_rows(report))
    if not conforms:
        raise SystemExit(1)


@main.command()
@click.argument("query")
@click.option("--format", "as_", type=click.Choice(_QUERY_FORMATS), default="csv", show_default=True)
@click.pass_obj
def query(config: Config, query: str, as_: str) -> None:
    """Run a stored query, by NAME, or one from a FILE, on the current release.

    \b
    Example: memograph query who-met-gromyko
    """
    from memograph.query import run_query

    click.echo(run_query(config, query, as_), nl=False)


@main.command()
@click.option("--host", help="Address to listen on (default: [serve] host).")
@click.option("--port", type=int, help="Port to listen on (default: [serve] port).")
@click.option(
    "--build/--no-build", "build_first", default=True, help="Build the release first if something has changed."
)
@click.pass_obj
def serve(config: Config, host: str | None, port: int | None, build_first: bool) -> None:
    """Serve the current release: pages, linked data, SPARQL, dumps.

    \b
    Example: memograph serve --port 8000
    """
    from memograph.publish.server import serve as run_server

    if build_first:
        ensure_release(config)
    run_server(
        publish_settings(config),
        config.serve.host if host is None else host,
        config.serve.port if port is None else port,
        on_ready=lambda address: click.echo(f"serving {address}  (Ctrl-C to stop)"),
    )


def publish_settings(config: Config) -> PublishSettings:
    """What the web process needs of the configuration."""
    from memograph.publish.settings import PublishSettings

    return PublishSettings(
        build_dir=config.paths.build,
        title=config.site.title,
        query_seconds=config.serve.query_seconds,
        query_memory_mib=config.serve.query_memory_mib,
        result_mib=config.serve.result_mib,
        workers=config.serve.query_workers,
    )


def ensure_release(config: Config) -> None:
    """Build in a process of its own if anything has changed, so that the server's process never loads the NLP.

    Raises:
        SystemExit: the build published nothing.
    """
    import subprocess

    from memograph.errors import ReleaseError
    from memograph.fingerprint import unchanged
    from memograph.release import current_release

    if unchanged(config):
        return
    named = ["--config", str(config.file)] if config.file else []
    done = subprocess.run([sys.executable, "-m", "memograph.cli", *named, "build"], check=False)
    try:
        current_release(config.paths.build)
    except ReleaseError:
        raise SystemExit(done.returncode or 1) from None


if __name__ == "__main__":
    main()
