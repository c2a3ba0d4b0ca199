"""*Build a stack* under AppTest: what the reader does, and what the page makes of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from explorer.graph import PRESETS, from_text, to_text
from explorer.settings import settings

ROOT = Path(__file__).parents[2]
SMALL = "conv.o8.p1~relu~maxpool~flatten~linear.o10"


@pytest.fixture
def opened():
    """Return a function that opens the page with a link's parameters."""
    def at_page(**link):
        at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60).run()
        for name, value in link.items():
            at.query_params[name] = value
        return checked(at.switch_page("build_stack.py").run())
    return at_page


def checked(at):
    assert not at.exception, at.exception[0].value
    return at


def param(at, name):
    """Return a parameter of the address; AppTest gives a list where a page wrote it, a text where a test did."""
    value = at.query_params[name]
    return value[0] if isinstance(value, list) else value


def history(at):
    return at.session_state["bench_history"]


def layers(at):
    return to_text(history(at).now.graph)


def set_slider(at, key, value):
    widget = next(widget for widget in (*at.slider, *at.select_slider) if widget.key == key)
    return checked(widget.set_value(value).run())


def click(at, key):
    return checked(at.button(key=key).click().run())


def pick(at, component, value):
    """Play a click in a component."""
    at.session_state[component] = {"selected": value}
    at.run()
    at.session_state[component] = {}
    return checked(at)


def text_of(at):
    return "\n".join(element.value for kind in (at.markdown, at.info, at.warning, at.error) for element in kind)


def test_the_page_opens_with_lenet_and_its_second_convolution(opened):
    at = opened()
    assert layers(at) == to_text(PRESETS["lenet5"].graph)
    assert param(at, "layer") == "conv2"
    assert "2,416 parameters" in text_of(at)


def test_a_slider_changes_the_layer_and_the_link(opened):
    at = set_slider(opened(stack=SMALL, input="3x32x32", layer="conv1"), "bs_conv1_kernel_size", 5)
    assert layers(at) == "conv.o8.k5.p1~relu~maxpool~flatten~linear.o10"
    assert param(at, "stack") == layers(at)
    assert "608 parameters" in text_of(at)  # 8 * (5*5*3 + 1)


def test_undo_and_redo_walk_through_the_changes(opened):
    at = opened(stack=SMALL, input="3x32x32", layer="conv1")
    assert at.button(key="bs_undo").disabled
    set_slider(at, "bs_conv1_stride", 2)
    click(at, "bs_undo")
    assert layers(at) == SMALL
    assert next(slider for slider in at.slider if slider.key == "bs_conv1_stride").value == 1
    click(at, "bs_redo")
    assert layers(at).startswith("conv.o8.s2.p1")
    assert at.button(key="bs_redo").disabled


def test_a_click_in_the_picture_opens_a_layer(opened):
    at = pick(opened(stack=SMALL, input="3x32x32"), "bs_strip", "pool1")
    assert param(at, "layer") == "pool1"
    assert any(slider.key == "bs_pool1_kernel_size" for slider in at.slider)


@pytest.mark.parametrize(("column", "shown"), [
    ("params", "224 parameters"), ("macs", "221,184 MACs"), ("memory", "32 KiB"), ("field", "sees 3 px"),
    ("shape", "8 × 32 × 32")])
def test_a_click_on_a_number_shows_its_working(opened, column, shown):
    at = pick(opened(stack=SMALL, input="3x32x32"), "bs_table", f"conv1|{column}")
    assert shown in text_of(at)


def test_a_click_that_no_browser_of_ours_sends_is_ignored(opened):
    at = opened(stack=SMALL, input="3x32x32", layer="conv1")
    for nonsense in ("nobody", "conv1|rm -rf", 7, None, ["conv1"]):
        pick(at, "bs_table", nonsense)
        pick(at, "bs_strip", nonsense)
    assert param(at, "layer") == "conv1"


def test_layers_are_added_copied_moved_and_deleted(opened):
    at = opened(stack=SMALL, input="3x32x32", layer="conv1")
    at.selectbox(key="bs_add_kind").set_value("bn").run()
    click(at, "bs_add")
    assert layers(at) == "conv.o8.p1~bn~relu~maxpool~flatten~linear.o10"
    click(at, "bs_later")
    assert layers(at) == "conv.o8.p1~relu~bn~maxpool~flatten~linear.o10"
    click(at, "bs_delete")
    assert layers(at) == SMALL
    assert param(at, "layer") == "relu1"
    click(at, "bs_copy")
    assert layers(at).count("relu") == 2


