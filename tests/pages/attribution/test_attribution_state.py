"""The link of *Why this class?*, and what of it a network has, without the page."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from explorer.networks.attribution.methods import METHODS
from pages.attribution.state import FIRST as FIRST_METHODS, MOST, Question, QuestionCodec, fitting, read_option
from tests.pages.links import RUBBISH, brought_back, hostile, nearest

CODEC, FIRST = QuestionCodec(), Question("bundled/resnet20", side=128)
OPTIONS = [(f"{method.id}.{option.name}", option) for method in METHODS.values() for option in method.options]
NUMBERS, NAMES = st.integers(0, 99_999), st.text(min_size=1, max_size=30)
QUESTIONS = st.builds(
    Question, NAMES, st.sampled_from(["DEFAULT", "random"]), NUMBERS, target=st.none() | NUMBERS,
    methods=st.lists(st.sampled_from(list(METHODS)), max_size=MOST, unique=True).map(tuple), layer=st.text(max_size=20),
    options=st.dictionaries(st.sampled_from([name for name, _option in OPTIONS]), st.sampled_from(["1", "16", "zero"]),
                            max_size=2))


@given(QUESTIONS)
def test_a_link_brings_back_the_question_it_was_made_of(question):
    again = brought_back(CODEC, question, FIRST)
    usual = question.methods in ((), FIRST_METHODS, FIRST_METHODS[1:])
    assert again.methods == (() if usual else question.methods)
    assert (again.network, again.target, again.layer, again.options) == (
        question.network, question.target, question.layer, question.options)


@given(hostile(CODEC.names, methods=["saliency,grad_cam,saliency"], options=["occlusion.window:16", "a:b"]))
def test_any_link_leads_to_something_near_it(link):
    value, _problems = nearest(CODEC, link, FIRST)
    assert len(value.methods) <= MOST
    assert set(value.methods) <= set(METHODS)


@pytest.mark.parametrize("text", [*RUBBISH, None, "inf"])
@pytest.mark.parametrize("option", [option for _name, option in OPTIONS], ids=[name for name, _option in OPTIONS])
def test_an_option_that_cannot_be_is_as_usual_or_within_its_bounds(option, text):
    value = read_option(option, text)
    if option.kind == "choice":
        assert value in dict(option.choices)
    else:
        assert option.low <= value <= option.high


def test_what_belongs_to_a_network_goes_with_it_and_methods_of_ones_own_stay():
    question = Question("a", target=3, methods=("occlusion",), layer="layer3")
    after = CODEC.changed(question, {"network": "b"})
    assert (after.target, after.layer, after.methods) == (None, "", ("occlusion",))
    assert CODEC.changed(Question("a", methods=FIRST_METHODS), {"network": "b"}).methods == ()


def test_a_class_or_a_layer_that_the_network_does_not_have_is_the_usual_one():
    asked = fitting(Question("a", target=10, layer="nobody"), 10, ("layer1",))
    assert (asked.target, asked.layer, asked.methods) == (None, "", FIRST_METHODS)
    assert fitting(Question("a", target=9, layer="layer1"), 10, ("layer1",)).target == 9
    assert fitting(Question("a"), 10, ()).methods == FIRST_METHODS[1:]
