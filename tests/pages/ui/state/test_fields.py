"""A codec made of a table: what links say is taken, or named and replaced by what is nearest."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pages.ui.state.fields import Choice, FieldsCodec, Numbers, Real, Several, Switch, Whole


@dataclass(frozen=True)
class Set:
    view: str = "first"
    side: int = 224
    times: int = 3
    on: bool = False
    at: tuple[int, ...] = (1, 2)
    rate: float = 0.1
    beside: tuple[str, ...] = ("b",)


CODEC = FieldsCodec(Set(), {"view": Choice(("first", "second")), "side": Choice((224, 32)), "times": Whole(1, 9),
                            "on": Switch(), "at": Numbers(2, 0, 99), "rate": Real(0.001, 10),
                            "beside": Several(("a", "b", "c"))})


@pytest.mark.parametrize("value", [Set(), Set(view="second", side=32, times=9, on=True, at=(0, 99)), Set(times=1),
                                   Set(rate=2.5, beside=("a", "c")), Set(rate=0.001, beside=())])
def test_what_is_written_is_read_again(value):
    assert CODEC.read(CODEC.write(value), Set()) == (value, ())


def test_what_is_as_at_the_start_is_left_out():
    assert CODEC.write(Set()) == {}
    assert CODEC.write(Set(side=32, at=(7, 8))) == {"side": "32", "at": "7_8"}
    assert CODEC.names == ("view", "side", "times", "on", "at", "rate", "beside")


@pytest.mark.parametrize(("link", "field", "used", "told"), [
    ({"view": "third"}, "view", "first", "first, second"),
    ({"side": "33"}, "side", 224, "224, 32"),
    ({"side": "0032"}, "side", 224, "'0032'"),
    ({"times": "10"}, "times", 9, "goes from 1 to 9"),
    ({"times": "-4"}, "times", 1, "goes from 1 to 9"),
    ({"times": "three"}, "times", 3, "not a whole number"),
    ({"times": "٣"}, "times", 3, "not a whole number"),
    ({"times": "9" * 400}, "times", 3, "not a whole number"),
    ({"on": "yes"}, "on", False, "0, 1"),
    ({"at": "1"}, "at", (1, 2), "needs 2 whole numbers such as 1_2"),
    ({"rate": "1e30"}, "rate", 10, "goes from 0.001 to 10"),
    ({"rate": "nan"}, "rate", 0.1, "not a number"),
    ({"rate": "1e999"}, "rate", 0.1, "not a number"),
    ({"beside": "z_a"}, "beside", ("a",), "a, b, c; a is used"),
    ({"beside": "z"}, "beside", ("b",), "a, b, c; b is used"),
    ({"at": "1_x"}, "at", (1, 2), "needs 2 whole numbers"),
])
def test_what_cannot_be_taken_is_named(link, field, used, told):
    value, problems = CODEC.read(link, Set())
    assert getattr(value, field) == used
    assert len(problems) == 1 and told in str(problems[0])


def test_places_are_brought_within_the_bounds_in_silence():
    """A picture got smaller since the link was made; where one looked is no error of the reader's."""
    assert CODEC.read({"at": "500_-3"}, Set()) == (Set(at=(99, 0)), ())


def test_other_parameters_are_left_alone():
    assert CODEC.read({"photo": "x", "lang": "ko"}, Set(times=5)) == (Set(times=5), ())
