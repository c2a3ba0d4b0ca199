"""What functions of TensorFlow and ``keras.ops`` do with tensors in pasted Keras; their axes count channels last."""

from __future__ import annotations

from typing import Any

from explorer.graph.code.following import Following
from explorer.graph.code.keras_layers import ACTIVATIONS, activation, reshaped
from explorer.graph.code.keras_windows import zeros
from explorer.graph.code.torch_functions import function, size_of
from explorer.graph.code.torch_layers import plain
from explorer.graph.code.values import Batch, Call, Lost, Place, Stated, Tensor
from explorer.graph.layers.basic import Flatten
from explorer.graph.layers.incomplete import attempt
from explorer.graph.layers.special import LocalResponseNorm
from explorer.graph.layers.unread import Unread

WIDEST_RADIUS = 1000
NOISE = ("zeros", "ones", "normal", "uniform", "rand", "randn", "random", "placeholder", "random_normal")


def keras_function(reader: Following, name: str, call: Call) -> Any:
    """Return what a function makes of its tensors; None: not known."""
    given = call.tensors()
    place = Place.of(call.node)
    if not given:
        return _pictures(reader, call) if name in NOISE else Lost(place, name)
    if name in ("shape", "int_shape"):
        return size_of(reader, given[0]) or Lost(place, "shape")
    if name in ACTIVATIONS:
        return reader.put(name, activation(name), given[:1], place)
    if name in OWN:
        return OWN[name](reader, call, given[0], place)
    return function(reader, name, call)


def _pictures(reader: Following, call: Call) -> Any:
    """Return a batch of pictures to try a network on: ``tf.zeros((1, 28, 28, 1))``."""
    sizes = call.kwargs.get("shape", call.args)
    sizes = call.args[0] if call.args and isinstance(call.args[0], list | tuple) else sizes
    sizes = sizes if isinstance(sizes, list | tuple) else ()
    sides = tuple(size for size in sizes[1:] if type(size) is int and size > 0)
    if not 1 <= len(sides) <= 4 or len(sides) != len(sizes) - 1:
        return Lost(Place.of(call.node))
    return reader.sample((sides[-1], *sides[:-1]))


def _reshape(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    sizes = plain(call.bound("x", "shape").get("shape"))
    if not isinstance(sizes, tuple) or len(sizes) < 2:
        return None
    if len(sizes) == 2 and isinstance(sizes[0], int | Batch):
        known = type(sizes[1]) is int and sizes[1] > 0
        stated = Stated("shape", sizes[1], None) if known else None
        return reader.put("reshape", (Flatten(),), [given], place, stated=stated)
    if any(type(size) is not int for size in sizes[1:]):
        return None
    return reader.put("reshape", (reshaped(sizes[1:], given.shape),), [given], place)


def _pad(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    pads = plain(call.bound("x", "paddings").get("paddings"))
    if not isinstance(pads, tuple) or len(pads) < 3 or not all(
            isinstance(pair, tuple) and len(pair) == 2 and all(type(side) is int and side >= 0 for side in pair)
            for pair in pads) or any(pads[0]) or any(pads[-1]):
        return None
    return reader.put("pad", zeros(pads[1:-1], given.shape), [given], place)


def _resize(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    sides = plain(call.bound("x", "size").get("size"))
    if given.shape is None or not isinstance(sides, tuple) or len(sides) != 2:
        return None
    return reader.put("resize", (attempt(Unread, {"output_size": (given.shape[0], *sides)}),), [given], place)


def _response_norm(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    """Read ``tf.nn.local_response_normalization``; what it leaves out is as TensorFlow's documentation says."""
    said = {"depth_radius": 5, "bias": 1.0, "alpha": 1.0, "beta": 0.5} | call.bound(
        "input", "depth_radius", "bias", "alpha", "beta")
    radius, alpha = said["depth_radius"], said["alpha"]
    if type(radius) is not int or not 0 <= radius <= WIDEST_RADIUS or not isinstance(alpha, int | float):
        return None
    size = 2 * radius + 1
    mean = float(f"{alpha * size:.12g}")
    layer = attempt(LocalResponseNorm, {"size": size, "alpha": mean, "beta": said["beta"], "k": said["bias"]})
    return reader.put("lrn", (layer,), [given], place)


OWN = {"reshape": _reshape, "pad": _pad, "resize": _resize, "local_response_normalization": _response_norm,
       "lrn": _response_norm}
