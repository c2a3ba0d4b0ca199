"""The chart of two costs: its lines, its marks, and that what is written stands where it is meant."""

from math import log10

from explorer.figures import LIGHT, CostLine, MarkedCase, picture_growth

SIDES = (8, 32, 128)
LINES = [CostLine("linear layer", "linear", (640, 10_240, 163_840)),
         CostLine("convolution", "convolution", (30, 30, 30))]


def chart(**more):
    return picture_growth(SIDES, LINES, **{"side": 32, "now": (10_240, 30), "titles": ("px", "weights"),
                                           "cases": [MarkedCase("small", 32, 30_720),
                                                     MarkedCase("large", 150, 8_640_128)],
                                           **more})


def test_lines_have_the_colours_of_their_layers_and_their_costs():
    lines = [trace for trace in chart().data if trace.mode == "lines"]
    assert [(line.name, list(line.x), list(line.y)) for line in lines] == [
        ("linear layer", list(SIDES), [640, 10_240, 163_840]), ("convolution", list(SIDES), [30, 30, 30])]
    assert [line.line.color for line in lines] == [LIGHT.kinds[kind].fill for kind in ("linear", "convolution")]


def test_the_picture_that_is_looked_at_has_a_point_on_each_line():
    points = [(trace.x[0], trace.y[0]) for trace in chart().data if trace.mode == "markers"]
    assert points[:2] == [(32, 10_240), (32, 30)]
    assert points[2:] == [(32, 30_720), (150, 8_640_128)]


def test_names_stand_at_their_points_though_texts_count_in_logarithms():
    texts = {text.text: text for text in chart().layout.annotations}
    assert (texts["small"].x, texts["small"].y) == (log10(32), log10(30_720))
    assert texts["small"].xanchor == "right"
    assert texts["large"].xanchor == "left"


def test_both_axes_are_logarithmic_and_named():
    layout = chart().layout
    assert (layout.xaxis.type, layout.yaxis.type) == ("log", "log")
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("px", "weights")
    assert len(chart(cases=[]).layout.annotations) == 0
