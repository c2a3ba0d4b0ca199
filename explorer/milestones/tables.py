"""The tables in which papers and lecture notes print their networks, made from the layers themselves.

Only the form is theirs: every number in a cell follows from the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from explorer.errors import N_, message
from explorer.graph import Report, Row, kind_of
from explorer.milestones.brackets import NONE, Cell, joined, layers_cell, product_text, runs
from explorer.milestones.known import MILESTONES
from explorer.milestones.milestone import Milestone, Version, depth


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table. ``columns`` and ``says`` are English; shown through ``_()``, as messages in cells are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: str
    """What to look at in it, and how it differs from what is printed."""
    here: int | None = None
    """Place of the column of the version that was asked for, where there are several."""


def paper_table(milestone: Milestone, version: Version) -> PaperTable:
    """Return the table of a version of a network, in the form of its paper or of the lecture notes."""
    match milestone.table:
        case "layers":
            return _layers(version)
        case "inception":
            return _inception(version)
        case "flow":
            return _flow(version, milestone.name)
        case "stages":
            return _stages(milestone.name, version)


_COUNTED = (N_("Parameters"), N_("Multiply-adds"))
_TYPES = {"Conv2d": N_("Convolution"), "MaxPool2d": N_("Max pooling"), "AvgPool2d": N_("Average pooling"),
          "Linear": N_("Fully connected")}
_LETTERS = {"convolution": "C", "pooling": "S", "linear": "F"}


def _layers(version: Version) -> PaperTable:
    """Return one row per layer with type, maps, size, kernel, stride, padding and activation, as Géron prints them."""
    report = version.report
    shown = [row for row in report if type(row.layer).__name__ in _TYPES]
    first = report.input_shape
    rows: list[tuple[Cell, ...]] = [("In", message(N_("Input")), first[0], product_text(first[1:]), *[NONE] * 7)]
    rows += [_layer(report, row, place, is_last=row is shown[-1], ending=version.ends_with)
             for place, row in enumerate(shown, 1)]
    return PaperTable((N_("Layer"), N_("Type"), N_("Maps"), N_("Size"), N_("Kernel"), N_("Stride"), N_("Padding"),
                       N_("Activation"), *_COUNTED, N_("Field, px")), tuple(rows), N_(
        "The notes print it from the output down to the input. *valid*: no padding; *same*: as much as keeps the side. "
        "Parameters count weights and biases; multiply-adds are those of one picture; the field is what one unit "
        "sees."))


def _layer(report: Report, row: Row, place: int, *, is_last: bool, ending: str) -> tuple[Cell, ...]:
    layer: Any = row.layer
    shape = row.output_shape or ()
    name = "Out" if is_last else f"{_LETTERS[layer.family]}{place}"
    is_map = len(shape) == 3
    window: list[Cell] = [NONE] * 3
    if layer.family != "linear":
        window = [product_text(layer.per_axis("kernel_size")), layer.per_axis("stride")[0], _padding(row)]
    return (name, message(_TYPES[type(layer).__name__]), shape[0] if is_map else NONE,
            product_text(shape[1:]) if is_map else f"{shape[-1]:,}", *window,
            ending if is_last else _activation(report, row.name), row.params or NONE, row.macs or NONE,
            row.field.size if row.field and is_map else NONE)


def _padding(row: Row) -> str:
    layer: Any = row.layer
    padding, stride = layer.per_axis("padding")[0], layer.per_axis("stride")[0]
    if not padding:
        return "valid"
    before, after = row.input_shape[-1], (row.output_shape or (0,))[-1]
    return f"same ({padding})" if after == -(-before // stride) else str(padding)


def _activation(report: Report, name: str) -> str:
    readers = report.graph.readers[name]
    layer = report[readers[0]].layer if readers else None
    return kind_of(layer).__name__ if layer is not None and layer.family == "activation" else NONE


def _stages(network: str, version: Version) -> PaperTable:
    """Return one column per network of the family, one row per stage, as in the tables of VGG, ResNet and ConvNeXt."""
    columns = _families()[network]
    parts = [joined(one.report, _STAGES[network]) for one in columns]
    names = list(parts[0])
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(names):
        stages = [list(part.values())[place] for part in parts]
        sides = dict.fromkeys(product_text((stage[-1].output_shape or ())[1:]) for stage in stages)
        rows.append((name, "; ".join(sides) or NONE, *(layers_cell(stage, strides=False) for stage in stages)))
    reports = [one.report for one in columns]
    rows += [(message(N_("Layers with weights")), NONE, *(depth(one.graph) for one in columns)),
             (message(N_("Parameters")), NONE, *(report.params for report in reports)),
             (message(N_("Multiply-adds, 10⁹")), NONE, *(f"{report.macs / 1e9:.2f}" for report in reports))]
    own = version.name.removesuffix("_paper")
    here = next((place for place, one in enumerate(columns, 2) if one.name.removesuffix("_paper") == own), None)
    return PaperTable((N_("Stage"), N_("Output"), *map(_column, columns)), tuple(rows), _SAYS[network], here)


def _column(version: Version) -> str:
    return version.title if "-" in version.title else f"ResNet-{version.title.partition(' ')[0]}"


@lru_cache(maxsize=1)
def _families() -> Mapping[str, tuple[Version, ...]]:
    """Return which networks stand side by side."""
    vgg, resnet, convnext = (MILESTONES[name] for name in ("vgg16", "resnet", "convnext_tiny"))
    return {"vgg16": tuple(vgg.version(f"vgg{depth}") for depth in (11, 13, 16, 19)),
            "resnet": tuple(resnet.version(name) for name in ("resnet18", "resnet34", "resnet50_paper",
                                                              "resnet101_paper", "resnet152_paper")),
            "convnext_tiny": (resnet.version("resnet50"), convnext.opened)}


def _resnet_stage(name: str) -> str:
    part = name.partition(".")[0]
    return {"conv1": "conv1", "maxpool": "conv2_x"}.get(part) or (
        f"conv{int(part[5:]) + 1}_x" if part.startswith("layer") else "fc" if part == "fc" else "")


def _vgg_stage(name: str) -> str:
    return f"conv{name[4]}" if name.startswith(("conv", "pool")) else name if name.startswith("fc") else ""


def _convnext_stage(name: str) -> str:
    if not name.startswith("features."):
        return "fc" if name == "classifier.2" else _resnet_stage(name)
    place = int(name.split(".")[1])
    return f"conv{place // 2 + 2}_x" if place else "conv1"


_STAGES: Mapping[str, Callable[[str], str]] = {
    "resnet": _resnet_stage, "vgg16": _vgg_stage, "convnext_tiny": _convnext_stage}
_SAYS = {
    "resnet": N_("The notes' table, with its five columns. Stages begin with stride 2 but for conv2_x, which begins "
                 "with max pooling. The paper calls multiply-adds FLOPs and rounds them: 1.8, 3.6, 3.8, 7.6 and 11.3."),
    "vgg16": N_("Configurations A, B, D and E of the paper. All windows are 3 × 3 with padding 1; each stage ends with "
                "max pooling by 2."),
    "convnext_tiny": N_("ConvNeXt-T beside the ResNet-50 from which it was made; *d* marks windows for each map alone. "
                        "A stage begins with a 2 × 2 convolution with stride 2. Both need about as many "
                        "multiply-adds."),
}

_INCEPTION: tuple[tuple[str, str, str], ...] = (
    ("#1×1", "conv1x1", "branch1.conv"), ("#3×3 reduce", "reduce3x3", "branch2.0.conv"),
    ("#3×3", "conv3x3", "branch2.1.conv"), ("#5×5 reduce", "reduce5x5", "branch3.0.conv"),
    ("#5×5", "conv5x5", "branch3.1.conv"), ("pool proj", "project", "branch4.1.conv"))
"""Column of the paper, and what its layer is called here and in torchvision."""


def _inception(version: Version) -> PaperTable:
    """Return table 1 of GoogLeNet's paper: one row per layer or block, the widths of its branches in columns."""
    report = version.report
    rows: list[tuple[Cell, ...]] = []
    for part, layers in runs(report, lambda name: name.partition(".")[0]):
        widths = {row.name.partition(".")[2]: row.layer.out_channels for row in layers  # type: ignore[attr-defined]
                  if row.layer.family == "convolution"}
        branches = [next((widths[name] for name in names if name in widths), None) for _title, *names in _INCEPTION]
        if part.startswith("inception"):
            what: Cell = part
            cells: list[Cell] = [width or NONE for width in branches]
        else:
            what, cells = layers_cell(layers), [NONE] * len(_INCEPTION)
            if what == NONE:
                continue
        shape = layers[-1].output_shape or ()
        rows.append((what, product_text(shape), *cells, sum(row.params for row in layers) or NONE,
                     sum(row.macs for row in layers) or NONE))
    return PaperTable((N_("Layer"), N_("Output"), *(title for title, *_ in _INCEPTION), *_COUNTED), tuple(rows), N_(
        "Table 1 of the paper: “reduce” is the 1 × 1 convolution before a larger window. The paper counts no biases "
        "and prints parameters in 1,024s: 159K for inception 3a are its 163,328 weights."))


