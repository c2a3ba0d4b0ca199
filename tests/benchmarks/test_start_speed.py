"""From ``streamlit run`` to a usable page, against an empty Streamlit app or another page, in turn in one run."""

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

ROUNDS = 5
APP = Path(__file__).parents[2] / "app.py"
EMPTY_PAGE = 'import streamlit as st\nst.slider("Kernel", 1, 11, 3)\nst.markdown("ready")\n'


@pytest.fixture
def cold(serve, new_page):
    """Return ``cold(script, path, sign)``: how long a fresh server takes until ``sign`` is on screen, s."""
    def seconds(script, path, sign):
        page = new_page()
        begun = perf_counter()
        with serve(script) as url:
            page.goto(url + path, timeout=120_000)
            page.locator(sign).first.wait_for(timeout=120_000)
            elapsed = perf_counter() - begun
            page.close()
        return elapsed

    return seconds


def medians(bench, *works):
    """Return the median of each work; a real run leaves the first round out."""
    rounds = [[work() for work in works] for _ in range(bench.size(ROUNDS + 1, 1))]
    return [median(column) for column in zip(*rounds[bench.size(1, 0):], strict=True)]


@pytest.fixture
def empty(tmp_path):
    """Return a script that shows next to nothing."""
    script = tmp_path / "empty.py"
    script.write_text(EMPTY_PAGE)
    return script


@pytest.mark.parametrize(("what", "ours", "against", "target"), [
    ("start to usable", (APP, "/build_stack", "tr.selected"), (None, "/", "[data-testid=stMarkdown]"), 1.5),
    pytest.param("start to the title of Feature maps", (APP, "/feature_maps", "h1"), (APP, "/pooling", "h1"), 1.0,
                 marks=pytest.mark.full),
], ids=["usable", "title"])
def test_a_page_of_the_app_is_there_as_soon_as_another(what, ours, against, target, cold, empty, bench):
    """The other is an empty app, or a page without a network."""
    other, mine = medians(bench, lambda: cold(against[0] or empty, *against[1:]), lambda: cold(*ours))
    bench.tells(f"{what}: {mine:.2f} s, the other {other:.2f} s, ratio {mine / other:.2f} (target {target})")
