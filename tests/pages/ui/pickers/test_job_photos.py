"""Pictures of a job's data in the photo picker."""

from __future__ import annotations

import json

import numpy as np
import pytest
import streamlit as st
import torch

from explorer import jobs
from explorer.training import Pictures
from explorer.training.run_folder.kept_pictures import write_shown
from pages.ui.pickers.job_photos import MOST_WRONG, job_photo_titles, job_photos
from pages.ui.pickers.network import trainings
from tests.pages.jobs.jobs_page import Desk, seat

CATEGORIES = ["cat", "dog", "ship"]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return seat(Desk(tmp_path), monkeypatch)


def measured(desk, name="ab12", predicted=(0, 0, 1, 2, 1, 0)):
    """Leave what a run leaves that gave the answers ``predicted`` to two pictures of each class."""
    desk.add(name, "done")
    images = torch.arange(6, dtype=torch.uint8)[:, None, None, None].expand(6, 3, 8, 8).contiguous()
    confidence = [0.5 + number / 20 for number in range(len(predicted))]
    write_shown(desk.root / name / "shown.npz", Pictures(images, torch.arange(6) // 2), list(predicted), confidence)
    (desk.root / name / "result.json").write_text(json.dumps({"categories": CATEGORIES}))
    return f"job/{name}"


def test_one_right_picture_of_each_class_comes_first_then_the_surest_mistakes(desk):
    found = job_photos(measured(desk))
    assert [picture.name for picture in found.values()] == [
        "cat · test picture 1", "dog · test picture 2", "ship, taken for cat · test picture 5",
        "ship, taken for dog · test picture 4", "dog, taken for ship · test picture 3"]
    assert [int(picture.pixels[0, 0, 0]) for picture in found.values()] == [1, 2, 5, 4, 3]


@pytest.mark.parametrize(("data", "title"), [("cifar10", "고양이 (cat)"), ("upload/ab", "cat")])
def test_their_titles_are_in_the_readers_language_while_links_are_not(desk, monkeypatch, data, title):
    name = measured(desk)
    (desk.root / "ab12" / "plan.json").write_text(json.dumps({"data": data}))
    for language in ("en", "ko"):  # what is kept for all readers depends on none of them
        monkeypatch.setitem(st.session_state, "language", language)
        assert next(iter(job_photos(name).values())).name == "cat · test picture 1"
    assert next(iter(job_photo_titles(name).values())).startswith(f"{title} · ")


def test_there_are_no_more_mistakes_than_one_can_choose_from(desk):
    found = job_photos(measured(desk, predicted=(1, 2, 2, 0, 0, 1)))
    assert len(found) == MOST_WRONG


@pytest.mark.parametrize("network", ["bundled/resnet20", "stack/3x8x8/relu", "job/", "job/none", "job/../ab12"])
def test_other_networks_have_none(desk, network):
    measured(desk)
    assert not job_photos(network)


def test_nobody_sees_the_pictures_of_somebody_elses_job(desk, monkeypatch):
    network = measured(desk)
    monkeypatch.setattr("pages.ui.reader._browser", lambda: "bob")
    assert not job_photos(network)


def test_a_job_that_kept_no_pictures_has_none(desk):
    desk.add("bare", "done")
    assert not job_photos("job/bare")
    np.savez(desk.root / "bare" / "shown.npz", rows=np.zeros(0))
    assert not job_photos("job/bare")


def test_what_was_trained_is_found_while_the_database_of_the_jobs_is_broken(desk, monkeypatch):
    def broken():
        raise AssertionError("a page that needs no job asked for the database")

    monkeypatch.setattr(jobs, "connected", broken)
    name = measured(desk)
    assert [f"job/{job.id}" for job in trainings()] == [name]
    assert job_photos(name)
