"""deploy/ and docs/deploy.md: the same files; units that systemd accepts; nginx with ours in front of a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from memograph.config import load_config
from memograph.namespaces import Site
from memograph.release import assemble, publish_current
from tests.publish_sample import FACTS, SITE, known, shards, start_server, stop_server


def tool(name: str) -> str:
    """A program that CI must have, and that a user may not have."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is missing, and CI=true")
        pytest.skip(f"{name} is not installed")
    return found


def test_the_page_has_the_files(repository: Path) -> None:
    page = (repository / "docs/deploy.md").read_text(encoding="utf-8")
    files = sorted((repository / "deploy").iterdir())
    assert len(files) == 6
    for file in files:
        assert f"\n{file.read_text(encoding='utf-8')}```\n" in page, file.name


def test_the_settings_are_settings(repository: Path) -> None:
    config = load_config(repository / "deploy/memograph.toml")
    assert config.site.base == "https://archive.example/memo/"
    assert config.serve.trusted_proxies == ("127.0.0.1/32",)


@pytest.mark.parametrize("name", ["memograph.service", "memograph-build.service"])
def test_systemd_accepts_the_unit(repository: Path, tmp_path: Path, name: str) -> None:
    text = (repository / "deploy" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace("/opt/memograph/.venv/bin/memograph", sys.executable))
    command = [tool("systemd-analyze"), "verify", "--man=no", str(tmp_path / name)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_is_tight(repository: Path) -> None:
    command = [tool("systemd-analyze"), "security", "--offline=true", "--no-pager", "--threshold=15"]
    done = subprocess.run([*command, str(repository / "deploy/memograph.service")], check=False, capture_output=True)
    assert done.returncode == 0, done.stdout.decode()[-200:]


def test_the_unit_lets_query_workers_confine_themselves(repository: Path) -> None:
    text = (repository / "deploy/memograph.service").read_text(encoding="utf-8")
    allowed = set(" ".join(re.findall(r"^SystemCallFilter=(.*)$", text, re.MULTILINE)).split())
    needed = {"seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
    assert needed <= allowed, "@system-service has none of these"


def test_the_container_copies_what_the_package_needs(repository: Path) -> None:
    text = (repository / "deploy/Containerfile").read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for name in line.split()}
    assert {"pyproject.toml", "constraints.txt", "src", "ontology", "shapes", "corpus/authority"} <= copied
    assert [name for name in copied if not (repository / name).exists()] == []
    entry, command = (json.loads(found) for found in re.findall(r"^(?:ENTRYPOINT|CMD) (\[.*\])$", text, re.MULTILINE))
    arguments = [*entry[1:], *command]
    arguments[arguments.index("--config") + 1] = str(repository / "deploy/memograph.toml")
    done = subprocess.run(
        [sys.executable, "-m", "memograph.cli", *arguments], check=False, capture_output=True, text=True
    )
    assert "no release" in done.stderr.lower() or "memograph build" in done.stderr, done.stderr


@dataclass(frozen=True)
class Public:
    """A site as the public sees it, and as its operator does."""

    address: str
    inner: str
    log: Path

    def get(self, path: str, peer: str = "127.0.0.5", **more: dict[str, str]) -> httpx.Response:
        headers = {"Host": "archive.example", **more.get("headers", {})}
        transport = httpx.HTTPTransport(verify=False, local_address=peer)
        with httpx.Client(base_url=self.address, transport=transport, timeout=10) as client:
            return client.get(path, headers=headers, params=more.get("params"))

    def logged(self, path: str) -> dict[str, object]:
        until = time.monotonic() + 5
        while time.monotonic() < until:
            for line in self.log.read_text().splitlines():
                if json.loads(line)["path"] == path:
                    found: dict[str, object] = json.loads(line)
                    return found
            time.sleep(0.02)
        pytest.fail(f"{path} was not logged")


@pytest.fixture(scope="module")
def public(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    """nginx with our file (but for TLS and the port) in front of a server on a site below a path."""
    program, folder = tool("nginx"), tmp_path_factory.mktemp("public")
    site = Site("https://archive.example/memo/")
    moved = [
        b"".join(sorted(chunk.replace(SITE.base.encode(), site.base.encode()).splitlines(keepends=True)))
        for chunk in (*shards(), *known())
    ]
    publish_current(folder, assemble(moved, [], site, folder, replace(FACTS, title="Below")))
    log = folder / "access.log"
    proxies = list(load_config(repository / "deploy/memograph.toml").serve.trusted_proxies)
    server = start_server(folder, client_errors=2, metrics=True, access_log=str(log), trusted_proxies=proxies)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    conf = (repository / "deploy/nginx.conf").read_text(encoding="utf-8")
    conf = re.sub(r"^ *(?:ssl_.*|listen \[.*)\n", "", conf, flags=re.MULTILINE)
    conf = conf.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    conf = conf.replace("http://127.0.0.1:8000", server.address.rstrip("/"))
    (folder / "site.conf").write_text(conf)
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {folder}/site.conf;\n}}\n"
    )
    proxy = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    )
    try:
        _wait_for(port)
        yield Public(f"http://127.0.0.1:{port}/", server.address, log)
    finally:
        proxy.terminate()
        proxy.wait(10)
        stop_server(server)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until, "nginx does not listen"
            time.sleep(0.05)


