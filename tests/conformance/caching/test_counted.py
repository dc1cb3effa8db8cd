"""Each answer from memory is counted and, where a log is written, logged: whichever layer gives it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx

from tests.publish_sample import start_server, stop_server

TIMES = 9


def test_answers_from_memory_are_counted(build_dir: Path) -> None:
    server = start_server(build_dir, metrics=True, processes=1)
    try:
        with httpx.Client(base_url=server.address) as client:
            for _ in range(TIMES):
                assert client.get("sparql", params={"query": "ASK {} # counted"}).status_code == 200
            text = client.get("metrics").text
    finally:
        stop_server(server)
    assert number(text, r'memograph_requests_total\{[^}]*route="/sparql"[^}]*\}') == TIMES
    assert number(text, r'memograph_cache_lookups_total\{result="hit"\}') == TIMES - 1
    assert number(text, r'memograph_cache_lookups_total\{result="miss"\}') == 1


def number(text: str, name: str) -> float:
    return sum(float(value) for value in re.findall(rf"^{name} ([\d.e+]+)$", text, re.MULTILINE))


def test_answers_from_memory_are_logged(build_dir: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    server = start_server(build_dir, access_log=str(log), processes=1)
    try:
        with httpx.Client(base_url=server.address) as client:
            for _ in range(TIMES):
                assert client.get("sparql", params={"query": "ASK {} # logged"}).status_code == 200
    finally:
        stop_server(server)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines] == [200] * TIMES
