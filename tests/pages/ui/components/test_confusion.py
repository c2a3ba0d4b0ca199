import json

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import numpy as np
    import streamlit as st

    from pages.ui.components.confusion import clicked_cell, confusion

    cell = clicked_cell(3, key="matrix")
    confusion(np.array([[5, 1, 0], [0, 4, 2], [3, 0, 7]]), ["cat", "dog", "<b>"], cell, key="matrix")
    st.text(str(cell))


@pytest.fixture
def at():
    return AppTest.from_function(page).run()


def shown(at):
    return json.loads(next(element.proto.json for element in at.main if element.type == "bidi_component"))


def test_rows_are_true_classes_and_nothing_is_selected_at_first(at):
    assert not at.exception
    assert shown(at)["counts"] == [5, 1, 0, 0, 4, 2, 3, 0, 7]
    assert (shown(at)["selected"], at.text[0].value) == (None, "None")


def test_a_click_names_the_true_class_and_the_answer(at):
    at.session_state["matrix"] = {"selected": 5}
    assert at.run().text[0].value == "(1, 2)"
    assert shown(at)["selected"] == 5


@pytest.mark.parametrize("rubbish", [9, -1, "0", 2.0, True, [1], None])
def test_what_is_no_cell_is_not_a_click(at, rubbish):
    at.session_state["matrix"] = {"selected": rubbish}
    assert at.run().text[0].value == "None"
    assert not at.exception


def test_pixels_are_counted_in_words_of_their_own():
    def pixels():
        import numpy as np

        from pages.ui.components.confusion import confusion, pixel_words

        confusion(np.array([[90, 2], [0, 8]]), ["ground", "star"], None, key="matrix", words=pixel_words())
    words = shown(AppTest.from_function(pixels).run())["words"]
    assert words["told"] == ("98 of 100 pixels were given the right class; the commonest mistake: 2 pixels of ground "
                             "taken for star.")
    assert "pictures" not in " ".join(words.values())


def test_without_a_mistake_none_is_told():
    def right():
        import numpy as np

        from pages.ui.components.confusion import confusion

        confusion(np.eye(3, dtype=np.int64), ["a", "b", "c"], None, key="matrix")
    assert shown(AppTest.from_function(right).run())["words"]["told"] == "3 of 3 pictures were given the right answer."
