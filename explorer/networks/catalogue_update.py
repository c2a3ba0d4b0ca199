"""Write ``catalogue.json``: what torchvision says about its weights, so that a list needs no torchvision.

``python -m explorer.networks.catalogue_update`` writes it anew; a test holds it against the torchvision that is
installed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from torchvision import models

from explorer.errors import N_

FILE = Path(__file__).with_name("catalogue.json")
TITLES = {
    "resnet18": "ResNet-18", "resnet34": "ResNet-34", "resnet50": "ResNet-50", "resnet101": "ResNet-101",
    "resnet152": "ResNet-152", "vgg11": "VGG-11", "vgg13": "VGG-13", "vgg16": "VGG-16", "vgg19": "VGG-19",
    "vgg11_bn": N_("VGG-11 with batch norm"), "vgg13_bn": N_("VGG-13 with batch norm"),
    "vgg16_bn": N_("VGG-16 with batch norm"), "vgg19_bn": N_("VGG-19 with batch norm"), "alexnet": "AlexNet",
    "googlenet": "GoogLeNet", "inception_v3": "Inception v3", "squeezenet1_1": "SqueezeNet 1.1",
    "densenet121": "DenseNet-121", "mobilenet_v2": "MobileNetV2", "mobilenet_v3_large": "MobileNetV3 large",
    "mobilenet_v3_small": "MobileNetV3 small", "efficientnet_b0": "EfficientNet-B0",
    "convnext_tiny": "ConvNeXt-Tiny", "regnet_y_400mf": "RegNet-Y-400MF",
}
PAPERS = {"resnet": "1512.03385", "vgg": "1409.1556", "alexnet": "1404.5997", "googlenet": "1409.4842",
          "inception": "1512.00567", "squeezenet": "1602.07360", "densenet": "1608.06993", "mobilenet_v2": "1801.04381",
          "mobilenet_v3": "1905.02244", "efficientnet": "1905.11946", "convnext": "2201.03545", "regnet": "2003.13678"}
HEADS = {"inception_v3": 3_326_696}
"""Parameters of a head that served training only; torchvision's ``num_params`` counts it."""


def described() -> list[dict[str, Any]]:
    """Return one record per network, its weight sets in torchvision's order."""
    return [{"name": name, "title": title,
             "paper": next(f"arXiv:{paper}" for stem, paper in PAPERS.items() if name.startswith(stem)),
             "head_params": HEADS.get(name, 0), "default": models.get_model_weights(name).DEFAULT.name,
             "weights": [_weight_set(weights) for weights in models.get_model_weights(name)]}
            for name, title in TITLES.items()]


def _weight_set(weights: Any) -> dict[str, Any]:
    meta, transform = weights.meta, weights.transforms()
    accuracy = meta["_metrics"]["ImageNet-1K"]
    known = accuracy["acc@1"] == accuracy["acc@1"]  # not a number: the classifier has no weights
    return {"name": weights.name, "url": weights.url, "params": meta["num_params"], "gmacs": meta["_ops"],
            "mebibytes": meta["_file_size"], "accuracy1": accuracy["acc@1"] if known else None,
            "accuracy5": accuracy["acc@5"] if known else None, "recipe": meta["recipe"],
            "classes": len(meta["categories"] or ()), "resize": transform.resize_size[0],
            "side": transform.crop_size[0], "bicubic": transform.interpolation.value == "bicubic",
            "mean": transform.mean, "std": transform.std}


def written() -> str:
    """Return the file's text: one line per weight set."""
    networks = [json.dumps(record | {"weights": "@"}).replace(
        '"@"', "[\n  " + ",\n  ".join(map(json.dumps, record["weights"])) + "]") for record in described()]
    return "[\n" + ",\n".join(networks) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
