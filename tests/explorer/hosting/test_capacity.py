"""The arithmetic of many readers, against numbers computed by hand."""

from __future__ import annotations

import pytest

from explorer.hosting.capacity import (
    Figures,
    bandwidth,
    connections,
    job_s,
    memory,
    needs,
    network_cores,
    processes,
    python_cores,
    readers_per_process,
    workers,
)

ROUND = Figures(think_s=10, stay_s=100, event_s=0.04, opening_s=0.1, network_share=0.5, network_s=0.2, busy=0.5,
                process_bytes=200e6, torch_bytes=300e6, reader_bytes=1e6, process_connections=10, worker_connections=5,
                jobs_per_hour=1, worker_busy=0.5, gpu_factor=10, first_bytes=3e6, first_within_s=300, event_bytes=1e4)
"""A reader takes 4 + 1 = 5 thousandths of a thread of Python, and 10 of a core for networks."""


def test_cores_and_processes():
    assert python_cores(1000, ROUND) == pytest.approx(5)
    assert network_cores(1000, ROUND) == pytest.approx(10)
    assert readers_per_process(ROUND) == 100
    assert [processes(count, ROUND) for count in (1, 99, 101, 1000 - 1)] == [1, 1, 2, 10]


def test_memory_grows_with_processes_and_readers():
    assert memory(999, ROUND) == pytest.approx(10 * 500e6 + 999e6)


def test_a_training_takes_what_four_short_ones_and_a_long_one_take():
    assert job_s() == pytest.approx((4 * 28 + 450) / 5)


def test_workers_are_enough_for_the_work_and_one_fewer_would_not_be():
    for readers in (40, 1000, 10_000):
        work = readers * 112.4 / 3600
        assert (workers(readers, ROUND) - 1) * 0.5 < work <= workers(readers, ROUND) * 0.5
    assert workers(10_000, ROUND, factor=10) == 63


def test_connections_and_bandwidth():
    assert connections(999, ROUND) == 10 * 10 + workers(999, ROUND, factor=10) * 5
    assert bandwidth(1000, ROUND) == pytest.approx((10e6, 1e6))


def test_ten_times_the_readers_need_ten_times_as_much():
    small, large = needs(1000), needs(10_000)
    assert small.keys() == large.keys()
    assert (small["processes"], large["processes"]) == ("9", "88")
    assert small["readers of one process"] == large["readers of one process"]
