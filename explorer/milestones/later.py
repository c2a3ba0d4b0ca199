"""Networks since 2015: ResNet, Xception, DenseNet, MobileNetV2 and ConvNeXt."""

from __future__ import annotations

from explorer.errors import N_
from explorer.milestones.milestone import Accuracy, Milestone, Version, in_table

_RESNET = in_table("arXiv:1512.03385", 3)
_TEN_CROPS, _TEN_CROPS5 = N_("top-1, validation, ten crops"), N_("top-5, validation, ten crops")
_ONE_CROP, _ONE_CROP5 = N_("top-1, validation, one crop"), N_("top-5, validation, one crop")
_EARLY_STRIDE = N_("As in the paper and the notes: where the side halves, the first 1 × 1 convolution has the stride, "
                   "and skips three of four pixels.")
_LATE_STRIDE = N_("torchvision's: the 3 × 3 convolution has the stride and reads every pixel (“v1.5”). More "
                  "operations, and about half a percent more accurate.")


def _resnet(size: int, error: float, error5: float, differs: str, suffix: str = "") -> Version:
    accuracies = (Accuracy(error=error, measured=_TEN_CROPS, source=_RESNET),
                  Accuracy(error=error5, measured=_TEN_CROPS5, source=_RESNET))
    torchvision = "" if suffix else f"torchvision/resnet{size}"
    return Version(name=f"resnet{size}{suffix}", title=str(size), differs=differs, torchvision=torchvision,
                   accuracies=accuracies)


RESNET = Milestone(
    name="resnet", title="ResNet", year=2015,
    paper="He, Zhang, Ren & Sun (2015), Deep residual learning for image recognition, arXiv:1512.03385",
    idea=N_("A block learns only what to add to its input, F(x) + x, so that doing nothing is easy. Networks of 152 "
            "layers then learn better than those of 18, where plain ones had become worse with depth."),
    new=(N_("Skips that hand the input on unchanged, past two or three convolutions."),
         N_("The bottleneck: 1 × 1 narrows, 3 × 3 looks, 1 × 1 widens again; from 50 layers on."),
         N_("Batch norm behind every convolution, one linear layer, no dropout.")),
    augmentation=N_("Shorter side drawn from 256 to 480 px, crops of 224 × 224, mirrored, colours shifted. Tested on "
                    "ten crops, the best results on several sizes."),
    training=N_("SGD, batch 256, momentum 0.9, weight decay 0.0001; rate 0.1, divided by 10 where the error stops "
                "falling; 600,000 steps; weights drawn as He et al. (2015) advise."),
    versions=(
        Version(name="resnet18", title="18", torchvision="torchvision/resnet18",
                accuracies=(Accuracy(error=27.88, measured=_TEN_CROPS, source=in_table("arXiv:1512.03385", 2)),)),
        _resnet(34, 24.52, 7.46, N_("Shortcuts of 1 × 1 convolutions where the shape changes (option B).")),
        _resnet(50, 22.85, 6.71, _EARLY_STRIDE, "_paper"),
        _resnet(101, 21.75, 6.05, _EARLY_STRIDE, "_paper"), _resnet(152, 21.43, 5.71, _EARLY_STRIDE, "_paper"),
        Version(name="resnet50", title="50 v1.5", differs=_LATE_STRIDE, torchvision="torchvision/resnet50"),
        Version(name="resnet101", title="101 v1.5", differs=_LATE_STRIDE,
                torchvision="torchvision/resnet101"),
        Version(name="resnet152", title="152 v1.5", differs=_LATE_STRIDE,
                torchvision="torchvision/resnet152")),
    table="stages", opens="resnet50_paper",
    slip=N_("The notes' table is the paper's: the stride stands in the 1 × 1 convolution, and its FLOPs are "
            "multiply-adds (3.8 · 10⁹ for 50 layers). torchvision's ResNet-50 has 4.09 · 10⁹. One slide writes "
            "“degration”; degradation is meant."))

