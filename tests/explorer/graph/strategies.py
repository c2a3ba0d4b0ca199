"""Random networks that can be computed: chains with skips, concatenations, and a head or none."""

from __future__ import annotations

from hypothesis import strategies as st

from explorer import graph as g
from explorer.errors import SpecError

PER_DIMS = {
    1: (g.Conv1d, g.ConvTranspose1d, g.MaxPool1d, g.AvgPool1d, g.AdaptiveAvgPool1d, g.BatchNorm1d),
    2: (g.Conv2d, g.ConvTranspose2d, g.MaxPool2d, g.AvgPool2d, g.AdaptiveAvgPool2d, g.BatchNorm2d),
    3: (g.Conv3d, g.ConvTranspose3d, g.MaxPool3d, g.AvgPool3d, g.AdaptiveAvgPool3d, g.BatchNorm3d),
}
PLAIN = [g.ReLU(), g.LeakyReLU(negative_slope=0.2), g.LeakyReLU(negative_slope=1e-5), g.ELU(alpha=-1.5),
         g.PReLU(), g.GELU(),
         g.Tanh(), g.Softmax(), g.Dropout(p=1 / 3), g.Identity(), g.Hardswish()]
MODES = ["zeros", "reflect", "replicate", "circular"]


def sizes(dims: int, low: int, high: int):
    """Return an int, or one per axis."""
    one = st.integers(low, high)
    return st.one_of(one, st.tuples(*[one] * dims))


def pads(dims: int):
    side = st.integers(0, 2)
    return st.one_of(sizes(dims, 0, 2), st.tuples(*[st.tuples(side, side)] * dims), st.just("same"), st.just("valid"))


@st.composite
def convolutions(draw, dims: int, channels: int, *, modes=MODES):
    padding = draw(pads(dims))
    groups = draw(st.sampled_from([count for count in (1, 2, channels) if channels % count == 0]))
    return PER_DIMS[dims][0](
        out_channels=groups * draw(st.integers(1, 2)), kernel_size=draw(sizes(dims, 1, 4)),
        stride=1 if padding == "same" else draw(sizes(dims, 1, 3)), padding=padding, dilation=draw(sizes(dims, 1, 2)),
        groups=groups, bias=draw(st.booleans()), padding_mode=draw(st.sampled_from(modes)))


@st.composite
def transposed(draw, dims: int):
    stride = draw(sizes(dims, 1, 3))
    steps = stride if isinstance(stride, tuple) else (stride,)
    return PER_DIMS[dims][1](
        out_channels=draw(st.integers(1, 3)), kernel_size=draw(sizes(dims, 1, 4)), stride=stride,
        padding=draw(sizes(dims, 0, 2)), output_padding=draw(st.integers(0, min(steps) - 1)),
        dilation=draw(sizes(dims, 1, 2)), bias=draw(st.booleans()))


