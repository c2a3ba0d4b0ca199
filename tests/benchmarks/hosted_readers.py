"""Readers of several processes: tabs that come back when theirs is lost, and requests that never cease."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from websockets.exceptions import WebSocketException

from tests.benchmarks.visitor import Visitor, new_cookie

STACK = "conv.o7.k5~relu~maxpool~flatten~linear.o10"
LAYERS = STACK.count("~") + 1
AGAIN_S = 0.2
"""How long a tab waits before it tries again, s; Streamlit's own waits longer each time."""
LOST = (OSError, WebSocketException, AssertionError, TimeoutError, KeyError)


class Tab(Visitor):
    """A tab that knows its session and its process."""

    session = ""

    @property
    def process(self) -> str:
        """Return the number of the process that took it."""
        told = "; ".join(self._socket.response.headers.get_all("set-cookie"))
        found = re.search(r"explorer_process=(\d+)", told)
        assert found, told
        return found[1]

    async def gone(self) -> None:
        """Wait until the connection is lost."""
        async with self.heard:
            await self.heard.wait_for(self._is_gone)

    @property
    def stack(self) -> str:
        """Return the stack in its address."""
        return self._query.partition("stack=")[2].partition("&")[0]

    def _take(self, said: Any) -> None:
        if said.WhichOneof("type") == "new_session":
            self.session = said.new_session.initialize.session_id
        super()._take(said)


@dataclass
class Log:
    """What happened when, s since the begin."""

    tell: Callable[[str], object]
    began: float = field(default_factory=time.monotonic)

    def __call__(self, line: str) -> None:
        self.tell(f"{time.monotonic() - self.began:6.2f} s  {line}")


async def stays(url: str, name: str, log: Log, over: asyncio.Event, back: list[float]) -> None:
    """Open a stack and stay with it until ``over``; whenever the tab is lost, open it again from its link."""
    cookie = new_cookie(url)
    tab = await opened(url, cookie, f"stack={STACK}")
    log(f"{name}: opened on app{tab.process}, {LAYERS} layers")
    while await first(over.wait(), tab.gone()) == 1:
        lost, before, link = time.monotonic(), tab.process, tab.stack
        with contextlib.suppress(*LOST):
            await tab.close()
        tab = await opened(url, f"{cookie}; explorer_process={before}", f"stack={link}")
        back.append(time.monotonic() - lost)
        assert tab.stack == STACK
        log(f"{name}: lost app{before}, back on app{tab.process} after {back[-1]:.2f} s, its stack of "
            f"{tab.stack.count('~') + 1} layers is there")
    await tab.close()


async def opened(url: str, cookie: str, query: str, page: str = "build_stack", patience_s: float = 60) -> Tab:
    """Open a page, again and again until it has been shown."""
    deadline = time.monotonic() + patience_s
    while True:
        tab = Tab(url, cookie)
        try:
            await tab.open(page, query)
        except LOST:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(AGAIN_S)
        else:
            return tab


async def first(*waited: Any) -> int:
    """Wait until one is done, and return which."""
    tasks = [asyncio.ensure_future(one) for one in waited]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    done = next(number for number, task in enumerate(tasks) if task.done())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return done


@dataclass
class Requests:
    """What came of requests that were sent all the time."""

    sent: int = 0
    longest_s: float = 0.0
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        failed = f"{len(self.failed)} failed {self.failed[:3]}" if self.failed else "none failed"
        return f"{self.sent} requests, {failed}, longest {1e3 * self.longest_s:.0f} ms"


@contextmanager
def all_the_time(url: str, readers: int, apart_s: float) -> Iterator[Requests]:
    """Let readers, each with a cookie of their own, ask for pages, scripts and health until the block ends."""
    found, over = Requests(), Event()
    page = urllib.request.urlopen(f"{url}/").read().decode()
    script = re.search(r"static/js/index[^\"]*js", page)
    assert script
    paths = ["build_stack?stack=conv", script[0], "_stcore/health", "healthz", ""]

    def ask(number: int, cookie: str) -> None:
        while not over.wait(apart_s):
            number += 1
            path, began = paths[number % len(paths)], time.monotonic()
            asked = urllib.request.Request(f"{url}/{path}", headers={"Cookie": cookie})
            try:
                urllib.request.urlopen(asked, timeout=60).read()
            except OSError as error:
                found.failed.append(f"{path}: {error}")
            found.sent, found.longest_s = found.sent + 1, max(found.longest_s, time.monotonic() - began)

    threads = [Thread(target=ask, args=(number, new_cookie(f"{url}/")), daemon=True) for number in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        for thread in threads:
            thread.join()
