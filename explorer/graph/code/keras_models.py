"""Models of Keras: inputs, ``Sequential``, ``Model(inputs, outputs)``, and what calls of Keras return."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import Any

from explorer.errors import N_
from explorer.graph.code.containers import fill, parts_of
from explorer.graph.code.following import Following
from explorer.graph.code.keras_applications import application
from explorer.graph.code.keras_layers import keras_layer
from explorer.graph.code.keras_tensors import keras_function
from explorer.graph.code.values import (
    Call,
    Container,
    Function,
    Functional,
    Instance,
    Leaf,
    Lost,
    Place,
    Tensor,
)
from explorer.graph.graph import INPUT
from explorer.graph.layers.base import Layer
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape

ASIDE = re.compile(r"keras\.(datasets|utils|optimizers|callbacks|losses|metrics|regularizers|initializers|constraints|"
                   r"mixed_precision|preprocessing|saving|config|random)\.")
"""What has nothing to do with the network itself."""
MISSING = N_("Line {line}: {argument} of {what} is not given, or is no number that can be told from the code.")
DATA_SETS: dict[str, Shape] = {"fashion_mnist": (1, 28, 28), "mnist": (1, 28, 28), "cifar": (3, 32, 32)}
"""Shapes of pictures in data sets of Keras."""
MERGES = ("add", "multiply", "average", "maximum", "minimum", "subtract", "concatenate")
MAIN = ("convolution", "linear")


def keras_value(path: str, call: Call, reader: Following) -> Any:
    """Return what a call of ``path``, which is something of Keras or TensorFlow, returns."""
    reader.channels_last = True
    name = path.rpartition(".")[2]
    place = Place.of(call.node)
    if ASIDE.match(path) or (path.startswith("tf.") and name[:1].isupper()):
        return Lost(place, path)
    if name == "Sequential":
        return _sequential(call)
    if name in ("Input", "InputLayer"):
        return _input(reader, call)
    if name in ("Model", "Functional"):
        return _model(reader, call)
    if path.startswith("keras.applications."):
        return _application(reader, name, call)
    if path == "keras.activations.get":
        return _module(reader, "Activation", call)
    if name in MERGES and path.startswith("keras."):
        return reader.call_value(_module(reader, name.capitalize(), Call(call.node, (), call.kwargs)), call)
    if name == "Lambda" and _is_known(reader, function := next(iter(call.args), None)):
        return function
    if name[:1].isupper() and not call.tensors():
        return _module(reader, name, call)
    found = keras_function(reader, name, call)
    return reader.grey(path, call) if found is None else found


def _is_known(reader: Following, function: Any) -> bool:
    """Say whether a function does what a layer here does, and no layer of Keras."""
    body = function.node.body if isinstance(function, Function) else None
    return isinstance(body, ast.Call) and reader.text_of(body.func).endswith((".local_response_normalization", ".lrn"))


def _application(reader: Following, name: str, call: Call) -> Any:
    """Return a ready-made network; what prepares pictures for one leaves their shape as it is."""
    if not name[:1].isupper():
        return next(iter(call.tensors()), Lost(Place.of(call.node), name))
    made = application(reader, name, call, said_shape(reader, call.kwargs), partial(_module, reader))
    return _module(reader, name, call) if made is None else made


def _sequential(call: Call) -> Container:
    given = call.bound("layers", "name")
    made = Container("Sequential", path=_name(given))
    return fill(made, Call(call.node, (given["layers"],))) if isinstance(given.get("layers"), list | tuple) else made


def _name(given: dict[str, Any]) -> str:
    """Return the name that a layer is given, made of letters that names of layers have here."""
    name = given.get("name")
    return re.sub(r"\W", "_", name, flags=re.ASCII) if isinstance(name, str) else ""


def _module(reader: Following, kind: str, call: Call) -> Leaf:
    """Return the module of ``keras.layers.<kind>``: a grey layer where it is not read."""
    place = Place.of(call.node)
    found = keras_layer(kind, call, partial(reader.builder.differs, line=place.line))
    if isinstance(found, str):
        if found:
            reader.builder.note(MISSING, line=place.line, argument=found, what=kind)
        return Leaf(kind, lambda shape: (Unread(),), place, path=_name(call.kwargs) or kind.lower())  # noqa: ARG005
    made, stated = found
    name = _name(call.kwargs) or ("reshape" if kind == "Reshape" else "")
    return Leaf(kind, made, place, stated, path=name, input_shape=said_shape(reader, call.kwargs))


def main_layer(layers: tuple[Layer, ...]) -> int:
    """Return the place of the layer that has the name: the last one with weights, else the first."""
    return max((place for place, layer in enumerate(layers) if layer.family in MAIN), default=0)


def said_shape(reader: Following, options: dict[str, Any]) -> Shape | None:
    """Return the shape of pictures that arguments give, channels first; sides that are left open are 0."""
    sizes: Any = options.get("shape", options.get("input_shape"))
    if isinstance(options.get("input_dim"), int):
        sizes = (options["input_dim"],)
    batch = options.get("batch_shape", options.get("batch_input_shape"))
    if sizes is None and isinstance(batch, list | tuple):
        sizes = batch[1:]
    return _of_data_set(reader) if isinstance(sizes, Lost) else channels_first(reader, sizes)


def channels_first(reader: Following, sizes: Any) -> Shape | None:
    """Return the sizes of a picture in Keras' order as torch has them; None where they are none."""
    if not isinstance(sizes, list | tuple) or not 1 <= len(sizes) <= 4:
        return None
    sides = tuple(side if type(side) is int and side > 0 else 0 for side in sizes)
    first = any("channels_first" in line for line in reader.lines)
    return sides if first else (sides[-1], *sides[:-1])


