"""Whose request it is: addresses behind proxies, and whose budget they draw on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.errors import ConfigurationError
from memograph.publish.operation.clients import TrustedProxies, budget_owner, client_address, is_forgotten

PROXIES = TrustedProxies.parse(["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/64"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("127.0.0.1", "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        ("127.0.0.1", "198.51.100.1,", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "unknown, 10.0.0.2", "10.0.0.2"),
        ("127.0.0.1", "198.51.100.1:1234", "198.51.100.1"),
        ("127.0.0.1", "[2001:db8:1::1]:443", "2001:db8:1::1"),
        ("127.0.0.1", "2001:DB8:1:0::1", "2001:db8:1::1"),
        ("127.0.0.1", "fe80::1%eth0", "fe80::1"),
        ("127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8::5", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:0:1::5", "198.51.100.1", "2001:db8:0:1::5"),
        ("", "198.51.100.1", "unix"),
    ],
)
def test_the_client(peer: str, forwarded: str, client: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


def test_a_proxy_on_a_unix_socket() -> None:
    assert client_address("", "198.51.100.1", TrustedProxies.parse(["unix"])) == "198.51.100.1"


def test_a_list_of_proxies_has_an_end() -> None:
    endless = ", ".join(f"10.0.0.{n % 256}" for n in range(5000))
    assert client_address("127.0.0.1", f"198.51.100.1, {endless}", PROXIES).startswith("10.")


@given(st.text(max_size=60), st.lists(st.text(max_size=40) | st.ip_addresses().map(str), max_size=6).map(",".join))
def test_nothing_in_a_header_raises(peer: str, forwarded: str) -> None:
    for trusted in (PROXIES, TrustedProxies.parse(["0.0.0.0/0", "::/0", "unix"])):
        assert budget_owner(client_address(peer, forwarded, trusted))


@given(st.ip_addresses().map(str), st.text())
def test_who_is_no_proxy_is_the_client(peer: str, forwarded: str) -> None:
    assert client_address(peer, forwarded, TrustedProxies()) == client_address(peer, "", TrustedProxies())


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("unix", "unix"),
    ],
)
def test_whose_budget(address: str, owner: str) -> None:
    assert budget_owner(address) == owner


@pytest.mark.parametrize(
    ("peer", "forgotten"), [("127.0.0.1", False), ("127.0.0.2", True), ("::1", True), ("", True), ("192.0.2.1", False)]
)
def test_a_proxy_that_was_forgotten(peer: str, forgotten: bool) -> None:
    assert is_forgotten(peer, PROXIES) is forgotten


@pytest.mark.parametrize("listed", ["localhost", "10.0.0.1/8", "10.0.0.0/33", "", "*"])
def test_proxies_that_are_no_network(listed: str) -> None:
    with pytest.raises(ConfigurationError, match=r"serve\.trusted_proxies"):
        TrustedProxies.parse([listed])
