"""The board of a class, from folders that trainings have left."""

from __future__ import annotations

import pytest

from explorer.classroom import BoardRow, ClassReader, board_rows, of_data
from explorer.errors import RoomError
from explorer.jobs import Job, owner_of
from explorer.runtime.run_files import CURVE, NETWORK, RESULT, write_json


def job(name, reader="h-ada", *, data="digits", created=100.0, state="done", **more):
    return Job(id=name, reader=reader, state=state, created=created, plan={"data": data, "epochs": 3}, **more)


def put(root, name, shares, *, watched=None, accuracy=None):
    """Leave what a training leaves that reached ``shares``."""
    folder = root / name
    folder.mkdir()
    measure = watched or "val_accuracy"
    rows = "".join(f"{number},{share}\n" for number, share in enumerate(shares, 1))
    (folder / CURVE).write_text(f"number,{measure}\n{rows}")
    write_json(folder / NETWORK, {"watched": watched} if watched else {})
    if accuracy is not None:
        write_json(folder / RESULT, {"accuracy": accuracy})


CLASS = [ClassReader("h-ada", "Ada", 50.0), ClassReader("h-bob", "Bob", 90.0)]


def test_the_best_training_stands_first_and_what_waits_last_in_its_turn(tmp_path):
    put(tmp_path, "a", [0.5, 0.9, 0.8], accuracy=0.88)
    put(tmp_path, "b", [0.6, 0.95])
    rows = board_rows(CLASS, [job("a"), job("b", "h-bob", state="running"), job("c", state="queued", place=7),
                              job("d", "h-bob", state="queued", place=2)], tmp_path)
    assert [(row.nickname, row.job.id, row.best, row.tested) for row in rows] == [
        ("Bob", "b", 0.95, None), ("Ada", "a", 0.9, 0.88), ("Bob", "d", None, None), ("Ada", "c", None, None)]
    assert rows[1].points == [(1, 0.5), (2, 0.9), (3, 0.8)]
    assert rows[0].epochs == 3


def test_what_was_trained_before_its_student_joined_is_nobody_elses_business(tmp_path):
    assert board_rows(CLASS, [job("old", "h-bob", created=89.0), job("other", "h-eve")], tmp_path) == []


def test_a_task_shows_what_it_is_chosen_by_and_broken_numbers_are_left_out(tmp_path):
    put(tmp_path, "a", [0.2, float("nan"), 0.4], watched="mean_iou", accuracy=float("nan"))
    (row,) = board_rows(CLASS, [job("a")], tmp_path)
    assert (row.watched, row.points, row.best, row.tested) == ("mean_iou", [(1, 0.2), (3, 0.4)], 0.4, None)


def test_trainings_are_told_apart_by_their_pictures_those_of_most_first():
    rows = [BoardRow(nickname="x", job=job(name, data=data)) for name, data in (("a", "d1"), ("b", "d2"), ("c", "d2"))]
    assert {data: [row.job.id for row in found] for data, found in of_data(rows).items()} == {
        "d2": ["b", "c"], "d1": ["a"]}
    assert list(of_data(rows)) == ["d2", "d1"]
    assert of_data([]) == {}


def test_who_is_in_the_room_is_told_to_those_who_are_in_it_only(lesson, made_rooms):
    lesson.join("ada", "bob")
    told = {one.owner: one.nickname for one in made_rooms.shared.class_readers(lesson.code, "ada")}
    assert told == {owner_of("ada"): "ada", owner_of("bob"): "bob"}
    assert len(made_rooms.shared.class_readers(lesson.code, "ms-kim")) == 2
    with pytest.raises(RoomError):
        made_rooms.shared.class_readers(lesson.code, "eve")
    lesson.teacher.remove(lesson.member("bob"))
    with pytest.raises(RoomError):
        made_rooms.shared.class_readers(lesson.code, "bob")
    assert len(made_rooms.shared.class_readers(lesson.code, "ada")) == 1
