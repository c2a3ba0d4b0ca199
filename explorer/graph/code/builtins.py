"""Functions of Python that pasted code may use, and methods of lists, texts and dicts, each carried out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from explorer.graph.code.values import Batch, Call, Container, Dotted, Lost, Native, Place, Tensor

LARGEST_WHOLE = 10**15
LONGEST = 10_000
"""Most items of a list and most letters of a text that are kept."""
NUMBER = (int, float)
METHODS: dict[type, frozenset[str]] = {
    list: frozenset(("append", "extend", "insert", "pop", "copy", "index", "reverse", "count")),
    tuple: frozenset(("index", "count")),
    dict: frozenset(("items", "keys", "values", "get", "update", "copy", "setdefault", "pop")),
    str: frozenset(("lower", "upper", "startswith", "endswith", "split", "strip", "join", "replace")),
}


def method(owner: Any, name: str) -> Native | None:
    """Return a method of a list, tuple, dict or text; None where it is none of those that are carried out."""
    allowed = METHODS.get(type(owner))
    if allowed is None or name not in allowed:
        return None

    def run(call: Call) -> Any:
        if any(isinstance(arg, range) and len(arg) > LONGEST for arg in call.args):
            return Lost(Place.of(call.node), name)
        args = [_list_of(arg) if name in ("extend", "update", "join") else arg for arg in call.args]
        grows = sum(len(arg) for arg in args if isinstance(arg, list | str | dict)) + len(owner)
        if grows > LONGEST or (name == "replace" and grows > 200) or any(isinstance(arg, Lost) for arg in args):
            return owner if isinstance(owner, str) else Lost(Place.of(call.node), name)
        found = getattr(owner, name)(*args)
        return list(found) if name in ("items", "keys", "values") else found

    return Native(_careful(run))


def _list_of(value: Any) -> Any:
    if isinstance(value, Container):
        return list(value.items.values())
    return list(value) if isinstance(value, range | tuple) else value


def _careful(run: Callable[[Call], Any]) -> Callable[[Call], Any]:
    """Return ``run`` with errors of wrong arguments as lost values."""
    def careful(call: Call) -> Any:
        try:
            return run(call)
        except (TypeError, ValueError, KeyError, IndexError, ArithmeticError, AttributeError):
            return Lost(Place.of(call.node))
    return careful


def _whole(work: Callable[..., Any]) -> Native:
    """Return a function of numbers, or of lists of numbers."""
    def run(call: Call) -> Any:
        if any(isinstance(arg, list | tuple | range) and len(arg) > LONGEST for arg in call.args):
            return Lost(Place.of(call.node))
        flat = [part for arg in call.args for part in (arg if isinstance(arg, list | tuple | range) else (arg,))]
        if not all(isinstance(part, NUMBER) for part in flat):
            return Lost(Place.of(call.node))
        return work(*call.args)
    return Native(_careful(run))


def _long(value: Any) -> Any:
    items = value.items if isinstance(value, Container) else value
    if len(items) > LONGEST:
        raise ValueError("too long")
    return list(items.values()) if isinstance(value, Container) else items


def _of_items(work: Callable[..., Any]) -> Native:
    """Return a function of lists."""
    return Native(_careful(lambda call: work(*map(_long, call.args))))


def _enumerate(call: Call) -> Any:
    start = call.kwargs.get("start", call.args[1] if len(call.args) > 1 else 0)
    return list(enumerate(_long(call.args[0]), start))


def _length(value: Any) -> Any:
    return Batch() if isinstance(value, Tensor) else len(value.items if isinstance(value, Container) else value)


def _tensor_only(call: Call) -> Any:
    return Lost(Place.of(call.node)) if any(isinstance(arg, Lost | Tensor) for arg in call.args) else call.args[0]


BUILTINS: dict[str, Any] = {
    "range": Native(_careful(lambda call: range(*call.args))), "enumerate": Native(_careful(_enumerate)),
    "len": Native(_careful(lambda call: _length(call.args[0]))),
    "zip": _of_items(lambda *lists: list(zip(*lists, strict=False))), "list": _of_items(lambda value=(): list(value)),
    "tuple": _of_items(lambda value=(): tuple(value)),
    "dict": Native(_careful(lambda call: {**dict(*call.args), **call.kwargs})),
    "reversed": _of_items(lambda value: list(reversed(list(value)))),
    "sorted": _whole(sorted), "int": _whole(int), "float": _whole(float), "max": _whole(max), "min": _whole(min),
    "sum": _whole(sum), "abs": _whole(abs), "round": _whole(round), "bool": Native(_careful(
        lambda call: bool(_tensor_only(call)))),
    "str": Native(_careful(lambda call: str(call.args[0]) if isinstance(call.args[0], str | int | float)
                           else Lost(Place.of(call.node)))),
    "isinstance": Native(_careful(lambda call: _is_instance(*call.args))),
    "print": Native(lambda call: None),  # noqa: ARG005
    "super": Dotted("builtins.super"), "getattr": Dotted("builtins.getattr"), "setattr": Dotted("builtins.setattr"),
    "hasattr": Dotted("builtins.hasattr"), "map": Dotted("builtins.map"),
    "True": True, "False": False, "None": None,
}
MATH: dict[str, Any] = {name: _whole(getattr(math, name)) for name in ("sqrt", "floor", "ceil", "log2", "log", "prod")}


def _is_instance(value: Any, kinds: Any) -> Any:
    known = {"int": int, "float": float, "list": list, "tuple": tuple, "dict": dict, "str": str}
    names = {str(getattr(kind, "what", "")) for kind in (kinds if isinstance(kinds, tuple | list) else (kinds,))}
    if isinstance(value, Lost):
        raise TypeError("not known")
    for name, native in BUILTINS.items():
        if native is kinds or (isinstance(kinds, tuple) and any(native is kind for kind in kinds)):
            names.add(name)
    return any(isinstance(value, known[name]) for name in names if name in known)
