"""Verb that uploads a release to a triple store: publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from memograph.config import Config
    from memograph.uploading.upload import Outcome


@click.command()
@click.option("--to", "store", required=True, metavar="URL", help="Address of the store, or of a dataset in it.")
@click.option("--query", "query_url", default="", metavar="URL", help="Where it takes queries; found out by default.")
@click.option("--update", "update_url", default="", metavar="URL", help="Where it takes updates; likewise.")
@click.option(
    "--graph-store", "graphs_url", default="", metavar="URL", help="Where it takes graphs (default: found out)."
)
@click.option("--release", "version", default="", metavar="VERSION", help="A kept release (default: the current one).")
@click.option(
    "--in-place", is_flag=True, help="Take away the release that is there first; readers have none meanwhile."
)
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.pass_obj
def publish(
    config: Config,
    store: str,
    query_url: str,
    update_url: str,
    graphs_url: str,
    version: str,
    in_place: bool,
    dry_run: bool,
) -> None:
    """Upload a release to a SPARQL 1.1 store, graph by graph, then switch to it in one update.

    Only what the store does not hold yet is sent; an upload that was cut short goes on when it is run again. Name and
    password come from MEMOGRAPH_STORE_USER and MEMOGRAPH_STORE_PASSWORD, or a token from MEMOGRAPH_STORE_TOKEN.

    \b
    Example: memograph publish --to https://store.example/memo
    """
    from memograph.terminal import Terminal
    from memograph.uploading.addresses import Named, checked, credentials, in_clear
    from memograph.uploading.upload import Wish, upload

    named = checked(Named(store, query_url, update_url, graphs_url))
    with Terminal() as terminal:
        if credentials() and in_clear(named):
            terminal.problem(f"{store}: name and password go there unencrypted; use https:// if it has that")
        outcome = upload(config.paths.build, named, Wish(version, in_place, dry_run), terminal)
    click.echo(_told(outcome, store, dry_run))


def _told(outcome: Outcome, store: str, dry_run: bool) -> str:
    if outcome.version == outcome.before and not outcome.sent.graphs:
        return f"{store} holds release {outcome.version} already"
    sent = outcome.sent
    lines = [
        f"release    {outcome.version}{f', after {outcome.before}' if outcome.before else ''}",
        f"graphs     {outcome.changed:,} changed, {outcome.unchanged:,} as they were",
        f"{'to send' if dry_run else 'sent':<10} {sent.triples:,} triples, those of the default graph included, "
        f"{sent.bytes / 2**20:,.1f} MiB",
    ]
    if outcome.switched:
        lines.append(f"switch     {outcome.switched:,} quads in one update")
    lines.append("nothing was sent" if dry_run else f"{store} holds it now")
    return "\n".join(lines)
