"""The folder that the web processes of one server share while it runs: budgets and counters. Made by server.py.

It is named to them in an environment variable. A web process that another server started has none, and keeps what it
counts to itself.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import IO

from memograph.publish.operation.budgets import create_table

#: Names the folder to the web processes; the second is prometheus-client's own.
RUN_DIRECTORY, METRICS_DIRECTORY = "MEMOGRAPH_RUN_DIRECTORY", "PROMETHEUS_MULTIPROC_DIR"

_PREFIX, _BUDGETS, _METRICS, _LOCK = "memograph-run-", "budgets", "metrics", "in-use"

#: Seconds for which a folder without a lock is left alone: its server may be about to take it.
_GRACE = 60.0

_locks: list[IO[bytes]] = []


def make_run_directory() -> None:
    """A new folder in the system's place for temporary files, for this process and those that it starts from here on.

    Raises:
        OSError: nothing can be written there.
    """
    _remove_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    _hold(folder)
    create_table(folder / _BUDGETS)
    (folder / _METRICS).mkdir()
    os.environ[RUN_DIRECTORY], os.environ[METRICS_DIRECTORY] = str(folder), str(folder / _METRICS)


def _hold(folder: Path) -> None:
    """Lock a folder for as long as this process, or one that it forks, lives."""
    lock = (folder / _LOCK).open("wb")
    fcntl.flock(lock, fcntl.LOCK_SH)
    _locks.append(lock)


def _remove_left_behind() -> None:
    """Remove folders of servers that were killed."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            if lock.stat().st_uid != os.geteuid() or lock.stat().st_mtime > time.time() - _GRACE:
                continue
            with lock.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:  # in use, or gone meanwhile
            continue


def remove_run_directory() -> None:
    """Remove it and all in it."""
    os.environ.pop(METRICS_DIRECTORY, None)
    if folder := os.environ.pop(RUN_DIRECTORY, None):
        shutil.rmtree(folder, ignore_errors=True)
    while _locks:
        _locks.pop().close()


def budget_table() -> Path | None:
    """File of the table that all web processes share, None where there is none."""
    folder = os.environ.get(RUN_DIRECTORY)
    return Path(folder) / _BUDGETS if folder else None


def shares_metrics() -> bool:
    """Whether counters are shared among several web processes."""
    return METRICS_DIRECTORY in os.environ
