"""What is known of libraries by full name: ``torch.nn.Conv2d``, ``torchvision.models.resnet18``, ``keras.Input``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from explorer.errors import N_
from explorer.graph.code.builtins import MATH
from explorer.graph.code.containers import fill
from explorer.graph.code.following import Following
from explorer.graph.code.foreign import ready_made
from explorer.graph.code.keras_models import keras_value
from explorer.graph.code.torch_layers import torch_layer
from explorer.graph.code.values import Call, Container, Dotted, Leaf, Lost, Native, Place
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape

ALIASES = (("tensorflow.", "tf."), ("tf.python.keras.", "keras."), ("tf.keras.", "keras."), ("keras.api.", "keras."),
           ("torch.nn.modules.", "torch.nn."))
START: dict[str, Any] = {
    "torch": Dotted("torch"), "nn": Dotted("torch.nn"), "F": Dotted("torch.nn.functional"),
    "torchvision": Dotted("torchvision"), "tf": Dotted("tf"), "tensorflow": Dotted("tf"), "keras": Dotted("keras"),
    "layers": Dotted("keras.layers"), "math": Dotted("math"), "np": Dotted("numpy"), "models": Dotted("models"),
    **{name: Dotted(f"keras.layers.{name}") for name in (
        "Conv2D", "MaxPooling2D", "Dense", "Flatten", "Dropout", "BatchNormalization", "Activation", "Input", "Layer",
        "GlobalAveragePooling2D", "AveragePooling2D", "MaxPool2D", "SeparableConv2D", "DepthwiseConv2D", "Add",
        "Concatenate", "Conv1D", "MaxPooling1D", "ZeroPadding2D", "Conv2DTranspose", "UpSampling2D", "Model")},
    "OrderedDict": Dotted("collections.OrderedDict"), "partial": Dotted("functools.partial"),
    "Sequential": Dotted("Sequential"), "__name__": "__main__",
}
"""What names stand for in pieces of code that were pasted without their imports."""
LOSSES = re.compile(r"torch\.nn\.\w*Loss$|torch\.nn\.(init|utils|parallel)\.|torch\.(optim|utils|device|manual)")


def canonical(path: str) -> str:
    """Return a full name as this module writes it."""
    for before, after in ALIASES:
        if path.startswith(before) or f"{path}." == before:
            path = after + path[len(before):]
    if path.startswith("models."):  # of Keras or torchvision, pasted without its import
        path = f"keras.{path[7:]}" if path[7:8].isupper() else f"torchvision.{path}"
    path = re.sub(r"^torchvision\.models\.\w+\.(?=\w+$)", "torchvision.models.", path)
    return path.rstrip(".")


def constant(path: str) -> Any:
    """Return what an attribute of a library stands for: a number of ``math``, or a name to call."""
    path = canonical(path)
    if path.startswith("math.") and path[5:] in MATH:
        return MATH[path[5:]]
    return {"math.pi": 3.141592653589793, "torch.cuda.is_available": Native(lambda call: False)}.get(  # noqa: ARG005
        path, Dotted(path))


def module_of(path: str, call: Call, reader: Following) -> Any:
    """Return the module that a constructor of a library makes; None where the name is no module."""
    head, _, kind = path.rpartition(".")
    if head == "torchvision.models" and kind.islower():
        return ready_made(reader, kind, call)
    if LOSSES.match(path):
        return Lost(Place.of(call.node), path)
    if head != "torch.nn" or not kind[:1].isupper():
        return None
    place = Place.of(call.node)
    found = torch_layer(kind, call)
    if isinstance(found, str):
        if not found and call.tensors():
            return None
        return unread(reader, kind, found, place)
    layer, stated = found
    if isinstance(layer, Unread):
        reader.builder.note(N_("Line {line}: {what} is drawn as a grey layer that keeps the shape; what it learns is "
                               "not counted."), line=place.line, what=kind)
    widths = {name: value for name in ("out_channels", "out_features")
              if isinstance(value := getattr(layer, name, None), int)}
    if stated:
        widths[stated.argument] = stated.value
    return Leaf(kind, lambda shape: (layer,), place, stated, widths=widths)  # noqa: ARG005


def unread(reader: Following, kind: str, missing: str, place: Place) -> Leaf:
    """Return a module that is not read: a grey layer. ``missing``: the argument of it that is."""
    if missing:
        reader.builder.note(N_("Line {line}: {argument} of {what} is not given, or is no number that can be told from "
                               "the code."), line=place.line, argument=missing, what=kind)
    return Leaf(kind, lambda shape: (Unread(),), place, path="")  # noqa: ARG005


def _container(kind: str, reader: Following, call: Call) -> Container:  # noqa: ARG001
    return fill(Container(kind), call)


def _ordered(reader: Following, call: Call) -> dict[Any, Any]:  # noqa: ARG001
    found: dict[Any, Any] = {}
    for value in call.args:
        pairs = value.items() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        found.update((pair[0], pair[1]) for pair in pairs if isinstance(pair, tuple | list) and len(pair) == 2
                     and isinstance(pair[0], str))
    return {**found, **call.kwargs}


def _partial(reader: Following, call: Call) -> Any:
    callee, *first = call.args or (None,)
    return Native(lambda later: reader.call_value(callee, Call(later.node, (*first, *later.args),
                                                               {**call.kwargs, **later.kwargs})))


def _getattr(reader: Following, call: Call) -> Any:
    owner, name = call.args[:2] if len(call.args) > 1 else (None, None)
    return reader.attribute(owner, name, call.node) if isinstance(name, str) else Lost(Place.of(call.node))


def _setattr(reader: Following, call: Call) -> None:
    if len(call.args) == 3 and isinstance(call.args[1], str):
        reader.set_attribute(call.args[0], call.args[1], call.args[2])


def _hasattr(reader: Following, call: Call) -> bool:
    return not isinstance(_getattr(reader, call), Lost)


def _map(reader: Following, call: Call) -> Any:
    if len(call.args) != 2:
        return Lost(Place.of(call.node))
    values = reader.items(call.args[1], call.node)
    return values if isinstance(values, Lost) else [
        reader.call_value(call.args[0], Call(call.node, (value,))) for value in values]


def _noise(reader: Following, call: Call) -> Any:
    """Return a tensor of the shape that ``torch.randn(1, 3, 32, 32)`` is given: pictures to try a network on."""
    sizes = call.args[0] if call.args and isinstance(call.args[0], list | tuple) else call.args
    shape = tuple(size for size in sizes[1:] if type(size) is int)
    if not 1 <= len(shape) <= 4 or len(shape) != len(sizes) - 1 or min(shape) < 1:
        return Lost(Place.of(call.node))
    return reader.sample(shape)


def _summary(reader: Following, call: Call) -> Any:
    """Note the network that ``summary(model, (3, 224, 224))`` is given, and its input."""
    size = call.bound("model", "input_size").get("input_size")
    size = size[0] if isinstance(size, list | tuple) and size and isinstance(size[0], list | tuple) else size
    if call.args and isinstance(size, list | tuple) and all(type(side) is int for side in size):
        shape: Shape = tuple(size[1:] if len(size) == 4 else size)
        if 1 <= len(shape) <= 4 and min(shape) > 0:
            reader.called.append((call.args[0], Call(call.node, (reader.sample(shape),))))
    return Lost(Place.of(call.node))


def _either(reader: Following, call: Call) -> Any:
    """Return a ``Sequential`` that was pasted without its import: Keras takes a list, torch modules one by one."""
    first = call.args[0] if call.args else call.kwargs.get("layers", [])
    return keras_value("keras.Sequential", call, reader) if isinstance(first, list) else _container(
        "Sequential", reader, call)


def _hub(reader: Following, call: Call) -> Any:
    """Return the network of ``torch.hub.load('pytorch/vision', 'resnet18')``."""
    given = call.bound("repo_or_dir", "model")
    known = "vision" in str(given.get("repo_or_dir")) and isinstance(given.get("model"), str)
    return ready_made(reader, given["model"], call) if known else Lost(Place.of(call.node), "torch.hub.load")


def _by_name(reader: Following, call: Call) -> Any:
    """Return the network that ``get_model("resnet18")`` or timm's ``create_model`` names."""
    name = call.bound("name").get("name", call.kwargs.get("model_name"))
    if not isinstance(name, str):
        return Lost(Place.of(call.node))
    return ready_made(reader, name.partition(".")[0], call)


LIBRARY: dict[str, Callable[[Following, Call], Any]] = {
    **{f"torch.nn.{kind}": partial(_container, kind) for kind in ("Sequential", "ModuleList", "ModuleDict")},
    "Sequential": _either,
    "collections.OrderedDict": _ordered, "functools.partial": _partial, "builtins.getattr": _getattr,
    "builtins.setattr": _setattr, "builtins.hasattr": _hasattr, "builtins.map": _map,
    **{f"torch.{name}": _noise for name in ("randn", "rand", "zeros", "ones", "empty")},
    "torchvision.models.get_model": _by_name, "timm.create_model": _by_name, "torch.hub.load": _hub,
    "torchinfo.summary": _summary, "torchsummary.summary": _summary,
}
