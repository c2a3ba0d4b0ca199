"""The tabs of *Feature maps*: kernel, likes, the whole way, and a comparison that stands in the link; devices."""

from __future__ import annotations

import base64
import io
import json
from zipfile import ZipFile

import numpy as np
import pytest
import torch
from PIL import Image

from explorer import networks
from explorer.networks import Service, catalogue
from explorer.networks.catalogue import BUNDLED
from explorer.networks.inference import service
from explorer.networks.units import top_patches_index
from explorer.networks.units.top_images import MOST
from tests.pages.feature_maps.maps_page import STACK, at_page, blocks, looking
from tests.pages.page import checked, header, link, param, text_of

RESNET = "bundled/resnet20"
SMALL = "stack/3x16x16/conv.o4.p1~relu~conv.o5.p1~relu"


def opened_tab(name, network=STACK, **link):
    at = at_page(network, **link)
    at.session_state["fm_more"] = name
    return checked(at.run())


def sheets(at):
    """Return headers of all sheets, in the order of the page."""
    found = [header(element.proto.bytes) for element in at.main
             if element.type == "bidi_component" and element.proto.bytes]
    return [one for one in found if "order" in one]


def pictures(at):
    return [image.caption for element in at.main if element.type == "image" for image in element.proto.imgs]


@pytest.mark.parametrize(("tab", "told"), [("Kernel", "in colour"), ("What excites it", "answers most")])
def test_the_tabs_below_show_kernel_and_likes(tab, told):
    assert told in text_of(opened_tab(tab, layer="relu1"))


@pytest.mark.parametrize("tab", ["Values", "Kernel", "What excites it", "All layers", "How it learned",
                                 "Compare"])
def test_what_random_weights_made_says_so_in_every_tab(tab):
    at = opened_tab(tab, layer="relu1")
    charts = "".join(element.proto.spec for element in at.main if element.type == "plotly_chart")
    compared = json.dumps([one["words"] for one in sheets(at)[1:]])
    words = text_of(at) + charts + compared
    assert words.count("random weights") >= (2 if tab in ("Kernel", "Compare") else 1)


def test_a_kernel_that_cannot_be_shown_leads_to_the_first_layer():
    at = opened_tab("Kernel", layer="relu2")
    assert "Open the first layer" in [button.label for button in at.button]
    checked(at.button(key="fm_first").click().run())
    assert looking(at).layer == "conv1"
    assert "in colour" in text_of(at)
    assert "Open the first layer" not in [button.label for button in at.button]


@pytest.mark.parametrize(("layer", "bars", "axis"), [("fc1", 10, "value of a unit of this layer"),
                                                     ("relu2", 144, "value in map 1")])
def test_values_are_those_of_a_map_or_of_all_units_where_a_map_has_one(layer, bars, axis):
    chart = json.loads(specs(opened_tab("Values", layer=layer))[0])
    assert chart["layout"]["xaxis"]["title"]["text"].startswith(axis)
    heights = chart["data"][0]["y"]
    assert np.frombuffer(base64.b64decode(heights["bdata"]), heights["dtype"]).sum() == bars


def test_the_whole_way_is_a_chart():
    at = opened_tab("All layers")
    assert any(element.type == "plotly_chart" and "Number of maps" in element.proto.spec for element in at.main)


def specs(at):
    return [element.proto.spec for element in at.main if element.type == "plotly_chart"]


def test_a_bundled_network_shows_how_it_learned():
    at = opened_tab("How it learned", RESNET)
    loss, accuracy = specs(at)[:2]
    assert "training" in loss
    assert " %" in accuracy
    card = json.loads((BUNDLED / "resnet20.json").read_text())
    shown = at.table[0].value.iloc[:, 1].tolist()
    assert shown == [f"{100 * share:.1f}".replace(".", r"\.") for share in card["test_accuracy"].values()]


def test_other_networks_have_no_curve_of_their_own():
    assert not any("training" in spec and "this network" in spec for spec in specs(opened_tab("How it learned")))


def test_the_study_of_depth_is_one_click_from_how_a_network_learned():
    at = opened_tab("How it learned")
    at = checked(at.button(key="fm_deeper").click().run())
    assert param(at, "view") == "deeper"
    assert at.session_state["fm_tabs"] == "Is deeper better?"


def test_two_networks_stand_beside_each_other():
    at = opened_tab("Compare")
    other = next(entry.name for entry in catalogue() if entry.kind == "stack")
    checked(at.selectbox(key="fm_network_b").set_value(other).run())
    assert [one["alone"] for one in sheets(at)].count(False) == 2
    assert (looking(at).network, param(at, "compared")) == (STACK, other)


@pytest.mark.parametrize(("layer", "held_against"), [("relu1", "pool1"), ("conv1", "pool1"), ("relu2", "pool1"),
                                                     ("fc1", "relu2"), ("input", "relu2")])
def test_a_comparison_opens_with_something_to_compare_and_says_what_to_change(layer, held_against):
    at = opened_tab("Compare", layer=layer)
    assert at.selectbox(key="fm_layer_b").value == held_against
    assert "another network, another layer, or another photo" in text_of(at)


def test_a_link_opens_the_comparison_it_was_made_with():
    at = opened_tab("Compare", layer="relu1", channel=2)
    at = checked(at.selectbox(key="fm_layer_b").set_value("pool1").run())
    params = link(at) | {"fm_photo_b": "Cup of coffee"}
    again = at_page(**params)
    assert again.session_state["fm_more"] == "Compare"
    assert (again.selectbox(key="fm_layer_b").value, again.selectbox(key="fm_photo_b").value) == ("pool1", "coffee")
    assert [one["selected"] for one in sheets(again)] == [2, 2, 2]
    assert sorted(one["size"] for one in sheets(again)[1:]) == [[12, 12], [24, 24]]


