"""Works out expressions of pasted code, as far as constants, lists and descriptions of modules go.

Nothing is run: each kind of expression is carried out here, by hand, on values of :mod:`explorer.graph.code.values`.
What has no entry, and what depends on it, is `Lost`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from typing import Any

from explorer.errors import TextError
from explorer.graph.code.builtins import BUILTINS, LARGEST_WHOLE, LONGEST
from explorer.graph.code.values import Batch, Container, Function, Lost, Place, Scope, Tensor

STEPS = 200_000
DEEPEST_CALL = 24
BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow, ast.LShift: operator.lshift,
    ast.RShift: operator.rshift}
COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda one, other: one in other, ast.NotIn: lambda one, other: one not in other}
NUMBERS = (int, float)


class Expressions:
    """Works out expressions; what calls, attributes and tensors do is filled in by those who build on it."""

    def __init__(self) -> None:
        self.steps = 0
        self.depth = 0

    def call(self, node: ast.Call, scope: Scope) -> Any:
        """Return what a call returns."""
        raise NotImplementedError

    def attribute(self, owner: Any, name: str, node: ast.AST) -> Any:
        """Return an attribute of a value."""
        raise NotImplementedError

    def combined(self, node: ast.BinOp, left: Any, right: Any) -> Any:
        """Return what an operator makes of two values, one of which is a tensor."""
        raise NotImplementedError

    def item(self, owner: Any, index: Any, node: ast.AST) -> Any:
        """Return an item of a value that is no list, text or dict."""
        raise NotImplementedError

    def lost(self, node: ast.AST, what: str = "") -> Lost:
        """Return the value of what cannot be read."""
        return Lost(Place.of(node), what)

    def value(self, node: ast.AST, scope: Scope) -> Any:
        """Return the value of an expression."""
        self.spend(node)
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        return read(node, scope) if read else self.lost(node)

    def spend(self, node: ast.AST, steps: int = 1) -> None:
        """Count a step.

        Raises:
            TextError: there were too many, as in loops without end.
        """
        self.steps += steps
        if self.steps > STEPS:
            place = Place.of(node)
            raise TextError("Line {line}, column {column}: the code takes more than {most:,} steps until here. Paste "
                            "only the network.", line=place.line, column=place.column, most=STEPS)

    def items(self, value: Any, node: ast.AST) -> list[Any] | Lost:
        """Return what a loop over a value goes through."""
        if isinstance(value, Container):
            return list(value.items if value.kind == "ModuleDict" else value.items.values())
        if isinstance(value, list | tuple | dict | str | range | set):
            self.spend(node, len(value))
            return list(value)
        return self.lost(node)

    def _constant(self, node: ast.Constant, scope: Scope) -> Any:  # noqa: ARG002
        plain = node.value is None or node.value is Ellipsis or isinstance(node.value, bool | int | float | str)
        return node.value if plain else self.lost(node)

    def _name(self, node: ast.Name, scope: Scope) -> Any:
        try:
            return scope.find(node.id)
        except KeyError:
            return BUILTINS.get(node.id, self.lost(node, node.id))

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Any:
        return self.attribute(self.value(node.value, scope), node.attr, node)

    def _call(self, node: ast.Call, scope: Scope) -> Any:
        return self.call(node, scope)

    def _binop(self, node: ast.BinOp, scope: Scope) -> Any:
        return self.binary(node, self.value(node.left, scope), self.value(node.right, scope))

    def binary(self, node: ast.BinOp, left: Any, right: Any) -> Any:
        """Return what an operator makes of two values."""
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            return self.combined(node, left, right)
        work = BINARY.get(type(node.op))
        if work is None or not _tame(type(node.op), left, right):
            return self.lost(node)
        try:
            found = work(left, right)
        except (TypeError, ValueError, ArithmeticError):
            return self.lost(node)
        return self.lost(node) if isinstance(found, int) and abs(found) > LARGEST_WHOLE else found

    def _unaryop(self, node: ast.UnaryOp, scope: Scope) -> Any:
        value = self.value(node.operand, scope)
        if isinstance(node.op, ast.Not):
            truth = self.truth(value)
            return self.lost(node) if truth is None else not truth
        if isinstance(value, Tensor):
            return value
        if not isinstance(value, NUMBERS) or isinstance(node.op, ast.Invert):
            return self.lost(node)
        return -value if isinstance(node.op, ast.USub) else value

    def truth(self, value: Any) -> bool | None:
        """Return whether a value counts as true; None where that cannot be said."""
        if isinstance(value, Lost | Tensor | Batch):
            return None
        if isinstance(value, Container):
            return bool(value.items)
        return bool(value) if isinstance(value, bool | int | float | str | list | tuple | dict | range | None) else True

    def _boolop(self, node: ast.BoolOp, scope: Scope) -> Any:
        value: Any = None
        for part in node.values:
            value = self.value(part, scope)
            truth = self.truth(value)
            if truth is None:
                return self.lost(node)
            if truth is isinstance(node.op, ast.Or):
                return value
        return value

    def _compare(self, node: ast.Compare, scope: Scope) -> Any:
        left = self.value(node.left, scope)
        for op, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part, scope)
            if any(isinstance(side, Lost | Batch) for side in (left, right)):
                return self.lost(node)
            try:
                if not COMPARED[type(op)](left, right):
                    return False
            except TypeError:
                return self.lost(node)
            left = right
        return True

    def _ifexp(self, node: ast.IfExp, scope: Scope) -> Any:
        truth = self.truth(self.value(node.test, scope))
        if truth is None:
            return self.lost(node)
        return self.value(node.body if truth else node.orelse, scope)

    def sequence(self, nodes: list[ast.expr], scope: Scope) -> list[Any]:
        """Return the values of expressions, those behind a star taken apart."""
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                inside = self.items(self.value(node.value, scope), node)
                found += [inside] if isinstance(inside, Lost) else inside
            else:
                found.append(self.value(node, scope))
        return found

    def _list(self, node: ast.List, scope: Scope) -> list[Any]:
        return self.sequence(node.elts, scope)

    def _tuple(self, node: ast.Tuple, scope: Scope) -> tuple[Any, ...]:
        return tuple(self.sequence(node.elts, scope))

    def _set(self, node: ast.Set, scope: Scope) -> list[Any]:
        return self.sequence(node.elts, scope)

    def _dict(self, node: ast.Dict, scope: Scope) -> Any:
        found: dict[Any, Any] = {}
        for key, part in zip(node.keys, node.values, strict=True):
            value = self.value(part, scope)
            name = None if key is None else self.value(key, scope)
            if key is None and isinstance(value, dict):
                found.update(value)
            elif isinstance(name, str | int | float | bool | None):
                found[name] = value
        return found

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, scope: Scope) -> Any:
        return [self.value(node.elt, inner) for inner in self._turns(node.generators, Scope({}, scope))]

    _generatorexp = _setcomp = _listcomp

    def _dictcomp(self, node: ast.DictComp, scope: Scope) -> Any:
        found = {}
        for inner in self._turns(node.generators, Scope({}, scope)):
            key = self.value(node.key, inner)
            if isinstance(key, str | int | float):
                found[key] = self.value(node.value, inner)
        return found

    def _turns(self, loops: list[ast.comprehension], scope: Scope) -> Iterator[Scope]:
        if not loops:
            yield scope
            return
        loop, *inner = loops
        values = self.items(self.value(loop.iter, scope), loop.iter)
        for value in () if isinstance(values, Lost) else values:
            self.assign(loop.target, value, scope)
            if all(self.truth(self.value(test, scope)) for test in loop.ifs):
                yield from self._turns(inner, scope)

    def assign(self, target: ast.AST, value: Any, scope: Scope) -> None:
        """Let a name, or several, stand for a value."""
        self.spend(target)
        if isinstance(target, ast.Name):
            scope.names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            parts = value if isinstance(value, Tensor) else self.items(value, target)
            shared = _shared_out(parts, target.elts) if isinstance(parts, list) else None
            for place, part in enumerate(target.elts):
                inner = part.value if isinstance(part, ast.Starred) else part
                self.assign(inner, shared[place] if shared else parts if isinstance(parts, Tensor) else
                            self.lost(target), scope)

    def _namedexpr(self, node: ast.NamedExpr, scope: Scope) -> Any:
        value = self.value(node.value, scope)
        self.assign(node.target, value, scope)
        return value

    def _lambda(self, node: ast.Lambda, scope: Scope) -> Function:
        return Function(node, scope)

    def _slice(self, node: ast.Slice, scope: Scope) -> Any:
        parts = [None if part is None else self.value(part, scope) for part in (node.lower, node.upper, node.step)]
        if any(not isinstance(part, int | None) for part in parts) or parts[2] == 0:
            return self.lost(node)
        return slice(*parts)

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Any:
        owner, index = self.value(node.value, scope), self.value(node.slice, scope)
        if isinstance(owner, list | tuple | str | dict | range):
            try:
                return owner[index]
            except (TypeError, KeyError, IndexError, ValueError):
                return self.lost(node)
        return self.item(owner, index, node)

    def _joinedstr(self, node: ast.JoinedStr, scope: Scope) -> Any:
        parts = []
        for part in node.values:
            value = self.value(part.value if isinstance(part, ast.FormattedValue) else part, scope)
            if not isinstance(value, str | int | float):
                return self.lost(node)
            parts.append(str(value))
        found = "".join(parts)
        return found if len(found) <= LONGEST else self.lost(node)


def _tame(op: type[ast.operator], left: Any, right: Any) -> bool:
    """Say whether an operation stays small and needs nothing but numbers, texts and lists."""
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        large = max(abs(left), abs(right))
        return large <= LARGEST_WHOLE and (op not in (ast.Pow, ast.LShift) or abs(right) <= 64)
    if op is ast.Add and type(left) is type(right) and isinstance(left, list | tuple | str):
        return len(left) + len(right) <= LONGEST
    if op is ast.Mult:
        many, times = (left, right) if isinstance(right, int) else (right, left)
        return isinstance(many, list | tuple | str) and isinstance(times, int) and len(many) * times <= LONGEST
    return op is ast.Mod and isinstance(left, str) and isinstance(right, int) and len(left) < 100 and "*" not in left \
        and left.count("%") == 1 and "%d" in left


def _shared_out(parts: list[Any], targets: list[ast.expr]) -> list[Any] | None:
    """Return a value for each target, a list for one with a star; None where there are too few or too many."""
    star = next((place for place, one in enumerate(targets) if isinstance(one, ast.Starred)), None)
    more = len(parts) - len(targets)
    if star is None:
        return parts if more == 0 else None
    return [*parts[:star], parts[star:star + more + 1], *parts[star + more + 1:]] if more >= -1 else None
