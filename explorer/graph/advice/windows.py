"""Advice on how layers read their maps: what they skip, shrink, or see too much of."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from explorer.errors import Message, message
from explorer.graph.advice.base import Advice
from explorer.graph.arithmetic import Window
from explorer.graph.facts import Fields
from explorer.graph.layers.base import Layer
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.norms import mixed_axes
from explorer.graph.layers.pooling import PoolNd
from explorer.graph.report import Report, Row
from explorer.graph.shapes import Shape, readers, shape_text


def skips_pixels(row: Row, report: Report) -> Iterator[Advice]:
    """Look for a stride larger than the window: pixels between the windows go unread."""
    windows = _windows(row.layer, row.input_shape)
    if all(window.stride <= window.kernel_size for window in windows) or _read_beside(row, report):
        return
    if any(window.dilation > 1 for window in windows):  # its windows may interlock
        return
    sides = row.input_shape[1:]
    read = prod(_read(window, size) for window, size in zip(windows, sides, strict=True))
    if read < prod(sides):
        yield Advice(row.name, message(
            "{layer}: stride {stride} is larger than the window of {window}, so {share:.1f} % of the input is never "
            "read. Use a smaller stride, or pool first.", layer=row.name, share=100 - 100 * read / prod(sides),
            stride=_sides(tuple(window.stride for window in windows)),
            window=_sides(tuple(window.kernel_size for window in windows))), "wrong")


def leaves_edge_unread(row: Row, report: Report) -> Iterator[Advice]:
    """Look for windows that stop before the edge."""
    windows = _windows(row.layer, row.input_shape)
    if not windows or any(window.stride > window.kernel_size for window in windows):
        return
    unread = tuple(window.unread(size) for window, size in zip(windows, row.input_shape[1:], strict=True))
    if any(unread) and not _read_beside(row, report):
        yield Advice(row.name, _unread_text(row, unread), "note")


def _unread_text(row: Row, unread: tuple[int, ...]) -> Message:
    values = {"layer": row.name, "shape": shape_text(row.input_shape[1:])}
    bottom, right = unread if len(unread) == 2 else (0, 0)
    if bottom and bottom == right:
        return message("{layer}: it never reads {count} px at the right and at the bottom of its {shape} input, "
                       "because the stride does not come out even.", **values, count=right)
    if bottom and right:
        return message("{layer}: it never reads {right} px at the right and {bottom} px at the bottom of its {shape} "
                       "input, because the stride does not come out even.", **values, right=right, bottom=bottom)
    if right:
        return message("{layer}: it never reads {count} px at the right of its {shape} input, because the stride does "
                       "not come out even.", **values, count=right)
    if bottom:
        return message("{layer}: it never reads {count} px at the bottom of its {shape} input, because the stride "
                       "does not come out even.", **values, count=bottom)
    return message("{layer}: it never reads {count} px at the end of its {shape} input, because the stride does not "
                   "come out even.", **values, count=_sides(unread))


def reads_padding_only(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for kernels wider than one pixel on maps of one pixel: all other cells only ever meet padding."""
    if not isinstance(row.layer, ConvNd) or max(row.input_shape[1:]) > 1 or row.layer.padding_mode != "zeros":
        return
    windows, kernel = _windows(row.layer, row.input_shape), row.layer.per_axis("kernel_size")
    plain = all(window.dilation == 1 and window.before < window.kernel_size for window in windows)
    if plain and prod(kernel) > 1 and row.output_shape and max(row.output_shape[1:]) == 1:
        yield Advice(row.name, message(
            "{layer}: its maps are 1 pixel large, so 1 of the {cells} cells of its {kernel} kernel meets a value, the "
            "others only padding. Pool less before it, or use kernel 1.",
            layer=row.name, cells=prod(kernel), kernel=shape_text(kernel)), "wrong")


def sees_more_than_image(row: Row, report: Report) -> Iterator[Advice]:
    """Look for the first window whose field is larger than the image."""
    sides = report.input_shape[1:]
    if not isinstance(row.layer, ConvNd | PoolNd) or row.sees_all or not _exceeds(row.fields, sides):
        return
    if any(_exceeds(sight.fields, sides) for sight in row.input_sights):
        return
    before = report.rows[:report.graph.places[row.name]]
    if not any(_exceeds(earlier.fields, sides) or earlier.sees_all for earlier in before):
        field, side = max(((field.size, side) for field, side in zip(row.fields or (), sides, strict=True)),
                          key=lambda pair: pair[0] - pair[1])
        yield Advice(row.name, message(
            "{layer}: from here on a unit's field ({field} px) is larger than the image ({side} px), so units in the "
            "middle can see all of it.", layer=row.name, field=field, side=side), "note")


