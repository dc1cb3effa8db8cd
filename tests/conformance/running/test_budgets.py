"""What one client may use in a minute, on a real server: seconds and errors, shared by web processes, behind proxies.

The server trusts 127.0.0.2 as a proxy; the others of the loopback range are anybody. Each test has clients of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.publish_sample import Server, start_server, stop_server

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
WRONG = "SELECT * {"
PROXY = "127.0.0.2"


@pytest.fixture(scope="module")
def limited(build_dir: Path) -> Iterator[Server]:
    running = start_server(
        build_dir, query_seconds=1.0, client_seconds=2.0, client_errors=4, trusted_proxies=[f"{PROXY}/32"]
    )
    yield running
    stop_server(running)


def ask(server: Server, query: str, peer: str = PROXY, forwarded: str = "", path: str = "sparql") -> httpx.Response:
    """Ask on a connection of its own, so that any web process may get it."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    transport = httpx.HTTPTransport(verify=False, local_address=peer)
    with httpx.Client(base_url=server.address, transport=transport, headers=headers, timeout=20) as client:
        return client.get(path, params={"query": query} if query else {})


def statuses(server: Server, times: int, query: str, peer: str = PROXY, forwarded: str = "") -> list[int]:
    return [ask(server, query, peer, forwarded).status_code for _ in range(times)]


def test_errors_a_minute(limited: Server) -> None:
    assert statuses(limited, 6, WRONG, forwarded="192.0.2.1") == [400] * 4 + [429] * 2
    refused = ask(limited, "ASK {}", forwarded="192.0.2.1")
    assert refused.status_code == 429, "whatever it asks"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 15, "one of four a minute is forgotten every 15 seconds"
    problem = refused.json()
    assert problem["type"] == "urn:memograph:problem:budget"
    assert (problem["status"], problem["limit"], problem["limit_of"]) == (429, 4, "errors")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert ask(limited, "", forwarded="192.0.2.1", path="page/person/gromyko-andrei").status_code == 200
    assert statuses(limited, 1, "ASK {}", forwarded="192.0.2.2") == [200], "others go on"


def test_what_is_no_error_of_a_query_costs_nothing(limited: Server) -> None:
    found = [ask(limited, "", forwarded="192.0.2.3", path=f"page/person/nobody-{n}").status_code for n in range(8)]
    assert found == [404] * 8
    assert statuses(limited, 8, "ASK {}", forwarded="192.0.2.3") == [200] * 8


def test_seconds_a_minute(limited: Server) -> None:
    """Two seconds a minute and queries that take one: the third may still start where the second ended early."""
    found = [ask(limited, f"{SLOW} #{n}", forwarded="192.0.2.10") for n in range(4)]
    assert [each.status_code for each in found[:2]] == [503, 503]
    refused = found[-1]
    assert refused.status_code == 429
    assert refused.json()["limit_of"] == "seconds"
    assert refused.json()["limit"] == 2.0
    assert 0 < int(refused.headers["Retry-After"]) <= 40
    assert refused.headers["Retry-After"] in refused.json()["detail"]
    assert ask(limited, "", forwarded="192.0.2.10", path="page/person/gromyko-andrei").status_code == 200, "pages go on"
    assert statuses(limited, 1, "ASK {}", forwarded="192.0.2.11") == [200], "others go on"


def test_a_browser_gets_a_page(limited: Server) -> None:
    statuses(limited, 4, WRONG, forwarded="192.0.2.20")
    headers = {"X-Forwarded-For": "192.0.2.20", "Accept": "text/html"}
    with httpx.Client(
        base_url=limited.address, transport=httpx.HTTPTransport(verify=False, local_address=PROXY)
    ) as client:
        page = client.get("sparql", params={"query": "ASK {}"}, headers=headers)
    assert page.status_code == 429
    assert page.headers["Content-Type"].startswith("text/html")
    assert int(page.headers["Retry-After"]) > 0
    assert "Try again in" in page.text


def test_an_ipv6_client_is_its_network(limited: Server) -> None:
    for n in range(4):
        assert statuses(limited, 1, WRONG, forwarded=f"2001:db8:1:2::{n}") == [400]
    assert statuses(limited, 1, WRONG, forwarded="[2001:db8:1:2:ffff::9]:4711") == [429]
    assert statuses(limited, 1, WRONG, forwarded="2001:db8:1:3::1") == [400]


def test_an_address_that_a_stranger_makes_up_is_not_believed(limited: Server) -> None:
    peer = "127.0.0.30"
    found = [statuses(limited, 1, WRONG, peer, f"192.0.2.{100 + n}")[0] for n in range(6)]
    assert found == [400] * 4 + [429] * 2, "it is the address of the connection that counts"
    assert statuses(limited, 1, WRONG, PROXY, "192.0.2.100") == [400], "and not the one that was made up"


def test_the_right_most_address_that_is_no_proxy_counts(limited: Server) -> None:
    made_up = [f"203.0.113.{n}, 198.51.100.7, {PROXY}" for n in range(5)]
    assert [statuses(limited, 1, WRONG, PROXY, each)[0] for each in made_up] == [400] * 4 + [429]
    assert statuses(limited, 1, WRONG, PROXY, "203.0.113.0") == [400]


@pytest.mark.parametrize(
    "garbage", ["unknown", "::::", "1.2.3.4.5", "' OR 1=1", ", ,", "a" * 4000, "[", "[]:1", "\x80"]
)
def test_garbage_from_a_proxy_is_answered(limited: Server, garbage: str) -> None:
    transport = httpx.HTTPTransport(verify=False, local_address=PROXY)
    with httpx.Client(base_url=limited.address, transport=transport) as client:
        answer = client.get("healthz", headers=[(b"X-Forwarded-For", garbage.encode("latin1"))])
    assert answer.status_code == 200


def test_processes_and_threads_share_one_budget(limited: Server) -> None:
    """Many at once on connections of their own, which two web processes take turns with: four errors, not eight."""
    found: list[int] = []

    def send() -> None:
        found.extend(statuses(limited, 3, WRONG, forwarded="192.0.2.50"))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 24
    assert set(found) <= {400, 429, 503}
    assert statuses(limited, 4, WRONG, forwarded="192.0.2.50") == [429] * 4
