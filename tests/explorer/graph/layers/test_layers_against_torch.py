"""Every argument of every layer, sensible or not: torch and analyse must agree on shapes, parameters and refusals."""

import pytest
import torch
from torch import nn

from explorer import graph as g
from explorer.errors import SpecError
from explorer.graph import CODES
from explorer.graph.pytorch import module_source
from tests.explorer.graph.oracles import combinations, measured, ours, parameters

PAD = {"zeros": "ZeroPad", "reflect": "ReflectionPad", "replicate": "ReplicationPad", "circular": "CircularPad"}
MODES = tuple(PAD)


def torch_conv(kind, arguments, channels):
    arguments = dict(arguments)
    pairs, dims = arguments["padding"], kind.dims
    if not (isinstance(pairs, tuple) and isinstance(pairs[0], tuple)):
        return getattr(nn, kind.__name__)(channels, **arguments)
    amounts = [side for pair in reversed(pairs) for side in pair]
    pad = getattr(nn, f"{PAD[arguments.pop('padding_mode')]}{dims}d")(amounts)
    return nn.Sequential(pad, getattr(nn, kind.__name__)(channels, **{**arguments, "padding": 0}))


def torch_module(kind, arguments, shape):
    if issubclass(kind, g.Conv1d | g.Conv2d | g.Conv3d):
        return torch_conv(kind, arguments, shape[0])
    if issubclass(kind, g.ConvTranspose1d | g.ConvTranspose2d | g.ConvTranspose3d | g.BatchNorm2d | g.BatchNorm1d
                  | g.BatchNorm3d):
        return getattr(nn, kind.__name__)(shape[0], **arguments)
    if issubclass(kind, g.InstanceNorm1d | g.InstanceNorm2d | g.InstanceNorm3d):
        return getattr(nn, kind.__name__)(shape[0], **arguments)
    if kind is g.Linear:
        return nn.Linear(shape[-1], **arguments)
    return getattr(nn, kind.__name__)(**arguments)


def disagreements(kind, choices, shapes):
    """Return each case in which one side refuses what the other takes, or the numbers differ."""
    found = []
    for shape in shapes:
        for arguments in choices:
            try:
                expected = measured(torch_module(kind, arguments, shape), shape)
            except (RuntimeError, ValueError, IndexError) as error:
                expected = f"torch refuses: {error}"
            try:
                result = ours(kind, arguments, shape)
            except SpecError as error:
                result = f"we refuse: {error}"
            if result != expected and not (isinstance(result, str) and isinstance(expected, str)):
                found.append((shape, arguments, result, expected))
    return found


@pytest.mark.parametrize("mode", MODES)
def test_conv2d_agrees_with_torch(mode):
    choices = combinations(out_channels=[6], kernel_size=[1, 3, (2, 5)], stride=[1, 2, (1, 3)],
                           padding=[0, 1, (0, 3), "same", "valid", ((1, 2), (0, 1)), ((0, 6), (3, 0))],
                           dilation=[1, (2, 1)], groups=[1, 2, 3], padding_mode=[mode])
    assert disagreements(g.Conv2d, choices, [(6, 5, 6)]) == []
    assert disagreements(g.Conv2d, choices[::3], [(4, 1, 3), (3, 7, 2)]) == []


@pytest.mark.parametrize("mode", MODES)
def test_conv1d_agrees_with_torch(mode):
    choices = combinations(out_channels=[4], kernel_size=[1, 2, 3, 5], stride=[1, 2, 3],
                           padding=[0, 1, 2, 4, "same", "valid", ((1, 0),), ((0, 3),)], dilation=[1, 2],
                           groups=[1, 4], padding_mode=[mode])
    assert disagreements(g.Conv1d, choices, [(4, 1), (4, 4), (4, 7)]) == []


