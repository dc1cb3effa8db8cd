"""Builds in processes that can be killed at once and cost little: a process with all code loaded, which forks for each.

Run as a program with a configuration file; a line of its input is a build, and the bytes that its disk has room for
(`full_disk.c`). It answers with the process of the build, and then with how that ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

#: Room on a disk that is never full.
PLENTY = 2**60


class ForkedBuilds:
    """Runs this file as a program; use it as a context manager.

    Args:
        configuration: memograph.toml.
        library: `full_disk.c`, compiled.
        folder: the folder whose disk may be full.
    """

    def __init__(self, configuration: Path, library: Path, folder: Path) -> None:
        variables = {"LD_PRELOAD": str(library), "MEMOGRAPH_FOLDER": f"{folder}/"}
        command = [sys.executable, __file__, str(configuration)]
        self._process = subprocess.Popen(
            command, env={**os.environ, **variables}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> ForkedBuilds:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def begin(self, room: int = PLENTY) -> int:
        """Begin a build; its process."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{room}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> dict[str, Any]:
        """Wait for it; ``killed``, else ``good`` and the bytes ``written``, else what was ``raised``."""
        assert self._process.stdout
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told


class Quiet:
    """Progress that is not shown."""

    def stage(self, name: str, total: int | None) -> None:
        """Nothing."""

    def step(self, words: int = 0) -> None:
        """Nothing."""

    def problem(self, message: str) -> None:
        """What was left out, for whoever reads the log of a test that failed."""
        print(message, file=sys.stderr, flush=True)


def main() -> None:
    """Fork and build, a line of input each."""
    from memograph.config import load_config

    config = load_config(Path(sys.argv[1]))
    import memograph.build  # noqa: F401  (so that no build need)

    for line in sys.stdin:
        end, beginning = os.pipe()
        child = os.fork()
        if not child:
            os.environ["MEMOGRAPH_ROOM"] = line.strip()
            os.write(beginning, json.dumps(_built(config)).encode())
            os._exit(0)
        os.close(beginning)
        print(child, flush=True)
        with os.fdopen(end) as told:
            said = told.read()
        os.waitpid(child, 0)
        print(said or '{"killed": true}', flush=True)


def _built(config: Any) -> dict[str, Any]:
    from memograph.build import build_release

    try:
        outcome = build_release(config, Quiet())
    except Exception as error:
        return {"raised": type(error).__name__, "message": str(error)}
    return {"good": outcome.good, "written": ctypes.c_longlong.in_dll(ctypes.CDLL(None), "memograph_written").value}


if __name__ == "__main__":
    main()
