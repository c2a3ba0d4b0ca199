"""A slider of *Build a stack* with VGG-16, against the same slider on an empty Streamlit page that echoes it.

Both are timed inside the browser, from the key press to the new number on screen, in one run and in turn.
"""

from statistics import median

import pytest

ROUNDS, WARM = 20, 2
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

DRAG = """
(seconds) => new Promise((resolve) => {
  const host = [...document.querySelectorAll('*')].find((one) => one.shadowRoot?.querySelector('tr.selected'));
  const slider = host.shadowRoot.querySelector('input[type=range]');
  const found = { shown: 0, sent: 0 };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (data.byteLength > 200) found.sent += 1;
    return send.call(this, data);
  };
  const watch = new MutationObserver(() => { found.shown += 1; });
  watch.observe(host.shadowRoot.querySelector('tr.selected'), { subtree: true, characterData: true, childList: true });
  let [value, way] = [Number(slider.value), 1];
  const start = performance.now();
  slider.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  const move = () => {
    if (performance.now() - start > seconds * 1000 && found.shown) {
      watch.disconnect();
      slider.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
      return resolve(found);
    }
    if (value + way > Number(slider.max) || value + way < Number(slider.min)) way = -way;
    value += way;
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(move);
  };
  move();
})
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


def stack_address(app_url, name, layer=""):
    from explorer.graph import PRESETS, shape_to_text, to_text

    preset = PRESETS[name]
    return (f"{app_url}/build_stack?stack={to_text(preset.graph)}&input={shape_to_text(preset.input_shape)}"
            f"&layer={layer}")


@pytest.mark.parametrize(("name", "target"), [
    ("vgg16", 1.5), pytest.param("resnet50", 2.0, marks=pytest.mark.full),
    pytest.param("resnet152", 2.0, marks=pytest.mark.full)])
def test_a_slider_costs_what_an_empty_page_costs(name, target, app_url, serve, tmp_path, new_page, settle, bench):
    script = tmp_path / "empty.py"
    script.write_text(EMPTY_PAGE)
    with serve(script) as empty_url:
        pages = [new_page(alone=True), new_page(alone=True)]
        sliders = [prepared(pages[0], empty_url, ECHO, settle),
                   prepared(pages[1], stack_address(app_url, name), NUMBERS, settle)]
        times = [[], []]
        for turn in range(bench.size(ROUNDS + WARM, 1)):
            for side in (0, 1):
                pages[side].bring_to_front()
                times[side].append(one_move(pages[side], sliders[side], ("ArrowRight", "ArrowLeft")[turn % 2]))
    empty, ours = (median(column[bench.size(WARM, 0):]) for column in times)
    bench.tells(f"slider to number: {name} {ours:.0f} ms, empty page {empty:.0f} ms, ratio {ours / empty:.2f} "
                f"(target {target})")
    assert ours > 0


@pytest.mark.parametrize(("name", "target"), [
    ("lenet5", 20), pytest.param("vgg16", 10, marks=pytest.mark.full)])
def test_numbers_follow_a_slider_that_is_dragged(name, target, app_url, new_page, settle, bench):
    """Drag for three seconds, a new value in each frame, and count how often the numbers change."""
    page = new_page(alone=True)
    prepared(page, stack_address(app_url, name), NUMBERS, settle)
    seconds = bench.size(3.0, 0.3)
    found = page.evaluate(DRAG, seconds)
    bench.tells(f"dragging: {name} {found['shown'] / seconds:.1f} updates per second (target {target})")
    assert found["shown"] > 0
    assert found["sent"] <= found["shown"] + 1  # nothing queues up: the next is sent when the one before was answered
