"""Whether this process can serve, said soon and truly."""

from __future__ import annotations

import os
import signal
import time
from threading import Event, Thread

import pytest

from explorer.monitoring import health as face
from explorer.monitoring.health import (
    OK,
    SILENT_S,
    STARTING_S,
    Health,
    Workers,
    check_disk,
    leaving_is_told,
    workers,
)


def test_each_part_says_whether_it_works():
    found = Health({"database": lambda: OK, "disk": lambda: "the disk is full"}, {"worker": lambda: OK})
    assert found.parts() == {"database": OK, "disk": "the disk is full", "worker": OK, "process": OK}


def test_a_part_that_hangs_is_not_waited_for_and_the_others_are_told():
    over = Event()
    found = Health({"database": lambda: str(over.wait(30)), "disk": lambda: OK}, patience_s=0.2)
    began = time.monotonic()
    for _ in range(2):
        assert found.parts() == {"database": "does not answer", "disk": OK, "process": OK}
    assert time.monotonic() - began < 2
    over.set()


def test_however_often_it_is_asked_one_look_a_second_is_taken_and_one_at_a_time(clock):
    looks = []
    found = Health({"database": lambda: looks.append(1) or OK}, clock=clock)
    for _ in range(40):
        found.parts()
        clock.now += 0.05
    assert len(looks) == 2


def test_a_look_that_hangs_for_long_is_given_up_and_what_it_says_in_the_end_is_not_believed(clock):
    late = Event()
    answers = iter([lambda: str(late.wait(30)), lambda: OK])

    def looked():
        return next(answers)()

    found = Health({"database": looked}, clock=clock, patience_s=0.1)
    assert found.parts()["database"] == "does not answer"
    clock.now += 61
    assert found.parts()["database"] == OK
    late.set()
    time.sleep(0.05)
    assert found.parts()["database"] == OK


def test_a_look_that_fails_says_how_without_what_the_error_says(caplog):
    def broken():
        raise ConnectionError("host db.internal, user ada")

    found = Health({"database": broken})
    assert found.parts()["database"] == "failed with ConnectionError"
    assert "db.internal" in caplog.text  # for whoever reads the log


def test_a_worker_is_alive_as_long_as_its_number_grows(clock):
    found = Workers(beside=False, clock=clock)
    assert found.check() == "no worker is alive"
    for beats in range(30):
        found.see({"one": beats, "dead": 7})
        clock.now += 2
    assert found.alive() == 1
    clock.now += SILENT_S
    found.see({"one": 29, "dead": 7})
    assert found.check() == "no worker is alive"


def test_a_worker_that_leaves_is_gone_at_once(clock):
    found = Workers(beside=False, clock=clock)
    found.see({"one": 3})
    assert found.check() == OK
    found.see({})
    assert found.check() == "no worker is alive"


def test_a_worker_beside_the_app_is_given_time_to_begin(clock):
    found = Workers(beside=True, clock=clock)
    assert found.check() == OK
    clock.now += STARTING_S
    assert found.check() == "no worker is alive"


def test_a_disk_without_room_and_a_folder_that_is_not_there_are_seen(configure, tmp_path, monkeypatch):
    configure(data=tmp_path)
    assert check_disk() == OK
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 2**20}))
    assert check_disk() == "the disk is full"
    monkeypatch.setattr("os.access", lambda _folder, _mode: False)
    assert check_disk() == "the data folder cannot be written to"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_end_is_noted_and_does_what_it_did_before(number):
    told, ended = Health({}), []
    before = signal.signal(number, lambda *_: ended.append(told.leaving))
    try:
        with leaving_is_told(told):
            assert told.parts()["process"] == OK
            os.kill(os.getpid(), number)
            assert ended == [True]
            assert told.parts()["process"] == "is about to end"
        assert signal.getsignal(number) not in {before, leaving_is_told}
    finally:
        signal.signal(number, before)


def test_off_the_main_thread_its_end_is_noted():
    told, seen = Health({}), []

    def serve():
        with leaving_is_told(told):
            seen.append(told.leaving)

    thread = Thread(target=serve)
    thread.start()
    thread.join()
    assert (seen, told.leaving) == ([False], True)


def test_this_process_knows_of_its_database_its_disk_and_its_worker(configure, tmp_path):
    configure(data=tmp_path)
    face.cache_clear()
    workers.cache_clear()
    try:
        assert face().parts() == {"database": OK, "disk": OK, "worker": OK, "process": OK}
    finally:
        face.cache_clear()
