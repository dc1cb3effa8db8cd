"""Builds on a Dask cluster of real processes, of which some are killed: the same release as by one process alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from memograph.build import build_release
from memograph.config import load_config, with_engine, with_paths
from memograph.errors import ClusterError
from memograph.executors.distributed import WAITING, over_dask
from memograph.executors.errands import Outfit
from memograph.release import current_release
from tests.conftest import REPOSITORY
from tests.dask_cluster import Cluster, Mortal, alike, end

ITEMS = 24


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with Cluster(tmp_path) as cluster:
        yield cluster


def lost(item: int, reason: str) -> tuple[int, int]:
    assert "ended two workers" in reason
    return item, -1


def run(cluster: Cluster, told: list[str], deadly: tuple[int, ...] = ()) -> Iterator[tuple[int, int]]:
    outfit = Outfit(Mortal, (deadly,), f"mortal {deadly}", alike)
    return over_dask(outfit, iter(range(ITEMS)), cluster.address, lost, told.append)


def test_items_are_taken_as_there_is_room_and_a_worker_that_comes_later_is_used(cluster: Cluster) -> None:
    taken, workers = list[int](), set[int]()

    def stream() -> Iterator[int]:
        while len(workers) < 2:
            taken.append(len(taken))
            yield taken[-1]

    told: list[str] = []
    outfit = Outfit(Mortal, ((),), "mortal", alike)
    results = over_dask(outfit, stream(), cluster.address, lost, told.append)
    first = cluster.worker()
    found = [next(results)]
    assert told == [f"waiting for workers of {cluster.address}"]
    assert len(taken) == WAITING
    second = cluster.worker()
    for item, process in results:
        found.append((item, process))
        workers.add(process)
    assert sorted(item for item, _ in found) == taken
    assert workers == {first.pid, second.pid}


def test_an_item_that_ends_two_workers_is_given_up_and_no_other(cluster: Cluster) -> None:
    started = [cluster.worker() for _ in range(2)]
    told: list[str] = []
    results = run(cluster, told, deadly=(3,))
    found = [next(results)]
    started += [cluster.worker() for _ in range(2)]  # as a nanny, or a batch system, starts others
    found += results
    assert sorted(item for item, _ in found) == list(range(ITEMS))
    assert [item for item, process in found if process == -1] == [3]
    assert sum(process.poll() is not None for process in started) == 2


def test_a_worker_that_would_give_other_results_is_refused_at_the_beginning_and_not_used_later(
    cluster: Cluster,
) -> None:
    other = cluster.worker(MEMOGRAPH_TEST_VERSION="2")
    cluster.wait_for(1)
    told: list[str] = []
    with pytest.raises(ClusterError, match=r"has tests 2 and not 1, so .*install there what is installed here"):
        next(run(cluster, told))
    assert told == []
    end(other)
    good = cluster.worker()
    results = run(cluster, told)
    found = [next(results)]
    cluster.worker(MEMOGRAPH_TEST_VERSION="2")
    cluster.wait_for(2)
    found += results
    assert {process for _, process in found} == {good.pid}
    assert "has tests 2 and not 1" in told[-1]


def test_what_a_worker_raises_reaches_the_caller(cluster: Cluster) -> None:
    cluster.worker()
    outfit = Outfit(Mortal, ((),), "mortal", alike)
    with pytest.raises(TypeError, match="not supported between"):
        list(over_dask(outfit, iter(["no number"]), cluster.address, lost, [].append))  # type: ignore[arg-type]


def test_where_no_scheduler_answers_is_said(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="no Dask scheduler answers there"):
        next(over_dask(Outfit(Mortal, ((),), "mortal", alike), iter([1]), "tcp://127.0.0.1:9", lost, print))


def test_a_scheduler_that_goes_away_ends_the_run(cluster: Cluster, tmp_path: Path) -> None:
    cluster.worker()
    results = run(cluster, [])
    next(results)
    end(cluster.scheduler)
    with pytest.raises(ClusterError):
        list(results)


class Killing:
    """Progress that kills a worker as soon as the first document is done, and starts one where there is none left.

    Which worker gets the document that ends workers is chance: it may end both, or one that comes later.
    """

    def __init__(self, worker: subprocess.Popen[bytes], start: Callable[[], object]) -> None:
        self._worker, self._start = worker, start

    def stage(self, name: str, total: int | None) -> None:
        """Nothing is shown."""

    def step(self, words: int = 0) -> None:
        end(self._worker)

    def problem(self, message: str) -> None:
        if message.startswith("waiting for workers"):
            self._start()


#: A worker that runs this ends when it is to read a document called poison, as one does by a fault in compiled code.
DEADLY = """
import os, signal
from memograph import shards
from memograph.read import read_raw as read

def deadly(raw):
    if raw.id == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return read(raw)

shards.read_raw = deadly
"""


def test_a_build_that_loses_workers_makes_the_same_release(cluster: Cluster, built: Path, tmp_path: Path) -> None:
    corpus, deadly = tmp_path / "corpus/memoranda", tmp_path / "deadly.py"
    shutil.copytree(REPOSITORY / "corpus/memoranda", corpus)
    (corpus / "poison.txt").write_bytes(min(corpus.glob("*.txt")).read_bytes())
    deadly.write_text(DEADLY, encoding="utf-8")
    start = partial(cluster.worker, preload=deadly)
    workers = [start() for _ in range(2)]
    cluster.wait_for(2)
    config = with_paths(load_config(REPOSITORY / "memograph.toml"), tmp_path / "corpus", tmp_path / "build")
    outcome = build_release(with_engine(config, "dask", cluster.address), Killing(workers[1], start))
    assert outcome.quarantined == ("poison",)
    assert outcome.release
    assert outcome.release.manifest.nquads_sha256 == current_release(built).manifest.nquads_sha256
    assert current_release(config.paths.build) == outcome.release
    assert [process.poll() for process in workers] == [-9, -9], "one killed here, the other by the document"
    [told] = map(json.loads, outcome.errors_file.read_text(encoding="utf-8").splitlines())
    assert (told["class"], told["document"]) == ("failed", "poison")
    assert "it ended two workers" in told["reason"]
