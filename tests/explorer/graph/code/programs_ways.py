"""Programs for ways to write a network in Python; `nn`, `F`, `torch` and `OrderedDict` are there."""

WAYS = {}

WAYS["a list that grows"] = """\
layers = []
channels = 3
for width in (8, 16, 32):
    layers.append(nn.Conv2d(channels, width, 3, padding=1))
    layers.append(nn.ReLU())
    channels = width
layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 5)]
model = nn.Sequential(*layers)
"""

WAYS["a comprehension over pairs"] = """\
widths = [3, 6, 12, 24]
model = nn.Sequential(*[nn.Conv2d(before, after, 3, stride=2) for before, after in zip(widths, widths[1:])])
"""

WAYS["a comprehension with a condition"] = """\
model = nn.Sequential(*[nn.Conv2d(3, 3, side) for side in range(1, 8) if side % 2 == 1])
"""

WAYS["two loops in one comprehension"] = """\
model = nn.Sequential(nn.Conv2d(3, 4, 1), *[nn.Conv2d(4, 4, side, dilation=gap)
                                            for side in (1, 3) for gap in (1, 2)])
"""

WAYS["enumerate from one"] = """\
layers = []
for number, width in enumerate([4, 8, 16], start=1):
    layers.append(nn.Conv2d(3 if number == 1 else width // 2, width, number))
model = nn.Sequential(*layers)
"""

WAYS["a while loop"] = """\
side, channels, layers = 32, 3, []
while side > 4:
    layers.append(nn.Conv2d(channels, channels * 2, 3, stride=2, padding=1))
    channels *= 2
    side //= 2
model = nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels * side ** 2, 10))
"""

WAYS["break and continue"] = """\
layers = []
for width in range(4, 100, 4):
    if width == 8:
        continue
    if width > 16:
        break
    layers.append(nn.LazyConv2d(width, 3))
model = nn.Sequential(*layers)
model(torch.zeros(1, 3, 32, 32))
"""

WAYS["a dictionary of settings"] = """\
config = {"in_channels": 3, "out_channels": 10, "kernel_size": (5, 3), "stride": (2, 1)}
model = nn.Sequential(nn.Conv2d(**config), nn.BatchNorm2d(config["out_channels"]))
"""

WAYS["items of a dictionary"] = """\
table = {"one": 4, "two": 8}
layers, channels = [], 3
for name, width in table.items():
    layers.append((name, nn.Conv2d(channels, width, 1)))
    channels = width
model = nn.Sequential(OrderedDict(layers))
"""

WAYS["a setting that is not there"] = """\
config = dict(width=12)
model = nn.Sequential(nn.Conv2d(3, config.get("width", 8), config.get("kernel", 3), bias=config.get("bias", True)))
"""

WAYS["a function that makes layers"] = """\
def block(inside, outside, *, kernel=3, norm=True, activation=nn.ReLU):
    parts = [nn.Conv2d(inside, outside, kernel, padding=kernel // 2, bias=not norm)]
    if norm:
        parts.append(nn.BatchNorm2d(outside))
    return nn.Sequential(*parts, activation())

model = nn.Sequential(block(3, 8), block(8, 16, kernel=5, norm=False, activation=nn.Tanh), block(outside=4, inside=16))
"""

WAYS["a function in a function"] = """\
def network(width):
    def pair(channels):
        return [nn.Conv2d(channels, width, 3), nn.ReLU()]
    return nn.Sequential(*pair(3), *pair(width))

model = network(7)
"""

WAYS["a lambda"] = """\
conv = lambda inside, outside: nn.Conv2d(inside, outside, kernel_size=3, padding=1)
model = nn.Sequential(conv(3, 6), conv(6, 6), conv(6, 2))
"""

WAYS["a choice in one line"] = """\
deep = True
pool = nn.MaxPool2d if not deep else nn.AvgPool2d
model = nn.Sequential(nn.Conv2d(3, 16 if deep else 8, 3), pool(2))
"""

WAYS["arithmetic of all kinds"] = """\
k, p = 7, 7 // 2
width = 2 ** 4 + 3 * 5 - 10 % 4 - (1 << 2)
model = nn.Sequential(nn.Conv2d(3, width, k, stride=-(-k // 4), padding=p), nn.Conv2d(width, int(width / 5), 1))
"""

