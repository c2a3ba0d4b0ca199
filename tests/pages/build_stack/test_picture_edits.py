"""What is done in the picture of *Build a stack*: each gesture is a message, and the stack follows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from explorer.graph import INPUT, PRESETS, analyse, to_text
from explorer.settings import settings as server
from tests.examples import examples
from tests.pages.build_stack.stack_page import at_page, build, desk, layers, tell, told
from tests.pages.page import checked

CHAIN = "conv.o8.p1~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"
BOTH = [["conv2", "relu2"]]
WORDS = st.sampled_from(["conv1", "relu1", "fc1", "input", "nobody", "", None, 7, "conv"])
SPANS = st.lists(st.one_of(st.lists(WORDS, max_size=3), WORDS), max_size=3)


@pytest.fixture(scope="module")
def page():
    return at_page(stack=CHAIN, input="3x16x16", layer="conv2")


@pytest.fixture
def at(page):
    """Return the page with the chain on it, nothing copied."""
    from explorer.graph import from_text
    from pages.build_stack.state import Build

    page.session_state["bs_state"].now = Build(from_text(CHAIN), (3, 16, 16), "conv2")
    for name in ("bs_copied", "bs_made", "bs_folds", "bs_opened_blocks"):
        if name in page.session_state:
            del page.session_state[name]
    return checked(page.run())


def tools(at):
    return desk(at)["picture"]["tools"]


def shown(at):
    return [node["id"] for node in desk(at)["picture"]["nodes"]]


def test_each_gesture_changes_the_stack_and_selects_what_it_made(at):
    tell(at, {"do": "shift", "layers": BOTH, "behind": INPUT, "before": "conv1"})
    assert layers(at).startswith("conv.o8.p1.nconv2~relu.nrelu2~conv.o8.p1.nconv1~relu.nrelu1~maxpool")
    tell(at, {"do": "step", "layers": BOTH, "step": 1})
    assert layers(at).startswith("conv.o8.p1~conv.o8.p1~relu.nrelu2~relu.nrelu1")
    tell(at, {"do": "undo"}, {"do": "undo"})
    assert layers(at) == CHAIN
    tell(at, {"do": "remove", "layers": [["relu1", "pool1"], ["fc1", "fc1"]]})
    assert layers(at) == "conv.o8.p1~conv.o8.p1~relu.nrelu2~flatten"
    assert build(at).selected == "conv1"
    tell(at, {"do": "undo"}, {"do": "redo"}, {"do": "undo"})
    assert layers(at) == CHAIN


def test_copied_layers_are_pasted_behind_what_is_selected(at):
    assert tools(at)["copied"] == 0
    tell(at, {"do": "take", "layers": [["conv1", "relu1"]]})
    assert tools(at)["copied"] == 2
    tell(at, {"do": "paste", "behind": "relu2"})
    assert [node.name for node in build(at).graph][4:8] == ["relu2", "conv3", "relu3", "flatten"]
    assert (build(at).selected, tools(at)["made"], tools(at)["turn"]) == ("conv3", ["conv3", "relu3"], 1)


def test_a_kind_is_dropped_between_two_layers_with_sizes_that_fit(at):
    tell(at, {"do": "drop", "code": "bn", "behind": "conv1", "before": "relu1"})
    tell(at, {"do": "drop", "code": "conv", "behind": "flatten", "before": None})
    tell(at, {"do": "drop", "code": "gap", "behind": "relu2"})
    assert layers(at) == "conv.o8.p1~bn~relu~maxpool~conv.o8.p1~relu~adaptive~flatten~conv.o512.p1~linear.o10"


def test_wrapped_and_repeated_it_is_a_residual_network(at):
    tell(at, {"do": "residual", "layers": BOTH})
    assert build(at).graph["relu2"].inputs == ("add1",)
    tell(at, {"do": "repeat", "layers": [["conv2", "relu2"]], "times": 3})
    assert analyse(build(at).graph, (3, 16, 16)).params == 3 * 8 * 9 + 8 + 3 * (8 * 8 * 9 + 8) + 8 * 64 * 10 + 10
    assert len(tools(at)["made"]) == 9


def test_branches_are_joined_and_added_by_hand(at):
    tell(at, {"do": "join", "source": "pool1", "target": "relu2", "merge": "add"})
    assert build(at).graph["add1"].inputs == ("relu2", "pool1")
    tell(at, {"do": "parallel", "layers": BOTH})
    assert build(at).graph["cat1"].inputs == ("relu2", "conv3")
    assert build(at).selected == "conv3"


def test_what_cannot_be_done_is_told_and_nothing_changes(at):
    tell(at, {"do": "shift", "layers": [["conv1", "conv1"], ["fc1", "fc1"]], "behind": "pool1", "before": None})
    assert "conv1 to fc1 have more than one way in or out" in told(at)
    tell(at, {"do": "residual", "layers": [["pool1", "flatten"]]})
    assert "No 1 × 1 convolution makes 512 of 8 × 16 × 16" in told(at)
    assert layers(at) == CHAIN


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(st.fixed_dictionaries({
    "do": st.sampled_from(["remove", "take", "paste", "drop", "shift", "step", "residual", "parallel", "repeat", "join",
                           "fold", "unfold"])}, optional={
    "layers": st.one_of(SPANS, WORDS), "behind": WORDS, "before": WORDS, "code": WORDS, "source": WORDS,
    "target": WORDS, "merge": WORDS, "step": st.one_of(WORDS, st.integers()), "times": st.one_of(WORDS, st.integers()),
    "value": WORDS, "id": st.sampled_from(["run:conv1", "block:", "run:nobody", ":", 4])}))
def test_any_message_leaves_a_stack(message):
    from unittest.mock import patch

    import streamlit

    from explorer.graph import from_text
    from pages.build_stack import messages, picture_edits
    from pages.build_stack.state import Build, state

    with patch.object(streamlit, "session_state", {}):
        state.open(lambda: Build(from_text(CHAIN), (3, 16, 16), "conv2"))
        messages._answer(message)
        assert to_text(state.now.graph)
        assert len(state.now.graph) <= server().layers
        assert picture_edits.new_layers().turn <= 1


def test_a_deep_network_is_folded_and_opens_at_a_click():
    at = at_page(stack=to_text(PRESETS["resnet34"].graph), input="3x224x224", layer="conv1")
    runs = [f"run:layer{stage}.0.conv1" for stage in (1, 2, 3, 4)]
    assert shown(at) == ["input", "conv1", "bn1", "relu", "maxpool", *runs, "avgpool", "flatten", "fc"]
    node = next(node for node in desk(at)["picture"]["nodes"] if node["id"] == "run:layer3.0.conv1")
    assert (node["label"], node["times"], node["shape"]) == ("layer3", 6, "256 × 14 × 14")
    assert node["span"] == ["layer3.0.conv1", "layer3.5.relu_1"]
    tell(at, {"do": "unfold", "id": "run:layer3.0.conv1"})
    assert sum(name.startswith("block:layer3") for name in shown(at)) == 6
    tell(at, {"do": "unfold", "id": "block:layer3.1.conv1"})
    assert "layer3.1.add" in shown(at)
    assert build(at).selected == "layer3.1.conv1"
    tell(at, {"do": "fold", "value": True}, {"do": "select", "layer": "fc"})
    assert len(shown(at)) == 12
    tell(at, {"do": "fold", "value": False})
    assert len(shown(at)) == 1 + len(PRESETS["resnet34"].graph)


def test_small_networks_are_shown_whole_and_say_where_layers_fit(at):
    assert tools(at)["folds"] is None
    assert shown(at) == [INPUT, *build(at).graph.places]
    gaps = [(gap["behind"], gap["before"]) for gap in desk(at)["picture"]["gaps"]]
    assert gaps == [("input", "conv1"), ("relu1", "pool1"), ("pool1", "conv2"), ("relu2", "flatten"),
                    ("flatten", "fc1"), ("fc1", None)]
