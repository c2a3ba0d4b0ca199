"""Memory for training on *Build a stack*: parts, total and working as the library has them."""

from __future__ import annotations

from explorer.graph import PRESETS, Convention, analyse, training_memory
from explorer.runtime import size_text
from pages.build_stack.training_memory import OPTIMISERS, memory_text
from tests.pages.build_stack.stack_page import SMALL, at_page
from tests.pages.page import checked

LENET = analyse(PRESETS["lenet5"].graph, (1, 32, 32))


def test_the_section_says_the_total_for_the_batch_and_optimiser_that_are_chosen():
    at = at_page(stack=SMALL, input="3x32x32")
    assert not [element for element in at.markdown if "in all:" in element.value]
    at.session_state["bs_training_memory"] = True
    checked(at.run())
    checked(at.select_slider(key="bs_memory_batch").set_value(64).run())
    report = analyse(SMALL, (3, 32, 32))
    total = training_memory(report, batch=64, optimiser="adam").total
    told = next(element.value for element in at.markdown if "in all:" in element.value)
    assert size_text(total.total, "MiB") in told
    assert size_text(total.activations, "MiB") in told


def test_every_optimiser_has_a_total_of_its_own():
    texts = {memory_text(training_memory(LENET, batch=8, optimiser=name), Convention()) for name in OPTIMISERS}
    assert len(texts) == len(OPTIMISERS) == 3


def test_sizes_follow_the_readers_unit():
    found = training_memory(LENET, batch=32)
    assert " MiB" in memory_text(found, Convention())
    assert " MB" in memory_text(found, Convention(memory="MB"))
