"""The link of *Pooling*, without the page."""

from __future__ import annotations

from hypothesis import given, strategies as st

from explorer.convolution.pooling.plan import BOUNDS, FARTHEST, MOST_SIDE, SUBJECTS, SWITCHES, VIEWS, PoolingPlan
from pages.pooling.state import PoolingCodec
from tests.pages.links import brought_back, hostile, nearest

CODEC, FIRST = PoolingCodec(), PoolingPlan()
CELLS = st.integers(-10**6, 10**6).map(float) | st.floats(-1e6, 1e6, allow_subnormal=False, width=32)
STEPS = st.integers(-FARTHEST, FARTHEST)


@st.composite
def grids(draw):
    """Return rows of numbers."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, MOST_SIDE))
    return tuple(tuple(draw(st.lists(CELLS, min_size=columns, max_size=columns))) for _ in range(rows))


PLANS = st.builds(PoolingPlan, grid=grids(), shift=st.tuples(STEPS, STEPS), view=st.sampled_from(VIEWS),
                  subject=st.sampled_from(SUBJECTS), **{name: st.booleans() for name in SWITCHES},
                  **{name: st.integers(*bounds) for name, bounds in BOUNDS.items()})


@given(PLANS)
def test_a_link_brings_back_the_plan_it_was_made_of(plan):
    assert brought_back(CODEC, plan, FIRST) == plan


@given(hostile(CODEC.names, grid=["1_2~3_4", "1_cat"], kernel=["3"], view=["photo"]))
def test_any_link_leads_to_something_near_it(link):
    value, problems = nearest(CODEC, link, FIRST)
    assert all(least <= getattr(value, name) <= most for name, (least, most) in BOUNDS.items())
    assert problems or value == CODEC.read(link, FIRST)[0]


def test_what_is_as_at_first_is_left_out_but_for_the_grid():
    assert set(CODEC.write(FIRST)) == {"grid"}
