"""*Build a stack* opens code, shows what does not fit at its line and at its layer, and repairs both."""

from __future__ import annotations

from explorer.graph import read_code, repaired_text, to_text
from tests.explorer.graph.code.programs import RIGHT, WRONG
from tests.pages.build_stack.stack_page import act, at_page, build, click, desk, set_value


def pasted(text):
    at = click(at_page(), "bs_open")
    at.text_area(key="bs_code_text").set_value(text)
    return click(at, "bs_code_go")


def test_code_becomes_the_stack_and_one_step_of_undo():
    at = pasted(RIGHT["torch_cifar_tutorial"])
    assert [node.name for node in build(at).graph][:3] == ["conv1", "relu", "pool"]
    assert build(at).input_shape == (3, 32, 32)
    assert not at.error
    click(at, "bs_undo")
    assert build(at).input_shape == (1, 32, 32)


def test_a_number_that_does_not_fit_is_shown_at_its_line_and_repaired_in_the_code():
    at = pasted(WRONG["torch_wrong_linear"])
    assert at.session_state["bs_code_read"].places["fc"].line == 14
    assert "1,568 arrive" in desk(at)["error"]
    assert build(at).selected == "fc"
    code = at.session_state["bs_code_read"]
    assert "nn.Linear(1568, num_classes)" in repaired_text(code, "fc")
    assert read_code(repaired_text(code, "fc")).report.error is None


def test_a_layer_with_a_number_that_does_not_fit_is_repaired_by_one_click():
    at = at_page(stack="conv.o6.k5~flatten~linear.o10.t1050", input="1x28x28", layer="fc1")
    assert "3,456 arrive" in desk(at)["error"]
    act(at, "repair")
    assert to_text(build(at).graph) == "conv.o6.k5~flatten~linear.o10"


def test_a_missing_flatten_is_put_in():
    at = act(at_page(stack="conv.o6.k5~linear.o10.t3456", input="1x28x28", layer="fc1"), "repair")
    assert to_text(build(at).graph) == "conv.o6.k5~flatten~linear.o10"


def test_a_grey_layer_takes_the_shape_that_is_typed():
    at = at_page(stack="conv.o8~unread~flatten", input="1x28x28", layer="unread1")
    set_value(at, "shape", "8 x 5 x 5")
    assert to_text(build(at).graph) == "conv.o8~unread.o8x5x5~flatten"


def test_code_that_is_none_leaves_the_stack_and_says_where():
    at = pasted(WRONG["torch_unclosed_bracket"])
    assert "conv1" in build(at).graph
    refused = at.session_state["bs_code_refused"]
    assert (refused.values["line"], refused.values["column"]) == (3, 22)