def test_every_kind_of_layer_can_be_added_to_an_empty_stack(opened):
    at = opened(stack="", input="3x32x32")
    for code in at.selectbox(key="bs_add_kind").proto.options:
        at.selectbox(key="bs_add_kind").set_value(next(
            value for value in _codes() if _title(value) == code)).run()
        click(at, "bs_input")
        click(at, "bs_add")
        graph = history(at).now.graph
        assert len(graph) == 1, code
        assert from_text(to_text(graph)) == graph
        click(at, "bs_undo")


def _codes():
    from pages.ui.layer_options import titles
    return titles()


def _title(code):
    return _codes()[code]


def test_a_new_addition_reads_an_earlier_layer_of_the_same_shape(opened):
    at = opened(stack="conv.o8.p1~conv.o8.p1", input="3x32x32", layer="conv2")
    at.selectbox(key="bs_add_kind").set_value("add").run()
    click(at, "bs_add")
    assert history(at).now.graph["add1"].inputs == ("conv2", "conv1")


def test_a_wrong_layer_stays_and_the_rest_is_computed_up_to_it(opened):
    at = opened(stack="conv.o8.p1~relu~conv.o4~relu", input="3x32x32", layer="conv2")
    set_slider(at, "bs_conv2_stride", 2)
    set_slider(at, "bs_conv2_padding", "same")
    assert "'same'" in at.error[0].value
    assert len(history(at).now.graph) == 4
    set_slider(at, "bs_conv2_stride", 1)
    assert not at.error
    assert layers(at) == "conv.o8.p1~relu~conv.o4.psame~relu"


def test_a_window_larger_than_its_input_names_the_layer_and_the_numbers(opened):
    at = opened(stack="conv.o8.k7~conv.o8.k7", input="3x8x8", layer="conv2")
    assert "conv2: a window of 7 px does not fit into an input of 2 px" in text_of(at).replace("\\", "")


def test_height_and_width_can_be_set_apart(opened):
    at = opened(stack="conv.o8.k3x5", input="3x32x32", layer="conv1")
    assert {"bs_conv1_kernel_size_0", "bs_conv1_kernel_size_1"} <= {slider.key for slider in at.slider}
    set_slider(at, "bs_conv1_kernel_size_0", 7)
    assert layers(at) == "conv.o8.k7x5"


def test_each_edge_can_be_padded_apart(opened):
    at = opened(stack="conv.o8.p1_2x0_0", input="3x32x32", layer="conv1")
    set_slider(at, "bs_conv1_padding_3", 4)
    assert layers(at) == "conv.o8.p1_2x0_4"


def test_the_stride_of_a_pool_follows_its_window(opened):
    at = set_slider(opened(stack="maxpool", input="3x32x32", layer="pool1"), "bs_pool1_kernel_size", 3)
    assert layers(at) == "maxpool.k3"


def test_the_input_has_sliders_and_other_kinds(opened):
    at = click(opened(stack="conv.o8", input="3x32x32"), "bs_input")
    set_slider(at, "bs_input_1", 40)
    assert param(at, "input") == "3x40x32"


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_opens_without_a_complaint(opened, name):
    at = opened()
    checked(at.selectbox(key="bs_preset").set_value(name).run())
    assert history(at).now.graph == PRESETS[name].graph
    assert at.selectbox(key="bs_preset").value == name
    assert not at.error


def test_a_stack_can_start_empty(opened):
    at = opened()
    checked(at.selectbox(key="bs_preset").set_value("empty").run())
    assert layers(at) == ""
    click(at, "bs_add")
    assert layers(at).startswith("conv.")


RUBBISH = ["%%%", "conv", "conv.o0", "~~~", "[x](http://a)", "conv.o8~add.f1x99", "linear.o99999999", "a" * 30_000,
           "relu~" * 500, "\x00", "conv.o8.k-3", "<script>"]


@pytest.mark.parametrize(("stack", "shape"), [
    *((stack, "3x32x32") for stack in RUBBISH), *((SMALL, shape) for shape in ("0", "x", "9999999", "3x99999x99999"))])
def test_a_broken_link_is_explained_and_the_nearest_stack_shown(opened, stack, shape):
    at = opened(stack=stack, input=shape, layer="nobody")
    assert at.warning
    assert at.warning[0].value.startswith("This link does not describe a whole stack")
    assert param(at, "stack") == stack  # nothing is lost until the first change
    assert len(history(at).now.graph) <= settings().layers


