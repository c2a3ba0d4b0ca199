"""The stepper as a component: input, kernel and output side by side, moved and edited in the browser."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from explorer.convolution import Convolution
from explorer.figures import DIVERGING, SEQUENTIAL, hatches, tones
from explorer.graph import shape_text
from pages.ui.components import component
from pages.ui.text import _

MODES = ("gather", "scatter", "overlaps")

_mount = component.register("stepper")


def stepper(conv: Convolution, *, version: int, revision: int, mode: str, at: int, note: str, key: str) -> None:
    """Show ``conv`` step by step; what the reader edits or where they stop is read by `reported` in the run it causes.

    Args:
        conv: the convolution.
        version: another number makes the browser take everything over from here.
        revision: number of the last edit of the browser's that ``conv`` holds; older answers than its own it ignores.
        mode: one of ``MODES``, how a transposed convolution is shown.
        at: step, counted from 0.
        note: sentence under the picture.
        key: the component's key.
    """
    _mount(key=key, data=_data(conv) | {"version": version, "revision": revision, "mode": mode, "at": at,
                                        "words": _words(conv, note)}, on_reported_change=component.noted)


def reported(key: str) -> dict[str, Any] | None:
    """Return what the browser told to cause this run, unchecked, or None."""
    state = st.session_state.get(key)
    value = state.get("reported") if isinstance(state, dict) else None
    return dict(value) if isinstance(value, dict) else None


def _data(conv: Convolution) -> dict[str, Any]:
    axes = [{"lane": axis.lane.tolist(), "places": axis.places.tolist(), "taps": axis.taps.tolist()}
            for axis in conv.axes]
    return {
        "dims": conv.dims, "transposed": conv.transposed, "groups": conv.groups, "axes": axes,
        "inputShape": conv.input.shape, "weightShape": conv.weight.shape, "outputShape": conv.output_shape,
        "input": conv.input.ravel().tolist(), "weight": conv.weight.ravel().tolist(),
        "bias": None if conv.bias is None else conv.bias.tolist(), "output": conv.output.ravel().tolist(),
        "crops": _crops(conv), "before": (0,) * conv.dims if conv.transposed else conv.paddings,
        "aligned": conv.dims == 1 and not conv.transposed and conv.strides == (1,),
        "dilated": max(conv.dilations) > 1, "formula": _formula(conv), "photo": _is_photo(conv),
        "coloured": len(conv.input) == 3, "shaded": _is_photo(conv),
        "tones": {"viridis": tones(SEQUENTIAL), "diverging": tones(DIVERGING)}, "hatched": hatches(),
    }


def _crops(conv: Convolution) -> list[tuple[int, int]]:
    """Per axis how much of the stamps' whole area padding cuts off before and after the output, cells."""
    if not conv.transposed:
        return [(0, 0)] * conv.dims
    whole = ((side - 1) * stride + gap * (kernel - 1) + 1 for side, stride, gap, kernel in
             zip(conv.input.shape[1:], conv.strides, conv.dilations, conv.kernel_size, strict=True))
    return [(padding, max(0, area - padding - side)) for area, padding, side in
            zip(whole, conv.paddings, conv.output_shape[1:], strict=True)]


def _formula(conv: Convolution) -> list[dict[str, int]]:
    rows = zip(conv.input.shape[1:], conv.paddings, conv.dilations, conv.kernel_size, conv.strides,
               conv.output_paddings, conv.output_shape[1:], strict=True)
    return [dict(zip("ipdkseo", row, strict=True)) for row in rows]


def _is_photo(conv: Convolution) -> bool:
    """Whether the input looks like pixels: whole numbers from 0 to 255, some of them large."""
    values = conv.input
    return bool(conv.dims == 2 and values.min() >= 0 and 20 < values.max() <= 255 and np.all(values == values.round()))


def _words(conv: Convolution, note: str) -> dict[str, Any]:
    return _titles(conv) | _names(conv) | _buttons() | {
        "hint": note, "places": [_("position {column}"), _("row {row}, column {column}"),
                                 _("slice {slice}, row {row}, column {column}")],
        "outputCell": _("Output cell ({cell})"), "inputCell": _("Input cell ({cell})"),
        "stamp": _("stamps the kernel: its value times each weight"), "stamped": _("What it stamps"),
        "reaches": _("It takes part in {count} output cells."), "reachesOne": _("It takes part in one output cell."),
        "overlaps": _("{count} stamps overlap here; elsewhere there are {least} to {most}."),
        "overlapsOne": _("One stamp lands here; elsewhere there are {least} to {most}."),
        "more": _("{count} more"),
        "indices": _("Which cell is read, counted from 0 with the padding; point at a kernel cell"),
        "nothing": _("no input cell is read here"), "whyValue": _("Why {value} comes out"),
        "at": _("cell {step} of {steps}"), "atInput": _("stamp {step} of {steps}"), "why": _why(conv),
        "notNumber": _("That is not a number this page can add up. Type one, or press Escape."),
    }


def _titles(conv: Convolution) -> dict[str, str]:
    size = shape_text(conv.input.shape[1:])
    plain = _("Input {size}").format(size=size)
    padding = shape_text(conv.paddings if len(set(conv.paddings)) > 1 else conv.paddings[:1])
    if conv.transposed:
        titled = _("Input {size}, stretched").format(size=size)
    else:
        around = _("Input {size}, padding {padding}").format(size=size, padding=padding)
        titled = around if any(conv.paddings) else plain
    return {"input": titled, "inputPlain": plain, "bias": _("bias"),
            "kernel": _("Kernel {size}").format(size=shape_text(conv.kernel_size)),
            "output": _("Output {size}").format(size=shape_text(conv.output_shape[1:]))}


def _names(conv: Convolution) -> dict[str, list[str]]:
    channels = ([_("Red"), _("Green"), _("Blue")] if len(conv.input) == 3 and conv.dims == 2 else
                [_("Channel {number}").format(number=at + 1) for at in range(len(conv.input))])
    maps = [_("Map {number}").format(number=at + 1) for at in range(conv.out_channels)]
    return {"channels": channels, "maps": maps, "axes": [_("Depth"), _("Height"), _("Width")][-conv.dims:]}


def _buttons() -> dict[str, Any]:
    return {
        "modes": {"gather": _("Stretched input"), "scatter": _("Scatter: each cell stamps the kernel"),
                  "overlaps": _("Overlaps")},
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Timeline"), "speed": _("Speed"), "rate": _("{rate} per second"), "slice": _("slice {slice}"),
        "png": _("Save the picture as PNG"), "saved": _("Saved"),
        "editInput": _("Input value"), "editKernel": _("Kernel value"),
        "picture": _("Convolution, step by step. Arrow keys step, space plays, Enter edits the kernel."),
    }


def _why(conv: Convolution) -> str:
    return _("Why {size} comes out").format(size=shape_text(conv.output_shape[1:]))
