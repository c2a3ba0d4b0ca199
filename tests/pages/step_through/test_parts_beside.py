"""The lessons beside the stepper: what their pictures are made of, and the page under AppTest."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.convolution.lessons import VIEWS, Sentence
from pages.step_through.words import pictured
from tests.pages.page import checked, component, link, opened_page, text_of, widget

COMPONENTS = {"strides": "ss_strides", "reads": "ss_reads", "layers": "ss_layers", "words": "ss_words",
              "flip": "ss_flip"}


def lesson(at):
    return at.session_state["ss_state"].now.lesson


@pytest.fixture(scope="module")
def at():
    return opened_page("step_through", tab="strides")


def shown(at, view):
    """Open a part of the page by its tab, and return what its component is given."""
    names = dict(zip(VIEWS, ("Step by step", "Two strides", "Read how often?", "Layer on layer", "Words",
                             "Flipped or not", "Kernels that learn"), strict=True))
    at.session_state["ss_tabs"] = names[view]
    checked(at.run())
    assert lesson(at).tab == view
    return component(at, COMPONENTS[view])


def told(at, view, said):
    """Let the browser say where the reader went."""
    at.session_state[COMPONENTS[view]] = {"selected": said}
    checked(at.run())
    at.session_state[COMPONENTS[view]] = {}


def test_two_strides_on_one_clock(at):
    data = shown(at, "strides")
    sides = [(panel["rows"], panel["runs"]) for panel in data["panels"]]
    assert sides == [(7, False), (5, True), (7, False), (3, True)]
    told(at, "strides", "t.12")
    assert lesson(at).clock == 12 and link(at)["l_clock"] == "12"
    widget(at, "number_input", "ss_lesson_kernel").set_value(7).run()
    assert lesson(at).clock == 0 and component(at, "ss_strides")["panels"][3]["rows"] == 1


def test_reads_are_counted_and_a_kernel_that_does_not_fit_is_named(at):
    data = shown(at, "reads")
    assert data["panels"][0]["values"] == np.outer((1, 2, 3, 2, 1), (1, 2, 3, 2, 1)).ravel().tolist()
    assert data["panels"][0]["rowNames"] == list("12321")
    assert "A corner is read **1** times, the middle **9** times." in text_of(at)
    widget(at, "number_input", "ss_lesson_kernel").set_value(7).run()
    assert "does not fit" in at.error[0].value and not at.exception
    widget(at, "number_input", "ss_lesson_kernel").set_value(1).run()
    assert set(component(at, "ss_reads")["panels"][0]["values"]) == {1}


def test_layers_shrink_and_a_cell_that_is_chosen_stands_in_the_link(at):
    data = shown(at, "layers")
    assert [panel["rows"] for panel in data["panels"]] == [9, 7, 5, 3, 1] and data["pick"] == "4.0"
    told(at, "layers", "2.7")
    assert component(at, "ss_layers")["pick"] == "2.7" and link(at)["l_pick"] == "2.7"
    widget(at, "number_input", "ss_lesson_side").set_value(5).run()
    assert [panel["rows"] for panel in component(at, "ss_layers")["panels"]] == [5, 3, 1]
    assert "After 2 layers there is no room" in text_of(at)


def test_a_sentence_of_one_s_own_is_read(at):
    assert shown(at, "words")["panels"][0]["rowNames"] == ["I", "like", "this", "movie", "very", "much", "!"]
    box = next(box for box in at.text_input if box.label == "Sentence")
    box.set_value("the cat sat down").run()
    assert component(at, "ss_words")["panels"][0]["rowNames"] == ["the", "cat", "sat", "down"]
    assert link(at)["l_words"] == "the cat sat down"
    next(box for box in at.text_input if box.label == "Sentence").set_value("two words").run()
    assert "Type at least 4" in text_of(at) and lesson(at).words[0] == "I"


def test_signals_slide_flipped_or_as_they_are(at):
    assert shown(at, "flip")["totals"] == [0, 1, 2.5, 4, 1.5]
    widget(at, "text_input", "ss_flip_f").set_value("1 2 3 4").run()
    assert component(at, "ss_flip")["f"] == [1, 2, 3, 4] and link(at)["l_f"] == "1_2_3_4"
    next(box for box in at.text_input if box.label == "g").set_value("none").run()
    assert lesson(at).g == (0, 1, 0.5) and not at.exception and at.warning


def test_each_feature_of_a_sentence_leads_back_to_its_words():
    grids, links = pictured(Sentence())
    features = len(grids) - 1
    for cell, one in enumerate(Sentence().features):
        found = [(link.reads, link.cells[cell]) for link in links if link.source == features and link.cells[cell]]
        (answers, (place,)), = found
        assert grids[answers].values.ravel()[place] == one.value
        rows = next(link.cells[place] for link in links if link.source == answers and link.reads == 0)
        assert rows == list(range(5 * one.place, 5 * (one.place + one.width)))
        kernel = next(link for link in links if link.source == answers and link.reads and link.cells[place])
        words = grids[0].values.ravel()[rows]
        assert (words * grids[kernel.reads].values.ravel()).sum() == one.value
