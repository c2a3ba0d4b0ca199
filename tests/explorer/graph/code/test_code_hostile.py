"""Text that is broken or meant to harm gets a message, soon, and nothing of it is run."""

from __future__ import annotations

import random
import re
from time import process_time

import pytest

from explorer.errors import SpecError
from explorer.graph import to_text
from explorer.graph.code import read_code
from tests.explorer.graph.code.programs import PROGRAMS

PIECES = ("(", ")", "[", "]", ",", ":", "\n", "    ", "0", "-1", "99999999999", "None", "x", "self", "*", "**",
          "lambda: ", "nn.Conv2d(3, 8, 3)", "for i in range(10**9):\n", "while True:\n    ", "\x00", "'", '"""', "é",
          "\t", "@", "1e400", "x = x + x\n", "=", "[0] * 10**9", "2 ** 10 ** 10", "super().__init__()", "return",
          "if x:\n", "{}", "...")


def mutated(text: str, draw: random.Random) -> str:
    """Return a text with one to four places taken out, doubled or filled with something else."""
    if draw.random() < 0.5:  # changes that Python's grammar lets pass: numbers, names, lines
        words = re.split(r"(\W+)", text)
        for _ in range(draw.randint(1, 6)):
            words[draw.randrange(len(words))] = draw.choice((draw.choice(words), str(draw.randrange(-1, 10**6))))
        return "".join(words)
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.choice((0, 0, 1, 3, 20, 80)))
        text = text[:start] + draw.choice((*PIECES, text[start:end] * 2, "")) + text[end:]
    return text


def test_a_thousand_mutated_programs_open_or_get_a_message():
    draw = random.Random(14)
    opened = 0
    short = [text for text in PROGRAMS.values() if len(text) < 1500]
    for _ in range(1000):
        try:
            opened += len(to_text(read_code(mutated(draw.choice(short), draw)).graph)) > 0
        except SpecError as error:
            assert str(error)
    assert opened > 50


@pytest.mark.parametrize(("text", "said"), [
    ("", "no network was found"), ("x = 1", "no network was found"), ("import os; os.system('true')", "no network"),
    ("nn.Sequential(" * 500 + ")" * 500, "nested"), ("-" * 5000 + "1", "nested"), ("(" * 5000, "nested"),
    ("x = [" + "1, " * 40_000 + "]", "characters"),
    ("model = nn.Sequential(*[nn.ReLU() for _ in range(10**9)])", "steps"),
    ("def f(x): return f(x)\nmodel = f(1)", "deep"), ("while True:\n    a = 1\n", "steps"),
    ("x = 1\nwhile x:\n    x += 1\n", "steps"), ("model = nn.Sequential(*[nn.ReLU()] * 5000)", "this server takes"),
    ("model = nn.Sequential(nn.ReLU()\n", "Line 1, column 22: the bracket ( is never closed."),
    ("x = 1)\n", "Line 1, column 6: the bracket ) closes nothing."), ("def f(:\n", "Line 1, column 7"),
    ("def f():\nreturn 1", "Line 2, column 1"),
])
def test_what_is_no_network_says_where(text, said):
    started = process_time()
    with pytest.raises(SpecError, match=said.replace("(", r"\(").replace(")", r"\)")):
        read_code(text)
    assert process_time() - started < 5


def test_nothing_is_run(tmp_path):
    mark = tmp_path / "mark"
    text = f"open({str(mark)!r}, 'w').write('x')\n__import__('os').mkdir({str(mark)!r})\n"
    text += "model = nn.Sequential(nn.ReLU())"
    assert len(read_code(text).graph) == 1
    assert not mark.exists()


@pytest.mark.parametrize("text", ["a = 10**10**10", "a = 'x' * 10**12", "a = [[0] * 9999] * 9999", "a = 1 << 10**9",
                                  "a = f'{1:>999999999}'", "a = 'ab'.replace('a', 'b' * 9999)", "a = '%999999999d' % 1",
                                  "a = list(range(10**12))", "a = sum(range(10**12))", "a = max(range(10**12))",
                                  "a = [].extend(range(10**12))", "a = ','.join(range(10**12))"])
def test_large_values_are_not_made(text):
    started = process_time()
    assert len(read_code(f"{text}\nmodel = nn.Sequential(nn.ReLU())").graph) == 1
    assert process_time() - started < 1


def test_a_session_of_a_notebook_is_read():
    text = "!pip install torch\n>>> import torch\n>>> model = nn.Sequential(\n...     nn.ReLU())\nprinted"
    assert [node.name for node in read_code(text).graph] == ["relu1"]
    assert len(read_code("    %matplotlib inline\n    net = nn.Sequential(nn.ReLU())").graph) == 1
