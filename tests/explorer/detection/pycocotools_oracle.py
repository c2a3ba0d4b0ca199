"""What pycocotools says of detections."""

import contextlib
import io

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def by_pycocotools(found, truth, classes):
    """Return pycocotools' precision [threshold, recall, class] and its mean over all and at 0.5."""
    wide = lambda box: [box[0], box[1], box[2] - box[0], box[3] - box[1]]  # noqa: E731
    marked = [(picture, wide(box), int(label)) for picture, one in enumerate(truth)
              for box, label in zip(one.boxes.tolist(), one.labels, strict=True)]
    said = [{"image_id": picture, "bbox": wide(box), "category_id": int(label), "score": float(score)}
            for picture, one in enumerate(found)
            for box, label, score in zip(one.boxes.tolist(), one.labels, one.scores, strict=True)]
    with contextlib.redirect_stdout(io.StringIO()):
        reference = COCO()
        reference.dataset = {
            "images": [{"id": place} for place in range(len(truth))],
            "categories": [{"id": place} for place in range(classes)],
            "annotations": [{"id": place + 1, "image_id": picture, "bbox": box, "category_id": label, "iscrowd": 0,
                             "area": box[2] * box[3]} for place, (picture, box, label) in enumerate(marked)]}
        reference.createIndex()
        evaluation = COCOeval(reference, reference.loadRes(said), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation.eval["precision"][..., 0, -1], evaluation.stats[:2]
