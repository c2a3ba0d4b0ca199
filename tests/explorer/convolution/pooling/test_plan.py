import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, strategies as st

from explorer.convolution.pooling.plan import (
    LINK,
    START,
    PoolingPlan,
    grid_text,
    read_link,
    rows_of,
    size_lines,
    to_link,
)
from explorer.errors import SpecError

numbers = st.floats(-1e9, 1e9, allow_nan=False)
grids = st.integers(1, 6).flatmap(lambda width: st.lists(
    st.tuples(*[numbers] * width), min_size=1, max_size=6)).map(tuple)
plans = st.builds(PoolingPlan, grid=grids, kernel=st.integers(1, 16), stride=st.integers(1, 16),
                  padding=st.integers(0, 8), ceil=st.booleans(), count=st.booleans(),
                  shift=st.tuples(st.integers(-8, 8), st.integers(-8, 8)),
                  follow=st.booleans(), times=st.integers(0, 6), view=st.sampled_from(["grid", "shift", "photo"]),
                  subject=st.sampled_from(["digit", "photo"]))


@given(plans)
def test_every_plan_comes_back_from_its_link(plan):
    assert read_link(to_link(plan)) == (plan, ())


def test_the_first_plan_needs_only_its_grid_in_the_link():
    assert to_link(PoolingPlan()) == {"grid": grid_text(START)}


def test_a_link_has_nothing_in_it_that_a_browser_would_rewrite():
    text = to_link(PoolingPlan(grid=((-1.5, 2), (1e-7, 4)), shift=(-2, 3)))
    assert text == {"grid": "-1.5_2~1e-07_4", "shift": "-2_3"}


@pytest.mark.parametrize(("name", "text", "used", "said"), [
    ("kernel", "cat", 2, "'cat', which is not a whole number; 2 is used"), ("kernel", "2.5", 2, "not a whole"),
    ("kernel", "99", 16, "goes from 1 to 16; 16 is used"), ("stride", "0", 1, "1 is used"),
    ("padding", "-3", 0, "0 is used"), ("times", "999999999", 6, "6 is used"), ("kernel", "9" * 5000, 2, "not a"),
    ("ceil", "yes", False, "can be 0, 1"), ("view", "<script>", "grid", "can be grid, shift, photo, choice"),
    ("shift", "1", (0, 1), "needs two numbers"), ("shift", "3_x", (3, 1), "'x'"),
    ("shift", "3_90", (3, 8), "8 is used"),
    ("kernel", "٣", 2, "not a whole number"),
])
def test_rubbish_in_a_link_is_named_and_the_nearest_plan_taken(name, text, used, said):
    plan, found = read_link({name: text})
    assert getattr(plan, name) == used
    assert len(found) == 1 and said in str(found[0]) and len(str(found[0])) < 200


@pytest.mark.parametrize(("text", "grid", "said"), [
    ("1_cat~3_4", ((1, 0), (3, 4)), "Row 1, column 2"), ("1_1e30", ((1, 0),), "larger than 1e+09"),
    ("1_2~3", ((1, 2), (3, 0)), "Nothing stands here"), ("", START, "no number"), ("1_" * 17 + "1", START, "1 × 18"),
])
def test_what_of_a_grid_cannot_be_read_is_named(text, grid, said):
    plan, found = read_link({"grid": text})
    assert plan.grid == grid and said in " ".join(map(str, found))


@given(st.dictionaries(st.sampled_from(LINK), st.text(max_size=40)))
def test_no_link_whatever_does_more_than_be_put_right(link):
    plan, _ = read_link(link)
    assert read_link(to_link(plan)) == (plan, ())


@given(plans)
def test_a_plan_is_refused_where_torch_refuses_it_and_agrees_elsewhere(plan):
    values = torch.tensor(plan.grid, dtype=torch.float64)[None, None]
    options = {"kernel_size": plan.kernel, "stride": plan.stride, "padding": plan.padding, "ceil_mode": plan.ceil}
    try:
        best = F.max_pool2d(values, **options)[0, 0]
        mean = F.avg_pool2d(values, **options, count_include_pad=plan.count)[0, 0]
    except RuntimeError:
        with pytest.raises(SpecError):
            plan.pooling("max")
        return
    assert rows_of(plan.pooling("max").output[0]) == rows_of(best.numpy())
    np.testing.assert_allclose(plan.pooling("average").output[0], mean.numpy(), rtol=1e-9, atol=1e-6)
    assert size_lines(plan)[1].endswith(f" = {best.shape[0]}")
    assert size_lines(plan)[-1].endswith(f" = {best.shape[1]}")


@pytest.mark.parametrize(("side", "options", "out"), [
    (5, {"kernel": 3, "stride": 1}, 3),                  # Dumoulin & Visin (2016), relationship 7
    (5, {"kernel": 2, "stride": 2}, 2), (5, {"kernel": 2, "stride": 2, "ceil": True}, 3),
    (13, {"kernel": 3, "stride": 2}, 6),                 # AlexNet's last pooling
])
def test_the_formula_shows_published_sizes(side, options, out):
    lines = size_lines(PoolingPlan(grid=((0,) * side,) * side, **options))
    assert len(lines) == 2 and lines[1].endswith(f" = {out}") and str(side) in lines[1]


def test_the_formula_says_where_a_last_window_is_dropped():
    plan = PoolingPlan(grid=((0,) * 3,) * 3, kernel=1, stride=4, ceil=True)   # torch: 3 with k1 s4 ceil gives 1
    assert size_lines(plan)[1].endswith("+ 1 - 1 = 1")


def test_sides_that_differ_have_a_line_each():
    lines = size_lines(PoolingPlan(grid=((0,) * 6,) * 4))
    assert lines[1].startswith("H =") and lines[2].startswith("W =")
