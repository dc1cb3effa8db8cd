"""Tables of requests and answers: a ``cases.toml`` in each folder beside this file, one TOML table a case.

::

    request  "METHOD /path", or "GET ?query" for /sparql?query=... (the query is encoded)
    accept   the Accept header (default */*)
    headers  further request headers;  body  of the request
    status   expected;  type  media type of the answer
    has      substrings of the body;  lacks  substrings it must not have
    hurried  true: ask the server whose deadline is near (`hurried` of publish_sample.py)
    answer   response headers, each a regular expression that must match from the beginning ("" = absent or empty: "^$")
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import httpx

Case = dict[str, Any]
KEYS = {"request", "accept", "headers", "body", "status", "type", "has", "lacks", "answer", "hurried"}


def read_cases(beside: str) -> dict[str, Case]:
    """The cases of ``cases.toml`` in the folder of the file `beside`."""
    cases: dict[str, Case] = tomllib.loads(Path(beside).with_name("cases.toml").read_text(encoding="utf-8"))
    unknown = {name: set(case) - KEYS for name, case in cases.items() if set(case) - KEYS}
    assert not unknown, unknown
    return cases


def send(client: httpx.Client, case: Case) -> httpx.Response:
    """Send the request of a case."""
    method, _, target = case["request"].partition(" ")
    headers = {"Accept": case.get("accept", "*/*"), **case.get("headers", {})}
    if target.startswith("?"):
        return client.request(method, "sparql", params={"query": target[1:]}, headers=headers)
    return client.request(method, target, headers=headers, content=case.get("body", "").encode() or None)


def check(client: httpx.Client, case: Case) -> httpx.Response:
    """Send a case and hold the answer against it."""
    response = send(client, case)
    assert response.status_code == case["status"], response.text
    if "type" in case:
        assert response.headers["Content-Type"] == case["type"]
    for part in case.get("has", ()):
        assert part in response.text
    for part in case.get("lacks", ()):
        assert part not in response.text
    for header, pattern in case.get("answer", {}).items():
        assert re.match(pattern, response.headers.get(header, "")), f"{header}: {response.headers.get(header)}"
    if case["request"].startswith("HEAD"):
        assert response.content == b""
    return response
