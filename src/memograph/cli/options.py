"""Kinds of values that several verbs take."""

from __future__ import annotations

from pathlib import Path

import click

#: A file or folder that is there.
EXISTING = click.Path(exists=True, path_type=Path)
#: A folder that is there.
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
#: A folder, made where it is not there.
FOLDER = click.Path(file_okay=False, path_type=Path)
