"""The sample release for a site at another address: for links behind https, below a path, on any port."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from pathlib import Path

from memograph.namespaces import Site
from memograph.release import Release, assemble, current_release, publish_current
from tests.publish_sample import FACTS, SITE, known, shards


def rebased_build(folder: Path, base: str, more: Iterable[bytes] = ()) -> Release:
    """A build directory with the sample release of a site whose base IRI is `base`, published.

    Args:
        more: further shards (sorted N-Quads), with the base IRI of the sample.
    """
    documents = [_rebased(shard, base) for shard in (*shards(), *more)]
    publish_current(
        folder, assemble(documents, [_rebased(graph, base) for graph in known()], Site(base), folder, FACTS)
    )
    return current_release(folder)


def _rebased(quads: bytes, base: str) -> bytes:
    return b"".join(sorted(quads.replace(SITE.base.encode(), base.encode()).splitlines(keepends=True)))


def free_port() -> int:
    """A port that nobody listens on, and that neither the kernel nor another test process gives away meanwhile.

    Below those that connections get by themselves (32768 and up on Linux); where it looks first depends on the process.
    """
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("all ports of this process are taken")


_PORTS = iter(range(10_000 + os.getpid() * 100 % 20_000, 32_768))
