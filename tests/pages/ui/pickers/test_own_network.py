"""A reader's own ONNX file on a page of networks: asked for, answered, opened, and hidden from others."""

from __future__ import annotations

import pytest

from explorer.files import to_onnx
from explorer.graph import from_text
from explorer.networks import build
from explorer.runtime import kept_files
from explorer.settings import Settings
from pages.ui.pickers.class_names_area import written_names
from pages.ui.pickers.own_network import ASK
from tests.pages.page import checked, opened_page, param, text_of, widget

TEXT, SHAPE = "conv.o8.p1~relu~gap~flatten~linear.o3", (3, 16, 16)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_files, "settings", lambda: Settings(data=str(tmp_path)))


def file_of():
    module = build(from_text(TEXT), SHAPE)
    return to_onnx(from_text(TEXT), SHAPE, {key: value.numpy() for key, value in module.state_dict().items()})


def in_dialog(at, element):
    """Run with the dialog still open, as a browser does; ``AppTest`` runs the whole page, which closes it."""
    at.session_state["own_network_asked"] = True
    return checked(element.run())


def button(at, label):
    return next(found for found in at.button if found.label == label)


def test_a_file_is_asked_for_answered_and_opened_with_its_classes():
    at = opened_page("feature_maps", network="bundled/resnet20")
    at = checked(widget(at, "selectbox", "fm_network").set_value(ASK).run())
    assert param(at, "network") == "bundled/resnet20"  # what asks for a file is no network
    uploader = next(found for found in at.file_uploader if found.key == "fm_network_own_file")
    at = in_dialog(at, uploader.upload("mine.onnx", file_of(), ""))
    assert "input 3 × 16 × 16, 3 outputs" in text_of(at)
    called = next(found for found in at.selectbox if found.key.endswith("_called"))
    at = in_dialog(at, called.set_value("own"))
    names = next(found for found in at.text_area if found.key.endswith("_names"))
    at = in_dialog(at, names.set_value("cat\ndog"))
    at = in_dialog(at, button(at, "Open it").click())
    assert "2 names of classes were given" in text_of(at)
    names = next(found for found in at.text_area if found.key.endswith("_names"))
    at = in_dialog(at, names.set_value("cat\ndog\nfish"))
    at = checked(button(at, "Open it").click().run())
    name = param(at, "network")
    assert name.startswith("onnx/")
    assert kept_files.kept_card(name)["categories"] == ["cat", "dog", "fish"]
    assert "mine.onnx · yours" in widget(at, "selectbox", "fm_network").options


def test_a_link_to_somebody_elses_file_tells_nothing():
    name = kept_files.keep_file(file_of(), "somebody", "mine.onnx", {})
    at = opened_page("feature_maps", network=name)
    assert "found only there" in text_of(at)
    assert "mine.onnx" not in text_of(at)


def test_names_are_one_a_line_without_what_is_empty():
    assert written_names(" cat \n\n dog") == ("cat", "dog")
