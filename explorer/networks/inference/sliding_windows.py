"""Scores of a classifier all over a picture: window by window, and in one pass with its linear layers convolved."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor, nn

from explorer.arrays import Floats, Pixels
from explorer.errors import NetworkError
from explorer.graph import INPUT, AdaptivePool, Flatten, Graph, Row, analyse, convolved, renamed, shape_text
from explorer.networks.inference.feature_maps import as_batch, image_digest, move
from explorer.networks.inference.service import asked_device, run
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.torch_graph.modules import module_of
from explorer.runtime import Cache

PIECE = 64
"""Windows that are looked at together; others are served between two pieces."""
REPEATS = 3
"""So often one pass is measured; the fastest counts."""
KEPT_BYTES = 32 * 2**20
"""Score maps are kept up to this many bytes together."""
OnShare = Callable[[float], None]


@dataclass(frozen=True, slots=True, eq=False)
class ScoreMap:
    """Scores of all classes at all places, and how long they took to compute."""

    values: Floats
    """(K, rows, columns), before any softmax; read-only."""
    seconds: float
    """On the device alone, without waiting for it."""


def normalised(network: Network, pixels: Pixels) -> Floats:
    """Return a picture of any sides as the network reads its own, (C, H, W): each colour scaled and moved alike.

    Args:
        network: one whose ``preprocess`` treats all pixels alike, as those of bundled networks do.
        pixels: RGB, (H, W, 3).
    """
    _, height, width = network.input_shape
    black, white = (network.preprocess(np.full((height, width, 3), level, np.uint8))[:, 0, 0] for level in (0, 255))
    found: Floats = (black + pixels / np.float32(255) * (white - black)).transpose(2, 0, 1)
    return np.ascontiguousarray(found, dtype=np.float32)


def window_scores(network: Network, values: Floats, stride: int, report: OnShare | None = None) -> ScoreMap:
    """Return the scores of every window that is cut out of a picture, as if each were a picture of its own.

    Args:
        network: a classifier; its input's side is the window.
        values: the picture as the network reads it, (C, H, W), at least as large as the window.
        stride: between two windows, px.
        report: is told the share that is done after each piece; it may raise to stop.

    Raises:
        NetworkError: the picture is smaller than the window, or has other channels.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    _check(network, values)
    side = network.input_shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(values, (side, side), axis=(1, 2))[:, ::stride, ::stride]

    def scores() -> ScoreMap:
        run(lambda device: _passed(network.module, windows[:, 0, :1].swapaxes(0, 1), device))  # sets things up
        return ScoreMap(*_all_windows(network.module, windows, report or _ignore))

    return _kept("windows", network, values, stride, scores)


def one_pass_scores(network: Network, values: Floats) -> ScoreMap:
    """Return the scores all over a picture from one pass, linear layers being convolutions with the same weights.

    Args, Raises: as `window_scores`; the stride is the network's own.
    """
    _check(network, values)
    whole = convolved_classifier(network).whole

    def timed(device: torch.device) -> ScoreMap:
        move(whole, device)
        batch = as_batch(values, device)
        runs = [_timed(whole, batch) for _ in range(REPEATS + 1)][1:]  # the first one also sets things up
        return ScoreMap(_read_only(runs[0][0][0]), min(took for _, took in runs))

    return _kept("once", network, values, 0, lambda: run(timed))


def map_window_scores(network: Network, values: Floats) -> ScoreMap:
    """Return what the network's last layers say of every window of its last maps, each cut out and asked alone.

    The maps are computed once, for the whole picture. This is what the one pass computes, window by window: equal up to
    rounding, with padding and without.

    Args, Raises: as `window_scores`; the stride is the network's own.
    """
    _check(network, values)
    parts = convolved_classifier(network)
    shape = network.report[parts.last_maps].output_shape
    assert shape  # a network that has been loaded is whole
    sides = shape[1:]

    def scores() -> ScoreMap:
        maps = run(lambda device: _passed(parts.maps, values[None], device)[0])[0]
        windows = np.lib.stride_tricks.sliding_window_view(maps, sides, axis=(1, 2))
        return ScoreMap(*_all_windows(parts.ending, windows, _ignore))

    return _kept("maps", network, values, 0, scores)


