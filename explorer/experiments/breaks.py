"""What can be broken in a trained network: names, and what each break does, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.errors import N_

COUNTED = ("resnet20", "vgg")
"""Networks that were broken before: the pictures that they are judged by do not come with the app."""
BROKEN = (*COUNTED, "lenet5")
"""All that are broken; they come with the app, and each is judged by pictures that it never saw."""
WHOLE = "whole"
"""Name of the network as it is."""
BLOCK = "block"
"""Name of the break that needs to know where: which block, or layer, is left out."""
SQUARE = 8
"""Side of the squares that are shuffled, px."""
BITS: Mapping[str, int] = MappingProxyType({"bits8": 8, "bits4": 4, "bits2": 2})
PRUNED: Mapping[str, float] = MappingProxyType({"pruned50": 0.5, "pruned90": 0.9})
"""Share of the weights that are set to 0."""


@dataclass(frozen=True, slots=True)
class Break:
    """A way to break a network. Both texts are English; they are shown through ``_()``."""

    title: str
    does: str


BREAKS: Mapping[str, Break] = MappingProxyType({
    BLOCK: Break(N_("Leave out one block"), N_(
        "The block does nothing any more: it hands on what it gets. Where a block halves the side or widens, every "
        "second cell is kept and new channels are 0, as the skips of ResNet-20 do it. Choose the block in the "
        "picture.")),
    "skips": Break(N_("Cut all skips"), N_(
        "Nothing is added any more: each block puts out F(x) alone. The weights stay those that learned with skips.")),
    "norms": Break(N_("Leave out all batch norms"), N_(
        "Values pass as they are: nothing is normalised, scaled by γ or shifted by β.")),
    "sigmoid": Break(N_("Sigmoid for ReLU"), N_(
        "Each ReLU becomes 1 / (1 + e⁻ˣ). The weights stay those that learned with ReLU.")),
    "average": Break(N_("Average for max pooling"), N_(
        "Each window is replaced by its mean, not by its largest value.")),
    "pixels": Break(N_("Shuffle the pixels"), N_(
        "All pixels of the picture change places, in all pictures alike. Not one value is lost.")),
    "squares": Break(N_("Shuffle squares of 8 px"), N_(
        "The picture is cut into squares of 8 × 8 px, and they change places, in all pictures alike.")),
    "bits8": Break(N_("Weights of 8 bits"), N_(
        "Each weight is rounded to one of 255 values, evenly spaced from minus to plus the largest of its layer.")),
    "bits4": Break(N_("Weights of 4 bits"), N_(
        "Each weight is rounded to one of 15 values, evenly spaced from minus to plus the largest of its layer.")),
    "bits2": Break(N_("Weights of 2 bits"), N_(
        "Each weight is rounded to one of 3 values: minus the largest of its layer, 0, or plus the largest.")),
    "pruned50": Break(N_("Prune the smallest 50 %"), N_(
        "The half of all weights that are nearest to 0 become 0.")),
    "pruned90": Break(N_("Prune the smallest 90 %"), N_(
        "Of ten weights the nine that are nearest to 0 become 0, over all layers together.")),
})
"""By name, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Harm:
    """What is done to a network: one of `BREAKS`, or nothing."""

    kind: str = WHOLE
    part: str = ""
    """The block or layer that is left out; of other breaks empty."""

    @property
    def key(self) -> str:
        """Return its name where results are kept: ``skips``, ``block.layer2.1``."""
        return f"{self.kind}.{self.part}" if self.part else self.kind
