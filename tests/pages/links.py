"""What tests of codecs share: links as nobody should write them, and what must hold for any link of any page."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from hypothesis import strategies as st

from explorer.convolution import pooling
from pages.architectures.state import Tour
from pages.attribution.state import Question
from pages.build_stack.state import first_build
from pages.classic_filters.state import FilterSetup
from pages.classroom.state import ClassSetup
from pages.exercises.state import ExerciseSetup
from pages.feature_maps.state import MapChoice
from pages.fine_tune.state import DATA, NETWORK, suited
from pages.jobs.state import JobChoice
from pages.layers.state import LayersSetup
from pages.pixel_to_class.state import WalkChoice
from pages.pixels.state import PixelSetup
from pages.receptive_fields.state import UnitChoice
from pages.step_through.state import EXAMPLES, FIRST, walk_of
from pages.where_is_it.state import WhereSetup

RUBBISH = ["", " ", "²", "-1", "1e9", "nan", "9" * 40, "x" * 3_000, "../../etc/passwd", "%00", "\x00", "<b>", "a,b,,a",
           "0x0", "1x", "conv.o8.", "job/1", "[x](http://a)", "'; --", "٣"]


def hostile(names, **known):
    """Return a strategy of links: any of ``names`` with rubbish, or with something ``known`` that is right."""
    values = {name: st.sampled_from([*RUBBISH, *known.get(name, ())]) | st.text(max_size=30) for name in names}
    return st.fixed_dictionaries({}, optional=values)


def nearest(codec, link, first):
    """Return what a codec makes of ``link``, if the address that follows from it says the same again, and no more."""
    value, problems = codec.read(link, first)
    written = codec.write(value)
    assert set(written) <= set(codec.names)
    assert all(isinstance(text, str) for text in written.values())
    again, wrong = codec.read(written, first)
    assert wrong == ()
    assert codec.write(again) == written
    assert all(problem.template for problem in problems)
    return value, problems


def brought_back(codec, value, first):
    """Return what the link of ``value`` brings back, if nothing is wrong with it."""
    again, problems = codec.read(codec.write(value), first)
    assert problems == ()
    return again


OPENED: dict[str, Callable[[], object]] = {
    "architectures": Tour, "attribution": lambda: Question(NETWORK), "build_stack": first_build,
    "classic_filters": FilterSetup, "classroom": ClassSetup, "exercises": ExerciseSetup,
    "feature_maps": lambda: MapChoice(NETWORK),
    "fine_tune": lambda: suited(DATA, NETWORK), "jobs": JobChoice, "layers": LayersSetup, "pixels": PixelSetup,
    "pixel_to_class": lambda: WalkChoice(network="bundled/lenet5"), "pooling": pooling.PoolingPlan,
    "receptive_fields": lambda: UnitChoice(NETWORK), "step_through": lambda: walk_of(EXAMPLES[FIRST]),
    "where_is_it": WhereSetup,
}
"""Page -> what it opens with."""


def codec_of(page):
    """Return how what is set on a page stands in its links."""
    return import_module(f"pages.{page}.state").state._codec
