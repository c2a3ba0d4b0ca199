"""From ``streamlit run`` to a usable *Build a stack* page, against an empty Streamlit app, in turn in one run."""

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

ROUNDS = 5
TARGET = 1.5
EMPTY_PAGE = 'import streamlit as st\nst.slider("Kernel", 1, 11, 3)\nst.markdown("ready")\n'


@pytest.mark.benchmark
def test_the_app_is_usable_as_soon_as_an_empty_one(serve, tmp_path, new_page, capsys):
    empty = tmp_path / "empty.py"
    empty.write_text(EMPTY_PAGE)

    def seconds(script, path, sign):
        page = new_page()
        start = perf_counter()
        with serve(script) as url:
            page.goto(url + path)
            page.locator(sign).first.wait_for()
            elapsed = perf_counter() - start
            page.close()
        return elapsed

    app = Path(__file__).parents[2] / "app.py"
    pairs = [(seconds(empty, "/", "[data-testid=stMarkdown]"), seconds(app, "/build_stack", "tr.selected"))
             for _ in range(ROUNDS + 1)][1:]
    bare, ours = (median(column) for column in zip(*pairs, strict=True))
    with capsys.disabled():
        print(f"\nstart to usable: {ours:.2f} s, empty app {bare:.2f} s, ratio {ours / bare:.2f} (target {TARGET})")
    assert ours > 0
