"""A whole class answers: how long each waits for *Sent*, how far the wall is behind, and what a server grows by."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.class_of_visitors import OPTIONS, ClassOfVisitors, Round, taught
from tests.benchmarks.conftest import Bench
from tests.benchmarks.processes import resident, server
from tests.conftest import ROOT, free_port
from tests.explorer.classroom.conftest import new_database
from tests.explorer.jobs.conftest import postgres_server, until

CONF = Path(__file__).with_name("nginx.conf")
PROCESSES = 3

STUDENTS, FEW = 200, 12
WITHIN_S = 10.0
ROUNDS = 10
ACCEPTED_S, BEHIND_S = 1.0, 2.0
"""Targets on two processors that students and server share: 95 of 100 answers, and every answer."""
GROWTH = 1.05
"""Most that a server may grow from the third round to the last."""


def told(one: Round) -> str:
    return (f"accepted: median {1e3 * sorted(one.accepted)[len(one.accepted) // 2]:.0f} ms, p95 {1e3 * one.late():.0f} "
            f"ms, longest {1e3 * max(one.accepted):.0f} ms (target for p95 {1e3 * ACCEPTED_S:.0f} ms); wall at most "
            f"{max(one.behind):.2f} s behind (target {BEHIND_S:.0f} s)")


@contextmanager
def alone(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of the one app, and those of all processes."""
    url = request.getfixturevalue("app_url")
    yield url, [url]


@contextmanager
def together(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the one address of three processes that share a PostgreSQL server, and their own."""
    if not (nginx := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")):
        pytest.skip("nginx is missing: install it (Debian: apt-get install nginx-light).")
    serve = request.getfixturevalue("serve")
    with ExitStack() as stack:
        database = new_database(stack.enter_context(postgres_server()))
        shared = {"data": str(folder / "data"), "database_url": database, "worker": "external"}
        servers = [stack.enter_context(serve(ROOT / "app.py", **shared)) for _ in range(PROCESSES)]
        yield stack.enter_context(behind(nginx, servers, folder)), servers


@pytest.mark.parametrize("hosted", [alone, pytest.param(together, marks=pytest.mark.full)],
                         ids=["one process", "three behind nginx"])
def test_a_class_answers_and_nothing_is_lost_or_doubled(hosted, request, tmp_path, bench):
    with hosted(request, tmp_path) as (url, servers):
        memory = measured(url, servers, bench)
    if bench.real:
        assert memory[-1] <= GROWTH * memory[2]


@contextmanager
def behind(nginx: str, servers: list[str], folder: Path) -> Iterator[str]:
    """Run nginx before ``servers``, and yield its address."""
    port = free_port()
    lines = " ".join(f"server {url.removeprefix('http://')};" for url in servers)
    told = CONF.read_text(encoding="utf-8").replace("FOLDER", str(folder)).replace("PORT", str(port))
    (folder / "nginx.conf").write_text(told.replace("SERVERS", lines), encoding="utf-8")
    with subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder)]) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            until(lambda: answers(url), 20, (folder / "error.log").read_text)
            yield url
        finally:
            process.terminate()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def measured(url: str, servers: list[str], bench: Bench) -> list[int]:
    """Let a class answer, round by round; return what the servers take in memory after each, bytes."""
    count, within_s, memory = bench.size(STUDENTS, FEW), bench.size(WITHIN_S, 1.0), []
    expected = Counter(number % OPTIONS for number in range(count))

    async def lesson(found: ClassOfVisitors) -> None:
        await found.gather(apart_s=bench.size(0.05, 0.01))
        for number in range(bench.rounds(ROUNDS)):
            one = await found.answer(within_s)
            assert dict(enumerate(one.counts)) == expected
            assert len(one.accepted) == count
            memory.append(sum(resident(server(one)) for one in servers))
            bench.tells(f"round {number + 1}, {count} students within {within_s:.0f} s, load {os.getloadavg()[0]:.1f}: "
                        f"{told(one)}; {memory[-1] / 1e6:,.0f} million bytes")
    taught(url, count, lesson)
    return memory
