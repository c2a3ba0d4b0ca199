"""Stacks ranked by a goal: what is small counts once it is good enough."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from explorer.classroom import DIGITS_REACHED, FIELD_REACHED, HandedStack, best_accuracy, field_of, ranked
from explorer.graph import PRESETS, analyse


def stack(number, nickname, params, **more):
    return HandedStack(number=number, nickname=nickname, params=params, **more)


def told(found):
    return [(one.stack.nickname, one.place) for one in found]


def test_the_smallest_that_reach_98_percent_come_first_and_the_others_by_what_they_miss():
    stacks = [stack(1, "ada", 9000, accuracy=0.99), stack(2, "bob", 700, accuracy=0.981),
              stack(3, "cleo", 50, accuracy=0.97), stack(4, "dan", 40), stack(5, "eve", 20, accuracy=0.5)]
    assert told(ranked(stacks, "accuracy", DIGITS_REACHED)) == [
        ("bob", 1), ("ada", 2), ("cleo", None), ("eve", None), ("dan", None)]


def test_equal_stacks_share_a_place_and_the_next_one_is_counted_on():
    stacks = [stack(1, "ada", 500, field=31), stack(2, "bob", 500, field=40), stack(3, "cleo", 900, field=99)]
    assert told(ranked(stacks, "field", FIELD_REACHED)) == [("ada", 1), ("bob", 1), ("cleo", 3)]


def test_of_each_student_the_best_counts():
    stacks = [stack(1, "ada", 500, field=5), stack(2, "ada", 800, field=35), stack(3, "ada", 700, field=33)]
    (only,) = ranked(stacks, "field", FIELD_REACHED)
    assert (only.stack.params, only.place) == (700, 1)


def test_a_stack_whose_layers_do_not_fit_has_no_place():
    stacks = [stack(1, "ada", None), stack(2, "bob", 5, field=3)]
    assert told(ranked(stacks, "field", FIELD_REACHED)) == [("bob", None), ("ada", None)]
    assert ranked([], "accuracy", 0.9) == ()


@given(st.lists(st.builds(HandedStack, number=st.integers(0, 99), nickname=st.sampled_from("abcde"),
                          params=st.none() | st.integers(0, 50), field=st.integers(0, 60),
                          accuracy=st.none() | st.floats(0, 1)), max_size=12),
       st.sampled_from(["accuracy", "field"]))
def test_whoever_has_a_place_reaches_the_goal_and_nobody_smaller_stands_below(stacks, goal):
    least = 0.5 if goal == "accuracy" else 31
    found = ranked(stacks, goal, least)
    assert len(found) == len({one.nickname for one in stacks})
    placed = [one for one in found if one.place]
    assert all(one.stack.measured(goal) >= least for one in placed)
    assert [one.stack.params for one in placed] == sorted(one.stack.params for one in placed)
    for one in placed:
        assert one.place == 1 + sum(other.stack.params < one.stack.params for other in placed)
    assert not any(one.stack.measured(goal) is not None and one.stack.measured(goal) >= least
                   for one in found if one.place is None)


@pytest.mark.parametrize(("name", "field"), [
    ("alexnet", 163),  # Araujo et al. (2019), Distill: AlexNet's conv5
    ("vgg16", 196)])  # VGG-16's conv5_3: 212 px at pool5, as Distill has it, less one step of 16
def test_the_field_of_a_stack_is_that_of_its_last_convolution_as_books_have_it(name, field):
    preset = PRESETS[name]
    assert field_of(analyse(preset.graph, preset.input_shape)) == field


def test_a_stack_without_a_convolution_sees_no_field_of_its_own():
    assert field_of(analyse("flatten~linear.o10", (1, 8, 8))) == 0


@pytest.mark.parametrize(("done", "best"), [([], None), ([None], None), ([0.9, None, 0.98], 0.98)])
def test_the_best_training_counts(done, best):
    assert best_accuracy(done) == best
