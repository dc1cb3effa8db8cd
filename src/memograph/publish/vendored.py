"""Files of other people's making that browsers get: ``static/vendor/``, which hatch_build.py fills. Bottom of publish/.

Where memograph runs without having been installed, there are none, and pages are as they are without JavaScript.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "vendor"

#: What whoever starts a server is told.
MISSING = (
    "The browser code of the query editor and the map is not there, so pages are plainer than they could be. "
    "To get it, install memograph: pip install --editable ."
)


def vendored(name: str) -> Path | None:
    """A file of that folder; None where memograph was installed without it."""
    path = FOLDER / name
    return path if path.is_file() else None
