"""What a teacher would say, held against torch's gradients and published counts."""

import time
from itertools import product

import pytest
import torch

from explorer.graph import (
    INPUT,
    PRESETS,
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv1d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    Flatten,
    Graph,
    Linear,
    MaxPool2d,
    Node,
    ReLU,
    Softmax,
    advice,
    analyse,
)

PICTURE = (3, 16, 16)


def found(*layers, shape=PICTURE):
    return advice(analyse(Graph.chain(*layers), shape))


def said(*layers, shape=PICTURE):
    return [str(piece.message) for piece in found(*layers, shape=shape)]


def about(text, sentences):
    return [sentence for sentence in sentences if text in sentence]


def unread(layer, side):
    """Return a map of the pixels whose gradient torch finds to be 0, [side, side]."""
    picture = torch.rand(1, 1, side, side, requires_grad=True)
    weight = torch.ones(1, 1, layer.kernel_size, layer.kernel_size)
    torch.nn.functional.conv2d(picture, weight, stride=layer.stride, padding=layer.padding).sum().backward()
    return picture.grad[0, 0] == 0


@pytest.mark.parametrize(("kernel", "stride", "padding", "side"), [
    case for case in product((1, 2, 3, 5), (1, 2, 3, 4), (0, 1), (7, 8, 9, 11)) if case[2] <= case[0] // 2])
def test_unread_pixels_are_those_without_a_gradient(kernel, stride, padding, side):
    layer = Conv2d(out_channels=1, kernel_size=kernel, stride=stride, padding=padding)
    sentences, nothing = said(layer, shape=(1, side, side)), unread(layer, side)
    if stride > kernel:
        share = nothing.double().mean().item()
        assert about(f"so {100 * share:.1f} % of the input is never read", sentences) or share == 0
    else:
        last = int(nothing[0].sum())
        assert bool(about("never reads", sentences)) == (last > 0)
        assert not last or about(f" {last} px at the right and at the bottom", sentences)


@pytest.mark.parametrize(("shape", "text"), [
    ((1, 8, 9), "1 px at the right of its 8 × 9 input"), ((1, 9, 8), "1 px at the bottom of its 9 × 8 input"),
    ((1, 9, 9), "1 px at the right and at the bottom of"), ((1, 8, 8), "")])
def test_edges_are_told_apart(shape, text):
    assert bool(about("never reads", said(MaxPool2d(), shape=shape))) == bool(text)
    assert about(text, said(MaxPool2d(), shape=shape)) or not text


def test_different_edges_and_signals_have_their_own_words():
    assert about("2 px at the right and 1 px at the bottom", said(MaxPool2d(kernel_size=3), shape=(1, 10, 11)))
    assert about("2 px at the end of its 11 input", said(Conv1d(out_channels=1, stride=3), shape=(1, 11)))


def test_a_shortcut_that_skips_pixels_beside_a_full_path_is_no_mistake():
    block = Graph((Node("main", Conv2d(out_channels=4, stride=2, padding=1), (INPUT,)),
                   Node("short", Conv2d(out_channels=4, kernel_size=1, stride=2), (INPUT,)),
                   Node("add", Add(), ("main", "short"))))
    assert advice(analyse(block, PICTURE)) == ()


def test_lenets_first_linear_layer_holds_78_percent():
    """78 %: 48,120 of 61,706 (LeCun et al. 1998, with dense connections); 120 x (400 - 16) = 46,080."""
    preset = PRESETS["lenet5"]
    first = advice(analyse(preset.graph, preset.input_shape))[0]
    assert first.node == "fc1"
    assert str(first.message) == ("fc1: 78.0 % of all parameters (48,120) sit here. A global average pool before "
                                  "flatten would remove 46,080 of them.")


@pytest.mark.parametrize("pool", [1, 2, 5])
def test_what_a_global_pool_would_remove_is_what_it_removes(pool):
    def params(side):
        return analyse(Graph.chain(Conv2d(out_channels=8), ReLU(), AdaptiveAvgPool2d(output_size=side), Flatten(),
                                   Linear(out_features=50)), PICTURE).params
    sentences = said(Conv2d(out_channels=8), ReLU(), AdaptiveAvgPool2d(output_size=pool), Flatten(),
                     Linear(out_features=50))
    removed = params(pool) - params(1)
    assert bool(about(f"would remove {removed:,} of", sentences)) == (pool > 1)


def test_a_bias_before_batch_norm_changes_nothing_in_torch_and_is_called_out():
    maps = torch.randn(8, 3, 6, 6)
    norm = torch.nn.BatchNorm2d(3)
    torch.testing.assert_close(norm(maps + torch.randn(3)[:, None, None]), norm(maps), atol=1e-4, rtol=1e-4)
    assert about("bias=False saves 4 of the parameters", said(Conv2d(out_channels=4, padding=1), BatchNorm2d(), ReLU()))
    assert not said(Conv2d(out_channels=4, padding=1, bias=False), BatchNorm2d(), ReLU())
    assert not said(Conv2d(out_channels=4, padding=1), ReLU(), BatchNorm2d())


@pytest.mark.parametrize("between", [[], [BatchNorm2d()], [AvgPool2d()], [Dropout()], [AvgPool2d(), BatchNorm2d()]])
def test_two_convolutions_without_an_activation_collapse(between):
    pieces = found(Conv2d(out_channels=8, padding=1, bias=False), *between, Conv2d(out_channels=8, padding=1))
    assert [(piece.node, piece.weight) for piece in pieces] == [("conv2", "wrong")]
    assert about("no activation stands between conv1 and conv2", map(str, [pieces[0].message]))


@pytest.mark.parametrize("layers", [
    [Conv2d(out_channels=8, padding=1), ReLU(), Conv2d(out_channels=8, padding=1)],
    [Conv2d(out_channels=8, padding=1), MaxPool2d(), Conv2d(out_channels=8, padding=1)],
    [Conv2d(out_channels=3, padding=1, groups=3), Conv2d(out_channels=8, kernel_size=1)],
    [Conv2d(out_channels=2, kernel_size=1), Conv2d(out_channels=8, padding=1)],
    [Conv2d(out_channels=8, kernel_size=(1, 3), padding=(0, 1)), Conv2d(out_channels=8, kernel_size=(3, 1),
                                                                       padding=(1, 0))],
])
def test_what_bends_or_saves_on_purpose_does_not_collapse(layers):
    assert not said(*layers)


def test_linear_layers_collapse_too():
    assert about("fc2: no activation", said(Flatten(), Linear(out_features=900), Linear(out_features=10)))
    assert about("fc1: no activation", said(Conv2d(out_channels=8), Flatten(), Linear(out_features=10)))


def test_a_linear_layer_on_maps_is_told_to_flatten():
    first = found(Linear(out_features=5), shape=(3, 4, 7))[0]
    assert first.weight == "wrong"
    assert "last axis only, 7 values at a time. Put a flatten before it to use all 84" in str(first.message)


@pytest.mark.parametrize(("kernel", "stride"), list(product((1, 2, 3, 4, 5, 6), (1, 2, 3))))
def test_checkerboards_are_where_torchs_stamps_overlap_unevenly(kernel, stride):
    stamps = torch.nn.functional.conv_transpose2d(torch.ones(1, 1, 24, 24), torch.ones(1, 1, kernel, kernel),
                                                  stride=stride)[0, 0, 6:20, 6:20]
    sentences = said(ConvTranspose2d(out_channels=2, kernel_size=kernel, stride=stride))
    assert bool(about("checkerboard", sentences)) == (stamps.unique().numel() > 1 and bool(stamps.min() > 0))
    assert bool(about("nothing is written between", sentences)) == bool(stamps.min() == 0)


def test_same_padding_is_suggested_where_it_would_work():
    layer = Conv2d(out_channels=2, kernel_size=5, dilation=2)
    assert about("shrink from 16 × 16 to 8 × 8. To keep the size, 'same' would need padding 4", said(layer))
    assert not said(Conv2d(out_channels=2, kernel_size=5, dilation=2, padding=4))
    assert not about("shrink", said(Conv2d(out_channels=2, kernel_size=15, padding=0), shape=(1, 15, 15)))
    assert not about("shrink", said(Conv2d(out_channels=2, kernel_size=4)))


def test_even_kernels_under_same_are_pointed_out():
    assert about("pads 1 px before and 2 px after", said(Conv2d(out_channels=2, kernel_size=4, padding="same")))
    assert not said(Conv2d(out_channels=2, kernel_size=5, padding="same"))


def test_only_the_first_layer_that_sees_more_than_the_image_says_so():
    layers = [part for _ in range(10) for part in (Conv2d(out_channels=2, padding=1), ReLU())]
    pieces = found(*layers, shape=(2, 16, 12))
    assert [piece.node for piece in pieces] == ["conv6"]
    assert "field (13 px) is larger than the image (12 px)" in str(pieces[0].message)


def test_a_global_pool_is_not_said_to_see_too_much():
    assert not said(Conv2d(out_channels=4, padding=1), ReLU(), AdaptiveAvgPool2d(), Flatten(), Linear(out_features=2))


def test_kernels_on_single_pixels_mostly_meet_padding():
    layers = [AdaptiveAvgPool2d(), Conv2d(out_channels=4, padding=1)]
    assert about("1 of the 9 cells of its 3 × 3 kernel", said(*layers))
    assert not said(AdaptiveAvgPool2d(), Conv2d(out_channels=4, kernel_size=1))


def test_a_layer_nothing_reads_is_found():
    graph = Graph((Node("lost", Conv2d(out_channels=2, padding=1), (INPUT,)), Node("used", ReLU(), (INPUT,))))
    piece, = advice(analyse(graph, PICTURE))
    assert (piece.node, piece.weight) == ("lost", "wrong")
    assert "parameters: 56" in str(piece.message)


def test_softmax_and_relu_at_the_end():
    head = [Flatten(), Linear(out_features=4)]
    assert about("applied twice", said(*head, Softmax()))
    assert about("every negative score to 0", said(*head, ReLU()))
    assert not said(*head)
    assert not about("twice", said(*head, Softmax(), Linear(out_features=2)))


def test_depthwise_without_mixing():
    depthwise = Conv2d(out_channels=3, padding=1, groups=3)
    assert about("1 of 3 channels, and no layer behind mixes them. A 1 × 1 convolution does, for 9 weights",
                 said(depthwise, ReLU()))
    assert not said(depthwise, ReLU(), Conv2d(out_channels=4, kernel_size=1))
    assert not about("mixes", said(depthwise, Flatten(), Linear(out_features=2)))


@pytest.mark.parametrize(("two", "text"), [
    (Conv2d(out_channels=3, kernel_size=2, padding=((0, 1), (0, 1))), "centred at 0, 0.5 px"),
    (Conv2d(out_channels=3, padding=1), ""),
])
def test_branches_that_look_elsewhere(two, text):
    graph = Graph((Node("one", Conv2d(out_channels=3, padding=1), (INPUT,)), Node("two", two, (INPUT,)),
                   Node("cat", Concat(), ("one", "two"))))
    sentences = [str(piece.message) for piece in advice(analyse(graph, PICTURE))]
    assert bool(about("branches look at different places", sentences)) == bool(text)
    assert about(text, sentences) or not text


def test_branches_with_other_steps_drift_apart():
    graph = Graph((Node("one", Conv2d(out_channels=3, kernel_size=9), (INPUT,)), Node("two", MaxPool2d(), (INPUT,)),
                   Node("cat", Concat(), ("one", "two"))))
    assert about("step over the image by 1, 2 px", [str(piece.message) for piece in advice(analyse(graph, PICTURE))])


def test_a_second_relu_and_a_dropout_of_everything():
    assert about("relu2: it changes nothing, because relu1", said(ReLU(), MaxPool2d(), ReLU()))
    assert found(Dropout(p=1.0))[0].weight == "wrong"


def test_what_is_wrong_comes_first():
    weights = [piece.weight for piece in found(
        Conv2d(out_channels=8), BatchNorm2d(), Conv2d(out_channels=8), ReLU(), Flatten(), Linear(out_features=90))]
    assert weights == sorted(weights, key=lambda weight: weight != "wrong")
    assert {"wrong", "note"} == set(weights)


def test_unfinished_networks_get_advice_too():
    graph = Graph.chain(MaxPool2d(), Conv2d(out_channels=2, kernel_size=99), BatchNorm2d(), ReLU())
    assert about("never read", [str(piece.message) for piece in advice(analyse(graph, (1, 9, 9), partial=True))])
    assert advice(analyse(Graph(), PICTURE)) == ()


@pytest.mark.parametrize("name", PRESETS)
def test_nothing_is_called_wrong_in_a_published_network(name):
    preset = PRESETS[name]
    pieces = advice(analyse(preset.graph, preset.input_shape))
    assert [str(piece.message) for piece in pieces if piece.weight == "wrong"] == []
    assert all(piece.node is None or str(piece.message).startswith(piece.node + ":") for piece in pieces)


@pytest.mark.benchmark
@pytest.mark.parametrize(("name", "limit_ms"), [("vgg16", 1), ("resnet50", 3)])
def test_advice_costs_little(name, limit_ms):
    report = analyse(PRESETS[name].graph, PRESETS[name].input_shape)
    times = []
    for _ in range(20):
        started = time.perf_counter()
        advice(report)
        times.append(time.perf_counter() - started)
    assert 1e3 * min(times) < limit_ms
