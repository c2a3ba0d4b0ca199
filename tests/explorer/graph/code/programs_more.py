"""PyTorch programs in other styles: dicts, heads, loops, one class inside another."""

PROGRAMS = {}

PROGRAMS["torch_module_dict"] = """\
from torch import nn

class Net(nn.Module):
    def __init__(self, act="relu"):
        super().__init__()
        self.acts = nn.ModuleDict({
            "relu": nn.ReLU(),
            "lrelu": nn.LeakyReLU(0.1),
        })
        self.act = act
        self.conv = nn.Conv2d(3, 12, 3, stride=2)
        self.head = nn.Linear(12, 4)

    def forward(self, x):
        x = self.acts[self.act](self.conv(x))
        x = x.mean(dim=(-2, -1))
        return self.head(x)

model = Net(act="lrelu")
"""

PROGRAMS["torch_generator"] = """\
import torch
from torch import nn
import torch.nn.functional as F

class Generator(nn.Module):
    def __init__(self, latent=100, classes=1):
        super().__init__()
        self.fc = nn.Linear(latent, 128 * 7 * 7)
        self.norm = nn.LayerNorm(128 * 7 * 7)
        self.unflatten = nn.Unflatten(1, (128, 7, 7))
        self.up1 = nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), nn.ReflectionPad2d(1),
                                 nn.Conv2d(128, 64, 3), nn.GroupNorm(8, 64), nn.LeakyReLU(0.2))
        self.shuffle = nn.PixelShuffle(upscale_factor=2)
        self.last = nn.LazyConv2d(classes, kernel_size=3, padding=1)

    def forward(self, z):
        x = self.norm(self.fc(z))
        x = self.unflatten(x)
        x = self.shuffle(self.up1(x))
        x = F.pad(x, (1, 1, 0, 2))
        x = F.interpolate(x, size=(32, 32), mode="nearest")
        return self.last(x).tanh()

model = Generator()
pictures = model(torch.randn(4, 100))
"""

PROGRAMS["torch_instance_norm"] = """\
from torch import nn

model = nn.Sequential(
    nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(3, 32, 4, 2), nn.InstanceNorm2d(32, affine=True), nn.ReLU(),
    nn.LPPool2d(2, 3, stride=2), nn.UpsamplingNearest2d(scale_factor=2), nn.LazyInstanceNorm2d(), nn.Identity(),
    nn.Flatten(), nn.LazyLinear(10), nn.Softmax(dim=1))
"""

PROGRAMS["torch_add_module_loop"] = """\
import torch.nn as nn

model = nn.Sequential()
channels = 1
for i in range(3):
    model.add_module(f"conv{i}", nn.Conv2d(channels, 8 * 2 ** i, 3, padding=1))
    model.add_module(f"act{i}", nn.ELU())
    model.add_module(f"pool{i}", nn.AvgPool2d(2))
    channels = 8 * 2 ** i
model.add_module("flatten", nn.Flatten())
model.add_module("out", nn.Linear(channels * 3 * 3, 10))
"""

PROGRAMS["torch_constants_above"] = """\
import torch
from torch import nn

IMAGE_SIZE = 64
KERNEL = 5
PAD = KERNEL // 2
CLASSES = ["cat", "dog", "bird"]

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 24, KERNEL, padding=PAD)
        self.pool = nn.MaxPool2d(4)
        self.drop = nn.Dropout2d(p=0.25)
        side = IMAGE_SIZE // 4
        self.out = nn.Linear(24 * side * side, len(CLASSES))

    def forward(self, x):
        x = self.drop(self.pool(torch.sigmoid(self.conv(x))))
        x = x.reshape(x.shape[0], -1)
        return self.out(x)

model = Small()
"""

PROGRAMS["torch_base_class"] = """\
from torch import nn

class Base(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, width, 3), nn.SiLU())

    def forward(self, x):
        return self.head(self.body(x))

class Classifier(Base):
    def __init__(self, width, classes):
        super().__init__(width)
        self.head = nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(width, classes))

model = Classifier(width=20, classes=7)
"""

