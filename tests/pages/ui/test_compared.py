"""Numbers of networks side by side: how many times as much, and what stands in the table."""

from __future__ import annotations

import re

import pytest

from pages.ui.compared import ratio_text, totals_html


@pytest.mark.parametrize(("here", "there", "text"), [
    (5, 5, "="), (0, 0, "="), (0, 5, "–"), (5, 0, "–"), (5, 2, "2.5 ×"), (2, 5, "1/2.5"), (250_000, 1, "250,000 ×"),
    (61_706, 138_357_544, "1/2,242"),
    (1002, 1000, "1.002 ×"), (1000, 1002, "1/1.002")])
def test_ratios_are_said_so_that_they_can_be_read(here, there, text):
    assert ratio_text(here, there) == text


def test_a_table_has_a_column_per_network_and_one_that_stands_out():
    html = totals_html(("In all", "a", "b", "Ratio"), [("Parameters", "5", "2", "2.5 ×"), ("MACs", "1", "1", "=")],
                       strong=3)
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    assert rows == [["In all", "a", "b", "Ratio"], ["Parameters", "5", "2", "<b>2.5 ×</b>"],
                    ["MACs", "1", "1", "<b>=</b>"]]


def test_names_of_readers_are_never_markup():
    assert "<script>" not in totals_html(("", "<script>"), [("<script>", "<script>")])
