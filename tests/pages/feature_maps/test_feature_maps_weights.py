"""Weights on *Feature maps*: missing ones, downloads, and a reader's own."""

from __future__ import annotations

import json
import threading

import pytest
import torch
from safetensors.torch import load_file, save

from explorer import networks
from explorer.errors import NetworkError
from explorer.networks import network, weights
from explorer.networks.catalogue import BUNDLED
from explorer.runtime import tasks
from explorer.runtime.downloads import fetch, in_bytes
from explorer.runtime.tasks import Tasks
from explorer.settings import Settings
from tests.explorer.networks.test_weights import CONTENT, DIGITS, Server
from tests.pages.feature_maps.maps_page import at_page, blocks, guesses_of, looking
from tests.pages.page import checked, param, text_of, widget

SQUEEZENET, RESNET = "torchvision/squeezenet1_1", "bundled/resnet20"


@pytest.fixture
def nothing_here(monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def on_its_way(monkeypatch, nothing_here):
    """Return a download that has come to its second of five MB and gets no further."""
    stands, gate = threading.Event(), threading.Event()

    def work(report):
        told = in_bytes(report, 0, what="squeezenet.pth")
        told(2_000_000, 5_000_000)
        stands.set()
        while not gate.wait(0.005):
            told(2_000_000, 5_000_000)
        return nothing_here

    task = Tasks().start("squeezenet", work, "closed tab")
    assert stands.wait(20)
    monkeypatch.setattr(tasks, "AWAY_S", 0.0)
    monkeypatch.setattr(networks, "under_way", lambda _chosen: task)
    yield task
    gate.set()


@pytest.fixture
def breaking_server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    found = Server()
    found.breaks = 99
    threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def own(**changes):
    """Return the weights of the bundled ResNet-20 as a file, with some of them changed; None: left out."""
    state = load_file(BUNDLED / "resnet20.safetensors") | changes
    return save({name: value for name, value in state.items() if value is not None})


def give(at, content, name="mine_*.safetensors"):
    """Give a file with weights in the popover of weights."""
    at.session_state["fm_options"] = True
    at.run()
    at.file_uploader[0].upload(name, content, "application/octet-stream")
    return checked(at.run())


def strip_note(at):
    found = [json.loads(element.proto.json) for element in at.main
             if element.type == "bidi_component" and element.proto.json]
    return next(one["words"]["note"] for one in found if "nodes" in one)


@pytest.mark.usefixtures("nothing_here")
def test_missing_weights_are_offered_and_random_ones_open():
    at = at_page(SQUEEZENET)
    assert "4.96 MB" in text_of(at)
    at = checked(at.button(key="fm_get_random").click().run())
    assert param(at, "weights") == "random"
    assert blocks(at)["sheet"]["count"] > 1
    assert strip_note(at) == "random weights"


@pytest.mark.usefixtures("nothing_here")
def test_a_server_that_downloads_nothing_says_so(monkeypatch):
    def refuse(_chosen, _reader):
        raise NetworkError("This server downloads nothing.")

    monkeypatch.setattr(networks, "download", refuse)
    at = checked(at_page(SQUEEZENET).button(key="fm_get_download").click().run())
    assert [error.value for error in at.error] == ["This server downloads nothing\\."]


def test_a_download_can_be_cancelled_and_is_offered_again(on_its_way):
    at = at_page(SQUEEZENET)
    assert "squeezenet.pth: 2 MB of 5 MB" in [bar.proto.text for bar in at.get("progress")]
    at = checked(at.button(key="fm_get_cancel").click().run())
    assert on_its_way.wait(20)
    assert on_its_way.state == "cancelled"
    assert at.button(key="fm_get_download")


def test_a_download_that_breaks_off_says_how_far_it_came_and_goes_on_when_asked(
        monkeypatch, nothing_here, breaking_server):
    started = []

    def work(report):
        told = in_bytes(report, len(CONTENT), what="squeezenet.pth")
        return fetch(breaking_server.url("squeezenet.pth"), nothing_here / "squeezenet.pth", DIGITS, told)

    def begin(_chosen=None, _reader=""):
        started.append(Tasks().start("squeezenet", work))
        started[-1].wait(20)
        return started[-1]

    begin()
    monkeypatch.setattr(networks, "under_way", lambda _chosen: started[-1])
    monkeypatch.setattr(networks, "download", begin)
    at = at_page(SQUEEZENET)
    assert "broke off after" in at.error[0].value
    breaking_server.breaks = 0
    at = checked(at.button(key="fm_get_download").click().run())
    assert not at.error
    assert (nothing_here / "squeezenet.pth").read_bytes() == CONTENT


def test_a_readers_own_weights_are_taken_named_and_kept_out_of_the_link():
    at = give(at_page(RESNET, layer="layer1.2.relu_1"), own())
    assert not at.error
    assert strip_note(at) == "weights: mine_*.safetensors"
    assert guesses_of(at)[0]["name"] == "cat"
    assert (param(at, "weights"), looking(at).weights) == ("own", "own")
    assert widget(at, "radio", "fm_weights").value == "own"
    assert r"mine\_\*\.safetensors · yours" in widget(at, "radio", "fm_weights").options


def test_own_weights_change_what_the_network_says():
    certain = torch.zeros(10).half()
    certain[7] = 60
    at = give(at_page(RESNET), own(**{"fc.bias": certain}))
    assert (guesses_of(at)[0]["name"], guesses_of(at)[0]["share"]) == ("horse", pytest.approx(1))


def test_names_of_classes_are_asked_for_once_the_file_has_told_how_many_there_are():
    at = give(at_page(RESNET), own(**{"fc.weight": torch.zeros(2, 64), "fc.bias": torch.tensor([0.0, 60.0])}))
    area = next(found for found in at.text_area if "Names of its 2 classes" in found.label)
    at = checked(area.set_value("left").run())
    assert "1 of 2 names" in text_of(at)
    area = next(found for found in at.text_area if "Names of its 2 classes" in found.label)
    at = checked(area.set_value("left\nright").run())
    assert guesses_of(at)[0]["name"] == "right"
    assert param(at, "weights") == "own"


def test_the_way_back_to_the_networks_own_weights_is_open():
    at = give(at_page(RESNET), own())
    at = checked(widget(at, "radio", "fm_weights").set_value("CIFAR10").run())
    assert strip_note(at) == ""
    assert param(at, "weights") == "CIFAR10"


@pytest.mark.parametrize(("content", "words"), [
    (b"", "not a .safetensors file"),
    (b"PK\x03\x04 a pickle in a zip", "not a .safetensors file"),
    (own(more=torch.zeros(2)), "1 are not its own"),
    (own(**{"fc.bias": None}), "lacks 1 (fc.bias)"),
    (own(**{"fc.bias": torch.zeros(7)}), "bias are 7, but resnet20 has 10 there"),
    (own(**{"fc.bias": torch.zeros(10, dtype=torch.int32)}), "int32, not floating"),
])
def test_a_wrong_file_is_named_and_the_page_stays(content, words):
    at = give(at_page(RESNET), content)
    assert len(at.error) == 1
    assert words in at.error[0].value.replace("\\", "")
    assert looking(at).weights == "DEFAULT"
    assert guesses_of(at)[0]["name"] == "cat"


def test_too_large_a_file_is_refused_by_the_server(monkeypatch):
    monkeypatch.setattr("explorer.networks.pretrained.settings", lambda: Settings(weights_bytes=1000))
    at = give(at_page(RESNET), own())
    assert "takes up to 1,000" in at.error[0].value
    assert guesses_of(at)


def test_the_message_goes_when_a_sound_file_follows():
    at = give(at_page(RESNET), b"no weights")
    assert at.error
    assert not give(at, own()).error


def test_a_link_to_somebodys_own_weights_shows_the_usual_ones_and_says_so():
    at = at_page(RESNET, weights="own")
    assert "which no link holds" in text_of(at)
    assert guesses_of(at)[0]["name"] == "cat"
    assert strip_note(at) == ""


def test_another_reader_never_gets_them():
    give(at_page(RESNET), own())
    other = at_page(RESNET)
    other.session_state["fm_options"] = True
    assert "own" not in str(checked(other.run()).radio(key="fm_weights").options)


def test_weights_that_the_server_let_go_are_asked_for_again():
    at = give(at_page(RESNET), own())
    network._cache.clear()
    at = checked(at.run())
    assert "not kept any more" in at.error[0].value
    at = checked(widget(at, "radio", "fm_weights").set_value("CIFAR10").run())
    assert not at.error
