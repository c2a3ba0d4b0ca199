"""Sentences with their values apart, and the family of errors."""

from __future__ import annotations

import ast
import copy
import json
import pickle
import re
import string
from pathlib import Path

import pytest

from explorer import errors
from explorer.errors import (
    ExplorerError,
    Message,
    NetworkError,
    ShapeError,
    SpecError,
    message,
    message_from_json,
    message_to_json,
)

ROOT = Path(__file__).parents[2]
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ExplorerError)]


def test_a_message_fills_its_values_in_where_it_is_printed():
    said = message("{count:,} of {what}", count=12_000, what="cats")
    assert str(said) == "12,000 of cats"
    assert (said.template, said.values) == ("{count:,} of {what}", {"count": 12_000, "what": "cats"})


def test_a_message_in_a_message_is_filled_in_too():
    assert str(message("It is {how}.", how=message("{n} px wide", n=3))) == "It is 3 px wide."


def test_messages_of_the_same_words_and_values_are_equal():
    assert message("{n} px", n=3) == Message("{n} px", {"n": 3})
    assert message("{n} px", n=3) != message("{n} px", n=4)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_keeps_template_and_values_apart(kind):
    error = kind("The side is {side} px.", side=7, **({"why": "none"} if kind is errors.RoomError else {}))
    assert str(error) == "The side is 7 px."
    assert error.message == message("The side is {side} px.", side=7)


def test_values_with_braces_are_not_taken_for_templates():
    assert str(SpecError("There is no {name!r}.", name="{evil}")) == "There is no '{evil}'."


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_message_survives_being_copied(copied):
    assert copied(message("{n} px", n=3)) == message("{n} px", n=3)


def test_a_message_survives_being_sent_to_another_process():
    assert pickle.loads(pickle.dumps(message("{n} px", n=3))) == message("{n} px", n=3)


def test_the_tree_at_the_top_of_the_module_is_the_family_of_the_classes():
    found = {}
    parents = {-1: None}
    for line in errors.__doc__.splitlines():
        match = re.match(r"([│ ]*)(?:[├└]── )?([A-Z]\w+Error)\b", line)
        if match:
            depth = match.start(2) // 4
            found[match[2]] = parents[depth - 1]
            parents[depth] = match[2]
    family = {kind.__name__: kind.__bases__[0].__name__ for kind in KINDS if kind is not ExplorerError}
    assert found == family | {"ExplorerError": None}


def test_who_catches_a_kind_catches_what_is_below_it():
    with pytest.raises(SpecError):
        raise ShapeError("{n}", n=1)
    assert not issubclass(NetworkError, SpecError)


def templates():
    """Yield each sentence of the library that is given to message() or an error, with its names of values."""
    names = {kind.__name__ for kind in KINDS} | {"message", "_refuse"}
    for path in sorted((ROOT / "explorer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
            if isinstance(node, ast.Call) and called in names and node.args and isinstance(node.args[0], ast.Constant):
                given = {keyword.arg for keyword in node.keywords}
                yield f"{path.relative_to(ROOT)}:{node.lineno}", called, node.args[0].value, given


def test_every_sentence_of_the_library_is_given_the_values_it_names():
    wrong = []
    for place, called, template, given in templates():
        wanted = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        wanted -= {"layer"} if called == "_refuse" else set()  # filled in by the layer itself
        given -= {"why"} if called == "RoomError" else set()  # what a page goes by
        later = called == "message" and not given  # a sentence whose values are filled in elsewhere
        walked = {"operator", "name"} if place.startswith("explorer/files/onnx_") else set()  # filled in by the walk
        if None not in given and not later and (wanted ^ given) - walked:
            wrong.append((place, sorted(wanted ^ given)))
    assert wrong == []


def test_what_a_reader_is_told_is_a_sentence_that_ends():
    unfinished = [(place, template) for place, called, template, _ in templates()
                  if called.endswith("Error") and template[0].isupper() and not template.endswith((".", "}"))]
    assert unfinished == []


def test_a_sentence_in_a_sentence_comes_back_from_json():
    said = message("{count:,} of {what}: {share:.1%}", count=1200, what=message("{n} cats", n=3), share=0.5)
    back = message_from_json(json.loads(json.dumps(message_to_json(said))))
    assert back == said
    assert str(back) == "1,200 of 3 cats: 50.0%"


def test_values_that_json_does_not_know_become_text(tmp_path):
    assert str(message_from_json(message_to_json(message("{path}", path=tmp_path)))) == str(tmp_path)
