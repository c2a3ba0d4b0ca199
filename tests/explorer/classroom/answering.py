"""Students of another process: they join and answer as fast as they can, and tell what they were told.

``python -m tests.explorer.classroom.answering URL CODE QUESTION FIRST COUNT``
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from explorer.classroom.students import Rooms
from explorer.errors import RoomError


def answered(rooms: Rooms, code: str, question: int, numbers: Iterable[int], *, until_s: float) -> dict[str, str]:
    """Return the last answer of each student that was taken; each changes it until that is refused."""
    def student(number: int) -> tuple[str, str]:
        reader, taken, ends = f"reader {number}", "", time.monotonic() + until_s
        rooms.join(code, reader, reader)
        for text in map(str, range(100 * number, 100 * number + 99)):
            try:
                taken = rooms.answer(code, reader, question, text).text
            except RoomError as error:
                if error.why == "stopped" or time.monotonic() > ends:
                    break
                time.sleep(0.02)
        return reader, taken
    with ThreadPoolExecutor(12) as threads:
        return dict(threads.map(student, numbers))


if __name__ == "__main__":
    url, code, question, first, count = sys.argv[1:]
    began = Rooms(url)
    began.of("warm")
    print("ready", flush=True)
    found = answered(began, code, int(question), range(int(first), int(first) + int(count)), until_s=20)
    print(json.dumps(found), flush=True)
