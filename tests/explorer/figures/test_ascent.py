from explorer.figures.charts import ascent


def test_the_curve_shows_each_step_and_the_photo_for_comparison():
    figure = ascent([0.5, 1.5, 4], before=2, steps="step", value="answer", photo="your photo")
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([1, 2, 3], [0.5, 1.5, 4])
    assert (figure.layout.shapes[0].y0, figure.layout.annotations[0].text) == (2, "your photo")


def test_without_a_photo_there_is_no_line_for_it():
    assert not ascent([1, 2], before=None, steps="", value="", photo="").layout.shapes
