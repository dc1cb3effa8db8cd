"""What imported people cost: start-up, memory, look-ups; with the Turtle files alone and with people beside them.

usage: python bench/people.py PEOPLE.tar.gz [MORE ...]

Each line of start-up is a process of its own. The index is made in the second line and found in the third.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from memograph.authority.index import Authority, known_beforehand
from memograph.config import Config, load_config
from memograph.personal_names import parse_name


def main(imported: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as build:
        for what, paths in (("Turtle", ()), ("with people, index made", imported), ("with people", imported)):
            subprocess.run([sys.executable, __file__, "--one", what, build, *paths], check=True)
        lookups(known_beforehand(_config(build, imported)))


def one(what: str, build: str, paths: Sequence[str]) -> None:
    """Load once and print what it took."""
    config = _config(build, paths)
    started = time.process_time()
    authority = known_beforehand(config)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:24} {seconds:6.2f} s of CPU {peak:6.0f} MiB peak", flush=True)
    assert authority.directory.has_records or not paths


def lookups(authority: Authority) -> None:
    """Time the look-up of every person by name and by slug, each for the first time, on the processor."""
    people = [(parse_name(person.entry.label), person.entry.slug) for person in authority.directory]
    _report("by name", lambda name: authority.directory.bearers(name), [name for name, _ in people])
    _report("by slug", lambda slug: authority.directory.person(slug), [slug for _, slug in people])


def _report(what: str, look: Callable[[Any], object], keys: Sequence[Any]) -> None:
    times = []
    for key in keys:
        started = time.process_time()
        look(key)
        times.append((time.process_time() - started) * 1000)
    median, slow = statistics.median(times), statistics.quantiles(times, n=100)[98]
    print(
        f"{what:24} {len(keys):6d} look-ups, median {median:.3f} ms of CPU, p99 {slow:.3f} ms, most {max(times):.3f} ms"
    )


def _config(build: str, paths: Sequence[str]) -> Config:
    config = load_config()
    directory = tuple(Path(path).resolve() for path in paths)
    return replace(config, paths=replace(config.paths, directory=directory, build=Path(build)))


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        main(sys.argv[1:])
