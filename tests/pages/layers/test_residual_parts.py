"""*Layers*, tab *Residual* and *Global pooling*, part by part: what a reader changes is what changes."""

from __future__ import annotations

import pytest

from explorer.experiments import RESNET_BLOCKS, skip_studies
from explorer.graph import analyse, from_text
from tests.pages.page import checked, link, opened_page, text_of, widget


@pytest.fixture(scope="module")
def without():
    return opened_page("layers", view="residual", skips="without")


def percent(share):
    """Return a share as the page writes it."""
    return f"{100 * share:.1f} %"


@pytest.mark.parametrize("out", [("layer1.0",), ("layer3.2",), RESNET_BLOCKS[:3], ()])
def test_digits_are_counted_without_the_chosen_blocks(without, out):
    widget(without, "button_group", "la_out").set_value(list(out)).run()
    places = [RESNET_BLOCKS.index(name) for name in out]
    kept, cut = (percent(skip_studies()[name].without(places)) for name in ("residual20", "plain20"))
    assert f"**{kept}** right with skips, **{cut}** without." in text_of(checked(without))
    assert link(without)["out"] == "_".join(out)


def test_the_vgg_forgets_the_cat_without_any_of_its_layers(without):
    assert "“cat” stays the answer 0 of 4 times" in text_of(without)
    widget(without, "button_group", "la_cut").set_value([]).run()
    checked(without)
    assert link(without)["cut"] == ""


@pytest.fixture(scope="module")
def block():
    return opened_page("layers", view="residual")


@pytest.mark.parametrize("name", ["layer1.0", "layer2.0", "layer3.2"])
def test_every_block_can_be_turned_down(block, name):
    widget(block, "selectbox", "la_block").set_value(name).run()
    widget(block, "slider", "la_scale").set_value(0.0).run()
    said = text_of(checked(block))
    assert "Largest difference between the block's output and x: **0**" in said
    assert link(block)["block"] == name and link(block)["scale"] == "0"


def test_titles_say_by_what_f_is_multiplied(block):
    widget(block, "slider", "la_scale").set_value(0.35).run()
    assert "**ReLU(0.35 · F(x) + x)**" in text_of(checked(block))


def test_the_gradient_without_skips_is_0_where_f_is_0():
    said = text_of(opened_page("layers", view="residual", skips="gradient", scale="0"))
    assert "with skips, **0** without." in said


def test_both_depths_are_told_with_their_accuracies():
    for layers, wanted in ((20, ("98.1 %",)), (56, ("96.6 %", "54.5 %"))):
        said = text_of(opened_page("layers", view="residual", skips="around", layers=layers))
        assert all(share in said for share in wanted)


@pytest.mark.parametrize(("side", "maps", "classes"), [(64, 64, 10), (128, 256, 100)])
def test_linear_layers_are_counted_as_the_library_counts_them(side, maps, classes):
    said = text_of(opened_page("layers", view="global_pooling", end_side=side, end_maps=maps, end_classes=classes))
    for end in ("flatten~linear.o{}", "gap~flatten~linear.o{}"):
        report = analyse(from_text(end.format(classes)), (maps, side // 8, side // 8))
        assert f"Linear layer: {report.params:,} parameters" in said


@pytest.mark.parametrize(("row", "column"), [(0, 0), (15, 3)])
def test_the_pixel_of_a_link_is_worked_out(row, column):
    at = opened_page("layers", view="global_pooling", ending="pointwise", row=row, column=column, outputs=2)
    said = text_of(at)
    assert f"Row {row}, column {column}: 3 values in, 2 out" in said
    assert "8 parameters each" in said  # (3 + 1) · 2


@pytest.mark.parametrize(("ask", "lesson"), [
    ("one", "exclude one another"), ("several", "a photo can show a cat and a dog"),
    ("binary", "a softmax of two classes"), ("value", "A value has no bounds")])
def test_every_question_has_its_lesson(ask, lesson):
    assert lesson in text_of(opened_page("layers", view="last", ask=ask))