def _of_data_set(reader: Following) -> Shape | None:
    """Return the shape of pictures of a data set that the text names, as in ``input_shape=x_train.shape[1:]``."""
    text = "\n".join(reader.lines)
    return next((shape for name, shape in DATA_SETS.items() if name in text), None)


def filled_shape(said: Shape | None, usual: Shape | None) -> Shape:
    """Return a shape with the sides that are left open taken from a usual one."""
    usual = usual or (3, 32, 32)
    if not said:
        return usual
    sides = usual if len(usual) == len(said) else (3, *(32,) * (len(said) - 1))
    return tuple(side or other for side, other in zip(said, sides, strict=True))


def _input(reader: Following, call: Call) -> Tensor:
    """Return the tensor of an ``Input``: a step of its own until it is known which one is the network's."""
    said = said_shape(reader, call.bound("shape"))
    asked = reader.builder.asked_shape
    first = not reader.builder.inputs
    shape = asked if first and asked and (said is None or len(said) == len(asked)) else filled_shape(
        said, reader.builder.input_shape)
    label = _name(call.kwargs) or f"input_{len(reader.builder.inputs) + 1}"
    found = reader.builder.put(label, (Unread(output_size=shape),), [Tensor(INPUT, shape)], Place.of(call.node))
    reader.builder.inputs[found.name] = said
    return found


def _model(reader: Following, call: Call) -> Any:
    """Return the model between inputs and outputs; of several outputs the first."""
    given = call.bound("inputs", "outputs")
    inputs, outputs = (Call(call.node, (_listed(given.get(key)),)).tensors() for key in ("inputs", "outputs"))
    if not inputs or not outputs:
        return Lost(Place.of(call.node), "Model")
    if len(outputs) > 1:
        reader.builder.note(N_("Line {line}: this model has {count} outputs. The first is drawn."),
                            line=Place.of(call.node).line, count=len(outputs))
    return functional(reader, tuple(inputs), outputs[0], _name(call.kwargs))


def _listed(value: Any) -> Any:
    return list(value.values()) if isinstance(value, dict) else value


def functional(reader: Following, inputs: tuple[Tensor, ...], output: Tensor, name: str = "") -> Functional:
    """Return what stands between tensors, to be put down again wherever it is called."""
    said = reader.builder.inputs.get(inputs[0].name)
    return Functional(inputs, output, reader.builder.steps(output.name), said, name)


def put_again(reader: Following, model: Functional, tensors: list[Tensor], owner: str) -> Any:
    """Put the steps of a functional model down for other tensors and return its output."""
    values = {tensor.name: new for tensor, new in zip(model.inputs, tensors, strict=False)}
    values[INPUT] = reader.builder.tensor()
    for step in model.steps:
        if step.node.name in values:
            continue
        if step.node.name in {tensor.name for tensor in model.inputs}:
            reader.builder.note(N_("Line {line}: this model has a second input. It stands as a grey layer of its "
                                   "shape, since a stack has one."), line=step.place.line)
        wanted = f"{owner}.{step.wanted}" if owner and step.wanted else step.wanted
        sources = [values.get(source) or reader.builder.tensor(source) for source in step.node.inputs]
        values[step.node.name] = reader.builder.put(wanted, (step.node.layer,), sources, step.place,
                                                    stated=step.stated)
    return values[model.output.name]


def said_by(reader: Following, module: Any) -> Shape | None:
    """Return the shape of pictures that a module of Keras says it is given; None where it does not."""
    if isinstance(module, Tensor):
        return reader.builder.inputs.get(module.name)
    if isinstance(module, Functional | Leaf):
        return module.input_shape
    if isinstance(module, Container):
        return said_by(reader, next(iter(module.items.values()), None))
    inside = parts_of(module).values() if isinstance(module, Instance) else ()
    return next(filter(None, (said_by(reader, inner) for inner in inside)), None)


def end_of(reader: Following, module: Any, node: Any) -> tuple[Tensor, Any]:
    """Return the input and output tensors of a model, as its attributes ``input`` and ``output`` give them."""
    if isinstance(module, Functional):
        return module.inputs[0], module.output
    known = reader.ends.get(id(module))
    if known is None:
        start = _input(reader, Call(node, (), {"shape": ()}))
        reader.builder.inputs[start.name] = said_by(reader, module)
        known = reader.ends[id(module)] = (start, reader.call_value(module, Call(node, (start,))))
    return known


