"""Ready-made networks of Keras in pasted code: VGG layer by layer, others as one step with the shape they put out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explorer.errors import N_
from explorer.graph.code.following import Following
from explorer.graph.code.values import Call, Container, Leaf, Place
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape

Make = Callable[[str, Call], Any]
"""Returns the module of ``keras.layers.<kind>`` for the arguments of a call."""
AS_ONE = N_("Line {line}: {name} of Keras stands as one grey layer with the shape that it puts out; what it has "
            "learned is not counted.")
VGG = {"VGG16": (2, 2, 3, 3, 3), "VGG19": (2, 2, 4, 4, 4)}
"""Convolutions of each block (Simonyan & Zisserman 2014, configurations D and E)."""
CHANNELS = {
    "ResNet50": 2048, "ResNet101": 2048, "ResNet152": 2048, "ResNet50V2": 2048, "ResNet101V2": 2048,
    "ResNet152V2": 2048, "InceptionV3": 2048, "Xception": 2048, "MobileNet": 1024, "MobileNetV2": 1280,
    "MobileNetV3Large": 960, "MobileNetV3Small": 576, "DenseNet121": 1024, "DenseNet169": 1664, "DenseNet201": 1920,
    "NASNetMobile": 1056, "EfficientNetB0": 1280, "EfficientNetB1": 1280, "EfficientNetB2": 1408,
    "EfficientNetB3": 1536, "EfficientNetB4": 1792, "EfficientNetB5": 2048, "EfficientNetB6": 2304,
    "EfficientNetB7": 2560, "EfficientNetV2B0": 1280, "EfficientNetV2B1": 1280, "EfficientNetV2B2": 1408,
    "EfficientNetV2B3": 1536, "EfficientNetV2S": 1280, "EfficientNetV2M": 1280, "EfficientNetV2L": 1280,
    "ConvNeXtTiny": 768, "ConvNeXtSmall": 768, "ConvNeXtBase": 1024,
}
"""Maps that a network puts out without its head."""
ORDER = ("include_top", "weights", "input_tensor", "input_shape", "pooling", "classes")


def application(reader: Following, name: str, call: Call, input_shape: Shape | None, make: Make) -> Any:
    """Return the network ``keras.applications.<name>``; None where it is not known.

    Args:
        reader: who follows the code.
        name: of the network.
        call: its arguments, as Keras takes them.
        input_shape: that the call gives, channels first.
        make: makes layers of Keras.
    """
    given = call.bound(*ORDER)
    whole = given.get("include_top", True) is not False
    classes = given.get("classes", 1000) if isinstance(given.get("classes", 1000), int) else 1000
    pooling = given.get("pooling")
    shape = input_shape or ((3, 224, 224) if whole else None)
    if name in VGG:
        return _vgg(name, call, (whole, classes, pooling), shape, make)
    if name not in CHANNELS:
        return None
    place = Place.of(call.node)
    reader.builder.note(AS_ONE, line=place.line, name=name)
    channels = CHANNELS[name]

    def layers(arriving: Shape | None) -> tuple[Unread, ...]:
        if whole or pooling in ("avg", "max"):
            return (Unread(output_size=classes if whole else channels),)
        if arriving is None or len(arriving) != 3:
            return (Unread(),)
        return (Unread(output_size=(channels, *(_side(name, side) for side in arriving[1:]))),)

    return Leaf(name, layers, place, path=name.lower(), input_shape=shape)


def _side(name: str, side: int) -> int:
    """Return how many places a side has behind a network without its head."""
    if name in ("InceptionV3", "Xception"):
        side = (side - 3) // 2 - 1
        if name == "InceptionV3":
            side = (side - 3) // 2 - 1
            side = (side - 3) // 2 + 1
            return max(1, ((side - 3) // 2 - 2) // 2 + 1)
        return max(1, -(-side // 16))
    return max(1, -(-side // 4) // 8 if name.startswith("DenseNet") else -(-side // 32))


def _vgg(name: str, call: Call, head: tuple[bool, int, Any], shape: Shape | None, make: Make) -> Container:
    whole, classes, pooling = head
    made = Container("Sequential", path=name.lower())

    def add(kind: str, *values: Any, **more: Any) -> None:
        module = make(kind, Call(call.node, values, more))
        made.items[more.get("name", kind.lower())] = module
        if len(made.items) == 1:
            module.input_shape = shape

    for block, (convolutions, filters) in enumerate(zip(VGG[name], (64, 128, 256, 512, 512), strict=True), 1):
        for place in range(1, convolutions + 1):
            add("Conv2D", filters, 3, padding="same", activation="relu", name=f"block{block}_conv{place}")
        add("MaxPooling2D", 2, strides=2, name=f"block{block}_pool")
    if whole:
        add("Flatten", name="flatten")
        for label in ("fc1", "fc2"):
            add("Dense", 4096, activation="relu", name=label)
        add("Dense", classes, activation="softmax", name="predictions")
    elif pooling in ("avg", "max"):
        add("GlobalAveragePooling2D" if pooling == "avg" else "GlobalMaxPooling2D", name="pooling")
    return made
