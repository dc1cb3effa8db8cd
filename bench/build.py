"""Builds of growing corpora: how time and memory grow, and what processes, other machines and the cache save.

    python bench/build.py ../shared/data/frus/frus1961-63v05 --sizes 1000 5000 20000 [--out FOLDER] [--json FILE]

Corpora are made by `bench/synthetic.py`; the volume itself is built, too. Each build is a process of its own with a
configuration of its own; wall-clock seconds, since processes are compared, so nothing else should run. Told are:

- documents and words a second, and the peak memory of the largest process (``ru_maxrss``), of each size;
- the cost exponent: slope of log seconds over log documents (1 is linear);
- efficiency of two processes: seconds of one / (2 x seconds of two), at the smallest size;
- Dask (a real scheduler, as many workers) against processes, at the smallest size;
- the same again with one document changed: share of the full time, and how it divides;
- a bare `nlp.pipe` of the stock model over the same texts with the same number of processes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from synthetic import pool_of, write

HERE = Path(__file__).resolve()


@dataclass
class Run:
    """One build: what it was of, and what it took."""

    label: str
    documents: int
    words: int
    seconds: float
    peak_mib: float
    quads: int = 0
    stages: dict[str, float] = field(default_factory=dict)

    def told(self) -> str:
        stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in self.stages.items())
        return (
            f"{self.label:<28} {self.documents:>6} documents {self.seconds:>8.1f} s ({stages})  "
            f"{self.documents / self.seconds:>6.1f} documents/s {self.words / self.seconds:>8,.0f} words/s  "
            f"{self.peak_mib:>6.0f} MiB  {self.quads:>10,} quads"
        )


class Stages:
    """Progress that measures how long each stage takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name, self._since = "start", time.perf_counter()

    def stage(self, name: str, total: int | None) -> None:
        self.close()
        self._name = name

    def step(self, words: int = 0) -> None: ...

    def problem(self, message: str) -> None:
        print(message, file=sys.stderr)

    def close(self) -> None:
        now = time.perf_counter()
        self.seconds[self._name] = now - self._since
        self._since = now


def child(settings: Path) -> None:
    """One build, in this process; what it took goes to standard output as JSON."""
    from memograph.build import build_release
    from memograph.config import load_config

    stages = Stages()
    outcome = build_release(load_config(settings), stages)
    stages.close()
    assert outcome.release is not None
    print(json.dumps({"stages": stages.seconds, "quads": outcome.release.manifest.quads}))


def built(label: str, folder: Path, corpus: Path, words: int, **tables: dict[str, object]) -> Run:
    """Build a corpus in a process of its own."""
    settings = folder / f"{label.replace(' ', '-')}.toml"
    out = folder / "build" / label
    named = {"corpus": str(corpus.resolve()), "build": str(out.resolve())}
    tables = {"paths": named, **tables}
    lines = [
        f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        for name, table in tables.items()
    ]
    settings.write_text("".join(lines), encoding="utf-8")
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, str(HERE), "--child", str(settings)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{label}: the build failed")
    told = json.loads(said)
    documents = sum(1 for _ in corpus.rglob("*.txt"))
    return Run(label, documents, words, seconds, usage.ru_maxrss / 1024, told["quads"], told["stages"])


def bare(corpus: Path, processes: int, most: int = 1000) -> float:
    """Words a second of the stock pipeline on (the first of) the same texts."""
    import spacy

    from memograph.config import Config

    texts = [file.read_text(encoding="utf-8") for file in sorted(corpus.rglob("*.txt"))[:most]]
    nlp = spacy.load(Config().extract.model)
    started = time.perf_counter()
    for _ in nlp.pipe(texts, n_process=processes):
        pass
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - started)


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler and workers on the loopback interface; its address."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        file = Path(folder) / "scheduler.json"
        dask = [sys.executable, "-m", "dask"]
        local = ("--host", "127.0.0.1", "--no-dashboard")
        start(stack, [*dask, "scheduler", *local, "--port", "0", "--scheduler-file", str(file)])
        while not file.exists():
            time.sleep(0.1)
        address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
        worker = [*dask, "worker", address, *local, "--nthreads", "1"]
        for number in range(workers):
            start(stack, [*worker, "--local-directory", f"{folder}/{number}"])
        yield address


