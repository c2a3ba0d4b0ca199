"""What stands for Python's values while pasted code is read: tensors are nodes of a graph, modules are descriptions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from explorer.graph.graph import Node
from explorer.graph.layers.base import Layer
from explorer.graph.shapes import Shape


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the text: lines and columns count from 1; ``end`` is just behind it."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, node: ast.AST) -> Place:
        """Return where a piece of code stands."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        return cls(line, column + 1, getattr(node, "end_lineno", line) or line,
                   (getattr(node, "end_col_offset", column) or column) + 1)


@dataclass(frozen=True, slots=True)
class Tensor:
    """The output of the node ``name``, of which one picture has ``shape``, as far as that is known."""

    name: str
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The number of pictures in a batch, which no network depends on."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that could not be read, and where it comes from."""

    place: Place
    what: str = ""


@dataclass(frozen=True, slots=True)
class Dotted:
    """Something of a library, by its full name: ``torch.nn.Conv2d``."""

    path: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that code gives and the shapes decide: ``in_features=1050``, where it stands, and how it is called."""

    argument: str
    value: int
    place: Place | None


@dataclass(eq=False, slots=True)
class Leaf:
    """A module of a library: one layer for each use. ``made`` returns its layers for the shape that arrives.

    ``path``: its name in the code; ``input_shape``: of the pictures that it says it is given, channels first, sides
    that it leaves open being 0.
    """

    kind: str
    made: Callable[[Shape | None], tuple[Layer, ...]]
    place: Place
    stated: Stated | None = None
    path: str = ""
    widths: dict[str, int] = field(default_factory=dict)
    input_shape: Shape | None = None


@dataclass(eq=False, slots=True)
class Container:
    """``Sequential``, ``ModuleList`` or ``ModuleDict``: modules by name."""

    kind: str
    items: dict[str, Any] = field(default_factory=dict)
    path: str = ""

    def append(self, module: object, name: str = "") -> None:
        """Put a module behind the others."""
        self.items[name or str(len(self.items))] = module


@dataclass(eq=False, slots=True)
class Foreign:
    """A ready-made network of a library, and what code puts in the place of its parts, by path."""

    name: str
    graph: Any
    input_shape: Shape
    place: Place
    instead: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands at ``path`` in a ready-made network."""

    owner: Foreign
    path: str


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node that was put down, to be put down again: its name in the code, its line, and the number stated for it."""

    node: Node
    wanted: str
    place: Place
    stated: Stated | None = None


@dataclass(eq=False, slots=True)
class Functional:
    """A Keras ``Model(inputs, outputs)``: the steps from its inputs to its output. ``input_shape``: as in `Leaf`."""

    inputs: tuple[Tensor, ...]
    output: Tensor
    steps: tuple[PlacedNode, ...]
    input_shape: Shape | None = None
    path: str = ""


@dataclass(eq=False, slots=True)
class Scope:
    """Names and what they stand for, inside others."""

    names: dict[str, Any]
    outer: Scope | None = None

    def find(self, name: str) -> Any:
        """Return what a name stands for; KeyError where it stands for nothing."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        raise KeyError(name)


@dataclass(eq=False, slots=True)
class UserClass:
    """A class of the text."""

    name: str
    bases: list[Any]
    members: dict[str, Any]

    def find(self, name: str) -> Any:
        """Return a member of the class or of those it builds on; KeyError where there is none."""
        if name in self.members:
            return self.members[name]
        for base in self.bases:
            if isinstance(base, UserClass):
                try:
                    return base.find(name)
                except KeyError:
                    continue
        raise KeyError(name)

    def library_base(self) -> str:
        """Return the class of a library that it builds on, ``torch.nn.Module``; empty where there is none."""
        for base in self.bases:
            own = base.library_base() if isinstance(base, UserClass) else ""
            found = base.path if isinstance(base, Dotted) else own
            if found:
                return found
        return ""


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the text. ``inside``: its modules, where the class is a kind of ``Sequential``."""

    kind: UserClass
    attributes: dict[str, Any] = field(default_factory=dict)
    inside: Container | None = None


@dataclass(eq=False, slots=True)
class Function:
    """A function of the text, with the names it sees; ``owner``: the class whose method it is."""

    node: ast.FunctionDef | ast.Lambda
    scope: Scope
    owner: UserClass | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A method of an object of the text."""

    function: Function
    instance: Any


@dataclass(frozen=True, slots=True)
class Native:
    """A function that the reader carries out itself."""

    run: Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What a call hands over, and where each argument stands."""

    node: ast.AST
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    places: dict[int | str, ast.AST] = field(default_factory=dict)

    def without_first(self) -> Call:
        """Return the call without its first argument."""
        later = {key - 1 if isinstance(key, int) else key: node for key, node in self.places.items() if key != 0}
        return Call(self.node, self.args[1:], self.kwargs, later)

    def bound(self, *names: str) -> dict[str, Any]:
        """Return the arguments by name, those by place named in order."""
        return {**dict(zip(names, self.args, strict=False)), **self.kwargs}

    def tensors(self) -> list[Tensor]:
        """Return the tensors that it hands over, those in lists too."""
        found: list[Tensor] = []
        for value in (*self.args, *self.kwargs.values()):
            found += [part for part in (value if isinstance(value, list | tuple) else (value,))
                      if isinstance(part, Tensor)]
        return found


MODULES = (Leaf, Container, Instance, Foreign, Part, Functional)
"""What can be called with a tensor."""