@dataclass(frozen=True, slots=True, eq=False)
class ConvolvedClassifier:
    """A classifier with its linear layers as convolutions, whole; and cut in two, as it was. All share its weights."""

    graph: Graph
    """Of ``whole``."""
    whole: nn.Module
    maps: nn.Module
    """From the picture to the last maps."""
    ending: nn.Module
    """From the last maps to the scores, with linear layers."""
    last_maps: str
    """The layer that puts them out."""


def convolved_classifier(network: Network) -> ConvolvedClassifier:
    """Return ``network`` with its linear layers as convolutions.

    Raises:
        SpecError: it has none that can be turned.
    """
    if network not in _convolved:
        graph = convolved(network.graph, network.input_shape)
        known = dict(network.module.named_modules())
        rows = {row.name: row for row in analyse(graph, network.input_shape)}
        modules = {node.name: _turned(known[node.name], rows[node.name]) for node in graph}
        last, ending = _ending(network.graph)
        _convolved[network] = ConvolvedClassifier(
            graph, assemble(graph, modules).eval(), assemble(network.graph.up_to(last), known).eval(),
            assemble(ending, known).eval(), last)
    return _convolved[network]


def _ending(graph: Graph) -> tuple[str, Graph]:
    """Return the layer whose maps are flattened, pooled first or not, and what stands behind it."""
    flat = next(place for place, node in enumerate(graph.nodes) if isinstance(node.layer, Flatten))
    start = flat - 1 if flat and isinstance(graph.nodes[flat - 1].layer, AdaptivePool) else flat
    last = graph.nodes[start].inputs[0]
    return last, Graph(tuple(renamed(node, last, INPUT) for node in graph.nodes[start:]))


def _turned(module: nn.Module, row: Row) -> nn.Module:
    """Return the module of a layer that is a convolution or a pooling now, or the one that it was."""
    if not isinstance(module, nn.AdaptiveAvgPool2d | nn.Linear):
        return module
    turned = module_of(row.layer, row.input_shape)
    if isinstance(module, nn.Linear) and isinstance(turned, nn.Conv2d):
        weight = module.weight.detach().reshape(turned.weight.shape)
        turned.weight, turned.bias = nn.Parameter(weight, requires_grad=False), module.bias
    return turned


def _kept(which: str, network: Network, values: Floats, stride: int, make: Callable[[], ScoreMap]) -> ScoreMap:
    return _results.get((which, network.number, image_digest(values), stride, str(asked_device())), make)


def _ignore(share: float) -> None:
    """Take a report that nobody wants."""


def _all_windows(module: nn.Module, windows: Floats, report: OnShare) -> tuple[Floats, float]:
    """Return the scores (K, rows, columns) of windows (C, rows, columns, h, w), and the time that they took, s."""
    rows, columns = windows.shape[1:3]
    parts, seconds = [], 0.0
    for start in range(0, rows * columns, PIECE):
        places = np.arange(start, min(start + PIECE, rows * columns))
        batch = windows[:, places // columns, places % columns].swapaxes(0, 1)
        found, took = run(partial(_passed, module, batch), long=True)
        parts.append(found)
        seconds += took
        report((places[-1] + 1) / (rows * columns))
    scores = np.concatenate(parts).reshape(rows * columns, -1).T.reshape(-1, rows, columns)
    return scores, seconds


def _passed(module: nn.Module, batch: Floats, device: torch.device) -> tuple[Floats, float]:
    move(module, device)
    ready = torch.from_numpy(np.array(batch, order="C")).to(device, memory_format=torch.channels_last)
    output, seconds = _timed(module, ready)
    return _read_only(output), seconds


def _timed(module: nn.Module, batch: Tensor) -> tuple[Tensor, float]:
    with torch.inference_mode():
        start = perf_counter()
        output = module(batch).cpu()  # waits for the device
        return output, perf_counter() - start


def _read_only(output: Tensor) -> Floats:
    found: Floats = np.ascontiguousarray(output.float().numpy())
    found.setflags(write=False)
    return found


def _check(network: Network, values: Floats) -> None:
    channels, side, _ = network.input_shape
    if values.ndim != 3 or values.shape[0] != channels or min(values.shape[1:]) < side:
        raise NetworkError("{network} slides over pictures of {channels} channels and at least {side} × {side} px; "
                           "this one is {shape}.", network=network.name, channels=channels, side=side,
                           shape=shape_text(values.shape))


_results: Cache[Hashable, ScoreMap] = Cache(KEPT_BYTES, lambda found: found.values.nbytes)
_convolved: WeakKeyDictionary[Network, ConvolvedClassifier] = WeakKeyDictionary()
