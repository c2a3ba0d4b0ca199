"""*Architectures* in a real browser: the picture of a block lights up in the order that its graph tells."""

from __future__ import annotations

from explorer.milestones import DESIGNS, waves

MOVES = """() => {
  const inside = (one) => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one];
  const all = (root) => [...root.querySelectorAll("*")].flatMap(inside);
  return all(document.querySelector(".st-key-ar_flow")).filter((one) =>
    getComputedStyle(one).animationName !== "none").length;
}"""


def lit(page) -> dict[str, str]:
    return {node.get_attribute("data-id"): node.get_attribute("data-flow")
            for node in page.locator(".st-key-ar_flow .node").all()}


def test_a_block_lights_up_as_it_is_computed_and_lines_move_only_where_that_is_wanted(app_url, new_page, settle):
    page = new_page("desktop", "light")
    page.goto(f"{app_url}/architectures?view=blocks&block=inception")
    settle(page)
    flow = page.locator(".st-key-ar_flow")
    flow.locator(".node").first.wait_for()
    assert set(lit(page).values()) == {"done", "now"}  # whole at first

    design = DESIGNS["inception"]
    order = waves(design.report(design.nearest({})))
    flow.locator(".node[data-id=reduce3x3]").click()
    flow.get_by_text("Step 2 of 4").first.wait_for()
    shown = lit(page)
    assert {name for name, now in shown.items() if now == "now"} == {name for name in order[1] if "." not in name}
    assert {name for name, now in shown.items() if now == "ahead"} == {name for wave in order[2:] for name in wave}
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page.emulate_media(reduced_motion=motion)
        assert bool(page.evaluate(MOVES)) is moves

    flow.locator("button.next").click()
    flow.get_by_text("128 × 28 × 28").first.wait_for()
    assert lit(page)["conv5x5"] == "now"
