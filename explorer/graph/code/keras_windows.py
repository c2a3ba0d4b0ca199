"""Convolutions, pooling and resizing of Keras in torch's terms: channels first, padding 'same' as numbers per edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explorer.errors import N_
from explorer.graph.code.following import NOWHERE_NODE
from explorer.graph.code.torch_layers import KINDS, torch_layer
from explorer.graph.code.values import Call
from explorer.graph.graph import Graph
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten, Identity, PReLU
from explorer.graph.layers.incomplete import attempt
from explorer.graph.layers.pooling import PoolNd
from explorer.graph.layers.resizing import RESIZE_MODES
from explorer.graph.layers.unread import Unread
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape

LayerMaker = Callable[[Shape | None], tuple[Layer, ...]]
"""Returns the layers for the shape that arrives, None where it is not known."""
Tell = Callable[..., None]
"""Says once how Keras and torch differ."""
Pairs = tuple[tuple[int, int], ...]
UNEVEN = N_("Line {line}: padding 'same' with stride {stride} puts {before} before and {after} behind, so that Keras "
            "gets {size} / {stride} rounded up. torch writes such padding as numbers; they fit inputs of this size.")
TRANSPOSED = N_("Line {line}: Keras cuts a transposed convolution with padding 'same' to the size times the stride. "
                "torch does it by padding and output_padding, which may move the result by one pixel.")
DEFAULT_STRIDES = N_("Line {line}: pooling without strides moves by its pool_size, as in torch; convolutions without "
                     "strides move by 1.")
EVEN_POOL = N_("Line {line}: torch cannot pool with more padding behind than before, so zeros are put there first. "
               "Behind a ReLU that is the same.")


def axes(value: Any, dims: int) -> tuple[int, ...]:
    """Return an argument with one value per axis; what is no whole number stays for the layer to refuse."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, tuple) else (value,) * dims


