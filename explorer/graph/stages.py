"""The main steps of a network: a picture of a network of 200 layers that has ten volumes.

A step ends at a layer past which everything flows: no connection jumps over it. So a residual block is one step, and so
is a block of an Inception network. Steps are then put together until a handful is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explorer.graph.graph import Graph
from explorer.graph.layers.base import Family
from explorer.graph.report import Report
from explorer.graph.shapes import Shape

MOST = 14
"""With more steps than this, what stands in one block, such as ``stage2.0``, becomes one step; with still more,
convolutions of one shape whatever they are called; with far more, as in a DenseNet, whose every layer adds channels,
those whose maps have the same sides."""
FAR_MORE = 18
Alike = Literal["name", "block", "shape", "sides"]
_WEIGHT: tuple[Family, ...] = ("convolution", "linear", "pooling", "merge", "normalisation", "activation", "reshape")


@dataclass(frozen=True, slots=True)
class Stage:
    """One main step: its layers in order. ``name`` is the last one, whose output is that of the step."""

    layers: tuple[str, ...]
    family: Family
    shape: Shape
    """Of what it puts out, without the batch."""
    label: str

    @property
    def name(self) -> str:
        """Name of the layer that ends the step."""
        return self.layers[-1]


def stages(report: Report) -> tuple[Stage, ...]:
    """Return the main steps of a network, in order; every layer is part of exactly one.

    Args:
        report: without errors.
    """
    stretches = spans(report.graph)
    found = _joined(report, stretches, "name")
    if len(found) > MOST:
        found = _joined(report, stretches, "block")
    if len(found) > MOST:
        found = _joined(report, stretches, "shape")
    if len(found) > FAR_MORE:
        found = _joined(report, stretches, "sides")
    return tuple(_stage(report, span) for span in found)


def stage_of(found: tuple[Stage, ...], layer: str) -> Stage | None:
    """Return the step that ``layer`` is part of, or None."""
    return next((stage for stage in found if layer in stage.layers), None)


def spans(graph: Graph) -> list[list[str]]:
    """Return stretches of layers, each up to one that no connection jumps over."""
    names = list(graph.places)
    ends = [graph.places[name] + 1 for name in graph.cut_nodes]
    return [names[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _joined(report: Report, stretches: list[list[str]], by: Alike) -> list[list[str]]:
    joined: list[list[str]] = []
    before: list[str] = []  # what only changes the form is part of what reads it
    for span in stretches:
        family = _family(report, span)
        adapts = family in ("normalisation", "activation")
        if family == "reshape" or (before and adapts):
            before += span
        elif joined and not before and (adapts or _continues(report, joined[-1], span, by)):
            joined[-1] += span
        else:
            joined.append(before + span)
            before = []
    if before and joined:
        joined[-1] += before
    return joined or ([before] if before else [])


def _continues(report: Report, one: list[str], other: list[str], by: Alike) -> bool:
    """Say whether two steps are one: convolutions of one shape, or only of the same sides, or in one part, too.

    A block without a skip, such as the first of a stage of MobileNetV2, is several steps until its name joins them.
    """
    same_part = _part(one[-1]) == _part(other[0]) and "." in other[0]
    if by == "block" and _block(one[-1]) == _block(other[0]) != "":
        return True
    before, after = (report[span[-1]].output_shape or () for span in (one, other))
    return (_family(report, one) == _family(report, other) == "convolution" and (same_part or by in ("shape", "sides"))
            and (before == after or (by == "sides" and before[1:] == after[1:])))


def _stage(report: Report, span: list[str]) -> Stage:
    family = _family(report, span)
    return Stage(tuple(span), family, report[span[-1]].output_shape or (), _label(report, span, family))


def _family(report: Report, span: list[str]) -> Family:
    return min((report[name].layer.family for name in span), key=_WEIGHT.index)


def _label(report: Report, span: list[str], family: Family) -> str:
    """Return ``layer2`` for layer2.0.conv1 to layer2.1.relu, ``features.5–8``, or its main layer's name."""
    main = [name for name in span if report[name].layer.family == family]
    parts = [name.split(".") for name in span if report[name].layer.family != "reshape"] or [main[0].split(".")]
    common = 0
    while all(len(part) > common + 1 and part[common] == parts[0][common] for part in parts):
        common += 1
    if not common:
        return main[0]
    prefix = ".".join(parts[0][:common])
    first, last = parts[0][common], parts[-1][common]
    whole = all(_part(row.name) != parts[0][0] or row.name in span for row in report)
    if whole:
        return prefix
    return f"{prefix}.{first}" if first == last else f"{prefix}.{first}–{last}"


def _part(name: str) -> str:
    return name.partition(".")[0]


def _block(name: str) -> str:
    """Return ``stage2.0`` for stage2.0.expand.conv; empty: the layer stands in no block of a part."""
    parts = name.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 else ""
