"""What tells filters of one kind apart where several stand side by side."""

from __future__ import annotations

import pytest

from explorer.convolution.filters import FILTER_SETS, NAMES, Step, custom
from pages.classic_filters import filter_tab, find, learn_tab
from pages.classic_filters.state import VIEWS
from pages.classic_filters.words import label, title


@pytest.mark.parametrize(("step", "said"), [
    (Step(), "Sobel x"), (Step(name="box", side=31), "Box blur 31 × 31"), (Step(name="box"), "Box blur"),
    (Step(name="gabor", angle=30.0), "Gabor 30°"), (Step(name="gabor", angle=22.5, side=5), "Gabor 22.5°"),
    (custom([[1.0, 2.0]]), "Your own kernel")])
def test_a_size_or_a_direction_stands_behind_the_title(step, said):
    assert label(step) == said


@pytest.mark.parametrize("name", [name for name in NAMES if name != "custom"])
def test_a_label_begins_with_the_title(name):
    assert label(Step(name=name)).startswith(title(Step(name=name)))


@pytest.mark.parametrize("name", FILTER_SETS)
def test_no_two_filters_of_a_set_are_called_alike(name):
    labels = [label(step) for step in FILTER_SETS[name].steps]
    assert len(set(labels)) == len(labels)

ALL = (filter_tab.TAB, find.TAB, learn_tab.TAB, learn_tab.CELLS_TAB)


def test_each_tab_says_what_to_do_and_stands_where_links_say():
    assert tuple(tab.view for tab in ALL) == VIEWS
    assert len({tab.says for tab in ALL}) == len(ALL) and all(tab.says for tab in ALL)
