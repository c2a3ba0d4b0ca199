"""What readers write about a network of their own: names of classes, means and deviations."""

from __future__ import annotations

import pytest

from explorer.errors import NetworkError
from pages.ui.pickers.class_names_area import LONGEST, written_names
from pages.ui.pickers.network_page import Choice, choice_of, link_of, renewed
from pages.ui.pickers.own_network import _numbers, _text

# What is written into the field for names of classes, and the names that are read.
WRITTEN = [
    ("", ()), ("\n \n\t\n", ()), ("a", ("a",)), ("a\nb\nc", ("a", "b", "c")), (" a \r\n b\r\n", ("a", "b")),
    ("a\n\n\nb", ("a", "b")), ("a, b", ("a, b",)), ("x" * 100, ("x" * LONGEST,)), ("개\n고양이", ("개", "고양이")),
    ("<b>cat</b>\n{dog}", ("<b>cat</b>", "{dog}")), ("a\na", ("a", "a"))]


@pytest.mark.parametrize(("text", "names"), WRITTEN)
def test_names_are_written_one_a_line(text, names):
    assert written_names(text) == names


# What is written as numbers, and the numbers; None: it is refused, and the reader told how to write them.
NUMBERS = [
    ("0.485, 0.456, 0.406", (0.485, 0.456, 0.406)), ("0.5", (0.5,)), ("0.5;0.5", (0.5, 0.5)), ("1,2;3", (1, 2, 3)),
    (" -1 , 2e-3 ", (-1, 0.002)), ("0.485 0.456", None), ("", None), (",", None), ("0.5,", None), ("a", None),
    ("0.5, zero", None), ("[0.5]", None), ("1/255", None), ("__import__('os')", None), ("0,5 0,5", None)]


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_means_are_written_with_commas_between_them(text, numbers):
    if numbers is None:
        with pytest.raises(NetworkError, match="is no list of numbers"):
            _numbers(text)
    else:
        assert _numbers(text) == numbers


@pytest.mark.parametrize("numbers", [(0.485, 0.456, 0.406), (0.0,), (1 / 255,) * 3, (-1.0, 1e4, 123456.0)])
def test_numbers_of_a_card_are_shown_as_they_are_read_again(numbers):
    assert _numbers(_text(numbers)) == pytest.approx(numbers, rel=1e-5)


# A link, and network, weights and side that are opened, where the page begins with `first` at 128 px.
LINKS = [
    ({}, ("first", "DEFAULT", 128)), ({"network": "a"}, ("a", "DEFAULT", 0)),
    ({"side": "96"}, ("first", "DEFAULT", 128)),
    ({"network": "a", "side": "96"}, ("a", "DEFAULT", 96)), ({"network": "a", "side": "-1"}, ("a", "DEFAULT", 0)),
    ({"network": "a", "side": "1e3"}, ("a", "DEFAULT", 0)), ({"weights": "random"}, ("first", "random", 128)),
    ({"network": "a", "side": "9" * 9}, ("a", "DEFAULT", 0)), ({"network": ""}, ("", "DEFAULT", 0))]


@pytest.mark.parametrize(("link", "opened"), LINKS)
def test_a_link_names_a_network_its_weights_and_a_side(link, opened):
    assert tuple(choice_of(link, Choice("first", side=128)).values()) == opened


@pytest.mark.parametrize("choice", [Choice("a"), Choice("a", "random"), Choice("a", "own", 64),
                                    Choice("onnx/0-0", side=8)])
def test_a_choice_comes_back_from_its_link(choice):
    assert Choice(**choice_of(link_of(choice), Choice("first", side=128))) == choice


def test_another_network_brings_weights_of_its_own_and_the_same_one_keeps_them():
    before = Choice("stack/3x8x8/relu", "random", 64)
    assert renewed(before, {"side": 96}, layer="") == {"side": 96}
    assert renewed(before, {"network": before.network}, layer="") == {"network": before.network}
    other = renewed(before, {"network": "stack/3x9x9/relu"}, layer="", unit=None)
    assert (other["weights"], other["layer"], other["unit"]) == ("DEFAULT", "", None)
    assert renewed(before, {"network": "stack/3x9x9/relu", "weights": "random"})["weights"] == "random"
