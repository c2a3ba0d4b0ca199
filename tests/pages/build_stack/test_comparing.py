"""Two stacks beside each other: what stands in the link, the numbers, the words, and the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from explorer.graph import PRESETS, Convention, analyse, difference, from_text
from explorer.graph.difference import Likeness
from pages.build_stack.beside import beside_stack, name_of_link, read_beside
from pages.build_stack.compared_words import SIGNS, difference_rows, total_rows
from pages.build_stack.state import BuildCodec, first_build
from tests.pages.build_stack.stack_page import SMALL, at_page, click, desk, set_value
from tests.pages.page import checked, param, text_of, widget

SHAPE = (3, 32, 32)
OTHER = f"stack/3x32x32/{SMALL}"


@pytest.mark.parametrize(("link", "expected"), [
    (f"https://example.org/build_stack?stack={SMALL}&input=1x9x9&layer=conv1", f"stack/1x9x9/{SMALL}"),
    (f"?stack={SMALL}", OTHER), (f"  stack={SMALL}&lang=ko ", OTHER), (SMALL, OTHER), (OTHER, OTHER),
    (f"https://example.org/x/receptive_fields?network=stack%2F3x32x32%2F{SMALL}&x=1", OTHER), ("vgg16", "vgg16"),
])
def test_a_link_of_a_stack_is_read_wherever_it_comes_from(link, expected):
    assert name_of_link(link, SHAPE) == (expected, ())


@pytest.mark.parametrize("link", ["", "https://example.org/", "?layer=conv1", "nobody/knows", "two words",
                                  "https://example.org/?network=torchvision/vgg16"])
def test_what_is_no_link_of_a_stack_is_told_so(link):
    name, problems = name_of_link(link, SHAPE)
    assert (name, len(problems)) == ("", 1)


@pytest.mark.parametrize("name", ["nothing", "stack/", "stack/0x3/relu", "stack/3x999999x999999/relu", "stack//relu",
                                  "__class__", "stack", "bundled/3x8x8/relu", "x" * 100_000])
def test_what_cannot_be_compared_with_is_named_and_left_out(name):
    found, problems = read_beside(name)
    assert (found, len(problems), beside_stack(found)) == ("", 1, None)


def test_a_name_that_is_half_wrong_stands_for_the_nearest_stack():
    found, problems = read_beside("stack/3x8x8/relu~nonsense~tanh")
    assert (found, len(problems)) == ("stack/3x8x8/relu~tanh", 1)
    assert read_beside(found) == (found, ())


@pytest.mark.parametrize("name", [*PRESETS, OTHER])
def test_a_name_stands_for_its_stack(name):
    assert read_beside(name) == (name, ())
    stack = beside_stack(name)
    expected = PRESETS.get(name)
    assert stack.graph == (expected.graph if expected else from_text(SMALL))
    assert stack.input_shape == (expected.input_shape if expected else SHAPE)


def both(one, two, shape=SHAPE, other=None):
    return difference(analyse(from_text(one), shape, partial=True),
                      analyse(from_text(two), other or shape, partial=True))


def test_totals_stand_beside_each_other_with_difference_and_ratio():
    """61,706 and 138,357,544 parameters, as published; 15.47 GMAC as torchvision says of VGG-16."""
    lenet, vgg = (analyse(PRESETS[name].graph, PRESETS[name].input_shape) for name in ("lenet5", "vgg16"))
    rows = {row.title: row for row in total_rows(difference(lenet, vgg), Convention())}
    assert vars_of(rows["Parameters"]) == ("61,706", "138.36 M", "−138.30 M", "1/2,242")
    assert vars_of(rows["MACs"])[:2] == ("416,520", "15.470 G")
    assert vars_of(rows["Layers with weights"]) == ("5", "16", "−11", "1/3.2")
    assert vars_of(rows["Receptive field of the last convolution"])[:2] == ("14 px", "196 px")
    assert vars_of(rows["Output"]) == ("10", "1000", "≠", "–")


def vars_of(row):
    return row.here, row.there, row.difference, row.ratio


def test_operations_and_memory_are_counted_as_the_reader_chose():
    found = both("conv.o4.p1", "conv.o8.p1")
    flops = {row.title: row for row in total_rows(found, Convention(operation="FLOP", bias=True, memory="MB"))}
    assert flops["FLOPs"].here == f"{2 * 27 * 4 * 1024 + 4096:,}"
    assert flops["Memory of the outputs"].difference.endswith("kB")
    assert [row.difference for row in total_rows(both(SMALL, SMALL), Convention())] == ["="] * 7


def test_every_kind_of_difference_has_a_sign_and_a_word_of_its_own():
    words = {row.sign: row.word for pairs in (
        both("conv.o4~relu~maxpool~bn", "conv.o8~tanh~maxpool").pairs, both("relu", "relu~tanh").pairs,
        both("relu", "relu").pairs) for row in difference_rows(pairs)}
    assert set(words) == set(SIGNS.values())
    assert len(set(words.values())) == len(words) == len(Likeness.__args__)


def test_a_row_names_only_the_arguments_that_differ():
    row, = difference_rows(both("conv.o4.k5.p2", "conv.o4.p2x1").pairs)
    assert row.cells == (("conv1", "conv 5×5, Kernel: 5, Padding: 2, 4 × 32 × 32, 304 parameters, sees 5 px"),
                         ("conv1", "conv 3×3, Kernel: 3, Padding: 2 × 1, 4 × 34 × 32, 112 parameters, sees 3 px"))
    wrong, = difference_rows(both("conv.o4.k99", "").pairs)
    assert wrong.cells == (("conv1", "conv 99×99, cannot be computed"), ("", ""))


def shown(at):
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", part.proto.body, flags=re.DOTALL)
                    for part in at.main if part.type == "html")


def test_a_name_that_is_no_network_is_said_and_left_out_of_the_state():
    first = first_build()
    found, problems = BuildCodec().read({"stack": SMALL, "with": "stack/0/<b>"}, first)
    assert (found.beside, len(problems)) == ("", 1)
    assert "with" not in BuildCodec().write(found)
    assert BuildCodec().write(replace(first, beside="vgg16"))["with"] == "vgg16"


def test_the_page_compares_with_what_its_link_names_with_the_stack_before_and_with_one_from_a_link():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1", **{"with": "lenet5"})
    assert (param(at, "with"), at.header[0].value) == ("lenet5", "Compared with: LeNet-5")
    assert "61,706" in shown(at)
    click(at, "bs_beside_close")
    assert (param(at, "with"), len(at.header)) == (None, 0)
    assert not any("than" in total for total in desk(at)["table"]["totals"])

    set_value(at, "kernel_size", 5)
    click(at, "bs_compare")
    assert param(at, "with") == OTHER
    # outputs: 18,010 values of 4 bytes instead of 20,490
    assert [total.get("than") for total in desk(at)["table"]["totals"]] == [
        "−2,096 (1/1.11)", "+316,336 (2.31 ×)", "−9.7 KiB (1/1.14)", None]
    assert "−2,096 (1/1.11)" in text_of(at)  # 8 x 3 x (25 - 9) weights more, 8 x 10 x (256 - 225) less
    set_value(at, "stride", 2)
    assert "conv.o8.k5.p1~" in param(at, "with")
    click(at, "bs_undo")
    assert param(at, "with") == OTHER

    checked(widget(at, "selectbox", "bs_beside_with").set_value("now").run())
    assert "Both stacks are the same" in text_of(at)
    click(at, "bs_undo")
    assert (param(at, "stack"), param(at, "with")) == (SMALL, OTHER.replace("conv.o8.p1", "conv.o8.k5.p1"))
    checked(widget(at, "selectbox", "bs_beside_with").set_value("link").run())
    checked(at.text_input(key="bs_beside_link").set_value("?stack=relu&input=1x4x4").run())
    assert param(at, "with") == "stack/1x4x4/relu"
    checked(at.text_input(key="bs_beside_link").set_value("no link").run())
    assert "This is no link of a stack" in text_of(at)
    assert param(at, "with") is None
