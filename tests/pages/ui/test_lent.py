"""What is lent to a class opens for who is in its room, on every page, and for nobody else; nobody can change it."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from explorer import classroom, jobs, training
from explorer.classroom import Rooms
from explorer.errors import DataError, JobError, NetworkError
from explorer.jobs import owner_of
from explorer.runtime import kept_files
from explorer.settings import Settings
from pages.ui import lent, reader
from tests.pages.jobs.jobs_page import READER, Desk, price, seat
from tests.pages.page import checked, opened_page, text_of

JOB = "ab12"


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    with closing(Rooms(f"sqlite:///{tmp_path / 'jobs.sqlite'}")) as found:
        monkeypatch.setattr(classroom, "rooms", lambda: found)
        yield found


@pytest.fixture
def code(rooms):
    """A room of `READER`, in which `bob` is."""
    code = rooms.open(READER).code
    rooms.join(code, "bob", "Bob")
    return code


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    price(monkeypatch)
    desk = seat(Desk(tmp_path), monkeypatch)
    desk.add(JOB, "done", title="Teacher's digits")
    return desk


@pytest.fixture
def asks(monkeypatch):
    """Return a function from which on another reader asks."""
    monkeypatch.setattr(lent, "reader", lambda: READER)
    monkeypatch.setattr(lent.attending, "attended", lambda: "KXRTM")

    def now(name):
        monkeypatch.setattr(lent, "reader", lambda: name)
        monkeypatch.setattr(reader, "_browser", lambda: name)
    return now


def test_a_job_opens_for_the_class_and_for_nobody_else(desk, rooms, code, asks):
    asks("bob")
    with pytest.raises(JobError):
        lent.check_network(f"job/{JOB}")
    rooms.shared.lend(code, READER, lent.JOB, JOB, "Teacher's digits")
    lent.check_network(f"job/{JOB}")
    assert lent.job_folder(JOB) == desk.root / JOB
    assert lent.lent_job(JOB).title == "Teacher's digits"
    assert lent.network_lender(f"job/{JOB}") == owner_of(READER)
    assert lent.things(lent.JOB) == {JOB: "Teacher's digits"}
    asks("eve")
    with pytest.raises(JobError):
        lent.job_folder(JOB)
    assert (lent.lent_job(JOB), lent.network_lender(f"job/{JOB}"), lent.things(lent.JOB)) == (None, "", {})


def test_what_a_teacher_does_not_have_does_not_open_by_being_lent(desk, rooms, code, asks):
    rooms.shared.lend(rooms.open("eve").code, "eve", lent.JOB, JOB, "stolen")
    asks("eve")
    with pytest.raises(JobError):
        lent.job_folder(JOB)
    assert lent.lent_job(JOB) is None


def test_ones_own_opens_without_a_question(desk, asks, monkeypatch):
    monkeypatch.setattr(classroom, "rooms", lambda: pytest.fail("asked"))
    assert lent.job_folder(JOB) == desk.root / JOB
    lent.check_network("bundled/resnet20")
    lent.check_data("digits")
    assert lent.network_lender(f"job/{JOB}") == lent.network_lender("bundled/resnet20") == ""


def test_nothing_is_asked_or_made_where_there_never_was_a_room(tmp_path, desk, rooms, asks):
    asks("bob")
    assert lent.lender(lent.JOB, JOB) == ""
    assert lent.things(lent.JOB) == {}
    assert not (tmp_path / "jobs.sqlite").exists()


def test_an_onnx_file_and_a_zip_open_with_whichever_card_and_only_while_lent(rooms, code, asks, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_files, "settings", lambda: Settings(data=str(tmp_path)))
    name = kept_files.keep_file(b"abc", READER, "net.onnx", {"classes": 3})
    other = kept_files.with_card(name, READER, {"classes": 3, "called": "x"})
    zips = {owner_of(READER): "upload/1"}

    def check_owner(who, data, *, lent_by=""):
        if zips.get(lent_by) != data and who != READER:
            raise DataError("no")
    monkeypatch.setattr(training, "check_owner", check_owner)
    asks("bob")
    for _ in range(2):
        with pytest.raises(NetworkError):
            lent.check_network(name)
        with pytest.raises(DataError):
            lent.check_data("upload/1")
        rooms.shared.lend(code, READER, lent.NETWORK, lent.file_name(name), "net.onnx")
        rooms.shared.lend(code, READER, lent.DATA, "upload/1", "cats.zip")
        lent.check_network(name)
        lent.check_network(other)
        lent.check_data("upload/1")
        for kind, thing in ((lent.NETWORK, lent.file_name(name)), (lent.DATA, "upload/1")):
            rooms.shared.take_back(code, READER, kind, thing)


def test_a_photo_comes_back_pixel_by_pixel(rooms, code, asks):
    pixels = np.random.default_rng(3).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    rooms.shared.lend(code, READER, lent.PHOTO, "cat", "My cat", picture=file.getvalue())
    asks("bob")
    assert (lent.photo("cat").pixels == pixels).all()
    assert lent.photo("cat").name == "My cat"
    assert lent.photo("dog") is None
    asks("eve")
    assert lent.photo("cat") is None


def test_a_lent_job_is_looked_at_on_its_page_and_neither_stopped_nor_deleted(desk, rooms, code, asks):
    rooms.shared.lend(code, READER, lent.JOB, JOB, "Teacher's digits")
    asks("bob")
    at = opened_page("jobs", job=JOB)
    assert "lent to your class" in text_of(at)
    assert {button.key for button in at.button} & {"jo_stop", "jo_resume", "jo_delete"} == set()
    checked(at.button(key="jo_own").click().run())
    assert "No jobs yet" in text_of(at)
    asks("eve")
    assert "Teacher" not in text_of(opened_page("jobs", job=JOB))
    assert desk.asked == []


def test_who_is_lent_a_network_trains_it_further(desk, rooms, code, asks):
    rooms.shared.lend(code, READER, lent.JOB, JOB, "Teacher's digits")
    asks("bob")
    at = opened_page("fine_tune", job=JOB)
    checked(at.button(key="ft_start").click().run())
    assert [what for what, _ in desk.asked] == ["submit"]
    assert jobs.connected().known["job1"].plan["network"] == desk.known[JOB].plan["network"]


def test_a_lent_photo_is_in_the_list_of_every_page_and_in_its_link(rooms, code, asks):
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    rooms.shared.lend(code, READER, lent.PHOTO, "cat", "Teal", picture=file.getvalue())
    asks("bob")
    at = opened_page("classic_filters", cf_photo="Lent photo cat", room=code)
    assert at.selectbox(key="cf_photo").value == "lent-cat"
    assert "Teal · lent" in at.selectbox(key="cf_photo").options
    rooms.shared.take_back(code, READER, lent.PHOTO, "cat")
    checked(at.run())
    assert at.selectbox(key="cf_photo").value == "chelsea"
