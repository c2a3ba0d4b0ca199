"""What the layers of an ONNX file are called: by the module that they were, as far as the file tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onnx import NodeProto

LONGEST = 60
CALLED = ("Add", "Concat", "Mul", "Sum", "Flatten", "Reshape", "ReduceMean", "MaxPool", "AveragePool")
"""What is written as a call in a module's ``forward`` as often as it is a module of its own."""
WEIGHT = re.compile(r"[._/](weights?|kernel|w|W|s|scale|gamma|filters?|ReadVariableOp)(_0|:0)?$")
NUMBERED = re.compile(r"onnx::.*|(n|val_|node_|r)?\d+", re.ASCII)
"""Names that exporters give by number."""


def shared_prefix(names: Iterable[str]) -> str:
    """Return what all names of weights begin with, up to a slash: ``gpu_0/``."""
    known = list(names)
    first = known[0] if known else ""
    shared = next((place for place, letters in enumerate(zip(*known, strict=False)) if len(set(letters)) > 1), 0)
    return first[:first.rfind("/", 0, shared) + 1]


def wished_name(node: NodeProto, weight: str, prefix: str) -> str:
    """Return the name that a layer had before it was saved, or an empty text where the file does not tell.

    Args:
        node: the operator, whose name may be a path such as ``/layer1/layer1.0/relu/Relu_1``.
        weight: name of its weights, ``layer1.0.conv1.weight``, or empty.
        prefix: what all weights' names begin with.
    """
    if weight:
        stem = weight.removeprefix(prefix)
        while (cut := WEIGHT.sub("", stem)) != stem and cut:
            stem = cut
        if not NUMBERED.fullmatch(stem):
            return plain(stem)
    path = [part for part in node.name.removeprefix(prefix).split("/") if part]
    if len(path) == 1 and NUMBERED.fullmatch(path[0]):
        return ""
    return plain(_module_path(path, node.op_type)) if path else ""


def _module_path(path: list[str], operator: str) -> str:
    """Return ``layer1.0.relu_1`` of the path that torch writes, ``layer1``, ``layer1.0``, ``relu``, ``Relu_1``."""
    scopes: list[str] = []
    for part in path[:-1]:
        if scopes and part.startswith(f"{scopes[-1]}."):
            scopes[-1] = part
        else:
            scopes.append(part)
    last = path[-1].removeprefix("node_")
    kind = re.fullmatch(rf"{re.escape(operator)}(_\d+)?", last)
    if kind is None:
        return ".".join([*scopes, last])
    number = kind.group(1) or ""
    own = scopes and (operator not in CALLED or scopes[-1].rpartition(".")[2].lower() == operator.lower())
    return f"{'.'.join(scopes)}{number}" if own else ".".join([*scopes, f"{operator.lower()}{number}"])


def plain(text: str) -> str:
    """Return ``text`` with nothing in it but what names of layers are made of."""
    parts = [re.sub(r"\W+", "_", part, flags=re.ASCII).strip("_") for part in re.split(r"[.]", text)]
    name = ".".join(part for part in parts if part)[-LONGEST:].strip("._")
    return f"layer_{name}"[:LONGEST] if name[:1].isdigit() or name == "input" else name
