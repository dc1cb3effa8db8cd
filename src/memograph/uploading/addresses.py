"""Where a store takes queries, updates and graphs, from one address; and who is asking, from the environment.

The Graph Store Protocol and the SPARQL protocol leave addresses to the server. Those that are tried are what the
documentation of each server names; only oxigraph's are tested. Called by upload.py.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from memograph.errors import ConfigurationError
from memograph.uploading.answers import NotThere, fail
from memograph.uploading.graph_store import Addresses, GraphStore, Patience

USER, PASSWORD, TOKEN = "MEMOGRAPH_STORE_USER", "MEMOGRAPH_STORE_PASSWORD", "MEMOGRAPH_STORE_TOKEN"

#: Servers, and where they take what below the address of a dataset.
LAYOUTS = (
    ("Oxigraph", Addresses("/query", "/update", "/store")),
    ("Jena Fuseki", Addresses("/query", "/update", "/data")),
    ("RDF4J, GraphDB", Addresses("", "/statements", "/rdf-graphs/service")),
    ("Neptune", Addresses("/sparql", "/sparql", "/sparql/gsp/")),
    ("QLever, or all at one address", Addresses("", "", "")),
)

#: How often an address is tried while nobody knows that there is a store.
_TRIES = 3

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Named:
    """What the user named: the address of a store, and of its parts where they are known; empty ones are found out."""

    store: str
    query: str = ""
    update: str = ""
    graphs: str = ""


def credentials(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The header that says who is asking, none if the environment names nobody.

    Raises:
        ConfigurationError: half of a name and password is missing, or there are both these and a token.
    """
    user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise ConfigurationError(f"{TOKEN} is set, and so is {USER} or {PASSWORD}; set one or the other")
    if bool(user) != bool(password):
        missing = PASSWORD if user else USER
        raise ConfigurationError(f"{missing} is not set, and the other half of the credentials is; set both or none")
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user:
        packed = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        return {"Authorization": f"Basic {packed}"}
    return {}


def checked(named: Named) -> Named:
    """The same without slashes at the end of the store's address.

    Raises:
        ConfigurationError: an address is none of HTTP, or has credentials in it.
    """
    for url in (named.store, named.query, named.update, named.graphs):
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ConfigurationError(f"{url}: no address of a store; it begins with http:// or https://")
        if parts.username is not None or parts.password is not None:
            shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
            raise ConfigurationError(
                f"{shown}: an address with a password in it ends up in logs; set {USER} and {PASSWORD} instead"
            )
    return replace(named, store=named.store.rstrip("/"))


def in_clear(named: Named) -> bool:
    """Whether credentials would travel unencrypted to another machine."""
    urls = [urlsplit(url) for url in (named.store, named.query, named.update, named.graphs) if url]
    return any(each.scheme == "http" and each.hostname not in _LOOPBACK for each in urls)


def find(named: Named, headers: dict[str, str], note: Callable[[str], None], patience: Patience) -> Addresses:
    """The addresses of a store: those that are named, for the others the first layout whose parts answer.

    Raises:
        UploadError: no layout fits, or the store wants credentials, or it cannot be reached.
    """
    if named.query and named.update and named.graphs:
        return Addresses(named.query, named.update, named.graphs)
    tried = []
    for server, paths in LAYOUTS:
        base = named.store
        addresses = Addresses(
            named.query or base + paths.query, named.update or base + paths.update, named.graphs or base + paths.graphs
        )
        with GraphStore(addresses, headers, note, replace(patience, tries=min(patience.tries, _TRIES))) as store:
            reason = _misfit(store)
        if reason is None:
            return addresses
        tried.append(f"{server}: {reason}")
    return fail(
        named.store,
        "no SPARQL endpoint with a graph store was found there; name --query, --update and --graph-store. Tried: "
        + "; ".join(tried),
    )


def _misfit(store: GraphStore) -> str | None:
    """Why the store is not laid out so; None if it is."""
    try:
        store.ask("ASK {}")
        store.look()
    except NotThere as error:
        return error.found
    return None
