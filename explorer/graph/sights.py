"""What the units of a layer see, from what those of the layers before it see.

Where a branch hands one value to all places of another (a squeeze and excitation), or a norm measures mean and variance
over the map (group, instance and layer norm), every place depends on the whole picture from there on. Windows that
follow add nothing to that, so such a field is a whole axis and stays one; what the windows alone see is followed beside
it.

Source:
    Hu et al. (2017), Squeeze-and-excitation networks, arXiv:1709.01507.
"""

from __future__ import annotations

from dataclasses import replace

from explorer.graph.arithmetic import Reader, WholeInput
from explorer.graph.facts import Fields, Sight
from explorer.graph.fields import Field, hull, whole_axis
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten
from explorer.graph.layers.norms import mixed_axes
from explorer.graph.layers.resizing import Unflatten
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape, readers


def sight_of(layer: Layer, inputs: tuple[Shape, ...], output: Shape, sights: tuple[Sight, ...], sides: Shape, *,
             aside: bool) -> Sight:
    """Return what the units of ``layer`` see.

    Args:
        layer: of the network.
        inputs: shapes that it reads.
        output: shape that it puts out.
        sights: what the units of ``inputs`` see.
        sides: of the network's input, without channels, px.
        aside: whether other layers read the same input, so that a global pooling here begins a branch.
    """
    if isinstance(layer, Unread):  # what its units see is not known, and the axes may be others
        return Sight(None, None)
    if isinstance(layer, Flatten) and output != inputs[0]:
        return _flattened(inputs[0], output, sights[0])
    if len(sights) > 1:
        return _merged(inputs, output, sights, sides)
    sight = sights[0]
    if isinstance(layer, Unflatten):
        fits = sight.everything is not None and len(sight.everything) == len(output) - 1
        return Sight(sight.everything if fits else None, sight.everything)
    mixed = mixed_axes(layer, inputs[0])
    if (layer.family == "linear" or mixed is not None) and len(inputs[0]) == 1:
        return Sight(sight.everything, sight.everything, sight.local)
    if mixed is not None:
        return _measured(mixed, inputs[0], sight, sides)
    by_axis = readers(layer, inputs[0])
    if by_axis is None or sight.fields is None:
        return sight
    return _through(layer, by_axis, inputs[0], sight, sides, aside=aside)


def _through(layer: Layer, by_axis: tuple[Reader, ...], shape: Shape, sight: Sight, sides: Shape, *,
             aside: bool) -> Sight:
    fields, local = [], []
    for reader, size, field, window, side in zip(by_axis, shape[1:], sight.fields or (), sight.windows or (), sides,
                                                 strict=True):
        reads_axis = reader.output_size(size) == 1 < size and layer.family in ("pooling", "linear")
        through = reader.through(field, size)
        branches_off = aside and reads_axis and layer.family == "pooling" and through.covers(side)
        fields.append(whole_axis(side) if branches_off else through)
        local.append(window if fields[-1].whole and reads_axis else reader.through(window, size))
    return _sight(tuple(fields), tuple(local), None)


def _measured(mixed: tuple[bool, ...], shape: Shape, sight: Sight, sides: Shape) -> Sight:
    """Return what is seen behind a norm: along the axes that it measures, all that any unit of the map sees."""
    if sight.fields is None or sight.windows is None or len(sight.fields) != len(mixed):
        return sight
    fields, local = [], []
    for whole, size, field, window, side in zip(mixed, shape[1:], sight.fields, sight.windows, sides, strict=True):
        everything = WholeInput().through(field, size)
        covers = everything.covers(side)
        fields.append((whole_axis(side) if covers else everything) if whole else field)
        local.append(window if covers or not whole else everything)
    return _sight(tuple(fields), tuple(local), sight.everything)


def _sight(fields: Fields | None, local: Fields | None, everything: Fields | None) -> Sight:
    """Return a sight that keeps fields of windows only where they differ from the others."""
    whole = any(field.whole for field in fields or ())
    return Sight(fields, everything, local if whole else None)


def _flattened(shape: Shape, output: Shape, sight: Sight) -> Sight:
    """Return what is seen once places have lost their order: a field is left only if one value per channel was."""
    if sight.fields is None:
        return sight
    everything = tuple(WholeInput().through(field, size) for field, size in zip(sight.fields, shape[1:], strict=True))
    return Sight(everything if len(output) == max(shape[1:]) == 1 else None, everything, sight.local)


def _merged(inputs: tuple[Shape, ...], output: Shape, sights: tuple[Sight, ...], sides: Shape) -> Sight:
    spread = [_spread(sight, shape, output, sides) for sight, shape in zip(sights, inputs, strict=True)]
    fields = _hulls([sight.fields for sight in spread], output)
    local = None if fields is None else tuple(
        hull(column, units) for column, units in zip(_beside(inputs, output, sights), _units(output, fields),
                                                     strict=True))
    return _sight(fields, local, _hulls([sight.everything for sight in sights], output))


def _beside(inputs: tuple[Shape, ...], output: Shape, sights: tuple[Sight, ...]) -> list[list[Field]]:
    """Return per axis the windows' fields of those branches that have a value for each place of it."""
    columns = []
    for axis in range(len(sights[0].windows or ())):
        columns.append([(sight.windows or ())[axis] for sight, shape in zip(sights, inputs, strict=True)
                        if shape[1 + axis:2 + axis] == output[1 + axis:2 + axis]])
    return columns


def _spread(sight: Sight, shape: Shape, output: Shape, sides: Shape) -> Sight:
    """Return what is seen where one value of a branch serves a whole axis: the same from every place."""
    if sight.fields is None or shape[1:] == output[1:]:
        return sight
    fields = []
    for field, size, out, side in zip(sight.fields, shape[1:], output[1:], sides, strict=True):
        one = whole_axis(side) if field.covers(side) else replace(field, jump=0)
        fields.append(one if size < out else field)
    return sight._replace(fields=tuple(fields))


def _hulls(branches: list[Fields | None], output: Shape) -> Fields | None:
    known = [fields for fields in branches if fields is not None]
    if len(known) < len(branches):
        return None
    return tuple(hull(list(column), count) for column, count in zip(zip(*known, strict=True),
                                                                    _units(output, known[0]), strict=True))


def _units(output: Shape, fields: Fields) -> tuple[int, ...]:
    """Return how many units stand along each axis; in a row of values, one that stands for all."""
    return output[1:] or (1,) * len(fields)
