"""*Where is it?*, tab *Grid*: its parts, from links and by hand."""

from __future__ import annotations

from explorer.scenes import to_text
from pages.where_is_it.cell_truth import TOGETHER
from pages.where_is_it.scene_settings import FIRST
from tests.pages.page import checked, component, link, opened_page, pick, text_of, widget


def test_suppression_is_played_for_the_lectures_boxes():
    at = opened_page("where_is_it", view="grid", grid_part="nms", nms_from="three")
    told = component(at, "wi_turns")
    assert [one["verdict"] for one in told["turns"][0]["rest"]] == ["falls", "stays"]
    assert "In the end 2 of 3 are kept" in text_of(at) and "How it goes" in text_of(at)
    at = pick(at, "wi_turns", "t.2")
    said = text_of(at)
    assert r"\frac{I}{U} = \tfrac{81}{119} = 0.6807" in text_of(at).replace("text{IoU}", "") or "119" in said
    assert link(at)["nms_step"] == "2" and "A = A, B = B" in said
    widget(at, "slider", "wi_nms_iou").set_value(0.7).run()
    assert "In the end 3 of 3 are kept" in text_of(checked(at))
    assert at.code[0].value.endswith("ops.batched_nms(boxes, scores, classes, 0.7)")


def test_truth_is_assigned_and_two_things_share_a_cell():
    at = opened_page("where_is_it", view="grid", grid_part="truth")
    assert "has a cell of its own" in " ".join(found.value for found in at.success)
    assert component(at, "wi_owners")["says"][5 * 8 + 2] == "Row 6, column 3: responsible for triangle"
    at.button(key="wi_together_3").click().run()
    said = text_of(checked(at))
    assert "Row 5, column 5 holds 3 centres" in said and "lost: star" in said
    assert link(at)["scene"] != to_text(FIRST) and len(TOGETHER[3]) == 3
    at = pick(at, "wi_owners", "0.1")
    assert link(at)["cell"] == "0_1" and "What row 1, column 2 learns" in text_of(at)


def test_yolos_tensor_follows_a_click_and_a_slider():
    at = opened_page("where_is_it", view="grid", grid_part="tensor")
    said = text_of(at)
    assert "1{,}470" in said and "= 288" in said and "= 224" in said
    assert "Responsible for the cat: box 1" in said
    at = pick(at, "wi_yolo", "0.0")
    assert "Not responsible" in text_of(at) and "= 32" in text_of(at)
    assert component(at, "wi_yolo")["says"][0].endswith("numbers 1 to 30 of the tensor")
