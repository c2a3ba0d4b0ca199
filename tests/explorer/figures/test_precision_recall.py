"""Charts of detections: the curve with its area, boxes of scenes by what became of them, and squares with a window."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from explorer.detection import ELEVEN_RECALLS, five_detections
from explorer.figures import JudgedBox, envelope_edge, judged_svg, precision_recall, window_squares

ONE = five_detections()
WORDS = {"axes": ("recall", "precision"), "names": ("curve", "AP", "here"), "hover": "%{x}"}
NS = "{http://www.w3.org/2000/svg}"


def area_under(x, y):
    """Return the area under steps that go up or down first, then to the right."""
    return float((np.diff(x) * np.asarray(y)[1:]).sum())


def test_the_area_that_is_drawn_is_the_average_precision_by_all_points():
    x, y = envelope_edge(ONE.recall, ONE.envelope)
    assert area_under(x, y) == pytest.approx(ONE.by_all_points)
    assert (x[0], y[-1]) == (0, 0)
    figure = precision_recall(ONE.recall, ONE.precision, ONE.scores, area=(x, y), bars=False, point=3, **WORDS)
    filled, curve, point = figure.data
    assert (filled.fill, filled.line.shape) == ("tozeroy", "vh")
    assert area_under(filled.x, filled.y) == pytest.approx(ONE.by_all_points)
    assert list(curve.customdata) == ONE.scores.tolist()
    assert (point.x[0], point.y[0]) == (ONE.recall[3], ONE.precision[3])


def test_of_11_points_each_is_a_bar_and_their_mean_the_average_precision():
    area = ELEVEN_RECALLS, ONE.at_recalls(ELEVEN_RECALLS)
    figure = precision_recall(ONE.recall, ONE.precision, ONE.scores, area=area, bars=True, point=-1, **WORDS)
    assert [trace.type for trace in figure.data] == ["bar", "scatter"]
    assert np.mean(figure.data[0].y) == pytest.approx(ONE.by_eleven_points)


def test_right_wrong_and_missed_differ_by_colour_and_by_their_lines():
    boxes = [JudgedBox((4, 5, 20, 30), "right", chosen=True), JudgedBox((8, 8, 12, 16), "wrong"),
             JudgedBox((30, 30, 60, 50), "missed")]
    root = ET.fromstring(judged_svg(np.zeros((8, 8, 3), np.uint8), boxes, side=64, title="1 < 2"))
    assert root.find(f"{NS}title").text == "1 < 2"
    drawn = root.findall(f"{NS}rect")[1::2]  # the first of each pair is its white rim
    assert [[float(one.get(name)) for name in ("x", "y", "width", "height")] for one in drawn] == [
        [4, 5, 16, 25], [8, 8, 4, 8], [30, 30, 30, 20]]
    assert len({one.get("stroke") for one in drawn}) == len({one.get("stroke-dasharray") for one in drawn}) == 3
    assert float(drawn[0].get("stroke-width")) > float(drawn[1].get("stroke-width"))


@pytest.mark.parametrize(("corner", "window"), [((0, 0), 7), ((5, 2), 7), ((3, 3), 1)])
def test_the_window_frames_its_squares(corner, window):
    values = np.arange(196, dtype=np.float32).reshape(14, 14)
    figure = window_squares(values, corner, window, hover="%{x}")
    shape = figure.layout.shapes[0]
    assert (shape.y0 + 0.5, shape.x0 + 0.5) == corner
    assert (shape.y1 - shape.y0, shape.x1 - shape.x0) == (window, window)
    colours = figure.data[0].marker.color
    assert len(colours) == 196
    assert colours[0] != colours[-1]


def test_a_map_of_one_value_is_drawn_in_one_colour():
    figure = window_squares(np.full((3, 3), 2, np.float32), (0, 0), 1, hover="")
    assert len(set(figure.data[0].marker.color)) == 1
