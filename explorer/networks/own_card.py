"""What a reader says of a network of their own beside its file: how pictures are prepared, what its classes are.

Nothing here needs torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from explorer import files
from explorer.errors import ExplorerError, NetworkError
from explorer.graph import Graph, Report, Shape, analyse, shape_text
from explorer.networks.preprocessing import check_picture_shape
from explorer.runtime import kept_files

LEAST_STD, MOST = 1e-4, 1e4
OWN_SIDES = (8, 1024)
"""Smallest and largest side of an input that can be chosen, px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard:
    """How a reader's own network is opened."""

    input_shape: Shape
    """``(C, H, W)``."""
    classes: int
    """How many values it puts out."""
    mean: tuple[float, ...]
    """Of each channel, in pictures of 0 to 1."""
    std: tuple[float, ...]
    called: str = ""
    """Whose classes they are, of `CALLED`; empty: others."""
    categories: tuple[str, ...] = ()
    """Names of others; empty: they go by their numbers."""
    params: int = 0
    """Learned values."""
    layers: int = 0
    any_size: bool = False
    """Whether its layers take other sides with the same weights."""


CALLED = {"imagenet": 1000, "cifar10": 10}
"""Data sets whose classes have known names, and how many they are."""
NORMALISATIONS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "imagenet": ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)), "cifar10": ((0.4914, 0.4822, 0.4465),
                                                                         (0.2470, 0.2435, 0.2616)),
    "plain": ((0.0,), (1.0,)), "signed": ((0.5,), (0.5,)), "bytes": ((0.0,), (1 / 255,)),
}
"""Usual means and deviations: of ImageNet and CIFAR-10, values of 0 to 1, of -1 to 1, and of 0 to 255."""


def keep_network(data: bytes, owner: str, title: str, times: float = 1.0) -> str:
    """Keep an ONNX file with weights as a network of ``owner``; return its name.

    Pictures are first normalised as ImageNet's where there are three channels, and left at 0 to 1 otherwise.
    ``times``: how many times as many bytes as other readers this one may keep.

    Raises:
        NetworkError: there are no weights in it, or something that does not run here; or it does not read pictures.
        LimitError: larger than this server reads or runs, or more than a reader may keep.
    """
    found = files.read_trained(data)
    check_picture_shape(found.input_shape)
    report = analyse(found.graph, found.input_shape)
    mean, std = normalisation("imagenet" if found.input_shape[0] == 3 else "plain", found.input_shape[0])
    card = OwnCard(input_shape=found.input_shape, classes=(report.output_shape or (0,))[0], mean=mean, std=std,
                called="imagenet" if (report.output_shape or (0,))[0] == CALLED["imagenet"] else "",
                params=report.params, layers=len(found.graph),
                any_size=takes(found.graph, found.input_shape, _other(found.input_shape)))
    return kept_files.keep_file(data, owner, title, asdict(card), times)


def normalisation(name: str, channels: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return mean and deviation of each channel; those of red, green and blue go round."""
    mean, std = NORMALISATIONS[name]
    return (tuple(mean[place % len(mean)] for place in range(channels)),
            tuple(std[place % len(std)] for place in range(channels)))


def normalisation_of(card: OwnCard) -> str:
    """Return the name of a card's usual normalisation; empty where it is none."""
    channels = card.input_shape[0]
    return next((name for name in NORMALISATIONS if normalisation(name, channels) == (card.mean, card.std)), "")


def card_of(name: str) -> OwnCard:
    """Return the card of a reader's own network.

    Raises:
        NetworkError: it is not here any more.
    """
    return card_from_json(kept_files.kept_card(name))


def with_card(name: str, owner: str, card: OwnCard) -> str:
    """Return the name of an owner's network with another card, everything in it checked.

    Raises:
        NetworkError: not as many names as classes, numbers out of range, or a side that its layers do not take.
    """
    checked_names(card.categories, 2 if card.classes == 1 and len(card.categories) == 2 else card.classes)
    if card.called and CALLED.get(card.called) != card.classes:
        raise NetworkError("This network tells {classes} classes apart, {set} has others.", classes=card.classes,
                           set=card.called[:20])
    if not all(isfinite(value) and abs(value) <= MOST for value in (*card.mean, *card.std)) or min(
            card.std) < LEAST_STD or {len(card.mean), len(card.std)} != {card.input_shape[0]}:
        raise NetworkError("Mean and deviation are numbers, one for each of the {channels} channels, deviations above "
                           "0.", channels=card.input_shape[0])
    if card.input_shape != card_of(name).input_shape and not takes(files.read_onnx(
            kept_files.kept_data(name)).graph, card_of(name).input_shape, card.input_shape):
        raise NetworkError("The layers of this network do not take inputs of {shape}: a linear layer has a weight for "
                           "each place of {own}. Leave the size as it is.", shape=shape_text(card.input_shape),
                           own=shape_text(card_of(name).input_shape))
    return kept_files.with_card(name, owner, asdict(card))


def _other(shape: Shape) -> Shape:
    """Return an input of about twice the side, or half of a large one."""
    return (shape[0], *(2 * side if 2 * side <= OWN_SIDES[1] else side // 2 for side in shape[1:]))


def takes(graph: Graph, own: Shape, shape: Shape) -> bool:
    """Say whether a network made for inputs of shape ``own`` takes others with the same weights."""
    if not all(OWN_SIDES[0] <= side <= OWN_SIDES[1] for side in shape[1:]):
        return False
    try:
        return _sizes(analyse(graph, shape)) == _sizes(analyse(graph, own))
    except ExplorerError:
        return False


def _sizes(report: Report) -> list[int]:
    return [row.params for row in report]


def card_from_json(record: Mapping[str, Any]) -> OwnCard:
    """Return the card that was kept."""
    read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    return OwnCard(**read)


def checked_names(names: tuple[str, ...], classes: int) -> tuple[str, ...]:
    """Return the names of the classes that a reader gave, if there are as many as the network tells apart.

    Raises:
        NetworkError: there are not.
    """
    if names and len(names) != classes:
        raise NetworkError("{given} names of classes were given, but the network of this file tells {classes} apart. "
                           "Write one name a line, in the order of training.", given=len(names), classes=classes)
    return names
