"""What pages ask of jobs, without a worker: limits, and one reader kept from another's."""

from __future__ import annotations

from threading import Thread

import pytest

from explorer.errors import JobError, LimitError
from explorer.jobs import client
from explorer.jobs.folders import owner_of
from explorer.settings import Settings


@pytest.fixture
def limits(monkeypatch):
    """Return a function that sets limits."""
    return lambda **values: monkeypatch.setattr(client, "settings", lambda: Settings(**values))


@pytest.mark.parametrize("ask", [
    lambda jobs, job: jobs.get("eve", job), lambda jobs, job: jobs.stop("eve", job),
    lambda jobs, job: jobs.resume("eve", job), lambda jobs, job: jobs.delete("eve", job),
    lambda jobs, job: jobs.folder("eve", job), lambda jobs, job: jobs.progress("eve", job),
    lambda jobs, job: jobs.curve("eve", job), lambda jobs, job: jobs.get("", job),
    lambda jobs, job: jobs.retry("eve", job, {}, epochs=1, images=1),
    lambda jobs, job: jobs.submit("eve", {"network": f"job/{job}"}, epochs=1, images=1),
], ids=["get", "stop", "resume", "delete", "folder", "progress", "curve", "nobody", "retry", "start_from"])
def test_another_readers_job_does_not_exist(sqlite_site, ask):
    job = sqlite_site.submit("ada")
    sqlite_site.jobs.stop("ada", job.id)
    with pytest.raises(JobError, match=f"There is no job {job.id} of yours"):
        ask(sqlite_site.jobs, job.id)
    assert sqlite_site.jobs.of("eve") == []
    assert sqlite_site.jobs.get("ada", job.id).state == "stopped"
    assert (sqlite_site.folder / "jobs" / job.id).exists()


def test_who_is_lent_a_network_may_begin_with_it_and_nobody_on_anothers_word(site):
    job, lender = site.submit("ada"), owner_of("ada")
    plan = {"network": f"job/{job.id}"}
    assert site.jobs.submit("eve", plan, epochs=1, images=1, lent_by=lender).plan == plan
    for other in (owner_of("bob"), "ada", lender[:32], ""):
        with pytest.raises(JobError, match=f"There is no job {job.id} of yours"):
            site.jobs.submit("eve", plan, epochs=1, images=1, lent_by=other)
    with pytest.raises(JobError):  # to look at it is not to have it
        site.jobs.delete("eve", job.id)


def test_jobs_of_a_class_are_found_by_what_stands_for_its_readers(site):
    first, second, _other = site.submit("ada"), site.submit("bob"), site.submit("eve")
    names = {owner_of(reader): reader for reader in ("ada", "bob")}
    found = site.jobs.owned_by(names)
    assert [(job.id, names[job.reader], job.place) for job in found] == [(second.id, "bob", 2), (first.id, "ada", 1)]
    assert [job.id for job in site.jobs.owned_by(names, [first.id, _other.id])] == [first.id]
    assert site.jobs.owned_by([]) == site.jobs.owned_by(["ada", ""]) == []


@pytest.mark.parametrize("name", ["", "..", "../jobs", "nothing", "0" * 32, "a'; drop table x; --"])
def test_a_name_that_is_no_job_is_told(sqlite_site, name):
    with pytest.raises(JobError, match="There is no job"):
        sqlite_site.jobs.folder("ada", name)


def test_jobs_are_listed_newest_first_with_their_places(site):
    first, second, other = site.submit(), site.submit(), site.submit("bob")
    assert [job.id for job in site.jobs.of("ada")] == [second.id, first.id]
    assert [job.place for job in site.jobs.of("ada")] == [3, 1]
    assert [job.place for job in site.jobs.of("bob")] == [2]  # readers take turns
    site.jobs.stop("ada", first.id)
    assert [site.jobs.get(job.reader, job.id).place for job in (second, other)] == [2, 1]