def test_pages_below_a_path(public: Public) -> None:
    found = public.get("memo/id/person/gromyko-andrei", headers={"Accept": "text/turtle"})
    assert found.status_code == 303
    assert found.headers["Location"] == "/memo/data/person/gromyko-andrei.ttl"
    data = public.get("memo/data/person/gromyko-andrei.ttl")
    assert data.status_code == 200
    assert "https://archive.example/memo/" in data.text
    assert data.headers["Strict-Transport-Security"]
    page = public.get("memo/page/person/gromyko-andrei")
    assert 'href="/memo/static/style.css"' in page.text
    assert public.get("memo/static/style.css").status_code == 200


def test_an_encoded_slash_comes_through(public: Public) -> None:
    assert public.get("memo/page/person/a%2Fb%20c").headers["Content-Type"] == "application/problem+json"
    assert public.logged("/memo/page/person/a%2Fb%20c")["status"] == 404


def test_the_client_is_whom_nginx_saw(public: Public) -> None:
    public.get("memo/page/place/geneva", "127.0.0.9", headers={"X-Forwarded-For": "192.0.2.1"})
    assert public.logged("/memo/page/place/geneva")["client"] == "127.0.0.9"


def test_each_client_has_a_budget(public: Public) -> None:
    wrong = {"query": "SELECT {"}
    found = [public.get("memo/sparql", "127.0.0.7", params=wrong) for _ in range(3)]
    assert [each.status_code for each in found] == [400, 400, 429]
    assert int(found[2].headers["Retry-After"]) > 0
    assert found[2].headers["Access-Control-Allow-Origin"] == "*"
    assert public.get("memo/sparql", "127.0.0.8", params=wrong).status_code == 400


def test_what_is_not_for_the_public(public: Public) -> None:
    refused = public.get("memo/metrics")
    assert refused.status_code == 404
    assert "memograph_" not in refused.text
    assert "memograph_requests_total" in httpx.get(f"{public.inner}metrics").text


def test_robots_at_the_root(public: Public) -> None:
    found = public.get("robots.txt")
    assert found.status_code == 200
    assert "Disallow: /memo/sparql" in found.text


def test_too_long(public: Public) -> None:
    assert public.get(f"memo/sparql?query={'x' * 9000}").status_code == 414
    with httpx.Client(base_url=public.address, timeout=10) as client:
        headers = {"Host": "archive.example", "Content-Type": "application/sparql-query"}
        assert client.post("memo/sparql", content=b"x" * 2**21, headers=headers).status_code == 413
