"""One training step, held to torch: its forward pass, autograd and SGD."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from explorer.experiments.told_step import cells, moments
from explorer.experiments.training_step import (
    BURST,
    MOST_TAKEN,
    TrainingStep,
    longest_rate,
    steps_from,
    tiny_net,
)

CROSS = (0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0)
EDGE = (0.0, 1.0, 1.0) * 3
MIXED = (0.0, 0.5, 1.0, 0.5, 1.0, 0.0, 1.0, 0.5, 0.5)
STEP = TrainingStep(tiny_net(25), CROSS, 1.0, 0.2)
DEAD = TrainingStep(tiny_net(15), EDGE, 1.0, 0.2)


def torch_step(step):
    """Return the parameters, all tensors of the pass, and the loss, as torch computes them."""
    net = step.net
    learned = [torch.tensor(values, dtype=torch.float64, requires_grad=True) for values in (
        net.kernel, [net.bias], net.weights, [net.offset])]
    kernel, bias, weights, offset = learned
    picture = torch.tensor(step.picture, dtype=torch.float64).reshape(1, 1, 3, 3)
    sums = functional.conv2d(picture, kernel.reshape(1, 1, 2, 2), bias)
    active = sums.relu()
    output = functional.linear(active.flatten(), weights[None], offset)
    loss = (output - step.target).square().sum() / 2
    kept = [sums, active, output]
    for tensor in kept:
        tensor.retain_grad()
    loss.backward()
    return learned, kept, loss


@pytest.mark.parametrize("picture", [CROSS, EDGE, MIXED, (0.0,) * 9])
@pytest.mark.parametrize("seed", [0, 15, 25, 29])
@pytest.mark.parametrize("target", [1.0, -1.5])
def test_every_number_is_what_torch_computes(picture, seed, target):
    step = TrainingStep(tiny_net(seed), picture, target, 0.3)
    learned, (sums, active, output), loss = torch_step(step)
    assert step.sums == pytest.approx(sums.flatten().tolist())
    assert step.active == pytest.approx(active.flatten().tolist())
    assert (step.output, step.loss) == (pytest.approx(output.item()), pytest.approx(loss.item()))
    assert step.by_output == pytest.approx(output.grad.item())
    assert step.by_active == pytest.approx(active.grad.flatten().tolist())
    assert step.by_sums == pytest.approx(sums.grad.flatten().tolist())
    for found, tensor in zip((step.by_kernel, [step.by_bias], step.by_weights, [step.by_output]), learned, strict=True):
        assert list(found) == pytest.approx(tensor.grad.tolist(), abs=1e-12)


@pytest.mark.parametrize("rate", [0.01, 0.2, 1.5])
def test_the_update_is_that_of_sgd(rate):
    step = replace(STEP, rate=rate)
    learned, _kept, _loss = torch_step(step)
    torch.optim.SGD(learned, lr=rate).step()
    after = step.updated
    for found, tensor in zip((after.kernel, [after.bias], after.weights, [after.offset]), learned, strict=True):
        assert list(found) == pytest.approx(tensor.tolist())
    assert step.after == replace(step, net=after)


def test_the_examples_show_what_they_are_called():
    losses = [step.loss for step in steps_from(STEP, MOST_TAKEN)]
    assert sum(value > 0 for value in STEP.active) == 3
    assert losses[1] < 0.4 * losses[0] and losses[-1] < 1e-6
    long = replace(STEP, rate=1.5)
    assert long.after.loss > 10 * long.loss and longest_rate(STEP) < 1.5
    assert DEAD.is_dead and not any((*DEAD.by_kernel, DEAD.by_bias, *DEAD.by_weights)) and DEAD.by_output
    assert DEAD.updated.kernel == DEAD.net.kernel and DEAD.updated.offset != DEAD.net.offset


def test_to_first_order_the_error_stays_the_same_size_at_the_longest_rate():
    near = TrainingStep(STEP.net, CROSS, STEP.output + 1e-5, 1.0)
    after = replace(near, rate=longest_rate(near)).after
    assert after.output - near.target == pytest.approx(-(near.output - near.target), rel=1e-3)
    assert longest_rate(replace(STEP, target=STEP.output)) == float("inf")


def test_steps_end_where_numbers_burst():
    burst = replace(STEP, net=replace(STEP.net, offset=3 * BURST))
    assert len(list(steps_from(burst, 5))) == 1
    assert len(list(steps_from(STEP, 5))) == 6


@pytest.mark.parametrize("seed", range(0, 100, 9))
def test_weights_are_tenths_that_are_not_0(seed):
    net = tiny_net(seed)
    for value in (*net.kernel, *net.weights):
        assert 0 < abs(value) < 1 and round(10 * value) == pytest.approx(10 * value)
    assert net == tiny_net(seed)


def test_a_step_is_told_forward_back_and_forward_again():
    told = moments(STEP)
    assert [one.phase for one in told] == ["start"] + 7 * ["forward"] + 9 * ["backward"] + 2 * ["update"] + ["again"]
    written = [name for one in told for name in one.writes]
    assert len(written) == len(set(written))
    given = {f"x{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3)} | {"b", "c", "t"} | {
        f"{letter}{row}{column}" for letter in "kv" for row in (1, 2) for column in (1, 2)}
    assert given | set(written) == set(cells(STEP))
    there = set(given)
    for one in told:  # nothing is read before it is there
        assert set(one.reads) <= there
        there |= set(one.writes)


@pytest.mark.parametrize("step", [STEP, DEAD, TrainingStep(tiny_net(3), MIXED, -2.0, 2.0)])
def test_each_working_comes_to_what_stands_in_its_cell(step):
    values = cells(step)
    for one in moments(step)[1:-1]:
        whole = len(one.writes) == 1
        lines = [one.lines[-1]] if whole else one.lines
        for name, line in zip(one.writes, lines, strict=True):
            last = re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", line.rpartition("= ")[2])
            assert float(last) == pytest.approx(values[name], rel=6e-3, abs=1e-9)


@pytest.mark.parametrize("step", [STEP, TrainingStep(tiny_net(0), MIXED, 1.0, 0.1)])
def test_the_sums_in_a_working_come_to_their_result(step):
    for one in moments(step):
        for line in one.lines:
            found = re.fullmatch(r"= (.+ \+ .+) = ([-\d.e]+)", line)
            if found and "frac" not in line and "10^" not in line:
                said = eval(found[1].replace(r"\cdot", "*"))
                assert said == pytest.approx(float(found[2]), abs=5e-3)


def test_the_kernel_is_laid_on_the_four_cells_that_are_lit():
    first = moments(STEP)[1]
    assert first.lines[0] == (r"z_{11} = k_{11} \cdot x_{11} + k_{12} \cdot x_{12} + k_{21} \cdot x_{21}"
                              r" + k_{22} \cdot x_{22} + b")
    assert set(first.reads) == {"k11", "k12", "k21", "k22", "b", "x11", "x12", "x21", "x22"}
    back = next(one for one in moments(STEP) if one.writes == ("dk22",))
    assert {"x22", "x23", "x32", "x33"} < set(back.reads) and r"\frac{\partial L}{\partial k_{22}}" in back.lines[0]


@pytest.mark.parametrize(("rate", "said"), [(0.2, "has fallen"), (1.5, "has grown"), (0.0, "as it was")])
def test_the_end_says_what_became_of_the_loss(rate, said):
    assert said in str(moments(replace(STEP, rate=rate))[-1].says)
