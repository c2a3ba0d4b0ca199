"""Reads modules of pasted code: makes them when they are constructed, and puts down layers when they are called."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any

from explorer.graph.code import torch_functions as tensors
from explorer.graph.code.builder import Builder
from explorer.graph.code.builtins import method
from explorer.graph.code.calls import NOT_READ, Calls
from explorer.graph.code.containers import Parent, container_attribute, container_item, fill, given_name, parts_of
from explorer.graph.code.foreign import (
    ITSELF,
    Known,
    foreign,
    item_name,
    part as part_of,
    part_item,
    path_in,
    preset,
    whole,
)
from explorer.graph.code.keras_models import channels_first, end_of, filled_shape, main_layer, put_again
from explorer.graph.code.libraries import canonical, constant
from explorer.graph.code.values import (
    Bound,
    Call,
    Container,
    Dotted,
    Foreign,
    Function,
    Functional,
    Instance,
    Leaf,
    Lost,
    Native,
    Part,
    Place,
    Tensor,
    UserClass,
)
from explorer.graph.layers.unread import Unread

FORWARD = ("forward", "call", "__call__")
ENDS = ("input", "inputs", "output", "outputs")


class CodeReader(Calls):
    """Follows code and collects the network in ``builder``."""

    def __init__(self, text: str, builder: Builder, known: Known = preset) -> None:
        super().__init__(text, builder, known)
        self.blocks: Counter[str] = Counter()

    def instance(self, kind: UserClass, call: Call) -> Instance:
        """Return a new object of a class of the text."""
        made = Instance(kind)
        base = canonical(kind.library_base()).rpartition(".")[2]
        if base in ("Sequential", "ModuleList", "ModuleDict"):
            made.inside = Container(base)
        try:
            start = kind.find("__init__")
        except KeyError:
            if made.inside is not None:
                fill(made.inside, call)
            return made
        if isinstance(start, Function):
            self.function(start, Call(call.node, (made, *call.args), call.kwargs))
        return made

    def forward(self, module: Any, call: Call) -> Any:
        """Return what comes out of a module."""
        if not self.running:
            self.called.append((module, call))
        self.running += 1
        found = self._through(module, call)
        self.running -= 1
        return found

    def _through(self, module: Any, call: Call) -> Any:
        given = call.tensors()
        if isinstance(module, Leaf):
            return self._leaf(module, call)
        if isinstance(module, Foreign | Part):
            return foreign(self, module, given, Place.of(call.node))
        if isinstance(module, Functional):
            return put_again(self, module, given, self.paths.get(id(module), module.path))
        if isinstance(module, Container):
            return self._in_turn(module, call)
        step = next((found for name in FORWARD if isinstance(found := self._member(module, name), Function)), None)
        if step is None and module.inside is None:
            return self.grey(module.kind.name, call)
        if self.channels_last:
            self._ready(module, given)
        self.inside.append(self.paths.get(id(module), self.inside[-1] if self.inside else ""))
        inner = Call(call.node, (module, *call.args), call.kwargs)
        found = self.function(step, inner) if step else self._in_turn(module.inside, call)
        self.inside.pop()
        return found

    def _ready(self, module: Instance, given: list[Tensor]) -> None:
        """Give a block of Keras that stands by itself a name, and let it make its layers for what it is given."""
        if id(module) not in self.paths:
            self.blocks[given_name(module)] += 1
            use = self.blocks[given_name(module)]
            self.rename(module, given_name(module) + (f"_{use}" if use > 1 else ""))
        build = self._member(module, "build")
        if isinstance(build, Function) and "_built_" not in module.attributes:
            module.attributes["_built_"] = True
            shape = tensors.size_of(self, given[0]) if given else None
            self.function(build, Call(build.node, (module, shape or Lost(Place.of(build.node), "shape"))))
            self.rename(module, self.paths[id(module)])

    def _member(self, module: Instance, name: str) -> Any:
        try:
            return module.kind.find(name)
        except KeyError:
            return None

    def _in_turn(self, module: Container, call: Call) -> Any:
        value = call.args[0] if call.args else Lost(Place.of(call.node))
        for part in module.items.values():
            if not isinstance(part, Tensor):  # the Input of a Sequential
                value = self.call_value(part, Call(call.node, (value,)))
        return value

    def _leaf(self, module: Leaf, call: Call) -> Any:
        given = call.tensors()
        if not given:
            return Lost(Place.of(call.node), module.kind)
        layers = module.made(given[0].shape)
        name = self.paths.get(id(module), "") or module.path
        if layers[-1].several_inputs and len(given) < 2:
            return given[0]
        if not layers[-1].several_inputs:
            given = given[:1]
        if any(isinstance(layer, Unread) and layer.output_size is None and not layer.keeps_shape for layer in layers):
            self.builder.note(NOT_READ, line=module.place.line, what=module.kind)
        return self.builder.put(name, layers, given, module.place, stated=module.stated, main=main_layer(layers))

    def rename(self, root: Any, path: str) -> None:
        """Give modules that stand in the place of others their paths."""
        before = self.paths
        self.name_parts(root, path)
        self.paths = {**before, **self.paths}

    def name_parts(self, root: Any, start: str = "") -> None:
        """Give every module inside ``root`` its path, as torch does."""
        self.paths = {}
        waiting: list[tuple[str, Any]] = [(start, root)]
        while waiting:
            path, module = waiting.pop()
            if id(module) in self.paths:
                continue
            self.spend(ast.Pass())
            self.paths[id(module)] = path
            inner = [(f"{path}.{name}" if path else name, part) for name, part in parts_of(module).items()]
            waiting += reversed(inner)

    def attribute(self, owner: Any, name: str, node: ast.AST) -> Any:
        """Return an attribute of a value."""
        if isinstance(owner, Dotted):
            return constant(f"{owner.path}.{name}")
        if name in ENDS and self.channels_last and isinstance(owner, Container | Functional | Leaf):
            return end_of(self, owner, node)[name.startswith("output")]
        if name == "build" and isinstance(owner, Container | Instance) and not self._has(owner, name):
            return Native(lambda call: self._built(owner, call))
        if isinstance(owner, Instance):
            return self._of_instance(owner, name, node)
        if isinstance(owner, Parent):
            return owner.method(self, name)
        if isinstance(owner, Tensor):
            return tensors.tensor_attribute(self, owner, name, node)
        if name == "forward" and isinstance(owner, Container | Leaf):
            return owner
        if isinstance(owner, Container):
            if name == "layers" and self.channels_last:
                return list(owner.items.values())
            return container_attribute(owner, name, self.lost(node))
        if isinstance(owner, Foreign | Part):
            return part_of(owner, name)
        if isinstance(owner, Leaf | Functional) and name in ITSELF:
            return Native(lambda call: owner)  # noqa: ARG005
        if isinstance(owner, Leaf):
            return owner.widths.get(name, self.lost(node, name))
        if isinstance(owner, UserClass):
            return owner.members.get(name, self.lost(node, name))
        return method(owner, name) or self.lost(node, name)

    def _has(self, owner: Any, name: str) -> bool:
        return isinstance(owner, Instance) and self._member(owner, name) is not None

    def _built(self, owner: Any, call: Call) -> None:
        """Note the shape that ``model.build((None, 28, 28, 1))`` gives."""
        sizes = call.bound("input_shape").get("input_shape")
        said = channels_first(self, sizes[1:]) if isinstance(sizes, list | tuple) else None
        if said and not self.running:
            shape = filled_shape(said, self.builder.input_shape)
            self.called.append((owner, Call(call.node, (self.sample(shape),))))

    def _of_instance(self, owner: Instance, name: str, node: ast.AST) -> Any:
        if name in owner.attributes:
            return owner.attributes[name]
        try:
            found = owner.kind.find(name)
        except KeyError:
            if name == "training":
                return False
            if name in ("add_module", "register_module"):
                return Native(lambda call: owner.attributes.__setitem__(str(call.args[0]), call.args[1]))
            return container_attribute(owner.inside or Container("ModuleDict", owner.attributes), name,
                                       self.lost(node, name))
        if not isinstance(found, Function):
            return found
        static = any(isinstance(mark, ast.Name) and mark.id == "staticmethod"
                     for mark in getattr(found.node, "decorator_list", ()))
        return found if static else Bound(found, owner)

    def set_attribute(self, owner: Any, name: str, value: Any) -> None:
        """Set an attribute of an object, or put a module in the place of a part of a ready-made network."""
        if isinstance(owner, Instance):
            owner.attributes[name] = value
        elif isinstance(owner, Foreign | Part):
            whole(owner).instead[path_in(owner, name)] = value

    def set_item(self, owner: Any, index: Any, value: Any) -> None:
        """Set an item, of a container too."""
        if isinstance(owner, Container) and isinstance(index, int | str):
            names = list(owner.items)
            place = index if isinstance(index, str) else (names[index] if -len(names) <= index < len(names) else "")
            if place:
                owner.items[place] = value
        elif isinstance(owner, Part | Foreign):
            self.set_attribute(owner, item_name(owner, index), value)
        else:
            super().set_item(owner, index, value)

    def combined(self, node: ast.BinOp, left: Any, right: Any) -> Any:
        """Return what an operator makes of two values, one of which is a tensor."""
        return tensors.combined(self, node, left, right)

    def item(self, owner: Any, index: Any, node: ast.AST) -> Any:
        """Return an item of a container, a ready-made network or a tensor."""
        if isinstance(owner, Instance) and owner.inside is not None:
            owner = owner.inside
        if isinstance(owner, Container):
            return container_item(owner, index, self.lost(node))
        if isinstance(owner, Part | Foreign):
            return part_item(owner, index) or self.lost(node)
        return tensors.tensor_item(self, owner, index, node)
