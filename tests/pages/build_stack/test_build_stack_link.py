"""The link of *Build a stack*: broken ones, long ones, and what comes back after a visit elsewhere."""

from __future__ import annotations

import pytest

from explorer.settings import settings
from tests.pages.build_stack.stack_page import SMALL, at_page, build, control, layers, set_value
from tests.pages.page import leave_for, param

RUBBISH = ["%%%", "conv", "conv.o0", "~~~", "[x](http://a)", "conv.o8~add.f1x99", "linear.o99999999", "a" * 30_000,
           "relu~" * 500, "\x00", "conv.o8.k-3", "<script>"]


@pytest.mark.parametrize(("stack", "shape"), [
    *((stack, "3x32x32") for stack in RUBBISH), *((SMALL, shape) for shape in ("0", "x", "9999999", "3x99999x99999"))])
def test_a_broken_link_is_explained_and_the_nearest_stack_shown(stack, shape):
    at = at_page(stack=stack, input=shape, layer="nobody")
    assert at.warning
    assert at.warning[0].value.startswith("This link does not describe a whole stack")
    assert param(at, "stack") == stack  # nothing is lost until the first change
    assert len(build(at).graph) <= settings().layers


def test_the_link_returns_once_a_broken_stack_is_changed():
    at = at_page(stack="conv.o8~nonsense", input="3x32x32", layer="conv1")
    set_value(at, "kernel_size", 5)
    assert param(at, "stack") == "conv.o8.k5"
    assert not at.warning


@pytest.mark.parametrize(("stack", "layer", "key"), [
    ("adaptive.o6x7", "pool1", "output_size_1"), ("leakyrelu.a2_5", "relu1", "negative_slope"),
    ("convt.o8.k40x3.s30.q5", "convt1", "stride_0"), ("maxpool.k30x20.p9", "pool1", "kernel_size_0"),
    ("conv.o8.k3x5.p20_1x0_30.d40x1", "conv1", "padding_3"),
    ("conv.o8.k3x5.pvalid", "conv1", "kernel_size_1")])
def test_a_link_may_give_any_argument_that_torch_takes(stack, layer, key):
    at = at_page(stack=stack, input="3x32x32", layer=layer)
    assert layers(at) == stack
    assert control(at, key)


def test_two_hundred_layers_are_a_calm_page():
    at = at_page(stack="~".join(["conv.o8.p1", "relu"] * 100), input="3x32x32", layer="relu100")
    assert len(build(at).graph) == 200
    assert not at.warning


def test_the_stack_outlives_a_visit_to_another_page():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    set_value(at, "stride", 2)
    leave_for(at, "home")
    leave_for(at, "build_stack")
    assert layers(at).startswith("conv.o8.s2.p1")
