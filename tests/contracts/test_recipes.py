"""README.md's *Work on it* is followed by machine, in a copy: its files, in its order, and what was added is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contracts.repository import ROOT, text_of

COPIED = ("explorer", "pages", "tests", "assets", ".streamlit", ".ci", "README.md", "pyproject.toml", "app.py",
          "requirements.txt")
NAME = "sharpness"
PAGE = '''"""Sharpness: how much detail a photo holds."""

import streamlit as st

from pages.ui.text import _

st.title(_("Sharpness"))
'''
PAGE_TEST = '''from tests.pages.page import component, opened_page


def test_it_opens():
    assert opened_page("sharpness").title[0].value == "Sharpness"
'''
SAYS = "Measure how much detail a photo holds."
DRAWING = '''def sharpness(palette: Palette) -> Iterator[str]:
    """Draw a fine line beside a broad one."""
    yield line("60,30 60,120", palette.quiet, 2)
    yield line("160,30 160,120", palette.quiet, 20)


'''
Step = Callable[[Path], None]


def written(text: str) -> Step:
    """Return a step that writes a new file."""
    def step(file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return step


def before(mark: str, text: str) -> Step:
    """Return a step that puts ``text`` before the only ``mark`` of a file."""
    def step(file: Path) -> None:
        found = file.read_text(encoding="utf-8")
        assert found.count(mark) == 1, f"{mark!r} is not once in {file}"
        file.write_text(found.replace(mark, text + mark), encoding="utf-8")

    return step


def all_of(*steps: Step) -> Step:
    """Return a step that does several things to one file."""
    def step(file: Path) -> None:
        for one in steps:
            one(file)

    return step


def drawn(file: Path) -> None:
    """Run the script that draws the cards, as the recipe says."""
    subprocess.run([sys.executable, "-m", "assets.pages.draw"], cwd=file.parents[2], check=True)


# Recipe -> what is done to each of its files. The keys and their order are those of the README, or the test fails.
FOLLOWED: dict[str, dict[str, Step]] = {
    "A page": {
        "pages/<name>/__init__.py": written('"""*Sharpness*: how much detail a photo holds."""\n'),
        "pages/<name>/page.py": written(PAGE),
        "pages/contents.py": before('    Entry(N_("Networks"), "build_stack"', f'    Entry(N_("Convolution"), '
                                    f'"{NAME}", N_("Sharpness"), ":material/blur_on:",\n          N_("{SAYS}")),\n'),
        "assets/pages/draw.py": all_of(before("def build_stack(", DRAWING),
                                       before("build_stack, layers, receptive_fields", f"{NAME}, "), drawn),
        "pages/README.md": before("build_stack/", f"{NAME}/  Sharpness\n"),
        "README.md": before("| Build a stack |", f"| Sharpness | {SAYS} |\n"),
        "tests/pages/<name>/test_<name>.py": written(PAGE_TEST),
    },
    "A layer kind": {
        "explorer/graph/layers/basic.py": before(
            "@dataclass(frozen=True, slots=True, kw_only=True)\nclass Softmax(", "@dataclass(frozen=True, slots=True, "
            'kw_only=True)\nclass Mish(Layer):\n    """Value times tanh of its softplus."""\n\n'
            '    stem: ClassVar[str] = "mish"\n\n\n'),
        "explorer/graph/layers/codes.py": all_of(
            before("    ReLU,\n", "    Mish,\n"), before('"softmax": Softmax', '"mish": Mish, '),
            before('"Multiply", "PReLU"', '"Mish", ')),
    },
    "A preset": {
        "explorer/graph/presets/plain.py": before("def tinyvgg()", "def tiny() -> Graph:\n    "
                                                  '"""Return one convolution."""\n    return Graph.chain('
                                                  "Conv2d(out_channels=2))\n\n\n"),
        "explorer/graph/presets/__init__.py": before('    "tinyvgg": Preset(', '    "tiny": Preset("One convolution", '
                                                     'plain.tiny, (1, 8, 8), "Nobody",\n                   '
                                                     'message("Two kernels.")),\n'),
        "tests/explorer/graph/test_published_facts.py": before('("lenet5", 61_706', '("tiny", 20, 648), '),
    },
    "A filter": {
        "explorer/convolution/filters/kernels.py": before(
            '    _of("sobel_x"', '    _of("roberts", N_("Roberts"), ((1, 0), (0, -1)),\n        N_("Change along the '
            'diagonal."), "Roberts (1963)"),\n'),
        "tests/explorer/convolution/filters/test_kernels.py": before('("sobel_x", 0, [0, 4, 4, 0])',
                                                                     '("roberts", 0, [0, 0, -1, 0, 0]), '),
    },
}
SEEN = """
from pages.classic_filters.words import TITLES
from explorer.graph import PRESETS, analyse, from_text, to_pytorch, to_text
from explorer.networks import load
from tests.pages.page import component, opened_page

