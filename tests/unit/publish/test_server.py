"""The server process: ready, in use, ended."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from memograph.errors import ConfigurationError, ReleaseError
from memograph.publish.serving.server import serve
from memograph.publish.settings import PublishSettings
from tests.publish_sample import children, start_server, stop_server, wait_until_gone


def test_sigterm_ends_every_process(build_dir: Path) -> None:
    server = start_server(build_dir)
    assert httpx.get(f"{server.address}page/person/gromyko-andrei").status_code == 200
    below = children(server.process.pid)
    commands = [Path(f"/proc/{pid}/cmdline").read_text() for pid in below]
    assert sum("memograph.publish.engine.worker" in command for command in commands) >= 2
    assert stop_server(server) == (0, "ended\n"), "only the first process goes on after `serve`"
    assert wait_until_gone(below, 5) == []


def test_query_workers_end_with_a_web_process_that_is_killed(build_dir: Path) -> None:
    server = start_server(build_dir)
    assert httpx.get(f"{server.address}page/person/gromyko-andrei").status_code == 200
    below = children(server.process.pid)
    os.kill(server.process.pid, signal.SIGKILL)
    for pid in below:
        if "memograph.publish.engine.worker" not in Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGKILL)
    assert wait_until_gone(below, 5) == []
    stop_server(server)


def test_a_port_in_use(build_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=rf"port {port}: .*in use.*--port"):
            serve(PublishSettings(build_dir), "127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("203.0.113.1", 0), ("no.such.host.test", 0)])
def test_an_address_that_is_not_ours(build_dir: Path, host: str, port: int) -> None:
    with pytest.raises(ConfigurationError, match="Cannot listen"):
        serve(PublishSettings(build_dir), host, port)


@pytest.mark.parametrize("content", [None, b" \n", b"\xff"])
def test_credentials_that_nobody_can_read(build_dir: Path, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "credentials"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"credentials: .*store\.credentials"):
        serve(PublishSettings(build_dir=build_dir, store_url="http://127.0.0.1:9/", store_credentials=str(file)), "", 0)


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="memograph build"):
        serve(PublishSettings(tmp_path), "127.0.0.1", 0)
