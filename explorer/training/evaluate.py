"""How well a network does on pictures that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.training.data.dataset import Pictures
from explorer.training.network.normalisation import Inputs


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
