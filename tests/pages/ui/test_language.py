"""The switch of languages, and what a link's language does to the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import language
from pages.ui.language import KEY
from tests.pages.page import checked, component, link, pick


def script():
    import streamlit as st

    from pages.ui import language
    from pages.ui.state import address

    language.settle()
    address.arrive(st.session_state.get("page", "one"))
    st.session_state.said = language.language()
    language.switch()
    address.mirror({"layer": "relu1"})


@pytest.fixture
def came():
    def opened(**params):
        at = AppTest.from_function(script)
        at.query_params.update(params)
        return checked(at.run())

    return opened


def test_a_link_with_a_language_keeps_it_in_the_address(came):
    at = came(lang="ko")
    assert at.session_state["said"] == "ko"
    assert link(at) == {"layer": "relu1", "lang": "ko"}


def test_without_one_the_address_stays_free_of_it(came):
    at = came()
    assert at.session_state["said"] == "en"
    assert link(at) == {"layer": "relu1"}


def test_the_switch_counts_from_then_on_and_takes_the_language_out_of_the_address(came):
    at = pick(came(lang="ko"), KEY, "en")  # the browser goes on sending the old address for a while
    assert at.session_state["said"] == "en"
    assert link(at) == {"layer": "relu1"}
    assert checked(at.run()).session_state["said"] == "en"


def test_a_link_that_is_opened_later_counts_again(came):
    at = pick(came(lang="ko"), KEY, "en")
    at.query_params.clear()
    checked(at.run())
    at.query_params["lang"] = "ko"
    assert checked(at.run()).session_state["said"] == "ko"


def test_the_language_stays_with_the_reader_on_the_next_page(came):
    at = came(lang="ko")
    at.session_state["page"] = "two"
    at.query_params.clear()
    assert checked(at.run()).session_state["said"] == "ko"
    assert link(at) == {"layer": "relu1", "lang": "ko"}


@pytest.mark.parametrize("sent", ["de", 7, None, {"a": 1}, "../ko"])
def test_a_switch_to_what_is_not_there_changes_nothing(came, sent):
    assert pick(came(lang="ko"), KEY, sent).session_state["said"] == "ko"


def test_the_browser_is_told_the_languages_and_the_words_of_streamlit(came):
    told = component(came(lang="ko"), KEY)
    assert told["languages"] == {"en": "English", "ko": "한국어"}
    assert set(told["streamlit"]) == {*language.STREAMLIT, *language.refusals()}
    assert told["uploads"] == ""


def test_english_readers_are_told_why_an_upload_failed_and_all_else_is_left_to_streamlit(came):
    told = component(came(), KEY)
    assert told["streamlit"]["AxiosError: Request failed with status code 429"].startswith("These were many files")
    assert len(told["streamlit"]) == len(language.REFUSED)
    assert "stFileUploader" in told["uploads"]
