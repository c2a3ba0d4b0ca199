"""A network as PyTorch source that a class can read and run."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from typing import TypeGuard

from explorer.errors import Message, SpecError, message
from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.base import Layer, arguments
from explorer.graph.layers.basic import Add, BatchNorm, Concat, Linear, Softmax
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.norms import GroupNorm, InstanceNorm, LayerNorm
from explorer.graph.layers.pooling import LPPool
from explorer.graph.layers.resizing import Pad2d, PixelShuffle, Unflatten, Upsample
from explorer.graph.layers.special import (
    ChannelShuffle,
    LayerNorm2d,
    LayerScale,
    LocalResponseNorm,
    Multiply,
    PadChannels,
    Subsample,
    TakeChannels,
)
from explorer.graph.layers.unread import Unread
from explorer.graph.report import Report, Row, analyse
from explorer.graph.shapes import Shape, shape_text

# Words of Python and of this source, and what nn.Module has: a layer of such a name would hide it, or be hidden by it.
RESERVED = """
x torch nn self super print T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda
double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu
load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters
register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook
register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module
register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state
set_submodule share_memory state_dict to to_empty train training type xpu zero_grad
"""
TAKEN = {*keyword.kwlist, *RESERVED.split()}
PADS = {"zeros": "ZeroPad", "reflect": "ReflectionPad", "replicate": "ReplicationPad", "circular": "CircularPad"}


def to_pytorch(graph: Graph, input_shape: Shape, *, name: str = "Net", say: Callable[[Message], str] = str) -> str:
    """Return the source of an ``nn.Module`` called ``name``; shapes stand behind each step of ``forward``.

    ``say`` returns the sentence of the docstring as text; by default in English.

    Raises:
        ShapeError: the network cannot be computed for ``input_shape``.
        SpecError: ``name`` cannot be the name of a class.
    """
    if not name.isidentifier() or name in TAKEN:
        raise SpecError("{name!r} cannot be the name of a class. Use letters, digits and _, and no word that Python or "
                        "this source uses.", name=name)
    report = analyse(graph, input_shape)
    check_written(report)
    attributes = attribute_names(graph)
    made = [f"        self.{attributes[row.name]} = {module_source(row.layer, row.input_shape)}"
            for row in report if not row.layer.several_inputs]
    steps, result = _steps(report.rows, graph, attributes)
    width = max((len(step) for step, _ in steps), default=0)
    body = [f"        {step:<{width}}  # {shape_text(shape)}" for step, shape in steps]
    return "\n".join([
        "import torch", "from torch import nn", "", "", f"class {name}(nn.Module):",
        f'    """{say(_about(report))}"""', "",
        "    def __init__(self) -> None:", "        super().__init__()", *made, "",
        "    def forward(self, x: torch.Tensor) -> torch.Tensor:", *body, f"        return {result}", "", "",
        'if __name__ == "__main__":', f"    model = {name}().eval()",
        f"    print(model(torch.zeros(1, {', '.join(map(str, input_shape))})).shape)", "",
    ])


def check_written(report: Report) -> None:
    """Check that all layers can be written as code.

    Raises:
        SpecError: one is a step that is not read here.
    """
    if grey := next((row.name for row in report if isinstance(row.layer, Unread)), None):
        raise SpecError("{layer} is a step that is not read here, so no code can be written for it. Delete it, or put "
                        "a layer in its place.", layer=grey)


def _about(report: Report) -> Message:
    return message("Input: N × {shape}. Parameters: {params:,}.", shape=shape_text(report.input_shape),
                   params=report.params)


def module_source(layer: Layer, input_shape: Shape) -> str:
    """Return the expression that makes the module of ``layer`` for what it receives."""
    kind = type(layer).__name__
    if isinstance(layer, Softmax):
        return "nn.Softmax(dim=1)"
    if isinstance(layer, Linear):
        return f"nn.Linear({input_shape[-1]}, {layer.out_features}{_keywords(layer, skip={'out_features'})})"
    if isinstance(layer, BatchNorm | InstanceNorm):
        return f"nn.{kind}({input_shape[0]}{_keywords(layer)})"
    if isinstance(layer, ConvNd | ConvTransposeNd):
        pad = _pad_source(layer) if has_uneven_padding(layer) else ""
        skip = {"out_channels", "kernel_size"} | ({"padding", "padding_mode"} if pad else set())
        made = f"nn.{kind}({input_shape[0]}, {layer.out_channels}, kernel_size={layer.kernel_size!r}"
        made += f"{_keywords(layer, skip=skip)})"
        return f"nn.Sequential({pad}, {made})" if pad else made
    if isinstance(layer, LayerNorm2d):
        return f"nn.LayerNorm({input_shape[0]}, eps={layer.eps!r})"
    if isinstance(layer, LayerScale):
        return f"nn.Parameter(torch.ones({input_shape[0]}, 1, 1))"
    if isinstance(layer, Subsample):
        return f"nn.MaxPool2d(1, stride={layer.stride!r})"
    if isinstance(layer, PadChannels):
        return f"nn.ZeroPad3d((0, 0, 0, 0, {layer.before}, {layer.after}))"
    if isinstance(layer, TakeChannels):  # padding by less than nothing: torch's one module that leaves channels out
        rest = input_shape[0] - layer.start - layer.count
        return f"nn.ZeroPad3d((0, 0, 0, 0, {-layer.start}, {-rest}))"
    if isinstance(layer, ChannelShuffle):
        return f"nn.ChannelShuffle({layer.groups})"
    if isinstance(layer, LocalResponseNorm):
        return f"nn.LocalResponseNorm({layer.size}{_keywords(layer, skip={'size'})})"
    if isinstance(layer, GroupNorm | LayerNorm | LPPool | Pad2d | PixelShuffle | Unflatten | Upsample):
        return _later_source(layer, input_shape)
    needed = [repr(value) for name, value in arguments(layer).items() if name in ("kernel_size", "output_size")]
    return f"nn.{kind}({', '.join(needed)}{_keywords(layer, skip={'kernel_size', 'output_size'}, first=not needed)})"


def _later_source(layer: Layer, input_shape: Shape) -> str:
    """Return the expression of layers whose arguments torch takes in another form."""
    if isinstance(layer, GroupNorm):
        return f"nn.GroupNorm({layer.num_groups}, {input_shape[0]}{_keywords(layer, skip={'num_groups'})})"
    if isinstance(layer, LayerNorm):
        over = layer.over(input_shape)
        sides = repr(over) if len(over) > 1 else str(over[0])
        return f"nn.LayerNorm({sides}{_keywords(layer, skip={'axes'})})"
    if isinstance(layer, LPPool):
        more = _keywords(layer, skip={"norm_type", "kernel_size"})
        return f"nn.{type(layer).__name__}({layer.norm_type}, {layer.kernel_size!r}{more})"
    if isinstance(layer, Pad2d):
        same = len(set(layer.amounts())) == 1
        return f"nn.{type(layer).__name__}({layer.amounts()[0] if same else layer.amounts()!r})"
    if isinstance(layer, PixelShuffle):
        return f"nn.PixelShuffle({layer.upscale_factor})"
    if isinstance(layer, Unflatten):
        return f"nn.Unflatten(1, {layer.unflattened_size!r})"
    assert isinstance(layer, Upsample)
    size = f"size={layer.size!r}" if layer.size is not None else f"scale_factor={layer.scale_factor!r}"
    return f"nn.Upsample({size}{_keywords(layer, skip={'size', 'scale_factor'})})"


def has_uneven_padding(layer: Layer) -> TypeGuard[ConvNd]:
    """Say whether a convolution pads its two sides differently, which torch leaves to a padding layer."""
    return isinstance(layer, ConvNd) and isinstance(layer.padding, tuple) and isinstance(layer.padding[0], tuple)


def pad_amounts(layer: ConvNd) -> tuple[int, ...]:
    """Return the padding as torch's padding layers take it: last axis first, before and after."""
    return tuple(side for pair in reversed(layer.pads()) for side in pair)


