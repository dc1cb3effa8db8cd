"""The folder that web processes share: made, removed, and what a killed server leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from memograph.publish.operation import rundir
from tests.publish_sample import children, wait_until_gone

SERVER = """
import os, signal
from memograph.publish.operation.rundir import make_run_directory
make_run_directory()
print(os.environ["MEMOGRAPH_RUN_DIRECTORY"], flush=True)
if os.fork() == 0:
    signal.pause()
signal.pause()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in (rundir.RUN_DIRECTORY, rundir.METRICS_DIRECTORY):
        monkeypatch.setenv(name, "")  # so that they are as before when the test is over
    return tmp_path


def made() -> Path:
    rundir.make_run_directory()
    return Path(os.environ[rundir.RUN_DIRECTORY])


def wait_for_child(pid: int) -> int:
    until = time.monotonic() + 5
    while not (found := children(pid)):
        assert time.monotonic() < until
    return found[0]


def test_made_and_removed(temporary: Path) -> None:
    folder = made()
    assert folder.parent == temporary
    assert rundir.budget_table() == folder / "budgets"
    assert Path(os.environ[rundir.METRICS_DIRECTORY]).is_dir()
    assert folder.stat().st_mode & 0o777 == 0o700
    rundir.remove_run_directory()
    assert not folder.exists()
    assert (rundir.budget_table(), rundir.shares_metrics()) == (None, False)


def test_what_a_killed_server_left_is_removed_once_all_its_processes_are_gone(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rundir, "_GRACE", -1.0)
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        left = Path(server.stdout.readline().strip())
        forked = wait_for_child(server.pid)
        server.kill()
        server.wait()
        made()
        rundir.remove_run_directory()
        assert left.is_dir(), "a web process still uses it"
        os.kill(forked, signal.SIGKILL)
        assert wait_until_gone([forked]) == []
    made()
    rundir.remove_run_directory()
    assert not left.exists()
