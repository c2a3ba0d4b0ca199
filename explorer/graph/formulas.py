"""The formula behind each number, as LaTeX with the values in it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import singledispatch

from explorer.errors import Message, message
from explorer.graph.arithmetic import Reader, Resize, Share, TransposedWindow, Window, entering
from explorer.graph.counts import BYTES_PER_VALUE
from explorer.graph.facts import Facts, Fields
from explorer.graph.fields import Field
from explorer.graph.latex import TIMES, Letters, Working, number, product
from explorer.graph.layer_formulas import computes, resized
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import BatchNorm, Concat, Flatten, Linear, PReLU
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.norms import GroupNorm, InstanceNorm, LayerNorm
from explorer.graph.layers.special import LayerNorm2d, LayerScale, Multiply, PadChannels, TakeChannels
from explorer.graph.shapes import Shape, joined_axes, readers
from explorer.graph.side_formulas import side_working


def working(row: Facts, letters: Letters = "torch") -> dict[str, Working]:
    """Return the working of every quantity of a row that could be computed, by quantity."""
    if row.output_shape is None:
        return {}
    found = {"shape": _shape(row, letters), "params": _params(row.layer, row.input_shapes, row.params),
             "macs": _macs(row.layer, row), "memory": _memory(row.output_shape, row.activation_bytes)}
    value = computes(row.layer, row.input_shape)
    return found | ({"value": value} if value else {}) | ({"field": _field(row, letters)} if row.fields else {})


def _shape(row: Facts, letters: Letters) -> Working:
    shape = row.output_shape or ()
    by_axis = readers(row.layer, row.input_shape)
    if found := resized(row.layer, row.input_shape, shape):
        return found
    if isinstance(row.layer, Flatten):
        return _flattened(row.layer, row.input_shape, shape)
    if isinstance(row.layer, Concat):
        channels = " + ".join(number(inputs[0]) for inputs in row.input_shapes)
        return Working((rf"C = {channels} = {number(shape[0])}",), message("The channels of the branches add up."))
    if isinstance(row.layer, PadChannels):
        channels = " + ".join(map(number, (row.layer.before, row.input_shape[0], row.layer.after)))
        return Working((f"C = {channels} = {number(shape[0])}",), message("Maps of zeros are put before and after."))
    if isinstance(row.layer, TakeChannels):
        return Working((f"C = {number(shape[0])}",), message("Channels {first} to {last}; the others are left out.",
                                                            first=row.layer.start + 1,
                                                            last=row.layer.start + row.layer.count))
    if isinstance(row.layer, Multiply):
        return Working((product(*shape).replace(TIMES, r" \times "),),
                       message("Where one branch has a side of 1, its value serves all places of the other."))
    if by_axis is None:
        same = row.layer.family != "linear"
        says = (message("The shape stays as it was.") if same else
                message("As many outputs as the weights have rows: {count}.", count=shape[-1]))
        return Working((product(*shape).replace(TIMES, r" \times "),), says)
    return side_working(row.layer, by_axis, row.input_shape[1:], shape[1:], letters)


def _flattened(layer: Flatten, before: Shape, after: Shape) -> Working:
    start, end = joined_axes(layer, before)
    joined = f"{product(*before[start - 1:end])} = {number(after[start - 1])}"
    if len(after) == 1:
        return Working((joined,), message("All values in one row."))
    return Working((joined,), message("Axes {start} to {end} are joined, the others stay.", start=start, end=end))


@singledispatch
def _params(layer: Layer, inputs: tuple[Shape, ...], params: int) -> Working:  # noqa: ARG001
    return Working(("0",), message("This layer learns nothing."))


@_params.register
def _(layer: ConvNd, inputs: tuple[Shape, ...], params: int) -> Working:
    return Working((_bias_sum(layer.out_channels, layer.per_axis("kernel_size"), inputs[0][0] // layer.groups,
                              layer.bias, params),), _params_says(layer.bias, layer.groups))


@_params.register
def _(layer: ConvTransposeNd, inputs: tuple[Shape, ...], params: int) -> Working:
    weights = product(inputs[0][0], layer.out_channels // layer.groups, *layer.per_axis("kernel_size"))
    bias = f" + {number(layer.out_channels)}" if layer.bias else ""
    return Working((f"{weights}{bias} = {number(params)}",),
                   message("Channels in × (channels out / groups) × kernel, plus one bias per channel out."))


@_params.register
def _(layer: BatchNorm, inputs: tuple[Shape, ...], params: int) -> Working:
    if not layer.affine:
        return Working(("0",), message("Without the affine part, batch norm learns nothing."))
    return Working((f"{product(2, inputs[0][0])} = {number(params)}",),
                   message("A scale and a shift per channel. Mean and variance are measured, not learned."))


@_params.register
def _(layer: LayerNorm2d, inputs: tuple[Shape, ...], params: int) -> Working:  # noqa: ARG001
    return Working((f"{product(2, inputs[0][0])} = {number(params)}",), message("A scale and a shift per channel."))


@_params.register(GroupNorm)
@_params.register(InstanceNorm)
def _(layer: GroupNorm | InstanceNorm, inputs: tuple[Shape, ...], params: int) -> Working:
    if not layer.affine:
        return Working(("0",), message("Without the affine part, this norm learns nothing."))
    return Working((f"{product(2, inputs[0][0])} = {number(params)}",), message("A scale and a shift per channel."))


@_params.register
def _(layer: LayerNorm, inputs: tuple[Shape, ...], params: int) -> Working:
    if not layer.elementwise_affine:
        return Working(("0",), message("Without the affine part, this norm learns nothing."))
    return Working((f"{product(2, *layer.over(inputs[0]))} = {number(params)}",),
                   message("A scale and a shift for each value that is measured."))


@_params.register
def _(layer: PReLU, inputs: tuple[Shape, ...], params: int) -> Working:  # noqa: ARG001
    return Working((number(params),), message("One slope for all channels, or one per channel."))


@_params.register
def _(layer: LayerScale, inputs: tuple[Shape, ...], params: int) -> Working:  # noqa: ARG001
    return Working((number(params),), message("One factor per channel."))


@_params.register
def _(layer: Linear, inputs: tuple[Shape, ...], params: int) -> Working:
    return Working((_bias_sum(layer.out_features, (), inputs[0][-1], layer.bias, params),),
                   message("Outputs × (inputs + 1 for the bias).") if layer.bias else message("Outputs × inputs."))


def _bias_sum(outputs: int, kernel: tuple[int, ...], channels: int, bias: bool, params: int) -> str:
    inner = product(*kernel, channels)
    return (f"{number(outputs)}{TIMES}({inner} + 1) = {number(params)}" if bias
            else f"{number(outputs)}{TIMES}{inner} = {number(params)}")


def _params_says(bias: bool, groups: int) -> Message:
    if groups > 1:
        return message("Filters × (kernel × channels in / {groups} groups, plus bias if there is one).", groups=groups)
    if bias:
        return message("Filters × (kernel × channels in + 1 for the bias).")
    return message("Filters × (kernel × channels in), no bias.")


def _macs(layer: Layer, row: Facts) -> Working:
    shape = row.output_shape or ()
    if isinstance(layer, ConvNd):
        factors = (*shape, *layer.per_axis("kernel_size"), row.input_shape[0] // layer.groups)
        says = message("Output values × (kernel × channels in / groups): one multiplication and one addition each.")
    elif isinstance(layer, ConvTransposeNd):
        factors = (*row.input_shape, *layer.per_axis("kernel_size"), layer.out_channels // layer.groups)
        says = message("Input values × (kernel × channels out / groups): every input stamps the whole kernel.")
    elif isinstance(layer, Linear):
        factors = (*shape, row.input_shape[-1])
        says = message("Output values × inputs: one multiplication and one addition each.")
    else:
        return Working(("0",), message("Only convolutions and linear layers are counted."))
    return Working((f"{product(*factors)} = {number(row.macs)}",), says)


def _memory(shape: Shape, size: int) -> Working:
    line = rf"{product(*shape, BYTES_PER_VALUE)} = {number(size)}\ \text{{B}}"
    return Working((line,), message("Output values × 4 bytes (float32), for one picture."))


def _field(row: Facts, letters: Letters) -> Working:
    """Return how the field of a row grows; behind a global branch that of its windows alone."""
    fields = row.local_fields or ()
    if row.layer.several_inputs:
        branches = zip(row.input_sights, row.input_shapes, strict=True)
        sizes = ", ".join(number(sight.windows[0].size) for sight, shape in branches
                          if sight.windows and (row.sight.local is None or shape[1:] == (row.output_shape or ())[1:]))
        line = message(r"r = \text{{width of all}}({sizes}) = {size}", sizes=sizes, size=number(fields[0].size))
        found = Working((line,), message("Where branches meet, a unit sees all that any of them sees."))
    else:
        found = _from_one(row, fields, letters)
    return replace(found, says=_BESIDE_ALL) if row.sight.local else found


_BESIDE_ALL = message("This is the field of the windows alone. Through a branch or a norm that reads the whole map, "
                      "each unit sees the whole input.")


def _from_one(row: Facts, fields: Fields, letters: Letters) -> Working:
    before, by_axis = row.input_sights[0].windows, readers(row.layer, row.input_shape)
    if before is None or by_axis is None or len(by_axis) != len(fields) or _pools_all(row):
        return Working((rf"r = {number(fields[0].size)}",), message("This layer sees what the one before it saw."))
    widest = max(range(len(fields)), key=lambda axis: fields[axis].extent)
    entered = entering(by_axis[widest], before[widest], row.input_shape[1 + widest])
    return _grown(by_axis[widest], entered, row, widest, letters)


def _pools_all(row: Facts) -> bool:
    """Say whether a layer reads whole maps that see the whole input, and so leaves the windows' field as it is."""
    return row.sight.local is not None and row.sight.local == row.input_sights[0].windows