def _pad_source(layer: ConvNd) -> str:
    return f"nn.{PADS[layer.padding_mode]}{layer.dims}d({pad_amounts(layer)!r})"


def _keywords(layer: Layer, *, skip: frozenset[str] | set[str] = frozenset(), first: bool = False) -> str:
    """Return the arguments that differ from their defaults in torch, each with its name."""
    defaults = {entry.name: entry.default for entry in fields(layer)}
    torch_defaults = {"stride": 1} if isinstance(layer, ConvNd | ConvTransposeNd) else {"stride": None}
    parts = []
    for name, value in arguments(layer).items():
        default = torch_defaults.get(name, defaults[name])
        if name == "stride" and default is None:
            default = getattr(layer, "kernel_size", None)
        if name not in skip and value != default and default is not MISSING:
            parts.append(f"{name}={value!r}")
    return ("" if first or not parts else ", ") + ", ".join(parts)


def attribute_names(graph: Graph) -> dict[str, str]:
    """Return a Python name for each node; dots of module paths become underscores."""
    found: dict[str, str] = {}
    for node in graph:
        plain = re.sub(r"\W", "_", node.name)
        plain = plain if plain.isidentifier() and plain[0] != "_" and plain not in TAKEN else f"layer_{plain}"
        while plain in found.values():
            plain += "_"
        found[node.name] = plain
    return found


