"""Sentences as readers see them."""

from __future__ import annotations

import gettext

import pytest

from explorer.errors import message
from pages.ui import text
from pages.ui.errors import plain
from pages.ui.text import PSEUDO, _, count_text, languages, say, share_text, translated


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


def test_the_pseudo_language_shows_where_texts_begin_and_end_and_makes_them_longer():
    said = translated("Layer {name} of {count}", PSEUDO)
    assert said.startswith("‹Layer {name} of {count} ") and said.endswith("›")
    assert len(said) - 2 >= 1.4 * len("Layer {name} of {count}")


def test_the_pseudo_language_marks_values_that_went_past_the_translation():
    said = translated("{a} {b} {c}", PSEUDO).format(a="word", b=translated("text", PSEUDO), c="1.5")
    assert said.startswith("‹«word» ‹text") and said.count("«") == 1


def test_korean_puts_the_particles_that_fit_the_values(monkeypatch):
    spoken = gettext.NullTranslations()
    monkeypatch.setattr(spoken, "gettext", lambda _: "{layer}을(를) 봐요")
    monkeypatch.setattr(text, "_catalogue", lambda _: spoken)
    said = translated("Look at {layer}", "ko")
    assert (said.format(layer="conv1"), said.format(layer="layer2")) == ("conv1을 봐요", "layer2를 봐요")


def test_an_empty_text_stays_empty_in_every_language():
    assert [translated("", code) for code in (*languages(), PSEUDO)] == [""] * (len(languages()) + 1)


def test_each_language_is_called_by_its_own_name():
    assert languages()["en"] == "English"
    assert languages()["ko"] == "한국어"
