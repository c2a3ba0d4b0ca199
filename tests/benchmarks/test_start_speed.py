"""From ``streamlit run`` to a usable page, against an empty Streamlit app or another page, in turn in one run."""

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

ROUNDS = 5
TARGET, TITLE_TARGET = 1.5, 1.0
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


def test_the_app_is_usable_as_soon_as_an_empty_one(cold, tmp_path, bench):
    empty = tmp_path / "empty.py"
    empty.write_text(EMPTY_PAGE)
    bare, ours = medians(bench, lambda: cold(empty, "/", "[data-testid=stMarkdown]"),
                         lambda: cold(APP, "/build_stack", "tr.selected"))
    bench.tells(f"start to usable: {ours:.2f} s, empty app {bare:.2f} s, ratio {ours / bare:.2f} (target {TARGET})")


def test_the_title_of_feature_maps_is_there_as_soon_as_that_of_pooling(cold, bench):
    light, heavy = medians(bench, lambda: cold(APP, "/pooling", "h1"), lambda: cold(APP, "/feature_maps", "h1"))
    bench.tells(f"start to title: Feature maps {heavy:.2f} s, Pooling {light:.2f} s, ratio {heavy / light:.2f} "
                f"(target {TITLE_TARGET})")
