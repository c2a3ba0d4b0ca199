"""What *Jobs* shows of a job that learned where things are, without a browser."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.jobs import Job
from explorer.runtime import write_arrays
from explorer.runtime.run_files import PLAN, RESULT, SHOWN, write_json
from explorer.training.tasks.known_tasks import KNOWN
from explorer.training.tasks.task_names import WATCHED
from pages.jobs.progress import _best
from pages.jobs.results import measured
from pages.jobs.scene_results import about_of, scene_pictures, watched_as_accuracy, watched_name
from pages.ui.pickers.job_photos import _pictures
from pages.ui.task_words import measure_meanings, measure_names, part_names, tasks
from pages.ui.training_words import settings_of

ABOUT = {"task": "detect", "watched": "map50", "parts": ["box"], "measures": ["map50", "recall"]}
CURVE = [{"number": 1.0, "val_loss": 2.0, "map50": 0.5}, {"number": 2.0, "val_loss": 3.0, "map50": 0.7},
         {"number": 3.0, "val_loss": 1.0, "map50": 0.6}]


def test_every_task_has_words_for_all_that_is_shown_of_it():
    assert set(tasks()) == set(KNOWN)
    for task in KNOWN.values():
        assert set(task.parts) <= set(part_names()) and set(task.measures) <= set(measure_names())
        assert set(task.measures) <= set(measure_meanings())


def test_the_watched_measure_stands_where_a_chart_looks_for_the_accuracy():
    assert [point["val_accuracy"] for point in watched_as_accuracy(CURVE, ABOUT)] == [0.5, 0.7, 0.6]
    assert watched_as_accuracy(CURVE, {}) == CURVE
    assert watched_name(ABOUT) == "mAP@0.5" and watched_name({}) == ""


def test_a_job_that_has_not_begun_is_known_by_what_it_will_be_watched_for(tmp_path):
    assert {name: task.watched for name, task in KNOWN.items()} == WATCHED
    job = Job(id="a", reader="ada", state="queued", plan={"data": "scenes/detect"})
    assert about_of(job, tmp_path) == {"watched": "map50"}
    assert about_of(replace(job, plan={"data": "digits"}), tmp_path) == {}


def test_the_epoch_with_the_best_measure_is_marked():
    assert _best(CURVE, watched="map50") == 2


def test_boxes_are_drawn_from_a_score_of_a_half_but_a_single_one_always():
    images, kinds = np.full((1, 64, 64, 3), 90, np.uint8), np.array([[-1]])
    truth = {"true_boxes": np.zeros((1, 1, 4)), "true_kinds": kinds}
    low = [10.0, 10, 30, 30, 0.3, 0]
    many = scene_pictures(images, truth, np.array([[low, low]], np.float32))
    single = scene_pictures(images, truth, np.array([[low]], np.float32))
    assert (many == 90).all() and (single != 90).any()


def test_truth_and_answer_of_pixels_stand_side_by_side():
    maps = np.zeros((2, 64, 64), np.uint8)
    found = scene_pictures(np.full((2, 64, 64, 3), 90, np.uint8), {"true_maps": maps}, maps + 1)
    assert found.shape == (2, 192, 384, 3)
    assert (found[:, :, :192] == 90).all() and (found[:, :, 192:] != 90).any(-1).all()


def test_pages_open_a_jobs_network_on_its_test_scenes(tmp_path):
    images = np.arange(20, dtype=np.uint8)[:, None, None, None].repeat(8, 1).repeat(8, 2).repeat(3, 3)
    write_arrays(tmp_path / SHOWN, {"images": images, "rows": np.arange(20) + 5, "answers": np.zeros((20, 1, 6))})
    write_json(tmp_path / RESULT, {"categories": ["star"]})
    write_json(tmp_path / PLAN, {"data": "scenes/detect"})
    found = _pictures(tmp_path, 0)
    assert list(found)[:2] == ["data5", "data6"] and len(found) == 14
    assert found["data6"].title() == "test scene 6" and (found["data6"].picture.pixels == 1).all()


def test_a_task_is_compared_by_its_watched_measure(tmp_path):
    write_json(tmp_path / RESULT, {"watched": "map50", "measures": {"map50": 0.91, "recall": 0.8}})
    job = Job(id="a", reader="ada", state="done")
    assert measured(job, tmp_path) == 0.91 and measured(replace(job, state="running"), tmp_path) is None


@pytest.mark.parametrize(("data", "said"), [("scenes/detect", True), ("digits", False)])
def test_settings_of_scenes_are_listed_where_there_are_scenes(data, said):
    found = settings_of({"data": data, "scenes": {"pictures": 500, "kinds": ["star"], "noise": 0.05}})
    assert ("kinds of things" in found) is said
    if said:
        assert (found["scenes"], found["kinds of things"], found["noise, at most"]) == ("500", "star", "0.05")
