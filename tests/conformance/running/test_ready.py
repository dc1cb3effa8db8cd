"""Readiness is not liveness: what a probe sees when no query can be answered, and when one can be again."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import httpx

from tests.publish_sample import Server, children, start_server, stop_server, wait_until_gone


def query_workers(pid: int) -> list[int]:
    return [
        each
        for each in children(pid)
        if b"memograph.publish.engine.worker" in Path(f"/proc/{each}/cmdline").read_bytes()
    ]


def wait_until_ready(server: Server) -> None:
    """Wait for both web processes: either answers, and the worker of one may still be starting."""
    until, ready = time.monotonic() + 60, 0
    while ready < 8:
        answer = httpx.get(f"{server.address}readyz", timeout=60)
        ready = ready + 1 if answer.status_code == 200 else 0
        assert time.monotonic() < until
    assert answer.json()["status"] == "ready"


def test_a_store_that_cannot_be_opened_and_then_can(build_dir: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    shutil.copytree(build_dir, build, symlinks=True)
    server = start_server(build)
    try:
        wait_until_ready(server)
        (store,) = build.glob("releases/*/store")
        store.rename(store.with_name("away"))
        killed = query_workers(server.process.pid)
        assert killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        wait_until_gone(killed)
        answer = httpx.get(f"{server.address}readyz", timeout=60)
        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:memograph:problem:release"
        assert str(tmp_path) not in answer.text, "paths of the server are its own business"
        assert httpx.get(f"{server.address}healthz").status_code == 200
        store.with_name("away").rename(store)
        wait_until_ready(server)
    finally:
        stop_server(server)


def test_workers_that_do_not_answer(build_dir: Path) -> None:
    server = start_server(build_dir, query_seconds=60.0)
    try:
        wait_until_ready(server)
        stopped = query_workers(server.process.pid)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        started = time.monotonic()
        answer = httpx.get(f"{server.address}readyz", timeout=60)
        assert 2.5 < time.monotonic() - started < 30.0, "not at the deadline of queries, which is later"
        assert (answer.status_code, answer.json()["status"]) == (503, 503)
        assert "within 3 seconds" in answer.json()["detail"]
        assert httpx.get(f"{server.address}healthz").status_code == 200
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        wait_until_ready(server)
    finally:
        stop_server(server)
