"""Loading networks with and without trained weights; the files are made here, none is downloaded."""

import json
import time
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save, save_file
from torchvision import models

from explorer import networks
from explorer.errors import LimitError, NetworkError
from explorer.graph import analyse
from explorer.networks import architectures, catalogue, network, pretrained, weights
from explorer.networks.catalogue import entry
from explorer.settings import Settings

PHOTO = np.random.default_rng(0).integers(0, 256, (260, 300, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def nothing_kept():
    network._cache.clear()
    yield
    network._cache.clear()


@pytest.fixture
def published(tmp_path, monkeypatch):
    """Return a function that puts a module's weights where torchvision's would lie after a download."""
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    (tmp_path / "checkpoints").mkdir()

    def put(name, state):
        torch.save(state, tmp_path / "made.pth")
        data = (tmp_path / "made.pth").read_bytes()
        known = entry(f"torchvision/{name}")
        chosen = replace(known.weight_set(), file=f"{name}-{sha256(data).hexdigest()[:8]}.pth")
        (tmp_path / "checkpoints" / chosen.file).write_bytes(data)
        fake = replace(known, weights=(chosen,), default=chosen.name)
        monkeypatch.setattr(pretrained, "entry", lambda asked: fake if asked == known.name else entry(asked))
    return put


def theirs(name, **more):
    with torch.random.fork_rng():
        torch.manual_seed(3)
        module = models.get_model(name, weights=None, **more).eval()
        for part in module.modules():  # batch norms that do something
            if isinstance(part, torch.nn.BatchNorm2d):
                part.running_mean.normal_(0, 0.1)
                part.running_var.uniform_(0.5, 1.5)
    return module


@pytest.mark.parametrize("name", ["squeezenet1_1", "mobilenet_v3_small", "regnet_y_400mf"])
def test_weights_on_disk_give_what_torchvision_computes(name, published):
    module = theirs(name)
    published(name, module.state_dict())
    found = networks.load(f"torchvision/{name}")
    batch = torch.from_numpy(found.preprocess(PHOTO))[None]
    with torch.inference_mode():
        torch.testing.assert_close(found.module(batch), module(batch), rtol=1e-4, atol=1e-5)
    assert (found.trained, found.weights) == (True, entry(f"torchvision/{name}").default)
    assert found.categories[207] == "golden retriever"
    assert not found.module.training
    assert not any(values.requires_grad for values in found.module.parameters())
    assert networks.load(f"torchvision/{name}") is found


def test_googlenets_own_normalisation_is_done_before_it_and_its_heads_are_left_out(published):
    module = theirs("googlenet", init_weights=False, aux_logits=True, transform_input=True)
    published("googlenet", module.state_dict())
    found = networks.load("torchvision/googlenet")
    prepared = models.GoogLeNet_Weights.DEFAULT.transforms()(Image.fromarray(PHOTO))
    with torch.inference_mode():
        expected = module(prepared[None])
        result = found.module(torch.from_numpy(found.preprocess(PHOTO))[None])
    torch.testing.assert_close(result, expected, rtol=1e-3, atol=1e-4 * float(expected.abs().max()))
    assert analyse(found.graph, found.input_shape).params == 6_624_904


def test_densenets_old_keys_are_read(published):
    module = theirs("densenet121")
    old = {key.replace(".norm1.", ".norm.1.").replace(".norm2.", ".norm.2.").replace(".conv1.", ".conv.1.")
           .replace(".conv2.", ".conv.2."): value for key, value in module.state_dict().items()
           if not key.endswith("num_batches_tracked")}
    assert "features.denseblock1.denselayer1.norm.1.weight" in old
    published("densenet121", old)
    found = networks.load("torchvision/densenet121")
    small = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(found.module(small), module(small), rtol=1e-4, atol=1e-5)


WHERE = ["ssdlite320_mobilenet_v3_large", "lraspp_mobilenet_v3_large", "deeplabv3_mobilenet_v3_large"]


@pytest.mark.parametrize("name", WHERE)
def test_weights_of_networks_that_say_where_give_what_torchvision_computes(name, published):
    more = {"aux_loss": True} if name.startswith("deeplab") else {}  # a head in the file that nothing is built for
    module = theirs(name, weights_backbone=None, **more)
    published(name, module.state_dict())
    found = networks.load(f"torchvision/{name}")
    assert (found.task, found.trained, len(found.categories)) == (entry(found.name).task, True,
                                                                  entry(found.name).weight_set().classes)
    photo = torch.from_numpy(PHOTO).permute(2, 0, 1) / 255
    with torch.inference_mode():
        expected = module([photo])[0]["scores"] if found.task == "detect" else module(photo[None])["out"]
        result = (found.whole.module([photo])[0]["scores"] if found.task == "detect"
                  else found.whole.module(photo[None])["out"])
    torch.testing.assert_close(result, expected)


def old_keys(state):
    """Return keys of detectors' files, which are older than some of today's names, and count no batches."""
    return {key.replace("rpn.head.conv.0.0.", "rpn.head.conv.").replace("_blocks.0.0.", "_blocks.0.")
            .replace("_blocks.1.0.", "_blocks.1."): value for key, value in state.items()
            if not key.endswith("num_batches_tracked")}


def test_the_old_keys_of_faster_rcnn_are_read_as_torchvision_reads_them(published):
    name = "fasterrcnn_mobilenet_v3_large_320_fpn"
    module = theirs(name, weights_backbone=None)
    old = old_keys(module.state_dict())
    assert {"rpn.head.conv.weight", "backbone.fpn.inner_blocks.1.bias"} <= old.keys()
    assert not models.get_model(name, weights=None, weights_backbone=None).load_state_dict(old).missing_keys
    published(name, old)
    found = networks.load(f"torchvision/{name}")
    batch = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(found.whole.module.backbone(batch), module.backbone(batch))
    assert torch.equal(found.whole.module.rpn.head.conv[0][0].weight, module.rpn.head.conv[0][0].weight)


@pytest.mark.parametrize("name", WHERE[:2])
def test_layers_of_networks_that_say_where_share_the_weights_of_the_whole(name):
    found = networks.load(f"torchvision/{name}", weights=None)
    whole = {id(weights) for weights in found.whole.module.parameters()}
    assert {id(weights) for weights in found.module.parameters()} <= whole
    assert found.report.params == entry(found.name).params
    with pytest.raises(NetworkError, match="3 × 320 × 320 only"):
        networks.at_side(found, 352)


def test_own_weights_are_for_classifiers():
    with pytest.raises(NetworkError, match="networks that name a class"):
        networks.load_own("torchvision/lraspp_mobilenet_v3_large", b"")


def test_without_a_file_it_says_what_to_try(published):
    with pytest.raises(NetworkError, match=r"python -m explorer\.networks\.weights alexnet"):
        networks.load("torchvision/alexnet")


def test_random_weights_follow_from_the_seed_and_are_marked():
    one, other = (networks.load("torchvision/squeezenet1_1", weights=None, seed=seed) for seed in (1, 2))
    assert (one.trained, one.weights) == (False, "")
    assert networks.load("torchvision/squeezenet1_1", weights=None, seed=1) is one
    first = next(iter(one.module.parameters()))
    assert not torch.equal(first, next(iter(other.module.parameters())))
    network._cache.clear()
    again = networks.load("torchvision/squeezenet1_1", weights=None, seed=1)
    assert torch.equal(first, next(iter(again.module.parameters())))


@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
def test_inception_opens_without_its_slow_initialisation(name):
    start = time.monotonic()
    found = networks.load(f"torchvision/{name}", weights=None)
    assert time.monotonic() - start < 20  # with init_weights=True half a minute and more
    assert analyse(found.graph, found.input_shape).params == entry(f"torchvision/{name}").params


def test_every_layer_is_a_tap_and_maps_are_channels_first():
    found = networks.load("torchvision/convnext_tiny", weights=None)
    for node in ("features.0.1.layer_norm", "features.1.0.block.3", "features.1.0.mul", "features.1.0.add"):
        shape = analyse(found.graph, found.input_shape)[node].output_shape
        assert networks.feature_maps(found, PHOTO, node).shape == shape


@pytest.fixture
def bundled(tmp_path, monkeypatch):
    """Put an untrained ResNet-20 where the app's own networks lie, in half precision, with a card."""
    module = architectures.resnet(20).eval()
    save_file({key: value.half() if value.is_floating_point() else value
               for key, value in module.state_dict().items()}, tmp_path / "resnet20.safetensors")
    (tmp_path / "resnet20.json").write_text(json.dumps({
        "name": "resnet20", "parameters": 269_722, "categories": list(architectures.CATEGORIES),
        "input": {"side": 32, "mean": architectures.MEAN, "std": architectures.STD}, "data": {"name": "CIFAR-10"},
        "weights": {"bytes": 560_000}, "test_accuracy": {"as stored": 0.9}, "command": "python -m it"}))
    for place in ("explorer.networks.catalogue", "explorer.networks.pretrained"):
        monkeypatch.setattr(__import__("sys").modules[place], "BUNDLED", tmp_path)
    catalogue.cache_clear()
    yield module
    catalogue.cache_clear()


def test_a_bundled_network_is_listed_and_computes_what_was_saved(bundled):
    known = entry("bundled/resnet20")
    assert (known.params, known.gmacs, known.weight_set().accuracy1) == (269_722, 0.041, 90.0)
    found = networks.load("bundled/resnet20")
    assert (found.input_shape, found.categories, found.trained) == ((3, 32, 32), architectures.CATEGORIES, True)
    assert next(found.module.parameters()).dtype == torch.float32
    batch = torch.from_numpy(found.preprocess(PHOTO))[None]
    halved = bundled.half().float()
    with torch.inference_mode():
        torch.testing.assert_close(found.module(batch), halved(batch), rtol=1e-4, atol=1e-4)
    assert weights.is_here(known.weight_set())
    assert not networks.load("bundled/resnet20", weights=None).trained


def test_it_runs_on_larger_photos_and_says_what_that_does(bundled):
    small = networks.load("bundled/resnet20")
    large = networks.at_side(small, 96)
    assert large is networks.at_side(small, 96)
    assert large.module is small.module
    assert large.number != small.number
    assert networks.feature_maps(large, PHOTO, "layer1.2.relu_1").shape == (16, 96, 96)
    assert networks.feature_maps(large, PHOTO, "fc").shape == (10, 1, 1)
    assert networks.feature_maps(small, PHOTO, "layer1.2.relu_1").shape == (16, 32, 32)
    assert networks.at_side(small, 32) is small
    assert networks.side_note(small, 32) is None
    assert "pictures of 32 px and is now given 96 px" in str(networks.side_note(small, 96))


def test_too_large_a_photo_is_refused_before_anything_runs(bundled):
    with pytest.raises(LimitError, match="Use a smaller input"):
        networks.at_side(networks.load("bundled/resnet20"), 3000)


def test_a_stack_reads_one_size_only():
    with pytest.raises(NetworkError, match="3 × 8 × 8 only"):
        networks.at_side(networks.load("stack/3x8x8/relu"), 16)


def test_a_readers_own_weights_are_taken_and_kept_under_their_hash(bundled):
    module = architectures.resnet(20).eval()
    found = networks.load_own("bundled/resnet20", save(module.state_dict()))
    assert found.weights.startswith("own:")
    assert torch.equal(found.module.conv1.weight, module.conv1.weight)
    assert networks.load("bundled/resnet20", weights=found.weights) is found
    assert networks.load_own("bundled/resnet20", save(module.state_dict())) is found
    network._cache.clear()
    with pytest.raises(NetworkError, match="Choose their file again"):
        networks.load("bundled/resnet20", weights=found.weights)


def test_own_weights_in_half_precision_for_torchvisions_networks():
    module = theirs("squeezenet1_1")
    found = networks.load_own("torchvision/squeezenet1_1", save({k: v.half() for k, v in module.state_dict().items()}))
    assert next(found.module.parameters()).dtype == torch.float32


def state(**changes):
    return {**{key: value.clone() for key, value in theirs("squeezenet1_1").state_dict().items()}, **changes}


@pytest.mark.parametrize(("data", "words"), [
    (lambda: b"", "not a .safetensors file"),
    (lambda: b"PK\x03\x04 a pickle in a zip", "not a .safetensors file"),
    (lambda: save(state(more=torch.zeros(2))), r"1 are not its own \(more\)"),
    (lambda: save(dict(list(state().items())[3:])), r"Of its 52 arrays the file lacks 3 \(.*features\.0\.bias"),
    (lambda: save({f"student.{key}": value for key, value in state().items()}), "52 are not its own"),
    (lambda: save({**state(), "module.features.0.bias": torch.zeros(64)}), r"holds features\.0\.bias twice"),
    (lambda: save(state(**{"classifier.1.bias": torch.zeros(10)})), "bias are 10, but squeezenet1_1 has 1000 there"),
    (lambda: save(state(**{"classifier.1.bias": torch.zeros(1000, dtype=torch.int32)})), "bias are int32, not float"),
    (lambda: save(state(**{"classifier.1.bias": torch.zeros(1000, dtype=torch.complex64)})), "are complex64, not"),
])
def test_other_files_are_refused_with_what_does_not_fit(data, words):
    with pytest.raises(NetworkError, match=words):
        networks.load_own("torchvision/squeezenet1_1", data())


def test_too_large_a_file_is_not_even_read(monkeypatch):
    monkeypatch.setattr(pretrained, "settings", lambda: Settings(weights_bytes=10))
    with pytest.raises(LimitError, match="11 bytes; this server takes up to 10"):
        networks.load_own("torchvision/squeezenet1_1", b"x" * 11)


def test_a_module_of_several_layers_stands_for_its_last():
    found = networks.load("torchvision/squeezenet1_1", weights=None)
    last = networks.feature_maps(found, PHOTO, "features.3.cat")
    assert np.array_equal(networks.feature_maps(found, PHOTO, "features.3"), last)


def test_names_that_nobody_knows_are_refused():
    with pytest.raises(NetworkError, match="torchvision/resnet18"):
        networks.load("torchvision/resnet19")
    with pytest.raises(NetworkError, match="no weights 'V9'"):
        networks.load("torchvision/resnet18", weights="V9")
