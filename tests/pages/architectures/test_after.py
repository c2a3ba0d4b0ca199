"""The part *What came after*: patches of the photo, equal by both ways, and the way on to *Compare*."""

from __future__ import annotations

import re

import pytest

from pages.architectures.after import read_patch
from pages.architectures.state import Tour
from tests.pages.page import checked, opened_page, param, text_of, widget


@pytest.mark.parametrize(("text", "patch"), [
    ("1.1", (0, 0)), ("14.3", (13, 2)), ("0.99", (0, 13)), ("", (5, 5)), ("x.y", (5, 5)), ("3", (5, 5)),
    ("1.2.3", (5, 5)), ("-1.4", (5, 5)), ("٣.4", (5, 5)), (Tour().patch, (5, 5))])
def test_a_link_names_a_patch_that_there_is(text, patch):
    assert read_patch(text) == patch


def test_a_photo_is_cut_weighed_both_ways_and_compared_further():
    at = opened_page("architectures", view="after", patch="2.3")
    gap = re.search(r"196 × 768 numbers: \*\*([\d.]+e−(\d))\*\*", text_of(at))
    assert int(gap[2]) >= 5
    html = next(part.proto.body for part in at.main if part.type == "html" and "totals" in part.proto.body)
    _head, linear, convolution = (re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", html))
    assert linear == convolution and len(set(linear)) > 2
    assert "0.7 %" in text_of(at)  # 590,592 of 86,567,656
    assert "81.1 %" in text_of(at) and "85.3 %" in text_of(at)  # torchvision's weights of ViT-B/16

    widget(at, "slider", "ar_patch_column").set_value(14).run()
    assert param(at, "patch") == "2.14"
    checked(at.button(key="ar_to_compare").click().run())
    assert (param(at, "view"), param(at, "beside")) == ("compare", "vit_b_16.convnext_tiny.resnet50")
