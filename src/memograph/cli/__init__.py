"""The command line: one verb per thing a user does. Top of the house; knows Click, and exit codes.

Exit codes: 0 good; 1 a document or the release did not pass; 2 usage or configuration. Heavy modules are imported in
the verb that needs them, so that ``memograph --help`` answers at once. Verbs stand in modules by theme: asking,
authority, building, exchanging, extracting, initializing, learning, measuring, publishing, reviewing, serving.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from memograph.cli.asking import show, who
from memograph.cli.authority import authority
from memograph.cli.building import build, releases, validate
from memograph.cli.exchanging import export, import_
from memograph.cli.extracting import annotate, relations
from memograph.cli.initializing import init
from memograph.cli.learning import train
from memograph.cli.measuring import score
from memograph.cli.publishing import publish
from memograph.cli.reviewing import review
from memograph.cli.serving import ensure_release, publish_settings, query, serve
from memograph.errors import ConfigurationError, MemographError, ModelMissing

__all__ = ["ensure_release", "main", "publish_settings"]


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


for _question in (show, who):
    authority.add_command(_question)
_VERBS = (
    annotate,
    authority,
    build,
    export,
    import_,
    init,
    publish,
    query,
    relations,
    releases,
    review,
    score,
    serve,
    train,
    validate,
)
for _verb in _VERBS:
    main.add_command(_verb)
