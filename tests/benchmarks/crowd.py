"""A crowd in a process of its own: ``python -m tests.benchmarks.crowd URL READERS SECONDS FILE``, which gets JSON.

A reader opens a page, looks, does something that the page offers, looks on, follows a link to another page, and leaves
after some; then another one comes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.benchmarks.deeds import PAUSE_S, desk_moves, offered
from tests.benchmarks.visitor import Visitor, new_cookie

MIX = {"": 8, "lessons": 5, "exercises": 8, "classroom": 2, "pixels": 6, "step_through": 10, "classic_filters": 8,
       "pooling": 6, "build_stack": 14, "layers": 4, "receptive_fields": 6, "architectures": 4, "pixel_to_class": 5,
       "feature_maps": 8, "attribution": 5, "where_is_it": 3, "fine_tune": 2, "jobs": 2}
"""How often each page is opened, of a hundred openings or so."""
NETWORKS = ("receptive_fields", "pixel_to_class", "feature_maps", "attribution", "where_is_it")
"""Pages that run a trained network before they are shown."""
LOOK_S = (5.0, 30.0)
DEEDS, PAGES = (1, 3), (2, 6)
"""How much a reader does on a page, and how many pages one opens."""
KOREAN = 0.3
LOST = 0.1
"""Share of readers who read Korean, and of those whose line is lost when they go, instead of a tab that is closed."""


@dataclass
class Crowd:
    """Readers at ``url``, and what they saw.

    Attributes:
        waits: of each page that was opened and each event: s since the beginning, kind, page, how long it took, s.
        errors: what no reader should see.
    """

    url: str
    look_s: tuple[float, float] = LOOK_S
    waits: list[tuple[float, str, str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    here: int = 0
    began: float = field(default_factory=time.monotonic)

    async def timed(self, kind: str, page: str, work: object, what: str = "") -> None:
        """Note how long ``work`` takes, and of what does not end, what it was."""
        begun = time.monotonic()
        try:
            await work  # type: ignore[misc]
        except TimeoutError as error:
            raise TimeoutError(f"{kind} {page} {what} after {begun - self.began:.0f} s") from error
        self.waits.append((begun - self.began, kind, page, time.monotonic() - begun))

    async def seat(self, number: int, until: float, apart_s: float) -> None:
        """Let one reader after another use a seat, until the time is over."""
        chance = random.Random(number)
        await asyncio.sleep(number * apart_s)
        while time.monotonic() < until:
            visitor = Visitor(self.url, await asyncio.to_thread(new_cookie, self.url))
            self.here += 1
            try:
                await self.visit(visitor, chance, until)
            except Exception as error:  # noqa: BLE001, whatever a reader meets is what is asked for
                self.errors.append(f"{type(error).__name__}: {error}"[:500])
            finally:
                self.here -= 1
                await (visitor.lose_line() if chance.random() < LOST else visitor.close())

    async def visit(self, visitor: Visitor, chance: random.Random, until: float) -> None:
        """Open some pages, one after another."""
        query = "lang=ko" if chance.random() < KOREAN else ""
        how = visitor.open
        for _ in range(chance.randint(*PAGES)):
            page, = chance.choices(list(MIX), list(MIX.values()))
            await self.timed("open", page, how(page, query))
            how = visitor.go
            for _ in range(chance.randint(*DEEDS)):
                await self.look(visitor, page, min(chance.uniform(*self.look_s), until - time.monotonic()))
                if time.monotonic() >= until:
                    return
                await self.act(visitor, page, chance)

    async def look(self, visitor: Visitor, page: str, seconds: float) -> None:
        """Look at the page; what runs by itself meanwhile goes on."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            pace = min(visitor.polls.values(), default=left)
            await asyncio.sleep(min(pace, left))
            if pace < left:
                for fragment in list(visitor.polls):
                    await self.timed("poll", page, visitor.poll(fragment))

    async def act(self, visitor: Visitor, page: str, chance: random.Random) -> None:
        """Do one thing, event by event."""
        if page == "build_stack" and "bs_desk" in visitor.widgets and chance.random() < 0.8:
            return await self.drag(visitor, chance)
        if not (choice := offered(visitor, chance)):
            return None
        key, given = chance.choice(choice)
        for value in given:
            if key in visitor.widgets:
                await self.timed("event", page, visitor.put(key, **value), f"{key} {value}")
                await asyncio.sleep(PAUSE_S)
        return None

    async def drag(self, visitor: Visitor, chance: random.Random) -> None:
        """Move a slider of *Build a stack*: ask for numbers on the way, tell the last value, let the page follow."""
        moves = desk_moves(visitor, chance)
        question = visitor.data_of("bs_desk")["question"]
        for move in moves:
            await self.timed("preview", "build_stack",
                             visitor.pulse("preview/build_stack", {**question, "all": [move]}))
            await asyncio.sleep(PAUSE_S)
        parcel = {"from": "crowd", "number": len(self.waits) + 1, "all": moves[-1:]}
        await self.timed("event", "build_stack", visitor.tell("bs_desk", parcel))
        await self.timed("event", "build_stack", visitor.tell("bs_follow", parcel["number"]))


async def gathered(crowd: Crowd, readers: int, seconds: float, every_page: bool) -> None:
    """Let the crowd come, stay for ``seconds``, and go; before, one reader opens every page."""
    if every_page:
        visitor = Visitor(crowd.url, new_cookie(crowd.url))
        await visitor.open("")
        for page in MIX:
            await visitor.go(page)
        await visitor.close()
        print("warm", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
    crowd.began = time.monotonic()
    seat = partial(crowd.seat, until=crowd.began + seconds, apart_s=min(0.2, seconds / 4 / readers))
    await asyncio.gather(*map(seat, range(readers)))


def main() -> None:
    """Be the crowd."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("readers", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("file", type=Path)
    parser.add_argument("--look", type=float, nargs=2, default=LOOK_S)
    parser.add_argument("--every-page", action="store_true", help="say warm and wait for a line before it comes")
    given = parser.parse_args()
    crowd = Crowd(given.url, tuple(given.look))
    asyncio.run(gathered(crowd, given.readers, given.seconds, given.every_page))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seen = {"waits": crowd.waits, "errors": crowd.errors, "cpu_s": used.ru_utime + used.ru_stime}
    given.file.write_text(json.dumps(seen))


if __name__ == "__main__":
    main()
