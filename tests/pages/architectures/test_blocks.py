"""The part *Blocks*: what a link holds, what flows when, and the numbers of the lecture notes on the page."""

from __future__ import annotations

import re

import pytest

from explorer.graph import from_text, to_text
from explorer.milestones import DESIGNS, waves
from pages.architectures.blocks import read_sizes, written_sizes
from pages.architectures.data_flow import flow_data
from pages.architectures.state import Tour, TourCodec
from tests.pages.links import brought_back
from tests.pages.page import component, opened_page, param, widget


def html(at):
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", part.proto.body, flags=re.DOTALL)
                    for part in at.main if part.type == "html")


@pytest.mark.parametrize(("text", "sizes"), [
    ("", {}), ("C192", {"C": 192}), ("C192.H28", {"C": 192, "H": 28}), ("C-3.H7", {"H": 7}),
    ("<script>", {}), ("C1234567", {}), ("CC5", {}), ("C٣", {})])
def test_sizes_of_a_link_are_read_and_nothing_else(text, sizes):
    assert read_sizes(text) == sizes


@pytest.mark.parametrize("name", DESIGNS)
def test_sizes_come_back_from_a_link_and_the_papers_are_left_out(name):
    design = DESIGNS[name]
    assert written_sizes(design, design.nearest({})) == ""
    other = design.nearest({size.letter: size.most for size in design.sizes})
    assert design.nearest(read_sizes(written_sizes(design, other))) == other
    tour = Tour(view="blocks", block=name, sizes=written_sizes(design, other), drawn="plain")
    assert brought_back(TourCodec(), tour, Tour()) == tour


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("plain", [False, True])
def test_the_picture_joins_what_the_graph_joins_and_tells_every_wave(name, plain):
    design = DESIGNS[name]
    report = design.report(design.nearest({}), plain=plain)
    data = flow_data(report)
    assert data["waves"] == [list(wave) for wave in waves(report)]
    assert len(data["told"]) == len(data["waves"]) and all(data["told"])
    assert len(data["ends"]) == len(data["picture"]["lines"])
    for source, target in data["ends"]:
        assert source in report.graph[target].inputs
    assert {node["id"] for node in data["picture"]["nodes"]} == set().union(*data["waves"])


def test_the_page_shows_the_notes_inception_block_and_what_a_link_asks_for():
    at = opened_page("architectures", view="blocks")
    assert "163,696" in html(at) and "387,296" in html(at)
    assert any("15,920" in said.value and "153,632" in said.value for said in at.markdown)
    assert component(at, "ar_flow")["told"][0].startswith("The input: 192 × 28 × 28")
    widget(at, "pills", "ar_block").set_value("separable").run()
    assert (param(at, "block"), "33,920" in html(at), "294,912" in html(at)) == ("separable", True, True)
    assert any(r"\frac{1}{D} + \frac{1}{k^2}" in said.value and "0.115" in said.value for said in at.markdown)
    widget(at, "slider", "ar_size_separable_D").set_value(64).run()
    assert param(at, "sizes") == "D64"
    assert "9,344" in html(at)  # 9 x 128 + 128 x 64


def test_a_block_opens_in_build_a_stack_as_it_is_drawn():
    at = opened_page("architectures", view="blocks", block="windows", sizes="n3.C32", drawn="plain")
    opened = next(part.proto for part in at.main if part.type == "page_link" and "stack" in part.proto.query_string)
    text = re.search(r"stack=([^&]+)", opened.query_string)[1].replace("%7E", "~")
    design = DESIGNS["windows"]
    assert from_text(text) == design.draw_plain(design.nearest({"n": 3, "C": 32}))
    assert to_text(from_text(text)) == "conv.o32.k7.p3.b0~relu"
