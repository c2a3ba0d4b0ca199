"""Hand-ins read from their addresses, whatever stands in them, and their thumbnails, drawn by our own figures."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from urllib.parse import urlencode

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.ndimage import correlate
from torch import nn

from explorer.classroom import BoardRow, HandedIn, ranked
from explorer.images import fitted, sample
from explorer.jobs import Job
from pages.classroom.handed_things import STACK, read, report_of, stacks_of
from pages.classroom.handed_thumbnails import SIDE, TALL, card, curve_svg, filtered_photo, stack_svg, unit_png
from pages.classroom.handed_view import facts, line, own_link

TEXT = "conv.o4.p1~relu~maxpool~conv.o8.p1~relu~gap~flatten~linear.o10"
NAME = f"{STACK}1x8x8/{TEXT}"


def handed(page, number=1, nickname="Mina", **link):
    address = f"{page}?{urlencode(link)}" if link else page
    return HandedIn(number, "m", nickname, address, "title", 0.0)


def training(nickname, *, tested=None, state="done", network=NAME, data="digits", job="j1"):
    return BoardRow(nickname=nickname, tested=tested, job=Job(
        id=job, reader="h", state=state, plan={"network": network, "data": data, "epochs": 3}))


@pytest.mark.parametrize(("page", "link", "kind", "stack", "job"), [
    ("build_stack", {"stack": TEXT, "input": "1x8x8"}, "stack", NAME, ""),
    ("build_stack", {}, "page", "", ""),
    ("pixel_to_class", {"network": NAME}, "stack", NAME, ""),
    ("classic_filters", {"filters": "sobel_x"}, "filter", "", ""),
    ("classic_filters", {"filters": "sobel_x", "view": "learn"}, "page", "", ""),
    ("feature_maps", {"network": "bundled/resnet20", "layer": "layer1", "channel": "3"}, "unit", "", ""),
    ("feature_maps", {"network": "job/ab12", "layer": "conv1", "channel": "3"}, "unit", "", "ab12"),
    ("jobs", {"job": "ab12"}, "training", "", "ab12"), ("attribution", {"network": "job/ab12"}, "training", "", "ab12"),
    ("pooling", {"kind": "max"}, "page", "", ""), ("", {}, "page", "", "")])
def test_what_was_handed_in_is_told_by_its_page_and_its_link(page, link, kind, stack, job):
    thing = read(handed(page, **link))
    assert (thing.kind, thing.page, thing.stack, thing.job) == (kind, page, stack, job)


@pytest.mark.parametrize("stack", ["", "stack/", "stack/1x8x8/", "stack/1x8x8/nonsense.k-3~<b>", "stack/0x0x0/relu",
                                   "stack/1x99999x99999/conv", "stack/a/b/c", f"{NAME}~conv.k99"])
def test_a_stack_that_is_none_breaks_nothing(stack):
    report = report_of(stack)
    assert report is None or report.error or report.params >= 0
    thing = read(handed("pixel_to_class", network=stack or "stack/"))
    assert isinstance(facts(thing), str)
    assert stacks_of([thing], [])[0].params is None or report.error is None


def test_a_stack_has_as_many_parameters_as_torch_counts_and_the_best_of_its_own_trainings():
    net = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3, padding=1),
                        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
    (found,) = stacks_of([read(handed("build_stack", stack=TEXT, input="1x8x8"))], [
        training("Mina", tested=0.97), training("Mina", tested=0.985, job="j2"), training("Jun", tested=0.999),
        training("Mina", tested=1.0, data="pieces"), training("Mina", state="running", job="j3")])
    assert found.params == sum(value.numel() for value in net.parameters())
    assert net(torch.zeros(1, 1, 8, 8)).shape == (1, 10)
    assert (found.accuracy, found.waits, found.field) == (0.985, True, 8)


def test_a_training_that_is_handed_in_counts_as_the_stack_it_began_with():
    thing = read(handed("jobs", job="j1"))
    assert [one.accuracy for one in stacks_of([thing], [training("Mina", tested=0.9)])] == [0.9]
    assert stacks_of([thing], [training("Mina", network="bundled/resnet20")]) == []
    assert stacks_of([thing], []) == []


def test_what_each_reader_has_alone_is_left_out_of_what_is_opened():
    thing = read(handed("pooling", kind="max", room="KXRTM", lang="ko", teacher="x", present="1"))
    assert own_link(thing) == {"kind": "max"}


@pytest.mark.parametrize(("tested", "state", "says"), [(0.981, "done", "98.1"), (None, "queued", "being trained"),
                                                        (None, "failed", "not trained yet")])
def test_a_line_of_the_ranks_says_what_is_known(tested, state, says):
    stacks = stacks_of([read(handed("build_stack", stack=TEXT, input="1x8x8"))],
                       [training("Mina", tested=tested, state=state)])
    told = line(ranked(stacks, "accuracy", 0.98)[0], "accuracy")
    assert list(told.values()) == ["1" if tested else "–", "Mina", "426", says]
    assert line(ranked(stacks, "field", 31)[0], "field")["Field, px"] == "8"


def test_the_thumbnail_of_a_filter_is_what_scipy_makes_of_the_photo():
    kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], float)
    grey = fitted(sample("chelsea"), SIDE) @ np.array([0.299, 0.587, 0.114])
    right = correlate(grey, kernel, mode="mirror")
    drawn = filtered_photo("sobel_x", "", is_chain=True).astype(float)
    sign = drawn[..., 0] - drawn[..., 2]  # red where the sum is above 0, or blue
    strong = np.abs(right) > 150
    assert drawn.shape == (*right.shape, 3)
    assert abs(np.corrcoef(sign[strong], right[strong])[0, 1]) > 0.9


@pytest.mark.parametrize("text", ["", "nonsense", "custom.k0", "~~~"])
def test_filters_that_cannot_be_read_draw_nothing_or_what_is_nearest(text):
    drawn = filtered_photo(text, "no such photo", is_chain=False)
    assert drawn is None or drawn.dtype == np.uint8


def test_a_stack_is_drawn_as_its_strip_and_a_broken_one_as_far_as_it_goes():
    svg = b64decode(stack_svg(NAME, dark=False).partition(",")[2]).decode()
    assert svg.startswith("<svg")
    assert "4 × 8 × 8" in svg
    assert stack_svg("stack/1x8x8/", dark=True) is None
    assert stack_svg("nonsense", dark=False) is None


def test_a_unit_is_drawn_as_its_map_and_one_that_is_not_there_is_not():
    picture = Image.open(BytesIO(unit_png("bundled/resnet20", "layer1", 3)))
    assert picture.size == (SIDE, TALL)
    assert len(set(picture.convert("RGB").getdata())) > 20
    assert unit_png("bundled/resnet20", "layer1", 999) is None


def test_a_curve_ends_where_the_training_is_and_says_its_best():
    svg = b64decode(curve_svg([0.5, 0.981, 0.9], dark=False).partition(",")[2]).decode()
    assert "98.1 %" in svg
    assert svg.count(",") >= 3
    assert curve_svg([], dark=True) is None


@pytest.mark.parametrize("page", ["", "..", "../../etc/passwd", "nothing", "home", "pooling/../home"])
def test_a_page_that_is_none_is_drawn_as_another_and_leads_nowhere(page):
    assert card(page, dark=False).name == "build_stack_light.svg"
    assert card("pooling", dark=True).is_file()
