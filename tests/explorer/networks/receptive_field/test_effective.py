"""What a unit sees with a network's own weights, against torch's own gradients and against the theory."""

import numpy as np
import pytest
import torch
from torch import nn
from torchvision import models
from torchvision.models.feature_extraction import create_feature_extractor

from explorer.errors import NetworkError
from explorer.graph import INPUT, from_text, reads
from explorer.networks import Network, build, load
from explorer.networks.inference import feature_maps as maps
from explorer.networks.network import report_of
from explorer.networks.receptive_field import effective
from explorer.networks.receptive_field.effective import effective_field
from explorer.networks.receptive_field.extent import inner_share, radius_holding
from tests.explorer.graph.gradients import units

PLAIN = "stack/3x20x24/conv.o6.p1~relu~maxpool~conv.o8.k2.psame~tanh~flatten~linear.o10"
# One of each family of the catalogue, with a layer in the middle.
FAMILIES = {
    "alexnet": "features.5", "vgg11_bn": "features.7", "resnet18": "layer2", "googlenet": "inception3a",
    "inception_v3": "Mixed_5b", "squeezenet1_1": "features.5", "densenet121": "features.transition1",
    "mobilenet_v2": "features.4", "mobilenet_v3_small": "features.2", "efficientnet_b0": "features.1",
    "convnext_tiny": "features.1.0", "regnet_y_400mf": "trunk_output.block1",
}


def photo(seed=0, height=20, width=24):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def own(text, shape, fill=None):
    """Return a network whose weights this test may set; what it is given is taken as it is."""
    graph = from_text(text)
    module = build(graph, shape, seed=1)
    with torch.no_grad():
        for parameter in module.parameters() if fill is not None else ():
            parameter.fill_(fill)
    return Network("own", module, graph, shape, lambda pixels: pixels)


def values(network, seed=0):
    return np.random.default_rng(seed).normal(size=network.input_shape).astype(np.float32)


@pytest.fixture(autouse=True)
def nothing_kept():
    effective._results.clear()


@pytest.mark.parametrize(("depth", "row"), [(1, [1, 1, 1]), (2, [1, 2, 3, 2, 1]), (3, [1, 3, 6, 7, 6, 3, 1])])
def test_convolutions_of_ones_weigh_pixels_like_trinomials(depth, row):
    # Luo, Li, Urtasun & Zemel (2016), Understanding the effective receptive field, arXiv:1701.04128, section 2.2
    network = own("~".join(["conv.o1.p1.b0"] * depth), (1, 15, 15), fill=1)
    field = effective_field(network, values(network), f"conv{depth}", (7, 7))
    assert field.gradient[7 - depth:8 + depth, 7 - depth:8 + depth].tolist() == np.outer(row, row).tolist()
    assert field.gradient.sum() == 9 ** depth
    assert field.support == field.theory == field.reached == ((7 - depth, 7 + depth),) * 2
    assert str(field.agreement) == f"Gradient and theory agree exactly: {2 * depth + 1} × {2 * depth + 1} px."


@pytest.mark.parametrize(("name", "node", "unit", "channel"), [
    ("resnet18", "layer2", (3, 5), 17), ("resnet18", "layer1", (0, 0), None),
    ("squeezenet1_1", "features.4", (9, 2), 5)])
def test_it_is_the_gradient_that_torch_gives_of_torchvisions_own_module(name, node, unit, channel):
    network = load(f"torchvision/{name}", weights=None)
    module = models.get_model(name, weights=None).eval()
    module.load_state_dict(network.module.state_dict())
    ready = torch.from_numpy(network.preprocess(photo())[None].copy()).requires_grad_()
    output = create_feature_extractor(module, {node: "it"})(ready)["it"][0, :, *unit]
    value = output.mean() if channel is None else output[channel]
    value.backward()
    field = effective_field(network, photo(), node, unit, channel)
    assert field.value == pytest.approx(value.item(), rel=1e-4, abs=1e-6)
    expected = ready.grad[0].abs().sum(dim=0).numpy()
    np.testing.assert_allclose(field.gradient, expected, rtol=1e-3, atol=1e-5 * expected.max())


@pytest.mark.parametrize(("name", "node"), [
    ("torchvision/resnet18", "layer2"), ("torchvision/densenet121", "features.denseblock1"),
    ("torchvision/vgg11_bn", "features.7"), ("bundled/resnet20", "layer2"), ("bundled/vgg", "features.5"),
    ("stack/3x30x26/convt.o4.k3.s2~conv.o6.d2.g2.p2x1~relu~conv.o4.k3.p0_1x2_0~maxpool", "pool1"),
    ("stack/3x30x26/conv.o4.p1.mreflect~gelu~conv.o4.p1~add.f1x3~avgpool", "pool1")])
