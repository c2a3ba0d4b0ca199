"""Where an exercise says *show me on the page*, the page takes its link as it stands."""

from __future__ import annotations

from importlib import import_module

import pytest

from explorer.convolution import pooling
from explorer.exercises import KINDS, LEVELS, exercise
from pages.build_stack.state import first_build
from pages.classic_filters.state import FilterSetup
from pages.feature_maps.state import MapChoice
from pages.fine_tune.state import DATA, NETWORK, suited
from pages.layers.state import LayersSetup
from pages.step_through.state import EXAMPLES, FIRST, walk_of
from pages.where_is_it.state import WhereSetup

OPENED = {
    "build_stack": first_build, "classic_filters": FilterSetup, "feature_maps": lambda: MapChoice("bundled/resnet20"),
    "fine_tune": lambda: suited(DATA, NETWORK), "layers": LayersSetup, "pooling": pooling.PoolingPlan,
    "step_through": lambda: walk_of(EXAMPLES[FIRST]), "where_is_it": WhereSetup,
}
"""Page -> what it opens with."""


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_takes_the_link_of_an_exercise_as_it_stands(kind, level):
    for seed in range(5):
        link = exercise(kind, seed=seed, level=level).asked.link
        codec = import_module(f"pages.{link.page}.state").state._codec
        value, problems = codec.read(link.values, OPENED[link.page]())
        written = codec.write(value)
        assert problems == () and set(link.values) <= set(codec.names)
        assert {name: written.get(name, text) for name, text in link.values.items()} == link.values
