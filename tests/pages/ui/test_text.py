"""Sentences as readers see them."""

from __future__ import annotations

import gettext

import pytest

from explorer.errors import message
from pages.ui import text
from pages.ui.errors import plain
from pages.ui.text import _, say


class German(gettext.NullTranslations):
    WORDS = {"{count} cats": "{count} Katzen", "I see {what}.": "Ich sehe {what}.", "off": "aus"}

    def gettext(self, message):
        return self.WORDS.get(message, message)


@pytest.fixture
def german(monkeypatch):
    monkeypatch.setattr(text, "_catalogue", lambda _: German())


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
