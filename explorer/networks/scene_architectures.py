"""Small networks that say where things are in scenes of 64 x 64 px: one thing, up to eight, or the class of each pixel.

All are convolutions with batch norm and ReLU, as ``explorer.networks.architectures`` has them, and put out one tensor.

Sources:
    Redmon et al. (2015), You only look once, arXiv:1506.02640: one pass, a grid, boxes and classes for each cell.
    Redmon & Farhadi (2016), YOLO9000, arXiv:1612.08242: anchors instead of sizes from nothing.
    Ronneberger et al. (2015), U-Net, arXiv:1505.04597; here with padding, so that nothing has to be cropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

KINDS = 6
"""Classes of things; pixels have one more, the ground, which comes first."""
SIDE = 64
"""Of the scenes, px."""
SLOTS = 2
"""Boxes that each cell of the grid may put out; see ``explorer.detection.grid``."""
SLOT_VALUES = 5
"""Of each box, besides its classes: objectness, and where it lies."""
WIDTHS = (16, 24, 48, 64)
"""Channels of the U-Net's levels, the finest first."""
Rise = Literal["transposed", "nearest"]


class Unit(nn.Module):
    """A 3 x 3 convolution with batch norm and ReLU."""

    def __init__(self, in_channels: int, channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 3, stride, 1, bias=False)
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()
        nn.init.kaiming_normal_(self.conv.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""
        end: Tensor = self.relu(self.bn(self.conv(maps)))
        return end


def backbone(*more: int) -> nn.Sequential:
    """Return what takes pictures (N, 3, H, W) to maps (N, 96, H/8, W/8), with a unit behind it for each of ``more``."""
    steps = ((16, 2), (24, 1), (48, 2), (48, 1), (96, 2), (96, 1), *((width, 1) for width in more))
    channels, units = 3, []
    for width, stride in steps:
        units.append(Unit(channels, width, stride))
        channels = width
    return nn.Sequential(*units)


class Locate(nn.Module):
    """Say what the one thing in a scene is and where: a classifier's head, and beside it one that answers in numbers.

    Both heads read the same 128 values. The box is its centre, width and height as shares of the picture's side, kept
    between 0 and 1 by a sigmoid.
    """

    def __init__(self, classes: int = KINDS) -> None:
        super().__init__()
        self.features = backbone()
        self.squeeze = nn.Conv2d(96, 32, 1)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(32 * (SIDE // 8) ** 2, 128)
        self.classes = nn.Linear(128, classes)
        self.box = nn.Linear(128, 4)
        self.sigmoid = nn.Sigmoid()

    def forward(self, pictures: Tensor) -> Tensor:
        """Take normalised pictures (N, 3, 64, 64), return (N, classes + 4): scores, then x, y, width, height."""
        maps = self.relu(self.squeeze(self.features(pictures)))
        shared = self.relu(self.fc(maps.flatten(1)))
        return torch.cat([self.classes(shared), self.sigmoid(self.box(shared))], dim=1)


class Detect(nn.Module):
    """Put out, for each of 8 x 8 cells and each of two slots: an objectness, four numbers of a box, class scores."""

    def __init__(self, classes: int = KINDS) -> None:
        super().__init__()
        self.features = backbone(96, 96)
        self.cells = nn.Conv2d(96, SLOTS * (SLOT_VALUES + classes), 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Take normalised pictures (N, 3, H, W), return (N, 2 · (5 + classes), H/8, W/8)."""
        cells: Tensor = self.cells(self.features(pictures))
        return cells


class Level(nn.Module):
    """One step up: maps become twice as large, are joined by those of the way down, if any, and are convolved."""

    def __init__(self, in_channels: int, channels: int, rise: Rise, *, skips: bool) -> None:
        super().__init__()
        self.up: nn.Module = (nn.ConvTranspose2d(in_channels, channels, 2, 2) if rise == "transposed" else
                              nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(in_channels, channels, 1)))
        self.unit = Unit(channels * (2 if skips else 1), channels)

    def forward(self, maps: Tensor, skipped: Tensor | None) -> Tensor:
        """Take maps (N, C, H, W) and those of the way down (N, channels, 2H, 2W), return (N, channels, 2H, 2W)."""
        risen = self.up(maps)
        end: Tensor = self.unit(risen if skipped is None else torch.cat([skipped, risen], dim=1))
        return end


class Segment(nn.Module):
    """A U-Net of four levels: two units each on the way down, but one on the first, and one each on the way up."""

    def __init__(self, *, skips: bool = True, rise: Rise = "transposed", classes: int = KINDS) -> None:
        super().__init__()
        self.skips = skips
        self.pool = nn.MaxPool2d(2)
        one, two, three, four = WIDTHS
        self.down1 = Unit(3, one)
        self.down2, self.down3, self.bottom = (
            nn.Sequential(Unit(before, width), Unit(width, width))
            for before, width in ((one, two), (two, three), (three, four)))
        self.up3, self.up2, self.up1 = (Level(before, width, rise, skips=skips)
                                        for before, width in ((four, three), (three, two), (two, one)))
        self.classes = nn.Conv2d(one, 1 + classes, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Take normalised pictures (N, 3, H, W), sides multiples of 8, return scores (N, 1 + classes, H, W)."""
        first = self.down1(pictures)
        second = self.down2(self.pool(first))
        third = self.down3(self.pool(second))
        maps = self.bottom(self.pool(third))
        for level, skipped in ((self.up3, third), (self.up2, second), (self.up1, first)):
            maps = level(maps, skipped if self.skips else None)
        scores: Tensor = self.classes(maps)
        return scores


SCENE_BUILDERS: dict[str, Callable[[], nn.Module]] = {
    "locate": Locate,
    "detect": Detect,
    "segment": Segment,
    "segment_plain": lambda: Segment(skips=False),
    "segment_nearest": lambda: Segment(rise="nearest"),
}
