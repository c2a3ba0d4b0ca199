"""Networks to start from, each with its source. Their graphs are drawn when they are first asked for."""

from __future__ import annotations

from explorer.errors import N_, message
from explorer.graph.presets import branching, plain, plain as small, residual
from explorer.graph.presets.preset import Preset, Presets

IMAGENET = (3, 224, 224)

PRESETS = Presets({
    "lenet5": Preset(
        "LeNet-5", small.lenet5, (1, 32, 32),
        "LeCun, Bottou, Bengio & Haffner (1998), Gradient-based learning applied to document recognition",
        message("Follow the side down: 32, 28, 14, 10, 5. Most parameters are in the first linear layer.")),
    "mlp": Preset(
        "MLP", small.mlp, (3, 150, 150),
        "The lecture notes' network without convolutions, for photos of 150 × 150 px in 6 classes",
        message("One layer that reads every pixel needs 8.6 million weights; compare that with LeNet-5.")),
    "tinyvgg": Preset(
        "Tiny VGG", small.tinyvgg, (3, 64, 64),
        "Wang et al. (2020), CNN Explainer, arXiv:2004.15004",
        message("Without padding each convolution takes 2 px off the side: 64, 62, 60, and after pooling 30.")),
    "fashion_cnn": Preset(
        "Fashion-MNIST CNN", small.fashion_cnn, (1, 28, 28),
        "The lecture notes' network for Fashion-MNIST; also in Géron, Hands-on machine learning, chapter 14",
        message("Padding 'same' keeps the side; only pooling halves it, and 7 becomes 3: one pixel is left over.")),
    "alexnet": Preset(
        "AlexNet", plain.alexnet, IMAGENET,
        "Krizhevsky (2014), One weird trick, arXiv:1404.5997, as in torchvision",
        message("58.6 of 61.1 million parameters are in the linear layers, most operations in the convolutions.")),
    "vgg11": Preset(
        "VGG-11", plain.vgg11, IMAGENET, "Simonyan & Zisserman (2014), arXiv:1409.1556, configuration A",
        message("Only 3 × 3 windows, yet pool5 sees 150 px of the picture.")),
    "vgg16": Preset(
        "VGG-16", plain.vgg16, IMAGENET, "Simonyan & Zisserman (2014), arXiv:1409.1556, configuration D",
        message("fc6 alone holds 102.8 of 138.4 million parameters, but conv1_1 and conv1_2 give the largest maps.")),
    "resnet_basic_block": Preset(
        N_("ResNet basic block"), residual.basic_block, (64, 56, 56),
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, figure 5, left",
        message("The skip hands the input on unchanged, so both inputs of the addition need the same shape.")),
    "resnet_bottleneck": Preset(
        N_("ResNet bottleneck"), residual.bottleneck, (256, 56, 56),
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, figure 5, right",
        message("1 × 1 convolutions narrow 256 channels to 64 and widen them again, so the 3 × 3 costs little.")),
    "resnet20": Preset(
        "ResNet-20 (CIFAR)", residual.resnet20, (3, 32, 32),
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, section 4.2, with option B shortcuts",
        message("The paper pads channels with zeros where a stage begins; here a 1 × 1 convolution widens them, "
                "2,752 parameters more.")),
    "resnet18": Preset(
        "ResNet-18", residual.resnet18, IMAGENET, "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, as in torchvision",
        message("Three skips pass through a 1 × 1 convolution with stride 2: where the side halves.")),
    "resnet34": Preset(
        "ResNet-34", residual.resnet34, IMAGENET, "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, as in torchvision",
        message("Units of layer4 see 899 px: four times the picture's side.")),
    "resnet50": Preset(
        "ResNet-50", residual.resnet50, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, with torchvision's stride in the 3 × 3 convolution (v1.5)",
        message("50 layers see 427 px, ResNet-34 sees 899: two of the three convolutions of a block are 1 × 1.")),
    "inception_block": Preset(
        N_("Inception block"), branching.inception_block, (192, 28, 28),
        "Szegedy et al. (2014), Going deeper with convolutions, arXiv:1409.4842, block 3a",
        message("Four branches with windows of 1, 3, 5 and 3 px; their channels add up to 256.")),
    "googlenet": Preset(
        "GoogLeNet", branching.googlenet, IMAGENET,
        "Szegedy et al. (2014), arXiv:1409.4842, as in torchvision: batch norm, no auxiliary heads, "
        "3 × 3 windows instead of 5 × 5",
        message("Nine inception blocks and a single linear layer: a tenth of AlexNet's parameters.")),
    "xception_block": Preset(
        N_("Xception block"), branching.xception_block, (728, 19, 19),
        "Chollet (2017), Xception, arXiv:1610.02357, middle flow",
        message("Depthwise and pointwise convolution together need 536,536 weights; one full 3 × 3 would need "
                "4,769,856.")),
})

__all__ = ["PRESETS", "Preset", "Presets"]
