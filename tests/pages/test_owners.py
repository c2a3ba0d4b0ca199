"""What one reader has and another one's link names: it opens for its owner only, on every page."""

from __future__ import annotations

import re

import pytest

from explorer import networks, training
from explorer.networks import pretrained
from pages.ui import reader
from tests.pages.fine_tune.test_fine_tune import pictures_zip
from tests.pages.jobs.jobs_page import READER, Desk, price, seat
from tests.pages.page import checked, opened_page, text_of

JOB = "ab12"
NETWORK_PAGES = ("pixel_to_class", "feature_maps", "receptive_fields", "attribution", "fine_tune")


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    price(monkeypatch)
    desk = seat(Desk(tmp_path), monkeypatch)
    desk.add(JOB, "done", title="Secret work")
    return desk


@pytest.fixture
def stranger(monkeypatch):
    """Return a function from which on another reader is there."""
    return lambda: monkeypatch.setattr(reader, "_browser", lambda: "eve")


@pytest.fixture
def upload():
    """A ZIP that the first reader keeps."""
    return training.keep_zip(pictures_zip(secret_cats=12, secret_dogs=12), READER, "family.zip")


def shown(at):
    """Return all that a page says, the values of its widgets too."""
    widgets = (at.selectbox, at.get("pills"), at.get("button_group"))
    return text_of(at) + "".join(str(part.proto) for kind in widgets for part in kind) + "".join(
        part.proto.json for part in at.main if part.type == "bidi_component")


def test_an_upload_opens_for_its_owner(upload):
    at = opened_page("fine_tune", data=upload)
    assert "24 pictures of 2 classes" in shown(at)
    assert "secret_cats" in shown(at)


@pytest.mark.parametrize("step", ["pictures", "network", "how", "augment"])
def test_a_link_to_somebody_elses_upload_shows_nothing_of_it_and_says_what_to_ask_for(upload, stranger, step):
    stranger()
    at = opened_page("fine_tune", data=upload)
    assert "Ask whoever gave you the link for the ZIP" in text_of(at)
    checked(at.segmented_control(key="ft_step").set_value(step).run())
    assert "secret" not in shown(at)
    assert at.session_state["ft_state"].now.data == "pieces"


def test_whether_it_is_here_makes_no_difference_to_a_stranger(upload, stranger):
    stranger()
    there, nowhere = (text_of(opened_page("fine_tune", data=name)) for name in (upload, f"upload/{'0' * 64}"))
    assert there == nowhere


def test_who_uploads_the_same_zip_opens_the_link(upload, stranger):
    stranger()
    assert training.keep_zip(pictures_zip(secret_cats=12, secret_dogs=12), "eve") == upload
    assert "24 pictures of 2 classes" in shown(opened_page("fine_tune", data=upload))


def test_a_plan_that_was_open_when_its_zip_was_given_up_cannot_be_started(upload, desk):
    at = opened_page("fine_tune", data=upload)
    training.keep_zip(pictures_zip(secret_cats=12, secret_dogs=12), "bob")  # so that the file stays
    training.forget_zip(upload, READER)
    checked(at.button(key="ft_start").click().run())
    assert desk.asked == []
    assert "open only there" in text_of(at)
    assert at.session_state["ft_state"].now.data == "pieces"
    assert "secret" not in shown(at)
    checked(at.button(key="ft_start").click().run())
    assert desk.asked == [("submit", "15 epochs of 96 pictures for ada")]


@pytest.mark.parametrize("page", NETWORK_PAGES)
def test_a_network_that_somebody_else_trained_opens_nowhere(page, stranger):
    stranger()
    at = opened_page(page, network=f"job/{JOB}")
    assert "There is no job" in text_of(at)
    assert "Secret work" not in shown(at)


def test_a_job_of_somebody_else_is_neither_shown_nor_compared_nor_begun_with(desk, stranger):
    desk.add("other", "done", title="Own work")
    stranger()
    for at in (opened_page("jobs", job=JOB), opened_page("jobs", **{"with": JOB}),
               opened_page("fine_tune", job=JOB)):
        assert re.findall("Secret work|Own work", shown(at)) == []


def test_weights_of_somebody_else_have_no_name_that_opens_them(monkeypatch):
    taken = networks.load("bundled/resnet20")
    secret = pretrained.OWN + "0" * 16
    pretrained.keep("bundled/resnet20", secret, lambda: taken)
    loads = []
    monkeypatch.setattr(networks, "load", lambda *_, **more: loads.append(more) or taken)
    for page in NETWORK_PAGES:
        opened_page(page, network="bundled/resnet20", weights=secret)
    assert not [one for one in loads if one.get("weights") == secret]