def _grown(reader: Reader, before: Field, row: Facts, axis: int, letters: Letters) -> Working:
    field = (row.local_fields or ())[axis]
    reach = _reach(reader, row.input_shape[1 + axis], letters)
    lines = [rf"r = {number(before.extent)} + {reach}{TIMES}{number(before.jump)} = {number(field.extent)}"]
    if isinstance(reader, Window):
        lines += [rf"j = {number(before.jump)}{TIMES}{reader.stride} = {number(field.jump)}"]
        says = message("The field grows by (window − 1) steps of the layer before; the step j is multiplied by the "
                       "stride. The first unit is centred at {start} px.", start=f"{field.start:g}")
    else:
        says = message("The field grows by (inputs read − 1) steps of the layer before. The first unit is centred "
                       "at {start} px.", start=f"{field.start:g}")
    if field.extent != field.size:
        lines += [_whole_steps(field)]
    return Working(tuple(lines), says)


def _whole_steps(field: Field) -> str:
    """Return how much of the extent a single unit sees."""
    if not field.grid:
        return rf"r = \lfloor {number(field.extent)} \rfloor = {number(field.size)}"
    rest = f"({number(field.extent)} - {number(field.base)}) / {number(field.grid)}"
    return rf"r = {number(field.base)} + \lfloor {rest} \rfloor{TIMES}{number(field.grid)} = {number(field.size)}"


