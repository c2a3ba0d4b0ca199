"""Tables show what their cells hold and nothing else, and are text on paper."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.contracts.repository import CODE, path_of, text_of
from tests.pages.page import checked

NAME = "cat*dog* [1](http://elsewhere)"


def script():
    from pages.ui.components.table import MOST_ON_PAPER, sorted_table, table

    name = "cat*dog* [1](http://elsewhere)"
    table([{name: "5 < 6 $x$", "share": None}], name="small")
    sorted_table([{"class": name, "recall": at / 2} for at in range(MOST_ON_PAPER + 5)], name="large", key="many")


def unmarked(text):
    """Return what a reader sees of markdown in which every mark is escaped."""
    return text.replace("\\", "")


def test_a_cell_shows_exactly_its_text_and_nothing_where_there_is_none():
    small = checked(AppTest.from_function(script).run()).table[0].value
    assert [unmarked(title) for title in small.columns] == [NAME, "share"]
    assert [unmarked(text) for text in small.iloc[0]] == ["5 < 6 $x$", ""]
    assert small.columns[0].count("\\") == sum(not letter.isalnum() and letter not in " /" for letter in NAME)


def test_what_can_be_sorted_has_a_copy_for_paper_that_ends():
    at = checked(AppTest.from_function(script).run())
    copy = at.table[1].value
    assert len(at.dataframe[0].value) == 205
    assert len(copy) == 200
    assert [unmarked(copy.iloc[3, column]) for column in (0, 1)] == [NAME, "1.5"]


def test_no_other_table_is_a_canvas_that_paper_cuts():
    assert [path_of(file) for file in CODE if "st.dataframe(" in text_of(file)] == ["pages/ui/components/table.py"]
