"""What components are given: cells of tables as texts, lengths of styles in the page's letters, clicks that count."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from explorer.graph import PRESETS, Convention, analyse
from pages.ui.components.component import LETTER, checked, in_rem
from pages.ui.components.field_views import edges, where
from pages.ui.components.layer_table import COLUMNS, clicked_cell, table_data
from pages.ui.components.picture_tiles import _atlas
from pages.ui.components.table import _text

# Lengths in styles, and what becomes of them: hairlines and what asks for a width stay.
STYLES = [
    ("width: 30px", "width: 2rem"), ("border: 1px solid", "border: 1px solid"), ("gap: 3.9px", "gap: 3.9px"),
    ("gap: 4px", f"gap: {4 / LETTER:.6g}rem"), ("margin: 15px 7.5px", "margin: 1rem 0.5rem"),
    ("@media (max-width: 600px) { a { width: 150px } }", "@media (max-width: 600px) { a { width: 10rem } }"),
    ("@container (min-width: 30px) {", "@container (min-width: 30px) {"), ("calc(100% - 45px)", "calc(100% - 3rem)"),
    ("a.b12px {}", "a.b12px {}"), ("0px", "0px"), ("line-height: 1.5", "line-height: 1.5"), ("", "")]


@pytest.mark.parametrize(("style", "told"), STYLES)
def test_lengths_grow_with_the_pages_letters(style, told):
    assert in_rem(style) == told


@pytest.mark.parametrize(("state", "click"), [
    ({"selected": "a"}, "a"), ({"selected": 1}, 1), ({"selected": "b"}, None), ({"selected": True}, None),
    ({"selected": 1.0}, None), ({"selected": None}, None), ({"selected": ["a"]}, None), ({"selected": {"a": 1}}, None),
    ({}, None), (None, None), ("a", None), (["a"], None), ({"other": "a"}, None), ({"selected": "A"}, None)])
def test_only_a_choice_that_there_is_counts_as_a_click(state, click):
    assert checked(state, ["a", 1]) == click


@pytest.mark.parametrize(("value", "text"), [
    (None, ""), (0, "0"), (7, "7"), (0.5, "0.5"), (1 / 3, "0.3333"), (-0.25, "−0.25"), (1.5e-9, "1.50e−9"),
    ("a|b", "a|b"), (float("nan"), "NaN"), (float("inf"), "∞"), (True, "True"), (12345678.0, "1.23e+7"),
    (1e5, "100000")])
def test_a_cell_shows_exactly_what_it_holds(value, text):
    assert _text(value) == text


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "resnet18", "tinyvgg"])
def test_every_row_of_the_table_of_layers_has_a_cell_for_each_column(name):
    report = analyse(PRESETS[name].graph, PRESETS[name].input_shape)
    data = table_data(report, Convention(), selected="conv1", picked="macs")
    assert [column["id"] for column in data["columns"]] == list(COLUMNS)
    assert {len(row["cells"]) for row in data["rows"]} == {len(COLUMNS)}
    assert [row["name"] for row in data["rows"]] == ["input", *PRESETS[name].graph.places]
    assert (data["selected"], data["picked"]) == ("conv1", "macs")
    assert all(isinstance(cell, str) for row in data["rows"] for cell in row["cells"])


@pytest.mark.parametrize(("said", "cell"), [
    ("conv1|macs", ("conv1", "macs")), ("conv1|name", ("conv1", "name")), ("conv1", None), ("conv1|", None),
    ("conv1|price", None), ("nobody|macs", None), ("conv1|macs|", None), (3, None), (None, None)])
def test_a_click_in_the_table_is_a_layer_and_a_column(said, cell, monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {"table": {"selected": said}})
    assert clicked_cell("table", ["conv1", "fc1"]) == cell


@pytest.mark.parametrize("shape", [(1, 4, 5, 3), (7, 8, 8, 3), (3, 1, 1, 3)])
def test_pictures_travel_as_one_png_below_one_another(shape):
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    kind, _, data = _atlas(images).partition(",")
    assert kind == "data:image/png;base64"
    found = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    np.testing.assert_array_equal(found.reshape(shape), images)


def test_no_pictures_are_no_png():
    assert _atlas(np.zeros((0, 4, 4, 3), np.uint8)) == ""


@pytest.mark.parametrize(("spans", "box"), [
    (((0, 0), (0, 0)), (0, 0, 1, 1)), (((-3, 3), (2, 10)), (-3, 2, 4, 11)),
    (((5, 223), (-90, 121)), (5, -90, 224, 122))])
def test_what_a_unit_sees_is_a_box_whose_ends_are_outside(spans, box):
    assert edges(spans) == box
    (top, bottom), (left, right) = spans
    assert (box[2] - box[0], box[3] - box[1]) == (bottom - top + 1, right - left + 1)
    assert where(spans, (1, 2), (7, 7), None) == {"box": box, "cell": (1, 2), "grid": (7, 7), "fields": None}
