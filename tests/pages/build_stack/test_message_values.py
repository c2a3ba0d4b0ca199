"""Single values of the browser's messages: what is taken as it is, and what no browser of ours sends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pages.build_stack import messages
from pages.build_stack.messages import LONGEST, NonsenseError, number_in, step_in, text_in, whole_in

NAN, INFINITE, HUGE = float("nan"), float("inf"), 10**400
LONG = "x" * (LONGEST + 1)

# value, least, most, whether it is a whole number that may be
WHOLE = [
    (0, 0, 9, True), (9, 0, 9, True), (-1, -1, 1, True), (5, 5, 5, True),
    (10, 0, 9, False), (-1, 0, 9, False), (HUGE, 0, 9, False), (-HUGE, 0, 9, False), (1.0, 0, 9, False),
    (2.5, 0, 9, False), (True, 0, 9, False), (False, 0, 9, False), (None, 0, 9, False), ("5", 0, 9, False),
    ("", 0, 9, False), ([5], 0, 9, False), ({"value": 5}, 0, 9, False), (NAN, 0, 9, False), (INFINITE, 0, 9, False),
    (Fraction(5), 0, 9, False), (b"5", 0, 9, False), (5j, 0, 9, False),
]

# value, least, most, the number that it is, or None
NUMBER = [
    (0, 0, 1, 0.0), (1, 0, 1, 1.0), (0.5, 0, 1, 0.5), (1e-12, 0, 1, 1e-12), (-0.0, 0, 1, 0.0), (-2, -3, 3, -2.0),
    (1.0001, 0, 1, None), (-0.1, 0, 1, None), (NAN, 0, 1, None), (INFINITE, 0, 1, None), (-INFINITE, 0, 1, None),
    (NAN, -INFINITE, INFINITE, None), (INFINITE, -INFINITE, INFINITE, None), (True, 0, 1, None), (False, 0, 1, None),
    (None, 0, 1, None), ("0.5", 0, 1, None), ([0.5], 0, 1, None), ({}, 0, 1, None), (0.5j, 0, 1, None),
    (1e308, 0, 1, None),
]

# value, whether it is a text that may be
TEXT = [
    ("", True), ("conv1", True), ("한글", True), ("<script>", True), ("x" * LONGEST, True), (LONG, False),
    (None, False), (7, False), (True, False), ([], False), (["conv1"], False), ({}, False), (b"conv1", False),
    (1.5, False),
]

# what stands under the component's key, and the parcel in it
PARCELS = [
    ({"selected": {"from": "a", "number": 1, "all": []}}, ("a", 1, [])),
    ({"selected": {"from": "a", "number": -5, "all": [None]}}, ("a", -5, [None])),
    ({"selected": {"from": "", "number": 0, "all": [], "more": 1}}, ("", 0, [])),
    ({"selected": {"from": "x" * LONGEST, "number": 1, "all": []}}, ("x" * LONGEST, 1, [])),
    ({"selected": {"from": LONG, "number": 1, "all": []}}, None),
    ({"selected": {"from": None, "number": 1, "all": []}}, None),
    ({"selected": {"from": ["a"], "number": 1, "all": []}}, None),
    ({"selected": {"from": "a", "number": True, "all": []}}, None),
    ({"selected": {"from": "a", "number": 1.0, "all": []}}, None),
    ({"selected": {"from": "a", "number": NAN, "all": []}}, None),
    ({"selected": {"from": "a", "number": "1", "all": []}}, None),
    ({"selected": {"from": "a", "number": None, "all": []}}, None),
    ({"selected": {"from": "a", "number": 1, "all": {}}}, None),
    ({"selected": {"from": "a", "number": 1, "all": "[]"}}, None),
    ({"selected": {"from": "a", "number": 1, "all": None}}, None),
    ({"selected": {"number": 1, "all": []}}, None), ({"selected": {"from": "a", "all": []}}, None),
    ({"selected": {"from": "a", "number": 1}}, None), ({"selected": {}}, None), ({"selected": None}, None),
    ({"selected": []}, None), ({"selected": "a"}, None), ({}, None), (None, None), ([], None), ("selected", None),
    (7, None),
]


@pytest.mark.parametrize(("value", "least", "most", "fits"), WHOLE, ids=[repr(value)[:20] for value, *_ in WHOLE])
def test_a_whole_number_within_its_bounds_is_taken(value, least, most, fits):
    if fits:
        assert whole_in({"value": value}, "value", least, most) == value
        return
    with pytest.raises(NonsenseError):
        whole_in({"value": value}, "value", least, most)


@pytest.mark.parametrize(("value", "least", "most", "number"), NUMBER)
def test_a_finite_number_within_its_bounds_is_taken(value, least, most, number):
    if number is not None:
        found = number_in({"value": value}, "value", least, most)
        assert (found, type(found)) == (number, float)
        return
    with pytest.raises(NonsenseError):
        number_in({"value": value}, "value", least, most)


def test_a_whole_number_too_large_for_a_decimal_is_nonsense_too():
    with pytest.raises(NonsenseError):
        number_in({"value": HUGE}, "value", 0, 1)


@pytest.mark.parametrize(("value", "fits"), TEXT, ids=[repr(value)[:20] for value, _ in TEXT])
def test_a_short_text_is_taken(value, fits):
    if fits:
        assert text_in({"value": value}, "value") == value
        assert step_in({"step_of": value}) == value
        return
    for ask in (lambda: text_in({"value": value}, "value"), lambda: step_in({"step_of": value})):
        with pytest.raises(NonsenseError):
            ask()


def test_what_is_left_out_is_nonsense_but_for_the_step_of_a_drag():
    assert step_in({"do": "set"}) is None
    for ask in (lambda: whole_in({}, "value", 0, 9), lambda: number_in({}, "value", 0, 9),
                lambda: text_in({}, "value")):
        with pytest.raises(NonsenseError):
            ask()


@pytest.mark.parametrize(("said", "parcel"), PARCELS, ids=[repr(said)[:60] for said, _ in PARCELS])
def test_a_parcel_has_a_sender_a_number_and_a_list(said, parcel):
    assert messages._parcel(said) == parcel
