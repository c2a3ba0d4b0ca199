"""What the units of a layer see, from what those of the layers before it see.

Where a branch hands one value to all places of another (a squeeze and excitation), or a norm measures mean and variance
over the map (group, instance and layer norm), every place depends on the whole picture from there on. Windows that
follow add nothing to that, so such a field is a whole axis and stays one; what the windows alone see is followed beside
it.

Source:
    Hu et al. (2017), Squeeze-and-excitation networks, arXiv:1709.01507.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from explorer.graph.arithmetic import Reader, WholeInput
from explorer.graph.facts import Fields, Sight
from explorer.graph.fields import Field, hull, whole_axis
from explorer.graph.layers.base import Family, Layer
from explorer.graph.layers.basic import Flatten
from explorer.graph.layers.norms import mixed_axes
from explorer.graph.layers.resizing import Unflatten
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape, readers

Seeing = Callable[[tuple[Sight, ...], Shape, bool], Sight]


def seeing(layer: Layer, inputs: tuple[Shape, ...], output: Shape) -> Seeing:
    """Return how what the units of ``layer`` see follows from what those that it reads see.

    Args:
        layer: of the network.
        inputs: shapes that it reads.
        output: shape that it puts out.

    Returns:
        A function of what the units of ``inputs`` see, of the sides of the network's input (without channels, px), and
        of whether other layers read the same input, so that a global pooling here begins a branch.
    """
    if isinstance(layer, Unread):  # what its units see is not known, and the axes may be others
        return _unknown
    if isinstance(layer, Flatten) and output != inputs[0]:
        return partial(_flattened, inputs[0], output)
    if len(inputs) > 1:
        return partial(_merged, inputs, output)
    if isinstance(layer, Unflatten):
        return partial(_given_axes, len(output) - 1)
    mixed = mixed_axes(layer, inputs[0])
    if (layer.family == "linear" or mixed is not None) and len(inputs[0]) == 1:
        return _all_of_it
    if mixed is not None:
        return partial(_measured, mixed, inputs[0])
    by_axis = readers(layer, inputs[0])
    return _the_same if by_axis is None else partial(_through, layer.family, by_axis, inputs[0])


def _unknown(_sights: tuple[Sight, ...], _sides: Shape, _aside: bool) -> Sight:
    return Sight(None, None)


def _the_same(sights: tuple[Sight, ...], _sides: Shape, _aside: bool) -> Sight:
    return sights[0]


def _all_of_it(sights: tuple[Sight, ...], _sides: Shape, _aside: bool) -> Sight:
    return Sight(sights[0].everything, sights[0].everything, sights[0].local)


def _given_axes(axes: int, sights: tuple[Sight, ...], _sides: Shape, _aside: bool) -> Sight:
    """Return what is seen once a row of values stands in places again."""
    everything = sights[0].everything
    return Sight(everything if everything is not None and len(everything) == axes else None, everything)


def _through(family: Family, by_axis: tuple[Reader, ...], shape: Shape, sights: tuple[Sight, ...], sides: Shape,
             aside: bool) -> Sight:
    fields, windows = sights[0].fields, sights[0].windows
    if fields is None or windows is None:
        return sights[0]
    found: list[tuple[Field, Field]] = []
    columns = list(zip(by_axis, shape[1:], fields, windows, sides, strict=True))
    for place, column in enumerate(columns):
        alike = place > 0 and column == columns[place - 1]
        found.append(found[-1] if alike else _along(family, *column, aside=aside))
    return _sight(tuple([field for field, _ in found]), tuple([window for _, window in found]), None)


def _along(family: Family, reader: Reader, size: int, field: Field, window: Field, side: int, *,
           aside: bool) -> tuple[Field, Field]:
    """Return what is seen along one axis, with global branches and by windows alone."""
    through = reader.through(field, size)
    reads_axis = family in ("pooling", "linear") and reader.output_size(size) == 1 < size
    if reads_axis and aside and family == "pooling" and through.covers(side):
        through = whole_axis(side)
    if reads_axis and through.whole:
        return through, window
    return through, through if window is field else reader.through(window, size)


def _measured(mixed: tuple[bool, ...], shape: Shape, sights: tuple[Sight, ...], sides: Shape, _aside: bool) -> Sight:
    """Return what is seen behind a norm: along the axes that it measures, all that any unit of the map sees."""
    sight = sights[0]
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
    return Sight(fields, everything, local if _any_whole(fields) else None)


def _any_whole(fields: Fields | None) -> bool:
    return fields is not None and any(field.whole for field in fields)


def _flattened(shape: Shape, output: Shape, sights: tuple[Sight, ...], _sides: Shape, _aside: bool) -> Sight:
    """Return what is seen once places have lost their order: a field is left only if one value per channel was."""
    sight = sights[0]
    if sight.fields is None:
        return sight
    everything = tuple(WholeInput().through(field, size) for field, size in zip(sight.fields, shape[1:], strict=True))
    return Sight(everything if len(output) == max(shape[1:]) == 1 else None, everything, sight.local)


def _merged(inputs: tuple[Shape, ...], output: Shape, sights: tuple[Sight, ...], sides: Shape, _aside: bool) -> Sight:
    spread = [_spread(sight, shape, output, sides) for sight, shape in zip(sights, inputs, strict=True)]
    fields = _hulls([sight.fields for sight in spread], output)
    local = None if fields is None or not _any_whole(fields) else tuple(
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
    columns = list(zip(zip(*known, strict=True), _units(output, known[0]), strict=True))
    found: list[Field] = []
    for place, (column, count) in enumerate(columns):
        alike = place > 0 and columns[place] == columns[place - 1]
        found.append(found[-1] if alike else hull(list(column), count))
    return tuple(found)


def _units(output: Shape, fields: Fields) -> tuple[int, ...]:
    """Return how many units stand along each axis; in a row of values, one that stands for all."""
    return output[1:] or (1,) * len(fields)
