"""What Prometheus reads, judged by its own client's parser."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from explorer.monitoring import health, metrics_text, processes, runs
from explorer.runtime import CLASSES_S, REFUSED, Cache


@pytest.fixture
def scraped(configure, tmp_path):
    """Return a function that returns the samples told, by name and labels."""
    configure(data=tmp_path)
    health.cache_clear()
    yield lambda **readers: {(sample.name, *sorted(sample.labels.items())): sample.value
                             for family in families(readers) for sample in family.samples}
    health.cache_clear()


def families(readers):
    return list(text_string_to_metric_families(metrics_text(readers, photos=70).decode()))


def test_readers_are_told_by_page_and_photos_in_bytes(scraped):
    found = scraped(pixels=3, home=1)
    assert found["explorer_readers", ("page", "pixels")] == 3
    assert found["explorer_photo_bytes",] == 70


def test_runs_of_pages_become_a_histogram(scraped):
    before = scraped().get(("explorer_page_run_seconds_count", ("page", "layers")), 0)
    for seconds in (0.02, 0.02, 0.3, 99.0):
        runs.ran("layers", seconds)
    found = scraped()
    assert found["explorer_page_run_seconds_count", ("page", "layers")] == before + 4
    heaps = [found["explorer_page_run_seconds_bucket", ("le", end), ("page", "layers")]
             for end in [*map(str, CLASSES_S), "+Inf"]]
    assert heaps == sorted(heaps)  # each holds those before it
    assert heaps[-1] - heaps[-2] >= 1


def test_what_was_refused_is_told_by_limit_and_by_whose_it_was(scraped):
    before = scraped().get(("explorer_refused_total", ("by", "address"), ("limit", "job")), 0)
    REFUSED.add("job", "address")
    assert scraped()["explorer_refused_total", ("by", "address"), ("limit", "job")] == before + 1


def test_a_cache_is_told_with_its_bytes_hits_and_misses(scraped, monkeypatch):
    cache: Cache[str, bytes] = Cache(2**20, len)
    monkeypatch.setattr(processes, "_caches", lambda: [("explorer.x.cache", cache)])
    for key in ("a", "a", "b"):
        cache.get(key, lambda: b"1234")
    found, label = scraped(), ("cache", "explorer.x.cache")
    assert [found[name, label] for name in ("explorer_cache_bytes", "explorer_cache_hits_total",
                                           "explorer_cache_misses_total")] == [8, 1, 2]


def test_how_well_the_server_is_and_its_room_are_told(scraped):
    found = scraped()
    assert found["explorer_ready", ("part", "database")] == 1
    assert found["explorer_workers",] == 0
    assert found["explorer_jobs", ("state", "queued")] == 0
    assert 0 < found["explorer_disk_free_bytes",] < found["explorer_disk_size_bytes",]
    assert found["explorer_database_seconds_count",] >= 1


def test_memory_of_the_process_is_that_of_the_system(scraped):
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    assert scraped()["process_resident_memory_bytes",] == pytest.approx(resident, rel=0.1)
    assert "process_cpu_seconds_total" in {name for name, *_ in scraped()}


def test_the_build_says_its_versions(scraped):
    [(labels, value)] = [(dict(key[1:]), value) for key, value in scraped().items() if key[0] == "explorer_build_info"]
    assert value == 1
    assert re.match(r"\d+\.\d+\.\d+", labels["version"])
    assert {"python", "torch", "streamlit"} <= labels.keys()


def test_names_end_with_their_unit_and_counts_with_total(scraped):
    ours = [family for family in families({}) if family.name.startswith("explorer_")]
    assert len(ours) > 15
    for family in ours:
        assert family.documentation.endswith((".", "0.")), family.name
        if family.type == "histogram":
            assert family.name.endswith("_seconds")
        if family.type == "counter":
            assert not family.name.endswith("_total")  # the parser takes it off: it was there
            assert all(sample.name.endswith("_total") for sample in family.samples)


def test_no_value_of_a_label_is_long_or_has_signs_of_its_own(scraped):
    values = {value for key in scraped(pixels=1) for _name, value in key[1:] if key[0].startswith("explorer_")}
    assert [value for value in values if not re.fullmatch(r"[\w.+ ()-]{1,60}", value)] == []
