"""Programs that do not run, or hold what is not read here, as learners write them."""

PROGRAMS = {}

PROGRAMS["torch_kernel_too_large"] = """\
import torch
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(1, 8, 5), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.MaxPool2d(2), nn.Conv2d(16, 32, 5), nn.Flatten())
out = model(torch.randn(1, 1, 28, 28))
"""

PROGRAMS["torch_missing_bracket"] = """\
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(1, 8, 3),
    nn.ReLU(,
    nn.Flatten(),
)
"""

PROGRAMS["torch_no_flatten"] = """\
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(1, 32, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Linear(32 * 14 * 14, 10),
)
"""

PROGRAMS["torch_unclosed_bracket"] = """\
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(1, 8, 3),
    nn.ReLU()
"""

PROGRAMS["torch_unequal_add"] = """\
import torch
import torch.nn as nn

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(32, 32, 3, padding=1)

    def forward(self, x):
        out = self.conv2(torch.relu(self.conv1(x)))
        return torch.relu(out + x)

block = Block()
y = block(torch.zeros(1, 16, 32, 32))
"""

PROGRAMS["torch_unknown_layer"] = """\
import torch
import torch.nn as nn
from timm.layers import CBAM

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 32, 3, padding=1)
        self.attention = CBAM(32)
        self.fold = nn.Fold((8, 8), 2)
        self.fc = nn.Linear(32, 10)

    def forward(self, x):
        x = self.conv(x)
        x = self.attention(x)
        x = torch.roll(x, 1, 2)
        x = x.mean((2, 3))
        return self.fc(x)

model = Net()
"""

PROGRAMS["torch_wrong_channels"] = """\
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(3, 16, 3),
    nn.ReLU(),
    nn.Conv2d(32, 64, 3),
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(64, 10),
)
"""

PROGRAMS["torch_wrong_linear"] = """\
class CNN(nn.Module):
    def __init__(self, num_classes):
        super(CNN, self).__init__()
        self.layer1 = nn.Sequential(
            nn.Conv2d(1, 16, kernel_size=5, stride=1, padding=2),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2))
        self.layer2 = nn.Sequential(
            nn.Conv2d(16, 32, kernel_size=5, stride=1, padding=2),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2))
        self.fc = nn.Linear(1050, num_classes)

    def forward(self, x):
        out = self.layer1(x)
        out = self.layer2(out)
        out = out.reshape(out.size(0), -1)
        out = self.fc(out)
        return out
"""
