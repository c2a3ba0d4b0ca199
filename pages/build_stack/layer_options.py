"""Which controls each argument of a layer gets: its label, its choices and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import gcd
from typing import Any, Literal

from explorer.convolution import PADDING_MODES
from explorer.errors import N_
from explorer.graph import (
    CODES,
    INPUT,
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    Layer,
    Report,
    Shape,
    Unread,
    analyse,
    editing,
)
from explorer.settings import settings
from pages.build_stack.messages import Message, NonsenseError, answers, layer_in, text_in
from pages.build_stack.state import put, state
from pages.ui.text import _
from pages.ui.words import help_of

RESIZE_MODES = {"nearest": N_("Nearest"), "bilinear": N_("Bilinear"), "bicubic": N_("Bicubic")}
Control = Literal["count", "amount", "padding", "switch", "share", "choice"]
COUNTS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 84, 96, 120, 128, 192, 256, 320, 384, 512, 768, 1000, 1024,
          2048, 4096)


RARE = {"subsample", "padchannels", "layerscale"}


@dataclass(frozen=True, slots=True)
class Option:
    """A control for one argument. ``first``: stands in front, not behind "more". Sizes are px."""

    argument: str
    label: str
    control: Control
    help: str = ""
    least: int = 0
    most: int = 1
    first: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    """English titles by value."""


def options(kind: type[Layer], values: Mapping[str, Any] | None = None) -> list[Option]:
    """Return the controls of a kind of layer, in the order of their importance; of ``values`` those with a value."""
    if kind is Unread:  # its shape is typed, see pasting.layer_repair
        return []
    known = {entry.name for entry in fields(kind)}
    return [option for option in _all() if option.argument in known
            and (values is None or values[option.argument] is not None)]


def titles() -> dict[str, str]:
    """Map the codes of all kinds of layers to what readers call them, most used first, then by what they do."""
    named = {
        "conv": _("Convolution"), "maxpool": _("Max pooling"), "avgpool": _("Average pooling"),
        "gap": _("Global average pooling"), "relu": "ReLU", "bn": _("Batch norm"), "dropout": _("Dropout"),
        "flatten": _("Flatten"), "linear": _("Fully connected (linear)"),
        "add": _("Add (skip connection)"), "cat": _("Concat (branches)"), "mul": _("Multiply (gate)"),
        "convt": _("Transposed convolution"), "upsample": _("Up-sampling"), "pixelshuffle": _("Pixel shuffle"),
        "adaptive": _("Adaptive average pooling"), "adaptivemax": _("Adaptive max pooling"),
        "lppool": _("Power-average pooling"),
        "groupnorm": _("Group norm"), "instancenorm": _("Instance norm"), "norm": _("Layer norm"),
        "layernorm": _("Layer norm over channels"), "lrn": _("Local response norm"),
        "softmax": "Softmax", "sigmoid": "Sigmoid", "tanh": "Tanh", "leakyrelu": "LeakyReLU", "prelu": "PReLU",
        "relu6": "ReLU6",
        "elu": "ELU", "gelu": "GELU", "silu": "SiLU", "hardswish": "Hardswish", "hardsigmoid": "Hardsigmoid",
        "dropout2d": _("Dropout of whole maps"), "identity": "Identity",
        "pad": _("Zero padding"), "padreflect": _("Reflection padding"), "padreplicate": _("Replication padding"),
        "unflatten": _("Unflatten"), "shuffle": _("Channel shuffle"), "take": _("Part of the channels"),
        "unread": _("Another step (give its output shape)"),
    }
    return named | {code: kind.__name__ for code, kind in CODES.items() if code not in named}


def palette() -> dict[str, str]:
    """Return the titles of the kinds that can be added: one for all dimensions, without parts of a few old networks."""
    return {code: title for code, title in titles().items() if code not in RARE and code[-2:] not in ("1d", "3d")}


def _all() -> list[Option]:
    return [
        Option("out_channels", _("Channels out"), "count", _("Number of filters: each makes one map"), 1, 4096, True),
        Option("out_features", _("Outputs"), "count", _("Number of values that come out"), 1, 4096, True),
        Option("output_size", _("Output side"), "amount", _("Side of the output, px; 1: global pooling"), 1, 14, True),
        Option("kernel_size", _("Kernel"), "amount", _("Side of the window, px"), 1, 11, True),
        Option("stride", _("Stride"), "amount", _("Step of the window, px"), 1, 8, True),
        Option("padding", _("Padding"), "padding", _("Pixels added on each side; 'same' keeps the size"), 0, 8, True),
        Option("p", _("Probability"), "share", _("Share of the values set to 0 while training"), first=True),
        Option("negative_slope", _("Negative slope"), "share", _("Share of negative values let through"), first=True),
        Option("num_parameters", _("Slopes"), "count", _("1: one for all channels; else one per channel"), 1, 4096,
               True),
        Option("scale_factor", _("Scale"), "amount", _("How many times as large the maps become"), 1, 8, True),
        Option("size", _("Output side"), "amount", _("Side of the output, px"), 1, 64, True),
        Option("upscale_factor", _("Scale"), "count", _("How many times as large the maps become"), 1, 8, True),
        Option("mode", _("Interpolation"), "choice", _("How values between pixels are made"), first=True,
               choices=RESIZE_MODES),
        Option("num_groups", _("Groups"), "count", _("Channels of one group are measured together"), 1, 4096,
               True),
        Option("axes", _("Axes measured together"), "amount", _("The last axes of the maps; 0: all"), 0, 3, True),
        Option("norm_type", _("Power p"), "count", _("1: sum; 2: root of the sum of squares; large: maximum"), 1, 8,
               True),
        Option("align_corners", _("Align corners"), "switch", _("The corners of both maps lie on each other")),
        Option("elementwise_affine", _("Learn scale and shift"), "switch", _("Two learned numbers per value")),
        Option("start", _("First channel"), "amount", _("Counted from 0"), 0, 64, True),
        Option("count", _("Channels out"), "amount", _("How many channels are handed on"), 1, 64, True),
        Option("output_padding", _("Output padding"), "amount", _("Pixels added at the end of the output"), 0, 4),
        Option("dilation", _("Dilation"), "amount", help_of("Dilation"), 1, 8),
        Option("groups", _("Groups"), "count", help_of("Groups"), 1, 4096),
        Option("padding_mode", _("Padding mode"), "choice", _("What the added pixels hold"), choices=PADDING_MODES),
        Option("bias", _("Bias"), "switch", _("One learned number added to each output channel")),
        Option("ceil_mode", _("Round up"), "switch", _("Let a last window reach over the edge (ceil_mode)")),
        Option("count_include_pad", _("Count padding"), "switch", _("Zeros of the padding count in the mean")),
        Option("affine", _("Learn scale and shift"), "switch", _("Two learned numbers per channel")),
    ]


GLOBAL_POOLS: dict[int, Layer] = {1: AdaptiveAvgPool1d(), 2: AdaptiveAvgPool2d(), 3: AdaptiveAvgPool3d()}


def adding(report: Report, name: str) -> dict[str, Any]:
    """Return which kinds of layers can be added behind the layer ``name``."""
    most = settings().layers
    full = len(report.graph) >= most
    return {"label": _("Add after {name}").format(name=name), "button": _("Add"), "can": not full,
            "why": _("A stack here has at most {most} layers").format(most=most) if full else "",
            "choices": [[code, title] for code, title in palette().items()], "message": {"do": "add", "layer": name}}


@answers("add")
def _added(message: Message) -> None:
    name, code, stack = layer_in(message, or_input=True), text_in(message, "value"), state.now
    if code not in palette() or len(stack.graph) >= settings().layers:
        raise NonsenseError
    report = analyse(stack.graph, stack.input_shape, partial=True)
    shape = report.input_shape if name == INPUT else report[name].output_shape
    graph, new = editing.insert_after(stack.graph, name, fitting(code, shape))
    if graph[new].layer.several_inputs:
        graph = editing.rewire(graph, new, (name, _partner(report, name, shape)))
    put(graph, select_name=new)


def fitting(code: str, shape: Shape | None) -> Layer:
    """Return a layer that suits an input of ``shape``: its kind in as many dimensions, sizes that keep the map."""
    dims = len(shape) - 1 if shape and 1 < len(shape) < 5 else 2
    if code == "gap":
        return GLOBAL_POOLS[dims]
    kind = CODES.get(f"{code}{dims}d" if dims != 2 else code, CODES[code])
    if code == "bn" and shape and len(shape) == 1:
        kind = CODES["bn1d"]
    channels = shape[0] if shape else 16
    given: dict[str, dict[str, Any]] = {"conv": {"out_channels": max(8, min(channels, 512)), "padding": 1},
                                        "convt": {"out_channels": max(1, channels // 2)}, "fc": {"out_features": 10},
                                        "gn": {"num_groups": gcd(channels, 8)},
                                        "pixelshuffle": {"upscale_factor": 1 if channels % 4 else 2},
                                        "unflatten": {"unflattened_size": _maps_of(channels)}}
    return kind(**given.get(kind.stem, {}))


def _maps_of(values: int) -> Shape:
    """Return the shape of square maps that a row can be written as: 4 px or 7, 8, ... where it divides."""
    side = next((side for side in (4, 7, 8, 5, 6, 3, 2) if values % side ** 2 == 0), 1)
    return values // side ** 2, side, side


def _partner(report: Report, name: str, shape: Shape | None) -> str:
    """Return the nearest earlier layer with the same shape for a merge to read too; else the one before."""
    place = report.graph.places.get(name, 0)
    alike = [row.name for row in report.rows[:place] if row.output_shape == shape]
    if alike:
        return alike[-1]
    return INPUT if report.input_shape == shape or name == INPUT else report[name].node.inputs[0]
