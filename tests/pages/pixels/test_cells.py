"""*Cells*: the bar and the cells of a link, meters that follow, and pictures that show the field."""

import numpy as np

from explorer.convolution.visual_cells import FIELD, RETINA, CellPair, LightBar
from explorer.figures import tuning_curves
from pages.pixels.cells import retina_picture, weighed
from tests.pages.page import checked, link, opened_page, text_of, widget


def meters(at):
    return [one.proto.text for one in at.get("progress")]


def test_meters_follow_the_bar_and_the_link_keeps_it():
    at = opened_page("pixels", view="cells", turn="0", off="2", likes="0", dark="1")
    checked(widget(at, "toggle", "px_dark").set_value(False).run())
    assert [text.split(": ")[1] for text in meters(at)] == ["2 %", "97 %"]
    checked(widget(at, "slider", "px_off").set_value(0).run())
    assert [text.split(": ")[1] for text in meters(at)] == ["100 %", "100 %"]
    checked(widget(at, "slider", "px_turn").set_value(90).run())
    assert [text.split(": ")[1] for text in meters(at)] == ["0 %", "0 %"]
    assert link(at) == {"view": "cells", "turn": "90"}
    assert "Hubel" in text_of(at)


def test_the_retina_shows_bar_and_ring_and_the_product_is_grey_where_no_light_falls():
    retina = retina_picture(LightBar())
    assert retina.shape == (RETINA, RETINA, 3)
    assert retina[RETINA // 2, RETINA // 2].tolist() == [255, 255, 255]
    ring = retina[RETINA // 2, RETINA // 2 + FIELD // 2 + 1]
    assert len(set(ring.tolist())) > 1
    weights, product = weighed(CellPair(0), RETINA), weighed(CellPair(0), RETINA, LightBar())
    assert np.array_equal(weights[:, RETINA // 2], product[:, RETINA // 2])
    assert np.array_equal(product[:, 5], weights[:, 0])


def test_tuning_curves_are_drawn_in_percent_with_a_line_where_the_bar_is():
    figure = tuning_curves([0, 90], np.array([[1.0, 0.0], [0.5, 0.25]]), names=("a", "b"), at=90, title="°")
    assert [(line.name, list(line.y)) for line in figure.data] == [("a", [100, 0]), ("b", [50, 25])]
    assert figure.layout.shapes[0].x0 == 90
