"""Built modules against the source that ``to_pytorch`` writes, run by torch alone."""

import pytest
import torch
from torch import nn

from explorer.errors import LimitError, NetworkError, ShapeError
from explorer.graph import (
    ELU,
    GELU,
    INPUT,
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    Add,
    AvgPool2d,
    BatchNorm1d,
    BatchNorm2d,
    Concat,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose2d,
    Dropout,
    Dropout2d,
    Flatten,
    Graph,
    Hardsigmoid,
    Hardswish,
    Identity,
    LayerNorm2d,
    LayerScale,
    LeakyReLU,
    Linear,
    MaxPool2d,
    Multiply,
    Node,
    PadChannels,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Subsample,
    Tanh,
    analyse,
    from_text,
    to_pytorch,
)
from explorer.networks import build
from explorer.networks.torch_graph import assembly
from explorer.networks.torch_graph.assembly import assemble
from explorer.settings import Settings

BRANCHED = Graph((
    Node("stem.conv", Conv2d(out_channels=6, padding=((0, 2), (1, 1)), padding_mode="reflect"), (INPUT,)),
    Node("stem.norm", BatchNorm2d(), ("stem.conv",)),
    Node("block.0", Conv2d(out_channels=6, padding=1, groups=3), ("stem.norm",)),
    Node("block.add", Add(), ("block.0", "stem.norm")),
    Node("block.cat", Concat(), ("block.add", INPUT, "stem.conv")),
    Node("head", AdaptiveAvgPool2d(output_size=1), ("block.cat",)),
    Node("flat", Flatten(), ("head",)),
    Node("scores", Linear(out_features=4), ("flat",)),
))
NETWORKS = {
    "plain": (Graph.chain(Conv2d(out_channels=4), ReLU(), MaxPool2d(), Flatten(), Linear(out_features=3)), (3, 12, 11)),
    "branched": (BRANCHED, (3, 10, 12)),
    "kinds": (Graph.chain(
        Conv2d(out_channels=4, kernel_size=(2, 4), padding="same", dilation=(1, 2)), ReLU6(), LeakyReLU(),
        ConvTranspose2d(out_channels=4, kernel_size=3, padding=1, output_padding=1), ELU(alpha=0.5), GELU(), SiLU(),
        AvgPool2d(kernel_size=3, padding=1, ceil_mode=True, count_include_pad=False), Hardswish(), Hardsigmoid(),
        MaxPool2d(kernel_size=2, stride=1, dilation=2), Dropout2d(p=0.3), AdaptiveMaxPool2d(output_size=(2, 3)),
        Identity(), Sigmoid(), Tanh(), Flatten(), BatchNorm1d(affine=False), Dropout(),
        Linear(out_features=5, bias=False), Softmax()), (2, 13, 14)),
    "published": (Graph((
        Node("norm", LayerNorm2d(eps=1e-3), (INPUT,)),
        Node("squeeze", AdaptiveAvgPool2d(output_size=1), ("norm",)), Node("gate", Sigmoid(), ("squeeze",)),
        Node("excite", Multiply(), ("norm", "gate")), Node("sparse", Subsample(stride=(2, 3)), ("excite",)),
        Node("wide", PadChannels(before=1, after=2), ("sparse",)))), (4, 9, 10)),
    "forms": (from_text("conv.o16.p1~groupnorm~pixelshuffle~instancenorm.a1~pad.p1_2x0_3~upsample.mbilinear"
                        "~padreflect~upsample.w9x11~norm.x3~lppool~norm.x1~flatten~linear.o18~unflatten.o2x3x3"
                        "~padreplicate"), (3, 8, 8)),
    "halves": (from_text("take.o3~take.s3.o3.f2~conv.o3.p1.f1~cat.f3x1~shuffle"), (6, 5, 7)),
    "signal": (Graph.chain(Conv1d(out_channels=4, padding=((2, 0),)), BatchNorm1d(), ReLU()), (2, 20)),
    "volume": (Graph.chain(Conv3d(out_channels=2, padding=1), Tanh()), (1, 5, 6, 7)),
    "table": (Graph.chain(Linear(out_features=7), Flatten(start_dim=2)), (3, 4, 5)),
}
cases = pytest.mark.parametrize(("graph", "shape"), NETWORKS.values(), ids=NETWORKS)


def plain(graph, shape, seed=0):
    """Return the same network as torch alone makes it from our source."""
    names = {}
    exec(to_pytorch(graph, shape), names)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return names["Net"]().eval()


def weights(module, graph):
    """Return the state of a built module under the names of the source, which writes the dots of layers as _."""
    return {f"{node.name.replace('.', '_')}.{rest}": value for node in graph
            for rest, value in module.get_submodule(node.name).state_dict().items()}


def picture(shape, batch=2):
    return torch.randn(batch, *shape, generator=torch.Generator().manual_seed(1))


