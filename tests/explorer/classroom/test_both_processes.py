"""Two processes see the same room, in SQLite and in PostgreSQL: what one took, the other counts, to the last answer."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from explorer.classroom.students import Rooms
from explorer.errors import RoomError
from tests.conftest import ROOT
from tests.explorer.classroom.answering import answered
from tests.explorer.classroom.conftest import SIDE

EACH = 10


@pytest.fixture(params=["sqlite", "postgres"])
def shared_url(request, url) -> str:
    """Return the address of a database of either kind."""
    return url if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def test_no_answer_is_lost_or_counted_after_the_stop(shared_url):
    with closing(Rooms(shared_url)) as rooms:
        code = rooms.open("ms-kim").code
        teacher = rooms.teacher(code, "ms-kim")
        number = teacher.ask(SIDE)
        command = [sys.executable, "-m", "tests.explorer.classroom.answering", shared_url, code]
        command += [str(number), "50", str(EACH)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout.readline() == "ready\n"
            with ThreadPoolExecutor(1) as thread:
                ours = thread.submit(answered, rooms, code, number, range(EACH), until_s=20)
                while len([one for one in teacher.look().members if one.answer]) < 2 * EACH:
                    time.sleep(0.02)
                teacher.stop()
                taken = ours.result(timeout=30) | json.loads(other.stdout.readline())
            assert other.wait(timeout=20) == 0
        kept = {one.nickname: one.answer for one in teacher.look().members}
        assert kept == taken
        assert teacher.tally().count == 2 * EACH
        with closing(Rooms(shared_url)) as later:
            assert later.teacher(code, "ms-kim").tally() == teacher.tally()


def test_two_who_take_the_last_place_or_the_same_nickname_at_once(shared_url, configure):
    configure(room_students=3)
    with closing(Rooms(shared_url)) as one, closing(Rooms(shared_url)) as other:
        code = one.open("ms-kim").code

        def join(number: int) -> str:
            try:
                return (one, other)[number % 2].join(code, f"reader {number}", f"n{number % 4}").nickname
            except RoomError as error:
                return error.why
        with ThreadPoolExecutor(8) as threads:
            told = list(threads.map(join, range(12)))
        members = [member.nickname for member in one.teacher(code, "ms-kim").look().members]
        assert len(members) == len(set(members)) == 3
        assert sorted(name for name in told if name.startswith("n") and name != "nickname") == sorted(members)
        assert set(told) - set(members) <= {"full", "nickname"}
