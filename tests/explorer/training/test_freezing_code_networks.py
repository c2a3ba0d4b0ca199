"""The lines that freeze, for heads of all kinds and names of all depths, and in other languages."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from explorer.graph import PRESETS, analyse, from_text, stages
from explorer.training import Plan
from explorer.training.freezing_code import freezing_prefixes, frozen_layers, keras_freezing, torch_freezing
from explorer.training.network.head import with_head

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, how="head", epochs=6)
TEXTS = {"linear": "conv.o4.p1~relu~gap~flatten~linear.o10", "convolution": "conv.o4.p1~relu~conv.o10.k1~gap~flatten"}


def headed(text, classes=3):
    graph, head = with_head(from_text(text), (3, 16, 16), classes)
    return analyse(graph, (3, 16, 16)), head


@pytest.mark.parametrize(("kind", "said"), [("linear", "nn.Linear(4, 3)"), ("convolution", "nn.Conv2d(4, 3, 1)")])
def test_the_new_head_is_the_layer_that_makes_the_scores(kind, said):
    report, head = headed(TEXTS[kind])
    assert torch_freezing(PLAN, report, (), head).splitlines()[0] == f"model.{head} = {said}"


@pytest.mark.parametrize(("preset", "written"), [
    ("vgg16", "model.classifier[6]"), ("resnet18", "model.fc"), ("alexnet", "model.classifier[6]")])
def test_numbers_in_names_are_places(preset, written):
    known = PRESETS[preset]
    graph, head = with_head(known.graph, known.input_shape, 2)
    report = analyse(graph, known.input_shape)
    first = torch_freezing(PLAN, report, (), head).splitlines()[0]
    reached = "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in head.split("."))
    assert first.startswith(f"model{reached} = nn.Linear(")
    assert written.count("[") == 0 or "[" in first or "." not in head


@pytest.mark.parametrize("preset", ["vgg16", "resnet18", "alexnet", "googlenet", "mobilenet_v2"])
def test_what_is_frozen_is_named_by_few_starts_that_name_nothing_else(preset):
    known = PRESETS.get(preset)
    if known is None:  # not every version of the catalogue has it
        known = PRESETS["resnet18"]
    graph, head = with_head(known.graph, known.input_shape, 2)
    report = analyse(graph, known.input_shape)
    blocks = stages(report)
    for count in range(len(blocks)):
        frozen = frozen_layers(blocks, [block.name for block in blocks[:count]], head)
        starts = tuple(f"{one.rstrip('.')}." for one in freezing_prefixes(report, frozen))
        weighty = {row.name for row in report if row.params}
        assert {name for name in weighty if f"{name}.".startswith(starts)} == weighty & set(frozen)
        assert len(starts) <= len(weighty & set(frozen))


@pytest.mark.parametrize("how", ["head", "last_blocks", "all", "two_phases"])
@pytest.mark.parametrize("write", [torch_freezing, keras_freezing])
def test_the_lines_are_python_and_short(write, how):
    report, head = headed(TEXTS["linear"])
    frozen = tuple(row.name for row in report if row.name != head) if how == "head" else ()
    lines = write(replace(PLAN, how=how), report, frozen, head)
    ast.parse(lines)
    assert max(map(len, lines.splitlines())) <= 80
    assert ("requires_grad = False" in lines or "trainable = False" in lines) is (how in {"head", "two_phases"})


@pytest.mark.parametrize("write", [torch_freezing, keras_freezing])
def test_comments_are_in_the_readers_language_and_code_is_not(write):
    report, head = headed(TEXTS["linear"])
    lines = write(replace(PLAN, how="two_phases"), report, (), head, say=lambda _said: "가나다")
    comments = [line for line in lines.splitlines() if line.lstrip().startswith("#")]
    assert comments
    assert all("가나다" in line for line in comments)
    assert "가나다" not in "".join(line for line in lines.splitlines() if line not in comments)


@pytest.mark.parametrize(("epochs", "spans"), [(6, (2, 6)), (9, (3, 9)), (2, (1, 2))])
def test_keras_goes_on_counting_epochs_where_the_second_phase_begins(epochs, spans):
    report, head = headed(TEXTS["linear"])
    lines = keras_freezing(replace(PLAN, how="two_phases", epochs=epochs), report, (), head)
    assert f"epochs={spans[0]})" in lines
    assert f"epochs={spans[1]}, initial_epoch={spans[0]})" in lines


def test_in_a_single_epoch_there_is_one_phase():
    report, head = headed(TEXTS["linear"])
    lines = keras_freezing(replace(PLAN, how="two_phases", epochs=1), report, (), head)
    assert lines.count("model.fit") == 1
