"""What networks and weights are called in lists."""

from __future__ import annotations

import re
import sys

import pytest

from explorer import networks
from explorer.errors import NetworkError
from explorer.runtime import size_text
from explorer.training.plan import side_of
from pages.ui.pickers.network import (
    _of_link,
    _title,
    _titles,
    active_layer,
    can_learn,
    first,
    first_layer,
    opened,
)
from pages.ui.pickers.weights import (
    DEFAULT,
    OWN,
    RANDOM,
    SMALL_SIDE,
    _told,
    entry_of,
    first_side,
    mark,
    missing,
    wanted,
)

ENTRIES = {entry.name: entry for entry in networks.catalogue()}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_network_of_the_list_is_found_by_its_name_and_has_a_title(name):
    assert entry_of(name) == ENTRIES[name]
    assert ENTRIES[name].title in _title(ENTRIES[name])


def test_a_stack_of_ones_own_is_in_no_list():
    assert entry_of("stack/3x8x8/relu") is None
    assert first_side("stack/3x8x8/relu") == 0
    assert wanted("stack/3x8x8/relu", DEFAULT) is None


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.weights])
def test_a_network_is_opened_with_pictures_large_enough_to_have_maps_to_look_at(name):
    small = ENTRIES[name].input_shape[1] < SMALL_SIDE and ENTRIES[name].task == "classify"
    assert first_side(name) == (SMALL_SIDE if small and name != "bundled/lenet5" else 0)  # a flatten has one size


def test_default_weights_are_those_the_list_names():
    assert wanted("torchvision/resnet50", DEFAULT).name == "IMAGENET1K_V2"
    assert wanted("torchvision/resnet50", "IMAGENET1K_V1").name == "IMAGENET1K_V1"
    assert wanted("torchvision/resnet50", RANDOM) is None
    assert wanted("torchvision/resnet50", OWN).name == "IMAGENET1K_V2"  # this reader gave none


def test_weights_that_do_not_exist_are_refused():
    with pytest.raises(NetworkError, match="no weights 'BEST'"):
        wanted("torchvision/resnet50", "BEST")


@pytest.mark.parametrize("name", ["bundled/resnet20", "bundled/vgg"])
def test_what_comes_with_the_app_is_never_missing(name):
    assert missing(name, DEFAULT) is None


def test_weights_are_told_with_data_accuracy_and_the_size_of_their_download():
    chosen = ENTRIES["torchvision/resnet18"].weight_set()
    # torchvision's documentation of ResNet18_Weights.IMAGENET1K_V1: acc@1 69.758, 44.7 MiB
    assert _told(chosen) == f"IMAGENET1K_V1 · ImageNet-1K · 69.8 % right · {size_text(chosen.size)}"
    assert size_text(chosen.size) == "46.8 MB"


def test_bundled_weights_cost_no_download():
    assert "MB" not in _told(ENTRIES["bundled/resnet20"].weight_set())
    assert re.search(r"\d\d\.\d % right", _told(ENTRIES["bundled/resnet20"].weight_set()))


@pytest.mark.parametrize(("name", "called"), [("stack/3x8x8/relu", "Stack of this link"),
                                              ("job/0123", "Training of this link"), ("other/x", "other/x")])
def test_a_network_of_a_link_is_called_by_its_kind(name, called):
    assert _of_link(name) == called


@pytest.mark.parametrize(("name", "layer"), [("bundled/resnet20", "layer2.2.relu_1"), ("bundled/vgg", "features.22")])
def test_a_network_is_opened_at_its_third_step_of_convolutions(name, layer):
    found = opened(name)
    steps = [stage for stage in found.stages if stage.family == "convolution"]
    assert first_layer(found) == steps[2].name == layer


def test_a_network_without_convolutions_is_opened_at_its_end():
    found = opened("stack/3x8x8/flatten~linear.o4~relu~linear.o2")
    assert first_layer(found) == found.network.graph.output


