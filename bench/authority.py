"""How long the five imports of the Office of the Historian's data take, and how much memory, as a user runs them.

usage: python bench/authority.py FOLDER    (with people, gsh, pocom, travels and visits .tar.gz in it)

Each is a process of its own; each is joined to the corpus and to what was imported before it. Then the five files are
read back as one graph. The aim is 60 s and 400 MB for all imports. Seconds are of processor time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

KINDS = ("people", "gsh", "pocom", "travels", "visits")


def main(data: Path) -> None:
    seconds, peak, before = 0.0, 0.0, [Path("corpus/authority")]
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            out = Path(folder) / f"{kind}.ttl"
            joined = [part for path in before for part in ("--join", str(path))]
            arguments = ["authority", "import", kind, str(data / f"{kind}.tar.gz"), "--out", str(out), *joined]
            took, used = _measured([sys.executable, "-m", "memograph.cli", *arguments])
            print(f"{kind:8} {took:6.1f} s {used:6.0f} MB, {out.stat().st_size / 1e6:5.1f} MB of Turtle", flush=True)
            seconds, peak, before = seconds + took, max(peak, used), [*before, out]
        program = (
            "import sys; from pathlib import Path; from memograph.namespaces import Site;"
            "from memograph.authority.turtle import read_authority;"
            "print(sum(1 for _ in read_authority(map(Path, sys.argv[1:]), Site('http://localhost:8000/'))), 'entries')"
        )
        took, used = _measured([sys.executable, "-c", program, *map(str, before[1:])])
        print(f"{'read':8} {took:6.1f} s {used:6.0f} MB")
    print(f"{'imports':8} {seconds:6.1f} s {peak:6.0f} MB at most")


def _measured(command: list[str]) -> tuple[float, float]:
    """Seconds of processor time and peak resident megabytes of a process: others may use the machine, too."""
    with tempfile.TemporaryFile() as log:
        actions = [(os.POSIX_SPAWN_DUP2, log.fileno(), 2)]
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        if status:
            log.seek(0)
            raise SystemExit(log.read().decode())
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]))
