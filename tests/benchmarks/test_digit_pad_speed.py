"""How fast what LeNet-5 reads follows the pen."""

from __future__ import annotations

from itertools import count

from explorer import images
from pages.pixel_to_class import pad
from pages.ui import previews
from tests.benchmarks.timing import best

SEVEN = images.to_text(images.written(images.HANDS[0], 7, 0))
DRAW = """
async (paper, seconds) => {
  const box = paper.getBoundingClientRect();
  const found = { frames: 0, asked: 0, answered: 0, most: 0 };
  const send = window.fetch;
  window.fetch = async (address, ...more) => {
    if (!String(address).includes('/preview/p2c_pad')) return send(address, ...more);
    found.asked += 1;
    found.most = Math.max(found.most, found.asked - found.answered);
    const answer = await send(address, ...more);
    found.answered += answer.ok;
    return answer;
  };
  const fill = CanvasRenderingContext2D.prototype.fillRect;
  CanvasRenderingContext2D.prototype.fillRect = function (...all) {
    found.frames += this.canvas === paper;
    return fill.apply(this, all);
  };
  paper.setPointerCapture = () => {};
  const point = (type, x, y) => paper.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0,
    isPrimary: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
  const start = performance.now();
  point('pointerdown', 0.5, 0.5);
  for (let step = 0; performance.now() - start < seconds * 1000 || !found.answered; step++) {
    point('pointermove', 0.5 + 0.3 * Math.sin(step / 20), 0.5 - 0.4 * Math.sin(step / 13));
    await new Promise(requestAnimationFrame);
    if (performance.now() - start > 60000) break;
  }
  point('pointerup', 0.5, 0.5);
  return found;
}
"""


def test_what_it_reads_follows_the_pen(app_url, new_page, settle, bench):
    """Draw for three seconds, a new place in each frame; count pictures of the pad and answers of the network."""
    page = new_page(alone=True)
    page.goto(f"{app_url}/pixel_to_class?network={pad.READER}")
    paper = page.locator(".st-key-p2c_pad canvas.paper")
    paper.wait_for(timeout=60_000)
    settle(page)
    seconds = bench.size(3.0, 0.3)
    found = paper.evaluate(DRAW, seconds)
    bench.tells(f"drawing: {found['frames'] / seconds:.1f} pictures and {found['answered'] / seconds:.1f} answers per "
                "second (target 20)")
    assert found["answered"] > 0
    assert found["most"] == 1  # one question is under way, the newest next
    assert not bench.real or found["answered"] / seconds >= 20


def test_an_answer_is_computed_in_less_than_a_twentieth_of_a_second(bench):
    turns = count(-90)  # another picture each time, as what was read before is kept

    def answer() -> None:
        changes = {"turn": next(turns), "thicken": 8, "noise": 20}
        previews._KNOWN[pad.LOOK]({"drawing": SEVEN, "changes": changes, "language": "en"})

    took = best(answer, bench.rounds(50))
    drawing = images.drawing_from_text(SEVEN)
    given = best(lambda: images.digit_input(images.raster(drawing), images.DigitChanges(turn=10, thicken=8)),
                 bench.rounds(50))
    bench.tells(f"reading a digit: {1e3 * took:.1f} ms (target 50), of which its picture {1e3 * given:.1f} ms")
    assert not bench.real or took < 0.05
