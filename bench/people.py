"""How long the authority takes to load, and how much memory: Turtle files alone, and with the Historian's people.

usage: python bench/people.py PEOPLE.tar.gz
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from memograph.authority.index import Authority, load_authority
from memograph.config import load_config
from memograph.namespaces import Site


def main(people: Path) -> None:
    config = load_config()
    site = Site(config.site.base)
    for what, paths in (("Turtle", config.paths.authority), ("Turtle and people", (*config.paths.authority, people))):
        started = time.process_time()
        authority = load_authority(paths, site)
        seconds = time.process_time() - started
        print(f"{what:18} {_people(authority):6d} people {seconds:6.2f} s of CPU {_peak_mib():6.0f} MiB peak")


def _people(authority: Authority) -> int:
    return sum(1 for _ in authority.directory)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