@pytest.mark.parametrize("mode", MODES)
def test_conv3d_agrees_with_torch(mode):
    choices = combinations(out_channels=[2], kernel_size=[2, (1, 2, 3)], stride=[1, (2, 1, 3)],
                           padding=[0, (0, 1, 2), "same", "valid", ((1, 0), (0, 0), (0, 2))], dilation=[1, (1, 2, 1)],
                           groups=[1, 2], padding_mode=[mode])
    assert disagreements(g.Conv3d, choices, [(2, 2, 3, 4)]) == []


@pytest.mark.parametrize(("kind", "shape"), [
    (g.ConvTranspose1d, (4, 5)), (g.ConvTranspose1d, (4, 1)), (g.ConvTranspose2d, (4, 3, 4)),
    (g.ConvTranspose3d, (4, 1, 2, 3)),
])
def test_transposed_convolutions_agree_with_torch(kind, shape):
    steps = tuple(range(1, kind.dims + 1)) if kind.dims > 1 else 3
    choices = combinations(out_channels=[4], kernel_size=[1, 2, 3, steps], stride=[1, 2, steps], padding=[0, 1, 2],
                           output_padding=[0, 1, 2], dilation=[1, 2], groups=[1, 2])
    assert disagreements(kind, choices, [shape]) == []


@pytest.mark.parametrize("kind", [g.Conv1d, g.Conv2d, g.Conv3d, g.ConvTranspose1d, g.ConvTranspose2d,
                                  g.ConvTranspose3d])
def test_a_bias_is_counted_where_there_is_one(kind):
    choices = combinations(out_channels=[2, 6], kernel_size=[2], stride=[1], padding=[0], groups=[1, 2],
                           bias=[True, False])
    assert disagreements(kind, choices, [(4, 3, 4, 5)[:kind.dims + 1]]) == []


def test_learned_slopes_agree_with_torch():
    choices = combinations(num_parameters=[1, 2, 6])
    assert disagreements(g.PReLU, choices, [(6, 5, 6), (6,), (2, 4), (3, 4, 5)]) == []


@pytest.mark.parametrize(("kind", "shapes"), [
    (g.MaxPool1d, [(2, 1), (2, 5), (2, 8)]), (g.MaxPool2d, [(2, 1, 4), (2, 5, 8)]), (g.MaxPool3d, [(1, 2, 5, 6)]),
    (g.AvgPool1d, [(2, 1), (2, 5), (2, 8)]), (g.AvgPool2d, [(2, 1, 4), (2, 5, 8)]), (g.AvgPool3d, [(1, 2, 5, 6)]),
])
def test_poolings_agree_with_torch(kind, shapes):
    steps = tuple(range(2, kind.dims + 2)) if kind.dims > 1 else 4
    rest = ({"dilation": [1, 2]} if issubclass(kind, g.MaxPool1d | g.MaxPool2d | g.MaxPool3d)
            else {"count_include_pad": [True, False]})
    choices = combinations(kernel_size=[1, 2, 3, steps], stride=[None, 1, 2, 4, steps], padding=[0, 1, 2],
                           ceil_mode=[False, True], **rest)
    assert disagreements(kind, choices, shapes) == []


@pytest.mark.parametrize(("kind", "shape"), [
    (g.AdaptiveAvgPool1d, (2, 5)), (g.AdaptiveAvgPool2d, (2, 5, 3)), (g.AdaptiveMaxPool2d, (2, 5, 3)),
    (g.AdaptiveAvgPool3d, (2, 2, 5, 3)),
])
def test_adaptive_poolings_agree_with_torch(kind, shape):
    sizes = [1, 2, 5, 9, *([tuple(range(1, kind.dims + 1))] if kind.dims > 1 else [])]
    assert disagreements(kind, combinations(output_size=sizes), [shape]) == []


@pytest.mark.parametrize(("kind", "shapes"), [
    (g.BatchNorm1d, [(3,), (3, 4)]), (g.BatchNorm2d, [(3, 4, 5)]), (g.BatchNorm3d, [(3, 2, 4, 5)]),
])
def test_batch_norm_agrees_with_torch(kind, shapes):
    assert disagreements(kind, combinations(affine=[True, False]), shapes) == []


