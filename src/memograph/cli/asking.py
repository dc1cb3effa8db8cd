"""Verbs that ask what is known beforehand: authority who, authority show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from memograph.errors import AuthorityError

if TYPE_CHECKING:
    from memograph.authority.asking import Holding
    from memograph.authority.directory import KnownPerson
    from memograph.authority.index import Authority
    from memograph.config import Config


@click.command()
@click.argument("post")
@click.argument("date")
@click.pass_obj
def who(config: Config, post: str, date: str) -> None:
    """Say who held POST on DATE (a day, month or year: 1963-04-01), and who says so.

    Asks [paths] authority, then [paths] directory. On the day of a handover both are named, and which is not certain.

    \b
    Example: memograph authority who "Secretary of State" 1963-04-01
    """
    from memograph.authority.asking import holdings, posts_called
    from memograph.authority.index import known_beforehand
    from memograph.terminal import show_table

    known = known_beforehand(config)
    try:
        found = [holding for each in posts_called(known, post) for holding in holdings(known, each, date)]
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="DATE") from error
    if not found:
        raise AuthorityError(f"nobody is known to have been {post} then")
    show_table(f"{post}, {date}", ("who", "id", "post", "from", "until", "source"), list(map(_row, found)))


def _row(holding: Holding) -> tuple[str, ...]:
    tenure, sure = holding.tenure, "" if holding.certain else " (or somebody else that day)"
    times = tenure.start or "", tenure.end or ""
    return f"{holding.person.label}{sure}", holding.person.slug, holding.post.label, *times, tenure.source


@click.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many people at most.")
@click.pass_obj
def show(config: Config, name: str, limit: int) -> None:
    """Say who may be meant by NAME, or what is known of the person of a slug: life, offices, identifiers, remarks.

    \b
    Example: memograph authority show "Clark, William P."
    """
    from memograph.authority.asking import people_called
    from memograph.authority.index import known_beforehand

    known = known_beforehand(config)
    found = people_called(known, name)
    if not found:
        raise AuthorityError(f"nobody called “{name}” is known")
    for person in found[:limit]:
        click.echo(_described(known, person))
    if len(found) > limit:
        click.echo(f"and {len(found) - limit} more; --limit shows them")


def _described(known: Authority, person: KnownPerson) -> str:
    """A few lines on one person."""
    entry, imported = person.entry, person.imported
    birth, death = entry.birth or (imported and imported.birth), entry.death or (imported and imported.death)
    life = f", {birth or '?'}–{death or ''}" if birth or death else ""
    lines = [f"{entry.label} ({entry.slug}){life}"]
    for tenure in known.tenures_of(entry.slug):
        when = f"{tenure.start or '?'} to {tenure.end or '?'}"
        lines.append(f"  {known.post(tenure.post).label}, {when} ({tenure.source})")
    both = (*entry.identifiers, *(imported.identifiers if imported else ()))
    records = sorted(
        {(i.scheme, i.value): i for i in both}.values(), key=lambda i: (not i.identical, i.scheme, i.value)
    )
    lines += [f"  {i.scheme} {i.value}{'' if i.identical else ' (close)'}" for i in records]
    lines += [f"  “{remark}”" for remark in dict.fromkeys(person.remarks())][:3]
    if person.volumes:
        lines.append(f"  volumes whose lists of persons have them: {len(person.volumes)}")
    return "\n".join(lines)
