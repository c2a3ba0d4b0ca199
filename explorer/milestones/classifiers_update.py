"""Write ``classifiers.json``: what torchvision says about its classifiers, and what their graphs tell.

``python -m explorer.milestones.classifiers_update`` writes it anew, in a minute or two; a test holds it against the
torchvision that is installed.
"""

from __future__ import annotations

import json
import re
from math import isnan
from typing import Any

from torchvision import models

from explorer.graph import analyse
from explorer.milestones.classifiers import FILE, family_of
from explorer.milestones.milestone import depth
from explorer.milestones.network_parts import OTHER, NetworkPart, field_of, network_parts
from explorer.networks import torchvision_graph

ATTENTION = "With attention"
WRITTEN = (
    (r"alexnet", "AlexNet"), (r"googlenet", "GoogLeNet"), (r"inception_v3", "Inception v3"),
    (r"convnext_(\w)(\w+)", lambda found: f"ConvNeXt-{found[1].upper()}{found[2]}"), (r"densenet(\d+)", r"DenseNet-\1"),
    (r"efficientnet_v2_(\w)", lambda found: f"EfficientNetV2-{found[1].upper()}"),
    (r"efficientnet_(b\d)", lambda found: f"EfficientNet-{found[1].upper()}"),
    (r"maxvit_t", "MaxViT-T"), (r"mnasnet(\d)_(\d+)", r"MNASNet × \1.\2"), (r"mobilenet_v2", "MobileNetV2"),
    (r"mobilenet_v3_(\w+)", r"MobileNetV3 \1"), (r"resnet(\d+)", r"ResNet-\1"),
    (r"regnet_(\w)_([\d_]+)([mg]f)",
     lambda found: f"RegNet-{found[1].upper()}-{found[2].replace('_', '.')}{found[3].upper()}"),
    (r"resnext(\d+)_(\d+)x(\d+d)", r"ResNeXt-\1 \2 × \3"), (r"shufflenet_v2_x(\d)_(\d)", r"ShuffleNetV2 × \1.\2"),
    (r"squeezenet(\d)_(\d)", r"SqueezeNet \1.\2"), (r"swin_v2_(\w)", lambda found: f"SwinV2-{found[1].upper()}"),
    (r"swin_(\w)", lambda found: f"Swin-{found[1].upper()}"), (r"vgg(\d+)", r"VGG-\1"), (r"vgg(\d+)_bn", r"VGG-\1-BN"),
    (r"vit_(\w)_(\d+)", lambda found: f"ViT-{found[1].upper()}/{found[2]}"),
    (r"wide_resnet(\d+)_2", r"Wide ResNet-\1-2"))
"""How torchvision's names are written out in full."""


def title_of(name: str) -> str:
    """Return a name of torchvision's as papers write it."""
    return next(re.sub(pattern, title, name) for pattern, title in WRITTEN if re.fullmatch(pattern, name))


def described(name: str) -> dict[str, Any]:
    """Return the record of a classifier."""
    sets = classifying(name)
    found = torchvision_graph(name)
    report = analyse(found[0], found[1]) if found else None
    whole = report is not None and family_of(name) != ATTENTION
    first = sets[0].meta
    params = report.params if report and whole else first["num_params"]
    macs = report.macs if report and whole else round(first["_ops"] * 1e9)
    parts = network_parts(report) if report else ()
    if not whole:
        rest = params - sum(part.params for part in parts), max(0, macs - sum(part.macs for part in parts))
        parts = (*parts, NetworkPart(OTHER, *rest))
    return {"name": name, "title": title_of(name), "params": params, "macs": macs,
            "depth": depth(report.graph) if report and whole else None,
            "field": field_of(report) if report and whole else None,
            "newest": models.get_model_weights(name).DEFAULT.name,
            "parts": [[part.place, part.params, part.macs] for part in parts],
            "trained": [_trained(one) for one in sets]}


def classifying(name: str) -> list[Any]:
    """Return the weight sets that tell classes apart; of one of VGG-16's only the features were trained."""
    return [weights for weights in models.get_model_weights(name) if not isnan(_accuracy(weights))]


def _accuracy(weights: Any) -> float:
    return float(weights.meta["_metrics"]["ImageNet-1K"]["acc@1"])


def _trained(weights: Any) -> dict[str, Any]:
    return {"name": weights.name, "accuracy": _accuracy(weights),
            "gmacs": weights.meta["_ops"], "side": weights.transforms().crop_size[0], "more": "SWAG" in weights.name}


def written() -> str:
    """Return the file's text: one line per classifier."""
    lines = [json.dumps(described(name), ensure_ascii=False, allow_nan=False)
             for name in models.list_models(module=models)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
