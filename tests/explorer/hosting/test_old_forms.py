"""What an earlier version wrote is opened by this one, nothing lost: one backup of each form lies beside this file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from safetensors.numpy import load_file, save_file

from explorer import networks, training
from explorer.classroom.students import Rooms
from explorer.errors import DataError, NetworkError
from explorer.homework.shortened import ShortLinks
from explorer.hosting.archive import checked, unpack
from explorer.hosting.restore import restore
from explorer.jobs.client import Jobs
from explorer.jobs.schema import FORM, form_of
from explorer.runtime import run_files
from explorer.training.data.upload.store import owned
from explorer.training.run_folder.load import load_job
from explorer.training.train import train

HERE = Path(__file__).parent
FORMS = sorted(int(path.name.removeprefix("form").partition(".")[0]) for path in HERE.glob("form*.tar.gz"))


def backup_of(form):
    return HERE / f"form{form}.tar.gz"


def test_there_is_a_backup_of_each_form():
    assert list(range(1, FORM + 1)) == FORMS
    assert [checked(backup_of(form)).form for form in FORMS] == FORMS


@pytest.fixture(params=FORMS)
def old(request, tmp_path, configure):
    """Return the names in a data folder as that version left it, which is this server's now."""
    unpack(backup_of(request.param), tmp_path)
    data = tmp_path / "data"
    (tmp_path / "database.sqlite").rename(data / "jobs.sqlite")
    configure(data=data, database_url="", short_link_days=10**6)
    return json.loads((HERE / f"form{request.param}.json").read_text())


@pytest.fixture
def folder(old, tmp_path):
    """Return the folder of its finished training."""
    return tmp_path / "data" / "jobs" / old["done"]


def url(tmp_path):
    return f"sqlite:///{tmp_path / 'data' / 'jobs.sqlite'}"


def assert_jobs_are_there(jobs, old):
    stopped, done = jobs.of("ada")
    assert (done.id, done.title, done.state, done.plan["data"]) == (old["done"], "Digits", "done", "digits")
    assert (stopped.id, stopped.state) == (old["stopped"], "stopped")
    assert [(job.id, job.state, job.place) for job in jobs.of("bob")] == [(old["waits"], "queued", 1)]
    assert len(jobs.curve("ada", old["done"])) == 1
    jobs.close()


def test_all_jobs_are_listed_and_the_tables_get_the_form_of_today(old, tmp_path):
    assert_jobs_are_there(Jobs(url(tmp_path), tmp_path / "data" / "jobs"), old)
    assert form_of(url(tmp_path)) == FORM


@pytest.mark.parametrize("form", FORMS)
def test_it_is_restored_by_the_command_too(form, tmp_path, configure):
    configure(data=tmp_path / "fresh", database_url="")
    restore(backup_of(form))
    names = json.loads((HERE / f"form{form}.json").read_text())
    assert_jobs_are_there(Jobs(f"sqlite:///{tmp_path / 'fresh' / 'jobs.sqlite'}", tmp_path / "fresh" / "jobs"), names)


def test_a_database_from_before_there_were_numbers_is_the_first_form(old, tmp_path):
    with closing(sqlite3.connect(tmp_path / "data" / "jobs.sqlite")) as connection:
        connection.execute("DROP TABLE explorer_schema")
    assert_jobs_are_there(Jobs(url(tmp_path), tmp_path / "data" / "jobs"), old)
    assert form_of(url(tmp_path)) == FORM


def test_a_room_is_open_with_its_answer_and_its_teacher(old, tmp_path):
    rooms = Rooms(url(tmp_path))
    teacher = rooms.teacher(old["room"], "substitute", old["word"])
    assert [member.nickname for member in teacher.look().members] == ["Ada"]
    assert rooms.look(old["room"], "ada").own == "14"
    rooms.close()


def test_a_short_link_leads_where_it_led(old, tmp_path):
    links = ShortLinks(url(tmp_path))
    assert links.target(old["link"]) == "pixels?side=8"
    links.close()


def test_the_network_that_was_trained_then_is_run_and_its_upload_is_still_theirs(old, folder):
    network = networks.load(f"job/{old['done']}")
    assert (network.input_shape, network.categories) == ((1, 8, 8), tuple("0123456789"))
    assert network.module.get_submodule("conv1").weight.shape == (2, 1, 3, 3)
    assert [(one.name, one.title) for one in owned("ada")] == [(old["upload"], "two colours.zip")]


def test_a_training_of_then_goes_on_from_its_checkpoint(old, folder):
    (folder / run_files.RESULT).unlink()
    began = (folder / run_files.CURVE).read_text()
    plan = training.plan_from_json(run_files.read_record(folder / run_files.PLAN))
    assert train(plan, folder)["epochs"] == 1
    assert (folder / run_files.CURVE).read_text() == began


def test_files_of_a_newer_version_are_told_of_in_their_own_words(old, folder):
    path = folder / run_files.NETWORK
    run_files.write_json(path, run_files.read_record(path) | {"format": 2})
    with pytest.raises(NetworkError, match=r"network.json was written by a newer version.*format 2.*up to 1"):
        load_job(old["done"], 0, "best")


def test_a_checkpoint_of_a_newer_version_is_told_of_too(old, folder):
    (folder / run_files.RESULT).unlink()
    path = folder / run_files.CHECKPOINT
    plan = run_files.read_record(folder / run_files.PLAN)
    save_file(load_file(path), path, {"format": "2", "plan": json.dumps(plan), "curve": "[]"})
    with pytest.raises(DataError, match=r"checkpoint.safetensors was written by a newer version"):
        train(training.plan_from_json(plan), folder)
