"""Fields of links at their limits, one by one; and that whatever a link says, what comes of it can be written."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from pages.classic_filters.find import placed
from pages.classic_filters.state import CHOICES, EYE, WHOLE, FilterCodec, FilterSetup
from pages.pixels.state import FIELDS, VIEWS, PixelSetup, state
from pages.ui.state.fields import SHOWN_CHARS, Choice, FieldsCodec, Numbers, Real, Several, Switch, Whole
from tests.pages.links import hostile, nearest

CODEC = FieldsCodec(PixelSetup(), FIELDS)
CHOOSABLE = {name: field.known for name, field in FIELDS.items() if isinstance(field, Choice)}
COUNTED = {name: field for name, field in FIELDS.items() if isinstance(field, Whole)}


@pytest.mark.parametrize(("text", "used", "wrong"), [
    ("1", 1, False), ("9", 9, False), ("0", 1, True), ("+5", 5, False), ("-0", 1, True), ("005", 5, False),
    ("999999999", 9, True), ("9999999999", 4, True), ("5 ", 4, True), ("5\n", 4, True), ("", 4, True)])
def test_a_whole_number_is_the_nearest_between_its_bounds(text, used, wrong):
    found, problem = Whole(1, 9).read("n", text, 4)
    assert found == used and (problem is not None) is wrong


@given(st.integers(-10**6, 10**6))
def test_what_a_slider_sends_is_brought_inside(value):
    assert Whole(-6, 6).nearest(value) == sorted((-6, value, 6))[1]
    assert Real(-0.5, 0.5).nearest(value / 7) == sorted((-0.5, value / 7, 0.5))[1]


@pytest.mark.parametrize(("text", "used", "wrong"), [
    ("0.25", 0.25, False), ("1.", 1.0, False), ("1e-2", 0.01, False), ("-1", 0.001, True), ("1e5", 10.0, True),
    (".5", 0.1, True), ("1,5", 0.1, True), ("inf", 0.1, True), ("1e", 0.1, True), ("0x1", 0.1, True), ("٣", 0.1, True)])
def test_a_number_with_decimals_is_the_nearest_between_its_bounds(text, used, wrong):
    found, problem = Real(0.001, 10).read("rate", text, 0.1)
    assert found == used and (problem is not None) is wrong


@given(st.floats(1e-9, 1e6).map(lambda value: float(f"{value:.9g}")))
def test_a_number_comes_back_as_it_was_written(value):
    field = Real(0, 1e6)
    assert field.read("rate", field.write(value), 1.0) == (value, None)


@pytest.mark.parametrize(("text", "used", "wrong"), [
    ("", (), False), ("c_a", ("a", "c"), False), ("a_a", ("a",), False), ("_", (), True), ("A", (), True)])
def test_several_names_stand_in_their_own_order(text, used, wrong):
    found, problem = Several(("a", "b", "c")).read("which", text, ())
    assert found == used and (problem is not None) is wrong
    assert Several(("a", "b", "c")).nearest(["c", "z", "a"]) == ("a", "c")


@pytest.mark.parametrize(("text", "used"), [("1_2_3", (1, 2, 3)), ("-9_0_99", (0, 0, 31)), ("1_2", (9, 9, 9)),
                                            ("1_2_3_4", (9, 9, 9)), ("1__3", (9, 9, 9)), ("1_2_x", (9, 9, 9))])
def test_so_many_numbers_or_those_before(text, used):
    assert Numbers(3, 0, 31).read("at", text, (9, 9, 9))[0] == used


@pytest.mark.parametrize(("text", "otherwise", "used", "wrong"), [
    ("1", False, True, False), ("0", True, False, False), ("true", True, True, True), ("", False, False, True)])
def test_a_switch_is_on_or_off(text, otherwise, used, wrong):
    found, problem = Switch().read("on", text, otherwise)
    assert found is used and (problem is not None) is wrong
    assert Switch().write(found) == ("1" if used else "0")


@pytest.mark.parametrize("field", [Whole(1, 9), Choice(("a",)), Real(0, 1), Several(("a",)), Numbers(2, 0, 9),
                                   Switch()], ids=lambda field: type(field).__name__)
def test_a_long_text_is_told_by_its_beginning(field):
    first = {Several: ("a",), Numbers: (1, 2), Switch: False, Choice: "a"}.get(type(field), 1)
    _used, problem = field.read("name", "<script>" * 1000, first)
    assert problem.values["name"] == "name"
    assert len(problem.values["text"]) == SHOWN_CHARS
    assert len(str(problem)) < 200


@pytest.mark.parametrize("name", CHOOSABLE)
def test_every_choice_of_pixels_stands_in_a_link(name):
    for one in CHOOSABLE[name]:
        value, problems = CODEC.read({name: str(one)}, PixelSetup())
        assert getattr(value, name) == one and problems == ()
        assert CODEC.write(value) == ({} if value == PixelSetup() else {name: str(one)})


@pytest.mark.parametrize("name", COUNTED)
def test_both_ends_of_every_slider_of_pixels_stand_in_a_link(name):
    field = COUNTED[name]
    assert field.least <= getattr(PixelSetup(), name) <= field.most
    for one in (field.least, field.most):
        assert getattr(CODEC.read({name: str(one)}, PixelSetup())[0], name) == one
    for beyond, used in ((field.least - 1, field.least), (field.most + 1, field.most)):
        value, problems = CODEC.read({name: str(beyond)}, PixelSetup())
        assert getattr(value, name) == used and len(problems) == 1


@given(hostile(CODEC.names, view=list(VIEWS), at=["1_2"], flat_at=["1_2_3"], side=["8", "64"], flat_order=["1"]))
def test_any_link_of_pixels_leads_to_something_near_it(link):
    value, _problems = nearest(CODEC, link, PixelSetup())
    assert all(getattr(value, name) in known for name, known in CHOOSABLE.items())
    assert len(value.flat_at) == 3 and max(value.flat_at) <= 31


def test_each_field_of_pixels_is_one_of_the_page_and_starts_with_what_a_link_may_say():
    assert set(FIELDS) == set(PixelSetup.__dataclass_fields__)
    assert tuple(FIELDS) == CODEC.names and state is not None
    for name, field in FIELDS.items():
        start = getattr(PixelSetup(), name)
        assert field.read(name, field.write(start), start) == (start, None)


@pytest.mark.parametrize(("link", "told"), [
    ({"mode": "x"}, "row, side"), ({"colour": "red"}, "grey, colour"), ({"display": "x" * 99}, "auto, clip"),
    ({"step": "2"}, "there are 1"), ({"step": "0"}, "there are 1"), ({"step": "²"}, "there are 1"),
    ({"step": "1000"}, "there are 1")])
def test_what_classic_filters_cannot_take_is_named_and_left(link, told):
    value, problems = FilterCodec().read(link, FilterSetup())
    assert value == FilterSetup() and told in str(problems[0]) and len(problems) == 1


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_of_classic_filters_comes_back(name):
    for one in CHOICES[name]:
        value = FilterSetup(**{name: one})
        assert FilterCodec().read(FilterCodec().write(value), FilterSetup()) == (value, ())


@pytest.mark.parametrize(("shares", "sides", "box"), [
    ((0, 0, 500, 500), (100, 200), (0, 0, 50, 100)), ((1000, 1000, 10, 10), (100, 200), (96, 196, 4, 4)),
    ((500, 500, 10, 10), (3, 3), (0, 0, 3, 3)), (EYE, (WHOLE, WHOLE), EYE)])
def test_a_box_of_shares_is_a_box_of_px(shares, sides, box):
    found = placed(shares, sides)
    assert (found.row, found.column, found.rows, found.columns) == box
