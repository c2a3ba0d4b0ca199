"""Words for layers follow from fields, which are torch's and Araujo et al.'s; patches and pictures show the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer import networks
from explorer.graph import analyse, floors
from explorer.images import sample

LITE = "package/efficientnet_lite0"
ORDER = ("the picture", "edges and colours", "textures", "parts", "things", "how much of each", "mixtures", "classes")
NETWORKS = [(LITE, 0), ("bundled/resnet20", 128), ("bundled/resnet20", 0), ("bundled/vgg", 0), ("bundled/vgg", 128)]


def opened(name, side):
    network = networks.load(name)
    return networks.at_side(network, side) if side else network


@pytest.mark.parametrize(("name", "side"), NETWORKS)
def test_the_story_goes_from_edges_to_classes_and_never_back(name, side):
    network = opened(name, side)
    words = [str(networks.layer_word(network, floor.layer)) for floor in floors(network.report)]
    places = [ORDER.index(word) for word in words]
    assert places == sorted(places)
    assert (words[0], words[1], words[-1]) == ("the picture", "edges and colours", "classes")


@pytest.mark.parametrize(("layer", "word", "number"), [
    # fields of EfficientNet-Lite0 by Araujo et al.: 3, 19, 67, 147 (of which the middle half), 339, 851
    ("stem.relu6", "edges and colours", "3 × 3 px"), ("stage2.1.add", "textures", "19 × 19 px, 8 %"),
    ("stage3.1.add", "textures", "67 × 67 px, 30 %"), ("stage4.2.add", "parts", "73 × 73 px, 33 %"),
    ("stage5.2.add", "parts", "169 × 169 px, 75 %"), ("stage7.0.project.bn", "things", "nearly the whole"),
    ("avgpool", "how much of each", "anywhere"), ("fc", "classes", "1,000 classes"),
    ("input", "the picture", "3 numbers for each of 224 × 224 px")])
def test_an_imagenet_network_is_told_in_the_usual_words(layer, word, number):
    network = networks.load(LITE)
    assert str(networks.layer_word(network, layer)) == word
    assert number in str(networks.layer_sentence(network, layer))


@pytest.mark.parametrize(("name", "side"), NETWORKS)
def test_every_layer_has_a_word_and_a_sentence(name, side):
    network = opened(name, side)
    for node in network.graph:
        sentence = str(networks.layer_sentence(network, node.name))
        assert sentence.endswith(".") and "{" not in sentence
        assert str(networks.layer_word(network, node.name)) in ORDER


def test_random_weights_have_learned_nothing():
    network = networks.load("bundled/resnet20", weights=None)
    assert str(networks.layer_word(network, "layer2.2.relu_1")) == "chance"
    assert "at random" in str(networks.layer_sentence(network, "layer2.2.relu_1"))
    assert str(networks.layer_word(network, "input")) == "the picture"


def test_a_hidden_row_is_a_mixture():
    trained = networks.load("bundled/resnet20")
    plain = networks.load("stack/1x8x8/conv.o2~relu~flatten~linear.o5~relu~linear.o3")
    told = replace(plain, trained=True)
    assert str(networks.layer_word(told, "fc1")) == str(networks.layer_word(told, "relu2")) == "mixtures"
    assert str(networks.layer_word(told, "flatten")) == "mixtures"
    assert str(networks.layer_word(told, "fc2")) == "classes"
    assert str(networks.layer_word(trained, "avgpool")) == "how much of each"


def test_the_last_layer_of_a_network_that_says_where_is_no_row_of_classes():
    network = networks.load("bundled/segment")
    assert str(networks.layer_word(network, network.graph.output)) != "classes"


@pytest.mark.parametrize("layer", ["stem.relu6", "stage3.1.add", "stage4.2.add", "stage6.3.add", "fc"])
def test_what_counts_is_never_more_than_field_or_input(layer):
    report = networks.load(LITE).report
    side = networks.counted_side(report, layer)
    assert 1 <= side <= 224
    assert side == 224 or side <= report[layer].field.size
    small = analyse(networks.load(LITE).graph, (3, 64, 64))
    assert networks.counted_side(small, layer) <= 64


def test_what_counts_holds_most_of_what_a_unit_really_sees():
    network = networks.load(LITE)
    chelsea = networks.network_input(network, sample("chelsea"))
    seen = networks.effective_field(network, chelsea.values, "stage4.2.add", (6, 7), 10)
    side = networks.counted_side(network.report, "stage4.2.add")
    top, left = round(6.5 * 16 - side / 2), round(7.5 * 16 - side / 2)
    inside = seen.gradient[max(0, top):top + side, max(0, left):left + side].sum() / seen.gradient.sum()
    assert inside > 0.8
