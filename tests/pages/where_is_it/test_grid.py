"""*Where is it?*, tab *Grid*: its parts, from links and by hand."""

from __future__ import annotations

import json

from explorer.scenes import MOST_THINGS, random_scene, to_text
from pages.where_is_it.cell_truth import MOST_TOLD, TOGETHER
from pages.where_is_it.scene import KEY
from pages.where_is_it.scene_settings import FIRST
from tests.pages.page import checked, component, link, opened_page, pick, text_of, widget


def test_suppression_is_played_for_the_lectures_boxes():
    at = opened_page("where_is_it", view="grid", grid_part="nms", nms_from="three")
    told = component(at, "wi_turns")
    assert [one["verdict"] for one in told["turns"][0]["rest"]] == ["falls", "stays"]
    assert "In the end 2 of 3 are kept" in text_of(at) and "How it goes" in text_of(at)
    at = pick(at, "wi_turns", "t.2")
    said = text_of(at)
    assert "frac{81}{119} = 0.6807" in said and "IoU} = 0.681 > 0.5" in said
    assert link(at)["nms_step"] == "2" and "A = P, B = Q" in said
    widget(at, "slider", "wi_nms_iou").set_value(0.7).run()
    assert "In the end 3 of 3 are kept" in text_of(checked(at))
    assert at.code[0].value.endswith("ops.batched_nms(boxes, scores, classes, 0.7)")
    widget(at, "button_group", "wi_nms_from").set_value("crowd").run()
    assert "nms_step" not in link(checked(at)) and "Hard suppression loses Q" in text_of(at)


def test_truth_is_assigned_and_two_things_share_a_cell():
    at = opened_page("where_is_it", view="grid", grid_part="truth")
    assert "has a cell of its own" in " ".join(found.value for found in at.success)
    assert "What row 6, column 3 learns from this scene" in text_of(at)
    at.button(key="wi_together_3").click().run()
    said = text_of(checked(at))
    assert "Row 5, column 5 holds 3 centres" in said and "lost: star" in said
    assert link(at)["scene"] != to_text(FIRST) and len(TOGETHER[3]) == 3
    at = pick(at, f"{KEY}_wi_owners", json.dumps({"scene": link(at)["scene"], "cell": [0, 1]}))
    assert link(at)["cell"] == "0_1" and "What row 1, column 2 learns" in text_of(at)


def test_a_scene_that_is_too_full_and_one_that_is_empty_are_told_of():
    crowd = to_text(random_scene(3, count=(MOST_THINGS, MOST_THINGS), sizes=(0.1, 0.2), overlap=1))
    at = opened_page("where_is_it", view="grid", grid_part="truth", truth_cells=4, scene=crowd)
    assert len(at.warning) == MOST_TOLD and "lost:" in text_of(at)
    assert "Cells that hold several centres" in text_of(at)
    at = opened_page("where_is_it", view="grid", grid_part="truth", scene="dfe3e8.0.0")
    assert "Nothing is in the scene" in text_of(at)


def test_yolos_tensor_follows_a_click_and_a_slider():
    at = opened_page("where_is_it", view="grid", grid_part="tensor")
    said = text_of(at)
    assert "1{,}470" in said and "= 288" in said and "= 224" in said
    assert "Responsible for the cat: box 1" in said
    at = pick(at, "wi_yolo", "0.0")
    assert "Not responsible" in text_of(at) and "= 32" in text_of(at)
    assert component(at, "wi_yolo")["says"][0].endswith("numbers 1 to 30 of the tensor")


def test_a_cell_of_the_scene_is_read_step_by_step():
    at = opened_page("where_is_it", view="grid")
    assert "Row 6, column 3, box 2: its 11 raw outputs" in text_of(at)
    assert "Softmax says triangle" in text_of(at) and "the box is shown" in text_of(at)
    at = pick(at, f"{KEY}_wi_cells", json.dumps({"scene": to_text(FIRST), "cell": [0, 7]}))
    assert link(at)["cell"] == "0_7" and "Row 1, column 8" in text_of(at)
    assert "the box is thrown away" in text_of(at)
    widget(at, "button_group", "wi_grid_part").set_value("nms").run()
    names = [box["name"] for box in component(checked(at), "wi_turns")["boxes"]]
    assert {name.split()[0] for name in names} == {"circle", "star", "triangle", "square", "ring"}
