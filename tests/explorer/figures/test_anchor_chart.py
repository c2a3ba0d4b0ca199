"""The chart of fields against boxes holds the numbers that it is given."""

from explorer.figures import AnchorTexts, anchor_chart

TEXTS = AnchorTexts(axis="px", field="field", anchors="boxes", stride="step", picture="320 px")


def made():
    return anchor_chart(["20 × 20", "10 × 10"], [307, 659], [16, 32], [(64, 85), (112, 134)], side=320, texts=TEXTS)


def test_each_kind_of_length_is_a_trace_and_stands_in_the_legend_once():
    figure = made()
    assert [trace.name for trace in figure.data] == ["field", "boxes", "boxes", "step"]
    assert [trace.showlegend for trace in figure.data] == [None, True, False, None]
    assert list(figure.data[0].y) == [307, 659]
    assert list(figure.data[3].y) == [16, 32]


def test_the_boxes_of_a_map_reach_from_the_smallest_to_the_largest():
    assert [(list(trace.x), list(trace.y)) for trace in made().data[1:3]] == [([0, 0], [64, 85]), ([1, 1], [112, 134])]


def test_the_axis_doubles_and_the_picture_is_a_line():
    figure = made()
    assert (figure.layout.yaxis.type, round(10**figure.layout.yaxis.dtick, 4)) == ("log", 2)
    assert figure.layout.shapes[0].y0 == 320
    assert list(figure.layout.xaxis.ticktext) == ["20 × 20", "10 × 10"]
