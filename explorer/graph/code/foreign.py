"""Ready-made networks of libraries in pasted code: ``torchvision.models.resnet18(num_classes=10)`` and its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explorer.errors import Message, TextError
from explorer.graph.code.following import NOWHERE_NODE, Following
from explorer.graph.code.values import MODULES, Call, Container, Foreign, Leaf, Native, Part, Place, Tensor
from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.basic import Linear
from explorer.graph.presets import PRESETS
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape

ITSELF = {"to", "cuda", "cpu", "eval", "train", "half", "float", "double", "requires_grad_", "compile"}
"""Methods that return the module itself."""
LISTS = {"children", "named_children"}
FUNCTIONS = {"flatten", "add", "cat", "mean", "mul", "getitem", "pad", "adaptive_avg_pool", "adaptive_avg_pool2d",
             "adaptive_avg_pool_d"}
"""What nodes are called that are functions of a ``forward``, without their numbers."""
ReadyMade = tuple[Graph, Shape, tuple[Message, ...]]
"""A network, the shape of its pictures, and what a reader should know of it."""
Known = Callable[[str], ReadyMade | None]
AS_TORCHVISION = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
"""Presets whose layers have torchvision's names."""


def preset(name: str) -> ReadyMade | None:
    """Return a preset that is a network of torchvision, with its names."""
    found = PRESETS[name] if name in AS_TORCHVISION else None
    return (found.graph, found.input_shape, ()) if found else None


def ready_made(reader: Following, name: str, call: Call) -> Any:
    """Return the network ``torchvision.models.<name>``."""
    found = reader.known(name)
    if found is None:
        place = Place.of(call.node)
        raise TextError("Line {line}, column {column}: {name} of torchvision cannot be opened here.",
                        line=place.line, column=place.column, name=name)
    for said in found[2]:
        reader.builder.note(said.template, **said.values)
    made = Foreign(name, found[0], found[1], Place.of(call.node))
    classes = call.kwargs.get("num_classes")
    if isinstance(classes, int) and not isinstance(classes, bool) and classes > 0:
        head = [node.name for node in found[0] if isinstance(node.layer, Linear)][-1:]
        made.instead.update(dict.fromkeys(head, classes))
    return made


def part(owner: Foreign | Part, name: str) -> Any:
    """Return a part of a ready-made network, what code put in its place, or a number such as ``in_features``."""
    if name in ITSELF:
        return Native(lambda call: owner)  # noqa: ARG005
    if name in LISTS:
        return Native(lambda call: parts(owner, pairs=name == "named_children"))  # noqa: ARG005
    root, path = whole(owner), path_in(owner, name)
    if path in root.instead and isinstance(root.instead[path], MODULES):
        return root.instead[path]
    if isinstance(owner, Part) and name in ("in_features", "in_channels", "out_features", "out_channels"):
        report = analyse(root.graph, root.input_shape)
        if owner.path in report.graph:
            row = report[owner.path]
            shape = row.input_shape if name.startswith("in_") else row.output_shape or ()
            return shape[-1 if name.endswith("features") else 0]
    return Part(root, path)


def whole(owner: Foreign | Part) -> Foreign:
    """Return the network that something is a part of."""
    return owner if isinstance(owner, Foreign) else owner.owner


def path_in(owner: Foreign | Part, name: str) -> str:
    """Return the path of a part in the whole network."""
    return name if isinstance(owner, Foreign) else f"{owner.path}.{name}"


def parts(owner: Foreign | Part, *, pairs: bool = False) -> list[Any]:
    """Return the modules right inside, in the order in which they work; functions of ``forward`` are none."""
    root, start = whole(owner), "" if isinstance(owner, Foreign) else f"{owner.path}."
    names: dict[str, None] = {}
    for node in root.graph:
        head, dot, _ = node.name.removeprefix(start).partition(".")
        if node.name.startswith(start) and (dot or not _is_function(root, head)):
            names[head] = None
    found = [(name, part(owner, name)) for name in names]
    return found if pairs else [module for _, module in found]


def _is_function(root: Foreign, name: str) -> bool:
    return name.rstrip("_0123456789") in FUNCTIONS or (name == "relu" and root.name.startswith("densenet"))


def part_item(owner: Foreign | Part, index: Any) -> Any:
    """Return a part by number or name, or several as a Sequential."""
    if isinstance(index, slice):
        made = Container("Sequential")
        for name, module in parts(owner, pairs=True)[index]:
            made.items[name] = module
        return made
    if isinstance(index, int) and index < 0:
        found = parts(owner, pairs=True)
        return found[index][1] if -len(found) <= index else None
    return part(owner, str(index))


def item_name(owner: Foreign | Part, index: Any) -> str:
    """Return the name of the part at a number that may count from the end."""
    found = [name for name, _ in parts(owner, pairs=True)]
    return found[index] if isinstance(index, int) and -len(found) <= index < 0 else str(index)


def first_channels(module: Foreign) -> int | None:
    """Return the channels that a first convolution takes which code puts in the place of the network's own."""
    path = next((node.name for node in module.graph if INPUT in node.inputs), "")
    instead = next((value for place, value in module.instead.items() if path == place or path.startswith(
        f"{place}.")), None)
    while isinstance(instead, Container) and instead.items:
        instead = next(iter(instead.items.values()))
    stated = instead.stated if isinstance(instead, Leaf) else None
    return stated.value if stated and stated.argument == "in_channels" else None


def foreign(reader: Following, module: Foreign | Part, sources: list[Tensor], place: Place) -> Any:
    """Put the layers of a ready-made network, or of a part of it, down and return its output."""
    root, start = whole(module), "" if isinstance(module, Foreign) else module.path
    nodes = [node for node in root.graph if not start or node.name == start or node.name.startswith(f"{start}.")]
    if not sources or not nodes:
        return reader.grey(start or root.name, Call(NOWHERE_NODE, tuple(sources)))
    owner = reader.paths.get(id(root), "")
    outputs: dict[str, Tensor] = {}
    done: dict[str, Tensor] = {}
    for node in nodes:
        path = next((path for path in root.instead if node.name == path or node.name.startswith(f"{path}.")), None)
        inputs = [outputs.get(name, sources[0]) for name in node.inputs]
        label = f"{owner}.{node.name}" if owner else node.name
        instead = root.instead.get(path) if path else None
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
    return outputs[nodes[-1].name]
