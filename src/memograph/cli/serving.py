"""Verbs that answer: query, serve."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.publish.settings import PublishSettings

_QUERY_FORMATS = ("csv", "tsv", "json", "xml", "turtle", "ntriples", "rdfxml", "jsonld")


@click.command()
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


@click.command()
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
    from memograph.publish.serving.server import serve as run_server
    from memograph.publish.vendored import MISSING, vendored

    if build_first:
        ensure_release(config)
    if vendored("made-from.txt") is None:
        click.echo(MISSING, err=True)
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
        language=config.serve.language,
        query_seconds=config.serve.query_seconds,
        query_memory_mib=config.serve.query_memory_mib,
        result_mib=config.serve.result_mib,
        result_rows=config.serve.result_rows,
        workers=config.serve.query_workers,
        queue=config.serve.query_queue,
        cache_mib=config.serve.cache_mib,
        processes=config.serve.processes,
        client_seconds=config.serve.client_seconds,
        client_errors=config.serve.client_errors,
        trusted_proxies=config.serve.trusted_proxies,
        metrics=config.serve.metrics,
        access_log=config.serve.access_log,
        log_queries=config.serve.log_queries,
        store_url=config.store.url,
        store_credentials=config.store.credentials,
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