@pytest.mark.parametrize("shape", [(3,), (3, 4), (3, 4, 5), (2, 3, 4, 5)])
def test_flatten_agrees_with_torch(shape):
    choices = combinations(start_dim=[-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], end_dim=[-5, -4, -2, -1, 0, 1, 2, 3, 4, 5])
    # A start in the batch's axis is refused on purpose, though torch takes it.
    choices = [case for case in choices if case["start_dim"] != -len(shape) - 1]
    assert disagreements(g.Flatten, choices, [shape]) == []


@pytest.mark.parametrize("shape", [(3,), (3, 4), (3, 4, 5), (2, 3, 4, 5)])
def test_linear_acts_on_the_last_axis_as_in_torch(shape):
    assert disagreements(g.Linear, combinations(out_features=[1, 7], bias=[True, False]), [shape]) == []


def made(kind, arguments, shape):
    """Return whether torch and analyse agree on shape and parameters of the module that our source makes."""
    return ours(kind, arguments, shape) == measured(eval(module_source(kind(**arguments), shape), {"nn": nn}), shape)


@pytest.mark.parametrize(("kind", "shapes"), [(g.LPPool1d, [(2, 1), (2, 5), (2, 8)]),
                                              (g.LPPool2d, [(2, 1, 4), (2, 5, 8)])])
def test_power_poolings_agree_with_torch(kind, shapes):
    steps = tuple(range(2, kind.dims + 2)) if kind.dims > 1 else 4
    choices = combinations(norm_type=[1, 2, 3], kernel_size=[1, 2, 3, steps], stride=[None, 1, 2, 4],
                           ceil_mode=[False, True])
    assert disagreements(kind, choices, shapes) == []


@pytest.mark.parametrize(("kind", "shape"), [(g.InstanceNorm1d, (3, 4)), (g.InstanceNorm2d, (3, 4, 5)),
                                             (g.InstanceNorm3d, (3, 2, 4, 5)), (g.InstanceNorm2d, (3, 1, 1))])
def test_instance_norm_agrees_with_torch(kind, shape):
    assert disagreements(kind, combinations(affine=[True, False]), [shape]) == []


@pytest.mark.parametrize("shape", [(6,), (6, 4), (6, 4, 5), (6, 2, 3, 4)])
@pytest.mark.parametrize("affine", [True, False])
def test_group_and_layer_norm_agree_with_torch(shape, affine):
    for groups in (1, 2, 3, 6):
        assert made(g.GroupNorm, {"num_groups": groups, "affine": affine}, shape)
    with pytest.raises(SpecError, match="4 groups do not divide 6 channels"):
        ours(g.GroupNorm, {"num_groups": 4}, shape)
    for axes in range(len(shape) + 1):
        assert made(g.LayerNorm, {"axes": axes, "elementwise_affine": affine}, shape)
    with pytest.raises(SpecError, match=f"{len(shape) + 1} axes together"):
        ours(g.LayerNorm, {"axes": len(shape) + 1}, shape)


@pytest.mark.parametrize("arguments", combinations(size=[None, 7, (3, 11)], mode=["nearest", "bilinear", "bicubic"],
                                                   align_corners=[False, True], scale_factor=[None, 2, (3, 1)]))
def test_up_sampling_agrees_with_torch(arguments):
    assert made(g.Upsample, arguments, (3, 4, 5))


def test_nearest_up_sampling_takes_signals_and_volumes_too():
    assert made(g.Upsample, {}, (3, 4))
    assert made(g.Upsample, {"size": 5}, (3, 4, 5, 6))
    with pytest.raises(SpecError, match="C × H × W"):
        ours(g.Upsample, {"mode": "bilinear"}, (3, 4))
    with pytest.raises(SpecError, match="mode is 'area'"):
        g.Upsample(mode="area")


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_pixels_are_shuffled_as_by_torch(factor):
    assert disagreements(g.PixelShuffle, [{"upscale_factor": factor}], [(36, 2, 3), (6, 2, 3)]) == []


