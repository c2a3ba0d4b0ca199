"""Traced networks against torchvision: its own counts, names and shapes, and what its modules compute."""

import operator
import warnings
from functools import cache

import pytest
import torch
from torch import nn
from torch.nn import functional
from torchvision import models
from torchvision.models.feature_extraction import NodePathTracer

from explorer.errors import NetworkError, ShapeError
from explorer.graph import PRESETS, analyse, from_text, reads, to_pytorch, to_text
from explorer.graph.layers.codes import Conv2d, Dropout, LayerNorm2d, LayerScale, Multiply
from explorer.networks import architectures, build
from explorer.networks.torch_graph.trace import _Tracer, taps, trace, traced

NAMES = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "vgg11", "vgg13", "vgg16", "vgg19", "vgg11_bn",
         "vgg13_bn", "vgg16_bn", "vgg19_bn", "alexnet", "googlenet", "inception_v3", "squeezenet1_1", "densenet121",
         "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small", "efficientnet_b0", "convnext_tiny",
         "regnet_y_400mf")
RUN = ("resnet18", "googlenet", "squeezenet1_1", "densenet121", "mobilenet_v3_small", "efficientnet_b0",
       "convnext_tiny", "regnet_y_400mf")
"""One of each kind that is run with weights; the rest is checked on shapes alone."""
HEADS = {"inception_v3": 3_326_696}
"""Weights of the auxiliary head, which torchvision counts and nobody runs after training."""


@cache
def untrained(name, device="meta"):
    """Return torchvision's module without a pass over its weights; RegNet computes its widths, so not on meta."""
    quick = {"init_weights": False, "aux_logits": False} if name in ("googlenet", "inception_v3") else {}
    with torch.device("cpu" if name.startswith("regnet") else device):
        return models.get_model(name, weights=None, **quick).eval()


def side(name):
    return 299 if name == "inception_v3" else 224


@cache
def read(name):
    return traced(untrained(name), (3, side(name), side(name)))


@pytest.mark.parametrize("name", NAMES)
def test_counts_are_those_of_every_weight_set_of_torchvision(name):
    for weights in models.get_model_weights(name):
        assert weights.transforms().crop_size == [side(name)]
        assert read(name).report.params + HEADS.get(name, 0) == weights.meta["num_params"]
        assert round(read(name).report.macs / 1e9, 3) == weights.meta["_ops"]


def test_the_head_left_out_is_the_difference_of_inceptions_counts():
    whole = models.inception_v3(init_weights=False, aux_logits=True)
    assert sum(weights.numel() for weights in whole.AuxLogits.parameters()) == HEADS["inception_v3"]


@pytest.mark.parametrize("name", NAMES)
def test_layers_are_named_as_torchvision_names_them(name):
    tracer = NodePathTracer()
    tracer.trace(untrained(name))
    expected = {path.replace("-", "_").removesuffix(".stochastic_depth") if "stochastic_depth.sto" in path
                else path.replace("-", "_") for path in tracer.node_to_qualname.values()}
    names = [node.name for node in read(name).graph]
    assert set(names) <= expected
    assert {path for path in expected - set(names) if "permute" not in path and "layer_scale" not in path
            and not path.endswith(("weight", "bias"))} - set(NOT_LAYERS.get(name, ())) == {"x"}


NOT_LAYERS = {"convnext_tiny": [f"features.{stage}.{block}.block.{place}" for stage, count in ((1, 3), (3, 3), (5, 9),
              (7, 3)) for block in range(count) for place in (1, 6)]}
"""Modules that only move axes."""


class Shapes(torch.fx.Interpreter):
    """Runs a network and notes the shape that comes out of each step."""

    def __init__(self, module, names, graph):
        super().__init__(module, graph=graph)
        self.names, self.found = names, {}

    def run_node(self, node):
        result = super().run_node(node)
        if node in self.names:
            self.found[self.names[node]] = tuple(result.shape[1:])
        return result


def real_shapes(name):
    """Return the shapes of a real forward pass of torchvision's own module, by torchvision's names of its steps."""
    module, tracer = untrained(name), _Tracer()
    run = Shapes(module, tracer.names, graph=tracer.trace(module))
    run.run(torch.zeros(1, 3, side(name), side(name), device=next(module.parameters()).device))
    return run.found


@pytest.mark.parametrize("name", NAMES)
def test_every_shape_is_that_of_a_real_forward_pass(name):
    found = real_shapes(name)
    for row in read(name).report:
        real = found[row.name]
        channels_last = real != row.output_shape and len(real) == 3
        assert row.output_shape == ((real[2], *real[:2]) if channels_last else real), row.name
        assert not channels_last or (name == "convnext_tiny" and ".block." in row.name) or ".layer_norm" in row.name
    assert row.output_shape == (1000,)


