"""Ready-made networks of libraries in pasted code: ``torchvision.models.resnet18(num_classes=10)`` and its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explorer.errors import TextError
from explorer.graph.code.following import NOWHERE_NODE, Following
from explorer.graph.code.values import MODULES, Call, Foreign, Part, Place, Tensor
from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.basic import Linear
from explorer.graph.presets import PRESETS
from explorer.graph.report import Report, analyse
from explorer.graph.shapes import Shape

Known = Callable[[str], tuple[Graph, Shape] | None]
AS_TORCHVISION = ("resnet18", "resnet34", "resnet50")
"""Presets whose layers have torchvision's names."""


def preset(name: str) -> tuple[Graph, Shape] | None:
    """Return a preset that is a network of torchvision, with its names."""
    found = PRESETS[name] if name in AS_TORCHVISION else None
    return (found.graph, found.input_shape) if found else None


def ready_made(reader: Following, name: str, call: Call) -> Any:
    """Return the network ``torchvision.models.<name>``."""
    found = reader.known(name)
    if found is None:
        place = Place.of(call.node)
        raise TextError("Line {line}, column {column}: {name} of torchvision cannot be opened here.",
                        line=place.line, column=place.column, name=name)
    made = Foreign(name, found[0], found[1], Place.of(call.node))
    classes = call.kwargs.get("num_classes")
    if isinstance(classes, int) and not isinstance(classes, bool) and classes > 0:
        head = [node.name for node in found[0] if isinstance(node.layer, Linear)][-1:]
        made.instead.update(dict.fromkeys(head, classes))
    return made


def part(owner: Foreign | Part, name: str) -> Any:
    """Return a part of a ready-made network, what code put in its place, or a number such as ``in_features``."""
    root, path = (owner, name) if isinstance(owner, Foreign) else (owner.owner, f"{owner.path}.{name}")
    if path in root.instead and isinstance(root.instead[path], MODULES):
        return root.instead[path]
    if isinstance(owner, Part) and name in ("in_features", "in_channels", "out_features", "out_channels"):
        report = _report(root.name, root.graph, root.input_shape)
        if owner.path in report.graph:
            row = report[owner.path]
            shape = row.input_shape if name.startswith("in_") else row.output_shape or ()
            return shape[-1 if name.endswith("features") else 0]
    return Part(root, path)


def _report(_name: str, graph: Graph, shape: Shape) -> Report:
    return analyse(graph, shape)


def foreign(reader: Following, module: Foreign | Part, sources: list[Tensor], place: Place) -> Any:
    """Put the layers of a ready-made network down and return its output."""
    if isinstance(module, Part) or not sources:
        return reader.grey(module.path if isinstance(module, Part) else module.name, Call(NOWHERE_NODE, tuple(
            sources)))
    owner = reader.paths.get(id(module), "")
    outputs: dict[str, Tensor] = {INPUT: sources[0]}
    done: dict[str, Tensor] = {}
    for node in module.graph:
        path = next((path for path in module.instead if node.name == path or node.name.startswith(f"{path}.")), None)
        inputs = [outputs[name] for name in node.inputs]
        label = f"{owner}.{node.name}" if owner else node.name
        instead = module.instead.get(path) if path else None
        if path and isinstance(instead, MODULES):
            if path not in done:
                reader.rename(instead, f"{owner}.{path}" if owner else path)
                found = reader.call_value(instead, Call(NOWHERE_NODE, (inputs[0],)))
                done[path] = found if isinstance(found, Tensor) else inputs[0]
            outputs[node.name] = done[path]
        else:
            layer = node.layer
            if isinstance(instead, int) and isinstance(layer, Linear):
                layer = Linear(out_features=instead, bias=layer.bias)
            outputs[node.name] = reader.builder.put(label, (layer,), inputs, place)
    return outputs[module.graph.output]