def _reach(reader: Reader, size: int, letters: Letters) -> str:
    if isinstance(reader, Resize):
        return number(reader.reach(size))
    if isinstance(reader, Window):
        return (f"{reader.dilation}{TIMES}" if reader.dilation > 1 else "") + f"({reader.kernel_size} - 1)"
    if isinstance(reader, TransposedWindow) and reader.dilation == 1 and letters == "slide":
        return rf"\tfrac{{{reader.kernel_size} - 1}}{{{reader.stride}}}"
    if isinstance(reader, TransposedWindow):
        return rf"\tfrac{{{reader.dilation}{TIMES}({reader.kernel_size} - 1)}}{{{reader.stride}}}"
    if isinstance(reader, Share):
        return f"({number(reader.longest(size))} - 1)"
    return f"({size} - 1)"


def centre(row: Facts) -> Working | None:
    """Return how the centre of unit 0's field comes about, px of the input, along the widest axis.

    None where no field is defined. 0 is the centre of the first pixel; below 0 the centre lies in the padding.
    """
    if row.local_field is None:
        return None
    fields, start = row.local_fields or (), row.local_field.start
    axis = fields.index(row.local_field)
    before = row.input_sights[0].windows
    by_axis = readers(row.layer, row.input_shape) if not row.layer.several_inputs else None
    if by_axis is None or before is None or len(by_axis) != len(fields) or _pools_all(row):
        return Working((f"c = {_signed(start)}",), message("This layer keeps the places of what it reads."))
    reader = by_axis[axis]
    if not isinstance(reader, Window):
        return Working((f"c = {_signed(start)}",), message("The middle of all that the first unit reads."))
    field = before[axis]
    half = rf"\tfrac{{{reader.dilation}{TIMES}({reader.kernel_size} - 1)}}{{2}} - {reader.before}"
    line = rf"c = {_signed(field.start)} + ({half}){TIMES}{number(field.jump)} = {_signed(start)}"
    return Working((line,), message("Half a window in, less the padding, in steps of the layer before. 0 is the first "
                                    "pixel of the photo; with 'same' padding it stays there."))


def _signed(value: float) -> str:
    return f"-{number(Fraction(-value))}" if value < 0 else number(Fraction(value))
