"""The lines that freeze, as *Fine-tune* shows them for a network with its pale blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.graph import analyse, from_text, stages
from explorer.jobs import Job
from explorer.training import Plan, with_head
from pages.fine_tune.freezing_lines import NAMES, code_of
from pages.fine_tune.network import Learner
from pages.jobs.progress import border_of
from pages.ui.training_words import settings_of

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, how="last_blocks", learning_rate=0.003)
STACK = "conv.o8.p1~relu~maxpool~conv.o16.p1~relu~maxpool~conv.o32.p1~relu~gap~flatten~linear.o10"


def shown(*frozen):
    graph, head = with_head(from_text(STACK), (3, 32, 32), 4)
    report = analyse(graph, (3, 32, 32))
    blocks = stages(report)
    return Learner(report, head, blocks, frozenset(blocks[place].name for place in frozen))


def blocks_with_weights(one):
    return [place for place, block in enumerate(one.blocks)
            if any(one.report[layer].params for layer in block.layers if layer != one.head)]


@pytest.mark.parametrize("library", NAMES)
def test_each_pale_block_is_frozen_and_no_other(library):
    for place in blocks_with_weights(shown()):
        one = shown(place)
        lines = code_of(PLAN, one)[library]
        weighty = [row.name for row in one.report if row.params]
        own = [layer for layer in one.blocks[place].layers if layer in weighty and layer != one.head]
        assert all(f'"{name}."' in lines for name in own)
        assert not any(f'"{name}."' in lines for name in weighty if name not in own)


@pytest.mark.parametrize("library", NAMES)
def test_where_nothing_is_pale_nothing_is_frozen(library):
    lines = code_of(replace(PLAN, how="all"), shown())[library]
    assert "frozen" not in lines.replace("frozen batch norms", "")
    assert "0.003" in lines


@pytest.mark.parametrize(("optimiser", "written"), [("sgd", "SGD("), ("adam", "Adam("), ("adamw", "AdamW(")])
def test_both_libraries_name_the_optimiser_of_the_plan(optimiser, written):
    assert all(written in lines for lines in code_of(replace(PLAN, optimiser=optimiser), shown()).values())


@pytest.mark.parametrize(("how", "epochs", "border"), [("two_phases", 9, 3), ("two_phases", 1, 0), ("head", 9, 0)])
def test_the_border_of_a_jobs_phases_follows_from_its_plan(how, epochs, border):
    plan = {"how": how, "epochs": epochs}
    assert border_of(Job(id="a", reader="ada", state="done", title="a", plan=plan)) == border


@pytest.mark.parametrize(("rate", "said"), [(0.01, "0.01"), (0.0, "0")])
def test_the_rate_of_the_second_phase_is_among_the_settings(rate, said):
    assert settings_of({"second_rate": rate})["learning rate of phase 2, 0: a tenth"] == said
    assert settings_of({"learning_rate": 0.2}) == {"learning rate, highest": "0.2"}  # of jobs from before
