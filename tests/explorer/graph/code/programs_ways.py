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