@pytest.mark.parametrize("kind", [g.ZeroPad2d, g.ReflectionPad2d, g.ReplicationPad2d])
@pytest.mark.parametrize("padding", [0, 2, (1, 3), ((1, 2), (0, 3)), ((0, 0), (2, 2))])
def test_padding_layers_agree_with_torch(kind, padding):
    assert made(kind, {"padding": padding}, (2, 4, 5))


def test_padding_layers_refuse_what_torch_refuses():
    with pytest.raises(SpecError, match="needs more pixels than the input's 4"):
        ours(g.ReflectionPad2d, {"padding": 4}, (2, 4, 5))
    with pytest.raises(SpecError, match="one pair"):
        g.ZeroPad2d(padding=((1, 2), (3,)))
    with pytest.raises(SpecError, match="smallest that makes sense is 0"):
        g.ZeroPad2d(padding=-1)


def test_a_row_becomes_maps_as_by_torch():
    assert made(g.Unflatten, {"unflattened_size": (2, 3, 4)}, (24,))
    for shape, said in (((25,), "24 values, but 25 arrive"), ((24, 1), "takes a row")):
        with pytest.raises(SpecError, match=said):
            ours(g.Unflatten, {"unflattened_size": (2, 3, 4)}, shape)
    with pytest.raises(SpecError, match="2 to 4 whole numbers"):
        g.Unflatten(unflattened_size=(24,))


ELEMENTWISE = [kind for kind in CODES.values() if kind.family == "activation" and kind is not g.PReLU]


@pytest.mark.parametrize("kind", ELEMENTWISE)
def test_layers_without_weights_keep_the_shape(kind):
    module = getattr(nn, kind.__name__)(**({"dim": 1} if kind is g.Softmax else {}))
    assert ours(kind, {}, (3, 4, 5)) == measured(module, (3, 4, 5)) == ((3, 4, 5), 0)


def merged(kind, shapes):
    """Return what a merge of branches with these shapes gives; each branch is a 1 x 1 or larger convolution."""
    nodes = [g.Node(f"b{place}", g.Conv2d(out_channels=channels, kernel_size=(6 - height, 6 - width)), ("input",))
             for place, (channels, height, width) in enumerate(shapes)]
    last = g.Node("merge", kind(), tuple(node.name for node in nodes))
    return g.analyse(g.Graph((*nodes, last)), (1, 5, 5)).output_shape


MERGES = [[(2, 3, 4), (2, 3, 4)], [(2, 3, 4), (5, 3, 4)], [(2, 3, 4), (2, 3, 3)], [(2, 3, 4), (2, 2, 4)],
          [(2, 3, 4), (3, 3, 4), (1, 3, 4)], [(4, 2, 2)] * 4]


@pytest.mark.parametrize("shapes", MERGES)
@pytest.mark.parametrize(("kind", "join"), [(g.Add, lambda maps: sum(maps[1:], maps[0])),
                                            (g.Concat, lambda maps: torch.cat(maps, dim=1))])
def test_merges_agree_with_torch(kind, join, shapes):
    try:
        expected = tuple(join([torch.zeros(2, *shape) for shape in shapes]).shape[1:])
    except RuntimeError:
        with pytest.raises(SpecError):
            merged(kind, shapes)
    else:
        assert merged(kind, shapes) == expected


def test_addition_does_not_broadcast_though_torch_would():
    with pytest.raises(SpecError, match="2 × 3 × 4, 1 × 3 × 4"):
        merged(g.Add, [(2, 3, 4), (1, 3, 4)])


def product(maps):
    return maps[0] * maps[1]


@pytest.mark.parametrize("shapes", [*MERGES[:4], [(2, 3, 4), (2, 1, 1)], [(2, 1, 4), (2, 3, 1)]])
def test_products_agree_with_torch(shapes):
    try:
        expected = tuple(product([torch.zeros(2, *shape) for shape in shapes]).shape[1:])
    except RuntimeError:
        with pytest.raises(SpecError):
            merged(g.Multiply, shapes)
    else:
        assert merged(g.Multiply, shapes) == expected


