"""Who asks: the address of a client, also behind proxies, and whose budget that is. Pure; used by admission.py.

``X-Forwarded-For`` is what anybody may send. Each proxy appends the address that it was asked from, so the list is read
from the right, and only for as long as the address that vouches for an entry is a proxy of ours.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.errors import ConfigurationError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: What stands for a proxy that speaks to us over a Unix socket, which has no address.
UNIX = "unix"

#: Bits of an IPv6 address that a provider gives to one customer (RFC 6177): a client has the rest to choose from.
CUSTOMER_BITS = 64

#: Proxies in a row that are looked through.
_MOST_PROXIES = 16


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Those whose ``X-Forwarded-For`` is believed."""

    networks: tuple[Network, ...] = ()
    unix: bool = False

    @classmethod
    def parse(cls, listed: Iterable[str]) -> TrustedProxies:
        """From addresses, networks (``10.0.0.0/8``) and ``unix``.

        Raises:
            ConfigurationError: one is none of these.
        """
        named = list(listed)
        try:
            return cls(tuple(ipaddress.ip_network(each) for each in named if each != UNIX), UNIX in named)
        except ValueError as error:
            raise ConfigurationError(
                f"serve.trusted_proxies: {error}; name addresses, networks such as 127.0.0.1/32, or “{UNIX}”"
            ) from error

    def trusts(self, address: Address | None) -> bool:
        """Whether this is a proxy of ours; None is the other end of a Unix socket."""
        if address is None:
            return self.unix
        return any(address in network for network in self.networks)


def client_address(peer: str, forwarded: str, proxies: TrustedProxies) -> str:
    """Address of the client, from the address of the connection and the value of ``X-Forwarded-For``.

    Returns:
        the right-most address that is no trusted proxy; where the list ends before that, or holds what is no address,
        the last one that somebody trusted vouched for. ``unix`` where only a Unix socket is known.
    """
    found = read_address(peer)
    if not forwarded or not proxies.trusts(found):
        return _written(found)
    for entry in _from_the_right(forwarded):
        before = read_address(entry)
        if before is None:
            break
        found = before
        if not proxies.trusts(found):
            break
    return _written(found)


def is_forgotten(peer: str, proxies: TrustedProxies) -> bool:
    """Whether who forwards a request looks like a proxy that the settings forgot: on this machine, and not trusted."""
    address = read_address(peer)
    return not proxies.trusts(address) and (address is None or address.is_loopback)


def _from_the_right(forwarded: str) -> Sequence[str]:
    return [part.strip() for part in forwarded.rsplit(",", _MOST_PROXIES)[-_MOST_PROXIES:]][::-1]


def _written(address: Address | None) -> str:
    return UNIX if address is None else str(address)


@functools.lru_cache(maxsize=1024)
def read_address(text: str) -> Address | None:
    """An address, also with a port or in brackets, as some proxies write it; None for anything else."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@functools.lru_cache(maxsize=1024)
def budget_owner(address: str) -> str:
    """Whose budget this address draws on: itself, or its /64 network where it is IPv6."""
    found = read_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, CUSTOMER_BITS), strict=False))
    return address
