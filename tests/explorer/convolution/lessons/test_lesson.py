"""The lessons as a link: what is set comes back, and what is wrong is brought inside and said."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from explorer.convolution.lessons import (
    BOUNDS,
    LAYER_KERNELS,
    LINK,
    SECOND_STRIDES,
    VIEWS,
    Lesson,
    lesson_link,
    opening,
    read_lesson,
)
from tests.pages.links import hostile

SIDES = {name: st.integers(*bounds) for name, bounds in BOUNDS.items()}
SIGNALS = st.lists(st.floats(-99, 99, width=16), min_size=1, max_size=24).map(tuple)
PICKS = st.none() | st.tuples(st.integers(0, 12), st.integers(0, 200))
WORDS = st.lists(st.sampled_from(["a", "cat", "sat", "나", "!"]), min_size=4, max_size=12).map(tuple)


@pytest.mark.parametrize("tab", VIEWS)
def test_a_part_that_opens_says_only_its_name(tab):
    link = lesson_link(opening(tab))
    assert link == ({"tab": tab} if tab != VIEWS[0] else {})
    assert read_lesson(link) == (opening(tab), ())


@given(st.builds(Lesson, tab=st.sampled_from(["reads", "words", "flip", "step"]), pick=PICKS, words=WORDS, f=SIGNALS,
                 g=SIGNALS, flip=st.booleans(), **SIDES))
def test_a_link_brings_all_back(lesson):
    assert read_lesson(lesson_link(lesson)) == (lesson, ())


@given(hostile(LINK, tab=list(VIEWS), l_side=["9"], l_kernel=["4"], l_pick=["1.2"], l_f=["1_2"], l_words=["a b c d"]))
def test_any_link_leads_to_a_lesson_that_can_be_shown(link):
    lesson, _said = read_lesson(link)
    again, wrong = read_lesson(lesson_link(lesson))
    assert again == lesson and wrong == ()
    assert all(least <= getattr(lesson, name) <= most for name, (least, most) in BOUNDS.items())
    assert 4 <= len(lesson.words) <= 12 and lesson.f and lesson.g
    assert lesson.tab != "strides" or lesson.stride in SECOND_STRIDES
    assert lesson.tab != "layers" or lesson.kernel in LAYER_KERNELS
    assert lesson.tab != "layers" or (lesson.fitting_layers >= 1) == (lesson.kernel <= lesson.side)


@pytest.mark.parametrize(("link", "field", "value", "said"), [
    ({"l_side": "99"}, "side", 13, 1), ({"l_side": "x"}, "side", 7, 1), ({"tab": "none"}, "tab", "step", 1),
    ({"l_pick": "1.2.3"}, "pick", None, 0), ({"tab": "strides", "l_stride": "1"}, "stride", 2, 0),
    ({"tab": "layers", "l_kernel": "7"}, "kernel", 5, 0), ({"l_f": "none"}, "f", (1, 2, 3), 1),
    ({"l_words": "two words"}, "words", Lesson().words, 1), ({"l_flip": "0"}, "flip", False, 0)])
def test_what_a_link_gets_wrong_is_brought_inside(link, field, value, said):
    lesson, problems = read_lesson(link)
    assert getattr(lesson, field) == value and len(problems) == said
