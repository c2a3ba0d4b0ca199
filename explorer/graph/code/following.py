"""What those who read one library's code need of the one who follows all of it."""

from __future__ import annotations

import ast
from typing import Any, Protocol

from explorer.errors import Message
from explorer.graph.code.builder import Builder
from explorer.graph.code.values import Call, Lost, Place, Tensor
from explorer.graph.graph import Graph
from explorer.graph.layers.base import Layer
from explorer.graph.shapes import Shape

NOWHERE = Place(1, 1, 1, 1)
NOWHERE_NODE = ast.Pass(lineno=1, col_offset=0)


class Following(Protocol):
    """Follows code and puts layers down.

    ``channels_last``: shapes and axes of tensors are meant as Keras has them; ``lines``: of the text; ``paths``: names
    of modules by their identity; ``called``: modules that are given a tensor outside of others, with the call;
    ``ends``: input and output tensors of models by identity; ``known``: ready-made networks by name.
    """

    builder: Builder
    channels_last: bool
    lines: list[str]
    paths: dict[int, str]
    called: list[Any]
    ends: dict[int, Any]

    def known(self, name: str, /) -> tuple[Graph, Shape, tuple[Message, ...]] | None:
        """Return a network of torchvision and the shape of its pictures."""

    def call_value(self, callee: Any, call: Call) -> Any:
        """Return what a value returns when it is called."""

    def attribute(self, owner: Any, name: str, node: ast.AST) -> Any:
        """Return an attribute of a value."""

    def set_attribute(self, owner: Any, name: str, value: Any) -> None:
        """Set an attribute of a value."""

    def items(self, value: Any, node: ast.AST) -> list[Any] | Lost:
        """Return what a loop over a value goes through."""

    def put(self, stem: str, layers: tuple[Layer, ...], inputs: list[Tensor], place: Place, **more: Any) -> Tensor:
        """Put down layers under the name of a function."""

    def grey(self, what: str, call: Call) -> Any:
        """Return what something unknown returns."""

    def lost(self, node: ast.AST, what: str = "") -> Lost:
        """Return the value of what cannot be read."""

    def text_of(self, node: ast.AST) -> str:
        """Return a piece of the text."""

    def sample(self, shape: Shape) -> Tensor:
        """Return a tensor of one picture of ``shape`` that no layer has made."""

    def rename(self, root: Any, path: str) -> None:
        """Give modules that stand in the place of others their paths."""
