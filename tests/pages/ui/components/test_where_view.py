"""The short answer of networks that say where things are, and pages that open them with random weights."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.detection import Segmented, found_of
from explorer.images import sample
from explorer.networks import at_side, load
from explorer.scenes import KINDS, random_scene
from pages.ui.components import where_view
from pages.ui.pickers.job_photos import SEEDS, job_photo_titles, job_photos
from pages.where_is_it.state import VIEWS
from tests.pages.page import opened_page, text_of

NAMES = ("__background__", "person", "cat")
SSD, LRASPP = "torchvision/ssdlite320_mobilenet_v3_large", "torchvision/lraspp_mobilenet_v3_large"


class Stub:
    """A trained network of torchvision's, as far as the view asks it."""

    name, whole, trained, input_shape = "torchvision/it", object(), True, (3, 320, 320)

    def __init__(self, task, answer):
        self.task, self._answer = task, answer

    def find(self, _photo, threshold):
        return self._answer.above(threshold)

    def segment(self, _photo):
        return self._answer


@pytest.fixture
def shown(monkeypatch):
    """Return what the view shows of an answer: the rows and the words around them."""
    seen = []
    monkeypatch.setattr(where_view, "scores_view", lambda rows, **words: seen.append((rows, words["note"])))
    monkeypatch.setattr(where_view.st, "caption", lambda text: seen.append(([], text)))
    monkeypatch.setattr(where_view.st, "page_link", lambda *_args, **_more: None)

    def show(task, answer):
        where_view.where_view(Stub(task, answer), sample("chelsea"), key="k")
        return seen.pop()
    return show


def boxes(scores):
    count = len(scores)
    return found_of([[0, 0, 9, 9]] * count, [2] * count, scores, names=NAMES, size=(20, 20))


def test_the_surest_boxes_are_listed_and_all_are_counted(shown):
    rows, note = shown("detect", boxes([0.9, 0.4, 0.8, 0.7, 0.6, 0.55, 0.5]))
    assert rows == [("cat", score, None) for score in (0.9, 0.8, 0.7, 0.6, 0.55)]
    assert note.endswith("6")


def test_a_photo_without_things_says_so(shown):
    rows, note = shown("detect", boxes([0.49]))
    assert (rows, note) == ([], "No box in the whole photo has a score of 0.5 or more.")


def test_classes_of_pixels_are_listed_by_their_share_and_the_ground_is_named(shown):
    classes = np.array([[0, 0, 2], [0, 2, 1]], np.uint8)
    rows, _note = shown("segment", Segmented(classes, np.ones((2, 3), np.float32), NAMES, (20, 30)))
    assert [name for name, *_ in rows] == ["background", "cat", "person"]
    assert [share for _, share, _ in rows] == pytest.approx([3 / 6, 2 / 6, 1 / 6])


@pytest.mark.parametrize(("page", "network", "says"), [
    ("feature_maps", LRASPP, "Random weights: what they would find means nothing."),
    ("attribution", SSD, "**Which place** :gray[of 20 × 20]")])
def test_pages_of_classifiers_open_networks_that_say_where_and_tell_what_they_lack(page, network, says):
    at = opened_page(page, network=network, weights="random")
    assert says in text_of(at)
    assert not at.error


@pytest.mark.parametrize(("task", "view"), [("locate", "boxes"), ("detect", "grid"), ("segment", "pixels")])
def test_networks_for_scenes_lead_to_the_tab_that_shows_them(task, view, monkeypatch):
    led = []
    monkeypatch.setattr(where_view.st, "caption", lambda _text: None)
    monkeypatch.setattr(where_view.st, "page_link", lambda *_args, **more: led.append(more["query_params"]))
    network = load(f"bundled/{task}")
    for name in ("_boxes", "_pixels", "_one_thing"):
        monkeypatch.setattr(where_view, name, lambda *_args: None)
    where_view.where_view(network, sample("chelsea"), key="k")
    assert led == [{"view": view}]
    assert view in VIEWS


def test_without_weights_they_are_offered_as_all_others():
    at = opened_page("receptive_fields", network=SSD)
    assert "The weights of SSDLite MobileNetV3 are not on this machine yet: 14.1 MB" in text_of(at)


@pytest.mark.parametrize("name", ["locate", "detect", "segment"])
def test_the_small_networks_for_scenes_answer_to_scenes(name, monkeypatch):
    seen = []
    monkeypatch.setattr(where_view, "scores_view", lambda rows, **_words: seen.extend(rows))
    monkeypatch.setattr(where_view.st, "page_link", lambda *_args, **more: seen.append(more["query_params"]))
    scenes = job_photos(f"bundled/{name}")
    where_view.where_view(load(f"bundled/{name}"), scenes["scene1"], key="k")
    assert seen.pop() == {"view": where_view.VIEWS[name]}
    assert {row[0] for row in seen} <= {"ground", *KINDS}
    assert 0 < len(seen) <= 5
    assert job_photo_titles(f"bundled/{name}")["scene6"] == "Scene 6"
    things = len(random_scene(SEEDS[0], count=(1, 1) if name == "locate" else (2, 6)).things)
    assert things == 1 if name == "locate" else 2 <= things <= 6


def test_classifiers_have_no_scenes():
    assert job_photos("bundled/resnet20") == job_photos("torchvision/lraspp_mobilenet_v3_large") == {}


def test_at_another_size_the_small_ones_are_not_asked(monkeypatch):
    said = []
    monkeypatch.setattr(where_view.st, "caption", said.append)
    monkeypatch.setattr(where_view.st, "page_link", lambda *_args, **_more: None)
    where_view.where_view(at_side(load("bundled/detect"), 128), sample("chelsea"), key="k")
    assert said == ["It learned how large things are in pictures of 64 px, so it is not asked at another size."]
