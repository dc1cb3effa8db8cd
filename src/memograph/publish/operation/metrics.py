"""``/metrics``: what has been served, for Prometheus (text format 0.0.4); app.py adds it where it is switched on.

admission.py tells what each request used, when it has been answered. The counters of all web processes are added up:
prometheus-client keeps them in files of the folder that rundir.py names, before this module is imported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from memograph.publish.engine.usage import Usage
from memograph.publish.http.context import releases
from memograph.publish.operation.processes import memory_by_role
from memograph.publish.operation.rundir import shares_metrics
from memograph.release import Manifest

EXTENSION = "memograph-metrics"

#: Upper bounds in seconds: from what a lookup takes to the default deadline, and beyond.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """All counters of all web processes."""
    found: Metrics = current_app.extensions[EXTENSION]
    return Response(found.written(releases().current.store.release.manifest), content_type=CONTENT_TYPE_LATEST)


class Metrics:
    """The counters of this process."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        registry = None if shares_metrics() else self._own
        self._requests = Counter("memograph_requests", "Requests.", ("route", "status"), registry=registry)
        self._seconds = Histogram(
            "memograph_query_seconds",
            "Wall-clock time of a query in its worker.",
            ("asked_by",),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._queries = Counter(
            "memograph_queries", "Queries by how they ended.", ("asked_by", "outcome"), registry=registry
        )
        self._kills = Counter(
            "memograph_worker_kills", "Workers ended because a query reached a limit.", ("reason",), registry=registry
        )
        self._lookups = Counter(
            "memograph_cache_lookups", "Looks into the cache of results.", ("result",), registry=registry
        )
        self._refusals = Counter("memograph_budget_refusals", "Requests answered 429.", registry=registry)
        self._waiting = Gauge(
            "memograph_queries_waiting",
            "Queries that wait for a worker.",
            registry=registry,
            multiprocess_mode="livesum",
        )

    def waits(self, change: int) -> None:
        """So many more queries wait for a worker."""
        self._waiting.inc(change)

    def answered(self, route: str, status: int, usage: Usage) -> None:
        """A request was answered.

        Args:
            route: the rule of its address, empty where there is none.
        """
        self._requests.labels(route or "none", str(status)).inc()
        if status == 429:
            self._refusals.inc()
        for run in usage.runs:
            asked_by = "stranger" if run.stranger else "site"
            self._queries.labels(asked_by, run.outcome).inc()
            if run.seconds:
                self._seconds.labels(asked_by).observe(run.seconds)
            if run.outcome in ("deadline", "memory"):
                self._kills.labels(run.outcome).inc()
        for result, number in (("hit", usage.cache_hits), ("miss", usage.cache_misses)):
            if number:
                self._lookups.labels(result).inc(number)

    def written(self, release: Manifest) -> bytes:
        """All metrics in the text format."""
        shown = CollectorRegistry()
        if shares_metrics():
            MultiProcessCollector(shown)
        else:
            shown.register(self._own)
        shown.register(_Now(release))
        return generate_latest(shown)


class _Now(Collector):
    """What is not counted but looked at: the release, and the processes."""

    def __init__(self, release: Manifest) -> None:
        self._release = release

    def collect(self) -> Iterator[Metric]:
        """The release that this process answers from, and memory by role of process."""
        info = GaugeMetricFamily("memograph_release_info", "The release that is served.", labels=("version", "issued"))
        info.add_metric((self._release.version, self._release.issued), 1)
        yield info
        yield GaugeMetricFamily("memograph_release_quads", "Quads of the release.", value=self._release.quads)
        number = GaugeMetricFamily("memograph_processes", "Processes of the server.", labels=("role",))
        memory = GaugeMetricFamily("memograph_resident_memory_bytes", "Resident memory of processes.", labels=("role",))
        for role, (count, resident) in memory_by_role().items():
            number.add_metric((role,), count)
            memory.add_metric((role,), resident)
        yield number
        yield memory
