"""Networks by name: ``<kind>/<rest>``, where the kind says who can load it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from itertools import count
from threading import RLock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from torch import nn

from explorer import networks
from explorer.detection import Found, Segmented
from explorer.errors import Message, NetworkError, message
from explorer.graph import Field, Graph, Report, Shape, analyse, from_text, shape_from_text, shape_text as shape_words
from explorer.images import Fit, Picture
from explorer.networks import attribution
from explorer.networks.catalogue import NetworkTask, WeightSet
from explorer.networks.loaders import LOADERS, loader_of
from explorer.networks.preprocessing import to_input
from explorer.networks.torch_graph.assembly import build, check_run_limits
from explorer.runtime import Cache

KEPT_PARAMS = 200_000_000
"""Networks are kept loaded up to this many parameters together (0.8 GB in float32)."""
Photo = Picture | NDArray[np.uint8] | NDArray[np.float32]
"""A picture; RGB pixels, [height, width, 3], uint8; or float32 of a network's input shape: taken as it is."""
Preprocess = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
_numbers = count()


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """torchvision's own module of a network that says where things are: it takes whole photos of any shape.

    What of it is layers is the network's ``module``, too, and shares its weights.
    """

    module: nn.Module = field(repr=False)
    weights: WeightSet
    """Say how photos are prepared for it."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Network:
    """A network that all readers share: in eval mode, without gradients. Whoever wants to change it copies it.

    ``module`` may be on any device and moves between them, so it is run through ``networks.run`` only.
    """

    name: str
    """What ``load`` takes."""
    module: nn.Module = field(repr=False)
    graph: Graph = field(repr=False)
    input_shape: Shape
    """``(C, H, W)``, without the batch."""
    preprocess: Preprocess = field(repr=False)
    """Make of RGB pixels, [height, width, 3], 0 to 255, any size, what the network reads, of ``input_shape``."""
    categories: tuple[str, ...] = field(default=(), repr=False)
    """Names of the outputs; empty where they have none."""
    task: NetworkTask = "classify"
    """What its output says: only of a classifier the last layer is one score for each category."""
    trained: bool = False
    """False: the weights are drawn at random."""
    weights: str = ""
    """Which trained weights, as ``load`` takes them; empty where they are random."""
    prepare_at: Callable[[int], Preprocess] | None = field(default=None, repr=False)
    """Return the ``preprocess`` for another side of the input; None where the network reads one size only."""
    crop: float = field(default=1.0, repr=False)
    """Share of the side of the photo's largest middle part of the input's shape that ``preprocess`` reads."""
    fit: Fit = field(default="crop", repr=False)
    """Whether ``preprocess`` cuts the middle out of a photo, or puts all of it between borders."""
    whole: Whole | None = field(default=None, repr=False)
    """What finds things in whole photos; None: ``module`` does, or it finds none."""
    number: int = field(default_factory=lambda: next(_numbers), repr=False)
    """Stands for this very network in this process; never given twice."""

    @property
    def report(self) -> Report:
        """Shapes, sizes and fields of every layer, as :func:`explorer.analyse` returns them."""
        return report_of(self)

    def predict(self, photo: Photo, top: int = 5) -> tuple[networks.Guess, ...]:
        """Return the ``top`` likeliest classes, the likeliest first; outputs without names go by their numbers.

        Raises:
            NetworkError: it says where things are, not what a photo shows.
        """
        if self.task != "classify":
            raise NetworkError("{network} names no class of a whole photo: it says where things are. Ask it to find "
                               "or to segment.", network=self.name)
        scores = self.maps(photo, self.graph.output).ravel()
        return networks.guesses(networks.shares(self, scores), networks.answer_names(self), count=top)

    def maps(self, photo: Photo, node: str) -> NDArray[np.float32]:
        """Return the output of a layer, or of a module such as ``layer2``, (C, H, W), read-only.

        Raises:
            NetworkError: see :func:`explorer.networks.observe`.
        """
        return networks.feature_maps(self, _pixels(photo), node)

    def find(self, photo: Photo, threshold: float = 0.5) -> Found:
        """Return the things that a detector finds in all of a photo, the surest first; see :mod:`explorer.detection`.

        Raises:
            NetworkError: no detector.
        """
        return networks.find(self, _pixels(photo)).above(threshold)

    def segment(self, photo: Photo) -> Segmented:
        """Return the class of each pixel of all of a photo.

        Raises:
            NetworkError: no network for segmentation.
        """
        return networks.segment(self, _pixels(photo))

    def explain(self, photo: Photo, method: str = "grad_cam", target: str | int | None = None,
                **options: Any) -> attribution.Attribution:
        """Return how much each pixel speaks for a class.

        Args:
            photo: what is looked at.
            method: a name in ``explorer.networks.attribution.METHODS``.
            target: name or number of the class; None: the likeliest.
            options: of the method, such as ``steps``.

        Raises:
            NetworkError: no such class, method or option; or no classifier.
        """
        place = self.predict(photo, top=1)[0].place if target is None else self._place(target)
        request = attribution.Request(method=method, target=place, options=options)
        return attribution.attribute(self, _pixels(photo), request)

    def receptive_field(self, node: str) -> Field | None:
        """Return what one unit of a layer, or of the last inside a module such as ``layer3``, sees of the input, px.

        None where values of different places stand in one row. The theoretical field: what a photo makes of it is
        :func:`explorer.networks.effective_field`.
        """
        inside = list(networks.taps(self.graph, node))
        if not inside:
            raise no_layer(self.name, self.graph, node)
        return self.report[inside[-1]].field

    def _place(self, target: str | int) -> int:
        if isinstance(target, int):
            return target
        names = networks.answer_names(self)
        if target not in names:
            near = get_close_matches(target, names, n=1, cutoff=0) or ["0"]
            raise NetworkError("{network} knows no class {target!r}. Did you mean {near!r}?", network=self.name,
                               target=target[:80], near=near[0])
        return names.index(target)


def _pixels(photo: Photo) -> NDArray[np.uint8] | NDArray[np.float32]:
    return photo.pixels if isinstance(photo, Picture) else photo


def no_layer(network: str, graph: Graph, node: str) -> NetworkError:
    """Return what to say where ``graph`` has no layer ``node``."""
    near = get_close_matches(node, graph.places, n=1, cutoff=0) or [graph.output]
    return NetworkError("{network} has no layer {node!r}. Did you mean {near!r}?", network=network, node=node,
                        near=near[0])


def load(name: str, *, seed: int = 0, weights: str | None = "DEFAULT") -> Network:
    """Return the network called ``name``; those used last are kept and shared.

    Args:
        name: ``torchvision/resnet18``, ``bundled/resnet20``, or ``stack/<input shape>/<text of the stack>``, such as
            ``stack/3x32x32/conv.o8~relu``; :func:`explorer.networks.catalogue` lists them.
        seed: of the weights that are drawn at random.
        weights: which pretrained weights, for kinds that have them; None: random.

    Raises:
        NetworkError: nothing is called so.
        SpecError: the text does not describe a network.
        LimitError: larger than this server runs.
    """
    kind, slash, rest = name.partition("/")
    if kind not in LOADERS or not slash:
        raise NetworkError("There is no network {name!r}. Choose one from the list of networks; if you followed a "
                           "link, copy the whole of it again.", name=name[:80])
    return _cache.get((name, seed, weights), lambda: loader_of(kind)(rest, seed, weights))


def keep(name: str, weights: str, make: Callable[[], Network]) -> Network:
    """Return the network that ``load(name, weights=weights)`` finds; ``make`` it if it is not kept."""
    return _cache.get((name, 0, weights), make)


def renamed(network: Network, categories: tuple[str, ...], weights: str) -> Network:
    """Return ``network`` with other names of its outputs, sharing its weights, as ``load(..., weights=weights)``."""
    return replace(network, categories=categories, weights=weights, number=next(_numbers))


def at_side(network: Network, side: int) -> Network:
    """Return ``network`` for pictures of ``side`` px, sharing its weights: its maps grow and shrink with the input.

    Everything up to the last pooling slides over the picture, so it does at any size what it does at its own. What it
    says in the end is less sure: it has learned how large things are in pictures of its own size, and in a larger
    input they are larger, while its fields stay as they are. See :func:`side_note`.

    Raises:
        NetworkError: its input has one size only.
        ShapeError: a layer does not fit into so small a picture.
        LimitError: more than this server computes for one picture.
    """
    shape = (network.input_shape[0], side, side)
    if shape == network.input_shape:
        return network
    if network.prepare_at is None:
        raise _one_size(network)
    with _finding_out:
        known = _sized.setdefault(network, {})
        if side not in known:
            report = analyse(network.graph, shape)
            if any(row.params != report_of(network)[row.name].params for row in report):
                raise _one_size(network)  # a layer has weights for each place of its input
            check_run_limits(report, params=False)
            known[side] = replace(network, input_shape=shape, preprocess=network.prepare_at(side),
                                  number=next(_numbers))
        return known[side]


def _one_size(network: Network) -> NetworkError:
    return NetworkError("{network} reads inputs of {shape} only. Choose another network for larger pictures.",
                        network=network.name, shape=shape_words(network.input_shape))


def side_note(network: Network, side: int) -> Message | None:
    """Return what to know about an input of ``side`` px for a network trained on another; None: nothing."""
    own = network.input_shape[1]
    if side == own:
        return None
    if side > own:
        return message("This network was trained on pictures of {own} px and is now given {side} px. Its maps have "
                       "more places, but a field covers as many pixels as before, so each unit sees a smaller part of "
                       "the photo. Expect other predictions, mostly less certain ones.", own=own, side=side)
    return message("This network was trained on pictures of {own} px and is now given {side} px. Its maps have fewer "
                   "places, and each unit sees a larger part of the photo, but fewer details. Expect other "
                   "predictions, mostly less certain ones.", own=own, side=side)


def report_of(network: Network) -> Report:
    """Return shapes, sizes and fields of every layer for the network's own input; analysed once."""
    with _finding_out:
        if network not in _reports:
            _reports[network] = analyse(network.graph, network.input_shape)
        return _reports[network]


def load_stack(rest: str, seed: int, weights: str | None) -> Network:  # noqa: ARG001
    """Return the stack ``<input shape>/<text>`` with random weights."""
    shape_text, _, text = rest.partition("/")
    graph, shape = from_text(text), shape_from_text(shape_text)
    module = build(graph, shape, seed=seed)
    return Network(f"stack/{rest}", module, graph, shape, partial(to_input, input_shape=shape))


# Of each network, as long as it is kept itself: those for other sides, and what is known of its layers.
_sized: WeakKeyDictionary[Network, dict[int, Network]] = WeakKeyDictionary()
_reports: WeakKeyDictionary[Network, Report] = WeakKeyDictionary()
_finding_out = RLock()
"""Held meanwhile, so that a class that opens a network together waits for one."""
_cache: Cache[tuple[str, int, str | None], Network] = Cache(
    KEPT_PARAMS, lambda network: sum(weights.numel() for weights in (
        network.whole or network).module.parameters()))
