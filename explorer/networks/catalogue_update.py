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
    "ssdlite320_mobilenet_v3_large": "SSDLite MobileNetV3",
    "fasterrcnn_mobilenet_v3_large_320_fpn": "Faster R-CNN MobileNetV3, 320 px",
    "fasterrcnn_mobilenet_v3_large_fpn": "Faster R-CNN MobileNetV3",
    "lraspp_mobilenet_v3_large": "LR-ASPP MobileNetV3", "deeplabv3_mobilenet_v3_large": "DeepLabV3 MobileNetV3",
    "deeplabv3_resnet50": "DeepLabV3 ResNet-50", "fcn_resnet50": "FCN ResNet-50",
}
READS: dict[str, tuple[int, int, int]] = {
    "ssdlite320_mobilenet_v3_large": (320, 320, 320), "fasterrcnn_mobilenet_v3_large_320_fpn": (320, 320, 640),
    "fasterrcnn_mobilenet_v3_large_fpn": (320, 800, 1333), "lraspp_mobilenet_v3_large": (320, 520, 1040),
    "deeplabv3_mobilenet_v3_large": (320, 520, 1040), "deeplabv3_resnet50": (240, 520, 1040),
    "fcn_resnet50": (240, 520, 1040)}
"""Of networks that say where things are: side of the square that pages give them; shorter and longest side of a whole
photo; px.

Of a square of 240 px a ResNet-50 that keeps its maps large needs as many multiplications as a server runs.
"""
PAPERS = {"fasterrcnn": "1506.01497", "ssdlite": "1801.04381", "lraspp": "1905.02244", "deeplabv3": "1706.05587",
          "fcn": "1411.4038",
          "resnet": "1512.03385", "vgg": "1409.1556", "alexnet": "1404.5997", "googlenet": "1409.4842",
          "inception": "1512.00567", "squeezenet": "1602.07360", "densenet": "1608.06993", "mobilenet_v2": "1801.04381",
          "mobilenet_v3": "1905.02244", "efficientnet": "1905.11946", "convnext": "2201.03545", "regnet": "2003.13678"}
HEADS = {"inception_v3": 3_326_696, "deeplabv3_mobilenet_v3_large": 3_851, "deeplabv3_resnet50": 2_365_205,
         "fcn_resnet50": 2_365_205}
"""Parameters of a head that served training only; torchvision's ``num_params`` counts it."""


def described() -> list[dict[str, Any]]:
    """Return one record per network, its weight sets in torchvision's order."""
    return [{"name": name, "title": title,
             "paper": next(f"arXiv:{paper}" for stem, paper in PAPERS.items() if name.startswith(stem)),
             "head_params": HEADS.get(name, 0), "default": models.get_model_weights(name).DEFAULT.name,
             **({"task": _task(name)} if name in READS else {}),
             "weights": [_placed(name, weights) if name in READS else _weight_set(weights)
                         for weights in models.get_model_weights(name)]}
            for name, title in TITLES.items()]


def _task(name: str) -> str:
    return "detect" if name in models.list_models(module=models.detection) else "segment"


def _weight_set(weights: Any) -> dict[str, Any]:
    transform, accuracy = weights.transforms(), weights.meta["_metrics"]["ImageNet-1K"]
    known = accuracy["acc@1"] == accuracy["acc@1"]  # not a number: the classifier has no weights
    shares = (accuracy["acc@1"], accuracy["acc@5"]) if known else (None, None)
    return _published(weights, *shares) | {
        "resize": transform.resize_size[0], "side": transform.crop_size[0],
        "bicubic": transform.interpolation.value == "bicubic", "mean": transform.mean, "std": transform.std}


def _placed(name: str, weights: Any) -> dict[str, Any]:
    """Return weights of a network that says where things are: it was measured otherwise, and reads whole photos."""
    side, shorter, longest = READS[name]
    (figures,) = weights.meta["_metrics"].values()
    measure = "box_map" if "box_map" in figures else "miou"
    halved = name.startswith("ssdlite")  # wants -1 to 1
    return _published(weights, None, None) | {
        "measure": measure, "measured": figures[measure], "data": "COCO" if measure == "box_map" else "COCO-VOC",
        "resize": side, "side": side, "shorter": shorter, "longest": longest, "bicubic": False,
        "mean": [0.5] * 3 if halved else [0.485, 0.456, 0.406], "std": [0.5] * 3 if halved else [0.229, 0.224, 0.225]}


def _published(weights: Any, accuracy1: float | None, accuracy5: float | None) -> dict[str, Any]:
    meta = weights.meta
    return {"name": weights.name, "url": weights.url, "params": meta["num_params"], "gmacs": meta["_ops"],
            "mebibytes": meta["_file_size"], "accuracy1": accuracy1, "accuracy5": accuracy5, "recipe": meta["recipe"],
            "classes": len(meta["categories"] or ())}


def written() -> str:
    """Return the file's text: one line per weight set."""
    networks = [json.dumps(record | {"weights": "@"}).replace(
        '"@"', "[\n  " + ",\n  ".join(map(json.dumps, record["weights"])) + "]") for record in described()]
    return "[\n" + ",\n".join(networks) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
