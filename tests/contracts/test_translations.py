"""Every text is there in every language, with the same values in it, and what the app reads is what was written."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from string import Formatter

import pytest

from pages.ui.text import LOCALES
from tests import translations
from tests.contracts.repository import ROOT, text_of
from tests.translations import as_mo, as_po, catalogues, collected, entries, read, updated

FILES = catalogues()
ALL = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))
MARKUP = ("**", "`", "$", "](", "\n\n")
DOUBLE = re.compile(r"(.)(?:을\(를\)|이\(가\)|은\(는\)|과\(와\)|\(으\)로|이에요\(예요\)|\(이\)나|\(이\)라)")
UNFIT = re.compile(r"을/를|이/가|은/는|와/과|\(을\)를|를\(을\)|가\(이\)|는\(은\)|와\(과\)")
STIFF = re.compile(r"(?:습니다|습니까|십시오|ㅂ니다|입니다|합니다|됩니다)")


def language(file):
    return file.parents[1].name


def values(text):
    """Return how often each value stands in a text."""
    try:
        return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def texts(file):
    return [(english, said) for english, said, _ in entries(read(file))]


@pytest.fixture(scope="module")
def everything():
    return collected()


def test_korean_is_there():
    assert "ko" in {language(file) for file in FILES}


def test_errors_that_stand_where_they_are_raised_are_read_too(everything):
    assert {"AnswerError", "LessonError"} <= translations.own_errors()
    assert not {"DivergedError", "Exception"} & translations.own_errors()
    assert {"{text!r} divides by 0.", "Two options are the same."} <= set(everything)


@pytest.mark.parametrize("file", FILES, ids=language)
def test_a_catalogue_holds_all_texts_and_no_others(file, everything):
    known = dict(texts(file))
    assert {"missing": [text for text in everything if not known.get(text)],
            "unused": sorted(set(known) - set(everything))} == {"missing": [], "unused": []}


@pytest.mark.parametrize("file", FILES, ids=language)
def test_a_catalogue_is_as_the_command_writes_it(file, everything):
    assert file.read_bytes() == as_po(updated(file, everything))


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{language(file)}/{file.stem}")
def test_nothing_is_only_guessed_and_what_is_read_is_what_was_written(file):
    catalogue = read(file)
    assert [text for text, _, guessed in entries(catalogue) if guessed] == []
    assert file.with_suffix(".mo").read_bytes() == as_mo(catalogue)
    with file.with_suffix(".mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    assert all(spoken.gettext(text) == said for text, said, _ in entries(catalogue) if said)


@pytest.mark.parametrize("file", FILES, ids=language)
def test_a_translation_has_the_same_values_and_markup(file):
    assert [text for text, said in texts(file) if said and values(text) != values(said)] == []
    assert [text for text, said in texts(file) if said
            and [text.count(mark) for mark in MARKUP] != [said.count(mark) for mark in MARKUP]] == []
    assert [text for text, said in texts(file) if said and (text[0].isspace(), text[-1].isspace())
            != (said[0].isspace(), said[-1].isspace())] == []


def test_korean_writes_particles_behind_values_in_one_form_and_is_plainly_polite():
    said = dict(texts(LOCALES / "ko" / "LC_MESSAGES" / "explorer.po"))
    assert [text for text in said.values() if UNFIT.search(text) or STIFF.search(text)] == []
    behind_words = [text for text in said.values() for found in DOUBLE.finditer(text) if "가" <= found[1] <= "힣"]
    assert behind_words == []  # a translator knows how a fixed word ends


def test_another_language_begins_with_all_names_of_classes(tmp_path, monkeypatch):
    korean = LOCALES / "ko" / "LC_MESSAGES" / "classes.po"
    (tmp_path / "ko" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "ko" / "LC_MESSAGES" / "classes.po").write_bytes(korean.read_bytes())
    monkeypatch.setattr(translations, "LOCALES", tmp_path)
    translations.begin("de")
    begun = read(tmp_path / "de" / "LC_MESSAGES" / "classes.po")
    assert [(text, said) for text, said, _ in entries(begun)] == [(text, "") for text, _ in texts(korean)]
    assert (tmp_path / "de" / "LC_MESSAGES" / "explorer.po").is_file()
    with pytest.raises(SystemExit):
        translations.begin("de")


def test_the_glossary_says_each_term_once():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", text_of(ROOT / "pages" / "locales" / "GLOSSARY.md"), re.MULTILINE)
    terms = [term.strip() for term, _ in rows if set(term.strip()) != {"-"} and term.strip() != "English"]
    assert len(terms) > 80
    assert [term for term, count in Counter(terms).items() if count > 1] == []
