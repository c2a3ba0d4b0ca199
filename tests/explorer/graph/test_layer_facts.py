"""What layers that are no convolutions compute, by hand; the modules are those of the exported source."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
import torch
from scipy.special import expit, softmax
from scipy.stats import norm

from explorer.graph import CODES, Graph, Unread, from_text
from explorer.graph.pytorch import module_source
from tests.explorer.graph.oracles import module_of


def module(text, shape):
    return module_of(from_text(text), shape)


def values(*numbers):
    return torch.tensor([numbers], dtype=torch.float32)


# Ioffe & Szegedy (2015), arXiv:1502.03167: biased variance for the batch, unbiased for the running one
def test_batch_norm_of_one_to_four_is_what_the_paper_says():
    layer = module("bn1d", (1,)).train()
    found = layer(torch.tensor([[1.0], [2.0], [3.0], [4.0]]))[:, 0]
    assert found.tolist() == pytest.approx([-1.34164, -0.44721, 0.44721, 1.34164], abs=1e-5)
    buffers = dict(layer.named_buffers())
    running = {name.rpartition(".")[2]: float(value) for name, value in buffers.items()}
    assert running["running_mean"] == pytest.approx(0.25)
    assert running["running_var"] == pytest.approx(0.9 + 0.1 * 5 / 3)


def test_batch_norm_cannot_learn_from_one_value_per_channel():
    with pytest.raises(ValueError, match="more than 1 value"):
        module("bn1d", (1,)).train()(torch.ones(1, 1))


def test_in_use_batch_norm_takes_what_it_remembers_whatever_the_batch():
    layer = module("bn1d", (1,))
    with torch.no_grad():
        alone, together = layer(torch.tensor([[3.0]])), layer(torch.tensor([[3.0], [99.0]]))
    assert float(alone[0, 0]) == float(together[0, 0]) == pytest.approx(3 / sqrt(1 + 1e-5))


# Srivastava et al. (2014), section 4, with the weights scaled while training ("inverted")
@pytest.mark.parametrize("p", [0.2, 0.5])
def test_dropout_divides_what_it_keeps_by_its_chance_and_rests_in_use(p):
    layer = module(f"dropout.p{str(p).replace('.', '_')}", (10_000,))
    given = torch.ones(1, 10_000)
    assert torch.equal(layer(given), given)
    torch.manual_seed(0)
    found = layer.train()(given)
    assert found.unique().tolist() == pytest.approx([0, 1 / (1 - p)])
    assert float(found.mean()) == pytest.approx(1, abs=0.05)


def test_dropout_of_maps_takes_whole_channels():
    torch.manual_seed(0)
    found = module("dropout2d", (64, 3, 3)).train()(torch.ones(1, 64, 3, 3))
    assert ((found == 0).all(dim=(2, 3)) | (found == 2).all(dim=(2, 3))).all()


@pytest.mark.parametrize(("scores", "expected"), [
    ((2.0, 1.0, 0.1), (0.6590, 0.2424, 0.0986)), ((4.0, 2.0, 0.2), (0.8638, 0.1169, 0.0193))])  # temperature 0.5
def test_softmax_of_three_scores(scores, expected):
    found = module("softmax", (3,))(values(*scores))[0]
    assert found.tolist() == pytest.approx(expected, abs=5e-5)
    assert found.tolist() == pytest.approx(softmax(scores), abs=1e-6)


def test_softmax_runs_over_the_channels_of_maps():
    found = module("softmax", (3, 2, 2))(torch.randn(1, 3, 2, 2))
    assert torch.allclose(found.sum(1), torch.ones(1, 2, 2))


RANGE = np.linspace(-8, 8, 161)
# The definitions: Hendrycks & Gimpel (2016), arXiv:1606.08415; Ramachandran et al. (2017), arXiv:1710.05941; Clevert et
# al. (2015), arXiv:1511.07289; Howard et al. (2019), arXiv:1905.02244, section 5.2.
BENDS = {
    "relu": lambda x: np.maximum(x, 0), "relu6": lambda x: np.clip(x, 0, 6),
    "leakyrelu": lambda x: np.where(x > 0, x, 0.01 * x), "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "gelu": lambda x: x * norm.cdf(x), "silu": lambda x: x * expit(x), "sigmoid": expit, "tanh": np.tanh,
    "hardsigmoid": lambda x: np.clip(x + 3, 0, 6) / 6, "hardswish": lambda x: x * np.clip(x + 3, 0, 6) / 6,
    "identity": lambda x: x, "prelu": lambda x: np.where(x > 0, x, 0.25 * x),  # as it begins: He et al. (2015)
}


@pytest.mark.parametrize("code", BENDS)
def test_activations_are_their_definitions(code):
    found = module(code, (161,)).double()(torch.tensor(RANGE[None], dtype=torch.float64))
    assert found[0].detach().numpy() == pytest.approx(BENDS[code](RANGE), abs=1e-9)


def test_every_activation_is_held_to_its_definition():
    bends = {code for code, kind in CODES.items() if kind.family == "activation"}
    assert bends == set(BENDS) | {"softmax", "dropout", "dropout2d"}


@pytest.mark.parametrize(("code", "slope"), [("sigmoid", 0.25), ("tanh", 1), ("relu", 1), ("gelu", 1.1289),
                                             ("silu", 1.0998)])
def test_the_largest_slope_of_an_activation(code, slope):
    x = torch.linspace(-6, 6, 100_001, dtype=torch.float64, requires_grad=True)
    module(code, (100_001,))(x[None]).sum().backward()
    assert float(x.grad.max()) == pytest.approx(slope, abs=5e-5)


def test_ten_sigmoids_leave_a_millionth_of_a_gradient():
    x = torch.zeros(1, 1, dtype=torch.float64, requires_grad=True)
    module("~".join(["sigmoid"] * 10), (1,))(x).sum().backward()
    assert 0 < float(x.grad) <= 9.54e-7  # 0.25 to the tenth


# A convolution commutes with a shift: Goodfellow, Bengio & Courville (2016), section 9.2
@pytest.mark.parametrize(("stride", "shift", "commutes"), [(1, 1, True), (1, 3, True), (2, 2, True), (2, 1, False),
                                                           (4, 4, True)])
def test_a_circular_convolution_commutes_with_shifts_by_whole_strides(stride, shift, commutes):
    torch.manual_seed(0)
    layer = module(f"conv.o4.p1.s{stride}.mcircular", (3, 16, 16))
    picture = torch.randn(1, 3, 16, 16)
    moved = layer(picture.roll(shift, dims=3))
    expected = layer(picture).roll(-(-shift // stride), dims=3)
    assert torch.allclose(moved, expected, atol=1e-5) is commutes


def test_a_flatten_and_a_linear_layer_do_not_commute_with_a_shift():
    torch.manual_seed(0)
    layer = module("flatten~linear.o3", (1, 8, 8))
    picture = torch.randn(1, 1, 8, 8)
    assert not torch.allclose(layer(picture), layer(picture.roll(1, dims=3)), atol=1e-3)


def test_a_convolved_classifier_gives_each_window_its_own_score():
    # Long, Shelhamer & Darrell (2015), arXiv:1411.4038, section 3.1, with fewer channels than VGG's 512
    torch.manual_seed(0)
    dense, slid = module("flatten~linear.o5", (4, 7, 7)), module("conv.o5.k7", (4, 14, 14))
    weights = list(slid.parameters())
    with torch.no_grad():
        for own, given in zip(weights, dense.parameters(), strict=True):
            own.copy_(given.view(own.shape))
    maps = torch.randn(1, 4, 14, 14)
    scores = slid(maps)
    assert scores.shape == (1, 5, 8, 8)
    for row, column in ((0, 0), (3, 5), (7, 7)):
        window = maps[:, :, row:row + 7, column:column + 7]
        assert torch.allclose(scores[0, :, row, column], dense(window)[0], atol=1e-5)


@pytest.mark.parametrize(("text", "uneven"), [("convt.o1.k4.s2.p1.b0", False), ("convt.o1.k3.s2.b0", True)])
def test_a_kernel_of_twice_the_stride_has_no_checkerboard(text, uneven):
    # Odena, Dumoulin & Olah (2016), Distill
    layer = module(text, (1, 8, 8))
    with torch.no_grad():
        next(layer.parameters()).fill_(1)
        inner = layer(torch.ones(1, 1, 8, 8))[0, 0, 4:-4, 4:-4]
    assert (float(inner.max() - inner.min()) > 0) is uneven


def test_a_vector_through_batch_norm_and_linear_layers_is_one_product():
    torch.manual_seed(0)
    chain = module("linear.o6~bn1d~linear.o2", (4,)).double()
    x = torch.randn(5, 4, dtype=torch.float64)
    apart = chain(x[:1]) + chain(x[1:2]) - chain(torch.zeros(1, 4, dtype=torch.float64))
    assert torch.allclose(chain(x[:1] + x[1:2]), apart)  # affine: no bend stands between


def test_module_source_needs_no_names_but_torch_and_nn():
    for kind in CODES.values():
        if kind.several_inputs or kind is Unread:
            continue
        given = {"out_channels": 4} if hasattr(kind, "out_channels") else {}
        given |= {"out_features": 4} if hasattr(kind, "out_features") else {}
        given |= {"unflattened_size": (2, 2)} if hasattr(kind, "unflattened_size") else {}
        given |= {"num_groups": 2} if hasattr(kind, "num_groups") else {}
        given |= {"output_size": 1} if hasattr(kind, "output_size") else {}
        made = eval(module_source(kind(**given), (4, 8, 8, 8)[:1 + max(kind.dims, 1)]),
                    {"nn": torch.nn, "torch": torch})
        assert isinstance(made, torch.nn.Module | torch.nn.Parameter)


def test_chains_are_read_in_order():
    assert [type(node.layer).__name__ for node in Graph.chain(*(node.layer for node in from_text("relu~sigmoid")))] == [
        "ReLU", "Sigmoid"]
