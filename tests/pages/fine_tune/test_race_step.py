"""The race on *Fine-tune* under AppTest: one click queues two runs, and both are shown there and on *Jobs*."""

from __future__ import annotations

import pytest

from explorer import training
from explorer.runtime import run_files
from tests.pages.fine_tune.test_fine_tune import opened, step, told
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, opened_page

RUNNERS = [{"number": 1, "train_loss": 1.0, "train_accuracy": 0.5, "val_loss": 1.0, "val_accuracy": 0.75,
            "most_common": 0.5, "learning_rate": 0.01, "seconds": 0.5}]


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    price(monkeypatch)
    monkeypatch.setattr(training, "familiarity", lambda _plan: training.Familiarity(0.4))
    return seat(Desk(tmp_path), monkeypatch)


def test_one_click_starts_both_on_the_same_pictures_and_shows_them(desk):
    at = opened(how="head")
    checked(at.button(key="ft_race").click().run())
    first, second = (job.plan for job in desk.known.values())
    assert (first["how"], second["how"]) == ("head", "scratch")
    assert first["race"] == second["race"] != ""
    assert (first["data"], first["seed"], first["epochs"]) == (second["data"], second["seed"], second["epochs"])
    assert at.session_state["ft_open"] == "race"
    assert "from what it knows: only the head" in told(at).replace("\\", "") and "from scratch" in told(at)


def test_jobs_shows_the_race_of_a_job_and_fine_tune_what_came_out(desk):
    for name, how in (("a", "head"), ("b", "scratch")):
        desk.add(name, "done", plan={"how": how, "race": "r", "epochs": 1})
        run_files.write_json(desk.root / name / run_files.RESULT, {
            "accuracy": 0.9 if how == "head" else 0.6, "measured_on": "test", "pictures": {"test": 40}})
    at = step(opened(), "race")
    said = "\n".join(one.value for one in at.success)
    assert "On 40 pictures" in said and "90.0 %" in said and "60.0 %" in said
    checked(at.button(key="ft_race_open").click().run())


def test_without_weights_that_know_something_there_is_no_race(desk):
    at = opened(network="stack/1x16x16/conv.o4.k3~relu~maxpool~flatten~linear.o10")
    assert at.button(key="ft_race").disabled
    at = step(at, "race")
    assert "needs a network that has learned" in at.info[-1].value
    assert desk.known == {}


def test_a_running_race_is_shown_on_jobs_above_the_rest(desk):
    for name, how in (("a", "head"), ("b", "scratch")):
        desk.add(name, "running" if how == "head" else "queued", plan={"how": how, "race": "r", "epochs": 3})
    at = opened_page("jobs", job="a")
    assert "Race" in [one.value for one in at.subheader]
