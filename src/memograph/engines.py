"""Which executor runs the documents of a build, as ``[build] engine`` says. Between build.py and executors/.

The same function runs on each document whatever the engine, so the release is the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from memograph.config import Config
from memograph.curation.plan import Plan
from memograph.executors import run
from memograph.executors.deadline import limited
from memograph.fingerprint import made_with
from memograph.model import Raw

Outcome = TypeVar("Outcome")


def run_documents(
    make_worker: Callable[[Config, Plan], Callable[[Raw], Outcome]],
    config: Config,
    plan: Plan,
    raws: Iterable[Raw],
    lost: Callable[[Raw, str], Outcome],
    told: Callable[[str], None],
) -> Iterator[Outcome]:
    """Run a worker over documents; results may come in another order.

    Args:
        make_worker: called once per process with configuration and plan; must be importable by name.
        lost: makes the outcome of a document that ends the process which works on it, twice; with the reason.
        told: is told what a person should know of the engine meanwhile.

    Raises:
        ClusterError: see `executors.distributed.over_dask`.
    """
    seconds = config.build.document_seconds
    if config.build.engine != "dask":
        processes = 1 if config.build.engine == "serial" else config.extract.processes
        return run(make_worker, (config, plan), raws, processes, lost, seconds)
    from memograph.executors.distributed import over_dask
    from memograph.executors.errands import Outfit
    from memograph.luggage import CarriedWorker, pack

    luggage = pack(config, plan)
    alike = partial(made_with, config.extract.model)
    name = f"{make_worker.__module__} {make_worker.__qualname__} {luggage.name}"
    outfit = Outfit(CarriedWorker, (partial(limited, make_worker, seconds), luggage), name, alike)
    return over_dask(outfit, raws, config.build.scheduler, lost, told)
