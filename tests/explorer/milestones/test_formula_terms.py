"""Formulas are read back as arithmetic: what stands there in letters and in numbers is the number that is shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from explorer.milestones import DESIGNS, formula
from explorer.milestones.block_costs import _SUMS, _all_letters
from explorer.milestones.formula_terms import general, total, with_values

LETTERS = "CDKMLgk"
factors = st.one_of(st.integers(1, 99), st.sampled_from(LETTERS))
terms_of_any_kind = st.lists(st.lists(factors, min_size=1, max_size=4).map(tuple), min_size=1, max_size=4).map(tuple)
values_of_letters = st.fixed_dictionaries({letter: st.integers(1, 500) for letter in LETTERS})


def computed(latex, values):
    """Return what a sum in LaTeX is, computed by Python; letters stand for their values."""
    plain = latex.replace("{,}", "").replace(r"\cdot", "*").replace(r"\,", "*").replace("^", "**")
    assert re.fullmatch(r"[\w\s*+]+", plain), latex
    return eval(plain, {"__builtins__": {}}, dict(values))


@given(terms_of_any_kind, values_of_letters)
@settings(max_examples=60, deadline=None)
def test_the_general_line_is_the_number(terms, values):
    assert computed(general(terms), values) == total(terms, values)


@given(terms_of_any_kind, values_of_letters)
@settings(max_examples=60, deadline=None)
def test_both_sides_of_the_line_with_values_are_the_number(terms, values):
    for side in with_values(terms, values).split(" = "):
        assert computed(side, {}) == total(terms, values)


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("asked", [{}, {"C": 64, "H": 20, "D": 48, "k": 5, "g": 8, "L": 5, "r": 8, "t": 4, "n": 3}])
def test_the_lines_of_every_block_are_its_parameters(name, asked):
    design = DESIGNS[name]
    sizes = design.nearest(asked)
    letters = _all_letters(sizes)
    for working, plain in ((formula(name, sizes).block, False), (formula(name, sizes).plain, True)):
        params = design.report(sizes, plain=plain).params
        assert computed(working.lines[0], letters) == params
        assert {computed(side, {}) for side in working.lines[1].split(" = ")} == {params}
        assert working.says.template.endswith(".")


@pytest.mark.parametrize("name", [name for name, sums in _SUMS.items() if sums.letters])
def test_other_letters_are_explained_below_the_formula(name):
    sizes = DESIGNS[name].nearest({})
    found = formula(name, sizes)
    explained = set(re.findall(r"(?:^|,\\ )(\w) =", _SUMS[name].letters))
    used = {factor for terms in (_SUMS[name].block, _SUMS[name].plain) for term in terms for factor in term
            if isinstance(factor, str)}
    assert used - set(sizes) == explained
    assert found.block.lines[2] == found.plain.lines[2] == _SUMS[name].letters


@pytest.mark.parametrize(("name", "short"), [
    ("separable", lambda s: 1 / s["D"] + 1 / s["k"] ** 2), ("windows", lambda s: 9 * s["n"] / (2 * s["n"] + 1) ** 2)])
def test_short_ratios_are_those_of_the_numbers(name, short):
    for asked in ({}, {"C": 32, "D": 400, "k": 7, "n": 4}):
        sizes = DESIGNS[name].nearest(asked)
        ratio = float(formula(name, sizes).ratio.rpartition(" = ")[2])
        assert ratio == pytest.approx(short(sizes), rel=5e-3)
