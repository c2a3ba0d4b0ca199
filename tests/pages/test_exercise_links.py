"""Where an exercise says *show me on the page*, the page takes its link as it stands."""

from __future__ import annotations

import pytest

from explorer.exercises import KINDS, LEVELS, exercise
from tests.pages.links import OPENED, codec_of


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_takes_the_link_of_an_exercise_as_it_stands(kind, level):
    for seed in range(5):
        link = exercise(kind, seed=seed, level=level).asked.link
        codec = codec_of(link.page)
        value, problems = codec.read(link.values, OPENED[link.page]())
        written = codec.write(value)
        assert problems == () and set(link.values) <= set(codec.names)
        assert {name: written.get(name, text) for name, text in link.values.items()} == link.values
