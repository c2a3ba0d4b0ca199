"""A step through the largest grid of *Pooling*: script and layout in the browser, against the length of a frame."""

from statistics import median

FRAME_MS = 16
STEPS = """(line, steps) => {
  const times = [];
  for (let at = 0; at < steps; at++) {
    const start = performance.now();
    line.value = at;
    line.dispatchEvent(new Event("input"));
    line.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times;
}"""


def test_a_step_is_drawn_within_a_frame(app_url, browser_page, settle, bench):
    page = browser_page
    page.goto(f"{app_url}/pooling?grid={'~'.join(['1' + '_2' * 15] * 16)}&kernel=2&stride=1")
    page.locator(".line").wait_for()
    settle(page)
    times = page.locator(".line").evaluate(STEPS, bench.size(200, 3))
    bench.tells(f"step of pooling, 16 x 16 cells: median {median(times):.1f} ms, a frame lasts {FRAME_MS} ms")
    assert len(times) == bench.size(200, 3)
