"""Sentences as readers see them."""

from __future__ import annotations

import gettext

import pytest

from explorer.errors import message
from pages.ui import text
from pages.ui.errors import plain
from pages.ui.text import _, count_text, say, share_text


class German(gettext.NullTranslations):
    WORDS = {"{count} cats": "{count} Katzen", "I see {what}.": "Ich sehe {what}.", "off": "aus"}

    def gettext(self, message):
        return self.WORDS.get(message, message)


@pytest.fixture
def german(monkeypatch):
    monkeypatch.setattr(text, "_catalogue", lambda _: German())
    monkeypatch.setattr(text, "language", lambda: "de")


def test_without_a_translation_a_sentence_stays_as_it_is():
    assert _("No such sentence {x}") == "No such sentence {x}"
    assert say(message("{count} cats", count=3)) == "3 cats"


def test_values_are_filled_in_after_the_translation(german):
    assert say(message("{count} cats", count=3)) == "3 Katzen"


def test_a_message_within_a_message_is_translated_too(german):
    assert say(message("I see {what}.", what=message("{count} cats", count=2))) == "Ich sehe 2 Katzen."


def test_values_themselves_are_not_translated(german):
    assert say(message("I see {what}.", what="off")) == "Ich sehe off."


@pytest.mark.parametrize("said", ["plain words", "Größe 3 × 3", "한국어"])
def test_letters_and_digits_need_no_escape(said):
    assert plain(said) == said


@pytest.mark.parametrize(("count", "shown"), [
    (0, "0"), (416_520, "416,520"), (999_999, "999,999"), (3_330_048, "3.33 M"), (61_100_840, "61.10 M"),
    (4_089_184_256, "4.089 G")])
def test_counts_keep_their_digits_while_they_fit(count, shown):
    assert count_text(count) == shown


@pytest.mark.parametrize(("share", "shown"), [(0, "0.0 %"), (48_120 / 61_706, "78.0 %"), (1, "100.0 %")])
def test_a_share_is_written_in_one_way(share, shown):
    assert share_text(share) == shown
