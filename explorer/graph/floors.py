"""The floors of a network, from the picture up to the classes: at each, a unit sees more of the picture.

Finer than `explorer.graph.stages`: each residual block is a floor, so that one sees how the field grows step by step.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.graph.fields import Field
from explorer.graph.graph import INPUT
from explorer.graph.layers.base import Family
from explorer.graph.report import Report
from explorer.graph.shapes import Shape
from explorer.graph.stages import spans

MOST_FLOORS = 18
"""With more steps than this, the middle ones of those whose maps are alike are passed without a stop."""
ADAPTS = ("normalisation", "activation")
"""Families that are part of the step before them; what only changes the form is part of the one behind it."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Where one steps back from the picture to: the output of a layer."""

    layer: str
    label: str
    """What the step is called: its block, such as ``layer1.0``, or its main layer."""
    family: Family
    shape: Shape
    """Of the output, without the batch."""
    fields: tuple[Field, Field] | None
    """What a unit sees, rows and columns; None: its values have no place in the picture."""
    share: float
    """Of the picture's longer side that a unit sees, 0 to 1."""


def floors(report: Report) -> tuple[Floor, ...]:
    """Return where one can stop on the way from the picture to the classes; the picture is the ground floor.

    Args:
        report: without errors, of a network that reads pictures.
    """
    ground = Floor(INPUT, INPUT, "reshape", report.input_shape, (Field(), Field()), 1 / max(report.input_shape[1:]))
    steps = [_floor(report, span) for span in _steps(report)]
    return (ground, *_thinned(steps, MOST_FLOORS - 1))


def _steps(report: Report) -> list[list[str]]:
    """Return the layers of each step: a block, or a layer with what adapts its output."""
    steps: list[list[str]] = []
    before: list[str] = []
    for span in spans(report.graph):
        families = {report[name].layer.family for name in span}
        if families <= {"reshape"} or (before and families <= {*ADAPTS, "reshape"}):
            before += span
        elif steps and not before and (families <= set(ADAPTS) or _in_one_block(steps[-1][-1], span[0])):
            steps[-1] += span
        else:
            steps.append(before + span)
            before = []
    return [*steps[:-1], steps[-1] + before] if steps else []


def _in_one_block(one: str, other: str) -> bool:
    """Say whether two layers stand in one block of a part, such as layer1.0.conv1 and layer1.0.conv2."""
    parts = [name.split(".") for name in (one, other)]
    return min(map(len, parts)) > 2 and parts[0][:2] == parts[1][:2]


def _floor(report: Report, span: list[str]) -> Floor:
    row = report[span[-1]]
    main = next((name for name in span if report[name].layer.family not in (*ADAPTS, "reshape")), span[0])
    shape = row.output_shape or ()
    fields = row.fields if row.fields and len(row.fields) == 2 and len(shape) == 3 else None
    side = max(report.input_shape[1:])
    share = min(1.0, max(float(field.extent) for field in fields) / side) if fields and max(shape[1:]) > 1 else 1.0
    return Floor(span[-1], _shared(report, span) or main, report[main].layer.family, shape, fields, share)


def _shared(report: Report, span: list[str]) -> str:
    """Return what the names of a step begin with, and those of no other: ``layer1.0``; "" where there is nothing."""
    parts = [name.split(".") for name in span if report[name].layer.family != "reshape"] or [[""]]
    common = 0
    while all(len(part) > common + 1 and part[common] == parts[0][common] for part in parts):
        common += 1
    prefix = ".".join(parts[0][:common])
    others = [row.name for row in report if row.name not in span]
    return "" if any(name.startswith(f"{prefix}.") for name in others) else prefix


def _thinned(steps: list[Floor], most: int) -> list[Floor]:
    """Return at most ``most`` floors: of a stretch of equal maps, the first and the last stay longest."""
    while len(steps) > most:
        longest = max(_stretches(steps, 0), key=len)
        if len(longest) == 1:  # in a DenseNet each step adds channels
            longest = max(_stretches(steps, 1), key=len)
        del steps[longest[len(longest) // 2] if len(longest) > 2 else longest[0]]
    return steps


def _stretches(steps: list[Floor], first: int) -> list[list[int]]:
    """Return the places of steps that follow one another with equal shapes, counted from axis ``first``."""
    found: list[list[int]] = []
    for place, step in enumerate(steps):
        if found and steps[found[-1][-1]].shape[first:] == step.shape[first:] and step.fields:
            found[-1].append(place)
        else:
            found.append([place])
    return found