def test_more_waiting_jobs_than_allowed_are_refused_with_both_numbers(site, limits):
    limits(jobs_queued_per_reader=2, jobs_queued=3)
    first, _second = site.submit(), site.submit()
    with pytest.raises(LimitError, match="2 jobs of yours wait already; 2 may"):
        site.submit()
    site.submit("bob")
    with pytest.raises(LimitError, match="3 jobs wait on this server; 3 may"):
        site.submit("cleo")
    site.jobs.stop("ada", first.id)
    site.submit("cleo")
    with pytest.raises(LimitError, match="3 jobs wait on this server"):
        site.jobs.resume("ada", first.id)
    assert len(list((site.folder / "jobs").iterdir())) == 4  # refused ones leave nothing


def test_a_teacher_has_more_jobs_that_wait_and_still_a_limit(site, limits):
    limits(jobs_queued_per_reader=1)
    site.submit()
    plan = {"title": "Test", "epochs": 1, "seconds": 0.05}
    stopped = site.jobs.submit("ada", plan, epochs=1, images=100, times=2.5)
    with pytest.raises(LimitError, match="2 jobs of yours wait already; 2 may"):
        site.jobs.submit("ada", plan, epochs=1, images=100, times=2.5)
    site.jobs.stop("ada", stopped.id)
    with pytest.raises(LimitError, match="1 jobs of yours wait already; 1 may"):
        site.jobs.resume("ada", stopped.id)
    assert site.jobs.resume("ada", stopped.id, 2.5).state == "queued"


def test_readers_who_submit_at_the_same_moment_stay_within_the_limit(site, limits):
    limits(jobs_queued=4)
    site.submit("first")
    refused = []

    def submit(reader: str) -> None:
        try:
            site.submit(reader)
        except LimitError as error:
            refused.append(error)

    threads = [Thread(target=submit, args=(f"reader-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5


@pytest.mark.parametrize(("epochs", "images", "said"), [(201, 1, "201 epochs are more than the 200"),
                                                        (1, 60_001, "60,001 pictures are more than the 60,000")])
def test_a_training_that_is_too_large_is_refused_with_the_limit(sqlite_site, epochs, images, said):
    with pytest.raises(LimitError, match=said):
        sqlite_site.jobs.submit("ada", {}, epochs=epochs, images=images)


def test_no_job_is_taken_when_the_disks_share_is_used_up(sqlite_site, limits):
    job = sqlite_site.submit()
    (sqlite_site.folder / "jobs" / job.id / "best.safetensors").write_bytes(bytes(2_000_000))
    limits(data_bytes=1_000_000)
    with pytest.raises(LimitError, match=r"take 2\.0\d* MB; 1 MB may be taken"):
        sqlite_site.submit()
    sqlite_site.jobs.delete("ada", job.id)
    sqlite_site.submit()


def test_a_job_over_and_over_resumed_is_queued_once(sqlite_site):
    job = sqlite_site.submit()
    sqlite_site.jobs.stop("ada", job.id)
    sqlite_site.jobs.stop("ada", job.id)
    sqlite_site.jobs.resume("ada", job.id)
    with pytest.raises(JobError, match="This job is waiting; only one that was stopped"):
        sqlite_site.jobs.resume("ada", job.id)
    assert [one.place for one in sqlite_site.jobs.of("ada")] == [1]


def test_what_a_reader_asked_for_comes_back(sqlite_site):
    plan = {"title": "Кошки и 개", "epochs": 3, "augmentation": {"flip": True, "shear": 0.5}, "frozen": ["a", "b"]}
    job = sqlite_site.jobs.submit("ada", plan, epochs=3, images=10)
    assert (job.plan, job.title) == (plan, "Кошки и 개")
    assert sqlite_site.jobs.progress("ada", job.id) == {}
    assert sqlite_site.jobs.curve("ada", job.id) == []


def test_an_admin_finds_the_jobs_of_everybody_and_stops_them_for_their_reader(site):
    first, second = site.submit("ada"), site.submit("bob")
    found = site.jobs.of_everybody(1)  # what waits is found in any case
    assert [(job.id, job.reader, job.place) for job in found] == [(second.id, "bob", 2), (first.id, "ada", 1)]
    assert site.jobs.stop(found[0].reader, found[0].id).state == "stopped"
    assert [job.state for job in site.jobs.of_everybody(10)] == ["stopped", "queued"]
