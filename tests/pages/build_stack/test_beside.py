"""What a stack is compared with, as it stands in a link: whatever is written there, nothing breaks."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from explorer.graph import PRESETS, analyse, from_text, shape_to_text, to_text
from pages.build_stack.beside import LONGEST, beside_stack, compared, name_of_link, read_beside
from pages.build_stack.state import BuildCodec, first_build
from pages.ui.own_stack import network_name
from tests.examples import examples
from tests.explorer.graph.strategies import networks

relaxed = settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
PIECES = st.sampled_from(["stack", "/", "3x8x8", "conv", ".o8", ".k3", "~", "relu", "=", "?", "&", "input", "with",
                          "%2F", "vgg16", "lenet5", "0", "x", "<script>", "…", " ", "\n", "linear.o10", "flatten", "..",
                          "-1"])


@relaxed
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_stands_for_a_stack_or_for_none_and_is_read_back_as_it_is_written(text):
    name, problems = read_beside(text)
    assert bool(problems) or name or not text
    assert read_beside(name) == (name, ())
    stack = beside_stack(name)
    assert (stack is None) == (name == "")
    if stack is not None:
        analyse(stack.graph, stack.input_shape, partial=True)


@relaxed
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_link_leads_to_a_stack_or_to_a_sentence(text):
    name, problems = name_of_link(text, (3, 8, 8))
    assert name or problems
    assert read_beside(name) == (name, ())


@relaxed
@given(networks())
def test_every_stack_goes_through_a_link_and_back(network):
    graph, shape = network
    link = "https://example.org/build_stack?" + urlencode({"stack": to_text(graph), "input": shape_to_text(shape)})
    name, problems = name_of_link(link, (1,))
    stack = beside_stack(name)
    assert (stack.graph, stack.input_shape, problems) == (graph, shape, ())
    assert name == network_name(stack)
    build, wrong = BuildCodec().read(BuildCodec().write(first_build()) | {"with": name}, first_build())
    assert (build.beside, wrong) == (name, ())


@pytest.mark.parametrize("prefix", ["", "http://localhost:8501/build_stack?", "https://a.example/sub/path/?lang=ko&"])
@pytest.mark.parametrize("name", ["stack/1x28x28/conv.o6.k5~relu", "stack/3x32x32/flatten~linear.o10"])
def test_links_of_other_pages_name_their_network_whole(prefix, name):
    link = f"{prefix}network={quote(name, safe='')}&layer=conv1"
    assert name_of_link(link, (3, 9, 9)) == (name, ())


def test_a_text_that_is_far_too_long_is_cut_not_read():
    name, problems = read_beside("stack/3x8x8/" + "relu~" * LONGEST)
    assert problems
    assert len(name) <= LONGEST
    assert beside_stack(name) is not None


def test_a_preset_is_named_by_its_key_and_by_nothing_else():
    for name, preset in PRESETS.items():
        assert beside_stack(name).graph is preset.graph
    assert read_beside("LeNet-5")[0] == read_beside("PRESETS")[0] == ""


def test_a_comparison_is_kept_for_the_next_run_of_the_page():
    one, two = from_text("conv.o4~relu"), from_text("conv.o8~relu")
    first = compared(one, (3, 8, 8), two, (3, 8, 8))
    assert compared(from_text("conv.o4~relu"), (3, 8, 8), two, (3, 8, 8)) is first
    assert compared(one, (3, 9, 9), two, (3, 8, 8)) is not first
