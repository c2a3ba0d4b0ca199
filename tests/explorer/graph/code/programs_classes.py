"""Programs for ways to write a network as a class."""

CLASSES = {}

CLASSES["arguments with defaults"] = """\
class Net(nn.Module):
    def __init__(self, width=8, classes=10, **rest):
        super().__init__()
        self.width = width
        self.conv = nn.Conv2d(rest.get("channels", 3), width, 3)
        self.fc = nn.Linear(width * 30 * 30, classes)

    def forward(self, x):
        return self.fc(self.conv(x).flatten(1))

model = Net(classes=4)
"""

CLASSES["a class that inherits"] = """\
class Base(nn.Module):
    kernel = 5

    def __init__(self):
        super(Base, self).__init__()
        self.conv = nn.Conv2d(3, 6, self.kernel)

    def forward(self, x):
        return torch.relu(self.conv(x))

class Net(Base):
    kernel = 3

    def __init__(self):
        super().__init__()
        self.more = nn.Conv2d(6, 2, 1)

    def forward(self, x):
        return self.more(super().forward(x))

model = Net()
"""

CLASSES["a method that helps"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.stage = self._stage(8, 3)

    def _stage(self, width, times):
        return nn.Sequential(*[nn.Conv2d(width, width, 3, padding=1) for _ in range(times)])

    def features(self, x):
        return self.stage(F.relu(self.stem(x)))

    def forward(self, x):
        return F.adaptive_avg_pool2d(self.features(x), 1)

model = Net()
"""

CLASSES["a module list"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(3, 3, 3, padding=1) for _ in range(3)])
        self.convs.append(nn.Conv2d(3, 5, 1))

    def forward(self, x):
        for number, conv in enumerate(self.convs):
            x = conv(x)
            if number < len(self.convs) - 1:
                x = F.relu(x)
        return x

model = Net()
"""

CLASSES["a module dictionary"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict({"down": nn.Conv2d(3, 4, 2, stride=2), "act": nn.ELU()})

    def forward(self, x):
        return self.parts["act"](self.parts["down"](x))

model = Net()
"""

CLASSES["a sum of branches"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 4, 1), nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x):
        y = self.a(x)
        y += self.b(x)
        return F.relu(y + y)

model = Net()
"""

CLASSES["branches side by side"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList(nn.Conv2d(3, width, side, padding=side // 2)
                                      for width, side in [(2, 1), (3, 3), (4, 5)])

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)

model = Net()
"""

CLASSES["a block that is called twice"] = """\
class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(inplace=True))

    def forward(self, x):
        return x + self.body(x)

model = nn.Sequential(nn.Conv2d(3, 6, 1), Block(6), Block(6), nn.Conv2d(6, 1, 1))
"""

CLASSES["a residual block with a shortcut"] = """\
class Block(nn.Module):
    def __init__(self, inside, outside, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.shortcut = nn.Sequential()
        if stride != 1 or inside != outside:
            self.shortcut = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        out = self.conv2(F.relu(self.conv1(x)))
        out += self.shortcut(x)
        return F.relu(out)

model = nn.Sequential(Block(3, 3), Block(3, 8, 2), Block(8, 8))
"""

CLASSES["flattened in four ways"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 2, 31)
        self.fc1, self.fc2 = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x):
        x = self.conv(x)
        x = x.view(x.size(0), -1)
        x = self.fc1(x)
        x = x.view(-1, 2, 2, 2)
        x = torch.flatten(x, start_dim=1)
        return self.fc2(x).reshape(x.shape[0], 8)

model = Net()
"""

CLASSES["a check that is passed over"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        \"\"\"Say what it does.\"\"\"
        assert x.dim() == 4, "a batch of pictures"
        x = self.conv(x)
        print(x.shape)
        return x

model = Net()
"""

CLASSES["a depthwise pair"] = """\
def separable(inside, outside):
    return nn.Sequential(nn.Conv2d(inside, inside, 3, padding=1, groups=inside), nn.Conv2d(inside, outside, 1))

model = nn.Sequential(separable(3, 12), nn.GELU(), separable(12, 24))
"""

CLASSES["added by name"] = """\
model = nn.Sequential()
model.add_module("conv", nn.Conv2d(3, 8, 3))
model.add_module("norm", nn.BatchNorm2d(8))
model.append(nn.ReLU())
"""

CLASSES["a chain that is called"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 5)
        self.conv2 = nn.Conv2d(4, 8, 5)
        self.pool = nn.MaxPool2d(2, 2)

    def forward(self, x):
        x = self.pool(F.relu(self.conv2(self.pool(F.relu(self.conv1(x))))))
        return F.dropout(x, 0.5, self.training)

model = Net()
"""

CLASSES["padding as a word"] = """\
model = nn.Sequential(nn.Conv2d(3, 4, 5, padding="same"), nn.Conv2d(4, 4, 5, padding="valid"),
                      nn.Conv2d(4, 4, 3, padding=1, padding_mode="reflect"))
"""

CLASSES["up again"] = """\
model = nn.Sequential(nn.Conv2d(3, 8, 4, 2, 1), nn.ConvTranspose2d(8, 4, 4, 2, 1), nn.Upsample(scale_factor=2))
"""

CLASSES["global pooling by mean"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.fc = nn.Linear(16, 2)

    def forward(self, x):
        return self.fc(self.conv(x).mean(dim=(2, 3)))

model = Net()
"""
