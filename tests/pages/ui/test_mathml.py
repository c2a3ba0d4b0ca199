"""Formulas as trees of MathML: every line that the library writes, and nothing that is not a part of a formula."""

from __future__ import annotations

import re

import pytest

from explorer.errors import message
from explorer.graph import PRESETS, analyse
from pages.ui.mathml import formula_tree
from pages.ui.text import spoken_in
from tests.contracts.repository import ROOT, text_of

SCRIPT = text_of(ROOT / "pages/web/kit/formula_tree.js")
KNOWN = set(re.findall(r'"(m\w+)"', SCRIPT.partition("TAGS")[2].partition(")")[0]))


def leaves(tree):
    """Yield tag and text of all that is written."""
    if isinstance(tree[1], str):
        yield tuple(tree)
    else:
        for branch in tree[1]:
            yield from leaves(branch)


def tags(tree):
    """Return all tags of a tree."""
    return {tree[0]}.union(*map(tags, tree[1])) if isinstance(tree[1], list) else {tree[0]}


@pytest.mark.parametrize("letters", ["torch", "slide"])
def test_the_browser_knows_every_part_of_every_formula(letters):
    with spoken_in("ko"):
        lines = [line for name in ("lenet5", "resnet18", "unet") if name in PRESETS
                 for row in analyse(PRESETS[name].graph, PRESETS[name].input_shape)
                 for working in row.working_in(letters).values() for line in working.lines]
        assert len(lines) > 100
        assert set().union(*(tags(formula_tree(line)) for line in lines)) <= KNOWN


def test_a_count_is_one_number_and_a_list_of_numbers_is_not():
    assert ("mn", "2,416") in leaves(formula_tree(r"16 \cdot (5 \cdot 5 \cdot 6 + 1) = 2{,}416"))
    assert ("mn", "1,234,567") in leaves(formula_tree(r"1{,}234{,}567"))
    assert [text for tag, text in leaves(formula_tree(r"f(3, 5)")) if tag == "mn"] == ["3", "5"]


def test_signs_are_letters_of_their_own_and_words_are_the_readers():
    assert ("mo", "·") in leaves(formula_tree(r"2 \cdot 3"))
    with spoken_in("en"):
        assert ("mtext", "a\u00a0b") in leaves(formula_tree(message(r"\text{{a b}}")))


def test_markup_in_a_line_stays_text():
    assert all(tag in KNOWN for tag in tags(formula_tree(r"\text{<img src=x>}")))
