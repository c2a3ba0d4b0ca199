"""All that is counted and measured in this process, as Prometheus reads it.

Names and units follow https://prometheus.io/docs/practices/naming/. What happened is counted where it happens
(`explorer.runtime.counts`); how things stand is looked up when somebody asks.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from explorer import jobs
from explorer.monitoring import processes
from explorer.monitoring.health import OK, health, workers
from explorer.monitoring.job_line import JobLine, job_line
from explorer.monitoring.versions import own_version, versions
from explorer.runtime import CLASSES_S, COUNTS, TIMES


class Exposed(Collector):
    """What Prometheus is told of this process at one moment."""

    def __init__(self, readers: Mapping[str, int], photos: int) -> None:
        self.readers, self.photos = readers, photos

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics but those of the process itself."""
        yield from _counted()
        yield from _timed()
        yield _gauge("explorer_readers", "Browsers that are connected.", "page", self.readers)
        yield _gauge("explorer_device_waiting", "Requests that wait for a device.", "device", processes.waiting())
        yield _gauge("explorer_photo_bytes", "Readers' own photos in memory.", "", {"": self.photos})
        yield from _caches()
        yield from _well()
        yield from _disk()
        found = versions()
        yield InfoMetricFamily("explorer_build", "Versions of the app and of what it runs on.", {
            "version": own_version(), "python": platform.python_version(),
            **{name: found[name] for name in ("torch", "streamlit") if name in found}})


def metrics_text(readers: Mapping[str, int], photos: int = 0) -> bytes:
    """Return all metrics in Prometheus' text format.

    Args:
        readers: browsers that are connected, by page.
        photos: what readers' own photos take in memory, bytes.
    """
    registry = CollectorRegistry()
    registry.register(Exposed(readers, photos))
    return generate_latest(registry) + generate_latest(_of_process())


@cache
def _of_process() -> CollectorRegistry:
    """Return what the client's own collectors measure: memory, processor time, open files, garbage."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


def _counted() -> Iterator[Metric]:
    for count in COUNTS:
        family = CounterMetricFamily(count.name, count.says, labels=count.labels)
        for values, number in sorted(count.numbers().items()):
            family.add_metric(values, number)
        yield family


def _timed() -> Iterator[Metric]:
    ends = [*map(str, CLASSES_S), "+Inf"]
    for times in TIMES:
        family = HistogramMetricFamily(times.name, times.says, labels=times.labels)
        for values, (classes, total) in sorted(times.classes().items()):
            family.add_metric(values, list(zip(ends, accumulate(classes), strict=True)), total)
        yield family


def _gauge(name: str, says: str, label: str, numbers: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label] if label else [])
    for value, number in sorted(numbers.items()):
        family.add_metric([value] if label else [], number)
    return family


def _caches() -> Iterator[Metric]:
    found = processes.caches()
    yield _gauge("explorer_cache_bytes", "What a cache holds.", "cache",
                 {one.name: one.used for one in found if one.in_bytes})
    for name, says, number in (("hits", "Questions whose answer was there.", "hits"),
                               ("misses", "Questions whose answer was made.", "misses")):
        family = CounterMetricFamily(f"explorer_cache_{name}", says, labels=["cache"])
        for one in found:
            family.add_metric([one.name], getattr(one, number))
        yield family


def _well() -> Iterator[Metric]:
    parts = health().parts()
    yield _gauge("explorer_ready", "Whether a part of the server works, as /readyz says: 1 or 0.", "part",
                 {part: says == OK for part, says in parts.items()})
    yield _gauge("explorer_workers", "Workers that are alive, of all machines.", "", {"": workers().alive()})
    if parts["database"] == OK:
        line = job_line(jobs.database_url())
        yield from _line(line)


def _line(line: JobLine) -> Iterator[Metric]:
    yield _gauge("explorer_jobs", "Jobs that are not over, of all processes.", "state",
                 {"queued": line.queued, "running": line.running})
    yield _gauge("explorer_job_longest_wait_seconds", "How long the first job that waits has waited.", "",
                 {"": line.longest_wait_s})


def _disk() -> Iterator[Metric]:
    try:
        found = shutil.disk_usage(jobs.jobs_folder().parent)
    except OSError:
        return
    yield _gauge("explorer_disk_free_bytes", "Room that is left where the data folder lies.", "", {"": found.free})
    yield _gauge("explorer_disk_size_bytes", "Room in all where the data folder lies.", "", {"": found.total})
