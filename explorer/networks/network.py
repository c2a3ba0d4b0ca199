"""Networks by name: ``<kind>/<rest>``, where the kind says who can load it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count

import numpy as np
from numpy.typing import NDArray
from torch import nn

from explorer.errors import NetworkError
from explorer.graph import Graph, Shape, from_text, shape_from_text
from explorer.networks.assembly import build
from explorer.networks.inputs import to_input
from explorer.networks.kept import Kept

KEPT_PARAMS = 200_000_000
"""Networks are kept loaded up to this many parameters together (0.8 GB in float32)."""
_numbers = count()


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
    preprocess: Callable[[NDArray[np.uint8]], NDArray[np.float32]] = field(repr=False)
    """Make of RGB pixels, [height, width, 3], 0 to 255, any size, what the network reads, of ``input_shape``."""
    categories: tuple[str, ...] = field(default=(), repr=False)
    """Names of the outputs; empty where they have none."""
    trained: bool = False
    """False: the weights are drawn at random."""
    number: int = field(default_factory=lambda: next(_numbers), repr=False)
    """Stands for this very network in this process; never given twice."""


def load(name: str, *, seed: int = 0, weights: str | None = "DEFAULT") -> Network:
    """Return the network called ``name``; those used last are kept and shared.

    Args:
        name: ``stack/<input shape>/<text of the stack>``, such as ``stack/3x32x32/conv.o8~relu``.
        seed: of the weights that are drawn at random.
        weights: which pretrained weights, for kinds that have them; None: random.

    Raises:
        NetworkError: nothing is called so.
        SpecError: the text does not describe a network.
        LimitError: larger than this server runs.
    """
    kind, slash, rest = name.partition("/")
    if kind not in LOADERS or not slash:
        raise NetworkError("There is no network {name!r}. Names begin with one of: {known}.", name=name[:80],
                           known=", ".join(f"{known}/" for known in LOADERS))
    return _kept.get((name, seed, weights), lambda: LOADERS[kind](rest, seed, weights))


def load_stack(rest: str, seed: int, weights: str | None) -> Network:  # noqa: ARG001
    """Return the stack ``<input shape>/<text>`` with random weights."""
    shape_text, _, text = rest.partition("/")
    graph, shape = from_text(text), shape_from_text(shape_text)
    module = build(graph, shape, seed=seed)
    return Network(f"stack/{rest}", module, graph, shape, partial(to_input, input_shape=shape))


Loader = Callable[[str, int, str | None], Network]
LOADERS: dict[str, Loader] = {"stack": load_stack}
"""Who loads which kind of name: gets what follows the slash, the seed and the weights asked for."""

_kept: Kept[tuple[str, int, str | None], Network] = Kept(
    KEPT_PARAMS, lambda network: sum(weights.numel() for weights in network.module.parameters()))