@st.composite
def poolings(draw, dims: int):
    kind = PER_DIMS[dims][draw(st.sampled_from([2, 3]))]
    kernel = draw(st.integers(1, 3))
    rest = {"dilation": draw(st.integers(1, 2))} if kind is PER_DIMS[dims][2] else {}
    return kind(kernel_size=kernel, stride=draw(st.one_of(st.none(), sizes(dims, 1, 3))),
                padding=draw(st.integers(0, kernel // 2)), ceil_mode=draw(st.booleans()), **rest)


@st.composite
def map_layers(draw, dims: int, channels: int, *, modes=MODES, sliding=False):
    """Return a layer for maps of ``channels`` channels; it may not fit their size."""
    choices = [convolutions(dims, channels, modes=modes)] * 4 + [transposed(dims)] * 2 + [poolings(dims)] * 2
    choices.append(sizes(dims, 1, 6).map(lambda size: PER_DIMS[dims][4](output_size=size)))
    if dims == 2:
        choices += [st.builds(g.Subsample, stride=sizes(2, 1, 3)),
                    st.builds(g.Upsample, scale_factor=sizes(2, 1, 3), mode=st.sampled_from(["nearest", "bilinear"]),
                              align_corners=st.booleans(), size=st.one_of(st.none(), st.none(), sizes(2, 1, 9)))]
        choices += [st.builds(g.PixelShuffle)] if channels % 4 == 0 else []
        choices += [st.builds(g.ZeroPad2d, padding=pads(2).filter(lambda value: not isinstance(value, str)))]
    if dims == 2 and not sliding:
        choices += [st.builds(g.PadChannels, before=st.integers(0, 2), after=st.integers(0, 2)),
                    st.builds(g.GroupNorm, num_groups=st.just(channels)),
                    st.builds(g.LayerNorm, axes=st.integers(0, 3)),
                    st.sampled_from([g.LayerNorm2d(), g.LayerNorm2d(eps=1e-05), g.LayerScale()])]
    if not sliding:
        choices += [st.sampled_from(PLAIN), st.builds(PER_DIMS[dims][5], affine=st.booleans()),
                    st.integers(1, 6).map(lambda count: g.Linear(out_features=count))]
    return draw(draw(st.sampled_from(choices)))


def fits(nodes: list[g.Node], shape: g.Shape) -> bool:
    try:
        output = g.analyse(g.Graph(tuple(nodes)), shape).output_shape
    except SpecError:
        return False
    return output[0] * max(output[1:], default=1) ** (len(output) - 1) <= 4000


@st.composite
def networks(draw, *, head=True, sliding=False, modes=MODES, most=7, side=(3, 12)):
    """Return a graph and the shape of its input. ``sliding``: only layers that read axes, and merges."""
    dims = draw(st.sampled_from([1, 2, 2, 2, 3]))
    shape = (draw(st.integers(1, 4)), *(draw(st.integers(*side)) for _ in range(dims)))
    nodes: list[g.Node] = []
    for place in range(draw(st.integers(1, most))):
        names = [g.INPUT, *(node.name for node in nodes)]
        report = g.analyse(g.Graph(tuple(nodes)), shape)
        shapes = {g.INPUT: shape, **{row.name: row.output_shape for row in report}}
        merge = _merge(draw, nodes, names, shapes, place) if nodes and draw(st.integers(0, 3)) == 3 else None
        source = names[-1] if draw(st.integers(0, 3)) else draw(st.sampled_from(names))
        layer = draw(map_layers(dims, shapes[source][0], modes=modes, sliding=sliding))
        node = merge or g.Node(_name(draw, place), layer, (source,))
        if fits([*nodes, node], shape):
            nodes.append(node)
    if head and draw(st.booleans()):
        nodes += _head(draw, nodes, len(nodes))
    return g.Graph(tuple(nodes)), shape


def _merge(draw, nodes, names, shapes, place):
    same = [name for name in names if shapes[name] == shapes[names[-1]]]
    alike = [name for name in names if shapes[name][1:] == shapes[names[-1]][1:]]
    kind, sources = draw(st.sampled_from([(g.Add, same), (g.Multiply, same), (g.Concat, alike)]))
    chosen = draw(st.lists(st.sampled_from(sources), min_size=2, max_size=3))
    return g.Node(_name(draw, place), kind(), tuple(chosen))


def _name(draw, place):
    if place == 0:
        return draw(st.sampled_from(["compile", "forward", "torch", "x", "class", "_modules", "train.eval"]))
    stem = draw(st.sampled_from(["layer", "block.0.conv", "x", "relu", "torch", "net_"]))
    return f"{stem}{place}" if draw(st.booleans()) else f"{stem}.{place}"


def _head(draw, nodes, place):
    source = nodes[-1].name if nodes else g.INPUT
    layers = [g.Flatten(), g.Linear(out_features=draw(st.integers(1, 5)), bias=draw(st.booleans())),
              draw(st.sampled_from([g.ReLU(), g.BatchNorm1d(), g.Dropout()])), g.Linear(out_features=3)]
    found = []
    for step, layer in enumerate(layers[:draw(st.integers(1, 4))]):
        found.append(g.Node(f"head{place + step}", layer, (source,)))
        source = found[-1].name
    return found