def test_random_weights_are_marked_and_trained_ones_are_not():
    assert mark(opened("bundled/resnet20").network) == ""
    assert mark(opened("bundled/resnet20", RANDOM).network) == "random weights"


def test_a_network_is_opened_at_the_side_that_was_asked_for():
    assert opened("bundled/resnet20", side=64).report.input_shape == (3, 64, 64)
    assert opened("bundled/resnet20").report.input_shape == (3, 32, 32)


WHERE = [entry for entry in networks.catalogue() if entry.kind == "torchvision" and entry.task != "classify"]


@pytest.mark.parametrize("entry", WHERE, ids=lambda entry: entry.title)
def test_networks_that_say_where_things_are_tell_what_and_how_well(entry, monkeypatch):
    assert _title(entry).split(" · ")[1] == ("boxes" if entry.task == "detect" else "pixels")
    assert _title(entry).endswith(f"{size_text(entry.weight_set().size, digits=2)} once")
    monkeypatch.setattr(networks, "is_here", lambda _weights: True)
    assert _title(entry).endswith(" · here")
    measured = f"{entry.weight_set().measured:.1f} %"
    assert ("precision" if entry.task == "detect" else "IoU") + f" {measured}" in _told(entry.weight_set())


@pytest.mark.parametrize(("name", "title"), [
    ("bundled/resnet20", "ResNet-20 (CIFAR-10) · built in"), ("torchvision/resnet18", "ResNet-18 · 47 MB once"),
    ("torchvision/vgg16", "VGG-16 · 553 MB once")])
def test_every_network_says_what_it_costs_to_fetch(name, title, monkeypatch):
    """torchvision's documentation: 44.7 and 527.8 MiB."""
    monkeypatch.setattr(networks, "is_here", lambda weights: not weights.url)
    assert _title(ENTRIES[name]) == title
    monkeypatch.setattr(networks, "is_here", lambda _weights: True)
    assert "once" not in _title(ENTRIES[name])


@pytest.mark.parametrize(("text", "layer"), [
    ("conv.o4~relu", "relu1"), ("conv.o4~bn", "bn1"), ("conv.o4~relu~dropout", "relu1"),
    ("conv.o4~bn~sigmoid", "sigmoid1"), ("conv.o4~tanh", "tanh1"), ("linear.o4~relu", "relu1")])
def test_a_step_answers_at_its_last_activation(text, layer):
    found = opened(f"stack/3x8x8/{text}~gap")
    assert active_layer(found, found.stages[0].name) == layer


def test_a_step_of_an_efficientnet_ends_with_sums_and_answers_before():
    found = opened("package/efficientnet_lite0")
    assert active_layer(found, "stage2.1.add") == "stage2.1.depthwise.relu6"
    assert active_layer(found, "avgpool") == "avgpool" and active_layer(found, "input") == "input"
    assert active_layer(opened("bundled/resnet20"), "layer2.2.relu_1") == "layer2.2.relu_1"


def test_they_are_not_offered_where_networks_learn():
    offered = _titles(can_learn)
    assert "torchvision/resnet18" in offered
    assert not offered.keys() & {entry.name for entry in WHERE}
    assert {entry.name for entry in WHERE} <= _titles().keys()
    with pytest.raises(NetworkError, match="run here but not trained"):
        side_of(WHERE[0].name)


def test_a_network_whose_package_is_missing_is_left_out(monkeypatch):
    name = "package/efficientnet_lite0"
    assert _titles()[name] == "EfficientNet-Lite0 · built in"
    assert first() == next(iter(_titles())) == name
    monkeypatch.setattr(sys.modules["explorer.networks.catalogue"], "find_spec", lambda _name: None)
    assert name not in _titles()
    assert first() == "bundled/resnet20"
    assert {"bundled/resnet20", "torchvision/resnet18"} <= _titles().keys()
