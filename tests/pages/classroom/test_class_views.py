"""The other views of the wall: the board, what was handed in, what is lent; and what a student hands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer import jobs
from explorer.classroom import BoardRow
from explorer.errors import JobError
from explorer.jobs import Job
from explorer.runtime.run_files import CURVE
from pages.classroom import board_view, class_views, lent_view, student_shelf
from pages.ui import handing, lent, reader
from tests.pages.classroom.test_classroom import open_room, press
from tests.pages.jobs.jobs_page import Desk
from tests.pages.page import checked, opened_page, text_of, widget

STACK = "conv.o4.p1~relu~gap~flatten~linear.o10"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in for the jobs of a class, whose files lie in the test's folder."""
    desk = Desk(tmp_path)
    desk.owned_by = lambda owners: [replace(job, reader=owner) for job in desk.known.values()
                                    if (owner := jobs.owner_of(job.reader)) in owners]
    monkeypatch.setattr(jobs, "connected", lambda: desk)
    monkeypatch.setattr(jobs, "finished", lambda who: [job for job in desk.known.values() if job.reader == who])
    monkeypatch.setattr(jobs, "jobs_folder", lambda: tmp_path)
    board_view._rows.clear()
    return desk


def row(name, state="done", *, points=(), **more):
    curve = [{"number": number, "val_accuracy": share} for number, share in enumerate(points, 1)]
    return BoardRow(nickname=name, curve=curve, job=Job(
        id=name, reader="h", state=state, plan={"data": "digits", "epochs": 5}, **more))


def test_how_trainings_stand_is_said_in_few_words_and_waits_in_minutes():
    assert board_view.stands(row("a", "running", points=(0.5, 0.6))) == "running, epoch 2 of 5"
    assert board_view.stands(row("a", "queued", place=3, wait_s=480.0)) == "waits, starts in about 8 min"
    assert board_view.stands(row("a", "queued", place=3)) == "waits, number 3 in the queue"
    assert board_view.stands(row("a")) == "done"


def test_the_queue_of_a_class_is_one_sentence():
    rows = [row("a"), row("b", "running"), *(row(str(place), "queued", place=place, wait_s=20.0 * place)
                                              for place in range(1, 28))]
    told = board_view.queue_text(rows)
    assert told.startswith("1 done, 1 running, 27 waiting. The last of them starts in about 9 min.")
    assert board_view.queue_text([row("a")]) == "1 done, 0 running, 0 waiting."


def test_the_chart_in_words_names_the_best():
    told = board_view.alt_text([row(name, points=(share,)) for name, share in zip("abcd", (0.9, 0.8, 0.7, 0.6),
                                                                                  strict=True)])
    assert told == "Curves of 4 trainings. The best so far: a 90.0 %, b 80.0 %, c 70.0 %"
    assert board_view.alt_text([row("a")]).endswith("none")


def test_sets_are_called_as_on_fine_tune_and_others_name_nobody():
    assert board_view.data_title("digits") != "digits"
    assert board_view.data_title("upload/" + "0" * 64) == "Own pictures"


@pytest.mark.parametrize(("link", "own", "found"), [
    ({"network": "job/a"}, "a", [("job", "a")]), ({"network": "job/a"}, "", []),
    ({"job": "a", "with": "b,a"}, "ab", [("job", "a"), ("job", "b")]), ({"job": "a", "with": "b"}, "a", [("job", "a")]),
    ({"network": "bundled/resnet20", "kind": "max"}, "ab", []), ({}, "", [])])
def test_only_what_a_page_needs_and_what_is_ones_own_opens_with_a_hand_in(monkeypatch, link, own, found):
    def own_folder(_who, job):
        if job not in own:
            raise JobError("There is no job {job} of yours.", job=job)
    monkeypatch.setattr(jobs, "own_folder", own_folder)
    monkeypatch.setattr(handing, "reader", lambda: "ada")
    assert handing.own_things(link) == found


def test_each_kind_of_thing_opens_on_a_page_that_is_there():
    assert set(lent_view.OPENED_BY) == set(lent_view.ICONS) == {lent.JOB, lent.NETWORK, lent.DATA, lent.PHOTO}
    assert set(class_views.TITLES) == set(class_views.VIEWS)


def see(at, view):
    return checked(widget(at, "segmented_control", "cl_view").set_value(view).run())


def test_a_teacher_sees_the_board_opens_hand_ins_and_lends(room, desk, monkeypatch):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina", "Jun")
    assert "Nobody has trained anything yet" in text_of(see(at, "board"))
    job = desk.add("j1", "done", title="Digits", created=2e9, plan={"network": f"stack/1x8x8/{STACK}"})
    desk.known["j1"] = Job(id="j1", reader="Mina", state="done", created=job.created, plan=job.plan)
    (desk.root / "j1" / CURVE).write_text("number,val_accuracy\n1,0.5\n2,0.91\n")
    board_view._rows.clear()
    assert "1 done, 0 running, 0 waiting." in text_of(checked(at.run()))
    assert at.get("plotly_chart")
    room.rooms.shared.hand_in(room.code, "Mina", f"build_stack?stack={STACK}&input=1x8x8", "Tiny")
    room.rooms.shared.hand_in(room.code, "Jun", "pooling?kind=max", "[x](http://a)")
    assert "Mina · Tiny" in text_of(see(at, "handed")).replace("*", "")
    press(at, "show_1")
    assert room.rooms.look(room.code, "Mina").move.address.startswith("build_stack?stack=conv.o4.p1")
    monkeypatch.setattr(lent_view, "lendable", lambda: [lent_view.Lendable("job", "t1", "Mine")])
    see(at, "lent")
    checked(at.toggle[0].set_value(True).run())
    assert [one.name for one in room.rooms.shared.lent(room.code, "Mina")] == ["t1"]
    checked(at.toggle[0].set_value(False).run())
    assert room.rooms.shared.lent(room.code, "Mina") == ()


def test_a_student_hands_in_from_a_page_and_finds_it_in_the_room(room, desk, monkeypatch):
    room.code = room.rooms.open("ms-kim").code
    room.join("Mina")
    monkeypatch.setattr(reader, "_browser", lambda: "Mina")
    at = opened_page("pooling", room=room.code)
    at.session_state["room_bar_hand"] = True
    checked(at.run())
    checked(at.button(key="room_bar_hand_now").click().run())
    (handed,) = room.rooms.shared.handed(room.code, "ms-kim")
    assert (handed.nickname, handed.title, handed.address.partition("?")[0]) == ("Mina", "Pooling", "pooling")
    assert "room" not in handed.address
    assert student_shelf.handed_text((handed,)) == "You handed in: Pooling"
