"""Networks of torchvision of which only a part is convolutions: that part as layers, the rest grey or left out.

Attention (ViT, Swin, MaxViT) is no layer here: blocks of it are grey steps with the shape that they put out. Detectors
choose boxes by their values, so of them the way to the finest maps is read, with the convolutions that score each
place where there are some.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor, nn

from explorer.errors import Message, NetworkError, message
from explorer.graph import INPUT, Conv2d, Graph, Linear, Node, Shape, Unread
from explorer.networks.torch_graph.trace import trace

ATTENTION = {"PartitionAttentionLayer", "SwinTransformerBlock", "SwinTransformerBlockV2", "PatchMerging",
             "PatchMergingV2"}
CHANNELS_LAST = {"SwinTransformerBlock", "SwinTransformerBlockV2", "PatchMerging", "PatchMergingV2"}


def outline(module: nn.Module, input_shape: Shape) -> tuple[Graph, tuple[Message, ...]]:
    """Return what of ``module`` is layers here, and what a reader should know of the rest.

    Args:
        module: of torchvision, in eval mode: a classifier, a network for segmentation or a detector.
        input_shape: ``(C, H, W)``, without the batch.

    Raises:
        NetworkError: nothing of it can be read.
    """
    kind = type(module).__name__
    if kind == "VisionTransformer":
        return _vision_transformer(module)
    if hasattr(module, "backbone") and hasattr(module, "transform"):
        return _detector(module, input_shape)
    grey = _grey_shapes(module, input_shape)
    notes = () if not grey else (message(
        "{network}: {count} parts work by attention, which is no layer here. They are grey; their {params:,} "
        "parameters and their operations are not counted.", network=kind, count=len(grey),
        params=_params(module, grey)),)
    return trace(module, input_shape, grey=grey), notes


def _params(module: nn.Module, paths: Any) -> int:
    return sum(weights.numel() for path in paths for weights in module.get_submodule(path).parameters())


def _vision_transformer(module: Any) -> tuple[Graph, tuple[Message, ...]]:
    """Return patches as the convolution that they are, the encoder as one grey step, and the head."""
    patch, width, head = module.patch_size, module.hidden_dim, module.heads[-1]
    graph = Graph((
        Node("conv_proj", Conv2d(out_channels=width, kernel_size=patch, stride=patch), (INPUT,)),
        Node("encoder", Unread(output_size=width), ("conv_proj",)),
        Node("heads.head", Linear(out_features=head.out_features), ("encoder",))))
    hidden = sum(weights.numel() for weights in module.encoder.parameters()) + module.class_token.numel()
    return graph, (message(
        "VisionTransformer: cutting a picture into patches of {patch} px and weighing each is a convolution with a "
        "window and a stride of {patch}. What follows works by attention, which is no layer here: it is grey, and its "
        "{params:,} parameters and its operations are not counted.", patch=patch, params=hidden),)


def _grey_shapes(module: nn.Module, input_shape: Shape) -> dict[str, Shape]:
    """Return the shapes, channels first, that blocks of attention put out, by path: seen in one pass."""
    found: dict[str, Shape] = {}
    paths = {path: part for path, part in module.named_modules() if type(part).__name__ in ATTENTION}

    def note(path: str, part: nn.Module, output: Tensor) -> None:
        height, width, channels = output.shape[1:]
        found[path] = ((channels, height, width) if type(part).__name__ in CHANNELS_LAST else tuple(output.shape[1:]))

    hooks = [part.register_forward_hook(lambda part, _given, output, path=path: note(path, part, output))
             for path, part in paths.items()]
    try:
        if paths:
            with torch.inference_mode():
                module(torch.zeros(1, *input_shape, device=next(module.parameters()).device))
    finally:
        for hook in hooks:
            hook.remove()
    return found


class _Scored(nn.Module):
    """The finest maps of a detector, and where it has some the scores and boxes of each place, beside each other."""

    def __init__(self, detector: Any) -> None:
        super().__init__()
        self.backbone = detector.backbone
        self.steps = nn.ModuleDict()
        rpn, head = getattr(detector, "rpn", None), getattr(detector, "head", None)
        if rpn is not None:
            self.steps = nn.ModuleDict({"rpn": rpn.head.conv, "cls_logits": rpn.head.cls_logits,
                                        "bbox_pred": rpn.head.bbox_pred})
        elif hasattr(getattr(head, "classification_head", None), "cls_logits"):
            scores, boxes = head.classification_head, head.regression_head  # type: ignore[union-attr]
            self.steps = nn.ModuleDict({"class_conv": scores.conv, "cls_logits": scores.cls_logits,
                                        "box_conv": boxes.conv, "bbox_reg": boxes.bbox_reg})

    def forward(self, pictures: Tensor) -> Tensor:
        """Take pictures (N, 3, H, W), return maps."""
        levels = self.backbone(pictures)
        maps: Tensor = next(iter(levels.values())) if isinstance(levels, OrderedDict | dict) else levels
        steps = self.steps
        if "rpn" in steps:
            maps = steps["rpn"](maps)
            return torch.cat([steps["cls_logits"](maps), steps["bbox_pred"](maps)], 1)
        if "box_conv" in steps:
            scores, boxes = steps["cls_logits"](steps["class_conv"](maps)), steps["bbox_reg"](steps["box_conv"](maps))
            return torch.cat([scores, boxes], 1)
        return maps


class _Levels(nn.Module):
    """All sizes of maps of an SSD, each with its own head: the numbers of all places in one row.

    First come all class scores of the largest maps, (boxes x classes, h, w) row by row, then their boxes, (boxes x 4,
    h, w), then the same of the next smaller ones.
    """

    def __init__(self, detector: Any) -> None:
        super().__init__()
        self.backbone = detector.backbone
        self.steps = nn.ModuleDict({"class_scores": detector.head.classification_head.module_list,
                                    "boxes": detector.head.regression_head.module_list})

    def forward(self, pictures: Tensor) -> Tensor:
        """Take pictures (N, 3, H, W), return (N, numbers)."""
        rows: list[Tensor] = []
        for level, maps in enumerate(self.backbone(pictures).values()):
            rows += [self.steps[kind][level](maps).flatten(1) for kind in ("class_scores", "boxes")]  # type: ignore[index]
        return torch.cat(rows, 1)


def convolutional(module: Any) -> nn.Module:
    """Return what of a detector can be read as layers: one picture in, one tensor out, in eval mode."""
    part = _Levels(module) if type(module).__name__ == "SSD" else _Scored(module)
    return part.eval()


def _detector(module: Any, input_shape: Shape) -> tuple[Graph, tuple[Message, ...]]:
    kind, held = type(module).__name__, sum(weights.numel() for weights in module.parameters())
    scored: Any = convolutional(module)
    try:
        graph = trace(scored, input_shape)
    except NetworkError:  # SSD on VGG divides its maps by their length
        graph = trace(nn.Sequential(OrderedDict(features=module.backbone.features)).eval(), input_shape)
        scored = None
    if isinstance(scored, _Levels):
        return graph, (message(
            "{network}: opened are the backbone with all its sizes of maps, and the convolutions that score each place "
            "and say its box. What chooses among the boxes depends on their values and is left out; the network has "
            "{params:,} parameters.", network=kind, params=held),)
    part = (message("the convolutions that score each place and say its box") if scored and len(scored.steps) else
            message("no head, since it reads several sizes of maps"))
    return graph, (message(
        "{network}: opened are the backbone as far as its finest maps, and {head}. What chooses boxes and looks into "
        "them depends on their values and is left out; in all the network has {params:,} parameters.",
        network=kind, head=part, params=held),)
