"""EfficientNet-Lite0, whose ImageNet weights are a package of their own: a graph of ours, filled from its file.

The file holds a state dict of June 2020 under the names of another code. Nothing of that package is run: its file is
found beside it, its hash is checked, and torch reads arrays from it and nothing else.

Source:
    Tan & Le (2019), EfficientNet: rethinking model scaling for CNNs, arXiv:1905.11946; without squeeze-and-excitation
    and with ReLU6: github.com/tensorflow/tpu, models/official/efficientnet/lite.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from explorer.errors import NetworkError
from explorer.graph import PRESETS, ConvNd, Graph, analyse, pytorch
from explorer.networks.catalogue import PACKAGE, PACKAGE_NETWORK, packaged_file
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.torch_graph.modules import module_of
from explorer.runtime import digest

EFFICIENTNET_LITE0 = PACKAGE_NETWORK.partition("/")[2]
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
"""Of the file with the weights."""
EPSILON = 1e-3
"""Is added to each variance, so that nothing is divided by 0: TensorFlow's own choice, which torch's is not."""
STEPS = {"expand": ("_expand_conv", "_bn0"), "depthwise": ("_depthwise_conv", "_bn1"),
         "project": ("_project_conv", "_bn2")}
"""What the file calls the convolution and the norm of each step of a block."""
PARTS = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")


def efficientnet_lite0() -> nn.Module:
    """Return the network, untrained, on torch's current device: every layer is the submodule of its name."""
    preset = PRESETS[EFFICIENTNET_LITE0]
    report = analyse(preset.graph, preset.input_shape)
    module = assemble(preset.graph, {row.name: module_of(row.layer, row.input_shape) for row in report})
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.eps = EPSILON
    return module


def packaged_state() -> dict[str, Tensor]:
    """Return the weights of the package under the names of :func:`efficientnet_lite0`.

    Raises:
        NetworkError: the package is not installed, or its file is not the one that is known.
    """
    file = packaged_file()
    if file is None:
        raise NetworkError("EfficientNet-Lite0 comes with the package {package}, which is not installed. Install it "
                           "with: pip install {package}. Until then choose another network.", package=PACKAGE)
    if (found := digest(file)) != SHA256:
        raise NetworkError("The file {file} of the package {package} is damaged: its SHA-256 begins with {found}, not "
                           "with {digits}. Install the package again.", file=file.name, package=PACKAGE,
                           found=found[:8], digits=SHA256[:8])
    state: Mapping[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
    graph = PRESETS[EFFICIENTNET_LITE0].graph
    # The file keeps TensorFlow's order of axes under torch's, which safetensors refuses to write.
    return {f"{_holder(graph, name)}.{part}": state[key].contiguous() for name, theirs in _file_names(graph).items()
            for part in PARTS if (key := f"{theirs}.{part}") in state}


def _holder(graph: Graph, name: str) -> str:
    """Return the module that holds a layer's weights: of uneven padding and a convolution the second."""
    layer = graph[name].layer
    return f"{name}.1" if isinstance(layer, ConvNd) and pytorch.has_uneven_padding(layer) else name


def _file_names(graph: Graph) -> dict[str, str]:
    """Map each layer with weights to what the file calls it."""
    found = {"stem.conv": "_conv_stem", "stem.bn": "_bn0", "head.conv": "_conv_head", "head.bn": "_bn1", "fc": "_fc"}
    blocks = list(dict.fromkeys(node.name.rsplit(".", 2)[0] for node in graph if node.name.endswith(".project.conv")))
    for place, block in enumerate(blocks):
        for step, (convolution, norm) in STEPS.items():
            if f"{block}.{step}.conv" in graph:
                found[f"{block}.{step}.conv"] = f"_blocks.{place}.{convolution}"
                found[f"{block}.{step}.bn"] = f"_blocks.{place}.{norm}"
    return found
