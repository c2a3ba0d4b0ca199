"""What the jobs' folders say by themselves; there is no database in these tests."""

from __future__ import annotations

import os

import pytest

from explorer.errors import JobError, message
from explorer.jobs import finished, own_folder
from explorer.jobs.folders import NOTE, OWNER, folders, is_noted, job_in, note_owner, note_state, owner_of
from explorer.runtime.run_files import PLAN, RESULT, write_json
from explorer.settings import Settings

FIRST, SECOND, THIRD = (digit * 32 for digit in "123")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return the folder of the jobs; the file of the database is no database, and nobody notices."""
    monkeypatch.setattr("explorer.jobs.paths.settings", lambda: Settings(data=str(tmp_path)))
    (tmp_path / "jobs.sqlite").write_bytes(b"no database")
    return tmp_path / "jobs"


def put(root, job, reader, *, done=True, created=1000.0):
    """Make the folder of a job."""
    (root / job).mkdir(parents=True)
    write_json(root / job / PLAN, {"title": f"Job {job[0]}", "network": "bundled/resnet20"})
    note_owner(root / job, owner_of(reader))
    os.utime(root / job / OWNER, (created, created))
    if done:
        write_json(root / job / RESULT, {"epochs": 1})
    return root / job


def test_a_readers_finished_trainings_are_those_with_a_result(root):
    put(root, FIRST, "ada", created=10)
    put(root, SECOND, "ada", created=20)
    put(root, THIRD, "ada", done=False)
    put(root, "4" * 32, "eve")
    assert [(job.id, job.title, job.state, job.created) for job in finished("ada")] == [
        (SECOND, "Job 2", "done", 20), (FIRST, "Job 1", "done", 10)]
    assert finished("bob") == []


def test_without_any_job_there_is_nothing_to_find(root):
    assert finished("ada") == list(folders(root)) == []


def test_a_folder_opens_for_its_owner_only(root):
    folder = put(root, FIRST, "ada")
    assert own_folder("ada", FIRST) == folder
    assert "ada" not in (folder / OWNER).read_text()
    for reader, job in (("eve", FIRST), ("", FIRST), ("ada", SECOND), (owner_of("ada"), FIRST)):
        with pytest.raises(JobError, match=f"There is no job {job} of yours"):
            own_folder(reader, job)


def test_a_folder_opens_for_whom_its_owner_lends_it_and_for_nobody_on_anothers_word(root):
    folder = put(root, FIRST, "ada")
    assert own_folder("eve", FIRST, lent_by=owner_of("ada")) == folder
    (root / THIRD).mkdir()  # whose owner is not written yet
    for job, lender in ((FIRST, owner_of("bob")), (FIRST, "ada"), (FIRST, owner_of("ada")[:32]), (FIRST, ""),
                        (THIRD, ""), (f"../jobs/{FIRST}", owner_of("ada"))):
        with pytest.raises(JobError, match="There is no job"):
            own_folder("eve", job, lent_by=lender)


@pytest.mark.parametrize("job", ["", ".", "..", f"../jobs/{FIRST}", f"{FIRST}/../{FIRST}", "/etc", f"{FIRST}\n"])
def test_a_name_that_is_no_number_leads_nowhere(root, job):
    put(root, FIRST, "ada")
    with pytest.raises(JobError, match="There is no job"):
        own_folder("ada", job)


def test_a_folder_that_is_still_being_made_is_asked_again(root):
    folder = put(root, FIRST, "ada")
    (folder / OWNER).unlink()
    assert finished("ada") == []
    note_owner(folder, owner_of("ada"))
    assert [job.id for job in finished("ada")] == [FIRST]


def test_how_a_job_stands_is_noted_and_a_result_says_that_it_is_done(root):
    folder = put(root, FIRST, "ada", done=False)
    assert (job_in(folder).state, is_noted(folder)) == ("stopped", False)  # of an earlier version
    note_state(folder, "queued")
    assert (job_in(folder).state, is_noted(folder)) == ("queued", True)
    note_state(folder, "failed", message("The data set {name} is gone.", name="cats"))
    assert (job_in(folder).state, str(job_in(folder).reason)) == ("failed", "The data set cats is gone.")
    write_json(folder / RESULT, {"epochs": 1})
    assert (job_in(folder).state, job_in(folder).reason) == ("done", None)


def test_a_note_that_cannot_be_written_is_left_to_the_database(root, monkeypatch):
    folder = put(root, FIRST, "ada")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    note_state(folder, "stopped")
    note_state(root / SECOND, "stopped")  # deleted meanwhile
    assert not (folder / NOTE).exists()
    assert not (root / SECOND).exists()