PROGRAMS["torch_depthwise"] = """\
import torch
import torch.nn as nn

def dw(c, s):
    return nn.Sequential(
        nn.Conv2d(c, c, 3, s, 1, groups=c, bias=False), nn.BatchNorm2d(c), nn.Hardswish(),
        nn.Conv2d(c, c * s, 1, bias=False), nn.BatchNorm2d(c * s), nn.Hardswish())

stem = nn.Conv2d(3, 16, 3, 2, 1)
model = nn.Sequential(stem, dw(16, 2), dw(32, 1), dw(32, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(1), nn.Linear(64, 10))
print(model(torch.rand(4, 3, 96, 96)).shape)
"""

PROGRAMS["torch_dilated"] = """\
import torch
import torch.nn as nn

class Aspp(nn.Module):
    def __init__(self, inputs, outputs, rates):
        super().__init__()
        self.branches = nn.ModuleList()
        for rate in rates:
            kernel, pad = (1, 0) if rate == 1 else (3, rate)
            self.branches.append(nn.Conv2d(inputs, outputs, kernel, padding=pad, dilation=rate))
        self.project = nn.Conv2d(len(rates) * outputs, outputs, 1)

    def forward(self, x):
        return self.project(torch.cat([branch(x) for branch in self.branches], 1))

model = Aspp(32, 16, (1, 6, 12))
out = model(torch.ones(1, 32, 33, 33))
"""

PROGRAMS["torch_volume"] = """\
from torch import nn

class Video(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(3, 8, (3, 5, 5), padding=(1, 2, 2))
        self.bn = nn.BatchNorm3d(8)
        self.pool = nn.MaxPool3d((1, 2, 2))
        self.gap = nn.AdaptiveAvgPool3d(1)
        self.fc = nn.Linear(8, 6)

    def forward(self, clip):
        clip = self.pool(self.bn(self.conv(clip)).relu())
        return self.fc(self.gap(clip).flatten(start_dim=1))

model = Video()
"""

PROGRAMS["torch_stochastic_branches"] = """\
import torch
import torch.nn as nn
import torch.nn.functional as F

class Fire(nn.Module):
    def __init__(self, inp, squeeze, e1, e3):
        super().__init__()
        self.squeeze = nn.Conv2d(inp, squeeze, 1)
        self.expand1x1 = nn.Conv2d(squeeze, e1, 1)
        self.expand3x3 = nn.Conv2d(squeeze, e3, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x), inplace=True)
        return torch.cat([F.relu(self.expand1x1(x)), F.relu(self.expand3x3(x))], dim=1)

class Squeeze(nn.Module):
    def __init__(self, n=10, debug=False):
        super().__init__()
        self.debug = debug
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=3, stride=2), nn.ReLU(inplace=True),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            Fire(64, 16, 64, 64), Fire(128, 16, 64, 64))
        self.final = nn.Conv2d(128, n, kernel_size=1)

    def forward(self, x):
        x = self.features(x)
        if self.debug:
            print(x.shape)
        x = F.dropout(x, 0.5, training=self.training)
        x = F.adaptive_avg_pool2d(F.relu(self.final(x)), (1, 1))
        return torch.flatten(x, 1)

model = Squeeze()
"""

PROGRAMS["torch_lazy_chain"] = """\
import torch
from torch import nn

net = nn.Sequential(
    nn.LazyConv2d(96, kernel_size=11, stride=4), nn.ReLU(), nn.MaxPool2d(3, 2),
    nn.LazyConv2d(64, kernel_size=5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
    nn.Flatten(), nn.LazyLinear(128), nn.ReLU(), nn.Dropout(p=0.5), nn.LazyLinear(10))
model = net
net(torch.randn(1, 1, 224, 224))
"""
