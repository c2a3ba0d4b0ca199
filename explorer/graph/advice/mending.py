"""What an error's sentence says to try, done: each function returns a network in which the layer can be computed.

As with advice, `remedies` finds out whether the whole network can be computed then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from explorer.errors import message
from explorer.graph import editing
from explorer.graph.advice.base import Edit, Fix
from explorer.graph.advice.fixes import remove_layer, remove_pool_before
from explorer.graph.arithmetic import Window
from explorer.graph.graph import INPUT, Graph, Node, free_name
from explorer.graph.layers.basic import Add
from explorer.graph.layers.codes import CODES
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.pooling import PoolNd
from explorer.graph.report import Report, Row
from explorer.graph.shapes import Shape, readers

CONVOLUTIONS: dict[int, type[ConvNd]] = {kind.dims: kind for kind in CODES.values() if issubclass(kind, ConvNd)}
"""By the number of axes."""


def remove_pool(row: Row, report: Report) -> Edit | None:
    """Take a pooling that has no room out."""
    return remove_layer(row, report) if isinstance(row.layer, PoolNd) else None


def pad_to_fit(row: Row, report: Report) -> Edit | None:
    """Give a convolution the least padding with which its window fits."""
    if not isinstance(row.layer, ConvNd) or isinstance(row.layer.padding, str):
        return None
    found = tuple(max(window.before, window.after, -((size - window.reach - 1) // 2))
                  for window, size in _windows(row))
    return _changed(row, report, "padding", found)


def fit_kernel(row: Row, report: Report) -> Edit | None:
    """Make a window as small as the padded input."""
    found = tuple(min(window.kernel_size, (size + window.before + window.after - 1) // window.dilation + 1)
                  for window, size in _windows(row))
    return _changed(row, report, "kernel_size", found) if found and max(found) > 1 else None


def fit_groups(row: Row, report: Report) -> Edit | None:
    """Give a convolution a number of groups that divides its channels."""
    groups = row.error.values.get("try_groups") if row.error else None
    if not isinstance(row.layer, ConvNd | ConvTransposeNd) or not isinstance(groups, int):
        return None
    title = message("Use {groups} groups in {layer}", layer=row.name, groups=groups)
    return Edit(title, editing.change(report.graph, row.name, replace(row.layer, groups=groups)), row.name)


def project_branch(row: Row, report: Report) -> Edit | None:
    """Put a 1 × 1 convolution into a branch, so that an addition meets equal shapes, as in a residual network."""
    if not isinstance(row.layer, Add) or len(row.input_shapes) != 2:
        return None
    places = report.graph.places
    # The branch with the larger maps is brought down; of equal maps the shorter way is the shortcut.
    order = sorted(zip(row.node.inputs, row.input_shapes, strict=True),
                   key=lambda branch: (-max(branch[1][1:], default=0), places.get(branch[0], -1)))
    (name, shape), (_other, wanted) = order
    steps = _steps(shape, wanted)
    if steps is None:
        return None
    conv = CONVOLUTIONS[len(steps)](out_channels=wanted[0], kernel_size=1, bias=False,
                                    stride=steps[0] if len(set(steps)) == 1 else steps)
    new = free_name(report.graph, conv)
    nodes = list(report.graph)
    place = places[row.name]
    inputs = tuple(new if source == name else source for source in row.node.inputs)
    nodes[place:place + 1] = [Node(new, conv, (name,)), replace(row.node, inputs=inputs)]
    title = (message("Put a 1 × 1 convolution between the input and {layer}", layer=row.name) if name == INPUT else
             message("Put a 1 × 1 convolution between {source} and {layer}", source=name, layer=row.name))
    return Edit(title, Graph(tuple(nodes)), new)


def _steps(shape: Shape, wanted: Shape) -> tuple[int, ...] | None:
    """Return the strides that bring the sides of ``shape`` to those of ``wanted``; None where none do."""
    if len(shape) != len(wanted) or len(shape) < 2:
        return None
    steps = tuple(-(-side // then) for side, then in zip(shape[1:], wanted[1:], strict=True))
    fits = all((side - 1) // step + 1 == then
               for side, then, step in zip(shape[1:], wanted[1:], steps, strict=True))
    return steps if fits else None


def _windows(row: Row) -> list[tuple[Window, int]]:
    """Return the window and the size of the input along each axis; nothing for layers that have no windows."""
    if not isinstance(row.layer, ConvNd | PoolNd) or len(row.input_shape) != row.layer.dims + 1:
        return []
    by_axis = readers(row.layer, row.input_shape) or ()
    return [(window, size) for window, size in zip(by_axis, row.input_shape[1:], strict=True)
            if isinstance(window, Window)]


def _changed(row: Row, report: Report, argument: str, values: tuple[int, ...]) -> Edit | None:
    value: Any = values[0] if len(set(values)) == 1 else values
    if not values or value == getattr(row.layer, argument):
        return None
    told = " × ".join(map(str, values)) if isinstance(value, tuple) else str(value)
    title = (message("Use padding {padding} in {layer}", layer=row.name, padding=told) if argument == "padding" else
             message("Use kernel {kernel} in {layer}", layer=row.name, kernel=told))
    changed = replace(row.layer, **{argument: value})  # type: ignore[type-var]
    return Edit(title, editing.change(report.graph, row.name, changed), row.name)


MENDING: tuple[Fix, ...] = (remove_pool, remove_pool_before, pad_to_fit, fit_kernel, fit_groups, project_branch)
"""What is tried with the first layer that cannot be computed."""
