"""Small networks for 32 x 32 pictures of ten classes: the ResNet of the paper, its twin without skips, and a VGG.

They are convolutional up to a mean over the whole map, so larger pictures pass through them as well. Modules carry
torchvision's names.

Sources:
    He et al. (2015), Deep residual learning, arXiv:1512.03385, section 4.2.
    Simonyan & Zisserman (2014), arXiv:1409.1556; batch norm after every convolution.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

CATEGORIES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
MEAN = (0.4914, 0.4822, 0.4465)
"""Mean red, green and blue of CIFAR-10's training pictures, 0 to 1."""
STD = (0.2470, 0.2435, 0.2616)
"""Their standard deviation."""
VGG_WIDTHS = ((32, 32), (64, 64), (112, 112, 112))


class Shortcut(nn.Module):
    """Halve the side and widen without parameters: every second cell, and new channels of zeros (option A)."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.new_channels = out_channels - in_channels

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return (N, C + new, ⌈H/2⌉, ⌈W/2⌉); half the new channels on each side."""
        before = self.new_channels // 2
        return functional.pad(maps[:, :, ::2, ::2], (0, 0, 0, 0, before, self.new_channels - before))


class PlainBlock(nn.Module):
    """Two 3 x 3 convolutions, each with batch norm and ReLU."""

    def __init__(self, in_channels: int, channels: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def residual(self, maps: Tensor) -> Tensor:
        """Return what the block learns, before its last ReLU."""
        first = self.relu(self.bn1(self.conv1(maps)))
        second: Tensor = self.bn2(self.conv2(first))
        return second

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""
        end: Tensor = self.relu(self.residual(maps))
        return end


class BasicBlock(PlainBlock):
    """A plain block to whose result its input is added before the last ReLU."""

    def __init__(self, in_channels: int, channels: int, stride: int) -> None:
        super().__init__(in_channels, channels, stride)
        self.downsample = Shortcut(in_channels, channels) if stride > 1 else None

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""
        skip = maps if self.downsample is None else self.downsample(maps)
        end: Tensor = self.relu(self.residual(maps) + skip)
        return end


class ResNet(nn.Module):
    """Three stages of blocks with 16, 32 and 64 channels; the side is halved where the second and third begin."""

    def __init__(self, depth: int, *, skips: bool = True, classes: int = 10) -> None:
        super().__init__()
        blocks = (depth - 2) // 6
        block = BasicBlock if skips else PlainBlock
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.layer1 = _stage(block, blocks, 16, 16, 1)
        self.layer2 = _stage(block, blocks, 16, 32, 2)
        self.layer3 = _stage(block, blocks, 32, 64, 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64, classes)
        _initialise(self)

    def forward(self, pictures: Tensor) -> Tensor:
        """Take normalised pictures (N, 3, H, W), return scores (N, classes)."""
        maps = self.relu(self.bn1(self.conv1(pictures)))
        maps = self.layer3(self.layer2(self.layer1(maps)))
        scores: Tensor = self.fc(self.avgpool(maps).flatten(1))
        return scores


class Vgg(nn.Module):
    """Groups of 3 x 3 convolutions with batch norm, a maximum pooling between groups, and one linear layer."""

    def __init__(self, widths: tuple[tuple[int, ...], ...] = VGG_WIDTHS, classes: int = 10) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3
        for group in widths:
            layers += [nn.MaxPool2d(2)] if layers else []
            for width in group:
                layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
                channels = width
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(channels, classes)
        _initialise(self)

    def forward(self, pictures: Tensor) -> Tensor:
        """Take normalised pictures (N, 3, H, W), at least 4 px a side, return scores (N, classes)."""
        scores: Tensor = self.classifier(self.avgpool(self.features(pictures)).flatten(1))
        return scores


def resnet(depth: int, *, skips: bool = True) -> nn.Module:
    """Return the paper's network of ``depth`` = 6n + 2 layers, untrained; 269,722 parameters at 20.

    Raises:
        ValueError: no such depth.
    """
    if depth < 8 or depth % 6 != 2:
        raise ValueError(f"depth is {depth}; it must be 6n + 2, such as 20, 32, 44 or 56")
    return ResNet(depth, skips=skips)


def plain(depth: int) -> nn.Module:
    """Return the same layers without skips."""
    return resnet(depth, skips=False)


def vgg() -> nn.Module:
    """Return the small VGG, untrained; 357,866 parameters."""
    return Vgg()


BUILDERS: dict[str, Callable[[], nn.Module]] = {
    "resnet20": lambda: resnet(20),
    "plain20": lambda: plain(20),
    "resnet56": lambda: resnet(56),
    "plain56": lambda: plain(56),
    "vgg": vgg,
}


def _stage(block: type[PlainBlock], count: int, in_channels: int, channels: int, stride: int) -> nn.Sequential:
    first = block(in_channels, channels, stride)
    return nn.Sequential(first, *(block(channels, channels, 1) for _ in range(count - 1)))


def _initialise(network: nn.Module) -> None:
    """Draw weights of convolutions as He et al. (2015), arXiv:1502.01852, from torch's global generator.

    Where there are none yet, nothing is drawn: torch would load its compiler for that, 3 s and 100 MB.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d) and not module.weight.is_meta:
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
