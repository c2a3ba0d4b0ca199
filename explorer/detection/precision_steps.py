"""Five detections by hand: what each does to precision and recall, and the area under the curve, as LaTeX."""

from __future__ import annotations

import numpy as np

from explorer.detection.average_precision import Detections, Judged, TrueBoxes, judged
from explorer.numbers import number

TRUE = ((0, 0, 10, 10), (20, 0, 30, 10), (40, 0, 50, 10))
SAID = ((0, 0, 10, 9), (41, 0, 51, 10), (22, 0, 34, 12), (20, 1, 30, 11), (60, 0, 70, 10))
SURE = (0.95, 0.9, 0.8, 0.6, 0.3)
"""Three objects of one class, and five detections, px."""


def five_detections(threshold: float = 0.5) -> Judged:
    """Return the example, judged at an IoU threshold."""
    labels = np.zeros(len(SAID), np.int64)
    return judged([Detections(np.array(SAID, float), labels, np.array(SURE))],
                  [TrueBoxes(np.array(TRUE, float), labels[:len(TRUE)])], threshold=threshold)


def share_lines(right: int, wrong: int, missed: int) -> tuple[str, str]:
    """Return precision and recall as LaTeX, with the numbers in them."""
    return (_share(r"\text{precision} = \frac{TP}{TP + FP}", right, wrong),
            _share(r"\text{recall} = \frac{TP}{TP + FN}", right, missed))


def area_line(one: Judged) -> str:
    """Return the average precision by all points as LaTeX: a sum of widths times heights, one for each right one."""
    steps = np.diff(one.recall, prepend=0.0)
    parts = [rf"\tfrac{{1}}{{{one.objects}}} \cdot {number(float(height), 3)}"
             for width, height in zip(steps, one.envelope, strict=True) if width > 0]
    return rf"\text{{AP}} = {' + '.join(parts) or '0'} = {number(one.by_all_points, 4)}"


def _share(start: str, right: int, others: int) -> str:
    total = right + others
    value = number(right / total, 4) if total else r"\text{--}"
    return rf"{start} = \frac{{{right}}}{{{right} + {others}}} = {value}"
