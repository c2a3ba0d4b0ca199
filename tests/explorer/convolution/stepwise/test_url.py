import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.convolution.stepwise.examples import EXAMPLES
from explorer.convolution.stepwise.setup import Setup
from explorer.convolution.stepwise.url import NAMES, from_link, grid_from_text, grid_text, to_link
from explorer.errors import TextError

FIRST = EXAMPLES["notes_same"].setup


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_scene_survives_its_link(name):
    setup = EXAMPLES[name].setup
    again, problems = from_link(to_link(setup), FIRST)
    assert problems == () and to_link(again) == to_link(setup)
    np.testing.assert_array_equal(again.convolution().output, setup.convolution().output)


def test_a_link_holds_only_what_is_not_usual():
    assert to_link(FIRST) == {"x": "1x5x5~1_1_1_0_0_0_1_1_1_0_0_0_1_1_1_0_0_1_1_0_0_1_1_0_0",
                              "w": "1x1x3x3~1_0_1_0_1_0_1_0_1", "p": "1"}


def test_axes_that_differ_are_written_apart():
    setup = Setup(input=np.ones((1, 4, 4)), weight=np.ones((1, 1, 1, 1)), stride=(2, 3))
    assert to_link(setup)["s"] == "2x3" and from_link(to_link(setup), FIRST)[0].stride == (2, 3)


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=20))
def test_numbers_come_back_exactly(values):
    assert grid_from_text(grid_text(np.array(values))).tolist() == values


@pytest.mark.parametrize(("part", "text"), [
    ("x", "rubbish"), ("x", "1x5x5~1_2"), ("x", "2x2~1_a_3_4"), ("x", "0x2~"), ("x", "1x1~nan"), ("x", "1x1~1e10"),
    ("x", "9999x9999~1"), ("x", "1~" + "1" * 50_000), ("w", ""), ("s", "two"), ("s", "-1"), ("g", "0"), ("g", "1x2"),
    ("m", "mirror"), ("t", "yes"),
])
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(part, text):
    setup, problems = from_link(to_link(FIRST) | {"p": "2", part: text}, FIRST)
    assert len(problems) == 1 and setup.padding == (2, 2)


@pytest.mark.parametrize("text", ["1", "2x2~1_2", "1~a"])
def test_a_grid_that_cannot_be_read_is_answered_with_how_one_is_written(text):
    _, (problem,) = from_link({"x": text}, FIRST)
    assert repr(text) in str(problem) and "as in 2x2~1_0_0_1" in str(problem) and "Paste a grid" in str(problem)
    assert grid_from_text("2x2~1_0_0_1").tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("link", [{"x": "1x5~1_2_3_4_5"}, {"s": "1x2x3"}, {"s": "0"}])
def test_parts_that_do_not_go_together_leave_the_fallback(link):
    setup, problems = from_link(to_link(FIRST) | link, FIRST)
    assert setup is FIRST and len(problems) == 1


@given(st.dictionaries(st.sampled_from(list(NAMES.values())), st.text(max_size=40)))
def test_no_link_whatever_breaks(link):
    setup, _ = from_link(link, FIRST)
    assert isinstance(setup, Setup)


def test_a_grid_with_too_many_cells_is_refused():
    with pytest.raises(TextError):
        grid_from_text(grid_text(np.zeros((1, 70, 70))))
