"""What *The walk* says: of a step, of where the reader is, and on its buttons."""

from __future__ import annotations

from explorer.errors import N_
from explorer.graph import (
    AdaptivePool,
    BatchNorm,
    ConvNd,
    Layer,
    LPPool,
    MaxPool,
    PoolNd,
    Report,
    WalkStep,
    codes,
    works_on_each_value,
)
from pages.ui.text import _

_MERGES = {
    "Add": N_("Adds what two ways through the block found, value by value."),
    "Multiply": N_("Multiplies two branches, value by value."),
    "Concat": N_("Puts the maps of several branches behind each other."),
}
_NAMES = {"BatchNorm2d": N_("batch norm"), "BatchNorm1d": N_("batch norm"), "LayerScale": N_("a learned factor")}


def kind_text(report: Report, step: WalkStep) -> str:
    """Return in a few words what a step is, such as ``3 × 3 convolution``."""
    layer = report[step.layers[0]].layer
    if isinstance(layer, ConvNd) and layer.dims == 2:
        rows, columns = layer.per_axis("kernel_size")
        return _("{rows} × {columns} convolution").format(rows=rows, columns=columns)
    if isinstance(layer, codes.Linear):
        return _("linear layer")
    if layer.family == "pooling":
        if isinstance(layer, MaxPool | codes.AdaptiveMaxPool2d):
            return _("max pooling")
        return type(layer).__name__ if isinstance(layer, LPPool) else _("average pooling")
    if isinstance(layer, codes.Add):
        return _("sum")
    return type(layer).__name__


def step_text(report: Report, step: WalkStep) -> str:
    """Return a sentence on what a step does to what it reads."""
    after = after_text(report, step)
    said = _does(report, step)
    return said if not after else _("{does} Then: {after}.").format(does=said, after=after)


def after_text(report: Report, step: WalkStep) -> str:
    """Return what is done to each value behind the sum: ``batch norm, ReLU``; empty: nothing."""
    layers = step.layers[0 if works_on_each_value(report.graph[step.layers[0]]) else 1:]
    kinds = [type(report[name].layer).__name__ for name in layers]
    return ", ".join(_(_NAMES[kind]) if kind in _NAMES else kind for kind in kinds)


def _does(report: Report, step: WalkStep) -> str:
    layer, row = report[step.layers[0]].layer, report[step.layers[0]]
    maps = step.shape[0]
    if isinstance(layer, ConvNd) and layer.dims == 2:
        rows, columns = layer.per_axis("kernel_size")
        template = (_("{maps} kernels, each a window of {rows} × {columns} in one map before, move over the maps.")
                    if layer.groups == row.input_shape[0] > 1 else
                    _("{maps} kernels, each a window of {rows} × {columns} in {read} maps before, move over the maps."))
        return template.format(maps=maps, rows=rows, columns=columns, read=row.input_shape[0] // layer.groups)
    if isinstance(layer, codes.Linear):
        return _("Each of {units} units multiplies all {count} values before it by its own weights and adds "
                 "up.").format(units=f"{maps:,}", count=f"{row.arrives:,}")
    if isinstance(layer, codes.AdaptiveAvgPool2d) and step.shape[1:] == (1, 1):
        return _("Makes one number of each map: its mean, wherever its pattern was found.")
    window = _window(layer, step)
    if window:
        rows, columns = window
        template = (_("Keeps the largest value of each window of {rows} × {columns}, map by map.")
                    if isinstance(layer, MaxPool | codes.AdaptiveMaxPool2d) else
                    _("Keeps the mean of each window of {rows} × {columns}, map by map."))
        return template.format(rows=rows, columns=columns)
    if isinstance(layer, codes.Softmax):
        return _("Makes shares of the scores, which add up to 1.")
    merged = _MERGES.get(type(layer).__name__)
    if merged:
        return _(merged)
    if isinstance(layer, BatchNorm) or works_on_each_value(report.graph[step.layers[0]]):
        return _("Changes each value by itself.")
    return _("{kind}: what it does is not taken apart here.").format(kind=type(layer).__name__)


def _window(layer: Layer, step: WalkStep) -> tuple[int, int] | None:
    """Return rows and columns of a pooling's windows; None: no pooling, or its windows are not all alike."""
    if isinstance(layer, PoolNd) and layer.dims == 2:
        rows, columns = layer.per_axis("kernel_size")
        return rows, columns
    reaches = step.edges[0].reaches
    return (reaches[0].extent, reaches[1].extent) if isinstance(layer, AdaptivePool) and reaches else None


def words() -> dict[str, str]:
    """Return what the component says; values are put in by the browser."""
    return {
        "label": _("The network at work"),
        "keys": _("Arrow keys step, Enter goes in, Escape goes out, + and - zoom, Page Up and Page Down change the "
                  "layer"),
        "picture": _("picture"),
        "network": _("{count} steps from the picture to the class: {best}. Turn the wheel, pinch or click to fly in."),
        "silent": _("{count} steps. Turn the wheel, pinch or click to fly in."),
        "layer": _("{layer} · {maps} maps of {rows} × {columns}. {says} {sees}"),
        "values": _("{layer} · {maps} values. {says}"),
        "sees": _("Each unit sees {rows} × {columns} px of the picture."), "sees_all": _("Each unit sees all of it."),
        "map": _("{layer}, map {map} of {maps}: {least} to {most}, the largest at row {row}, column {column}."),
        "blank": _("{layer}, map {map} of {maps}: every cell is {value}."),
        "unit": _("{layer}, map {map}, row {row}, column {column}: {value}. {reads}"),
        "value": _("{layer}, value {map}: {value}. {reads}"),
        "about": _("about {value}"),
        "reads": _("It reads the cells in solid frames; those in dashed frames read it."),
        "whole": _("All"), "out": _("Out"), "closer": _("Closer"), "farther": _("Farther"),
        "before": _("Layer before"), "next": _("Next layer"), "own": _("Own scale for each map"),
        "window": _("{source}, map {map}"), "times": _("kernel"),
        "others": _("+ {count} more maps"), "padding": _("padding"),
        "cell": _("Row {row}, column {column}"),
        "paid": _("What each map adds to the sum; click one to see its window"),
        "lost": _("The server let go of this picture. Choose it again."),
    }
