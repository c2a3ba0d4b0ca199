"""*Pixels* inside the frame, under AppTest; what happens in the browser alone is in tests/browser/test_pixels.py."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from explorer.images import sample, to_size
from pages.pixels.state import VIEWS
from pages.pixels.tabs import TABS
from tests.pages.page import ROOT, header, headers, link, pick, widget


def opened(**link: str) -> AppTest:
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60).run()
    at.switch_page("pixels/page.py")
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def test_every_tab_is_known_to_links():
    assert tuple(tab.view for tab in TABS) == VIEWS


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.view)
def test_every_tab_opens_from_a_link_and_says_what_to_look_for(tab):
    at = opened(view=tab.view)
    assert at.title[0].value == "Pixels"
    assert at.caption[0].value == tab.says
    assert link(at) == ({} if tab.view == VIEWS[0] else {"view": tab.view})


def test_the_size_stands_in_the_link_and_a_wrong_one_is_named():
    at = opened(side="7")
    assert "side is '7', but can be 224, 64, 32, 8; 224 is used." in at.warning[0].value.replace("\\", "")
    widget(at, "selectbox", "px_side").set_value(32).run()
    assert link(at) == {"side": "32"} and not at.warning


def told(at: AppTest) -> dict:
    """Return the header of what the photo's component is given."""
    return headers(at)[0]


def test_the_first_screen_shows_the_photo_near_enough_to_read_its_numbers():
    at = opened()
    assert told(at)["size"] == [224, 224] and told(at)["bits"] == 8
    assert told(at)["setup"] | {"zoom": ""} == {"show": "colour", "tint": "colour", "grey": "luma", "values": "bytes",
                                                "layout": "hwc", "zoom": "", "centre": "4200_3600", "at": "4310_3720"}
    assert int(told(at)["setup"]["zoom"]) > 1000


def test_what_the_component_sets_stands_in_the_link_and_comes_back_from_it():
    at = pick(opened(), "px_zoom", "show=grey&values=normalised&zoom=3300&centre=100_9000&at=5_6&layout=nchw")
    assert link(at) == {"show": "grey", "values": "normalised", "zoom": "3300", "centre": "100_9000", "at": "5_6",
                        "layout": "nchw"}
    assert told(opened(**link(at)))["setup"] == told(at)["setup"]


@pytest.mark.parametrize("text", ["show=nothing&zoom=x&centre=1&at=", "side=8&view=flat", "&&==", "9" * 500, 7, None])
def test_what_no_component_would_send_changes_nothing(text):
    at = pick(opened(), "px_zoom", text)
    assert link(at) == {} and not at.warning


def test_bits_and_size_reach_the_component():
    at = opened(side="8", bits="1")
    block = next(part.proto.bytes for part in at.main if part.type == "bidi_component" and part.proto.bytes)
    assert set(block[-8 * 8 * 3:]) == {0, 255}
    assert told(at)["room"] == {"1": "8 bytes", "3": "24 bytes"}


def row_of(at: AppTest) -> tuple[dict, np.ndarray, np.ndarray]:
    """Return the header, the order and the values (C, H, W) that the row's component is given."""
    block = next(part.proto.bytes for part in at.main if part.type == "bidi_component" and part.proto.bytes)
    head, start = header(block), 4 + int.from_bytes(block[:4], "little")
    count = head["shape"][1] * head["shape"][2]
    order = np.frombuffer(block, "<f4", count, start).astype(int)
    return head, order, np.frombuffer(block, np.uint8, offset=start + 4 * count).reshape(head["shape"])


def test_a_picture_is_sent_channel_by_channel_in_its_own_order():
    head, order, values = row_of(opened(view="flatten"))
    photo = to_size(sample("chelsea"), 32, 32)
    assert head["shape"] == [3, 32, 32] and not head["shuffled"] and head["at"] == "1_5_6"
    assert np.array_equal(order, np.arange(1024))
    assert np.array_equal(values.reshape(-1), torch.from_numpy(photo.copy()).permute(2, 0, 1).flatten().numpy())


def test_a_click_in_the_row_stands_in_the_link_and_shuffling_keeps_it():
    at = pick(opened(view="flatten"), "px_row", "2_31_0")
    assert link(at) == {"view": "flatten", "flat_at": "2_31_0"}
    widget(at, "segmented_control", "px_flat_order").set_value(True).run()
    head, order, _values = row_of(at)
    assert head["shuffled"] and head["at"] == "2_31_0" and sorted(order) == list(range(1024))
    assert re.search(r"largest difference here is \de-1\d\)", at.info[0].value)


@pytest.mark.parametrize("place", ["3_0_0", "0_32_0", "-1_0_0", "1_2", "x", 5, None])
def test_what_is_no_place_of_the_picture_is_not_chosen(place):
    assert link(pick(opened(view="flatten"), "px_row", place)) == {"view": "flatten"}


def test_a_smaller_picture_in_grey_keeps_the_place_within_it():
    head, order, values = row_of(opened(view="flatten", flat_side="8", flat_channels="1", flat_at="2_31_7"))
    assert (head["shape"], head["at"], len(order), values.shape) == ([1, 8, 8], "0_7_7", 64, (1, 8, 8))
