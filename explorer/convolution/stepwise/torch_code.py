"""The lines of torch that compute the same as a `Convolution`."""

from __future__ import annotations

from explorer.arrays import Array
from explorer.convolution.stepwise.convolution import Convolution
from explorer.convolution.stepwise.url import number_text

IMPORTS = "import torch\nimport torch.nn.functional as F\n\n"


def torch_lines(conv: Convolution) -> str:
    """Return source that runs: two imports, then input, kernel and output ``y`` in a line each.

    torch's functional convolutions pad with zeros only, so another padding mode is written as ``F.pad`` before it.
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
    return (f"{IMPORTS}x = {_tensor(conv.input)}  # (channels, {_axes(conv.dims)})\n"
            f"w = {_tensor(conv.weight)}  # {_layout(conv)}\n"
            f"y = {name}({', '.join(arguments)})\n")


def _layout(conv: Convolution) -> str:
    channels = "channels, filters" if conv.transposed else "filters, channels"
    return f"({channels}{' per group' if conv.groups > 1 else ''}, {_axes(conv.dims)})"


def _axes(dims: int) -> str:
    return {1: "length", 2: "height, width", 3: "depth, height, width"}[dims]


def _numbers(values: tuple[int, ...]) -> str:
    return str(values[0]) if len(set(values)) == 1 else str(values)


def _tensor(values: Array) -> str:
    """The array as a call of ``torch.tensor``."""
    return f"torch.tensor({_nested(values)}, dtype=torch.float64)"


def _nested(values: Array) -> str:
    if values.ndim == 0:
        return number_text(float(values))
    return f"[{', '.join(_nested(part) for part in values)}]"
