from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.errors import ERRORS, plain


def page(body: str) -> AppTest:
    return AppTest.from_string(
        "import streamlit as st\nfrom explorer.errors import ImageError\n"
        f"from pages.ui.errors import apologise, told_to_reader\n{body}").run()


def test_an_explorer_error_becomes_a_message_and_the_page_goes_on():
    at = page("with told_to_reader():\n    raise ImageError('{n} is wrong. Try b.', n='a_b_c')\nst.title('after')")
    assert at.error[0].value == r"a\_b\_c is wrong\. Try b\."
    assert at.error[0].icon == ":material/error:"
    assert at.title[0].value == "after"
    assert not at.exception


def test_any_other_error_crashes_loudly():
    at = page("with told_to_reader():\n    raise KeyError('secret')")
    assert at.exception[0].message
    assert not at.error


def test_the_apology_tells_nothing_of_the_error():
    at = page("assert apologise(KeyError('secret path'))")
    assert "secret" not in at.error[0].value


def test_the_apology_has_a_code_by_which_the_log_says_why(caplog):
    at = page("assert apologise(KeyError('secret path'))")
    code = re.search(r"error ([0-9a-f]{8})\.", at.error[0].value)[1]
    [line] = [record for record in caplog.records if record.name == "explorer"]
    assert code in line.getMessage()
    assert line.told == {"code": code, "page": "home", "error": "KeyError", "trace": []}
    assert "secret" not in line.getMessage()


def test_what_went_wrong_is_counted_by_kind():
    before = ERRORS.numbers()
    page("with told_to_reader():\n    raise ImageError('x')\napologise(ZeroDivisionError())")
    counted = {key: count - before.get(key, 0) for key, count in ERRORS.numbers().items()}
    assert (counted["ImageError", "told"], counted["ZeroDivisionError", "broke"]) == (1, 1)


@pytest.mark.parametrize("text", ["![x](http://tracker/a.png)", "[a](http://b)", "`code`", "# head", ":red[x]", "$x$",
                                  "<img src=x>", "&amp;", "a|b", "~~x~~"])
def test_no_markup_of_a_message_survives(text):
    escaped = plain(text)
    assert escaped.replace("\\", "") == text
    assert all(escaped[i - 1] == "\\" for i, letter in enumerate(escaped) if letter in "![]()`#:$<>&|~")
