"""A slider of *Build a stack* with VGG-16, against the same slider on an empty Streamlit page that echoes it.

Both are timed inside the browser, from the key press to the new number on screen, in one run and in turn.
"""

from statistics import median

ROUNDS, WARM = 20, 2
TARGET = 1.3
EMPTY_PAGE = """
import streamlit as st
kernel = st.slider("Kernel", 1, 11, 3, key="kernel")
st.markdown(f"kernel {kernel}")
"""
TIMER = """
(read) => {
  const find = new Function(`return ${read};`);
  window.timed = () => new Promise((resolve) => {
    const before = find();
    let start;
    addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
    const look = () => {
      if (start !== undefined && find() !== before) resolve(performance.now() - start);
      else if (performance.now() - start > 10000) resolve(NaN);
      else setTimeout(look, 1);
    };
    look();
  });
}
"""
ECHO = "document.querySelector('[data-testid=stMarkdown] p').textContent"
NUMBERS = """
(window.host ??= [...document.querySelectorAll('*')].find((one) => one.shadowRoot?.querySelector('tr.selected')))
  .shadowRoot.querySelector('tr.selected').textContent
"""


def prepared(page, url, read, settle):
    page.goto(url)
    slider = page.get_by_role("slider", name="Kernel")
    slider.wait_for()
    settle(page)
    page.evaluate(TIMER, read.strip().replace("\n", " "))
    return slider


def one_move(page, slider, key):
    slider.focus()
    page.evaluate("() => { window.result = window.timed(); }")
    page.keyboard.press(key)
    elapsed = page.evaluate("() => window.result")
    page.wait_for_timeout(700)
    return elapsed


def test_a_slider_costs_what_an_empty_page_costs(app_url, serve, tmp_path, new_page, settle, bench):
    from explorer.graph import PRESETS, to_text

    script = tmp_path / "empty.py"
    script.write_text(EMPTY_PAGE)
    stack = to_text(PRESETS["vgg16"].graph)
    with serve(script) as empty_url:
        pages = [new_page(alone=True), new_page(alone=True)]
        sliders = [prepared(pages[0], empty_url, ECHO, settle),
                   prepared(pages[1], f"{app_url}/build_stack?stack={stack}&input=3x224x224", NUMBERS, settle)]
        times = [[], []]
        for turn in range(bench.size(ROUNDS + WARM, 1)):
            for side in (0, 1):
                pages[side].bring_to_front()
                times[side].append(one_move(pages[side], sliders[side], ("ArrowRight", "ArrowLeft")[turn % 2]))
    empty, ours = (median(column[bench.size(WARM, 0):]) for column in times)
    bench.tells(f"slider to number: VGG-16 {ours:.0f} ms, empty page {empty:.0f} ms, ratio {ours / empty:.2f} "
                f"(target {TARGET})")
    assert ours > 0
