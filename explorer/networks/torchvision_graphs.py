"""Graphs of torchvision's networks by the names of their functions, without weights.

All classifiers are read; of ViT, Swin and MaxViT what is convolutions, the rest grey. Networks for segmentation are
read whole but for heads that help in training, detectors as far as they are convolutions.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import torch

from explorer.errors import Message, NetworkError, SpecError
from explorer.graph import PRESETS, Graph, Shape
from explorer.networks.torch_graph.outline import outline
from explorer.settings import settings

AS_TORCHVISION = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
"""Presets whose layers have torchvision's names; for them nothing has to be loaded."""
SEGMENTATION_SIDE, DETECTION_SIDE = 520, 800
"""Sides of pictures to which torchvision's metadata refers, px."""
COMPUTES_WIDTHS = "regnet"
"""Cannot be built on the meta device, since its constructor reads tensors."""


@cache
def torchvision_graph(name: str) -> tuple[Graph, Shape, tuple[Message, ...]] | None:
    """Return ``torchvision.models.<name>`` as a graph, the shape of its pictures, and what is left out of it.

    None: torchvision has no such network, nothing of it can be read, or it would take too much memory. The first one
    takes seconds, since torchvision is loaded; nothing is allocated for weights but of RegNets.
    """
    if name in AS_TORCHVISION:
        return PRESETS[name].graph, PRESETS[name].input_shape, ()
    from torchvision import models  # takes 4 s
    parts: dict[str, Any] = {"classes": models, "segmentation": models.segmentation, "detection": models.detection}
    task = next((task for task, module in parts.items() if name in models.list_models(module=module)), None)
    if task is None or (name.startswith(COMPUTES_WIDTHS) and _size(name) > settings().run_params):
        return None
    side = _side(name, task)
    try:
        graph, notes = outline(_untrained(name, task), (3, side, side))
    except (SpecError, NetworkError):
        return None
    return graph, (3, side, side), notes


def _size(name: str) -> int:
    from torchvision import models  # takes 4 s
    return int(models.get_model_weights(name).DEFAULT.meta["num_params"])


def _side(name: str, task: str) -> int:
    from torchvision import models  # takes 4 s
    if task == "segmentation":
        return SEGMENTATION_SIDE
    if task == "detection":
        return next((side for side in (300, 320) if str(side) in name), DETECTION_SIDE)
    crop = models.get_model_weights(name).DEFAULT.transforms().crop_size
    return int(crop[0])


def _untrained(name: str, task: str) -> Any:
    """Return the module with no weights, and of none that torchvision would fetch."""
    from torchvision import models  # takes 4 s
    given: dict[str, Any] = {"weights_backbone": None} if task != "classes" else {}
    given |= {"init_weights": False, "aux_logits": False} if name in ("googlenet", "inception_v3") else {}
    with torch.device("cpu" if name.startswith(COMPUTES_WIDTHS) else "meta"):
        return models.get_model(name, weights=None, **given).eval()
