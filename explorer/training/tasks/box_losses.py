"""Boxes as tensors: how well they overlap, with gradients; which overlap too much to be two."""

from __future__ import annotations

import torch
from torch import Tensor


def corners(boxes: Tensor) -> Tensor:
    """Return boxes (..., 4) of centre x, y, width, height as x1, y1, x2, y2."""
    centres, halves = boxes[..., :2], boxes[..., 2:] / 2
    return torch.cat([centres - halves, centres + halves], -1)


def overlaps(ours: Tensor, others: Tensor) -> tuple[Tensor, Tensor]:
    """Return IoU and GIoU (...) of boxes (..., 4) in pairs, x1, y1, x2, y2; shapes are broadcast.

    Source:
        Rezatofighi et al. (2019), Generalized Intersection over Union, arXiv:1902.09630, algorithm 1.
    """
    sides = (torch.minimum(ours[..., 2:], others[..., 2:]) - torch.maximum(ours[..., :2], others[..., :2])).clamp(min=0)
    shared = sides.prod(-1)
    union = ((ours[..., 2:] - ours[..., :2]).prod(-1) + (others[..., 2:] - others[..., :2]).prod(-1) - shared)
    hull = (torch.maximum(ours[..., 2:], others[..., 2:]) - torch.minimum(ours[..., :2], others[..., :2])).prod(-1)
    iou = shared / union.clamp(min=1e-9)
    return iou, iou - (hull - union) / hull.clamp(min=1e-9)


def kept_boxes(boxes: Tensor, kinds: Tensor, threshold: float = 0.5) -> Tensor:
    """Return which boxes of each picture stay after non-maximum suppression within classes (N, T).

    Args:
        boxes: (N, T, 4), of each picture the surest first.
        kinds: (N, T).
        threshold: IoU above which the less sure of two falls.
    """
    iou, _ = overlaps(boxes[:, :, None], boxes[:, None])
    rivals = (iou > threshold) & (kinds[:, :, None] == kinds[:, None])
    kept = torch.ones(kinds.shape, dtype=torch.bool, device=kinds.device)
    for place in range(1, kinds.shape[1]):
        kept[:, place] = ~(rivals[:, place, :place] & kept[:, :place]).any(1)
    return kept
