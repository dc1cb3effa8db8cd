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


class _Place(click.ParamType[Path | str]):
    """Where documents lie."""

    name = "place"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """A path that is there, a glob, or a URL."""
        from memograph.config import place
        from memograph.read import is_there

        found = place(value) if isinstance(value, str) else value
        if not is_there(found):
            self.fail(f"Path {str(value)!r} does not exist.", param, ctx)
        return found


#: A file, folder or glob that is there, or a URL.
PLACE = _Place()
