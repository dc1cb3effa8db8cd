"""How an operator runs it: settings read anew, logs rotated, gunicorn's own command line, ended without remains."""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from memograph.cli import publish_settings
from memograph.config import load_config
from memograph.publish.serving.server import gunicorn_options
from tests.publish_sample import children, start_server, stop_server, wait_until_gone


def web_processes(pid: int) -> set[int]:
    return {each for each in children(pid) if b"publish.engine.worker" not in command(each)}


def command(pid: int) -> bytes:
    """What a process runs; nothing where it ended since it was listed."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def wait_for(true: Callable[[], bool], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_sighup_replaces_processes_and_no_request_fails(build_dir: Path) -> None:
    server = start_server(build_dir, client_errors=2, processes=1)
    statuses: list[int] = []

    def ask(query: str = "") -> int:
        path = "sparql" if query else "page/person/gromyko-andrei"
        with httpx.Client(base_url=server.address, verify=False, timeout=20) as client:
            statuses.append(client.get(path, params={"query": query} if query else {}).status_code)
        return statuses[-1]

    assert [ask("wrong"), ask("wrong"), ask("wrong")] == [400, 400, 429]
    statuses.clear()
    before = children(server.process.pid)
    server.process.send_signal(signal.SIGHUP)
    wait_for(lambda: ask() == 200 and not set(before) & set(children(server.process.pid)))
    assert set(statuses) == {200}
    assert wait_until_gone(before, 5) == []
    assert ask("ASK {}") == 429, "what was used is known to the new processes"
    after = children(server.process.pid)
    assert stop_server(server) == (0, "ended\n")
    assert wait_until_gone(after, 5) == []


def test_sigusr1_begins_a_new_log(build_dir: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    server = start_server(build_dir, access_log=str(log), processes=1)
    try:
        httpx.get(f"{server.address}healthz")
        wait_for(lambda: "/healthz" in log.read_text())
        log.rename(tmp_path / "access.log.1")
        server.process.send_signal(signal.SIGUSR1)
        wait_for(log.exists)

        def lands() -> bool:
            httpx.get(f"{server.address}readyz")
            return "/readyz" in log.read_text()

        wait_for(lands)
        assert "/healthz" not in log.read_text()
    finally:
        stop_server(server)


def test_gunicorn_reads_the_same_settings(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memograph.toml").write_text(
        '[serve]\nhost = "::1"\nport = 4711\nquery_workers = 3\nquery_queue = 5\naccess_log = "-"\nprocesses = 3\n'
    )
    monkeypatch.setenv("MEMOGRAPH_CONFIG", str(tmp_path / "memograph.toml"))
    given = runpy.run_path(str(repository / "gunicorn.conf.py"))
    expected = gunicorn_options(publish_settings(load_config()))
    assert {name: given[name] for name in expected if name != "on_starting"} == {
        name: value for name, value in expected.items() if name != "on_starting"
    }
    assert (given["bind"], given["workers"], given["accesslog"]) == ("[::1]:4711", 3, "-")


def test_gunicorn_runs_it(repository: Path, built: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "memograph.toml").write_text(
        f"[paths]\ncorpus = {json.dumps(str(repository / 'corpus'))}\nbuild = {json.dumps(str(built))}\n"
        f'[serve]\nport = {port}\nmetrics = true\naccess_log = "access.log"\n'
    )
    environment = {**os.environ, "MEMOGRAPH_CONFIG": str(tmp_path / "memograph.toml")}
    command = [sys.executable, "-m", "gunicorn", "serve:app"]
    process = subprocess.Popen(command, cwd=repository, env=environment)

    def ready() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == 200
        except httpx.TransportError:
            return False

    try:
        wait_for(ready, 60)
        assert "memograph_requests_total" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert '"path": "/readyz"' in (tmp_path / "access.log").read_text()
        below = children(process.pid)
        web = web_processes(process.pid)
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: ready() and not web & web_processes(process.pid), 60)
        below += children(process.pid)
    finally:
        process.terminate()
    assert process.wait(20) == 0
    assert wait_until_gone(below, 5) == []
