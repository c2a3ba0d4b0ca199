"""What a browser had becomes the account's, whole, once."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from explorer.accounts import Belongings, belongings, leave, take_over, taking_over, was_left
from explorer.classroom import Rooms
from explorer.errors import DataError, JobError, NetworkError
from explorer.homework import ShortLinks
from explorer.jobs import client, database_url, finished, folders, jobs_folder
from explorer.runtime import kept_files, run_files
from explorer.training.data.upload import store
from tests.explorer.jobs.conftest import postgres  # noqa: F401 (a fixture)

OLD, NEW, OTHER = "browser", "user-ada", "somebody"
DIGITS = "ab" * 32


@pytest.fixture(params=["sqlite", "postgres"])
def data(request, tmp_path, configure):
    """Return the data folder in which the browser, and somebody else, have one of each thing, with each database."""
    configure(data=tmp_path)
    if request.param == "postgres":
        configure(database_url=request.getfixturevalue("postgres").url.format(name=f"t{time.time_ns()}"))
    (tmp_path / "uploads").mkdir()
    store.zip_of(DIGITS).write_bytes(b"zip")
    jobs = client.Jobs(database_url(), tmp_path / "jobs")
    rooms, links = Rooms(database_url()), ShortLinks(database_url())
    for reader in (OLD, OTHER):
        jobs.submit(reader, {"title": "Mine"}, epochs=1, images=1)
        store.claim(reader, DIGITS, "cats.zip")
        kept_files.keep_file(b"onnx", reader, "net.onnx", {})
        rooms.open(reader)
        links.make(reader, "pixels")
    yield tmp_path
    jobs.close()
    rooms.store.close()
    links.close()


def of(reader):
    """Return the title, state and time of the jobs that the database knows as a reader's."""
    jobs = client.Jobs(database_url(), jobs_folder())
    found = [(job.title, job.state, jobs.stop(reader, job.id).state) for job in jobs.of(reader)]
    jobs.close()
    return found


def test_all_that_a_browser_had_is_the_accounts_and_nobody_elses_is_touched(data):
    assert belongings(OLD) == belongings(OTHER) == Belongings(jobs=1, zips=1, networks=1, rooms=1, links=1)
    (folder,) = folders.held_by(folders.owner_of(OLD))
    moment = (folder / folders.OWNER).stat().st_mtime
    for _twice in range(2):
        take_over(OLD, NEW)
        assert (belongings(OLD), bool(belongings(OLD))) == (Belongings(), False)
        assert belongings(NEW) == belongings(OTHER)
    assert (folder / folders.OWNER).stat().st_mtime == moment
    assert of(OLD) == []
    assert of(NEW) == [("Mine", "queued", "stopped")]


def test_what_is_taken_along_opens_for_the_account_and_no_more_for_the_browser(data):
    (own,) = kept_files.kept_files(OLD)
    (folder,) = folders.held_by(folders.owner_of(OLD))
    run_files.write_json(folder / run_files.RESULT, {"accuracy": 1})
    assert [job.id for job in finished(OLD)] == [folder.name]
    take_over(OLD, NEW)
    kept_files.check_network_owner(NEW, own.name)
    with pytest.raises(NetworkError):
        kept_files.check_network_owner(OLD, own.name)
    assert [one.title for one in store.owned(NEW)] == ["cats.zip"]
    assert (store.owned(OLD), finished(OLD)) == ((), [])
    assert [job.id for job in finished(NEW)] == [folder.name]


def test_what_failed_in_the_middle_is_offered_and_done_again(data, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(taking_over.Path, "replace", fail)
        with pytest.raises(DataError, match="Nothing is lost"):
            take_over(OLD, NEW)
    assert belongings(OLD) == Belongings(jobs=1, zips=1, networks=1)
    take_over(OLD, NEW)
    assert belongings(NEW) == belongings(OTHER)


def test_a_place_that_the_account_has_in_the_same_room_stays(data):
    rooms = Rooms(database_url())
    room = rooms.open(OLD)
    rooms.join(room.code, NEW, "Ada")
    rooms.teacher(room.code, NEW, room.secret)
    take_over(OLD, NEW)
    assert rooms.teacher(room.code, NEW).look()
    assert (belongings(NEW).rooms, belongings(OLD).rooms) == (2, 0)
    rooms.store.close()


def test_without_a_database_nobody_has_anything_and_a_broken_one_is_told(tmp_path, configure):
    configure(data=tmp_path)
    assert belongings(OLD) == Belongings()
    take_over(OLD, NEW)
    taking_over.file_of(database_url()).write_bytes(b"no database" * 999)
    with pytest.raises(JobError, match="try again in a minute"):
        take_over(OLD, NEW)


def test_what_is_left_is_asked_for_once(data):
    assert not was_left(OLD, NEW)
    leave(OLD, NEW)
    assert (was_left(OLD, NEW), was_left(OLD, OTHER), was_left(OTHER, NEW)) == (True, False, False)
    assert belongings(OLD).jobs == 1


def test_the_tables_are_those_that_the_rooms_and_links_are_kept_in(data):
    engine = sa.create_engine(database_url())
    found = sa.inspect(engine)
    names = {name for schema in found.get_schema_names() for name in found.get_table_names(schema)}
    assert {"explorer_rooms", "explorer_short_links", "workflow_status"} <= names
    engine.dispose()
