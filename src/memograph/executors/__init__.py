"""How a build runs its documents: one after another, in several processes, or on other machines.

An executor is given a way to make a worker (which loads models once) and a stream of items; it takes items as it has
room for them and yields results in their order, so that the outcome does not depend on how it was run. build.py says
what is run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any, TypeVar

from memograph.executors.deadline import limited
from memograph.executors.processes import in_processes

__all__ = ["DOCUMENTS_PER_PROCESS", "run"]

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

#: Below this many documents a second process costs more (loading the model) than it saves.
DOCUMENTS_PER_PROCESS = 12


def run(
    make_worker: Callable[..., Callable[[Item], Outcome]],
    arguments: tuple[Any, ...],
    items: Iterable[Item],
    processes: int,
    lost: Callable[[Item, str], Outcome],
    seconds: float,
) -> Iterator[Outcome]:
    """Run a worker over items, in this process or in several.

    Args:
        make_worker: called once per process with `arguments`; must be importable by name, and its arguments picklable.
        items: taken one at a time, not all at once; nothing is made for none.
        processes: how many; 0 for one per core, but not more than the number of items is worth.
        lost: makes the outcome of an item that ends the process which works on it, twice; with the reason.
        seconds: processor time that one item may take in a process of several.
    """
    most = processes or os.cpu_count() or 1
    stream = iter(items)
    first = list(islice(stream, most * DOCUMENTS_PER_PROCESS))
    wanted = processes or min(most, 1 + len(first) // DOCUMENTS_PER_PROCESS)
    if not first:
        return iter(())
    if wanted == 1:
        return map(make_worker(*arguments), chain(first, stream))
    return in_processes(partial(limited, make_worker, seconds), arguments, chain(first, stream), wanted, lost)