@pytest.mark.parametrize("name", RUN)
def test_the_rebuilt_network_computes_what_torchvisions_does(name):
    quick = {"init_weights": False, "aux_logits": False} if name == "googlenet" else {}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        module = models.get_model(name, weights=None, **quick).eval()
        small = torch.randn(1, 3, 96, 96)
    result = traced(module, (3, 96, 96))
    with torch.inference_mode():
        expected, found = module(small), result.rebuilt()(small.clone())
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5 * float(expected.abs().max()))
    assert not any(getattr(part, "inplace", False) for part in result.rebuilt().modules())
    shared = {weights.data_ptr() for weights in module.parameters()}
    assert {weights.data_ptr() for weights in result.rebuilt().parameters()} == shared


FIELDS = {  # FACTS of torchvision's strides: size, jump and padding at the end of each layer; None: not stated
    "resnet18": [(43, 4, 21), (99, 8, 49), (211, 16, 105), (435, 32, 217)],
    "resnet34": [(59, 4, 29), (179, 8, 89), (547, 16, 273), (899, 32, 449)],
    "resnet50": [(35, 4, 17), (91, 8, 45), (267, 16, 133), (427, 32, 213)],
    "resnet101": [(35, 4, None), (91, 8, None), (811, 16, 405), (971, 32, 485)],
    "resnet152": [(35, 4, None), (155, 8, 77), (1291, 16, 645), (1451, 32, 725)],
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_of_resnets_are_those_of_the_literature(name):
    report = read(name).report
    assert [(report[stem].field.size, report[stem].field.jump, report[stem].field.padding)
            for stem in ("conv1", "maxpool")] == [(7, 2, 3), (11, 4, 5)]
    for stage, (size, jump, padding) in enumerate(FIELDS[name], 1):
        field = report[list(taps(report.graph, f"layer{stage}"))[-1]].field
        assert (field.size, field.jump, field.padding if padding else None) == (size, jump, padding)


# Araujo, Norris & Sim (2019), Distill, table of models; AlexNet: torchvision's one weird trick.
LAST_POOL = {"vgg11": 150, "vgg13": 156, "vgg16": 212, "vgg19": 268, "alexnet": 195}


@pytest.mark.parametrize("name", LAST_POOL)
def test_fields_of_plain_networks_are_those_of_the_literature(name):
    report = read(name).report
    last = [row for row in report if row.layer.family == "pooling"][-2]
    assert last.field.size == LAST_POOL[name]


@pytest.mark.parametrize("name", ["resnet18", "resnet34", "resnet50", "googlenet", "alexnet", "vgg11", "vgg16"])
def test_a_preset_is_the_network_that_torchvision_has(name):
    preset = PRESETS[name]
    known, found = analyse(preset.graph, preset.input_shape), read(name).report
    assert (known.params, known.macs) == (found.params, found.macs)
    kept = [(row.layer, row.output_shape) for row in found if not isinstance(row.layer, Dropout)]
    assert sorted(map(str, kept)) == sorted(str((row.layer, row.output_shape)) for row in known
                                            if not isinstance(row.layer, Dropout))


def test_a_stack_is_read_back_as_it_was():
    from tests.explorer.networks.torch_graph.test_assembly import NETWORKS
    for graph, shape in NETWORKS.values():
        assert trace(build(graph, shape), shape) == graph


@pytest.mark.parametrize(("name", "params", "macs"), [
    ("resnet20", 269_722, 40_551_040), ("plain20", 269_722, 40_551_040), ("vgg", 357_866, None)])
def test_the_cifar_networks_are_read_with_their_shortcuts(name, params, macs):
    module = architectures.BUILDERS[name]().eval()
    result = traced(module, (3, 32, 32))
    assert result.report.params == params
    assert macs in (None, result.report.macs)
    pictures = torch.randn(2, 3, 40, 48)
    torch.testing.assert_close(result.rebuilt()(pictures), module(pictures))


def test_the_last_stage_of_resnet20_sees_81_px():
    graph = trace(architectures.resnet(20).eval(), (3, 32, 32))
    assert analyse(graph, (3, 32, 32))["layer3.2.relu_1"].field.size == 81


def test_convnext_is_read_channels_first():
    graph = read("convnext_tiny").graph
    assert graph["features.1.0.block.3"].layer == Conv2d(out_channels=384, kernel_size=1)
    assert graph["features.1.0.block.2"].layer == LayerNorm2d(eps=1e-6)
    assert graph["features.1.0.mul"].layer == LayerScale()


@pytest.mark.parametrize("name", ["mobilenet_v3_small", "convnext_tiny"])
def test_the_source_written_from_a_traced_network_is_the_same_network(name):
    names = {}
    exec(to_pytorch(read(name).graph, (3, 224, 224)), names)
    with torch.device("meta"):
        module = names["Net"]().eval()
        assert module(torch.zeros(1, 3, 224, 224)).shape == (1, 1000)
    assert sum(weights.numel() for weights in module.parameters()) == read(name).report.params


@pytest.mark.parametrize("name", ["resnet20", "vgg"])
def test_a_traced_network_fits_into_a_link(name):
    graph = trace(architectures.BUILDERS[name]().eval(), (3, 32, 32))
    assert from_text(to_text(graph)) == graph


def test_behind_a_squeeze_and_excitation_every_place_sees_the_whole_picture():
    report = read("mobilenet_v3_small").report
    excited = next(row.name for row in report if isinstance(row.layer, Multiply))
    assert reads(report, excited, (0, 0))["input"] == ((0, 223), (0, 223))
    assert report[excited].field.size >= 224


class Calls(nn.Module):
    """One function in place of a layer."""

    def __init__(self, call):
        super().__init__()
        self.call = call

    def forward(self, maps):
        return self.call(maps)


SAME = [
    functional.relu, functional.silu, torch.sigmoid, functional.hardswish, torch.tanh, functional.gelu,
    lambda maps: functional.max_pool2d(maps, 3, 2, 1), lambda maps: functional.avg_pool2d(maps, (2, 3), padding=1),
    lambda maps: functional.adaptive_avg_pool2d(maps, (2, 1)), lambda maps: maps.mean((2, 3)),
    lambda maps: maps.mean([-2, -1], keepdim=True),
    lambda maps: functional.pad(maps[:, :, ::2, ::3], (0, 0, 0, 0, 1, 2)),
    lambda maps: torch.flatten(maps, 1), lambda maps: functional.dropout(maps, 0.3, training=False),
    lambda maps: torch.cat([maps, maps.relu()], 1), lambda maps: (maps + maps.relu()) * maps.sigmoid(),
    lambda maps: functional.interpolate(maps, size=maps.shape[-1] + 2, mode="bilinear"),
    lambda maps: torch.cat([maps.chunk(2, dim=1)[1], maps.chunk(3, dim=1)[0]], 1),
    lambda maps: functional.interpolate(maps, scale_factor=2),
    lambda maps: functional.softmax(maps, dim=1), lambda maps: maps.permute(0, 2, 3, 1).relu().permute(0, 3, 1, 2),
]


@pytest.mark.parametrize("call", SAME)
def test_a_function_is_the_layer_that_computes_the_same(call):
    maps = torch.randn(2, 3, 7, 8)
    result = traced(Calls(call).eval(), (3, 7, 8))
    torch.testing.assert_close(result.rebuilt()(maps), call(maps))
    assert result.report.output_shape == tuple(call(maps).shape[1:])


REFUSED = [
    lambda maps: maps + 1, lambda maps: maps[:, :2], lambda maps: torch.cat([maps, maps], 2), torch.fft.fft,
    lambda maps: functional.pad(maps, (1, 1)), lambda maps: maps.mean(1), lambda maps: (maps, maps),
    lambda maps: maps.permute(0, 3, 1, 2), lambda maps: functional.max_pool2d(maps.permute(0, 2, 3, 1), 2),
    lambda maps: maps if maps.sum() > 0 else -maps, lambda maps: functional.layer_norm(maps, (8,)),
    lambda maps: operator.getitem(maps, (..., slice(0, 2))),
]


@pytest.mark.parametrize("call", REFUSED)
def test_what_is_no_layer_here_is_refused_with_a_sentence(call):
    with pytest.raises(NetworkError, match="read"):
        trace(Calls(call).eval(), (3, 7, 8))


def test_an_input_of_another_shape_is_refused():
    with pytest.raises(NetworkError, match="conv1 has 9,408 parameters, but an input of 1 × 224 × 224 needs 3,136"):
        trace(untrained("resnet18"), (1, 224, 224))
    with pytest.raises(ShapeError, match=r"features\.2"):
        trace(untrained("alexnet"), (3, 8, 8))


def test_a_network_in_training_mode_is_refused():
    with pytest.raises(ValueError, match="training mode"):
        trace(nn.ReLU(), (3, 4, 4))


def test_reading_a_network_leaves_it_as_it_was():
    module = architectures.resnet(20).eval()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        traced(module, (3, 32, 32)).rebuilt()
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())
    assert all(weights.requires_grad for weights in module.parameters())


def test_a_module_names_the_layers_inside_it():
    graph = read("resnet18").graph
    assert list(taps(graph, "layer1.0"))[-1] == "layer1.0.relu_1"
    assert list(taps(graph, "layer1.0.conv2")) == ["layer1.0.conv2"]
    assert list(taps(graph, "layer")) == []
