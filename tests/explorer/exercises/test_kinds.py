"""All kinds of exercises: each can be made, is marked, is the same anywhere, and is right by torch and others."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from torch.nn import functional
from torchvision import ops

from explorer import networks
from explorer.convolution import pooling, stepwise
from explorer.errors import SpecError
from explorer.exercises import KINDS, LEVELS, Boxes, ChoiceAnswer, Exercise, Numbers, exercise
from explorer.graph import from_text, shape_from_text

SEEDS = range(10)
ALL = [(kind, level) for kind in KINDS for level in LEVELS]


def several(kind: str, level: int) -> list[Exercise]:
    return [exercise(kind, seed=seed, level=level) for seed in SEEDS]


def built(made: Exercise) -> tuple[torch.nn.Module, torch.Tensor]:
    link = made.asked.link.values
    shape = shape_from_text(link["input"])
    return networks.build(from_text(link["stack"]), shape), torch.zeros(1, *shape)


def numbers_in(made: Exercise) -> dict[str, float]:
    return {name: value for name, value in made.question.values.items() if isinstance(value, int | float)}


def shape_said(shape: tuple[int, ...], order: str) -> str:
    return " x ".join(map(str, (*shape[1:], shape[0]) if order == "HWC" else shape))


def told(made: Exercise) -> float:
    return float(made.answer.replace(",", "").replace("−", "-"))


def test_there_are_at_least_twenty_five_kinds_in_every_lesson():
    assert len(KINDS) >= 25
    assert {kind.lesson for kind in KINDS.values()} == set(range(1, 9))


@pytest.mark.parametrize(("kind", "level"), ALL)
def test_the_right_answer_is_right_and_every_slip_is_wrong_and_named(kind, level):
    for made in several(kind, level):
        assert made.mark(made.answer).correct and made.mark(made.answer).working
        assert str(made.question) and all(map(str, made.asked.working))
        for slip in made.asked.right.slips:
            value = slip.value
            text = ("ABCDEFGH"[value] if isinstance(made.asked.right, ChoiceAnswer) else
                    shape_said(value, made.asked.right.order) if isinstance(value, tuple) else str(value))
            mark = made.mark(text)
            assert not mark.correct and str(slip.says) in str(mark.says)


@pytest.mark.parametrize(("kind", "level"), ALL)
def test_seeds_make_different_questions_and_the_same_seed_the_same(kind, level):
    made = several(kind, level)
    assert made == several(kind, level)
    assert len({str((one.question, one.asked.shown, one.answer)) for one in made}) > 3


def test_what_a_sheet_of_seed_1_asks_is_the_same_on_every_machine():
    assert {kind: exercise(kind, seed=1, level=2).answer for kind in sorted(KINDS)} == SHEET


@pytest.mark.parametrize(("kind", "seed", "level"), [("none", 1, 1), ("iou", -1, 1), ("iou", 10**10, 1), ("iou", 1, 4)])
def test_what_is_not_there_is_said(kind, seed, level):
    with pytest.raises(SpecError):
        exercise(kind, seed=seed, level=level)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["output_side", "same_padding", "output_shape", "flatten_size"])
def test_sizes_are_those_of_torch(kind, level):
    for made in several(kind, level):
        network, photo = built(made)
        shape = tuple(network(photo).shape[1:])
        if kind == "output_shape":
            assert made.asked.right.shape == shape
        elif kind == "same_padding":
            assert shape[1:] == photo.shape[2:] and f".p{made.answer}" in f"{made.asked.link.values['stack']}."
        else:
            assert told(made) == shape[-1]


@pytest.mark.parametrize(("kind", "level"), [(kind, level) for kind in ("parameters", "bottleneck", "dense")
                                             for level in LEVELS if (kind, level) != ("dense", 3)])
def test_parameters_are_those_of_torch(kind, level):
    for made in several(kind, level):
        assert told(made) == sum(one.numel() for one in built(made)[0].parameters())


@pytest.mark.parametrize("level", [1, 2])
def test_a_separable_convolution_has_the_weights_of_torch(level):
    for made in several("separable", level):
        assert told(made) == sum(one.numel() for one in built(made)[0].parameters())


@pytest.mark.parametrize("level", LEVELS)
def test_small_kernels_save_what_torch_counts(level):
    for made in several("small_kernels", level):
        asked = numbers_in(made)
        large = torch.nn.Conv2d(asked["channels"], asked["channels"], asked["side"], bias=False)
        small = sum(one.numel() for one in built(made)[0].parameters())
        assert told(made) == large.weight.numel() - small


@pytest.mark.parametrize("level", LEVELS)
def test_operations_are_counted_by_doing_them(level):
    for made in several("operations", level):
        network, photo = built(made)
        weight = next(network.parameters())
        assert told(made) == weight.numel() * network(photo)[0, 0].numel()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["cell_1d", "cell_2d", "cell_of_channels", "dilated_cell", "transposed_cell"])
def test_cells_are_those_of_torch(kind, level):
    for made in several(kind, level):
        setup, problems = stepwise.from_link(made.asked.link.values, stepwise.EXAMPLES["guide_1"].setup if
                                             "guide_1" in stepwise.EXAMPLES else next(iter(
                                                 stepwise.EXAMPLES.values())).setup)
        assert not problems
        call = getattr(functional, f"conv{'_transpose' if setup.transposed else ''}{setup.dims}d")
        output = call(torch.tensor(setup.input)[None], torch.tensor(setup.weight),
                      None if setup.bias is None else torch.tensor(setup.bias), stride=setup.stride,
                      padding=setup.padding, dilation=setup.dilation)
        assert told(made) == output.flatten()[int(made.asked.link.values["at"])].item()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["max_pooled", "mean_pooled"])
def test_pooled_cells_are_those_of_torch(kind, level):
    call = functional.max_pool2d if kind == "max_pooled" else functional.avg_pool2d
    for made in several(kind, level):
        plan, problems = pooling.read_link(made.asked.link.values)
        asked = numbers_in(made)
        pooled = call(torch.tensor([plan.grid]), plan.kernel, plan.stride, plan.padding)
        assert not problems
        assert told(made) == pytest.approx(pooled[0, asked["row"], asked["column"]].item(), abs=0.0051)


@pytest.mark.parametrize("level", LEVELS)
def test_fields_are_as_wide_as_what_moves_the_output(level):
    for made in several("receptive_field", level):
        stack = made.asked.link.values["stack"].replace("maxpool", "avgpool")
        network = networks.build(from_text(stack), (3, 128, 128))
        with torch.no_grad():
            for weight in network.parameters():
                weight.fill_(1.0)
        photo = torch.zeros(1, 3, 128, 128, requires_grad=True)
        output = network(photo)
        output[0, 0, output.shape[2] // 2, output.shape[3] // 2].backward()
        assert told(made) == (photo.grad[0, 0].abs().sum(0) > 0).sum().item()


@pytest.mark.parametrize("level", LEVELS)
def test_only_one_stack_sees_far_enough(level):
    for made in several("far_sighted", level):
        fields = [int(line.values["field"]) for line in made.asked.working]
        assert [field >= made.question.values["asked"] for field in fields].count(True) == 1


@pytest.mark.parametrize("level", [1, 2])
def test_batch_norm_is_torchs(level):
    for made in several("batch_norm", level):
        values = torch.tensor(made.asked.shown[0].grid[0], dtype=torch.float64)
        asked = {name: float(str(value).replace("−", "-")) for name, value in made.question.values.items()}
        normed = functional.batch_norm(values[:, None], None, None, torch.tensor([asked["scale"]]).double(),
                                       torch.tensor([asked["shift"]]).double(), training=True, eps=1e-12)[:, 0]
        assert told(made) == pytest.approx(normed[list(values).index(asked["value"])].item(), abs=0.0051)


@pytest.mark.parametrize("level", LEVELS)
def test_softmax_and_its_loss_are_torchs(level):
    for made in several("softmax", level):
        scores = [float(one.replace("−", "-")) for one in made.question.values["scores"].split(", ")]
        at = torch.tensor(scores.index(made.question.values["score"]))
        loss = functional.cross_entropy(torch.tensor(scores), at).item()
        assert told(made) == pytest.approx(loss if level == 3 else np.exp(-loss), abs=0.0051)


@pytest.mark.parametrize("level", LEVELS)
def test_iou_is_torchvisions(level):
    for made in several("iou", level):
        first, second = torch.tensor(made.asked.shown[0].boxes).double()
        assert told(made) == pytest.approx(ops.box_iou(first[None], second[None]).item(), abs=0.0051)


@pytest.mark.parametrize("level", LEVELS)
def test_as_many_boxes_survive_as_torchvision_keeps(level):
    for made in several("survivors", level):
        shown = made.asked.shown[0]
        assert isinstance(shown, Boxes)
        classes = torch.tensor([int((re.findall(r"\d", name) or ["0"])[0]) for name in shown.names])
        kept = ops.batched_nms(torch.tensor(shown.boxes).double(), torch.tensor(shown.scores).double(), classes,
                               made.question.values["threshold"])
        assert told(made) == len(kept)


@pytest.mark.parametrize("level", [1, 2])
def test_dropout_is_what_torch_does_over_many_runs(level):
    torch.manual_seed(0)
    for made in several("dropout", level)[:4]:
        asked = made.question.values
        values = functional.dropout(torch.full((200_000,), float(asked["value"])), asked["share"])
        assert told(made) == pytest.approx((values[values > 0] if level == 1 else values).mean().item(), rel=0.02)


@pytest.mark.parametrize("level", LEVELS)
def test_a_wished_kernel_does_what_is_wished(level):
    photo = torch.rand(1, 1, 9, 9, generator=torch.Generator().manual_seed(1))
    moves = {"leaves a picture as it is": (0, 0), "moves a picture 1 px to the left": (0, -1),
             "moves a picture 1 px to the right": (0, 1), "moves a picture 1 px up": (-1, 0)}
    for made in several("kernel_for_a_wish", level):
        wish = str(made.question.values["does"])
        chosen = made.asked.right.options[made.asked.right.right].shown
        assert isinstance(chosen, Numbers)
        kernel = torch.tensor(chosen.grid, dtype=torch.float32)
        if wish in moves:
            done = functional.conv2d(photo, kernel[None, None], padding=1)[0, 0, 1:-1, 1:-1]
            assert torch.allclose(done, torch.roll(photo[0, 0], moves[wish], (0, 1))[1:-1, 1:-1])
        else:
            flat = 0.0 if "0 on flat" in wish else 2.0 if "twice" in wish else 1.0
            assert kernel.sum().item() == pytest.approx(flat, abs=1e-6)


def test_a_layer_that_does_not_fit_is_the_one_that_torch_refuses():
    for made in several("misfit", 3):
        lines = [str(option.says) for option in made.asked.right.options]
        value = torch.zeros(1, *map(int, made.question.values["shape"].split(" × ")))
        for at, line in enumerate(lines):
            layer = eval(line, {"nn": torch.nn})
            if at == made.asked.right.right:
                with pytest.raises(RuntimeError):
                    layer(value)
                break
            value = layer(value)


SHEET = {
    "batch_norm": "4.23", "bottleneck": "53,248", "cell_1d": "−4", "cell_2d": "9", "cell_of_channels": "3",
    "dense": "300,010", "dilated_cell": "6", "dropout": "2", "far_sighted": "C", "flatten_size": "576",
    "grid_cell": "B", "iou": "0.38", "kernel_for_a_wish": "C", "layer_of_a_map": "C", "learning_curve": "B",
    "max_pooled": "7", "mean_pooled": "3.00", "misfit": "C", "operations": "409,600",
    "output_shape": "32 × 7 × 7", "output_side": "20", "parameters": "102,464", "receptive_field": "8",
    "same_padding": "7", "separable": "3,504", "small_kernels": "1,792", "softmax": "0.84", "survivors": "3",
    "transfer_case": "B", "transposed_cell": "−1", "which_filter": "A",
}