def start(stack: contextlib.ExitStack, command: list[str]) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.terminate)


def slope(runs: list[Run]) -> float:
    """Of log seconds over log documents, by least squares."""
    points = [(math.log(run.documents), math.log(run.seconds)) for run in runs]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("volume", type=Path, nargs="?")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20000])
    parser.add_argument("--words", type=int, default=150, help="of each made-up document, at least")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, help="where to work (default: a folder that goes afterwards)")
    parser.add_argument("--json", type=Path, help="where to put the figures")
    parser.add_argument("--skip", nargs="*", default=[], choices=["volume", "one", "dask", "bare", "incremental"])
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return
    with tempfile.TemporaryDirectory() as temporary:
        figures = measured(options, options.out or Path(temporary))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measured(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    folder.mkdir(parents=True, exist_ok=True)
    pool, extract = pool_of(options.volume), {"processes": options.processes}
    figures: dict[str, object] = {}
    runs: list[Run] = []

    def note(run: Run) -> Run:
        print(run.told(), flush=True)
        figures[run.label] = asdict(run)
        return run

    def ratio(name: str, value: float, aim: str) -> None:
        print(f"{name:<60} {value:.3f}  (aim {aim})", flush=True)
        figures[name] = value

    if "volume" not in options.skip:
        words = sum(len(file.read_text(encoding="utf-8").split()) for file in options.volume.glob("*.txt"))
        volume = note(built("volume", folder, options.volume, words, extract=extract))
        if "bare" not in options.skip:
            ratio("volume, words a second against bare nlp.pipe", _against(volume, options.volume, extract), ">= 1")
    for number, size in enumerate(options.sizes):
        corpus = folder / f"corpus{size}"
        words = write(corpus, pool, size, options.words)
        runs.append(note(built(f"{size}", folder, corpus, words, extract=extract)))
        if number == 0:
            smallest(options, folder, corpus, runs[0], note, ratio)
    if len(runs) > 1:
        ratio("cost exponent", slope(runs), "<= 1.05")
    if "incremental" not in options.skip:
        for run in runs:
            corpus = folder / f"corpus{run.documents}"
            [*_, last] = sorted(corpus.rglob("*.txt"))
            text = last.read_text(encoding="utf-8")  # what is added drops nothing that was published
            last.write_text(text.replace("\n\n* * *", "\n\nNothing else was said.\n\n* * *", 1), encoding="utf-8")
            again = note(built(run.label, folder, corpus, run.words, extract=extract))
            ratio(f"{run.label}: one document changed, share of the full time", again.seconds / run.seconds, "<= 0.02")
            before, after = run.stages["extract"], again.stages["extract"]
            ratio(f"{run.label}: the same, of the stage that makes shards", after / before, "<= 0.02")
    return figures


def _against(run: Run, corpus: Path, extract: dict[str, int]) -> float:
    return run.words / run.seconds / bare(corpus, extract["processes"])


def smallest(options: argparse.Namespace, folder: Path, corpus: Path, run: Run, note, ratio) -> None:  # type: ignore[no-untyped-def]
    """What is compared at the smallest size only."""
    many = options.processes
    if "bare" not in options.skip:
        ratio("words a second against bare nlp.pipe", _against(run, corpus, {"processes": many}), ">= 1")
    if "one" not in options.skip:
        one = note(built(f"{run.label} one process", folder, corpus, run.words, extract={"processes": 1}))
        ratio(f"efficiency of {many} processes", one.seconds / (many * run.seconds), ">= 0.85")
        shards = one.stages["extract"] / (many * run.stages["extract"])
        ratio(f"efficiency of {many} processes, making shards", shards, ">= 0.85")
    if "dask" not in options.skip:
        with cluster(many) as address:
            engine = {"engine": "dask", "scheduler": address}
            dask = note(built(f"{run.label} dask", folder, corpus, run.words, build=engine))
        ratio("Dask against processes", run.seconds / dask.seconds, ">= 0.9")


if __name__ == "__main__":
    main()