def same_edges(size: int, kernel: int, stride: int, dilation: int = 1) -> tuple[int, int]:
    """Return the zeros that padding 'same' puts before and behind an axis of ``size`` px.

    Source:
        TensorFlow's guide to ``tf.nn``, section on padding: of an odd total the extra one goes behind.
    """
    total = max((-(-size // stride) - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
    return total // 2, total - total // 2


def convolution(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:
    """Return the maker of a convolution."""
    kernel, stride = axes(options["kernel_size"], dims), axes(options.get("strides", 1), dims)
    dilation = axes(options.get("dilation_rate", 1), dims)

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        pads = _padding(options.get("padding", "valid"), shape, (kernel, stride, dilation), tell)
        return (attempt(KINDS[f"Conv{dims}d"], {
            "out_channels": options["filters"], "kernel_size": kernel, "stride": stride, "padding": pads,
            "dilation": dilation, "groups": options.get("groups", 1), "bias": bool(options.get("use_bias", True))}),)

    return made


def depthwise(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:
    """Return the maker of a convolution of each channel on its own."""
    def made(shape: Shape | None) -> tuple[Layer, ...]:
        if shape is None:
            return (Unread(),)
        more = {"filters": shape[0] * int(options.get("depth_multiplier", 1)), "groups": shape[0]}
        return convolution({**options, **more}, dims, tell)(shape)

    return made


def separable(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:
    """Return the maker of a depthwise convolution and a 1 x 1 convolution, which alone has a bias."""
    first = depthwise({**options, "use_bias": False}, dims, tell)
    second = convolution({"filters": options["filters"], "kernel_size": 1, "use_bias": options.get("use_bias", True)},
                         dims, tell)
    return lambda shape: (*first(shape), *second(None))


def _padding(padding: Any, shape: Shape | None, window: tuple[tuple[int, ...], ...], tell: Tell) -> Any:
    """Return Keras' padding as torch writes it."""
    kernel, stride, dilation = window
    if padding == "causal":
        return tuple((dil * (ker - 1), 0) for ker, dil in zip(kernel, dilation, strict=True))
    if padding != "same" or not _whole(*window):
        return padding
    if set(stride) == {1}:
        return "same"
    sizes = shape[1:] if shape and len(shape) == len(kernel) + 1 else tuple(step * ker for ker, step in
                                                                            zip(kernel, stride, strict=True))
    pairs = tuple(same_edges(*values) for values in zip(sizes, kernel, stride, dilation, strict=True))
    _say_uneven(pairs, sizes, stride, tell)
    return pairs


def _say_uneven(pairs: Pairs, sizes: Shape, stride: tuple[int, ...], tell: Tell) -> None:
    for (before, after), size, step in zip(pairs, sizes, stride, strict=True):
        if before != after and step > 1:
            tell(UNEVEN, stride=step, before=before, after=after, size=size)
            return


def _whole(*columns: tuple[int, ...]) -> bool:
    """Say whether all are whole numbers above 0, so that one can divide by them."""
    return len(set(map(len, columns))) == 1 and all(type(part) is int and part > 0 for column in columns
                                                    for part in column)


def transposed(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:
    """Return the maker of a transposed convolution."""
    kernel, stride = axes(options["kernel_size"], dims), axes(options.get("strides", 1), dims)
    dilation = axes(options.get("dilation_rate", 1), dims)
    values = {"out_channels": options["filters"], "kernel_size": kernel, "stride": stride, "dilation": dilation,
              "bias": bool(options.get("use_bias", True))}
    kind = KINDS[f"ConvTranspose{dims}d"]
    if not _whole(kernel, stride, dilation):
        return lambda shape: (attempt(kind, values),)  # noqa: ARG005
    reach = [dil * (ker - 1) + 1 for ker, dil in zip(kernel, dilation, strict=True)]
    if options.get("padding") == "same":
        cuts = [max(-(-(size - step) // 2), 0) for size, step in zip(reach, stride, strict=True)]
        extra = [step - size + 2 * cut for size, step, cut in zip(reach, stride, cuts, strict=True)]
        if any(extra):
            tell(TRANSPOSED)
    else:
        cuts, extra = [0] * dims, [max(step - size, 0) for size, step in zip(reach, stride, strict=True)]
    given_extra = options.get("output_padding")
    values |= {"padding": tuple(cuts),
               "output_padding": tuple(extra) if given_extra is None else axes(given_extra, dims)}
    return lambda shape: (attempt(kind, values),)  # noqa: ARG005


def pooling(options: dict[str, Any], dims: int, tell: Tell, kind: str) -> LayerMaker:
    """Return the maker of a pooling; ``strides`` is ``pool_size`` where it is not given, as in torch."""
    size = axes(options.get("pool_size", 2), dims)
    stride = axes(size if options.get("strides") is None else options["strides"], dims)
    if options.get("strides") is None:
        tell(DEFAULT_STRIDES)
    same = options.get("padding") == "same"
    more: dict[str, Any] = {"kernel_size": size, "stride": stride}
    if kind == "AvgPool" and same:
        more["count_include_pad"] = False
    pool = KINDS[f"{kind}{dims}d"]

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        if not same or not _whole(size, stride):
            return (attempt(pool, more),)
        if shape is None or len(shape) != dims + 1:
            return (attempt(pool, more | {"padding": tuple((ker - 1) // 2 for ker in size), "ceil_mode": True}),)
        pairs = tuple(same_edges(*values) for values in zip(shape[1:], size, stride, strict=True))
        return _padded_pool(pool, more, shape, pairs, tell)

    return made


def _padded_pool(pool: type[Layer], more: dict[str, Any], shape: Shape, pairs: Pairs, tell: Tell) -> tuple[Layer, ...]:
    """Return a pooling that pads by ``pairs``: rounding up does what more padding behind does, where there is a stride.

    Else a layer that pads stands before it.
    """
    wanted = tuple(-(-side // step) for side, step in zip(shape[1:], more["stride"], strict=True))
    _say_uneven(pairs, shape[1:], more["stride"], tell)
    for ceil_mode in (False, True):
        layer = attempt(pool, more | {"padding": tuple(before for before, _ in pairs), "ceil_mode": ceil_mode})
        even = all(before == after for before, after in pairs)
        if isinstance(layer, PoolNd) and even is not ceil_mode and _gives(layer, shape, wanted):
            return (layer,)
    tell(EVEN_POOL)
    return *zeros(pairs, shape), attempt(pool, more)


def _gives(layer: Layer, shape: Shape, sides: Shape) -> bool:
    found = analyse(Graph.chain(layer), shape, partial=True).output_shape
    return found is not None and found[1:] == sides


def zeros(pairs: Pairs, shape: Shape | None) -> tuple[Layer, ...]:
    """Return the layer that puts zeros around maps."""
    flat = tuple(side for pair in reversed(pairs) for side in pair)
    if (layer := named(f"ZeroPad{len(pairs)}d", padding=flat)) is not None:
        return (layer,)
    if shape is None or len(shape) != len(pairs) + 1:
        return (Unread(),)
    sides = (side + before + after for side, (before, after) in zip(shape[1:], pairs, strict=True))
    return (attempt(Unread, {"output_size": (shape[0], *sides)}),)


def named(kind: str, **options: Any) -> Layer | None:
    """Return the layer of ``torch.nn.<kind>(...)``; None where there is none."""
    found = torch_layer(kind, Call(NOWHERE_NODE, (), options))
    return None if isinstance(found, str) or isinstance(found[0], Unread) else found[0]


def whole_map(options: dict[str, Any], dims: int, tell: Tell, kind: str) -> LayerMaker:  # noqa: ARG001
    """Return the maker of a global pooling, whose result Keras writes in one row."""
    def made(shape: Shape | None) -> tuple[Layer, ...]:
        adaptive = KINDS.get(f"Adaptive{kind}{dims}d")
        if adaptive is not None:
            pool = attempt(adaptive, {"output_size": 1})
        elif shape is None or len(shape) != dims + 1:
            return (Unread(),)
        else:
            pool = attempt(KINDS[f"{kind}{dims}d"], {"kernel_size": shape[1:]})
        return (pool,) if options.get("keepdims") else (pool, Flatten())

    return made


def sized(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    """Read ``CenterCrop``: a grey layer of the sides that it gives."""
    def made(shape: Shape | None) -> tuple[Layer, ...]:
        sides = options["height"], options["width"]
        if shape and shape[1:] == sides:
            return (Identity(),)
        return (attempt(Unread, {"output_size": (shape[0], *sides)}) if shape else Unread(),)

    return made


def resized(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:
    """Read ``Resizing``: TensorFlow's half-pixel centres are torch's without ``align_corners``."""
    size, mode = (options["height"], options["width"]), options.get("interpolation", "bilinear")
    kept_ratio = options.get("crop_to_aspect_ratio") or options.get("pad_to_aspect_ratio")
    layer = None if kept_ratio or mode not in RESIZE_MODES else named("Upsample", size=size, mode=mode)
    otherwise = sized(options, dims, tell)
    return lambda shape: (layer,) if layer and (not shape or shape[1:] != size) else otherwise(shape)


def prelu(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    """Read ``PReLU``: Keras learns a slope for each value unless axes share it, torch one per channel or for all."""
    shared = options.get("shared_axes") or ()
    axes_shared = {shared} if isinstance(shared, int) else set(shared) if isinstance(shared, tuple) else set()

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        places = set(range(1, len(shape or ())))
        if shape is None or not axes_shared >= places:
            return (Unread(keeps_shape=True),)
        return (PReLU(num_parameters=1 if len(shape) in axes_shared else shape[0]),)

    return made
