"""What lists of modules and parent classes do in pasted code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from explorer.graph.code.following import NOWHERE, Following
from explorer.graph.code.values import (
    MODULES,
    Bound,
    Call,
    Container,
    Function,
    Instance,
    Leaf,
    Lost,
    Native,
    Part,
    Scope,
    UserClass,
)


def fill(container: Container, call: Call) -> Container:
    """Put the modules of a call into a container: one by one, as a list, or as a dict with names."""
    for value in call.args:
        if isinstance(value, dict):
            for name, module in value.items():
                container.append(module, str(name))
        elif isinstance(value, list | tuple):
            _take(container, value)
        elif isinstance(value, Container):
            _take(container, value.items.values())
        else:
            container.append(value)
    return container


def _take(container: Container, values: Any) -> None:
    """Put modules, or pairs of a name and a module, behind the others."""
    for value in values:
        if isinstance(value, tuple | list) and len(value) == 2 and isinstance(value[0], str):
            container.append(value[1], value[0])
        else:
            container.append(value)


def container_attribute(owner: Container, name: str, lost: Lost) -> Any:
    """Return an attribute of a container: its parts by name, or a method."""
    items = owner.items
    lists = {"children": lambda: list(items.values()), "values": lambda: list(items.values()),
             "items": lambda: list(items.items()), "named_children": lambda: list(items.items()),
             "keys": lambda: list(items), "parameters": list, "modules": lambda: leaves(owner)}
    if name in lists and (name not in ("items", "keys", "values") or owner.kind == "ModuleDict"):
        return Native(lambda call: lists[name]())  # noqa: ARG005
    if name in ("append", "extend", "add", "add_module", "insert"):
        return Native(lambda call: _put_in(owner, name, call))
    if name in ("to", "cuda", "cpu", "eval", "train", "half", "float", "double", "requires_grad_", "compile", "build"):
        return Native(lambda call: owner)  # noqa: ARG005
    return items.get(name, lost)


def _put_in(owner: Container, name: str, call: Call) -> None:
    if name in ("append", "add"):
        for value in call.args[:1]:
            owner.append(value, getattr(value, "path", "") if isinstance(value, Leaf) and name == "add" else "")
    elif name == "extend":
        fill(owner, call)
    elif name == "add_module" and len(call.args) > 1:
        owner.append(call.args[1], str(call.args[0]))
    elif name == "insert" and len(call.args) > 1 and isinstance(call.args[0], int):
        values = list(owner.items.values())
        values.insert(call.args[0], call.args[1])
        owner.items = {str(place): value for place, value in enumerate(values)}


def leaves(owner: Any) -> list[Any]:
    """Return the modules that are made of no others, in order."""
    if isinstance(owner, Container | Instance):
        return [leaf for part in parts_of(owner).values() for leaf in leaves(part)]
    return [owner]


def parts_of(owner: Any) -> dict[str, Any]:
    """Return the modules right inside another by name: as torch calls them, or as Keras code does."""
    if isinstance(owner, Container):
        return _named_parts(owner.items)
    found: dict[str, Any] = {}
    if isinstance(owner, Instance):
        for name, part in owner.attributes.items():
            found |= {f"{name}.{place}": inner for place, inner in enumerate(part)} if isinstance(
                part, list | tuple) else {name: part}
        found |= _named_parts(owner.inside.items if owner.inside else {})
    return {name: part for name, part in found.items() if isinstance(part, MODULES)}


def _named_parts(items: dict[str, Any]) -> dict[str, Any]:
    """Return modules by name; those of Keras by the name that they are given, blocks else by that of their class."""
    found: dict[str, Any] = {}
    for name, part in items.items():
        if not isinstance(part, MODULES):
            continue
        own = getattr(part, "path", "") if name.isdigit() and not isinstance(part, Part) else ""
        if isinstance(part, Instance) and name.isdigit():
            own = given_name(part)
        uses = (own if not use else f"{own}_{use}" for use in range(len(items)))
        found[next(label for label in uses if label not in found) if own else name] = part
    return found


def given_name(module: Instance) -> str:
    """Return the name of a module of a class of Keras: the one it is given, else its class's as Keras writes it."""
    if "keras" not in module.kind.library_base() and "tf." not in module.kind.library_base():
        return ""
    given = module.attributes.get("name")
    plain = given if isinstance(given, str) else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", module.kind.name).lower()
    return re.sub(r"\W", "_", plain, flags=re.ASCII)


def container_item(owner: Container, index: Any, lost: Lost) -> Any:
    """Return a module of a container by number or name, or a part of it as a container."""
    values = list(owner.items.values())
    if isinstance(index, slice):
        part = Container(owner.kind)
        for name, value in list(owner.items.items())[index]:
            part.items[name] = value
        return part
    if isinstance(index, str):
        return owner.items.get(index, lost)
    return values[index] if isinstance(index, int) and -len(values) <= index < len(values) else lost


@dataclass(frozen=True, slots=True)
class Parent:
    """What ``super()`` stands for."""

    owner: UserClass | None
    instance: Instance | None

    @classmethod
    def of(cls, scope: Scope) -> Parent:
        """Return the parent of the class whose method is being followed."""
        try:
            return cls(scope.find("_owner_"), scope.find("_self_"))
        except KeyError:
            return cls(None, None)

    def method(self, reader: Following, name: str) -> Any:
        """Return a method of the parent class; those of libraries do nothing but take the modules of a Sequential."""
        for base in self.owner.bases if self.owner else ():
            if isinstance(base, UserClass):
                try:
                    found = base.find(name)
                except KeyError:
                    continue
                if isinstance(found, Function):
                    return Bound(found, self.instance)
        instance = self.instance
        if instance is not None and instance.inside is not None:
            inside = instance.inside
            if name == "__init__":
                return Native(lambda call: fill(inside, call))
            if name == "forward":
                return Native(lambda call: reader.call_value(inside, call))
            return container_attribute(inside, name, Lost(NOWHERE))
        if name == "__init__" and instance is not None:
            return Native(lambda call: _named(instance, call))
        return Native(lambda call: None)  # noqa: ARG005


def _named(instance: Instance, call: Call) -> None:
    """Keep the name that a Keras layer is given."""
    if isinstance(call.kwargs.get("name"), str):
        instance.attributes.setdefault("name", call.kwargs["name"])
