"""What the web process is told, as plain values; the command line fills it from memograph.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from memograph.publish.engine.exchange import Limits


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Settings of publish/.

    Args:
        build_dir: the directory with ``current`` in it.
        title: of the site.
        language: of the pages, a tag or a file of one's own; see language.py.
        query_seconds: wall-clock time one query may take.
        query_memory_mib: MiB of memory one query may take beyond what its worker starts with.
        result_mib: MiB one result may have.
        result_rows: rows (or triples) one result of a stranger's query may have.
        workers: processes for queries in each web process. From two on, one of them is kept for the site's own pages.
        queue: queries that may wait for one of them, strangers' and the site's own each; the next is answered "busy".
        cache_mib: MiB of answers to queries that each web process keeps in memory; 0 keeps none.
        processes: web processes; 0: two, or one where there is a single core.
        client_seconds: wall-clock seconds of queries that one client may have a minute; 0: as many as it likes.
        client_errors: errors that one client's queries may have a minute; 0: as many as it likes.
        trusted_proxies: addresses and networks whose ``X-Forwarded-For`` is believed; ``unix`` for Unix sockets.
        metrics: whether ``/metrics`` answers.
        access_log: file that gets a line a request, ``-`` for stderr, empty for none.
        log_queries: whether that line has the text of queries.
        store_url: query endpoint of the triple store that is asked; empty for the release's own.
        store_credentials: file with what that store wants to know; empty for none.
    """

    build_dir: Path
    title: str = "memograph"
    language: str = "en"
    query_seconds: float = 10.0
    query_memory_mib: int = 1024
    result_mib: int = 64
    result_rows: int = 100_000
    workers: int = 2
    queue: int = 8
    cache_mib: int = 64
    processes: int = 0
    client_seconds: float = 0.0
    client_errors: int = 0
    trusted_proxies: tuple[str, ...] = ()
    metrics: bool = False
    access_log: str = ""
    log_queries: bool = False
    store_url: str = ""
    store_credentials: str = ""

    @property
    def limits(self) -> Limits:
        """Limits of one query, in seconds and bytes."""
        return Limits(self.query_seconds, self.query_memory_mib * 2**20, self.result_mib * 2**20, self.result_rows)
