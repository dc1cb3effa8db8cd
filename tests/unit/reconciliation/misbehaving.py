"""A reconciliation service that misbehaves: a process of its own, one way of misbehaving at each path.

``python -m tests.unit.reconciliation.misbehaving`` prints its port and serves until it is ended. ``GET /count/<path>``
tells how many requests came to that path, and when.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SPACE = "http://www.wikidata.org/entity/"
MANIFEST: dict[str, Any] = {
    "versions": ["0.2"],
    "name": "Test service",
    "identifierSpace": SPACE,
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
    "extend": {},
    "batchSize": 10,
}
#: What stands in the manifest instead, by path.
LIES: dict[str, Any] = {
    "view": {"view": {"url": "https://www.wikidata.org/wiki/"}},
    "view-script": {"view": {"url": "javascript:alert('{{id}}')"}},
    "view-text": {"view": "https://www.wikidata.org/wiki/{{id}}"},
    "version": {"versions": ["1.0-draft"]},
    "no-name": {"name": None},
    "space": {"identifierSpace": 7},
    "batch-zero": {"batchSize": 0},
    "batch-text": {"batchSize": "many"},
    "suggest-number": {"suggest": {"type": {"service_url": 8, "service_path": "/x"}}},
    "old": {"versions": None},
}
SEEN: dict[str, list[float]] = {}
QUERIES: dict[str, list[Any]] = {}


def candidate(name: str, **more: Any) -> dict[str, Any]:
    return {"id": "Q42", "name": name, "score": 80, "match": False, "type": [{"id": "Q5", "name": "human"}], **more}


MALFORMED = [
    7,
    {"name": "no id", "score": 1},
    candidate("id is a number", id=42),
    candidate("empty id", id=" "),
    candidate("line in the id", id="Q1\nQ2"),
    candidate("no score", score="high"),
    candidate("not finite", score=float("nan")),
    candidate("true is no score", score=True),
    {**candidate(""), "name": None},
    candidate("not of the scheme", id="42"),
    candidate("the\x1b[31m right\x07 one\n\u202e", id="Q43", features=[{"id": "name", "value": 98.5}, 3, {"id": 4}]),
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, _, rest = urlsplit(self.path).path.strip("/").partition("/")
        if path == "count":
            return self.json({"times": SEEN.get(rest, []), "queries": QUERIES.get(rest, [])})
        SEEN.setdefault(path, []).append(time.time())
        if rest == "suggest":
            return self.suggest(path)
        if hasattr(self, f"get_{path.replace('-', '_')}"):
            return getattr(self, f"get_{path.replace('-', '_')}")()
        manifest = {**MANIFEST, **LIES.get(path, {})}
        if path in ("suggesting", "suggesting-html"):
            place = {"service_url": f"http://{self.headers['Host']}", "service_path": f"/{path}/suggest"}
            manifest["suggest"] = {"type": place, "property": place}
        if path == "elsewhere-suggest":
            manifest["suggest"] = {"type": {"service_url": "http://127.0.0.1:1", "service_path": "/x"}}
        return self.json({name: value for name, value in manifest.items() if value is not None})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path.strip("/")
        SEEN.setdefault(path, []).append(time.time())
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))
        if "extend" in form:
            asked = json.loads(form["extend"][0])
            rows = {
                id_: {p["id"]: [{"str": f"{p['id']} of {id_}"}] for p in asked["properties"]} for id_ in asked["ids"]
            }
            return self.json({"meta": asked["properties"], "rows": rows})
        queries = json.loads(form["queries"][0])
        QUERIES.setdefault(path, []).append(queries)
        post = getattr(self, f"post_{path.replace('-', '_')}", None)
        return post(queries) if post else self.good(queries)

    # ── manifests that are none ───────────────────────────────────────────────────────────────────────────────────────

    def get_html(self) -> None:
        self.send(200, b"<!DOCTYPE html><title>Welcome</title>", "text/html")

    def get_html_as_json(self) -> None:
        self.send(200, b"<html>not json</html>", "application/json")

    def get_list(self) -> None:
        self.json([MANIFEST])

    def get_latin(self) -> None:
        self.send(200, '{"name": "caf\u00e9"}'.encode("latin-1"), "application/json")

    def get_deep(self) -> None:
        self.send(200, b"[" * 200_000, "application/json")

    def get_broken(self) -> None:
        self.send(500, b"<h1>Internal Server Error</h1>", "text/html")

    def get_forbidden(self) -> None:
        self.send(403, b"Members only", "text/plain")

    def get_flaky(self) -> None:
        if len(SEEN["flaky"]) < 3:
            return self.send(503, b"", "text/plain", {"Retry-After": "0"})
        return self.json(MANIFEST)

    def get_tomorrow(self) -> None:
        self.send(429, b"", "text/plain", {"Retry-After": "86400"})

    def get_huge(self) -> None:
        self.drip(50 * 2**20, 0)

    def get_slow(self) -> None:
        self.drip(100, 0.2)

    def get_silent(self) -> None:
        time.sleep(30)

    def get_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"name": ')
        self.close_connection = True

    def get_moved(self) -> None:
        self.send(302, b"", "text/plain", {"Location": "/good"})

    def get_elsewhere(self) -> None:
        self.send(302, b"", "text/plain", {"Location": "http://127.0.0.2:1/good"})

    def get_loop(self) -> None:
        self.send(302, b"", "text/plain", {"Location": "/loop"})

    # ── answers that are none ─────────────────────────────────────────────────────────────────────────────────────────

    def good(self, queries: dict[str, Any]) -> None:
        self.json({key: {"result": [candidate(query["query"])]} for key, query in queries.items()})

    def post_malformed(self, queries: dict[str, Any]) -> None:
        self.json({key: {"result": MALFORMED} for key in queries})

    def post_says_why(self, queries: dict[str, Any]) -> None:
        self.json({key: {"result": [], "error": "There is no type “Q5”."} for key in queries})

    def post_no_list(self, queries: dict[str, Any]) -> None:
        self.json({key: {"result": "many"} for key in queries})

    def post_gaps(self, queries: dict[str, Any]) -> None:
        self.json({key: {"result": [candidate("x")]} for key in list(queries)[::2]} | {"q9999": {"result": []}})

    def post_answer_list(self, queries: dict[str, Any]) -> None:
        self.json([{"result": []} for _ in queries])

    def post_two_at_once(self, queries: dict[str, Any]) -> None:
        if len(queries) > 2:
            return self.send(413, b"", "text/plain")
        return self.good(queries)

    def post_fat(self, queries: dict[str, Any]) -> None:
        """One query is fine, more are too long."""
        pad = candidate("x", description="x" * 150_000)
        self.json({key: {"result": [pad]} for key in queries})

    def post_sometimes_html(self, queries: dict[str, Any]) -> None:
        if any(query["query"].endswith("3") for query in queries.values()):
            return self.get_html()
        return self.good(queries)

    def post_down(self, queries: dict[str, Any]) -> None:
        self.send(502, b"Bad Gateway", "text/html", {"Retry-After": "0"})

    def post_kept(self, queries: dict[str, Any]) -> None:
        self.send(307, b"", "text/plain", {"Location": "/good"})

    def post_sent_away(self, queries: dict[str, Any]) -> None:
        self.send(307, b"", "text/plain", {"Location": "http://127.0.0.2:1/good"})

    def post_turned(self, queries: dict[str, Any]) -> None:
        self.send(302, b"", "text/plain", {"Location": "/good"})

    def suggest(self, path: str) -> None:
        if path == "suggesting-html":
            return self.get_html()
        known = [
            {"id": "Q5", "name": "human"},
            {"id": "P569", "name": "date of birth"},
            {"id": "Q1", "name": "humanity"},
        ]
        prefix = parse_qs(urlsplit(self.path).query)["prefix"][0]
        return self.json({"result": [each for each in known if each["name"].startswith(prefix[:4])]})

    # ── sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def json(self, value: Any) -> None:
        self.send(200, json.dumps(value).encode(), "application/json")

    def send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, size: int, seconds: float) -> None:
        """So many bytes of white space in a hundred pieces, with a pause before each."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(size))
        self.end_headers()
        for _ in range(100):
            time.sleep(seconds)
            self.wfile.write(b" " * (size // 100))

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit()