WAYS["names that are swapped"] = """\
a, b = 3, 9
first = nn.Conv2d(a, b, 3)
a, b = b, a
model = nn.Sequential(first, nn.Conv2d(a, b, 3))
"""

WAYS["a star in the middle"] = """\
first, *middle, last = 3, 6, 6, 9
model = nn.Sequential(nn.Conv2d(first, middle[0], 3), *(nn.Conv2d(width, width, 1) for width in middle),
                      nn.Conv2d(middle[-1], last, 3))
"""

WAYS["slices"] = """\
everything = [nn.Conv2d(3, 3, side) for side in (1, 3, 5, 7, 9)]
model = nn.Sequential(*everything[1:3], *everything[:1], *everything[::-1][1:2])
"""

WAYS["sums and lengths"] = """\
parts = [2, 3, 4]
model = nn.Sequential(nn.Conv2d(len(parts), sum(parts), max(parts) - 1), nn.Conv2d(sum(parts), min(parts), abs(-3)))
"""

WAYS["names put together"] = """\
layers = OrderedDict()
for at in range(2):
    layers[f"conv{at}"] = nn.Conv2d(3, 3, 2 * at + 1)
    layers["act{}".format(at)] = nn.ReLU()
model = nn.Sequential(layers)
"""

WAYS["a comparison of texts"] = """\
kind = "avg"
if kind == "max":
    pool = nn.MaxPool2d(2)
elif kind in ("avg", "mean"):
    pool = nn.AvgPool2d(2, stride=1)
else:
    pool = nn.Identity()
model = nn.Sequential(nn.Conv2d(3, 4, 3), pool)
"""

WAYS["arguments with defaults"] = """\
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

WAYS["a class that inherits"] = """\
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

WAYS["a method that helps"] = """\
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

WAYS["a module list"] = """\
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

WAYS["a module dictionary"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict({"down": nn.Conv2d(3, 4, 2, stride=2), "act": nn.ELU()})

    def forward(self, x):
        return self.parts["act"](self.parts["down"](x))

model = Net()
"""

WAYS["a sum of branches"] = """\
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

WAYS["branches side by side"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList(nn.Conv2d(3, width, side, padding=side // 2)
                                      for width, side in [(2, 1), (3, 3), (4, 5)])

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)

model = Net()
"""

WAYS["a block that is called twice"] = """\
class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(inplace=True))

    def forward(self, x):
        return x + self.body(x)

model = nn.Sequential(nn.Conv2d(3, 6, 1), Block(6), Block(6), nn.Conv2d(6, 1, 1))
"""

WAYS["a residual block with a shortcut"] = """\
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

WAYS["flattened in four ways"] = """\
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

WAYS["a check that is passed over"] = """\
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

WAYS["a depthwise pair"] = """\
def separable(inside, outside):
    return nn.Sequential(nn.Conv2d(inside, inside, 3, padding=1, groups=inside), nn.Conv2d(inside, outside, 1))

model = nn.Sequential(separable(3, 12), nn.GELU(), separable(12, 24))
"""

WAYS["added by name"] = """\
model = nn.Sequential()
model.add_module("conv", nn.Conv2d(3, 8, 3))
model.add_module("norm", nn.BatchNorm2d(8))
model.append(nn.ReLU())
"""

WAYS["a chain that is called"] = """\
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

WAYS["padding as a word"] = """\
model = nn.Sequential(nn.Conv2d(3, 4, 5, padding="same"), nn.Conv2d(4, 4, 5, padding="valid"),
                      nn.Conv2d(4, 4, 3, padding=1, padding_mode="reflect"))
"""

WAYS["up again"] = """\
model = nn.Sequential(nn.Conv2d(3, 8, 4, 2, 1), nn.ConvTranspose2d(8, 4, 4, 2, 1), nn.Upsample(scale_factor=2))
"""

WAYS["global pooling by mean"] = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.fc = nn.Linear(16, 2)

    def forward(self, x):
        return self.fc(self.conv(x).mean(dim=(2, 3)))

model = Net()
"""