XCEPTION = Milestone(
    name="xception", title="Xception", year=2017,
    paper="Chollet (2017), Xception: deep learning with depthwise separable convolutions, arXiv:1610.02357",
    idea=N_("Where something is and which channels go together are two questions, so they are asked apart: one 3 × 3 "
            "filter for each map alone, then 1 × 1 over all maps. That is Inception taken to its end, with as many "
            "parameters as Inception V3, better used."),
    new=(N_("34 of 36 convolutions are depthwise-separable."), N_("No bend between depthwise and pointwise: it hurt."),
         N_("Skips around every block but the first and the last.")),
    augmentation=N_("As Inception V3: crops of 299 × 299, mirrored, colours changed."),
    training=N_("SGD, momentum 0.9, rate 0.045, times 0.94 every 2 passes; weight decay 0.00001; dropout 0.5 before "
                "the last layer; weights averaged over the steps. 3 days on 60 K80 cards."),
    versions=(Version(name="xception", title="Xception",
                      differs=N_("torchvision has none; it is built here layer by layer. Keras counts 54,528 numbers "
                                 "more, which are measured, not learned. Both halves of a separable convolution count "
                                 "as layers here; the paper's 36 count them as one."),
                      accuracies=(Accuracy(error=21.0, measured=_ONE_CROP, source=in_table("arXiv:1610.02357", 1)),
                                  Accuracy(error=5.5, measured=_ONE_CROP5, source=in_table("arXiv:1610.02357", 1)))),),
    table="flow")

DENSENET = Milestone(
    name="densenet121", title="DenseNet-121", year=2017,
    paper="Huang, Liu, van der Maaten & Weinberger (2017), Densely connected convolutional networks, arXiv:1608.06993",
    idea=N_("Each layer reads the maps of all layers before it in its block, and adds 32 of its own. What was found "
            "once can be used anywhere later, so layers can be narrow and parameters few."),
    new=(N_("Maps are put side by side, not added."),
         N_("A growth rate instead of a width: how many maps each layer adds."),
         N_("Transitions between blocks halve the channels and the side.")),
    augmentation=N_("As ResNet: crops of 224 × 224, mirrored."),
    training=N_("SGD with Nesterov's momentum 0.9, batch 256, 90 passes; rate 0.1, divided by 10 after 30 and 60; "
                "weight decay 0.0001."),
    versions=(Version(name="densenet121", title="DenseNet-121", torchvision="torchvision/densenet121",
                      accuracies=(Accuracy(error=25.02, measured=_ONE_CROP, source=in_table("arXiv:1608.06993", 3)),
                                  Accuracy(error=7.71, measured=_ONE_CROP5, source=in_table("arXiv:1608.06993", 3)))),),
    table="flow")

MOBILENET_V2 = Milestone(
    name="mobilenet_v2", title="MobileNetV2", year=2018,
    paper="Sandler, Howard, Zhu, Zhmoginov & Chen (2018), MobileNetV2, arXiv:1801.04381",
    idea=N_("Blocks are narrow at both ends and wide in the middle: 1 × 1 makes six times as many maps, each is "
            "filtered alone, 1 × 1 makes them few again. So phones can see, with a fiftieth of VGG-16's operations."),
    new=(N_("The inverted residual: the skip joins the narrow ends."),
         N_("Nothing bends behind the last convolution of a block: few maps have no values to lose."),
         N_("ReLU6, so that few bits are enough.")),
    augmentation=N_("As Inception: crops of 224 × 224, mirrored, colours changed."),
    training=N_("RMSProp, momentum 0.9, rate 0.045, times 0.98 each pass; weight decay 0.00004; batch 96 on each of 16 "
                "cards."),
    versions=(Version(name="mobilenet_v2", title="MobileNetV2", torchvision="torchvision/mobilenet_v2",
                      accuracies=(Accuracy(error=28.0, measured=_ONE_CROP, source=in_table("arXiv:1801.04381", 4)),)),),
    table="flow")

CONVNEXT = Milestone(
    name="convnext_tiny", title="ConvNeXt-T", year=2022,
    paper="Liu, Mao, Wu, Feichtenhofer, Darrell & Xie (2022), A ConvNet for the 2020s, arXiv:2201.03545",
    idea=N_("A ResNet-50, brought up to date step by step with what Vision Transformers do: patches, wide windows for "
            "each map alone, few bends and few normalisations, long training. Without any attention it then equals a "
            "Transformer of its size."),
    new=(N_("Training alone, as Transformers are trained, took ResNet-50 from 76.1 to 78.8 %."),
         N_("The first layer cuts 4 × 4 px patches: kernel 4, stride 4."),
         N_("Depthwise 7 × 7 first, then 1 × 1 to four times the width and back; one layer norm and one GELU per "
            "block.")),
    augmentation=N_("Mixup, CutMix, RandAugment, random erasing; crops of 224 × 224."),
    training=N_("AdamW, 300 passes, batch 4,096, rate 0.004 after a warm-up of 20 passes, then a cosine; weight decay "
                "0.05, label smoothing 0.1, stochastic depth 0.1, average of the weights."),
    versions=(Version(name="convnext_tiny", title="ConvNeXt-T", torchvision="torchvision/convnext_tiny",
                      accuracies=(Accuracy(error=17.9, measured=_ONE_CROP, source=in_table("arXiv:2201.03545", 1)),)),),
    table="stages")