def test_outside_the_theoretical_field_the_gradient_is_exactly_0(name, node):
    network = load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    report = report_of(network)
    node = [step.name for step in network.graph if step.name == node or step.name.startswith(f"{node}.")][-1]
    for unit in sorted(units(report[node].output_shape[1:]))[::4]:
        field = effective_field(network, photo(), node, unit)
        (top, bottom), (left, right) = reads(report, node, unit)[INPUT]
        outside = field.gradient.copy()
        outside[top:bottom + 1, left:right + 1] = 0
        assert not outside.any()


@pytest.mark.parametrize(("name", "node", "unit"), [
    ("bundled/resnet20", "layer1", (9, 3)), ("bundled/vgg", "features.12", (0, 5)), (PLAIN, "tanh1", (4, 6))])
def test_what_lies_outside_the_field_makes_no_difference_and_what_lies_inside_does(name, node, unit):
    network = load(name)
    given = network.preprocess(photo(3))
    first = effective_field(network, given, node, unit)
    (top, bottom), (left, right) = first.reached
    for seed, inside in ((0, False), (1, True)):
        noise = values(network, seed)
        chosen = np.zeros(noise.shape[1:], bool)
        chosen[top:bottom + 1, left:right + 1] = True
        changed = np.where(chosen == inside, noise, given).astype(np.float32)
        again = effective_field(network, changed, node, unit)
        assert (again.value == first.value) != inside
        assert np.array_equal(again.gradient, first.gradient) != inside


def state(module):
    return ([(name, tensor.clone()) for name, tensor in module.state_dict().items()],
            [(part.training, getattr(part, "inplace", False), len(part._forward_hooks), len(part._forward_pre_hooks),
              len(part._backward_hooks)) for part in module.modules()],
            [(parameter.requires_grad, parameter.grad) for parameter in module.parameters()])


def assert_untouched(module, before):
    after = state(module)
    assert all(torch.equal(one[1], other[1]) for one, other in zip(before[0], after[0], strict=True))
    assert after[1:] == before[1:]
    assert not any(part[0] or part[1] or sum(part[2:]) for part in after[1])
    assert all(part == (False, None) for part in after[2])


@pytest.mark.parametrize(("name", "node"), FAMILIES.items())
def test_every_family_of_the_catalogue_gives_its_field_and_stays_as_it_is(name, node):
    network = load(f"torchvision/{name}", weights=None)
    before = state(network.module)
    field = effective_field(network, photo(), node, (4, 4))
    assert field.gradient.shape == network.input_shape[1:]
    assert np.isfinite(field.gradient).all()
    assert field.gradient.any()
    assert_untouched(network.module, before)


