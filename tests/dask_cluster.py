"""A Dask cluster on this machine: a scheduler and workers that are processes of their own, and can be ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client

from tests.conftest import REPOSITORY

#: Seconds to wait for a process to be there.
PATIENCE = 60.0


class Cluster:
    """A scheduler on a free port of 127.0.0.1; use it as a context manager, which ends all of it.

    Args:
        folder: for the address and the workers' files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self._file)
        )
        deadline = time.monotonic() + PATIENCE
        while not self._file.exists():
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.05)
        self.address: str = json.loads(self._file.read_text(encoding="utf-8"))["address"]
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()

    def worker(self, *, preload: Path | None = None, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker; it is there some time after. `preload`: a file of Python that it runs first."""
        return self._start(
            *("worker", "--scheduler-file", str(self._file), "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"),
            *("--local-directory", str(self._folder)),
            *(("--preload", str(preload)) if preload else ()),
            **environment,
        )

    def wait_for(self, workers: int) -> None:
        """Wait until so many are there."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)

    def _start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        paths = filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH")))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--no-dashboard"],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process


class Mortal:
    """Works on numbers, and ends its process at some of them; told where it may write."""

    def __init__(self, deadly: tuple[int, ...], folder: Path) -> None:
        self._deadly = deadly
        (folder / "made.txt").touch(exist_ok=False)  # a second one in the same process would fail

    def __call__(self, item: int) -> tuple[int, int]:
        if item in self._deadly or item < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return item, os.getpid()


def alike() -> dict[str, str]:
    return {"tests": os.environ.get("MEMOGRAPH_TEST_VERSION", "1")}


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, which has no time to say good-bye."""
    process.send_signal(signal.SIGKILL)
    process.wait()