def test_a_link_without_a_comparison_opens_none():
    at = at_page()
    assert len(sheets(at)) == 1
    assert param(at, "compared") is None


def test_a_closed_comparison_leaves_the_link():
    at = opened_tab("Compare")
    assert param(at, "compared") == STACK
    at.session_state["fm_more"] = "Values"
    checked(at.run())
    assert param(at, "compared") is None


@pytest.mark.parametrize("link", [{"compared": "rubbish"}, {"compared": "torchvision/nothing"}, {"compared": "job/1"},
                                  {"compared": "stack/3x24x24/conv.k99"}, {"compared": "<b>"}])
def test_a_network_that_cannot_be_compared_with_is_named_and_the_rest_stays(link):
    at = at_page(**link)
    assert len(at.error) == 1
    assert len(sheets(at)) == 2
    at = checked(at.selectbox(key="fm_network_b").set_value(RESNET).run())
    assert not at.error
    assert len(sheets(at)) == 3


@pytest.mark.parametrize("link", [{"compared": ""}, {"compared": SMALL, "compared_layer": "nothing"},
                                  {"compared": SMALL, "compared_layer": "x" * 9000}])
def test_what_a_comparison_lacks_is_replaced(link):
    at = at_page(**link)
    assert not at.error
    assert len(sheets(at)) == 3


def test_a_comparison_opens_at_the_map_that_is_open():
    assert [one["selected"] for one in sheets(opened_tab("Compare", layer="relu1", channel=4))] == [4, 4, 4]


@pytest.fixture
def cifar(monkeypatch, tmp_path):
    """Return a ZIP of 12 test pictures and the folder of an index made from it, both known to the page."""
    path = tmp_path / "cifar10.zip"
    with ZipFile(path, "w") as archive:
        for number in range(12):
            file = io.BytesIO()
            pixels = np.random.default_rng(number).integers(0, 256, (32, 32, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(file, "PNG")
            archive.writestr(f"test/{'cat' if number % 2 else 'ship'}/{number:02}.png", file.getvalue())
    monkeypatch.setattr(networks, "zip_path", lambda: path)
    monkeypatch.setattr(top_patches_index.index_of, "__defaults__", (tmp_path,))
    monkeypatch.setattr(top_patches_index.indexed_top_patches, "__defaults__", (tmp_path,))
    return path


@pytest.mark.parametrize("layer", ["layer2.2.relu_1", "layer2.2.conv1", "fc"])
def test_a_bundled_network_also_shows_test_pictures(cifar, layer):
    assert top_patches_index.main([str(cifar), "resnet20", "--folder", str(cifar.parent)]) == 0
    at = opened_tab("What excites it", RESNET, layer=layer, channel=3)
    assert not at.error
    assert sum(caption.startswith(("cat", "ship")) for caption in pictures(at)) == MOST


def test_without_the_data_set_readers_see_sample_photos_and_no_setting(monkeypatch, tmp_path):
    monkeypatch.setattr(networks, "zip_path", lambda: tmp_path / "nothing.zip")
    at = opened_tab("What excites it", RESNET)
    assert "EXPLORER" not in text_of(at)
    assert "CIFAR-10" not in "".join(caption.value for caption in at.caption)
    assert not at.error


@pytest.mark.usefixtures("cifar")
def test_without_an_index_a_sentence_says_how_to_make_it():
    assert "top\\_patches\\_index" in opened_tab("What excites it", RESNET).error[0].value


def test_an_index_of_other_weights_is_not_shown(cifar):
    top_patches_index.main([str(cifar), "resnet20", "--folder", str(cifar.parent)])
    file = cifar.parent / "resnet20.liked.npz"
    np.savez(file, **{**dict(np.load(file)), "weights": np.array("0" * 64)})
    at = opened_tab("What excites it", RESNET)
    assert "other weights" in at.error[0].value
    assert not any(caption.startswith(("cat ", "ship")) for caption in pictures(at))


def test_random_weights_have_no_test_pictures():
    at = opened_tab("What excites it", RESNET, weights="random")
    assert not at.error
    assert "CIFAR" not in text_of(at)


def test_one_device_leaves_nothing_to_choose():
    at = at_page()
    assert "CPU" in text_of(at)
    assert [box.key for box in at.selectbox if box.key == "fm_device"] == []


def test_of_several_devices_the_chosen_one_computes(monkeypatch):
    gpu, cpu = torch.device("cuda", 0), torch.device("cpu")
    monkeypatch.setattr(service, "usable_devices", lambda: (gpu, cpu))
    monkeypatch.setattr("explorer.networks.usable_devices", lambda: (gpu, cpu))
    for module in (service, networks):
        name = f"{getattr(module, '__name__', module)}.device_text"
        monkeypatch.setattr(name, lambda device: service.message("<{name}>", name=str(device)))
    monkeypatch.setattr(service, "_free", lambda _: None)
    # A GPU that is always full: what is asked of it is computed on the CPU, and says so.
    monkeypatch.setattr(torch.nn.Module, "to", full(torch.nn.Module.to))
    monkeypatch.setattr(service, "_services", {"it": Service(gpu, queue=8, wait_s=20)})
    at = at_page()
    assert "because cuda:0 has no memory left" in text_of(at)
    at = checked(at.selectbox(key="fm_device").set_value("cpu").run())
    assert "no memory left" not in text_of(at)
    assert blocks(at)["sheet"]["count"] == 8


def full(real):
    def to(module, *args, **kwargs):
        if torch.device("cuda", 0) in args:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(module, *args, **kwargs)
    return to