def _steps(rows: tuple[Row, ...], graph: Graph, attributes: dict[str, str]) -> tuple[list[tuple[str, Shape]], str]:
    """Return the lines of ``forward`` with the shape after each, and the variable that holds the result.

    A value is called ``x`` as long as only the next line reads it, and by its layer's name where a branch starts.
    """
    variables = {INPUT: "x"}
    lines = []
    for variable, row in zip(variables_of(graph, attributes), rows, strict=True):
        sources = [variables[source] for source in row.node.inputs]
        variables[row.name] = variable
        lines.append((f"{variable} = {call_source(row.layer, attributes[row.name], sources)}", row.output_shape or ()))
    return lines, variables[graph.output]


def variables_of(graph: Graph, attributes: dict[str, str]) -> Iterator[str]:
    """Yield the variable of each node: ``x`` as long as only the next line reads it, else its layer's name."""
    waits_for_x: set[str] = set(graph.readers[INPUT])
    for place, node in enumerate(graph.nodes):
        waits_for_x.discard(node.name)
        readers = graph.readers[node.name]
        next_only = not readers or (len(readers) == 1 and graph.places[readers[0]] == place + 1)
        if next_only and not waits_for_x and _all_named(graph, place):
            waits_for_x = set(readers)
            yield "x"
        else:
            yield attributes[node.name]


def _all_named(graph: Graph, place: int) -> bool:
    """Say whether ``x`` may be overwritten: nothing behind ``place`` reads the network's input any more."""
    return all(graph.places[reader] <= place for reader in graph.readers[INPUT])


def call_source(layer: Layer, attribute: str, sources: list[str]) -> str:
    """Return the expression of what a layer does with the variables that it reads."""
    if isinstance(layer, Add):
        return " + ".join(sources)
    if isinstance(layer, Multiply):
        return " * ".join(sources)
    if isinstance(layer, LayerScale):
        return f"{sources[0]} * self.{attribute}"
    if isinstance(layer, LayerNorm2d):
        return f"self.{attribute}({sources[0]}.movedim(1, -1)).movedim(-1, 1)"
    if isinstance(layer, Concat):
        return f"torch.cat([{', '.join(sources)}], dim=1)"
    return f"self.{attribute}({sources[0]})"
