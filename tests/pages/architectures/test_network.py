"""*One network* and *Timeline* inside the frame: what they show, what a click does, what the link holds."""

from __future__ import annotations

import pytest

from explorer.graph import PRESETS, to_text
from explorer.milestones import CONTEST, MILESTONES, Bracket, PaperTable, paper_table
from pages.architectures import timeline
from pages.architectures.paper_tables import table_html
from tests.pages.page import component, link, opened_page, param, pick, text_of, widget


def metrics(at):
    return {metric.label: metric.value for metric in at.metric}


@pytest.mark.parametrize("name", MILESTONES)
def test_each_network_opens_with_its_idea_its_picture_and_its_numbers(name):
    at = opened_page("architectures", view="network", network=name)
    milestone, report = MILESTONES[name], MILESTONES[name].opened.report
    assert milestone.idea in text_of(at) and milestone.new[0] in text_of(at)
    assert component(at, "ar_strip")["nodes"][0]["shape"] == " × ".join(map(str, report.input_shape))
    assert metrics(at)["Layers"] and len(at.metric) == 5
    if name == "xception":
        assert metrics(at)["Parameters"] == "22.86 M"


def test_another_version_has_its_own_numbers_and_stands_in_the_link():
    at = opened_page("architectures", view="network", network="alexnet")
    assert metrics(at)["Parameters"] == "62.38 M" and "version" not in link(at)
    widget(at, "segmented_control", "ar_version").set_value("alexnet_2012_groups").run()
    assert metrics(at)["Parameters"] == "60.97 M" and param(at, "version") == "alexnet_2012_groups"
    widget(at, "pills", "ar_network").set_value("lenet5").run()
    assert metrics(at)["Parameters"] == "61,706" and "version" not in link(at)


def test_a_click_on_a_layer_tells_its_numbers_and_one_on_a_pile_unfolds_it():
    at = opened_page("architectures", view="network", network="resnet", version="resnet34")
    pick(at, "ar_strip", "conv1")
    assert "9,408 parameters" in text_of(at) and param(at, "layer") == "conv1"
    before = len(component(at, "ar_strip")["nodes"])
    pile = next(node["id"] for node in component(at, "ar_strip")["nodes"] if node["label"] == "layer3")
    pick(at, "ar_strip", pile)
    assert len(component(at, "ar_strip")["nodes"]) == before + 5  # six blocks instead of a pile
    at.button(key="ar_fold").click().run()
    assert len(component(at, "ar_strip")["nodes"]) == before and "layer" not in link(at)


@pytest.mark.parametrize("rubbish", ["run:nothing", "nothing", 7, "x" * 2000])
def test_what_no_picture_of_ours_sends_changes_nothing(rubbish):
    at = opened_page("architectures", view="network", network="resnet")
    shown = component(at, "ar_strip")["nodes"]
    assert component(pick(at, "ar_strip", rubbish), "ar_strip")["nodes"] == shown


def test_links_open_it_on_the_other_pages():
    at = opened_page("architectures", view="network", network="vgg16")
    links = {found.proto.label: found.proto for found in at.main if found.type == "page_link"}
    assert set(links) == {"Build a stack", "Receptive fields", "Feature maps"}
    assert "network=torchvision%2Fvgg16" in links["Feature maps"].query_string
    assert to_text(PRESETS["vgg16"].graph)[:12] in links["Build a stack"].query_string


def test_the_papers_alexnet_leads_to_the_maps_of_torchvisions():
    at = opened_page("architectures", view="network", network="alexnet")
    links = {found.proto.label: found.proto for found in at.main if found.type == "page_link"}
    assert "network=torchvision%2Falexnet" in links["Feature maps (torchvision)"].query_string


def test_xception_has_no_weights_and_is_not_offered_on_feature_maps():
    at = opened_page("architectures", view="network", network="xception")
    assert [found.proto.label for found in at.main if found.type == "page_link"] == ["Build a stack",
                                                                                    "Receptive fields"]


def test_slips_of_the_slides_are_named_where_they_are_met():
    assert "degradation is meant" in text_of(opened_page("architectures", view="network", network="resnet"))
    assert "227 px" in text_of(opened_page("architectures", view="network", network="alexnet"))


@pytest.mark.parametrize(("place", "network"), [(2, "alexnet"), (6, "resnet"), (0, None), (8, None)])
def test_a_click_on_a_bar_opens_its_network_or_says_who_won(monkeypatch, place, network):
    opened, session = [], {"ar_contest_0": {"selection": {"points": [{"point_index": place}]}}}
    monkeypatch.setattr(timeline, "open_network", opened.append)
    monkeypatch.setattr(timeline.st, "session_state", session)
    timeline._clicked()
    assert opened == [network] and session["ar_contest_turn"] == 1
    assert session["ar_contest_told"] == (None if network else CONTEST[place])


def test_a_network_is_opened_from_the_list_of_the_timeline():
    at = opened_page("architectures")
    widget(at, "pills", "ar_open").set_value("googlenet").run()
    assert (param(at, "view"), param(at, "network")) == ("network", "googlenet")
    assert MILESTONES["googlenet"].idea in text_of(at)


def test_the_timeline_says_how_long_it_would_have_taken_in_1998():
    at = opened_page("architectures")
    times = at.table[0].value
    assert next(iter(times["It takes"])) == "37 years" and "4.7 · 10¹⁷" in text_of(at)


@pytest.mark.parametrize(("value", "said"), [(60_000, "60,000"), (1_281_167, "1.3 · 10⁶"), (4.69e17, "4.7 · 10¹⁷")])
def test_large_numbers_are_written_with_a_power_of_ten(value, said):
    assert timeline._power(value) == said


def test_a_table_is_html_in_which_texts_are_only_texts():
    table = PaperTable(("A", "B"), (("<b>", (Bracket(("3×3, 64", "1×1, 2"), 3),)), ("x", 1_000)), "says", here=1)
    shown = table_html(table, name='a "name"')
    assert "&lt;b&gt;" in shown and "<span>3×3, 64<br>1×1, 2</span> × 3" in shown and "1,000" in shown
    assert 'aria-label="a &quot;name&quot;"' in shown and shown.count('class="here"') == 3


def test_columns_of_numbers_stand_flush_right():
    shown = table_html(paper_table(MILESTONES["lenet5"], MILESTONES["lenet5"].opened), name="LeNet-5")
    assert '<th scope="col" class="number">Maps</th>' in shown and '<th scope="col" class="">Type</th>' in shown
