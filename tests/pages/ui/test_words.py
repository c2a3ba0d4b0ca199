"""Words that need it are explained where they stand, in the same way everywhere."""

from __future__ import annotations

import ast
import re

import pytest
import streamlit as st

from pages.ui.words import WORDS, help_of
from tests.contracts.repository import CODE, nodes_of, path_of, text_of

PAGES = [file for file in CODE if path_of(file).startswith("pages/") and file.name != "words.py"]
# Word -> how it stands on a page, where that is not the word itself.
STANDS = {"MACs": r"\bMACs?\b", "FLOPs": r"\bFLOPs?\b", "Loss": r"validation loss$|^\*\*Loss\*\*",
          "Receptive field": r"^Receptive field \(", "Stride": r"^Stride \{", "Padding": r"^Padding \{",
          "Kernel": r"^Kernel \{"}
# File -> a word that stands there and is explained by what is shown around it.
AROUND = {"pages/build_stack/working_card.py": {"MACs", "FLOPs"},  # of the column whose head explains it
          "pages/build_stack/hints.py": {"MACs", "FLOPs"},  # beside that column
          "pages/build_stack/compared_words.py": {"MACs", "FLOPs"},  # above the heading that explains it
          "pages/step_through/stepper.py": {"Kernel"}}  # below the control that explains it


def titles(file):
    """Yield the short texts of a file: titles, labels and headings, not sentences."""
    for node in nodes_of(file):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
            text = getattr(node.args[0], "value", "")
            if isinstance(text, str) and not text.endswith("."):
                yield text


def explained(file):
    """Return the words that a file explains."""
    calls = [node.args[0] for node in nodes_of(file) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Name) and node.func.id == "help_of"]
    return {part.value for call in calls for part in ast.walk(call)
            if isinstance(part, ast.Constant) and part.value in WORDS}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_explained_wherever_it_is_a_title(word):
    pattern = re.compile(STANDS.get(word, rf"^(\*\*)?{re.escape(word)}(\*\*)?$"))
    files = [file for file in PAGES if any(map(pattern.search, titles(file)))]
    assert files, f"{word} stands nowhere any more; take it out"
    missing = [path_of(file) for file in files if word not in explained(file) | AROUND.get(path_of(file), set())]
    assert missing == []


def test_what_a_word_means_is_said_in_one_place_and_in_few_words():
    for word, entry in WORDS.items():
        assert entry.means.endswith("."), word
        assert len(entry.means.split()) <= 40, word
        others = [path_of(file) for file in PAGES if entry.means[:40] in re.sub(r'"\s+"', "", text_of(file))]
        assert others == [], word


def test_it_is_said_in_the_readers_language_with_its_place_in_the_lectures(monkeypatch):
    assert help_of("Padding").endswith("fits at its border. (Lectures: Convolution by hand)")
    monkeypatch.setitem(st.session_state, "language", "ko")
    assert "강의: 손으로 하는 합성곱" in help_of("Padding")
    assert not re.search(r"[A-Za-z]{3}", help_of("Padding"))


def test_riddles_of_before_stand_in_no_title():
    riddles = {"nats", "hull", "Jump", "Centre", "Textbook case", "Sees (px)", "DEFAULT", "rescaled"}
    assert [(path_of(file), text) for file in PAGES for text in titles(file) if text in riddles] == []
