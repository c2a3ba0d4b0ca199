"""How well scores fit the truth: accuracy, each class, confusion, calibration, and the surest mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.training.data.dataset import Pictures
from explorer.training.loop.baseline import always, balanced
from explorer.training.network.normalisation import Inputs

BINS = 10
MOST_MISTAKES = 300


def measures(scores: Tensor, labels: Tensor, categories: tuple[str, ...]) -> dict[str, Any]:
    """Return all measures of ``scores`` (N, classes) against ``labels`` (N,), as what JSON can hold.

    ``predicted`` and ``confidence`` have one entry for each picture, in order. Where a share is of nothing, it is
    None: the precision of a class that was never given, the recall of one that has no pictures.
    """
    sure, predicted = scores.double().softmax(1).max(1)
    table = confusion(predicted, labels, len(categories))
    classes = per_class(table, categories)
    return {
        "measured": len(labels),
        "accuracy": (predicted == labels).double().mean().item(),
        "balanced_accuracy": balanced(classes),
        "always": always(classes)._asdict(),
        "loss": functional.cross_entropy(scores.double(), labels).item(),
        "classes": classes,
        "confusion": table.tolist(),
        "calibration": calibration(sure, predicted == labels),
        "mistakes": mistakes(sure, predicted, labels),
        "predicted": predicted.tolist(),
        "confidence": [round(value, 6) for value in sure.tolist()],
    }


def confusion(predicted: Tensor, labels: Tensor, classes: int) -> Tensor:
    """Return how many pictures of each class (row) were given each class (column)."""
    return torch.bincount(labels * classes + predicted, minlength=classes**2).view(classes, classes)


def balanced_accuracy(predicted: Tensor, labels: Tensor) -> float:
    """Return the mean recall of the classes in ``labels`` (N,), 0 to 1."""
    counts = labels.bincount()
    right = labels[predicted == labels].bincount(minlength=len(counts))
    return (right[counts > 0] / counts[counts > 0]).double().mean().item()


def per_class(table: Tensor, categories: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return precision, recall and number of pictures of each class of a confusion table."""
    right, predicted, there = (part.tolist() for part in (table.diag(), table.sum(0), table.sum(1)))
    return [{"name": name, "pictures": there[place], "given": predicted[place],
             "precision": right[place] / predicted[place] if predicted[place] else None,
             "recall": right[place] / there[place] if there[place] else None}
            for place, name in enumerate(categories)]


def calibration(sure: Tensor, right: Tensor) -> dict[str, Any]:
    """Return the expected calibration error and the bins it is made of.

    Args:
        sure: probability of the class that was given, for each picture.
        right: whether it was the right one.

    Source:
        Guo et al. (2017), On calibration of modern neural networks, arXiv:1706.04599: bins of equal width, a value
        on an edge belongs to the bin below.
    """
    error = 0.0
    places = (sure * BINS).ceil().long().sub(1).clamp(0, BINS - 1)
    bins = []
    for place in range(BINS):
        inside = places == place
        count = int(inside.sum())
        confidence, accuracy = (values[inside].double().mean().item() for values in (sure, right))
        error += count * abs(accuracy - confidence) if count else 0
        bins.append({"low": place / BINS, "high": (place + 1) / BINS, "pictures": count,
                     "confidence": confidence if count else None, "accuracy": accuracy if count else None})
    return {"error": error / len(sure), "bins": bins}


def mistakes(sure: Tensor, predicted: Tensor, labels: Tensor) -> list[dict[str, Any]]:
    """Return the pictures that were given a wrong class, the surest first, up to 300."""
    wrong = (predicted != labels).nonzero()[:, 0]
    order = wrong[sure[wrong].argsort(descending=True, stable=True)][:MOST_MISTAKES]
    return [{"picture": int(row), "label": int(labels[row]), "predicted": int(predicted[row]),
             "confidence": round(float(sure[row]), 6)} for row in order]


def unchanged(pictures: Tensor) -> Tensor:
    """Return the pictures."""
    return pictures


def evaluate(network: nn.Module, pictures: Pictures, inputs: Inputs, *, bfloat16: bool = False,
             change: Callable[[Tensor], Tensor] = unchanged, batch_size: int = 500) -> tuple[float, float]:
    """Return the mean cross-entropy, nats, and the accuracy, 0 to 1, of ``network`` on ``pictures``.

    Args:
        change: is applied to each batch first, (N, 3, H, W), 0 to 1.
    """
    network.eval()
    loss = right = 0.0
    with torch.inference_mode():
        for rows in torch.arange(len(pictures)).split(batch_size):
            labels = pictures.labels[rows]
            with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
                scores = network(inputs.normalised(change(pictures.images[rows].float() / 255))).float()
            loss += functional.cross_entropy(scores, labels, reduction="sum").item()
            right += (scores.argmax(1) == labels).sum().item()
    return loss / len(pictures), right / len(pictures)
