"""Follows calls of pasted code: functions of the text are entered, those of libraries looked up."""

from __future__ import annotations

import ast
from typing import Any

from explorer.errors import N_, Message, TextError
from explorer.graph.code import torch_functions as tensors
from explorer.graph.code.builder import Builder
from explorer.graph.code.containers import Parent
from explorer.graph.code.foreign import Known, preset
from explorer.graph.code.keras_models import keras_value
from explorer.graph.code.libraries import LIBRARY, canonical, module_of, unread
from explorer.graph.code.statements import Statements
from explorer.graph.code.values import (
    MODULES,
    Bound,
    Call,
    Dotted,
    Function,
    Instance,
    Lost,
    Native,
    Place,
    Scope,
    Tensor,
    UserClass,
)
from explorer.graph.graph import INPUT
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape

DEEPEST_CALL = 16
NOT_READ = N_("Line {line}: {what} is not read here. It stands as a grey layer; give the shape that it puts out.")


class Calls(Statements):
    """Follows code and collects the network in ``builder``. ``called``: modules given a tensor outside of others."""

    def __init__(self, text: str, builder: Builder, known: Known = preset) -> None:
        super().__init__()
        self.known = known
        self.lines = text.split("\n")
        self.builder = builder
        self.paths: dict[int, str] = {}
        self.inside: list[str] = []
        self.called: list[Any] = []
        self.ends: dict[int, Any] = {}
        self.channels_last = False
        self.running = 0

    def run_top(self, body: list[ast.stmt], scope: Scope) -> None:
        """Follow the statements of a whole text."""
        self.run(body, scope)

    def say(self, said: Message) -> None:
        """Note something for the reader, once."""
        self.builder.note(said.template, **said.values)

    def sample(self, shape: Shape) -> Tensor:
        """Return a tensor of one picture of ``shape`` that no layer has made."""
        return Tensor(INPUT, shape)

    def text_of(self, node: ast.AST) -> str:
        """Return a piece of the text, its first line, shortened."""
        place = Place.of(node)
        end = place.end_column - 1 if place.end_line == place.line else None
        found = self.lines[place.line - 1].encode()[place.column - 1:end].decode(errors="replace")
        return found if len(found) <= 40 else found[:39] + "…"

    def instance(self, kind: UserClass, call: Call) -> Instance:
        """Return a new object of a class of the text."""
        raise NotImplementedError

    def forward(self, module: Any, call: Call) -> Any:
        """Return what comes out of a module."""
        raise NotImplementedError

    def rename(self, root: Any, path: str) -> None:
        """Give modules that stand in the place of others their paths."""
        raise NotImplementedError

    def call(self, node: ast.Call, scope: Scope) -> Any:
        """Return what a call returns."""
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return Parent.of(scope)
        callee = self.value(node.func, scope)
        args = tuple(self.sequence(node.args, scope))
        starred = any(isinstance(arg, ast.Starred) for arg in node.args)
        places: dict[int | str, ast.AST] = {} if starred else dict(enumerate(node.args))
        kwargs: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value, scope)
            if keyword.arg is None:
                kwargs.update({str(key): part for key, part in value.items()} if isinstance(value, dict) else {})
            else:
                kwargs[keyword.arg] = value
                places[keyword.arg] = keyword.value
        return self.call_value(callee, Call(node, args, kwargs, places))

    def call_value(self, callee: Any, call: Call) -> Any:
        """Return what a value returns when it is called."""
        if isinstance(callee, Native):
            return callee.run(call)
        if isinstance(callee, Dotted):
            return self._library(callee.path, call)
        if isinstance(callee, UserClass):
            return self.instance(callee, call)
        if isinstance(callee, Function):
            return self.function(callee, call)
        if isinstance(callee, Bound):
            inner = Call(call.node, (callee.instance, *call.args), call.kwargs)
            return self.function(callee.function, inner)
        if isinstance(callee, MODULES):
            return self.forward(callee, call)
        return self.grey(self.text_of(getattr(call.node, "func", call.node)), call)

    def _library(self, path: str, call: Call) -> Any:
        path = canonical(path)
        if path in LIBRARY:
            return LIBRARY[path](self, call)
        if path.startswith(("keras.", "tf.")):
            return keras_value(path, call, self)
        made = module_of(path, call, self)
        if made is not None:
            return made
        name = path.rpartition(".")[2]
        if name[:1].isupper() and not call.tensors():
            return unread(self, name, "", Place.of(call.node))
        found = tensors.function(self, name, call) if call.tensors() else None
        return self.grey(path, call) if found is None else found

    def grey(self, what: str, call: Call) -> Any:
        """Return what something unknown returns: a grey layer's output where it is given a tensor."""
        given = call.tensors()
        if not given:
            return Lost(Place.of(call.node), what)
        place = Place.of(call.node)
        self.builder.note(NOT_READ, line=place.line, what=what)
        return self.put(what.rpartition(".")[2], (Unread(),), given[:1], place)

    def put(self, stem: str, layers: tuple[Any, ...], inputs: list[Tensor], place: Place, **more: Any) -> Tensor:
        """Put down layers under the name of a function, inside the module that calls it."""
        owner = self.inside[-1] if self.inside else ""
        stem = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in stem)
        return self.builder.put(f"{owner}.{stem}" if owner else stem, layers, inputs, place, **more)

    def function(self, function: Function, call: Call) -> Any:
        """Return what a function of the text returns."""
        self.depth += 1
        if self.depth > DEEPEST_CALL:
            place = Place.of(call.node)
            raise TextError("Line {line}, column {column}: functions call each other more than {most} deep. Paste "
                            "only the network.", line=place.line, column=place.column, most=DEEPEST_CALL)
        scope = Scope({"_owner_": function.owner}, function.scope)
        self._bind(function, call, scope)
        if isinstance(function.node, ast.Lambda):
            found = self.value(function.node.body, scope)
        else:
            left = self.run(function.node.body, scope)
            found = left[1] if left and left[0] == "return" else None
        self.depth -= 1
        return found

    def _bind(self, function: Function, call: Call, scope: Scope) -> None:
        taken = function.node.args
        names = [arg.arg for arg in (*taken.posonlyargs, *taken.args)]
        values = dict(zip(names, call.args, strict=False))
        later = names[len(names) - len(taken.defaults):]
        pairs = [*zip(later, taken.defaults, strict=True),
                 *zip((arg.arg for arg in taken.kwonlyargs), taken.kw_defaults, strict=True)]
        defaults = {name: self.value(default, function.scope) for name, default in pairs
                    if default is not None and name not in values and name not in call.kwargs}
        known = {*names, *(arg.arg for arg in taken.kwonlyargs)}
        scope.names.update({name: Lost(Place.of(function.node), name) for name in known})
        scope.names.update(defaults | values | {name: value for name, value in call.kwargs.items() if name in known})
        if taken.vararg:
            scope.names[taken.vararg.arg] = tuple(call.args[len(names):])
        if taken.kwarg:
            scope.names[taken.kwarg.arg] = {name: value for name, value in call.kwargs.items() if name not in known}
        if names and call.args and isinstance(call.args[0], Instance):
            scope.names["_self_"] = call.args[0]
