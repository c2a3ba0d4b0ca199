"""How fast a scene follows a finger, and how fast what is found in it does."""

from __future__ import annotations

import pytest

from explorer import scenes
from pages.ui import previews
from pages.where_is_it import boxes, every_pixel, grid
from tests.benchmarks.timing import best

SCENE = scenes.random_scene(7, count=(5, 5), grounds=("plain",))
DRAG = """
async (canvas, seconds) => {
  const box = canvas.getBoundingClientRect();
  const found = { frames: 0, asked: 0, answered: 0, most: 0 };
  const send = window.fetch;
  window.fetch = async (address, ...more) => {
    if (!String(address).includes('/preview/')) return send(address, ...more);
    found.asked += 1;
    found.most = Math.max(found.most, found.asked - found.answered);
    const answer = await send(address, ...more);
    found.answered += answer.ok;
    return answer;
  };
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...all) {
    found.frames += 1;
    return put.apply(this, all);
  };
  canvas.setPointerCapture = () => {};
  const point = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0,
    clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
  const [from, start] = [[X, Y], performance.now()];
  point('pointerdown', ...from);
  for (let step = 0; performance.now() - start < seconds * 1000 || !found.answered; step++) {
    point('pointermove', from[0] + 0.1 * Math.sin(step / 9), from[1] + 0.1 * (1 - Math.cos(step / 9)));
    await new Promise(requestAnimationFrame);
    if (performance.now() - start > 60000) break;
  }
  point('pointerup', ...from);
  return found;
}
"""


def test_a_scene_by_chance_is_drawn_for_training_in_milliseconds(bench):
    scene = scenes.random_scene(3, count=(8, 8), grounds=("brick",))
    rounds = bench.rounds(200)
    drawn = 1e3 * best(lambda: scenes.drawn(scene, 64), rounds)
    told = 1e3 * best(lambda: scenes.truth(scene, 64), rounds)
    made = 1e3 * best(lambda: scenes.random_scene(3, count=(8, 8), grounds=("brick",)), rounds)
    bench.tells(f"scene of eight shapes: made in {made:.2f} ms, drawn in {drawn:.2f} ms (target 3 together), truth in "
                f"{told:.2f} ms")
    assert not bench.real or made + drawn < 3


@pytest.mark.parametrize("view", ["grid", pytest.param("pixels", marks=pytest.mark.full)])
def test_what_is_found_follows_a_shape_that_is_dragged(view, app_url, new_page, settle, bench):
    """Drag a shape for three seconds, a new place in each frame; count pictures and answers of the network."""
    page = new_page(alone=True)
    page.goto(f"{app_url}/where_is_it?view={view}&scene={scenes.to_text(SCENE)}")
    canvas = page.locator("[class*=st-key-wi_scene_] canvas.over")
    canvas.wait_for()
    settle(page)
    seconds, top = bench.size(3.0, 0.3), SCENE.things[-1]
    found = canvas.evaluate(DRAG.replace("X, Y", f"{top.x}, {top.y}"), seconds)
    bench.tells(f"dragging in {view}: {found['frames'] / seconds:.1f} pictures and {found['answered'] / seconds:.1f} "
                "answers per second (target 5)")
    assert found["answered"] > 0
    assert found["most"] == 1  # one question is under way, the newest next


def test_an_answer_is_computed_in_less_than_a_fifth_of_a_second(bench):
    question = {"scene": scenes.to_text(SCENE), "language": "en"}
    # Tabs offer what answers when they are imported.
    assert [tab.TAB.view for tab in (boxes, grid, every_pixel)] == ["boxes", "grid", "pixels"]
    names = [name for name in previews._KNOWN if name.startswith("wi_")]
    for name in names:
        took = best(lambda name=name: previews._KNOWN[name](question), bench.rounds(20))
        bench.tells(f"answer of {name}: {1e3 * took:.0f} ms (target 200)")
        assert not bench.real or took < 0.2
    assert names