@cases
def test_a_stack_computes_what_its_pytorch_source_computes(graph, shape):
    built, source = build(graph, shape, seed=5), plain(graph, shape)
    source.load_state_dict(weights(built, graph))
    torch.testing.assert_close(built(picture(shape)), source(picture(shape)))


def test_a_learned_factor_per_map_multiplies_it():
    graph = Graph.chain(LayerScale())
    built, source = build(graph, (4, 5, 6)), plain(graph, (4, 5, 6))
    torch.testing.assert_close(built(picture((4, 5, 6))), picture((4, 5, 6)))
    factors = torch.rand(4, 1, 1)
    built.scale1.weight.copy_(factors)
    source.load_state_dict({"scale1": factors})
    torch.testing.assert_close(built(picture((4, 5, 6))), source(picture((4, 5, 6))))


@cases
def test_weights_are_those_torch_draws_for_the_seed(graph, shape):
    built, source = weights(build(graph, shape, seed=3), graph), plain(graph, shape, seed=3).state_dict()
    assert built.keys() == source.keys()
    assert all(torch.equal(built[name], source[name]) for name in source)


@cases
def test_every_layer_gives_the_shape_that_the_analysis_says(graph, shape):
    module, report = build(graph, shape), analyse(graph, shape)
    for row in report:
        part = graph.up_to(row.name)
        cut = assemble(part, {node.name: module.get_submodule(node.name) for node in part})
        assert tuple(cut(picture(shape)).shape[1:]) == row.output_shape


def test_layer_names_are_taps_of_create_feature_extractor():
    from torchvision.models.feature_extraction import create_feature_extractor
    module = build(BRANCHED, (3, 10, 12))
    names = [node.name for node in BRANCHED]
    found = create_feature_extractor(module, {name: name for name in names})(picture((3, 10, 12)))
    for name in names:
        part = BRANCHED.up_to(name)
        alone = assemble(part, {node.name: module.get_submodule(node.name) for node in part})
        torch.testing.assert_close(found[name], alone(picture((3, 10, 12))))


def test_parameters_are_those_that_were_counted():
    for graph, shape in NETWORKS.values():
        assert sum(p.numel() for p in build(graph, shape).parameters()) == analyse(graph, shape).params


def test_a_built_network_is_ready_to_look_at():
    module = build(*NETWORKS["kinds"])
    assert not module.training
    assert not any(weights.requires_grad for weights in module.parameters())
    assert not any(getattr(part, "inplace", False) for part in module.modules())


def test_building_leaves_the_random_state_of_the_process_alone():
    before = torch.get_rng_state()
    build(*NETWORKS["plain"], seed=9)
    assert torch.equal(torch.get_rng_state(), before)


def test_seeds_decide_the_weights():
    one, same, other = (build(*NETWORKS["plain"], seed=seed).conv1.weight for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


@pytest.mark.parametrize("limit", ["run_params", "run_macs", "run_values"])
def test_too_large_a_network_is_refused_before_anything_is_allocated(monkeypatch, limit):
    graph, shape = Graph.chain(Conv2d(out_channels=4, bias=False), Conv2d(out_channels=4, bias=False)), (3, 32, 32)
    report = analyse(graph, shape)
    actual = {"run_params": report.params, "run_macs": report.macs, "run_values": report.activation_bytes // 4}[limit]
    monkeypatch.setattr(assembly, "settings", lambda: Settings(**{limit: actual - 1}))
    monkeypatch.setattr(nn, "Conv2d", lambda *_, **__: pytest.fail("a layer was made"))
    with pytest.raises(LimitError) as caught:
        build(graph, shape)
    assert f"{actual:,}" in str(caught.value)
    assert f"{actual - 1:,}" in str(caught.value)


def test_at_its_limit_a_network_is_still_built(monkeypatch):
    graph, shape = NETWORKS["plain"]
    report = analyse(graph, shape)
    exact = Settings(run_params=report.params, run_macs=report.macs, run_values=report.activation_bytes // 4)
    monkeypatch.setattr(assembly, "settings", lambda: exact)
    assert build(graph, shape)


@pytest.mark.parametrize("name", ["training", "forward", "block.weight.import", "graph", "a.half"])
def test_names_that_torch_keeps_are_refused(name):
    with pytest.raises(NetworkError, match="torch keeps this name"):
        build(Graph((Node(name, ReLU(), (INPUT,)),)), (3, 4, 4))


def test_a_layer_named_inside_another_is_refused():
    nested = Graph((Node("a", Conv2d(out_channels=1), (INPUT,)), Node("a.0.b", ReLU(), ("a",))))
    with pytest.raises(NetworkError, match=r"a\.0\.b .*inside that of layer a\."):
        build(nested, (3, 4, 4))


def test_what_cannot_be_computed_is_refused():
    with pytest.raises(ShapeError, match="conv1"):
        build(Graph.chain(Conv2d(out_channels=1, kernel_size=9)), (3, 4, 4))
    with pytest.raises(NetworkError, match="no layers"):
        build(Graph(), (3, 4, 4))
