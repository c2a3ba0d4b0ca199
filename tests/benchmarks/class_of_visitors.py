"""A class without browsers: a teacher and students in one room, who do what the page lets them do, and watch it."""

from __future__ import annotations

import asyncio
import random
import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.benchmarks.visitor import Visitor, new_cookie

PAGE, KIND = "classroom", "transfer-case"
OPTIONS = 4
"""Of the first question of that kind."""
PATIENCE_S = 60


@dataclass
class Round:
    """What came of one question, s.

    Attributes:
        accepted: from each student's press to the page that says that it is sent.
        behind: from then to the wall that counts it.
        counts: of each option, as the wall shows them.
    """

    accepted: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    counts: tuple[int, ...] = ()

    def late(self) -> float:
        """Return what 95 of 100 did not have to wait longer for."""
        return sorted(self.accepted)[int(0.95 * (len(self.accepted) - 1))]


class ClassOfVisitors:
    """A teacher and ``count`` students at ``url``; the same chances for the same ``seed``."""

    def __init__(self, url: str, count: int, seed: int = 1) -> None:
        self.url, self.chance = url, random.Random(seed)
        self.teacher = Visitor(url, new_cookie(url))
        self.students = [Visitor(url, new_cookie(url)) for _ in range(count)]
        self.shown: list[tuple[float, int]] = []
        """When the wall showed how many answers."""
        self.asked = 0
        self._watching: list[asyncio.Task[None]] = []

    async def gather(self, apart_s: float) -> None:
        """Open the room, and let the students in, one every ``apart_s``."""
        await self.teacher.open(PAGE, f"kind={KIND}")
        await self.teacher.press("cl_open_room")
        self.path = self.teacher.data_of("cl_watch")["path"]
        code = self.path.partition("/")[2].partition(".")[0]

        async def come(number: int) -> None:
            await asyncio.sleep(number * apart_s)
            student = self.students[number]
            await student.open(PAGE, f"room={code}")
            await student.press("FormSubmitter:cl_join-Join", cl_join_nickname=f"Student {number}")
        await asyncio.gather(*map(come, range(len(self.students))))
        self._watching = [asyncio.create_task(self._watch(self.teacher, "cl_watch", self._look)),
                          *(asyncio.create_task(self._watch(one, "cls_watch")) for one in self.students)]

    async def answer(self, within_s: float) -> Round:
        """Ask a question, let all answer within so many seconds, stop it, and show what came of it."""
        found, sent = Round(), []
        self.shown.clear()
        await self.teacher.press("cl_again" if self.asked else "cl_ask")
        self.asked += 1
        await self.forge("cl_stop", "cl_stop_show")  # All could not answer if it were obeyed.

        async def think(number: int) -> None:
            student, choice = self.students[number], number % OPTIONS
            await self._until(lambda: self._number(student) == self.asked)
            await asyncio.sleep(self.chance.random() * within_s)
            began = time.perf_counter()
            await student.press(f"cls_option_{self.asked}_{choice}")
            assert student.says("Sent ✓"), "\n".join(student.words.values())
            sent.append(time.perf_counter())
            found.accepted.append(sent[-1] - began)
        await asyncio.gather(*map(think, range(len(self.students))))
        await self._until(lambda: bool(self.shown) and self.shown[-1][1] >= len(self.students))
        found.behind = self._behind(sorted(sent))
        await self.teacher.press("cl_stop")
        await self.teacher.press("cl_show")
        found.counts = self._counts()
        return found

    async def forge(self, *keys: str) -> None:
        """Let a student send what the teacher's buttons send, as whoever watched that browser could."""
        forger = self.students[-1]
        for key in keys:
            identity, _fragment, element = self.teacher.widgets[key]
            for fragment in ("", forger.widgets["cls_watch"][1]):
                forger.widgets[f"forged_{key}"] = (identity, fragment, element)
                await forger.press(f"forged_{key}")

    async def leave(self) -> None:
        """Close all tabs."""
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        for one in (self.teacher, *self.students):
            await one.close()

    async def _watch(self, one: Visitor, key: str, seen: Callable[[], None] = lambda: None) -> None:
        """Do what the component of the page does: ask about once a second, and let the page run where that is new."""
        while True:
            data = one.data_of(key)
            await asyncio.sleep(data["pace"] / 1000 * (0.8 + 0.4 * self.chance.random()))
            pulse = await one.pulse(data["path"])
            now = ".".join(str(pulse[name]) for name in data["watches"])
            if now != one.data_of(key)["known"]:
                await one.tell(key, now)
                seen()

    def _look(self) -> None:
        found = self.teacher.says(r"answers \*\*(\d+) / \d+\*\*")
        self.shown.append((time.perf_counter(), int(found[1]) if found else 0))

    def _behind(self, sent: list[float]) -> list[float]:
        """Return how long after its sender knew of it each answer was on the wall, s."""
        counts = [count for _, count in self.shown]
        return [max(0.0, self.shown[bisect_left(counts, number)][0] - moment)
                for number, moment in enumerate(sent, start=1)]

    def _number(self, student: Visitor) -> int:
        """Return the number of the question that a student can answer; 0: none yet, or not all of its options."""
        last = [key.split("_") for key in student.widgets if key.startswith("cls_option_")]
        return max((int(number) for _, _, number, at in last if int(at) == OPTIONS - 1), default=0)

    def _counts(self) -> tuple[int, ...]:
        found = self.teacher.says(r"(<table class=.counted.*?</table>)")
        assert found, "\n".join(self.teacher.words.values())
        return tuple(int(part.partition("<")[0].partition(" ")[0]) for part in found[1].split("<b>")[1:])

    async def _until(self, probe: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not probe():
                for broken in filter(asyncio.Task.done, self._watching):
                    broken.result()
                await asyncio.sleep(0.02)


def taught(url: str, count: int, lesson: Callable[[ClassOfVisitors], Awaitable[None]]) -> None:
    """Let a class come, have its lesson, and go."""
    async def whole() -> None:
        found = ClassOfVisitors(url, count)
        try:
            await lesson(found)
        finally:
            await found.leave()
    asyncio.run(whole())
