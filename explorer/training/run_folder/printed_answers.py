"""The last lines of exported source: what a script prints of a network's ``outputs``, by its task."""

from __future__ import annotations

from math import log

from explorer.detection import DETECT_GRID, LARGEST_FACTOR
from explorer.training.tasks.task_names import TaskName

PRINTED: dict[TaskName, str] = {
    "classify": """    shares = outputs.softmax(0)
    for place in shares.argsort(descending=True)[:5]:
        print(f"{shares[place]:.4f} {CATEGORIES[place]}")
""",
    "locate": """    shares = outputs[:-4].softmax(0)
    x, y, width, height = outputs[-4:].tolist()  # centre and size, shares of the side
    print(f"{shares.max():.4f} {CATEGORIES[shares.argmax()]}")
    print(f"x {x - width / 2:.3f} to {x + width / 2:.3f}, y {y - height / 2:.3f} to {y + height / 2:.3f}")
""",
    "detect": f"""    anchors = torch.tensor({DETECT_GRID.anchors!r})
    slots = outputs.view(len(anchors), -1, *outputs.shape[1:])  # objectness, box, scores of classes; for each cell
    shares = slots[:, 5:].softmax(1).amax(1) * slots[:, 0].sigmoid()
    for slot, row, column in (shares >= 0.5).nonzero().tolist():
        t = slots[slot, :, row, column]
        x = (column + t[1].sigmoid().item()) / outputs.shape[2]  # centre and size, shares of the side
        y = (row + t[2].sigmoid().item()) / outputs.shape[1]
        width, height = (t[3:5].clamp(max={log(LARGEST_FACTOR):.6f}).exp() * anchors[slot]).tolist()
        print(f"{{shares[slot, row, column]:.4f}} {{CATEGORIES[t[5:].argmax()]}}, "
              f"x {{x - width / 2:.3f}} to {{x + width / 2:.3f}}, y {{y - height / 2:.3f}} to {{y + height / 2:.3f}}")
""",
    "segment": """    classes = outputs.argmax(0)  # 0 is the ground
    for place, name in enumerate(("-", *CATEGORIES)):
        print(f"{(classes == place).float().mean():.4f} {name}")
""",
}
"""What a script prints of the outputs, by the task. Boxes of ``detect`` are all that are sure; those that overlap a
surer one of their class are for the caller to leave out."""
