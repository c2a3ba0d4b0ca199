"""An attribution from request to result, kept for the next time; and what it will cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace

import numpy as np

from explorer.arrays import Floats
from explorer.errors import message
from explorer.networks.attribution.backward import deconvolution, guided_backprop
from explorer.networks.attribution.cam import grad_cam, guided_grad_cam
from explorer.networks.attribution.context import Context
from explorer.networks.attribution.gradients import (
    gradient_shap,
    input_x_gradient,
    integrated_gradients,
    saliency,
    smoothgrad,
)
from explorer.networks.attribution.methods import METHODS
from explorer.networks.attribution.occlusion import occlusion, superpixels, window_places
from explorer.networks.attribution.request import Attribution, Request, check, prepared, rank_correlation
from explorer.networks.attribution.rounding import with_rounding
from explorer.networks.inference.batch_sizing import seconds_each
from explorer.networks.inference.feature_maps import Image, image_digest
from explorer.networks.inference.service import asked_device
from explorer.networks.network import Network
from explorer.runtime import Cache, OnProgress, bytes_of, ignore

KEPT_BYTES = 64 * 2**20
RUNNERS: dict[str, Callable[[Context], Attribution]] = {
    "saliency": saliency, "input_x_gradient": input_x_gradient, "integrated_gradients": integrated_gradients,
    "smoothgrad": smoothgrad, "guided_backprop": guided_backprop, "deconvolution": deconvolution,
    "grad_cam": grad_cam, "guided_grad_cam": guided_grad_cam, "occlusion": occlusion, "superpixels": superpixels,
    "gradient_shap": gradient_shap,
}
"""Who computes which method."""


def attribute(network: Network, image: Image, request: Request, report: OnProgress = ignore, *,
              known_as: bytes = b"") -> Attribution:
    """Return how much each pixel speaks for a class. The network is shared and stays as it is.

    Args:
        network: a classifier of pictures.
        image: RGB pixels, [height, width, 3], uint8, any size; or float32 of the network's input shape.
        request: which class, which method.
        report: told how far it is, and may stop it. Methods that are ``slow`` are best run by ``tasks.start``.
        known_as: what tells this image from all others; where it is not given, the pixels are read for it.

    Raises:
        NetworkError: no such method, option, class or layer; or no classifier.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
        Cancelled: ``report`` said so.
    """
    check(network, request)
    values = prepared(network, image)
    return _cache.get(key_of(network, image, request, known_as), lambda: _attribution(network, values, request, report))


def key_of(network: Network, image: Image, request: Request, known_as: bytes = b"") -> Hashable:
    """Return what stands for this attribution, for caches and ``tasks.start``; ``known_as`` as in `attribute`."""
    return ("attribution", network.number, known_as or image_digest(image), request.key, str(asked_device()))


def cached(network: Network, image: Image, request: Request, *, known_as: bytes = b"") -> Attribution | None:
    """Return the attribution if it has been computed and is kept; ``known_as`` as in `attribute`."""
    return _cache.find(key_of(network, image, request, known_as))


def likeness(one: Attribution, other: Attribution) -> float | None:
    """Return `rank_correlation` of two attributions, counted once for all who look at the same two."""
    return _likenesses.get((one.number, other.number), lambda: (rank_correlation(one.values, other.values),))[0]


def passes(network: Network, request: Request) -> int:
    """Return how many pictures will go through the network, there or there and back.

    Raises:
        NetworkError: see :func:`attribute`.
    """
    options = check(network, request)
    if request.method == "occlusion":
        return 1 + len(window_places(network.input_shape[1:], options["window"], options["stride"]))
    if request.method == "guided_grad_cam":
        return 2
    several = options.get("steps") or options.get("segments") or options.get("samples") or 1
    return int(several) + {"integrated_gradients": 2, "superpixels": 1}.get(request.method, 0)


def estimate_s(network: Network, request: Request) -> float:
    """Return about how long ``request`` will take if nobody else computes, s: its passes times one measured pass.

    A pass is measured the first time, which takes about four of them.

    Raises:
        NetworkError: see :func:`attribute`.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    count = passes(network, request)
    return count * seconds_each(network, gradients=METHODS[request.method].family != "covering")


def _attribution(network: Network, values: Floats, request: Request, report: OnProgress) -> Attribution:
    began = time.perf_counter()
    context = Context(network, values, request, report)
    found = with_rounding(context, RUNNERS[request.method](context))
    report(1.0)
    shown = np.ascontiguousarray(found.values, dtype=np.float32)
    shown.setflags(write=False)
    note = found.note or (None if shown.any() else _BLANK)
    return replace(found, values=shown, note=note, where=context.where, seconds=time.perf_counter() - began)


_BLANK = message("The map is blank: every value is exactly 0. No change of a pixel moves this score, for example "
                 "because all units on the way are switched off. Try another photo or class.")
_likenesses: Cache[tuple[int, int], tuple[float | None]] = Cache(2**12, lambda _one: 1)
_cache: Cache[Hashable, Attribution] = Cache(KEPT_BYTES, bytes_of)
