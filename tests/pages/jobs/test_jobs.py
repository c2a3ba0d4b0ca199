"""*Jobs* under AppTest: every state of a job, and what a reader can do with it."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser

import numpy as np
import pytest

from explorer.errors import message
from explorer.jobs.records import Job
from explorer.runtime.run_files import write_json
from pages.ui import allowance
from pages.ui.training_words import settings_of, titles
from tests.pages.jobs.jobs_page import PLAN, Desk, seat
from tests.pages.page import checked, component, link, opened_page


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """The folder of a real run, of seconds."""
    from explorer.training import plan_from_json, train

    folder = tmp_path_factory.mktemp("trained")
    train(plan_from_json(PLAN), folder)
    return folder


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return seat(Desk(tmp_path), monkeypatch)


@pytest.fixture
def done(desk, trained):
    job = desk.add("d1", "done", title="Digits")
    shutil.copytree(trained, desk.root / job.id, dirs_exist_ok=True)
    return job


def opened(**link):
    return opened_page("jobs", **link)


def components(at):
    return [part.proto.id for part in at.main if part.type == "bidi_component"]


def texts(at):
    return "\n".join(str(getattr(part, "value", "")) + str(getattr(part, "label", "")) for part in at.main)


def test_who_has_no_jobs_is_shown_the_way(desk):
    assert "No jobs yet" in opened().info[0].value


@pytest.mark.parametrize("state", ["queued", "running"])
def test_nothing_comes_under_a_pointer_that_rests_on_stop(desk, state):
    def row(at):
        return [button.key for button in at.button if button.key in {"jo_stop", "jo_resume", "jo_again"}]
    desk.add("j", state)
    assert row(opened()) == ["jo_stop", "jo_again"]  # beside the title, where no other button follows
    desk.add("j", "stopped")
    assert row(opened()) == ["jo_resume", "jo_again"]


def test_a_job_that_waits_says_how_many_are_before_it(desk):
    desk.add("q", "queued", place=3)
    assert "number 3 in the queue" in texts(opened())


def test_a_running_job_tells_where_it_is_and_what_goes_wrong(desk):
    desk.add("r", "running")
    write_json(desk.root / "r" / "progress.json", {
        "epoch": 1, "epochs": 2, "batch": 5, "batches": 10, "share": 0.25, "seconds_left": 12.0, "learning_rate": 0.01,
        "loss": 2.25, "note": None,
        "warnings": [{"template": "{share:.0%} are one class.", "values": {"share": 0.99}}]})
    at = opened()
    bar = next(part for part in at.main if part.type == "progress").proto
    assert bar.value == 25
    assert bar.text == "Epoch 1 of 2 · about 12 s left · loss 2.250 · learning rate 0.01"
    assert at.warning[0].value.replace("\\", "") == "99% are one class."


def test_a_failed_job_says_why_and_can_be_resumed(desk):
    desk.add("f", "failed", reason=message("The disk is full: {size} MB.", size=12))
    at = opened()
    assert "The disk is full" in at.error[0].value
    checked(at.button(key="jo_resume").click().run())
    assert desk.asked == [("resume", "f")]


def test_a_teacher_resumes_within_larger_limits(desk, monkeypatch):
    monkeypatch.setattr(allowance, "factor", lambda: 3.0)
    desk.add("s", "stopped")
    checked(opened().button(key="jo_resume").click().run())
    assert desk.times == 3.0


def test_a_limit_is_told_and_the_job_stays(desk):
    desk.add("s", "stopped")
    desk.full = True
    at = checked(opened().button(key="jo_resume").click().run())
    assert "9 jobs of yours wait already" in at.error[0].value
    assert desk.known["s"].state == "stopped"


def test_a_running_job_can_be_stopped(desk):
    desk.add("r", "running")
    at = checked(opened().button(key="jo_stop").click().run())
    assert (desk.asked, desk.known["r"].state) == ([("stop", "r")], "stopped")
    assert at.button(key="jo_resume")


def test_a_stopped_job_promises_no_time_left(desk):
    desk.add("s", "stopped")
    write_json(desk.root / "s" / "progress.json", {"epoch": 1, "epochs": 2, "share": 0.25, "seconds_left": 12.0})
    bar = next(part for part in opened().main if part.type == "progress").proto
    assert (bar.value, bar.text) == (25, "Stopped; it can go on from its last finished epoch.")


def test_jobs_of_one_name_are_numbered_as_they_came():
    jobs = [Job(id=name, reader="ada", state="done", title=title, plan=PLAN, created=created)
            for name, title, created in (("c", "Digits", 30.0), ("a", "Digits", 10.0), ("b", "Digits (2)", 20.0))]
    assert titles(jobs) == {"a": "Digits", "b": "Digits (2)", "c": "Digits (3)"}


def test_a_job_can_be_deleted(desk):
    desk.add("s", "stopped")
    at = checked(opened().button(key="jo_delete").click().run())
    assert desk.asked == [("delete", "s")]
    assert "No jobs yet" in at.info[0].value


def test_a_finished_job_shows_its_numbers(desk, done, trained):
    result = json.loads((trained / "result.json").read_text())
    at = opened()
    shown = {metric.label: metric.value for metric in at.metric}
    assert shown["Accuracy"] == f"{100 * result['accuracy']:.1f} %"
    assert shown["Balanced accuracy"] == f"{100 * result['balanced_accuracy']:.1f} %"
    assert f"always saying {result['always']['category']}: {100 * result['always']['share']:.1f} %" in texts(at)
    assert shown["Best epoch"] == str(result["best_epoch"])
    assert component(at, "jo_matrix")["counts"] == [count for row in result["confusion"] for count in row]


def test_a_click_on_a_cell_shows_its_pictures(desk, done, trained):
    result = json.loads((trained / "result.json").read_text())
    row = max(range(10), key=lambda number: result["confusion"][number][number])
    at = opened()
    at.session_state["jo_matrix"] = {"selected": row * 10 + row}
    checked(at.run())
    tiles = component(at, "jo_pictures")["tiles"]
    assert len(tiles) == min(24, result["confusion"][row][row])
    assert {tile["title"] for tile in tiles} == {result["categories"][row]}
    assert not any(tile["wrong"] for tile in tiles)


def test_the_answers_after_any_epoch_can_be_seen_those_of_the_kept_one_first(desk, done, trained):
    result = json.loads((trained / "result.json").read_text())
    at = opened()
    slider = at.select_slider(key=f"jo_after_{done.id}")
    assert slider.value == result["best_epoch"]
    before = component(at, "jo_samples")["tiles"]
    checked(slider.set_value(3 - slider.value).run())
    assert component(at, "jo_samples")["tiles"] != before


@pytest.mark.parametrize(("moved", "drawn"), [(0.0, ["jo_before"]), (0.5, ["jo_before", "jo_after"])])
def test_filters_that_were_frozen_are_shown_once(desk, done, moved, drawn):
    before = np.ones((4, 3, 3, 3), np.float32)
    np.savez(desk.root / done.id / "filters.npz", before=before, after=before + moved)
    at = opened()
    assert [key for key in ("jo_before", "jo_after") if any(key in part for part in components(at))] == drawn
    assert ("frozen: they stayed as they were" in texts(at)) == (moved == 0)


def test_a_link_to_a_job_that_is_not_here_says_so_until_a_job_is_chosen(desk):
    desk.add("s", "stopped")
    at = opened(job="somebody-elses")
    assert "opens only there" in at.info[0].value
    assert checked(at.run()).info
    assert not checked(at.button(key="jo_open_s").click().run()).info
    assert not opened(job="s").info


class Html(HTMLParser):
    """Reads what stands in the cells and entries of HTML, piece by piece."""

    def __init__(self, text):
        super().__init__()
        self.pieces, self.within = [], 0
        self.feed(text)

    def handle_starttag(self, tag, _attrs):
        self.within = tag in {"th", "td", "span"}
        self.pieces += [""] if self.within else []

    def handle_endtag(self, _tag):
        self.within = False

    def handle_data(self, data):
        if self.within:
            self.pieces[-1] += data


def html_of(at, name):
    return next(Html(part.proto.body).pieces for part in at.main if part.type == "html" and name in part.proto.body)


def test_jobs_are_compared_by_what_differs_whatever_their_number_and_names(desk, done, trained):
    names = ["d1", *(f"d{number}" for number in range(2, 7))]
    titles = ["Digits", *(f"<b>Digits</b> · ResNet-20 · a name of {number} that is long" for number in range(2, 7))]
    for name, title in zip(names[1:], titles[1:], strict=True):
        other = desk.add(name, "done", title=title, plan={"learning_rate": 0.001})
        shutil.copytree(trained, desk.root / other.id, dirs_exist_ok=True)
    at = opened(job="d1", **{"with": ",".join([*names[1:], "nothing"])})
    cells = html_of(at, "compared")
    assert cells[:7] == ["Setting", *titles]
    assert [cells[place] for place in (7, 14)] == ["accuracy, %", "learning rate, highest"]
    assert cells[15:] == ["0.01", *["0.001"] * 5]
    assert html_of(at, "runs") == [*titles, "validation", "training"]
    assert "All with seed 3: they saw the same pictures in the same order." in texts(at)


def test_a_link_to_somebody_elses_job_opens_ones_own(desk, done):
    at = opened(job="stranger")
    assert link(at) == {"job": "d1"}
    assert not at.error


def test_settings_are_called_as_their_controls_call_them():
    told = settings_of({"data": "digits", "network": "bundled/resnet20", "how": "head", "optimiser": "sgd",
                        "schedule": "one_cycle", "epochs": 6, "precision": "auto"})
    assert list(told.values()) == ["Digits", "ResNet-20 (CIFAR-10)", "Only the head", "SGD with Nesterov's momentum",
                                   "up, then down to 0 (one cycle)", "6", "the faster one, measured"]
    assert settings_of({"data": "upload/1", "network": "stack/3x32x32/relu"}) == {"data set": "Your pictures",
                                                                                 "network": "your stack"}


def test_a_full_disk_is_told_above_jobs_that_seem_to_run(desk, monkeypatch):
    desk.add("r1", "running")
    monkeypatch.setattr("explorer.jobs.no_room", lambda: message("The disk of this server is full."))
    at = opened_page("jobs")
    assert ["disk of this server is full" in error.value for error in at.error] == [True]
