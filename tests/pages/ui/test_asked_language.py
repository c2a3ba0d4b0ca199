"""The reader's language: link before cookie before browser, and nothing that anybody sends breaks it."""

from __future__ import annotations

import pytest

from pages.ui.asked_language import known, of_request, wanted


@pytest.mark.parametrize(("code", "found"), [
    ("ko", "ko"), ("KO", "ko"), ("ko-KR", "ko"), ("ko_KR", "ko"), (" en ", "en"), ("en-GB", "en"), ("x-long", "x-long"),
    ("de", None), ("", None), (None, None), ("../../etc", None), ("kor", None), ("\0", None), ("ko" * 9999, None)])
def test_a_code_means_a_language_of_ours_or_none(code, found):
    assert known(code) == found


@pytest.mark.parametrize(("accepted", "found"), [
    ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"), ("en-US,en;q=0.9,ko;q=0.8", "en"), ("de,fr;q=0.9,ko;q=0.1", "ko"),
    ("en;q=0.2, ko;q=0.9", "ko"), ("ko;q=0, en", "en"), ("de", "en"), ("*", "en"), ("", "en"), (None, "en"),
    ("ko;q=much", "en"), (",;,;q=", "en"), ("ko", "ko")])
def test_a_browser_gets_what_it_likes_best_of_what_there_is(accepted, found):
    assert wanted(None, None, accepted) == found


def test_a_link_counts_before_the_cookie_and_the_cookie_before_the_browser():
    assert wanted("en", "ko", "ko") == "en"
    assert wanted(None, "en", "ko") == "en"
    assert wanted("tlh", "xx", "ko") == "ko"


@pytest.mark.parametrize(("query", "headers", "found"), [
    ("lang=ko", {}, "ko"), ("a=1&lang=en&lang=ko", {}, "ko"), ("", {"cookie": "a=b; explorer_language=ko"}, "ko"),
    ("lang=%00%ff", {"cookie": "explorer_language=\"><script>"}, "en"), ("", {"cookie": "\x01=;;=="}, "en"),
    ("", {"accept-language": "ko"}, "ko"), ("layer=x", {}, "en")])
def test_the_page_is_tagged_with_its_language_before_anything_runs(query, headers, found):
    assert of_request(query, headers) == found
