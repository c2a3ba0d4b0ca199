"""The frame and the start page under AppTest."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explorer import lessons
from explorer.settings import Settings
from pages import contents
from pages.contents import ENTRIES, HOME, Entry, sections
from pages.ui import device

ROOT = Path(__file__).parents[2]
EXISTING = [entry for entry in ENTRIES if entry.exists]


def app() -> AppTest:
    return AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60)


@pytest.mark.parametrize("entry", [HOME, *EXISTING], ids=lambda entry: entry.name)
def test_every_page_runs_inside_the_frame(entry):
    at = app().run()
    at.switch_page(entry.file).run()
    assert not at.exception
    assert at.title
    assert "threads" in at.sidebar.caption[0].value or "GPU" in at.sidebar.caption[0].value


def test_the_start_page_has_a_card_for_each_page():
    links = {link.proto.label for link in app().run().get("page_link")}
    titles = {f"**{plan.number} {plan.title}**" for plan in lessons.shipped()}
    assert links == {f"**{entry.title}**" for entry in EXISTING} | titles


def test_the_second_thing_to_try_opens_build_a_stack():
    at = app().run()
    at.button(key="home_start").click().run()
    assert not at.exception
    assert at.title[0].value == "Build a stack"


def test_pages_without_a_file_and_sections_without_pages_are_not_listed(monkeypatch):
    absent = Entry("Nowhere", "absent", "Absent", ":material/help:", "")
    monkeypatch.setattr(contents, "ENTRIES", (*ENTRIES, absent))
    listed = dict(sections())
    assert "Nowhere" not in listed
    assert [entry for entries in listed.values() for entry in entries] == EXISTING


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("theme", ["light", "dark", None])
def test_every_page_has_its_picture_in_both_themes(entry, theme):
    assert entry.picture(theme).read_text(encoding="utf-8").startswith("<svg")


def test_the_pictures_are_those_that_the_script_draws():
    from assets.pages import draw
    assert set(draw.PICTURES) == {entry.name for entry in ENTRIES}
    for name, function in draw.PICTURES.items():
        drawn = {theme: draw.picture(function, getattr(draw, theme.upper())) for theme in ("light", "dark")}
        assert drawn == {theme: (contents.PICTURES / f"{name}_{theme}.svg").read_text(encoding="utf-8")
                         for theme in drawn}


@pytest.mark.parametrize(("driver", "built", "hidden", "found"), [
    (True, True, None, True), (False, True, None, False), (True, False, None, False), (True, True, "", False),
    (True, True, "-1", False), (True, True, "1", True)])
def test_a_gpu_is_claimed_only_with_a_driver_a_fitting_torch_and_nothing_hidden(
        monkeypatch, tmp_path, driver, built, hidden, found):
    monkeypatch.setattr(device, "DRIVERS", (tmp_path if driver else tmp_path / "none",))
    monkeypatch.setattr(device, "_torch_has_cuda", lambda: built)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if hidden is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert device.has_cuda.__wrapped__() is found


@pytest.mark.parametrize(("chosen", "line"), [
    ("cpu", "CPU, 3 threads"), ("auto", "CPU, 3 threads"), ("cuda:1", "GPU (cuda:1)"), ("mps", "GPU (mps)")])
def test_the_device_is_named_as_chosen(monkeypatch, chosen, line):
    monkeypatch.setattr(device, "settings", lambda: Settings(device=chosen))
    monkeypatch.setattr(device, "has_cuda", lambda: False)
    monkeypatch.setattr(device, "threads", lambda: 3)
    assert device.device_line() == line