@pytest.mark.parametrize("stride", [1, 2, 3, (2, 1)])
def test_keeping_every_second_place_is_slicing(stride):
    down, across = stride if isinstance(stride, tuple) else (stride, stride)
    expected = torch.zeros(2, 3, 7, 4)[:, :, ::down, ::across]
    assert ours(g.Subsample, {"stride": stride}, (3, 7, 4)) == (tuple(expected.shape[1:]), 0)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 2), (8, 8)])
def test_zeros_before_and_after_the_channels_are_those_of_pad(before, after):
    expected = nn.functional.pad(torch.zeros(2, 3, 4, 5), (0, 0, 0, 0, before, after))
    assert ours(g.PadChannels, {"before": before, "after": after}, (3, 4, 5)) == (tuple(expected.shape[1:]), 0)


def test_layer_norm_over_channels_learns_what_torchs_does():
    assert ours(g.LayerNorm2d, {}, (6, 4, 5)) == ((6, 4, 5), parameters(nn.LayerNorm(6)))
    assert ours(g.LayerScale, {}, (6, 4, 5)) == measured(nn.Conv2d(6, 6, 1, groups=6, bias=False), (6, 4, 5))


@pytest.mark.parametrize("kind", [g.LayerNorm2d, g.LayerScale, g.Subsample, g.PadChannels])
def test_layers_for_maps_refuse_rows(kind):
    with pytest.raises(SpecError, match="row of length 12"):
        ours(kind, {}, (12,))


@pytest.mark.parametrize("groups", [1, 2, 3, 6, 4])
def test_channels_are_shuffled_as_by_torch(groups):
    assert disagreements(g.ChannelShuffle, [{"groups": groups}], [(6, 4, 5)]) == []


@pytest.mark.parametrize("shape", [(6,), (6, 4), (6, 4, 5)])
def test_some_of_the_channels_are_those_of_a_slice(shape):
    expected = torch.zeros(2, *shape)[:, 2:5]
    assert ours(g.TakeChannels, {"start": 2, "count": 3}, shape) == (tuple(expected.shape[1:]), 0)
    with pytest.raises(SpecError, match="channels up to 7, but only 6 arrive"):
        ours(g.TakeChannels, {"start": 2, "count": 5}, shape)


def test_local_response_norm_takes_maps_of_any_kind_as_torchs_does():
    assert disagreements(g.LocalResponseNorm, combinations(size=[1, 5], k=[1.0, 2.0]), [(3, 4), (3, 4, 5)]) == []


def test_every_kind_of_layer_is_held_against_torch():
    tested = {g.Conv1d, g.Conv2d, g.Conv3d, g.ConvTranspose1d, g.ConvTranspose2d, g.ConvTranspose3d, g.MaxPool1d,
              g.MaxPool2d, g.MaxPool3d, g.AvgPool1d, g.AvgPool2d, g.AvgPool3d, g.AdaptiveAvgPool1d,
              g.AdaptiveAvgPool2d, g.AdaptiveAvgPool3d, g.AdaptiveMaxPool2d, g.BatchNorm1d, g.BatchNorm2d,
              g.BatchNorm3d, g.Flatten, g.Linear, g.Add, g.Concat, g.Multiply, g.LayerNorm2d, g.LayerScale,
              g.Subsample, g.PadChannels, g.LocalResponseNorm, g.ChannelShuffle, g.LPPool1d, g.LPPool2d, g.GroupNorm,
              g.LayerNorm, g.InstanceNorm1d, g.InstanceNorm2d, g.InstanceNorm3d, g.Upsample, g.PixelShuffle,
              g.ZeroPad2d, g.ReflectionPad2d, g.ReplicationPad2d, g.Unflatten, g.TakeChannels, *ELEMENTWISE}
    tested |= {g.PReLU, g.Unread}  # the last: a step that torch may know and we do not
    assert tested == set(CODES.values())
