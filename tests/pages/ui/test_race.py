"""What a race says of its runners, in words."""

from __future__ import annotations

import pytest

from explorer.jobs import Job
from pages.ui.race import outcome, race_of, races, runner, told


def job(name, how="head", race="r", state="done", created=0.0, **more):
    return Job(id=name, reader="ada", state=state, title=name, created=created,
               plan={"how": how, "race": race, "epochs": 4} | more)


KNOWS, SCRATCH = job("a"), job("b", "scratch")
POINTS = [{"number": 1, "val_accuracy": 0.5, "seconds": 2.0}, {"number": 2, "val_accuracy": 0.75, "seconds": 2.0},
          {"number": 3, "val_accuracy": 0.75, "seconds": 2.0}]


def test_jobs_of_one_race_belong_together_what_knows_something_first():
    alone, older = job("c", race=""), [job("d", "scratch", "q"), job("e", race="q")]
    found = [SCRATCH, KNOWS, alone, *older]
    assert {name: [one.id for one in runners] for name, runners in races(found).items()} == {
        "r": ["a", "b"], "q": ["e", "d"]}
    assert next(iter(races(found))) == "r"
    assert race_of(alone, found) == [] and race_of(KNOWS, found) == [KNOWS, SCRATCH]


@pytest.mark.parametrize("lonely", [KNOWS, SCRATCH])
def test_a_job_whose_rival_was_deleted_races_no_more(lonely):
    assert races([lonely]) == {} and race_of(lonely, [lonely]) == []


def test_jobs_from_before_there_were_races_are_left_alone():
    old = Job(id="o", reader="ada", state="done", title="o", plan={"how": "head"})
    assert races([old, old]) == {}


def test_runners_are_called_by_what_they_start_from():
    assert (runner(KNOWS), runner(SCRATCH)) == ("from what it knows: only the head", "from scratch")


def test_the_best_so_far_is_told_with_the_time_it_took():
    assert told(KNOWS, POINTS) == "done, epoch 3 of 4; at best 75.0 %, after 4.0 s of training"
    assert told(job("b", state="queued"), []) == "waits"


@pytest.mark.parametrize(("count", "warned"), [(6, True), (49, True), (50, False), (400, False)])
def test_the_outcome_counts_pictures_and_warns_where_they_are_few(count, warned):
    results = [(one, {"accuracy": share, "measured_on": "test", "pictures": {"test": count}})
               for one, share in ((KNOWS, 1.0), (SCRATCH, 0.5))]
    said = outcome(results)
    assert f"On {count} pictures" in said and "100.0 %" in said and "50.0 %" in said
    assert ("another seed" in said) is warned


def test_before_both_are_done_there_is_no_outcome():
    assert outcome([(KNOWS, {"accuracy": 1.0, "pictures": {"test": 6}}), (SCRATCH, {})]) == ""
