"""What runs on a worker of a Dask cluster: it is equipped once, says what it is like, works on one item at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Outfit:
    """What a worker process needs to begin with; it gets it once.

    Args:
        make_worker: called once per process with `arguments` and a folder for files; importable by name.
        name: of this and no other; a process that has made a worker by this name keeps it.
        alike: what must be the same here and there for the results to be: what → version. Called on both sides.
    """

    make_worker: Callable[..., Callable[[Any], Any]]
    arguments: tuple[Any, ...]
    name: str
    alike: Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Raised:
    """What a worker raised; handed back as a result, since Dask sends the whole stack with what is raised."""

    error: Exception


def carry(outfit: Outfit) -> Outfit:
    """What others get as an argument: Dask takes its result to each worker once, and to those that come later."""
    return outfit


def describe(alike: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """What the process is like that this runs in."""
    return dict(alike())


_lock = threading.Lock()
_made: tuple[str, Callable[[Any], Any]] | None = None


def work(outfit: Outfit, item: Any) -> Any:
    """Work on an item, one at a time whatever the threads; what works is made first, if this process has not yet.

    What is raised comes back as `Raised`.

    It is held here and not in the outfit, which Dask puts on disk where memory is short.
    """
    try:
        with _lock:
            return _worker(outfit)(item)
    except Exception as error:
        return Raised(error)


def _worker(outfit: Outfit) -> Callable[[Any], Any]:
    global _made
    if _made is None or _made[0] != outfit.name:
        from distributed import get_worker

        _made = None  # two models need not fit
        folder = Path(get_worker().local_directory)
        _made = outfit.name, outfit.make_worker(*outfit.arguments, folder)
    return _made[1]
