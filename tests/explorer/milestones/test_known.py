"""The ten networks: what their graphs give is what papers, torchvision and lecture notes print."""

from __future__ import annotations

import pytest

from explorer.milestones import MILESTONES, accuracies, depth, last_maps, linear_share, network_name, trained
from explorer.networks import catalogue, entry

VERSIONS = {version.name: version for milestone in MILESTONES.values() for version in milestone.versions}

# Parameters: FACTS of the notes; torchvision's metadata (num_params); Caffe's models; Keras' Xception less its running
# means. Multiply-adds: torchvision's _ops; papers. Layers: the papers' own count. Field: Araujo et al. (2019), Distill.
FACTS = {
    "lenet5_notes": (61_706, 416_520, 5, 16), "lenet5": (61_706, 416_520, 5, 16),
    "alexnet_2012": (62_378_344, None, 8, 195), "alexnet_2012_groups": (60_965_224, None, 8, 195),
    "alexnet": (61_100_840, 714_188_480, 8, 195), "zfnet": (62_357_608, None, 8, 171),
    "vgg11": (132_863_336, 7.609e9, 11, 150), "vgg13": (133_047_848, 11.308e9, 13, 156),
    "vgg16": (138_357_544, 15_470_264_320, 16, 212), "vgg19": (143_667_240, 19.632e9, 19, 268),
    "googlenet_paper": (6_998_552, 1.58e9, 22, None), "googlenet": (6_624_904, 1.498e9, 22, None),
    "resnet18": (11_689_512, 1_814_073_344, 18, 435), "resnet34": (21_797_672, 3.664e9, 34, 899),
    "resnet50_paper": (25_557_032, 3_857_973_248, 50, 483), "resnet50": (25_557_032, 4_089_184_256, 50, 427),
    "resnet101_paper": (44_549_160, 7.57e9, 101, 1027), "resnet101": (44_549_160, 7.801e9, 101, 971),
    "resnet152_paper": (60_192_808, 11.28e9, 152, 1507), "resnet152": (60_192_808, 11.514e9, 152, 1451),
    "xception": (22_855_952, 8.36e9, None, None), "densenet121": (7_978_856, 2.834e9, 121, None),
    "mobilenet_v2": (3_504_872, 0.301e9, 53, None), "convnext_tiny": (28_589_128, 4.456e9, 59, None),
}


def test_ten_networks_stand_in_the_order_of_their_years():
    assert len(MILESTONES) == 10
    years = [milestone.year for milestone in MILESTONES.values()]
    assert years == sorted(years) and (years[0], years[-1]) == (1998, 2022)
    assert set(FACTS) == set(VERSIONS)


@pytest.mark.parametrize("name", FACTS)
def test_parameters_operations_depth_and_field_follow_from_the_layers(name):
    params, macs, layers, field = FACTS[name]
    report = VERSIONS[name].report
    assert report.params == params
    assert macs is None or report.macs == pytest.approx(macs, rel=5e-3)
    assert layers is None or depth(VERSIONS[name].graph) == layers
    assert field is None or last_maps(report).local_field.size == field


@pytest.mark.parametrize("name", [name for name, version in VERSIONS.items() if version.torchvision])
def test_what_torchvision_has_agrees_with_its_metadata(name):
    known = entry(VERSIONS[name].torchvision)
    report = VERSIONS[name].report
    assert (known.params, known.gmacs) == (report.params, pytest.approx(report.macs / 1e9, abs=6e-4))
    measured = [one for one in accuracies(VERSIONS[name]) if str(one.source).startswith("torchvision")]
    assert {round(100 - one.error, 3) for one in measured} >= {round(known.weight_set().accuracy1, 2)}


@pytest.mark.parametrize(("name", "error"), [("alexnet", 43.48), ("resnet50", 23.87), ("resnet50", 19.14),
                                             ("vgg16", 28.41), ("googlenet", 30.22), ("convnext_tiny", 17.48)])
def test_top_1_errors_of_torchvision_are_those_of_its_documentation(name, error):
    # 100 - acc@1 of docs.pytorch.org/vision/stable/models.html: 56.522, 76.130 and 80.858, 71.592, 69.778, 82.52
    assert error in [one.error for one in accuracies(VERSIONS[name])]


@pytest.mark.parametrize("milestone", MILESTONES.values(), ids=lambda milestone: milestone.name)
def test_each_network_tells_its_idea_in_two_sentences_and_says_where_all_comes_from(milestone):
    assert milestone.idea.count(". ") == 1 and milestone.idea.endswith(".")
    assert len(milestone.new) >= 2 and milestone.augmentation and milestone.training and str(milestone.year)
    found = [one for version in milestone.versions for one in accuracies(version)]
    assert found and all(0 < one.error < 50 and one.source and one.measured for one in found)


@pytest.mark.parametrize("version", VERSIONS.values(), ids=lambda version: version.name)
def test_each_version_can_be_loaded_under_its_name(version):
    known = {one.name for one in catalogue()}
    name = network_name(version)
    assert name in known or name.startswith("stack/")


@pytest.mark.parametrize(("network", "version", "name"), [
    ("alexnet", "alexnet_2012_groups", "alexnet"), ("resnet", "resnet101_paper", "resnet101"),
    ("resnet", "resnet34", "resnet34"), ("googlenet", "googlenet_paper", "googlenet"), ("xception", "xception", None),
    ("lenet5", "lenet5", None)])
def test_the_nearest_trained_network_is_the_same_size_or_the_only_one(network, version, name):
    found = trained(MILESTONES[network], MILESTONES[network].version(version))
    assert (found.name if found else None) == name


def test_shares_of_linear_layers_are_those_that_lectures_speak_of():
    # VGG's fc6 alone has 102,764,544 of 138 million; AlexNet's three 58.6 of 61.1 million; ResNet has one layer
    assert linear_share(VERSIONS["vgg16"].report) == pytest.approx(123_642_856 / 138_357_544)
    assert linear_share(VERSIONS["alexnet"].report) == pytest.approx(58_631_144 / 61_100_840)
    assert linear_share(VERSIONS["resnet50"].report) == pytest.approx(2_049_000 / 25_557_032)


def test_claims_of_the_texts_hold():
    params = {name: version.report.params for name, version in VERSIONS.items()}
    macs = {name: version.report.macs for name, version in VERSIONS.items()}
    assert round(params["alexnet_2012"] / params["googlenet_paper"]) == 9  # "a ninth of AlexNet's parameters"
    assert round(macs["vgg16"] / macs["mobilenet_v2"]) == 51               # "a fiftieth of VGG-16's operations"
    assert (params["alexnet_2012"] - params["alexnet_2012_groups"]) / 1e6 == pytest.approx(1.4, abs=0.02)
    assert 1 - macs["alexnet_2012_groups"] / macs["alexnet_2012"] == pytest.approx(0.36, abs=0.01)  # "a third"
    assert params["lenet5_notes"] - (2_416 - 1_516) == 60_806  # the paper's own C3; LeCun et al. say "about 60,000"


def test_a_name_that_is_none_is_the_first_version():
    assert MILESTONES["alexnet"].version("nothing").name == "alexnet_2012"
    assert MILESTONES["alexnet"].version("alexnet").title == "torchvision"