def offered(page, title):
    found = [box for box in page.selectbox if title in box.options]
    assert found, [box.options for box in page.selectbox]

offered(opened_page("classic_filters"), "Roberts")
offered(opened_page("build_stack"), "One convolution")
assert ["mish", "Mish"] in component(opened_page("build_stack"), "bs_desk")["panel"]["add"]["choices"]
graph = from_text("conv.o2~mish")
assert to_text(graph) == "conv.o2~mish" and "nn.Mish()" in to_pytorch(graph, (1, 8, 8))
assert analyse(graph, (1, 8, 8)).output_shape == (2, 6, 6)
assert "Mish" in str(load("stack/1x8x8/conv.o2~mish").module)
print("seen")
"""


def recipes() -> dict[str, list[str]]:
    """Return the files of each recipe of the README, in its order."""
    found = re.findall(r"\n\*\*(An? [^*]+)\*\*\n\n((?:\d\. .+\n(?:   .+\n)*)+)", text_of(ROOT / "README.md"))
    return {title: re.findall(r"`([\w<>/.]+/[\w<>.]+|README\.md)`(?=[:,]| and| or)", steps) for title, steps in found}


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> Path:
    """Return a copy of the repository in which each recipe was followed."""
    copy = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(source, copy / name)
    for steps in FOLLOWED.values():
        for path, step in steps.items():
            step(copy / path.replace("<name>", NAME))
    return copy


def run(copy: Path, *command: str) -> str:
    """Run Python in the copy and return what it says."""
    told = subprocess.run([sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def test_six_kinds_of_things_can_be_added():
    assert list(recipes()) == ["A page", "A layer kind", "A preset", "A filter", "A data set", "An attribution method"]


@pytest.mark.parametrize("recipe", FOLLOWED)
def test_what_is_done_here_is_what_the_readme_says_in_its_order(recipe):
    said, done = recipes()[recipe], list(FOLLOWED[recipe])
    assert [path for path in said if path in done] == done
    if recipe in {"A page", "A filter"}:
        assert said == done


@pytest.mark.parametrize("recipe", recipes())
def test_the_files_of_a_recipe_exist(recipe):
    paths = [path.replace("<name>", "pooling") for path in recipes()[recipe]]
    assert len(paths) >= 2
    assert [path for path in paths if not (ROOT / path).is_file()] == []


def test_a_filter_a_preset_and_a_layer_are_offered_by_their_pages_and_work(followed):
    assert run(followed, "-c", SEEN).strip().endswith("seen")


def test_what_was_added_passes_the_tests_that_are_there_and_nothing_of_the_house_complains(followed):
    run(followed, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/pages/{NAME}", "tests/pages/test_main.py",
        "tests/contracts/test_readme.py", "tests/contracts/test_rooms.py",
        "tests/explorer/convolution/filters/test_kernels.py", "tests/explorer/graph/test_published_facts.py",
        "tests/explorer/graph/layers/test_layers_against_torch.py", "-k",
        f"({NAME} or start_page or script_draws or readme or rooms or roberts or tiny or without_weights "
        "or every_kind) and not quick_loop")
