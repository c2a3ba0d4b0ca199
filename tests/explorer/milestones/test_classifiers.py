"""Torchvision's classifiers: its own metadata is the judge, and a search of all pairs that of the Pareto front."""

from __future__ import annotations

import json

import pytest
from torchvision import models

from explorer.milestones import FAMILIES, classifier, classifiers, comparable, front, points
from explorer.milestones.classifiers import FILE, family_of
from explorer.milestones.classifiers_update import described, title_of

AUXILIARY = {"inception_v3": 27_161_264 - 23_834_568}
"""Parameters of a head that helps in training only; torchvision's number has it."""


def test_every_classifier_of_torchvision_is_there_with_its_numbers():
    assert list(classifiers()) == models.list_models(module=models)
    for name, known in classifiers().items():
        theirs = [weights for weights in models.get_model_weights(name) if weights.name != "IMAGENET1K_FEATURES"]
        assert [one.name for one in known.trained] == [weights.name for weights in theirs]
        assert known.newest == models.get_model_weights(name).DEFAULT.name
        assert known.params == theirs[0].meta["num_params"] - AUXILIARY.get(name, 0)
        for one, weights in zip(known.trained, theirs, strict=True):
            assert (one.accuracy, one.gmacs) == (weights.meta["_metrics"]["ImageNet-1K"]["acc@1"], weights.meta["_ops"])
            assert one.side == weights.transforms().crop_size[0]


def test_operations_of_the_graphs_are_those_that_torchvision_says():
    for known in classifiers().values():
        if known.depth is not None:
            assert known.macs / 1e9 == pytest.approx(known.trained[0].gmacs, abs=6e-4), known.name


@pytest.mark.parametrize("name", ["vgg16", "googlenet", "vit_b_16"])
def test_the_file_is_what_its_command_writes(name):
    record = next(one for one in json.loads(FILE.read_text(encoding="utf-8")) if one["name"] == name)
    assert json.loads(json.dumps(described(name))) == record


# Papers count convolutions and linear layers behind each other; fields as in Araujo et al. (2019) and FACTS.
@pytest.mark.parametrize(("name", "depth", "field"), [
    ("alexnet", 8, 195), ("vgg16", 16, 212), ("vgg19", 19, 268), ("googlenet", 22, None), ("resnet18", 18, 435),
    ("resnet34", 34, 899), ("resnet50", 50, 427), ("resnet152", 152, 1451), ("densenet121", 121, None)])
def test_a_network_is_as_deep_as_its_name_says(name, depth, field):
    known = classifier(name)
    assert known.depth == depth
    assert field in (None, known.field)


@pytest.mark.parametrize("name", comparable())
def test_parts_add_up_to_the_whole(name):
    known = classifier(name)
    assert sum(part.params for part in known.parts) == known.params
    assert sum(part.macs for part in known.parts) == pytest.approx(known.macs, rel=0.02)


def test_most_of_vgg_lies_behind_its_maps_and_of_a_resnet_before_its_head():
    """102,764,544 of 138 million are VGG's fc6 alone; ResNet-50's head is 2,048 x 1,000 + 1,000."""
    vgg, resnet = ({part.place: part.params for part in classifier(name).parts}
                   for name in ("vgg16", "resnet50"))
    assert vgg["head"] == 102_764_544 + 16_781_312 + 4_097_000
    assert resnet["head"] == 2_049_000
    assert list(resnet) == ["2", "4", "8", "16", "32", "head"]


def test_attention_is_said_to_be_unread_and_its_patches_are_a_convolution():
    known = classifier("vit_b_16")
    assert (known.depth, known.field) == (None, None)
    assert known.parts[0].place == "16" and known.parts[0].params == 16 * 16 * 3 * 768 + 768
    assert known.parts[-1].place == "other"


@pytest.mark.parametrize("against", ["gmacs", "params"])
@pytest.mark.parametrize("recipes", ["first", "newest", "all"])
def test_the_front_is_what_no_other_classifier_beats(recipes, against):
    among = {(one.cost(against), one.trained.accuracy) for one in points(recipes)}
    beaten = {one for one in among for other in among - {one} if other[0] <= one[0] and other[1] >= one[1]}
    found = [(one.cost(against), one.trained.accuracy) for one in front(points(recipes), against)]
    assert found == sorted(among - beaten)


def test_recipes_choose_weights():
    known = classifier("resnet50")
    assert [one.accuracy for one in known.by("first")] == [76.13]
    assert [one.accuracy for one in known.by("newest")] == [80.858]
    assert len(points("first")) == len(points("newest")) == len(classifiers()) < len(points("all"))


def test_every_family_has_networks_and_every_network_a_family():
    found = {family_of(name) for name in classifiers()}
    assert found == set(FAMILIES)


@pytest.mark.parametrize(("name", "title"), [
    ("resnet50", "ResNet-50"), ("wide_resnet50_2", "Wide ResNet-50-2"), ("vit_b_16", "ViT-B/16"),
    ("regnet_y_1_6gf", "RegNet-Y-1.6GF"), ("convnext_tiny", "ConvNeXt-Tiny"), ("vgg16_bn", "VGG-16-BN"),
    ("mnasnet0_75", "MNASNet × 0.75"), ("efficientnet_v2_s", "EfficientNetV2-S")])
def test_names_are_written_as_in_papers(name, title):
    assert title_of(name) == classifier(name).title == title