def _flow(version: Version, network: str) -> PaperTable:
    """Return one row per block, and one for blocks that are alike, in the order of the data's flow."""
    report = version.report
    rows: list[tuple[Cell, ...]] = []
    for part, layers in runs(report, _FLOWS[network]):
        cell = layers_cell(layers)
        if cell == NONE:
            continue
        shape = layers[-1].output_shape or ()
        rows.append((part, cell, product_text(shape), sum(row.params for row in layers) or NONE,
                     sum(row.macs for row in layers) or NONE))
    return PaperTable((N_("Part"), N_("Layers"), N_("Output"), *_COUNTED), tuple(rows), _FLOW_SAYS[network])


def _xception_part(name: str) -> str:
    part = name.partition(".")[0]
    return "block5–12" if part in {f"block{place}" for place in range(5, 13)} else part


def _mobilenet_part(name: str) -> str:
    part = name.split(".")[1] if name.startswith("features.") else name
    stages = {"1": "bottleneck 1", **dict.fromkeys("23", "bottleneck 2"), **dict.fromkeys("456", "bottleneck 3"),
              **dict.fromkeys(("7", "8", "9", "10"), "bottleneck 4"),
              **dict.fromkeys(("11", "12", "13"), "bottleneck 5"),
              **dict.fromkeys(("14", "15", "16"), "bottleneck 6"), "17": "bottleneck 7", "0": "conv", "18": "conv 1×1"}
    return stages.get(part, part)


_FLOWS: Mapping[str, Callable[[str], str]] = {
    "xception": _xception_part, "densenet121": lambda name: name.partition(".")[0], "mobilenet_v2": _mobilenet_part}
_FLOW_SAYS = {
    "xception": N_("Figure 5 of the paper: entry flow (blocks 1 to 4), middle flow (5 to 12, all alike), exit flow (13 "
                   "and 14). *sep* is a 3 × 3 filter for each map alone and 1 × 1 over all of them; */2* is stride 2; "
                   "*skip* runs beside the others."),
    "densenet121": N_("Table 1 of the paper: blocks of 6, 12, 24 and 16 layers. Each layer narrows what it reads to "
                      "128 maps and adds 32; a transition halves channels and side."),
    "mobilenet_v2": N_("Table 2 of the paper, seven groups of bottlenecks; *d* marks windows for each map alone. The "
                       "middle of a block has six times the maps of its input. A cell shows the first block of its "
                       "group and the ones that follow."),
}
