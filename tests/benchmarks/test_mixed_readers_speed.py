"""A hundred readers on all pages for ten minutes beside a training: how long they wait, what fails, what memory does.

``pytest --benchmark -k mixed -k one tests/benchmarks/test_mixed_readers_speed.py``; three processes: ``-k three``.
``EXPLORER_CROWD_S`` makes it shorter, s. The readers are a process of their own on the same machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import linear_regression
from typing import Any

import pytest

from explorer.runtime.run_files import curve_rows
from tests.benchmarks.conftest import Bench
from tests.benchmarks.crowd import NETWORKS
from tests.benchmarks.processes import at_work, cpu_s, environment, log, resident, server
from tests.benchmarks.test_classroom_speed import alone, together
from tests.benchmarks.visitor import Visitor, new_cookie
from tests.conftest import ROOT
from tests.explorer.jobs.conftest import until

READERS, SECONDS = 100, 600.0
SETTLED_S = 180.0
GONE_S = 60.0
"""How long after the last reader has gone the memory is measured."""
EVERY_S = 5.0
OPENING_S = {"build_stack": 0.5} | dict.fromkeys(NETWORKS, 1.5)
EVENT_S = 0.4
BACK = 1.1
EPOCHS, TRAININGS = 200, 6
"""Of each training, the most that a reader may ask for; and how many wait, so that one runs all the time."""
CHILD = "explorer.jobs.child"
Row = tuple[float, str, str, float]


@pytest.mark.parametrize("hosted", [alone, pytest.param(together, marks=pytest.mark.full)], ids=["one", "three"])
def test_mixed_readers_wait_little_and_leave_nothing_behind(hosted, request, tmp_path, bench):
    with hosted(request, tmp_path) as (url, servers), worker(servers):
        seen = watched(url, [server(one) for one in servers], tmp_path / "crowd.json", bench)
    bench.tells("\n".join(table(seen)))
    assert seen["errors"] == [], seen["errors"][:5]
    assert seen["log"] == "", seen["log"][-3000:]
    assert seen["waits"]


@contextmanager
def worker(servers: list[str]) -> Iterator[None]:
    """Run a worker beside several servers, with their settings; a single one has its own."""
    if len(servers) == 1:
        yield
        return
    command = [sys.executable, "-m", "explorer.jobs.worker"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(server(servers[0]))) as process:
        try:
            yield
        finally:
            process.terminate()


def watched(url: str, processes: list[int], told: Path, bench: Bench) -> dict[str, Any]:
    """Let the crowd come and go beside a training; return what it saw (``told``), and what the servers took."""
    readers, seconds = bench.size(READERS, 3), float(os.environ.get("EXPLORER_CROWD_S", bench.size(SECONDS, 2.5)))
    command = [sys.executable, "-m", "tests.benchmarks.crowd", url, str(readers), str(seconds), str(told)]
    command += bench.size(["--every-page"], ["--look", "0.2", "0.8"])
    data = Path(environment(processes[0])["EXPLORER_DATA"]).resolve()
    if bench.real:
        asyncio.run(train(url))
        until(lambda: epochs_of(data), 120)
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
        assert crowd.stdin
        assert crowd.stdout
        if bench.real:
            assert crowd.stdout.readline() == "warm\n"
        before, spent, began = taken(processes), spent_s(processes, data), time.monotonic()
        epochs = epochs_of(data)
        crowd.stdin.write("\n")
        crowd.stdin.flush()
        memory = []
        while crowd.poll() is None:
            memory.append((time.monotonic() - began, taken(processes)))
            try:
                crowd.wait(min(EVERY_S, seconds / 4))
            except subprocess.TimeoutExpired:
                continue
    seen: dict[str, Any] = json.loads(told.read_text())
    wall = time.monotonic() - began
    used = {name: (after - spent.get(name, 0)) / wall for name, after in spent_s(processes, data).items()}
    time.sleep(min(GONE_S, seconds / 5))
    return {**seen, "memory": memory, "before": before, "after": taken(processes), "epochs": epochs_of(data) - epochs,
            "used": used | {"readers": seen["cpu_s"] / wall}, "readers": readers, "seconds": seconds,
            "log": "".join(filter(broken, map(log, processes)))}


async def train(url: str) -> None:
    """Start real trainings as readers do, and leave."""
    for _ in range(TRAININGS):
        reader = Visitor(url, await asyncio.to_thread(new_cookie, url))
        await reader.open("fine_tune", f"how=all&epochs={EPOCHS}")
        await reader.press("ft_start")
        await reader.close()


def epochs_of(data: Path) -> int:
    """Return how many epochs all jobs have done."""
    return sum(len(curve_rows(job)) for job in (data / "jobs").glob("*"))


def taken(processes: list[int]) -> int:
    """Return the memory of all servers, bytes."""
    return sum(map(resident, processes))


def spent_s(processes: list[int], data: Path) -> dict[str, float]:
    """Return what servers and training have computed so far, s."""
    return {"servers": sum(map(cpu_s, processes)),
            "training": sum(map(cpu_s, at_work(CHILD, data)))}


def broken(said: str) -> bool:
    """Say whether a server complains."""
    return any(word in said for word in ("Traceback", "Uncaught", "ERROR"))


def late(found: list[float], share: float = 0.95) -> float:
    """Return what so large a share did not have to wait longer than, s."""
    return sorted(found)[int(share * (len(found) - 1))]


def table(seen: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield (f"{seen['readers']} readers for {seen['seconds']:.0f} s, {len(seen['waits'])} openings and events, errors "
           f"{dict(Counter(seen['errors']))}, load {os.getloadavg()[0]:.1f}, {seen['epochs']} epochs trained beside; "
           + ", ".join(f"{name} {100 * share:.0f} % of a core" for name, share in seen["used"].items()))
    for kind in ("open", "event", "poll", "preview"):
        for page in (None, *sorted({row[2] for row in seen["waits"]})):
            if found := [row[3] for row in seen["waits"] if row[1] == kind and page in (None, row[2])]:
                yield line_of(kind, page, found)
    yield memory_line(seen)


def line_of(kind: str, page: str | None, found: list[float]) -> str:
    """Return how long one kind of wait took on a page, or on all."""
    target = OPENING_S.get(page or "") if kind == "open" else EVENT_S if kind == "event" and page is None else None
    told = f" (target for p95 {1e3 * target:.0f} ms: {'met' if late(found) <= target else 'missed'})" if target else ""
    name = "all pages" if page is None else page or "home"
    return (f"{kind:8}{name:18}{len(found):6}  median {1e3 * late(found, 0.5):6.0f} ms  p95 {1e3 * late(found):6.0f} ms"
            f"  longest {1e3 * max(found):6.0f} ms{told}")


def memory_line(seen: dict[str, Any]) -> str:
    """Return what memory did."""
    settled = [row for row in seen["memory"] if row[0] > min(SETTLED_S, seen["seconds"] * 0.3)]
    slope = linear_regression(*zip(*settled, strict=True)).slope * 60 / 1e6 if len(settled) > 1 else 0.0
    return (f"memory, million bytes: {seen['before'] / 1e6:,.0f} before, most "
            f"{max(row[1] for row in seen['memory']) / 1e6:,.0f}, {slope:+.1f} a minute once settled, "
            f"{seen['after'] / 1e6:,.0f} when all had gone, {seen['after'] / seen['before']:.2f} times as at first "
            f"(target {BACK})")
