"""An instance behind nginx: uploads, a process that is killed under its readers, a restart that nobody notices."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest

from explorer.hosting.layout import largest_upload
from explorer.hosting.processes import control
from explorer.hosting.run import await_ready
from explorer.jobs.client import Jobs
from tests.benchmarks.conftest import Bench
from tests.benchmarks.hosted_readers import STACK, Log, Requests, all_the_time, opened, stays
from tests.benchmarks.visitor import new_cookie
from tests.explorer.hosting.conftest import Hosted, instance

READERS, FEW = 12, 3
BACK_S = 3.0
"""Longest that a reader may be without a page, s; target."""


@pytest.fixture(scope="module")
def hosted(request) -> Iterator[Hosted]:
    """Yield three processes and two workers, in a short run two and one."""
    real = request.config.getoption("benchmark")
    with instance(3 if real else 2, 2 if real else 1) as found:
        yield found


def test_a_link_into_the_app_opens_below_its_path_and_costs_little_more_than_without_nginx(hosted, bench):
    cookie = new_cookie(f"{hosted.url}/")

    async def open_once(url: str) -> float:
        began = time.perf_counter()
        tab = await opened(url, cookie, f"stack={STACK}")
        assert tab.stack == STACK
        await tab.close()
        return time.perf_counter() - began

    times = {name: sorted(asyncio.run(open_once(url)) for _ in range(bench.rounds(15)))
             for name, url in (("through nginx", hosted.url), ("past it", hosted.own(1)))}
    bench.tells("; ".join(f"opened {name}: median {1e3 * found[len(found) // 2]:.0f} ms" for name, found in
                          times.items()))


def put(url: str, path: str, headers: dict[str, str], body: object, length: int) -> tuple[int, str]:
    """Send a file's form; return the answer's status and text."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    connection.request("PUT", f"{urlsplit(url).path}/{path}", body, {"Content-Length": str(length)} | headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def form(size: int) -> Iterator[bytes]:
    """Yield a form with one file, piece by piece."""
    yield b'--edge\r\nContent-Disposition: form-data; name="f"; filename="x.zip"\r\n\r\n'
    for begin in range(0, size, 2**20):
        yield bytes(min(2**20, size - begin))
    yield b"\r\n--edge--\r\n"


def test_a_large_file_passes_and_a_larger_one_is_refused_with_a_sentence(hosted, bench):
    size = bench.size(200_000_000, 3_000_000)

    async def upload() -> None:
        tab = await opened(hosted.url, new_cookie(f"{hosted.url}/"), "")
        with urllib.request.urlopen(f"{hosted.url}/_stcore/health") as answer:
            xsrf = SimpleCookie(answer.headers["set-cookie"])["_streamlit_xsrf"].value
        headers = {"Cookie": f"{tab.cookie}; explorer_process={tab.process}; _streamlit_xsrf={xsrf}",
                   "X-Xsrftoken": xsrf, "Content-Type": "multipart/form-data; boundary=edge"}
        path = f"_stcore/upload_file/{tab.session}/a-file"

        def send(count: int, body: object = None, said: int | None = None) -> tuple[int, str]:
            whole = sum(map(len, form(0))) + count
            return put(hosted.url, path, headers, body or form(count), said or whole)

        began = time.perf_counter()
        status, _said = await asyncio.to_thread(send, size)
        bench.tells(f"{size / 1e6:.0f} million bytes through nginx: {time.perf_counter() - began:.2f} s, {status}")
        assert status == 204
        # Both limits: the app's own, and nginx's above it, which sees the length before anything is sent.
        for length in (largest_upload() + 1, largest_upload() + 2**21):
            refused = await asyncio.to_thread(send, 0, b"-", length)
            bench.tells(f"{length:,} bytes: {refused}")
            assert refused == (413, "This server takes files of up to 268 MB. Choose a smaller one.\n")
        await tab.close()

    asyncio.run(upload())


def with_readers(hosted: Hosted, bench: Bench, happens: Callable[[Hosted, Bench, Log], Awaitable[None]]) -> Requests:
    """Let readers stay and requests come while something happens; tell what each of them saw."""
    back: list[float] = []

    async def lesson() -> Requests:
        log, over = Log(bench.tells), asyncio.Event()
        with all_the_time(hosted.url, bench.size(6, 2), bench.size(0.05, 0.2)) as requests:
            tabs = [asyncio.create_task(stays(hosted.url, f"reader {number}", log, over, back))
                    for number in range(1, bench.size(READERS, FEW) + 1)]
            await asyncio.sleep(bench.size(5.0, 1.0))
            await happens(hosted, bench, log)
            await asyncio.sleep(bench.size(5.0, 0.5))
            over.set()
            await asyncio.gather(*tabs)
        log(f"{requests}; readers that lost their tab: {len(back)}, longest without a page "
            f"{max(back, default=0):.2f} s (target {BACK_S:.0f} s)")
        return requests

    found = asyncio.run(lesson())
    if bench.real:
        assert max(back) < BACK_S
    return found


async def killed(hosted: Hosted, bench: Bench, log: Log) -> None:
    """Kill a process under its readers. It is started again by itself, and a job of a reader's is still theirs."""
    cookie = new_cookie(f"{hosted.url}/")
    submit(hosted, cookie)
    os.kill(int(control(hosted.folder, "pid", "app1")), signal.SIGKILL)
    log("app1 is killed (kill -9)")
    tab = await opened(hosted.url, cookie, "", "jobs")
    assert tab.says("Kept over a kill")
    log(f"a reader's job stands in their list, as seen on app{tab.process}")
    await tab.close()
    await asyncio.to_thread(await_ready, f"{hosted.own(1)}/readyz", "app1")
    log("app1 was started again by itself and is ready")


async def restarted(hosted: Hosted, bench: Bench, log: Log) -> None:
    """Start all processes anew, in a short run one."""
    words = ["restart", *bench.size([], ["--only", "1"])]
    log(f"python -m explorer.hosting {' '.join(words)}")
    for line in (await asyncio.to_thread(hosted.command, *words)).splitlines():
        log(f"  {line}")


@pytest.mark.parametrize("happens", [restarted, pytest.param(killed, marks=pytest.mark.full)])
def test_no_request_fails_and_readers_come_back_with_their_stack_whatever_befalls_a_process(happens, hosted, bench):
    assert with_readers(hosted, bench, happens).failed == []


def submit(hosted: Hosted, cookie: str) -> None:
    """Queue a job of the reader with this cookie."""
    from explorer.training import Plan, to_json  # loads torch, which a short run does without
    plan = Plan(network="stack/3x16x16/conv.o4~gap~flatten~linear.o10", data="digits", weights="random",
                how="scratch", epochs=3)
    reader = cookie.partition("=")[2].partition(".")[0]
    database = f"postgresql+psycopg://explorer@/explorer?host={hosted.folder / 'postgres'}"
    Jobs(database, hosted.folder / "data" / "jobs").submit(reader, {**to_json(plan), "title": "Kept over a kill"},
                                                           epochs=plan.epochs, images=100)