def sees_through_branch(row: Row, report: Report) -> Iterator[Advice]:
    """Look for the first place where a global branch is handed to maps (a squeeze and excitation)."""
    if not row.layer.several_inputs or not row.sees_all or not row.local_field:
        return
    if not any((earlier.layer.several_inputs or mixed_axes(earlier.layer, earlier.input_shape)) and earlier.sees_all
               for earlier in report.rows[:report.graph.places[row.name]]):
        yield Advice(row.name, message(
            "{layer}: a branch that pools the whole map is joined in here, so from here on every unit sees the whole "
            "input. Its windows alone see {field} px.", layer=row.name, field=row.local_field.size), "note")


def sees_through_norm(row: Row, report: Report) -> Iterator[Advice]:
    """Look for the first norm through whose mean and variance each unit depends on the whole input."""
    if not row.sees_all or not row.local_field or not mixed_axes(row.layer, row.input_shape):
        return
    if not any(earlier.sees_all for earlier in report.rows[:report.graph.places[row.name]]):
        yield Advice(row.name, message(
            "{layer}: its mean and variance are taken over the whole map, so strictly every unit depends on the whole "
            "input from here on. Its windows alone see {field} px.", layer=row.name, field=row.local_field.size),
            "note")


def stamps_unevenly(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for transposed convolutions whose stamps overlap unevenly (Odena et al. 2016, Distill)."""
    layer = row.layer
    if not isinstance(layer, ConvTransposeNd) or layer.dilation != 1 or max(row.input_shape[1:]) == 1:
        return
    for kernel, stride in set(zip(layer.per_axis("kernel_size"), layer.per_axis("stride"), strict=True)):
        if kernel < stride:
            yield Advice(row.name, message(
                "{layer}: stamps of {kernel} px lie {stride} px apart, so nothing is written between them. Use a "
                "kernel of at least {stride}.", layer=row.name, kernel=kernel, stride=stride), "wrong")
        elif kernel % stride:
            yield Advice(row.name, message(
                "{layer}: kernel {kernel} is no multiple of stride {stride}, so the stamps overlap unevenly and tend "
                "to draw a checkerboard. Use kernel {better}.",
                layer=row.name, kernel=kernel, stride=stride, better=kernel + stride - kernel % stride), "note")


def pads_unevenly(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for even windows under padding 'same'."""
    layer = row.layer
    if not isinstance(layer, ConvNd) or layer.padding != "same":
        return
    uneven = [(before, after) for before, after in layer.pads() if before != after]
    if uneven:
        yield Advice(row.name, message(
            "{layer}: an even kernel has no middle, so 'same' pads {before} px before and {after} px after, and the "
            "maps shift by half a pixel. An odd kernel does not.",
            layer=row.name, before=uneven[0][0], after=uneven[0][1]), "note")


def shrinks(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for odd kernels with stride 1 that make the maps smaller, where they do not end in a single place."""
    layer = row.layer
    if not isinstance(layer, ConvNd) or isinstance(layer.padding, str) or not row.output_shape:
        return
    kernel, dilation = layer.per_axis("kernel_size"), layer.per_axis("dilation")
    before, after = row.input_shape[1:], row.output_shape[1:]
    if layer.stride != 1 or max(after) == 1 or any(size % 2 == 0 for size in kernel):
        return
    if not any(now < then for then, now in zip(before, after, strict=True)):
        return
    padding = tuple(step * (size - 1) // 2 for step, size in zip(dilation, kernel, strict=True))
    yield Advice(row.name, message(
        "{layer}: its maps shrink from {before} to {after}. To keep the size, 'same' would need padding {padding}.",
        layer=row.name, before=shape_text(before), after=shape_text(after), padding=_sides(padding)), "note")


def _windows(layer: Layer, shape: Shape) -> tuple[Window, ...]:
    """Return the sliding windows of a convolution or pooling, one per axis; none for other layers."""
    if not isinstance(layer, ConvNd | PoolNd):
        return ()
    return tuple(reader for reader in readers(layer, shape) or () if isinstance(reader, Window))


def _read(window: Window, size: int) -> int:
    """Return how many positions of an axis an undilated window reads."""
    if window.stride <= window.kernel_size:
        return size - window.unread(size)
    last = window.output_size(size) - 1
    starts = (cell - window.before for cell in range(window.kernel_size))
    return sum(max(0, min(last, (size - 1 - start) // window.stride) - max(0, -(start // window.stride)) + 1)
               for start in starts)


def _read_beside(row: Row, report: Report) -> bool:
    """Say whether another layer reads the same input, as in a block with a skip: nothing is lost then."""
    return len(report.graph.readers[row.node.inputs[0]]) > 1


def _exceeds(fields: Fields | None, sides: Shape) -> bool:
    return any(field.size > side for field, side in zip(fields or (), sides, strict=False))


def _sides(values: tuple[int, ...]) -> str:
    """Return equal values as one number, others with × between them."""
    return str(values[0]) if len(set(values)) == 1 else " × ".join(map(str, values))
