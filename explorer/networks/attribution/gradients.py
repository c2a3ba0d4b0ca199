"""Methods that add up gradients of a score with respect to the pixels. Maps are (H, W), gradients (N, C, H, W)."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.context import Context, array, on
from explorer.networks.attribution.request import Attribution, Completeness, Floats


def gradients(module: nn.Module, batch: Tensor, target: int) -> Tensor:
    """Return the gradient of the score of class ``target`` with respect to each picture of ``batch``."""
    from captum.attr import Saliency  # takes 3.5 s
    found: Tensor = Saliency(module).attribute(batch.requires_grad_(), target=target, abs=False)
    return found.detach()


def saliency(case: Context) -> Attribution:
    """Return the largest absolute gradient of each pixel's colours."""
    return Attribution(values=np.abs(slopes(case, case.values[None])[0]).max(axis=0))


def input_x_gradient(case: Context) -> Attribution:
    """Return each pixel times its gradient, colours added."""
    return Attribution(values=(case.values * slopes(case, case.values[None])[0]).sum(axis=0))


def smoothgrad(case: Context) -> Attribution:
    """Return the largest absolute colour of the average gradient of noisy photos."""
    noise = _noise(case)
    total = np.zeros_like(case.values)
    for part in case.pieces(case.options["samples"], gradients=True):
        batch = np.stack([case.values + noise() for _ in part])
        total += slopes(case, batch).sum(axis=0)
    return Attribution(values=np.abs(total / case.options["samples"]).max(axis=0))


def integrated_gradients(case: Context) -> Attribution:
    """Return the integral of the gradient from a photo without information to this one, times the difference.

    By Gauss and Legendre's rule, whose points lie inside the way; exact for polynomials of degree 2 steps - 1.
    """
    base = start(case.options["baseline"], case.network, case.values)
    points, weights = np.polynomial.legendre.leggauss(case.options["steps"])
    shares, weights = ((1 + points) / 2).astype(np.float32), (weights / 2).astype(np.float32)
    way = case.values - base
    total = np.zeros_like(way)
    for part in case.pieces(len(shares), gradients=True):
        batch = base + shares[part.start:part.stop, None, None, None] * way
        total += np.tensordot(weights[part.start:part.stop], slopes(case, batch), axes=1)
    values = (total * way).sum(axis=0)
    score, base_score = scores(case, np.stack([case.values, base]))
    return Attribution(values=values, completeness=Completeness(float(values.sum(dtype=np.float64)), float(score),
                                                                float(base_score)))


def gradient_shap(case: Context) -> Attribution:
    """Return the average over random starts, and random points of the way from them, of gradient times way.

    Drawn in Captum's order: noise of all photos, then their starts, then the points.
    """
    count = case.options["samples"]
    noise, draw = _noise(case), np.random.RandomState(case.request.seed)
    starts = np.stack([start(name, case.network, case.values) for name in ("black", "grey", "white", "blur")])
    chosen = draw.choice(len(starts), count)
    shares = draw.uniform(0.0, 1.0, count).astype(np.float32)
    total = np.zeros_like(case.values)
    for part in case.pieces(count, gradients=True):
        ways = np.stack([case.values + noise() for _ in part]) - starts[chosen[part.start:part.stop]]
        batch = starts[chosen[part.start:part.stop]] + shares[part.start:part.stop, None, None, None] * ways
        total += (slopes(case, batch) * ways).sum(axis=0)
    return Attribution(values=(total / count).sum(axis=0))


def slopes(case: Context, batch: Floats) -> Floats:
    """Return the gradient of the class's score for each picture of ``batch``, (N, C, H, W)."""
    return case.compute(lambda module, photo: array(gradients(module, on(photo.device, batch), case.target)))


def scores(case: Context, batch: Floats) -> Floats:
    """Return the class's score for each picture of ``batch``, (N,)."""
    def piece(module: nn.Module, photo: Tensor) -> Floats:
        with torch.inference_mode():
            return array(module(on(photo.device, batch))[:, case.target])
    return case.compute(piece)


class _Noise:
    """Draws noise for one photo after the other, so that the cut into pieces changes nothing."""

    def __init__(self, shape: tuple[int, ...], spread: float, seed: int) -> None:
        self.spread = torch.full(shape, spread)
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(self) -> Floats:
        found: Floats = torch.normal(0.0, self.spread, generator=self.generator).numpy()
        return found


def _noise(case: Context) -> _Noise:
    span = float(case.values.max() - case.values.min())
    return _Noise(case.values.shape, case.options["noise"] * span, case.request.seed)