def test_the_link_returns_once_a_broken_stack_is_changed(opened):
    at = opened(stack="conv.o8~nonsense", input="3x32x32", layer="conv1")
    set_slider(at, "bs_conv1_kernel_size", 5)
    assert param(at, "stack") == "conv.o8.k5"
    assert not at.warning


def test_two_hundred_layers_are_a_calm_page(opened):
    at = opened(stack="~".join(["conv.o8.p1", "relu"] * 100), input="3x32x32", layer="relu100")
    assert len(history(at).now.graph) == 200
    assert not at.warning


def test_the_limit_of_layers_is_kept_by_the_server(opened):
    at = opened(stack="~".join(["relu"] * settings().layers), input="3x32x32", layer="relu1")
    assert at.button(key="bs_add").disabled
    assert at.button(key="bs_copy").disabled


def test_the_stack_outlives_a_visit_to_another_page(opened):
    at = opened(stack=SMALL, input="3x32x32", layer="conv1")
    set_slider(at, "bs_conv1_stride", 2)
    checked(at.switch_page("home.py").run())
    for name in ("stack", "input", "layer"):
        at.query_params.pop(name, None)
    checked(at.switch_page("build_stack.py").run())
    assert layers(at).startswith("conv.o8.s2.p1")


def test_the_counting_convention_is_switched(opened):
    at = opened(stack=SMALL, input="3x32x32", layer="conv1")
    at.session_state["bs_operation"] = "FLOP"
    at.session_state["bs_bias"] = True
    pick(at, "bs_table", "conv1|macs")
    assert "450,560 FLOPs" in text_of(at)  # 2 * 221,184 + 8 * 32 * 32


def test_the_source_and_the_link_are_shown(opened):
    at = click(opened(stack=SMALL, input="3x32x32"), "bs_code")
    assert "nn.Conv2d(3, 8, kernel_size=3, padding=1)" in at.code[0].value
    at = click(opened(stack=SMALL, input="3x32x32", layer="conv1"), "bs_share")
    assert parse_qs(urlparse(at.code[0].value).query)["stack"] == [SMALL]


def test_a_stack_that_cannot_be_computed_has_no_source_but_a_reason(opened):
    at = click(opened(stack="conv.o8.k9", input="3x4x4"), "bs_code")
    assert not at.code
    assert "does not fit" in text_of(at)


def run_on_photo(at):
    at.session_state["bs_run"] = True
    return checked(at.run())


def test_a_stack_runs_on_a_photo(opened):
    at = run_on_photo(opened(stack=SMALL, input="3x32x32", layer="conv1"))
    assert "8 × 32 × 32 with random weights (seed 0)" in text_of(at)


@pytest.mark.parametrize(("stack", "shape", "said"), [
    ("", "3x32x32", "The stack is empty"),
    ("conv1d.o8", "1x128", "C × H × W"),
    ("flatten~linear.o90000", "3x512x512", "parameters"),
])
def test_a_stack_that_cannot_run_says_why(opened, stack, shape, said):
    at = run_on_photo(opened(stack=stack, input=shape))
    assert said in text_of(at).replace("\\", "")


def test_the_charts_are_drawn_once_they_are_opened(opened):
    at = opened(stack=SMALL, input="3x32x32")
    assert len(at.get("plotly_chart")) == 0
    at.session_state["bs_charts"] = True
    assert len(checked(at.run()).get("plotly_chart")) == 2


@pytest.mark.parametrize(("stack", "layer", "key"), [
    ("adaptive.o6x7", "pool1", "bs_pool1_output_size_1"), ("leakyrelu.a2_5", "relu1", "bs_relu1_negative_slope"),
    ("convt.o8.k40x3.s30.q5", "convt1", "bs_convt1_stride_0"), ("maxpool.k30x20.p9", "pool1", "bs_pool1_kernel_size_0"),
    ("conv.o8.k3x5.p20_1x0_30.d40x1", "conv1", "bs_conv1_padding_3"),
    ("conv.o8.k3x5.pvalid", "conv1", "bs_conv1_kernel_size_1")])
def test_a_link_may_give_any_argument_that_torch_takes(opened, stack, layer, key):
    at = opened(stack=stack, input="3x32x32", layer=layer)
    assert layers(at) == stack
    assert key in {slider.key for slider in at.slider}
