"""Text that ``print(model)`` writes: modules in the order in which they were made, with their arguments.

What a ``forward`` does between modules does not stand there. A text that is a network of torchvision is opened as that;
blocks whose form tells what they do are put together so, and all else is read in the order of the text.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod

from explorer.errors import N_, message
from explorer.graph.code.builder import Builder
from explorer.graph.code.foreign import Known, foreign
from explorer.graph.code.libraries import module_of
from explorer.graph.code.reader import CodeReader
from explorer.graph.code.result import Code
from explorer.graph.code.values import Call, Foreign, Leaf, Native, Place, Scope, Tensor
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Add, Flatten, Linear, ReLU
from explorer.graph.layers.special import Multiply
from explorer.graph.shapes import Shape

LINE = re.compile(r"^(?P<margin>\s*)(?:\((?P<name>[\w-]+)\): )?(?:(?P<times>\d+) x )?(?P<kind>\w+)\((?P<rest>.*)$")
WORDS = {word: word for word in ("same", "valid", "zeros", "reflect", "replicate", "circular")}
"""Texts that torch prints without quotes."""
WEIGHTED = ("convolution", "linear", "normalisation")
IN_ORDER = N_("This text lists modules as they were made, not what forward does with them. They are put one after the "
              "other; a ReLU, an addition or a function that forward calls is not in the text.")
IS_KNOWN = N_("This is {name} of torchvision, so what its forward does is known too.")
BLOCKS = N_("Line {line}: {kind} is put together as a residual block: its input is added to what its layers make.")
FLAT = N_("Line {line}: a flatten was put before {layer}, whose inputs are all values of the maps.")
FAMILIES: dict[str, tuple[str, ...]] = {
    "ResNet": ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "resnext50_32x4d", "resnext101_32x8d",
               "wide_resnet50_2", "wide_resnet101_2"),
    "VGG": ("vgg16", "vgg11", "vgg13", "vgg19", "vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn"),
    "AlexNet": ("alexnet",), "GoogLeNet": ("googlenet",), "Inception3": ("inception_v3",),
    "DenseNet": ("densenet121", "densenet169", "densenet201", "densenet161"),
    "MobileNetV2": ("mobilenet_v2",), "MobileNetV3": ("mobilenet_v3_large", "mobilenet_v3_small"),
    "SqueezeNet": ("squeezenet1_0", "squeezenet1_1"), "MNASNet": ("mnasnet1_0", "mnasnet0_5"),
    "EfficientNet": tuple(f"efficientnet_{size}" for size in ("b0", "b1", "b2", "b3", "b4", "v2_s")),
    "ShuffleNetV2": ("shufflenet_v2_x1_0", "shufflenet_v2_x0_5"), "ConvNeXt": ("convnext_tiny", "convnext_small"),
}
"""Classes of torchvision, and the functions that make networks of them."""


@dataclass(eq=False)
class PrintedModule:
    """A module of the text: its path, what is inside, and the leaf that it is where nothing is."""

    kind: str
    path: str
    line: int
    inside: dict[str, PrintedModule] = field(default_factory=dict)
    leaf: Leaf | None = None

    def leaves(self) -> dict[str, Leaf]:
        """Return all leaves by path, in order; of equal modules that share a line, those of the last."""
        found: dict[str, Leaf] = {}
        waiting, done = [self], set()
        while waiting:
            module = waiting.pop()
            if module.leaf:
                found[module.path] = module.leaf
            if id(module.inside) not in done:
                done.add(id(module.inside))
                waiting += reversed(module.inside.values())
        return found


def printed_start(text: str) -> int | None:
    """Return the number of the line, from 0, at which a printed model starts; None: there is none."""
    lines = text.split("\n")
    for place, (line, after) in enumerate(pairwise(lines)):
        if re.fullmatch(r"\s*\w+\(", line.rstrip()) and re.match(r"\s+\([\w-]+\): ", after):
            return place
    return None


def read_printed(text: str, start: int, shape: Shape | None, known: Known) -> Code:
    """Read the model that is printed from line ``start`` on, for pictures of ``shape``."""
    builder = Builder(shape or (3, 32, 32), shape)
    reader = CodeReader(text, builder, known)
    root = _tree(text.split("\n"), start, reader)
    leaves = root.leaves()
    first = next((leaf.stated.value for leaf in leaves.values() if leaf.stated), 3)
    ready = _ready_made(root, leaves, known)
    if shape is None:
        sides = ready.input_shape[1:] if ready else (32, 32)
        builder.input_shape = (min(first, 4096), *sides)
        builder.restart()
    reader.paths = {id(leaf): path for path, leaf in leaves.items()}
    if ready:
        builder.note(IS_KNOWN, name=ready.name)
        output = foreign(reader, ready, [builder.tensor()], Place(start + 1, 1, start + 1, 1))
        for path, leaf in leaves.items():
            if path in builder.places:
                builder.places[path] = leaf.place
    else:
        output = _through(reader, root, builder.tensor())
        if root.kind != "Sequential":
            builder.notes.insert(0, message(IN_ORDER))
    graph = builder.graph(output.name)
    stated = {name: value for name, value in builder.stated.items() if name in graph}
    return Code(text, graph, builder.input_shape or (3, 32, 32), ready is not None, builder.places, stated,
                tuple(builder.notes), "printed")


def _tree(lines: list[str], start: int, reader: CodeReader) -> PrintedModule:
    root = PrintedModule(lines[start].strip()[:-1], "", start + 1)
    open_modules = [root]
    for number, line in enumerate(lines[start + 1:], start + 1):
        reader.spend(ast.Pass(lineno=number + 1, col_offset=0))
        found = LINE.match(line)
        if line.strip() == ")":
            open_modules.pop()
            if not open_modules:
                break
        elif found and found["name"]:
            owner, inside = open_modules[-1], dict[str, PrintedModule]()
            for name in _names(found["name"]):
                path = f"{owner.path}.{name}" if owner.path else name
                made = PrintedModule(found["kind"], path.replace("-", "_"), number + 1, inside)
                owner.inside[name] = made
                if found["rest"].rstrip().endswith(")"):
                    made.leaf = _leaf(line.rstrip(), number, found["kind"], found.start("kind"), reader)
            if not found["rest"].strip():
                open_modules.append(owner.inside[name])
    return root


def _names(name: str) -> list[str]:
    """Return the names of ``0-3``, which stands for four equal modules, else the name."""
    ends = re.fullmatch(r"(\d+)-(\d+)", name)
    return [str(number) for number in range(int(ends[1]), min(int(ends[2]), int(ends[1]) + 99) + 1)] if ends else [name]


def _leaf(line: str, number: int, kind: str, column: int, reader: CodeReader) -> Leaf:
    """Return the module that a line describes."""
    place = Place(number + 1, column + 1, number + 1, len(line) + 1)
    try:
        call = ast.parse(" " * column + line[column:].strip(), mode="eval").body if not column else ast.parse(
            f"({' ' * max(column - 1, 0)}{line[column:]})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        call = ast.Call(ast.Name(kind), [], [])
    for node in ast.walk(call):
        for name in ("lineno", "end_lineno"):
            if hasattr(node, name):
                setattr(node, name, number + 1)
    kept: list[Leaf] = []

    def make(found: Call) -> None:
        made = module_of(f"torch.nn.{kind}", Call(found.node, found.args, found.kwargs, found.places), reader)
        kept.extend([made] if isinstance(made, Leaf) else [])

    if isinstance(call, ast.Call):
        reader.value(call, Scope({**WORDS, kind: Native(make)}))
    made = kept[0] if kept else Leaf(kind, lambda shape: (ReLU(),), place)  # noqa: ARG005
    made.place = place
    return made


def _layer(leaf: Leaf) -> Layer:
    return leaf.made(None)[-1]


def _ready_made(root: PrintedModule, leaves: dict[str, Leaf], known: Known) -> Foreign | None:
    """Return the network of torchvision that has the same layers with weights under the same names."""
    printed = {path: _layer(leaf) for path, leaf in leaves.items() if _layer(leaf).family in WEIGHTED}
    for name in FAMILIES.get(root.kind, ()):
        found = known(name)
        if found is None:
            continue
        graph, shape, _ = found
        layers = {node.name: node.layer for node in graph if node.layer.family in WEIGHTED}
        same = {path for path, layer in layers.items() if printed.get(path) == layer}
        rest = [path for path in layers if path not in same]
        heads = {path: layer.out_features for path in rest if isinstance(layer := printed.get(path), Linear)
                 and isinstance(layers[path], Linear)}
        if len(heads) == len(rest) <= 1 and same:
            return Foreign(name, graph, shape, Place(root.line, 1, root.line, 1), dict(heads))
    return None


def _through(reader: CodeReader, module: PrintedModule, value: Tensor) -> Tensor:
    """Return what comes out of a module of the text."""
    reader.spend(ast.Pass(lineno=module.line, col_offset=0))
    if module.leaf is not None:
        return _of_leaf(reader, module, value)
    parts = list(module.inside.values())
    names = set(module.inside)
    if {"conv1", "conv2"} <= names and ({"downsample", "shortcut", "skip"} & names or re.search(
            "basicblock|bottleneck|res", module.kind, re.I)):
        return _residual(reader, module, value)
    start = value
    for part in parts:
        value = _through(reader, part, value)
    if module.kind in ("InvertedResidual", "MBConv", "FusedMBConv") and value.shape == start.shape:
        return reader.builder.put(f"{module.path}.add", (Add(),), [value, start], Place(module.line, 1, module.line, 1))
    if module.kind == "SqueezeExcitation":
        return reader.builder.put(f"{module.path}.mul", (Multiply(),), [value, start],
                                  Place(module.line, 1, module.line, 1))
    return value


def _of_leaf(reader: CodeReader, module: PrintedModule, value: Tensor) -> Tensor:
    leaf = module.leaf
    assert leaf is not None
    shape = value.shape
    if isinstance(_layer(leaf), Linear) and shape and len(shape) > 1 and leaf.stated and leaf.stated.value != shape[-1]:
        value = reader.builder.put("flatten", (Flatten(),), [value], leaf.place)
        if leaf.stated.value == prod(shape):
            reader.builder.differs(FLAT, line=module.line, layer=module.path)
    found = reader.call_value(leaf, Call(ast.Pass(lineno=module.line, col_offset=0), (value,)))
    return found if isinstance(found, Tensor) else value


def _residual(reader: CodeReader, module: PrintedModule, value: Tensor) -> Tensor:
    """Return what comes out of a residual block: convolutions with ReLUs between, the input added, a ReLU."""
    place = Place(module.line, 1, module.line, 1)
    reader.builder.differs(BLOCKS, line=module.line, kind=module.kind)
    start = main = value
    numbers = [number for number in range(1, 5) if f"conv{number}" in module.inside]
    act = next((part for name, part in module.inside.items() if re.match("relu|act", name)), None)

    def activated(maps: Tensor) -> Tensor:
        if act is not None:
            return _through(reader, act, maps)
        return reader.builder.put(f"{module.path}.relu" if module.path else "relu", (ReLU(),), [maps], place)

    for number in numbers:
        for name in (f"conv{number}", f"bn{number}", f"norm{number}"):
            main = _through(reader, module.inside[name], main) if name in module.inside else main
        main = activated(main) if number != numbers[-1] else main
    for name in ("downsample", "shortcut", "skip"):
        start = _through(reader, module.inside[name], start) if name in module.inside else start
    added = reader.builder.put(f"{module.path}.add" if module.path else "add", (Add(),), [main, start], place)
    return activated(added)
