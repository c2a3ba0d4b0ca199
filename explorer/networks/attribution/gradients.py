"""Methods that add up gradients of a score with respect to the pixels. Maps are (H, W), gradients (N, C, H, W)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from explorer.arrays import Floats
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.context import Context, array, on
from explorer.networks.attribution.request import Attribution, Completeness


def gradients(module: nn.Module, batch: Tensor, target: int) -> Tensor:
    """Return the gradient of the score of class ``target`` with respect to each picture of ``batch``."""
    scores = module(batch.requires_grad_())[:, target]
    return torch.autograd.grad(scores.sum(), batch)[0]


def saliency(context: Context) -> Attribution:
    """Return the largest absolute gradient of each pixel's colours."""
    return sloped(context, np.abs(slopes(context, context.values[None])[0]).max(axis=0))


def input_x_gradient(context: Context) -> Attribution:
    """Return each pixel times its gradient, colours added."""
    return share_of_score((context.values * slopes(context, context.values[None])[0]).sum(axis=0))


def smoothgrad(context: Context) -> Attribution:
    """Return the largest absolute colour of the average gradient of noisy photos."""
    noise = _noise(context)
    total = np.zeros_like(context.values)
    for part in context.pieces(context.options["samples"], gradients=True):
        batch = np.stack([context.values + noise() for _ in part])
        total += slopes(context, batch).sum(axis=0)
    return sloped(context, np.abs(total / context.options["samples"]).max(axis=0))


def integrated_gradients(context: Context) -> Attribution:
    """Return the integral of the gradient from a photo without information to this one, times the difference.

    By Gauss and Legendre's rule, whose points lie inside the way; exact for polynomials of degree 2 steps - 1.
    """
    base = start(context.options["baseline"], context.network, context.values)
    points, weights = np.polynomial.legendre.leggauss(context.options["steps"])
    shares, weights = ((1 + points) / 2).astype(np.float32), (weights / 2).astype(np.float32)
    path = context.values - base
    total = np.zeros_like(path)
    for part in context.pieces(len(shares), gradients=True):
        batch = base + shares[part.start:part.stop, None, None, None] * path
        total += np.tensordot(weights[part.start:part.stop], slopes(context, batch), axes=1)
    values = (total * path).sum(axis=0)
    score, base_score = scores(context, np.stack([context.values, base]))
    complete = Completeness(float(values.sum(dtype=np.float64)), float(score), float(base_score))
    return replace(share_of_score(values), completeness=complete)


def gradient_shap(context: Context) -> Attribution:
    """Return the average over random starts, and random points of the way from them, of gradient times way.

    Drawn in Captum's order: noise of all photos, then their starts, then the points.
    """
    count = context.options["samples"]
    noise, draw = _noise(context), np.random.RandomState(context.request.seed)
    starts = np.stack([start(name, context.network, context.values) for name in ("black", "grey", "white", "blur")])
    chosen = draw.choice(len(starts), count)
    shares = draw.uniform(0.0, 1.0, count).astype(np.float32)
    total = np.zeros_like(context.values)
    for part in context.pieces(count, gradients=True):
        paths = np.stack([context.values + noise() for _ in part]) - starts[chosen[part.start:part.stop]]
        batch = starts[chosen[part.start:part.stop]] + shares[part.start:part.stop, None, None, None] * paths
        total += (slopes(context, batch) * paths).sum(axis=0)
    return share_of_score((total / count).sum(axis=0))


def sloped(context: Context, values: Floats) -> Attribution:
    """Return a map of slopes: a place moves the score by its slope times the range of the photo."""
    return Attribution(values=values, effect=float(np.abs(values).max(initial=0)) * context.span)


def share_of_score(values: Floats) -> Attribution:
    """Return a map whose values are parts of the score."""
    return Attribution(values=values, effect=float(np.abs(values).max(initial=0)))


def slopes(context: Context, batch: Floats) -> Floats:
    """Return the gradient of the class's score for each picture of ``batch``, (N, C, H, W)."""
    return context.compute(lambda module, photo: array(gradients(module, on(photo.device, batch), context.target)))


def scores(context: Context, batch: Floats) -> Floats:
    """Return the class's score for each picture of ``batch``, (N,)."""
    def piece(module: nn.Module, photo: Tensor) -> Floats:
        with torch.inference_mode():
            return array(module(on(photo.device, batch))[:, context.target])
    return context.compute(piece)


class _Noise:
    """Draws noise for one photo after the other, so that the cut into pieces changes nothing."""

    def __init__(self, shape: tuple[int, ...], spread: float, seed: int) -> None:
        self.spread = torch.full(shape, spread)
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(self) -> Floats:
        found: Floats = torch.normal(0.0, self.spread, generator=self.generator).numpy()
        return found


def _noise(context: Context) -> _Noise:
    span = float(context.values.max() - context.values.min())
    return _Noise(context.values.shape, context.options["noise"] * span, context.request.seed)
