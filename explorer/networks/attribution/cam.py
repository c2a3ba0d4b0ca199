"""Grad-CAM: which places of a layer speak for a class; and which layer to ask."""

from __future__ import annotations

from math import prod

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.arrays import Floats
from explorer.errors import Message, NetworkError, message
from explorer.graph import Row, shape_text
from explorer.networks.attribution.backward import guided, no_relu_note
from explorer.networks.attribution.context import Context, array
from explorer.networks.attribution.request import Attribution
from explorer.networks.inference.class_at import CLASS_AT
from explorer.networks.network import Network, report_of

MAPS = ("convolution", "normalisation", "activation", "merge")
"""Families whose maps stand for what the network found, not for a thinned or cut copy of it."""


def cam_layers(network: Network) -> tuple[str, ...]:
    """Return the layers whose maps Grad-CAM can read: (C, H, W) with more than one place, in their order."""
    return tuple(row.name for row in report_of(network) if _has_places(row))


def default_cam_layer(network: Network) -> tuple[str, Message]:
    """Return the layer that Grad-CAM reads unless told otherwise, and why.

    Raises:
        NetworkError: no layer has maps with more than one place.
    """
    rows = [row for row in report_of(network) if _has_places(row)]
    if not rows:
        raise _nothing_to_read(network)
    if network.graph.output == CLASS_AT:
        return _coarsest(rows)
    row = next((row for row in reversed(rows) if row.layer.family in MAPS and _is_work(row)
                and row.name in network.graph.cut_nodes), rows[-1])
    return row.name, message(
        "{layer} ({shape}) is the last layer that works on maps, before they are pooled or flattened, and all paths go "
        "through it: it knows most about classes while it still knows where things are.", layer=row.name,
        shape=shape_text(row.output_shape or ()))


def _coarsest(rows: list[Row]) -> tuple[str, Message]:
    """Return the last activation of the coarsest maps: those behind it are scores of their place alone."""
    worked = [row for row in rows if row.layer.family in ("activation", "merge")] or rows
    least = min(prod((row.output_shape or ())[1:]) for row in worked)
    row = next(row for row in reversed(worked) if prod((row.output_shape or ())[1:]) == least)
    return row.name, message(
        "{layer} ({shape}) has the coarsest maps: they know most about things while they still know where these are.",
        layer=row.name, shape=shape_text(row.output_shape or ()))


def grad_cam(context: Context) -> Attribution:
    """Return the ReLU of a layer's maps, weighted by their mean gradients and added up, as large as the input."""
    layer = _layer(context)
    weighed = context.compute(lambda module, photo: array(_cells(module, layer, photo, context.target)[0, 0]))
    cells = np.maximum(weighed, 0)
    return Attribution(values=enlarged(cells, context.values.shape[1:]), cells=cells, layer=layer,
                       note=_blank(weighed, layer), effect=_effect(cells))


def guided_grad_cam(context: Context) -> Attribution:
    """Return guided backpropagation times Grad-CAM, colours added."""
    layer = _layer(context)

    def piece(module: nn.Module, photo: Tensor) -> tuple[Floats, Floats]:
        cells = _cells(module, layer, photo, context.target)[0, 0]
        return array(cells), array(guided(module, photo, context.target)[0])

    weighed, detail = context.compute(piece)
    cells = np.maximum(weighed, 0)
    places = enlarged(cells, context.values.shape[1:])
    slope = float(np.abs(detail).max(initial=0)) * context.span
    return Attribution(values=(detail * places).sum(axis=0), cells=cells, layer=layer,
                       note=_blank(weighed, layer) or no_relu_note(context.network),
                       effect=min(_effect(cells), slope))


def _effect(cells: Floats) -> float:
    """Return by how much a cell moves the score: its weights are means over all cells, so as many times its value."""
    return float(cells.max(initial=0)) * cells.size


def enlarged(cells: Floats, size: tuple[int, ...]) -> Floats:
    """Return a map (h, w) at another size, bilinear, as the paper does."""
    found: Floats = functional.interpolate(torch.tensor(cells)[None, None], size, mode="bilinear",
                                           align_corners=False)[0, 0].numpy()
    return found


def _cells(module: nn.Module, layer: str, photo: Tensor, target: int) -> Tensor:
    """Return the weighted sum of the layer's maps, (1, 1, h, w), before its ReLU."""
    from captum.attr import LayerGradCam  # takes 3.5 s
    asked = module.get_submodule(layer)
    # Gradients begin here rather than at the photo, so nothing is kept of the layers before.
    begin = asked.register_forward_hook(lambda _module, _inputs, maps: maps.requires_grad_())
    try:
        found: Tensor = LayerGradCam(module, asked).attribute(photo.detach(), target=target)
    finally:
        begin.remove()
    return found.detach()


def _layer(context: Context) -> str:
    layer = context.request.layer or default_cam_layer(context.network)[0]
    known = cam_layers(context.network)
    if not known:
        raise _nothing_to_read(context.network)
    if layer not in known:
        raise NetworkError("Grad-CAM cannot read {layer!r}: it is no layer of {network} with maps of more than one "
                           "place. Choose for example {example}.", layer=layer[:60], network=context.network.name,
                           example=known[-1])
    return layer


def _nothing_to_read(network: Network) -> NetworkError:
    return NetworkError("No layer of {network} has maps with more than one place, so Grad-CAM has nothing to read. "
                        "Choose another method, or a network with convolutions.", network=network.name)


def _blank(weighed: Floats, layer: str) -> Message | None:
    """Return why a map is blank, or None where it is not."""
    if weighed.max(initial=0) > 0:
        return None
    if not weighed.any():
        return message("The map is blank because no gradient reaches {layer}: the class's score does not change with "
                       "its maps at all. Try another layer, or another photo.", layer=layer)
    return message("The map is blank because ReLU removed everything: in {layer} every place speaks against this "
                   "class (from {low:.3g} to {high:.3g}), and Grad-CAM keeps only what is above 0. Choose a class "
                   "that the network finds likely, or another layer.", layer=layer, low=float(weighed.min()),
                   high=float(weighed.max()))


def _has_places(row: Row) -> bool:
    shape = row.output_shape or ()
    return len(shape) == 3 and prod(shape[1:]) > 1


def _is_work(row: Row) -> bool:
    """Say whether a layer does more than hand on what it gets."""
    return type(row.layer).__name__ not in ("Dropout", "Identity")
