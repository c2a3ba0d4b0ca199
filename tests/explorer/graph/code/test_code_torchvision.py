"""Programs that start from a network of torchvision: the head replaced, the head taken off, other channels."""

from __future__ import annotations

import pytest

from explorer.errors import SpecError
from explorer.graph import read_code
from explorer.graph.code.following import NOWHERE
from explorer.networks import torchvision_graph

PROGRAMS = {
    "new_head": """
import torch, torchvision
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model_ft = torchvision.models.resnet18(weights="IMAGENET1K_V1")
for param in model_ft.parameters():
    param.requires_grad = False
num_ftrs = model_ft.fc.in_features
model_ft.fc = nn.Linear(num_ftrs, 2)
model_ft = model_ft.to(device)
criterion = nn.CrossEntropyLoss()
""",
    "without_head": """
import torch.nn as nn
from torchvision import models

resnet = models.resnet50(pretrained=True)

class Encoder(nn.Module):
    def __init__(self, embed=256):
        super().__init__()
        modules = list(resnet.children())[:-1]
        self.resnet = nn.Sequential(*modules)
        self.embed = nn.Linear(resnet.fc.in_features, embed)

    def forward(self, images):
        features = self.resnet(images)
        return self.embed(features.view(features.size(0), -1))

model = Encoder()
""",
    "one_channel": """
model = torchvision.models.resnet18()
model.conv1 = nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
model.fc = nn.Identity()
""",
    "last_of_classifier": """
from torchvision.models import vgg16, VGG16_Weights
model = vgg16(weights=VGG16_Weights.DEFAULT)
model.classifier[-1] = nn.Linear(model.classifier[-1].in_features, 37)
""",
    "whole_classifier": """
model = models.mobilenet_v2(weights="DEFAULT")
model.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(model.classifier[1].in_features, 5))
""",
    "densenet_features": """
dense = models.densenet121()
model = nn.Sequential(*list(dense.children())[:-1], nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                      nn.Linear(dense.classifier.in_features, 3))
""",
    "hub": "model = torch.hub.load('pytorch/vision:v0.10.0', 'efficientnet_b0', pretrained=True)",
    "by_name": "model = torchvision.models.get_model('resnet34', num_classes=7).eval()",
    "sliced": """
vgg = models.vgg11()
model = nn.Sequential(vgg.features[:6], nn.Flatten(), nn.Linear(128 * 56 * 56, 2))
""",
}
# program, input's channels, output, parameters: torchvision's published number less its own head and plus the new one
EXPECTED = [
    ("new_head", 3, (2,), 11_689_512 - 513_000 + 1026), ("without_head", 3, (256,), 25_557_032 - 2_049_000 + 524_544),
    ("one_channel", 1, (512,), 11_689_512 - 513_000 - 2 * 64 * 49),
    ("last_of_classifier", 3, (37,), 138_357_544 - 4_097_000 + 4097 * 37),
    ("whole_classifier", 3, (5,), 3_504_872 - 1_281_000 + 1281 * 5),
    ("densenet_features", 3, (3,), 7_978_856 - 1_025_000 + 1025 * 3), ("hub", 3, (1000,), 5_288_548),
    ("by_name", 3, (7,), 21_797_672 - 513_000 + 513 * 7),
    ("sliced", 3, (2,), 1792 + 73_856 + 2 * (128 * 56 * 56 + 1)),
]


@pytest.mark.parametrize(("name", "channels", "output", "params"), EXPECTED)
def test_a_known_network_with_changes_has_its_published_parameters(name, channels, output, params):
    code = read_code(PROGRAMS[name], known=torchvision_graph)
    assert code.report.error is None
    assert code.input_shape == (channels, 224, 224)
    assert (code.report.output_shape, code.report.params) == (output, params)


def test_a_head_that_does_not_fit_is_named_and_can_be_repaired():
    code = read_code("model = torchvision.models.resnet18()\nmodel.fc = nn.Linear(2048, 5)")
    assert str(code.report["fc"].error) == "fc is written for 2,048 values, but 512 arrive. Write 512."
    assert (code.places["fc"].line, code.stated["fc"].place) != (1, NOWHERE)
    assert code.places["fc"].line == 2


def test_names_are_torchvisions():
    names = [node.name for node in read_code(PROGRAMS["without_head"]).graph]
    assert (names[0], names[-2:]) == ("conv1", ["view", "embed"])
    assert "layer4.2.conv3" in names


def test_what_is_not_read_says_so():
    with pytest.raises(SpecError, match="raft_large of torchvision cannot be opened here"):
        read_code("model = torchvision.models.raft_large()", known=torchvision_graph)
    code = read_code("model = torchvision.models.vit_b_16(num_classes=7)", known=torchvision_graph)
    assert code.report.output_shape == (7,)
    assert "attention, which is no layer here" in str(code.notes[0])
    assert torchvision_graph("no_such_network") is None
