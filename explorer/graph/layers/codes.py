"""All layers a network can be made of, with torch's names and arguments; sizes are px of the layer's input.

A layer is frozen data that has been checked as far as it can be without knowing its input. An argument that torch
allows per axis is an int (all axes alike) or a tuple with one value per axis. ``in_channels`` is inferred.
``CODES`` names each kind in the text of a link.
"""

from __future__ import annotations

from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import (
    ELU,
    GELU,
    Add,
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    Concat,
    Dropout,
    Dropout2d,
    Flatten,
    Hardsigmoid,
    Hardswish,
    Identity,
    LeakyReLU,
    Linear,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Tanh,
)
from explorer.graph.layers.convolution import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
)
from explorer.graph.layers.norms import GroupNorm, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, LayerNorm
from explorer.graph.layers.pooling import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    AdaptiveMaxPool2d,
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    LPPool1d,
    LPPool2d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
)
from explorer.graph.layers.resizing import (
    PixelShuffle,
    ReflectionPad2d,
    ReplicationPad2d,
    Unflatten,
    Upsample,
    ZeroPad2d,
)
from explorer.graph.layers.special import (
    ChannelShuffle,
    LayerNorm2d,
    LayerScale,
    LocalResponseNorm,
    Multiply,
    PadChannels,
    Subsample,
    TakeChannels,
)
from explorer.graph.layers.unread import Unread

CODES: dict[str, type[Layer]] = {
    "conv": Conv2d, "conv1d": Conv1d, "conv3d": Conv3d,
    "convt": ConvTranspose2d, "convt1d": ConvTranspose1d, "convt3d": ConvTranspose3d,
    "maxpool": MaxPool2d, "maxpool1d": MaxPool1d, "maxpool3d": MaxPool3d,
    "avgpool": AvgPool2d, "avgpool1d": AvgPool1d, "avgpool3d": AvgPool3d,
    "adaptive": AdaptiveAvgPool2d, "adaptive1d": AdaptiveAvgPool1d, "adaptive3d": AdaptiveAvgPool3d,
    "adaptivemax": AdaptiveMaxPool2d,
    "bn": BatchNorm2d, "bn1d": BatchNorm1d, "bn3d": BatchNorm3d,
    "relu": ReLU, "relu6": ReLU6, "leakyrelu": LeakyReLU, "prelu": PReLU, "elu": ELU, "gelu": GELU, "silu": SiLU,
    "hardswish": Hardswish, "hardsigmoid": Hardsigmoid, "sigmoid": Sigmoid, "tanh": Tanh, "softmax": Softmax,
    "dropout": Dropout, "dropout2d": Dropout2d, "identity": Identity,
    "flatten": Flatten, "linear": Linear, "add": Add, "cat": Concat,
    "mul": Multiply, "layernorm": LayerNorm2d, "layerscale": LayerScale, "subsample": Subsample,
    "padchannels": PadChannels, "lrn": LocalResponseNorm, "shuffle": ChannelShuffle,
    "lppool": LPPool2d, "lppool1d": LPPool1d, "groupnorm": GroupNorm, "instancenorm": InstanceNorm2d,
    "instancenorm1d": InstanceNorm1d, "instancenorm3d": InstanceNorm3d, "norm": LayerNorm,
    "upsample": Upsample, "pixelshuffle": PixelShuffle, "pad": ZeroPad2d, "padreflect": ReflectionPad2d,
    "padreplicate": ReplicationPad2d, "unflatten": Unflatten,
    "take": TakeChannels, "unread": Unread,
}
__all__ = [
    "CODES", "ELU", "GELU", "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "AdaptiveMaxPool2d", "Add",
    "AvgPool1d", "AvgPool2d", "AvgPool3d", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "ChannelShuffle", "Concat",
    "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Dropout", "Dropout2d",
    "Flatten", "GroupNorm", "Hardsigmoid", "Hardswish", "Identity", "InstanceNorm1d", "InstanceNorm2d",
    "InstanceNorm3d", "LPPool1d", "LPPool2d", "Layer", "LayerNorm", "LayerNorm2d", "LayerScale", "LeakyReLU", "Linear",
    "LocalResponseNorm", "MaxPool1d", "MaxPool2d", "MaxPool3d", "Multiply", "PReLU", "PadChannels", "PixelShuffle",
    "ReLU", "ReLU6", "ReflectionPad2d", "ReplicationPad2d", "SiLU", "Sigmoid", "Softmax", "Subsample", "TakeChannels",
    "Tanh", "Unflatten", "Unread", "Upsample", "ZeroPad2d",
]
