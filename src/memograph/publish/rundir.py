"""The folder that the web processes of one server share while it runs: budgets and counters. Made by server.py.

It is named to them in an environment variable. A web process that another server started has none, and keeps what it
counts to itself.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from memograph.publish.budgets import create_table

#: Names the folder to the web processes; the second is prometheus-client's own.
RUN_DIRECTORY, METRICS_DIRECTORY = "MEMOGRAPH_RUN_DIRECTORY", "PROMETHEUS_MULTIPROC_DIR"

_BUDGETS, _METRICS = "budgets", "metrics"


def make_run_directory() -> None:
    """A new folder in the system's place for temporary files, for this process and those that it starts from here on.

    Raises:
        OSError: nothing can be written there.
    """
    folder = Path(tempfile.mkdtemp(prefix="memograph-"))
    create_table(folder / _BUDGETS)
    (folder / _METRICS).mkdir()
    os.environ[RUN_DIRECTORY], os.environ[METRICS_DIRECTORY] = str(folder), str(folder / _METRICS)


def remove_run_directory() -> None:
    """Remove it and all in it."""
    os.environ.pop(METRICS_DIRECTORY, None)
    if folder := os.environ.pop(RUN_DIRECTORY, None):
        shutil.rmtree(folder, ignore_errors=True)


def budget_table() -> Path | None:
    """File of the table that all web processes share, None where there is none."""
    folder = os.environ.get(RUN_DIRECTORY)
    return Path(folder) / _BUDGETS if folder else None


def shares_metrics() -> bool:
    """Whether counters are shared among several web processes."""
    return METRICS_DIRECTORY in os.environ
