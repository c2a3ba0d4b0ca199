"""*Layers*, tab *Dropout*: units that are left out, the mean of many masks, and curves."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.experiments import dropout, heart_curves, overfitting
from pages.layers.norm_state import EXAMPLES
from tests.pages.page import checked, link, opened_page, text_of, widget


def opened(part: str, **sent: object):
    return opened_page("layers", view="dropout", dropout=part, **sent)


def test_new_masks_leave_others_out_and_the_link_brings_them_back():
    at = opened("units")
    before = text_of(at)
    widget(at, "button", "la_masks").click().run()
    assert text_of(checked(at)) != before and link(at) == {"view": "dropout", "draw": "1"}
    again = opened("units", draw=1)
    assert text_of(again) == text_of(at)


def test_kept_values_are_divided_before_the_readers_eyes():
    at = opened("units", p=0.2)
    plain = dropout.unit_network().values()[1]
    masks = tuple(mask[0] for mask in dropout.draw_masks(0.2, 1, 0))
    largest = float(np.where(masks[0] > 0, plain, -1).max())
    assert f"frac{{{largest:.3f}}}{{1 - 0.2}} = {round(largest, 3) / 0.8:.4g}" in text_of(at)
    assert "nn.Dropout(p=0.2)" in at.code[0].value


def test_the_gap_of_a_relu_is_told_and_goes_without():
    found = dropout.convergence(dropout.unit_network(), 0.5)
    at = opened("mean")
    assert f"**{found.gap:.2g}** stays" in text_of(at)
    widget(at, "toggle", "la_relu").set_value(False).run()
    assert "the evaluation exactly" in text_of(checked(at)) and link(at)["relu"] == "0"


def test_at_p_0_there_is_nothing_to_average():
    assert "nothing is left out" in opened("mean", p=0).info[0].value


@pytest.mark.parametrize("wrong", [0, 20])
def test_the_shipped_curves_end_as_the_table_says(wrong):
    rows = opened("learning", wrong=wrong).table[0].value.to_dict("records")
    for row, p in zip(rows, heart_curves.RATES, strict=True):
        end = heart_curves.shipped_curves()[p, wrong / 100][:, -1].mean(axis=0)
        shown = [text.replace("\\", "") for text in row.values()]
        assert shown[1:4] == [f"{100 * end[1]:.1f} %", f"{100 * end[3]:.1f} %", f"{end[2]:.2f}"]


def test_what_a_page_knows_without_torch_is_what_the_experiment_knows():
    assert min(EXAMPLES) >= overfitting.FEWEST and max(EXAMPLES) <= overfitting.MOST
    assert dropout.HIGHEST == overfitting.STRONGEST
