"""The recipes of explorer/README.md do what they say; their numbers are others' too."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import torch
import torchinfo
from torch.nn import functional
from torchvision.models import VGG16_Weights

README = Path(__file__).parents[2] / "explorer" / "README.md"
SECTIONS = re.split(r"^### ", README.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
BLOCKS = [(section.partition("\n")[0], "".join(re.findall(r"```python\n(.*?)```", section, re.DOTALL)))
          for section in SECTIONS]
SAYS = "# → "


def run(source: str, names: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Run the lines of a recipe one by one; return each that says its value, what it says and what it is."""
    told = []
    for statement in ast.parse(source).body:
        line = source.splitlines()[(statement.end_lineno or 1) - 1]
        if isinstance(statement, ast.Expr) and SAYS in line:
            value = eval(compile(ast.Expression(statement.value), str(README), "eval"), names)
            told.append((line, line.split(SAYS)[1], repr(value)))
        else:
            exec(compile(ast.Module([statement], []), str(README), "exec"), names)
    return told


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    """The names that all recipes leave behind, and what their lines say; they build on each other."""
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        told = {title: run(source, names) for title, source in BLOCKS}
    return names, told


def test_there_are_about_ten():
    assert 8 <= len(BLOCKS) <= 12
    assert all(SAYS in source for _title, source in BLOCKS)


@pytest.mark.parametrize("title", [title for title, _source in BLOCKS])
def test_each_line_has_the_value_that_it_says(kitchen, title):
    assert [(line, says) for line, says, value in kitchen[1][title] if says != value] == []


def test_lenet_has_as_many_parameters_as_torchinfo_counts(kitchen):
    graph = kitchen[0]["ex"].from_text(re.search(r'analyse\("(.+?)"\n\s+"(.+?)"', BLOCKS[0][1]).expand(r"\1\2"))
    counted = torchinfo.summary(kitchen[0]["ex"].networks.build(graph, (1, 28, 28)), (1, 1, 28, 28), verbose=0)
    assert counted.total_params == 61_706


def test_vgg_16_has_as_many_parameters_as_torchvision_says(kitchen):
    meta = VGG16_Weights.DEFAULT.meta
    assert kitchen[0]["report"].params == meta["num_params"]
    assert kitchen[0]["report"].macs / 1e9 == pytest.approx(meta["_ops"], abs=0.01)


def test_the_convolution_is_torchs(kitchen):
    conv = kitchen[0]["conv"]
    assert functional.conv2d(torch.tensor(conv.input)[None], torch.tensor(conv.weight))[0].tolist() == (
        conv.output.tolist())


def test_the_source_is_a_network_of_the_same_shapes(kitchen):
    made: dict[str, Any] = {}
    exec(kitchen[0]["source"], made)
    assert made["Small"]()(torch.zeros(2, 3, 32, 32)).shape == (2, 10)


def test_batch_norm_is_torchs(kitchen):
    layer = torch.nn.BatchNorm1d(1).double()
    output = layer(torch.tensor([[1.0], [2], [3], [4]], dtype=torch.float64))[:, 0]
    assert kitchen[0]["found"].output.tolist() == pytest.approx(output.tolist())
