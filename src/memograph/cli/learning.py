"""Verbs that learn: train."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import click

from memograph.cli.options import EXISTING, EXISTING_FOLDER, FOLDER
from memograph.errors import ConfigurationError

if TYPE_CHECKING:
    from memograph.config import Config


@click.command()
@click.argument("gold_dirs", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--out", required=True, type=FOLDER, help="Where the weights and their card go.")
@click.option("--authority", multiple=True, type=EXISTING, help="Authority file or folder, besides [paths] authority.")
@click.option(
    "--cache", type=FOLDER, help="Folder for what takes minutes to learn (default: training in [paths] build)."
)
@click.option("--epochs", type=click.IntRange(min=1), help="Passes of the recogniser over the documents (default: 10).")
@click.pass_obj
def train(
    config: Config,
    gold_dirs: tuple[Path, ...],
    out: Path,
    authority: tuple[Path, ...],
    cache: Path | None,
    epochs: int | None,
) -> None:
    """Learn from annotated documents: the weights that extraction runs on. Needs memograph[train].

    \b
    Example: memograph train gold/train --out src/memograph/extract/trained
    """
    from memograph.terminal import Terminal

    needs_scikit_learn()
    from memograph.training.shipping import train_weights

    with Terminal() as terminal:
        kept = cache or config.paths.build / "training"
        card = train_weights(config, gold_dirs, out, authority, kept, terminal, epochs)
    click.echo(
        f"learnt {len(card.models)} models from {card.documents} documents (sha256 {card.sha256[:12]}), into {out}"
    )


def needs_scikit_learn() -> None:
    """Refuse to learn without the one package that only learning needs.

    Raises:
        ConfigurationError: scikit-learn is not installed; the message holds the command that installs it.
    """
    if importlib.util.find_spec("sklearn") is None:
        raise ConfigurationError("learning needs scikit-learn; install it with: pip install 'memograph[train]'")
