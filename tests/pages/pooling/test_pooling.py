"""*Pooling* inside the frame, under AppTest; what happens in the browser alone is in tests/browser/test_pooling.py."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from streamlit.testing.v1 import AppTest

from explorer.convolution.pooling.examples import GRID_EXAMPLES, GUIDE, NEGATIVE
from explorer.convolution.pooling.plan import START, grid_text
from pages.pooling.grid import torch_lines
from tests.pages.page import link, widget

ROOT = Path(__file__).parents[3]
VIEWS = {"grid": "On a grid", "shift": "Move the image", "photo": "On a photo", "choice": "Maximum or average?"}


def opened(**link: str) -> AppTest:
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60).run()
    at.switch_page("pooling/page.py")
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


@pytest.fixture
def app() -> AppTest:
    return opened()


def sent(at: AppTest, place: int = 0) -> dict:
    found = [element.proto for element in at.main if element.type == "bidi_component"]
    return json.loads(found[place].json)


@pytest.mark.parametrize("view", VIEWS)
def test_every_part_opens_from_a_link_and_says_what_to_look_for(view):
    at = opened(view=view)
    assert at.session_state["po_view"] == VIEWS[view]
    assert at.title[0].value == "Pooling" and at.caption[0].value
    assert sent(at)


def test_the_first_screen_holds_a_working_example(app):
    assert sent(app)["values"] == [list(row) for row in START] and sent(app)["starts"] == [[0, 2, 4]] * 2
    assert widget(app, "selectbox", "po_preset").value == "response"
    assert link(app) == {"grid": grid_text(START)}


def test_a_click_in_the_controls_changes_the_windows_and_the_link(app):
    app.number_input(key="po_kernel").set_value(3).run()
    app.number_input(key="po_stride").set_value(1).run()
    assert sent(app)["kernel"] == 3 and sent(app)["starts"] == [[0, 1, 2, 3]] * 2
    assert link(app) == {"grid": grid_text(START), "kernel": "3", "stride": "1"}
    assert any("Output size: 4 × 4" in text.value for text in app.markdown)


def test_an_example_brings_its_grid_and_its_pooling(app):
    widget(app, "selectbox", "po_preset").set_value("guide").run()
    assert sent(app)["values"] == [list(row) for row in GUIDE]
    assert link(app) == {"grid": grid_text(GUIDE), "kernel": "3", "stride": "1"}


def test_a_cell_that_was_typed_stays_and_the_component_is_not_told_to_start_over(app):
    version = sent(app)["version"]
    app.session_state["po_grid"] = {"selected": "1_2~3_99"}
    app.run()
    app.session_state["po_grid"] = {}
    app.run()
    assert sent(app)["values"] == [[1, 2], [3, 99]] and sent(app)["version"] == version
    assert link(app)["grid"] == "1_2~3_99" and widget(app, "selectbox", "po_preset").value is None


@pytest.mark.parametrize("rubbish", [7, None, ["1"], "1" * 30_000, {"a": 1}])
def test_what_no_component_of_ours_sends_changes_nothing(app, rubbish):
    app.session_state["po_grid"] = {"selected": rubbish}
    assert sent(app.run())["values"] == [list(row) for row in START] and not app.exception


def pasted(at: AppTest, text: str) -> AppTest:
    at.session_state["po_paste"] = True
    at.run()
    at.text_area(key="po_text").set_value(text)
    at.button(key="po_use").click().run()
    assert not at.exception
    return at


def test_a_pasted_grid_is_taken_and_what_is_no_number_in_it_named(app):
    version = sent(app)["version"]
    pasted(app, "1\tcat\t3\n4\t\t1e30")
    assert sent(app)["values"] == [[1, 0, 3], [4, 0, 0]] and sent(app)["version"] != version
    told = app.warning[0].value
    assert "Row 1, column 2" in told and "cat" in told and "Row 2, column 2" in told and "larger than" in told
    app.number_input(key="po_stride").set_value(1).run()
    assert not app.warning and sent(app)["values"] == [[1, 0, 3], [4, 0, 0]]


def test_a_text_without_numbers_is_refused_and_the_grid_stays(app):
    pasted(app, "cat dog")
    assert "no number" in app.error[0].value and sent(app)["values"] == [list(row) for row in START]


@pytest.mark.parametrize(("name", "value", "said"), [
    ("kernel", 9, "window of size 9"), ("padding", 2, "more than half the window of 2. Use at most 1")])
def test_what_torch_refuses_is_explained_in_place_and_kept(app, name, value, said):
    app.number_input(key=f"po_{name}").set_value(value).run()
    assert said in sent(app)["wrong"] and sent(app)["values"] == [list(row) for row in START]
    assert app.number_input(key=f"po_{name}").value == value and link(app)[name] == str(value)
    app.number_input(key=f"po_{name}").set_value(1).run()
    assert sent(app)["wrong"] is None


def test_rubbish_in_the_link_is_named_and_the_nearest_state_shown():
    at = opened(grid="1_cat~2_3", kernel="99", padding="x", view="nowhere")
    assert sent(at)["values"] == [[1, 0], [2, 3]] and at.number_input(key="po_kernel").value == 16
    told = at.warning[0].value
    assert all(word in told for word in ("cat", "99", "padding", "nowhere"))


def test_the_state_outlives_a_visit_to_another_page(app):
    app.number_input(key="po_kernel").set_value(3).run()
    app.switch_page("home/page.py").run()
    app.switch_page("pooling/page.py").run()
    assert sent(app)["kernel"] == 3 and link(app)["kernel"] == "3"


@pytest.mark.parametrize("name", GRID_EXAMPLES)
def test_the_geometry_that_is_sent_gives_torchs_numbers(app, name):
    if name != "response":
        widget(app, "selectbox", "po_preset").set_value(name).run()
    one, data = GRID_EXAMPLES[name], sent(app)
    values = torch.tensor(one.grid, dtype=torch.float64)[None, None]
    options = (one.kernel, one.stride, one.padding)
    best, mean = F.max_pool2d(values, *options)[0, 0], F.avg_pool2d(values, *options)[0, 0]
    for (y, top), (x, left) in ((y, x) for y in enumerate(data["starts"][0]) for x in enumerate(data["starts"][1])):
        rows = [at for at in data["lanes"][0][top:top + one.kernel] if at >= 0]
        columns = [at for at in data["lanes"][1][left:left + one.kernel] if at >= 0]
        window = np.array(one.grid)[np.ix_(rows, columns)]
        assert window.max() == best[y, x]
        assert window.sum() / data["divisors"][y][x] == pytest.approx(float(mean[y, x]))


def test_averages_can_leave_padding_out():
    at = opened(grid=grid_text(NEGATIVE), kernel="3", stride="2", padding="1")
    assert sent(at)["divisors"][0][0] == 9
    at.checkbox(key="po_count").uncheck().run()
    assert sent(at)["divisors"][0][0] == 4 and link(at)["count"] == "0"


def test_ceil_mode_reaches_beyond_the_edge():
    at = opened(grid=grid_text(GUIDE))
    assert sent(at)["unread"] == [[4], [4]] and "Ceil mode" in sent(at)["note"]
    at.checkbox(key="po_ceil").check().run()
    assert sent(at)["unread"] == [[], []] and -3 in sent(at)["lanes"][0]


def test_the_torch_lines_compute_what_is_shown():
    from explorer.convolution.pooling.plan import PoolingPlan
    plan = PoolingPlan(grid=GUIDE, kernel=3, stride=2, padding=1, ceil=True, count=False)
    space = {"F": F, "x": torch.tensor(GUIDE, dtype=torch.float64)[None, None]}
    best, mean = (eval(line, space)[0, 0].numpy() for line in torch_lines(plan).splitlines())
    np.testing.assert_allclose(plan.pooling("max").output[0], best)
    np.testing.assert_allclose(plan.pooling("average").output[0], mean)


def test_a_move_of_the_image_is_taken_over_and_stands_in_the_link():
    at = opened(view="shift")
    at.session_state["po_shift"] = {"selected": "2_-3"}
    at.run()
    at.session_state["po_shift"] = {}
    at.run()
    assert sent(at)["shift"] == "2_-3" and link(at)["shift"] == "2_-3"


@pytest.mark.parametrize("rubbish", ["9_0", "cat", 3, None, "0_0_0"])
def test_a_move_that_is_none_changes_nothing(rubbish):
    at = opened(view="shift")
    at.session_state["po_shift"] = {"selected": rubbish}
    assert sent(at.run())["shift"] == "0_1" and not at.exception


def test_the_photo_can_be_moved_as_well():
    at = opened(view="shift", subject="photo")
    assert sent(at)["side"] == 64
    at.segmented_control(key="po_subject").set_value("digit").run()
    assert sent(at)["side"] == 44 and "subject" not in link(at)


def test_the_comparison_is_in_the_link():
    at = opened(view="shift")
    at.segmented_control(key="po_follow").set_value(True).run()
    assert sent(at)["follow"] is True and link(at)["follow"] == "1"


def test_the_largest_window_can_be_moved_over_too():
    at = opened(view="shift", kernel="16", stride="1")
    assert sent(at)["kernel"] == 16 and not at.error


def test_a_photo_pooled_once_more_is_half_as_large():
    at = opened(view="photo", times="1")
    assert "85 × 128 px" in sent(at)["pictures"]["max"]["facts"]
    at.number_input(key="po_times").set_value(2).run()
    assert "42 × 64 px" in sent(at)["pictures"]["max"]["facts"] and link(at)["times"] == "2"
    assert any("4 × 4 px" in text.value for text in at.markdown)


def test_a_photo_that_is_too_small_for_another_step_says_where_it_stops():
    at = opened(view="photo", times="6", kernel="16", stride="16")
    assert "After 1 of 6 times" in at.error[0].value.replace("\\", "")
    assert at.number_input(key="po_times").value == 6


def test_both_examples_give_their_numbers():
    at = opened(view="choice")
    texts = " ".join(text.value for text in at.markdown)
    assert "**8.00** in the maximum, **4.00** in the average" in texts
    assert "6.02 ± 0.67" in texts and "5.00 ± 0.46" in texts
    at.segmented_control(key="po_choice_window").set_value(4).run()
    assert "**2.00** in the average" in " ".join(text.value for text in at.markdown)
