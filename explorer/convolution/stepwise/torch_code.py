"""The lines of torch that compute the same as a `Convolution`."""

from __future__ import annotations

from collections.abc import Callable

from explorer.arrays import Array
from explorer.convolution.stepwise.convolution import Convolution
from explorer.convolution.stepwise.url import number_text
from explorer.errors import Message, message

IMPORTS = "import torch\nimport torch.nn.functional as F\n\n"
AXES = {1: message("length"), 2: message("height, width"), 3: message("depth, height, width")}


def torch_lines(conv: Convolution, *, say: Callable[[Message], str] = str) -> str:
    """Return source that runs: two imports, then input, kernel and output ``y`` in a line each.

    torch's functional convolutions pad with zeros only, so another padding mode is written as ``F.pad`` before it.
    ``say`` returns a comment as text; by default in English.
    """
    name = f"F.conv{'_transpose' if conv.transposed else ''}{conv.dims}d"
    fed = "x"
    padded = conv.padding_mode != "zeros" and any(conv.paddings)
    if padded:
        around = tuple(side for side in reversed(conv.paddings) for _ in (0, 1))
        fed = f'F.pad(x, {around}, mode="{conv.padding_mode}")'
    arguments = [fed, "w", *([f"bias={_tensor(conv.bias)}"] if conv.bias is not None else [])]
    numbers = {"stride": (conv.strides, 1), "padding": (conv.paddings, 0), "dilation": (conv.dilations, 1),
               "output_padding": (conv.output_paddings, 0), "groups": ((conv.groups,), 1)}
    arguments += [f"{key}={_numbers(values)}" for key, (values, usual) in numbers.items()
                  if set(values) != {usual} and not (key == "padding" and padded)]
    laid_out = message("(channels, {axes})", axes=AXES[conv.dims])
    return (f"{IMPORTS}x = {_tensor(conv.input)}  # {say(laid_out)}\n"
            f"w = {_tensor(conv.weight)}  # {say(_layout(conv))}\n"
            f"y = {name}({', '.join(arguments)})\n")


def _layout(conv: Convolution) -> Message:
    axes = AXES[conv.dims]
    if conv.transposed:
        return (message("(channels, filters per group, {axes})", axes=axes) if conv.groups > 1 else
                message("(channels, filters, {axes})", axes=axes))
    return (message("(filters, channels per group, {axes})", axes=axes) if conv.groups > 1 else
            message("(filters, channels, {axes})", axes=axes))


def _numbers(values: tuple[int, ...]) -> str:
    return str(values[0]) if len(set(values)) == 1 else str(values)


def _tensor(values: Array) -> str:
    """The array as a call of ``torch.tensor``."""
    return f"torch.tensor({_nested(values)}, dtype=torch.float64)"


def _nested(values: Array) -> str:
    if values.ndim == 0:
        return number_text(float(values))
    return f"[{', '.join(_nested(part) for part in values)}]"
