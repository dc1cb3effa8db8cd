"""What a service says of itself, checked: Reconciliation Service API 0.2, section "Service Manifest"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from memograph.errors import ReconciliationError
from memograph.namespaces import AUTHORITIES

#: Versions of the API whose queries and answers have the form that is spoken here.
_SPOKEN = ("0.1", "0.2")
#: Queries that a service gets at once, where it does not say how many it takes.
BATCH = 25


@dataclass(frozen=True, slots=True)
class Manifest:
    """A service.

    Args:
        identifier_space: how the addresses of its records begin.
        schema_space: how those of its types and properties begin.
        view: address of the page of a record, with ``{{id}}``; empty where it has none.
        batch_size: queries that it takes at once.
        suggest: ``entity``, ``type``, ``property`` → address that completes words to these.
        extends: whether it gives the values of properties.
    """

    url: str
    name: str
    identifier_space: str
    schema_space: str
    view: str = ""
    batch_size: int = BATCH
    suggest: tuple[tuple[str, str], ...] = ()
    extends: bool = False

    @property
    def scheme(self) -> str:
        """The scheme of identifiers that its records belong to (`namespaces.IDENTIFIER_SCHEMES`), empty for another."""
        space = self.identifier_space
        return next((name for name, (_, _, start) in AUTHORITIES.items() if name != "frus" and _same(space, start)), "")

    def page(self, id_: str) -> str:
        """Address of the page of a record."""
        return self.view.replace("{{id}}", quote(id_, safe="/:")) if self.view else ""


def read_manifest(url: str, found: Any) -> Manifest:
    """The manifest of the service at `url`.

    Raises:
        ReconciliationError: it is no manifest, it speaks another version, or it says what cannot be; all reasons.
    """
    if not isinstance(found, dict):
        what = f"its manifest is {_kind(found)}, not a JSON object"
        raise ReconciliationError(f"{url}: {what}; is it the service's address?")
    problems: list[str] = []
    for key in ("name", "identifierSpace", "schemaSpace"):
        if not isinstance(found.get(key), str) or not found[key].strip():
            problems.append(f"“{key}” of its manifest is {_kind(found.get(key))}, not text")
    versions = found.get("versions", ["0.1"])  # which the first version of the API did not have
    if not isinstance(versions, list) or not set(_SPOKEN) & {each for each in versions if isinstance(each, str)}:
        problems.append(f"it speaks {_listed(versions)} of the API, not {' or '.join(_SPOKEN)}")
    view, size = _view(found.get("view"), problems), _size(found.get("batchSize", BATCH), problems)
    suggest = tuple(_suggest(url, found.get("suggest"), problems))
    if problems:
        raise ReconciliationError("\n".join(f"{url}: {problem}" for problem in problems))
    space, schema = found["identifierSpace"].strip(), found["schemaSpace"].strip()
    extends = isinstance(found.get("extend"), dict)
    return Manifest(url, _line(found["name"]), space, schema, view, size, suggest, extends)


def _view(view: Any, problems: list[str]) -> str:
    if view is None:
        return ""
    url = view.get("url") if isinstance(view, dict) else None
    if not isinstance(url, str) or not re.match(r"https?://", url) or "{{id}}" not in url:
        problems.append(f"“view” of its manifest has no address with {{{{id}}}} in it ({_kind(view)}: {url!r:.80})")
        return ""
    return url


def _size(size: Any, problems: list[str]) -> int:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        problems.append(f"“batchSize” of its manifest is {size!r:.40}, not a number of queries")
        return 1
    return size


def _suggest(url: str, suggest: Any, problems: list[str]) -> list[tuple[str, str]]:
    """Addresses that complete words; those on another server are not used."""
    found = []
    for what in ("entity", "type", "property"):
        service = suggest.get(what) if isinstance(suggest, dict) else None
        if not isinstance(service, dict):
            continue
        base, path = service.get("service_url", ""), service.get("service_path", "")
        if not isinstance(base, str) or not isinstance(path, str):
            problems.append(f"“suggest.{what}” of its manifest has no service_url and service_path that are text")
            continue
        address = base.rstrip("/") + path if base else urljoin(url, path)
        if urlsplit(address)[:2] == urlsplit(url)[:2]:
            found.append((what, address))
    return found


def _same(space: str, start: str) -> bool:
    """Whether both begin the same addresses, be it by http or https."""
    return space.partition("://")[2].rstrip("/") == start.partition("://")[2].rstrip("/")


def _listed(versions: Any) -> str:
    return ", ".join(map(str, versions))[:80] if isinstance(versions, list) and versions else _kind(versions)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "absent"}
    return "empty" if value == "" else names.get(type(value), "a number")


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