def test_an_error_on_the_way_leaves_nothing_behind(monkeypatch):
    network = load(PLAIN, seed=3)
    before = state(network.module)
    with monkeypatch.context() as patch:
        patch.setattr(type(network.module.tanh1), "forward", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            effective_field(network, photo(), "tanh1", (0, 0))
    assert_untouched(network.module, before)
    assert effective_field(network, photo(), "tanh1", (0, 0)).gradient.any()


def test_layers_behind_are_not_run_and_a_second_look_runs_nothing(monkeypatch):
    network = load(PLAIN, seed=4)
    runs = []
    plain = nn.Conv2d.forward
    monkeypatch.setattr(nn.Conv2d, "forward", lambda self, x: runs.append(self) or plain(self, x))
    first = effective_field(network, photo(), "relu1", (2, 2), 1)
    assert runs == [network.module.conv1]
    assert effective_field(network, photo(), "relu1", (2, 2), 1) is first
    assert effective_field(network, photo(), "relu1", (2, 2), 0) is not first
    assert len(runs) == 2


def test_the_mean_over_channels_is_the_default():
    network = load(PLAIN)
    ready = network.preprocess(photo())
    tap = maps.feature_maps(network, ready, "conv1")
    assert effective_field(network, ready, "conv1", (3, 4)).value == pytest.approx(tap[:, 3, 4].mean(), abs=1e-6)
    assert effective_field(network, ready, "conv1", (3, 4), 2).value == pytest.approx(tap[2, 3, 4], abs=1e-6)


def test_rows_and_tables_have_units_too():
    network = load(PLAIN)
    assert effective_field(network, photo(), "fc1", (0, 0), 3).support == ((0, 19), (0, 23))
    table = load("stack/3x8x9/conv.o2~flatten.s2")
    assert effective_field(table, photo(), "flatten", (0, 8), 1).support == ((1, 3), (1, 3))  # row 1, column 1 of 6 × 7


def test_the_middle_half_and_the_radius_of_known_masses():
    even = np.ones((8, 8))
    assert inner_share(even, ((0, 7), (0, 7))) == pytest.approx(16 / 64)
    assert radius_holding(even, ((0, 7), (0, 7)), 1.0) == pytest.approx(np.hypot(3.5, 3.5))
    point = np.zeros((9, 9))
    point[4, 7] = 1
    assert (inner_share(point, ((0, 8), (0, 8))), radius_holding(point, ((0, 8), (0, 8)))) == (0, 3)
    assert (inner_share(0 * point, ((0, 8), (0, 8))), radius_holding(0 * point, ((0, 8), (0, 8)))) == (None, None)


def test_the_textbook_case_agrees_at_once_and_needs_no_lucky_weights():
    network = load("bundled/resnet20", weights=None)
    field = effective_field(network, photo(), "layer2", (3, 4), uniform=True)
    assert field.support == field.reached
    assert field.gradient.max() == 1
    assert "agree" in str(field.agreement)
    assert effective_field(network, photo(), "layer2", (3, 4), 5, uniform=True) is field


WORDS = [
    # text, weights, node, unit, channel, what is said
    ("conv.o1.p1.b0", 1, "conv1", (0, 0), 0, "of the field of 3 × 3 px, 2 × 2 lie inside the picture"),
    ("conv.o1.k9.p4.b0", 1, "conv1", (4, 4), 0, "all of the picture's 8 × 8 px. Its field of 9 × 9 px is larger"),
    ("conv.o1.b0~adaptive.o1", 1, "pool1", (0, 0), 0, "all of the picture's 8 × 8 px."),
    ("conv.o1.k3.p1.b0~relu", -1, "relu1", (3, 3), 0, "a ReLU holds this unit at 0"),
    ("conv.o1.b0~relu~conv.o1.k1", "bias", "conv2", (3, 3), 0, "although the unit is 2"),
    ("conv.o1.b0.k1~maxpool", 1, "pool1", (1, 1), 0, "spans 1 × 1 of the 2 × 2 px that theory gives. Max pooling"),
    ("conv.o1.b0", 0, "conv1", (1, 1), 0, "0 everywhere: its weights are 0"),
    ("conv.o1.b0.d2", 1, "conv1", (1, 1), 0, "same 5 × 5 px; at 16 of these px the gradient is exactly 0. Kernels"),
    ("conv.o1.k1.p1.b0", 1, "conv1", (0, 0), 0, "nothing but padding: its field of 1 × 1 px"),
]


@pytest.mark.parametrize(("text", "fill", "node", "unit", "channel", "said"), WORDS)
def test_it_says_why_gradient_and_theory_differ(text, fill, node, unit, channel, said):
    network = own(text, (1, 8, 8), fill=-1 if fill == "bias" else fill)
    if fill == "bias":
        nn.init.constant_(network.module.conv2.bias, 2)
    ones = np.random.default_rng(0).uniform(1, 2, (1, 8, 8)).astype(np.float32)
    assert said in str(effective_field(network, ones, node, unit, channel).agreement)


def test_a_channel_of_one_branch_sees_less_than_the_layer():
    network = own("conv.o1.k1.b0~conv.o1.p1.f2.b0~cat.f1x2", (1, 8, 8), fill=1)
    first, second = (effective_field(network, values(network), "cat1", (3, 3), channel) for channel in (1, 0))
    assert "branches that do not lead to this map" in str(first.agreement)
    assert (first.support, second.support) == (((3, 3), (3, 3)), ((2, 4), (2, 4)))


@pytest.mark.parametrize(("unit", "channel", "said"), [((20, 0), None, "maps of 20 × 24, .* row 20"),
                                                       ((0, -1), None, "column -1"), ((0, 0), 6, "no channel 6.*5")])
def test_a_unit_that_is_not_there_is_refused(unit, channel, said):
    with pytest.raises(NetworkError, match=said):
        effective_field(load(PLAIN), photo(), "relu1", unit, channel)


def test_what_is_handed_out_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        effective_field(load(PLAIN), photo(), "relu1", (0, 0)).gradient[0] = 1
