"""*Counting* and *Connections*: what links bring, what follows a case, and numbers that stand beside the pictures."""

import pytest

from explorer.experiments import WIRINGS, connections, weights
from pages.pixels.connections import rows_data, said
from tests.pages.page import checked, link, opened_page, text_of, widget


def test_counting_opens_with_the_notes_picture_follows_a_case_and_the_sliders():
    at = opened_page("pixels", view="counting")
    assert {one.label: one.value for one in at.metric} == {"Linear layer, all to all": "8.64 M", "Convolution": "2,432"}
    assert "128 cdot (67{,}500 + 1) = 8{,}640{,}128" in text_of(at)
    checked(widget(at, "selectbox", "px_case").set_value("thousand").run())
    assert link(at) == {"view": "counting", "size": "100", "channels": "1", "units": "1000"}
    assert at.metric[0].value == "10.00 M"
    checked(widget(at, "slider", "px_size").set_value(8).run())
    assert widget(at, "selectbox", "px_case").value is None
    checked(widget(at, "segmented_control", "px_counts").set_value("memory").run())
    assert at.metric[0].value.endswith("KiB")
    assert "4 bytes for each of 65,000 weights and 1,000 outputs." in text_of(at)


def test_connections_count_the_drawing_and_the_digit_of_the_notes():
    at = opened_page("pixels", view="connections", wiring="shared", below="12", window="9")
    assert "window is 9, but goes from 2 to 5; 5 is used." in text_of(at)
    assert at.metric[0].value == "5"
    assert all(number in text_of(at) for number in ("451,584", "14,400", "| 25 |"))
    checked(widget(at, "segmented_control", "px_wiring").set_value("dense").run())
    assert at.metric[0].value == str(12 * 8)
    assert said("dense") in [one.value for one in at.caption]


@pytest.mark.parametrize("wiring", WIRINGS)
def test_the_picture_has_a_colour_for_each_weight_and_a_line_for_each_connection(wiring):
    data = rows_data(wiring, 9, 4)
    assert len(data["colours"]) == weights(wiring, 9, 4, 1)
    assert len(data["lines"]) == len(connections(wiring, 9, 4))
    assert (data["inputs"], data["outputs"]) == (9, 6)
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in data["colours"])


def test_shared_weights_are_told_apart_by_colour():
    assert len(set(rows_data("shared", 10, 5)["colours"])) == 5
