"""LeNet-5 for digits, as it is built today: ReLU for the scaled tanh of 1998, maximum pooling for trained averages.

Every map of the second convolution reads all maps before it, where LeCun et al. left some out, and the last layer is
linear, where they measured distances. 61,706 learned values.

Source:
    LeCun, Bottou, Bengio & Haffner (1998), Gradient-based learning applied to document recognition, figure 2.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn

DIGITS = tuple("0123456789")
"""Its classes."""


class LeNet5(nn.Module):
    """Two convolutions, each with ReLU and maximum pooling, and three linear layers."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(400, 120)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(120, 84)
        self.relu4 = nn.ReLU()
        self.fc3 = nn.Linear(84, 10)

    def forward(self, digits: Tensor) -> Tensor:
        """Take digits (N, 1, 32, 32), 0 to 1, white on black, return scores (N, 10)."""
        maps = self.pool1(self.relu1(self.conv1(digits)))
        maps = self.pool2(self.relu2(self.conv2(maps)))
        values = self.relu3(self.fc1(self.flatten(maps)))
        scores: Tensor = self.fc3(self.relu4(self.fc2(values)))
        return scores


DIGIT_BUILDERS: dict[str, Callable[[], nn.Module]] = {"lenet5": LeNet5}
