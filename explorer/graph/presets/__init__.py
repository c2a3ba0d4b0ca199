"""Networks to start from, each with its source. Their graphs are drawn when they are first asked for."""

from __future__ import annotations

from explorer.errors import N_, message
from explorer.graph.presets import (
    branching,
    history,
    imagenet,
    outputs,
    plain,
    plain as small,
    residual,
    separable,
)
from explorer.graph.presets.preset import Preset, Presets

IMAGENET = (3, 224, 224)
BLOCK, OUTPUT = N_("Block"), N_("Other output")

PRESETS = Presets({
    "lenet5": Preset(
        "LeNet-5", small.lenet5, (1, 32, 32),
        "LeCun, Bottou, Bengio & Haffner (1998), Gradient-based learning applied to document recognition",
        message("Follow the side down: 32, 28, 14, 10, 5. Most parameters are in the first linear layer.")),
    "linear_cifar": Preset(
        N_("Linear classifier (CIFAR-10)"), history.linear_classifier, (3, 32, 32),
        "The lecture notes' first classifier; also Stanford CS231n, Linear classification",
        message("30,720 weights and 10 biases: one template of 32 × 32 × 3 numbers per class, and nothing "
                "that is shared between places.")),
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
    "alexnet_2012": Preset(
        "AlexNet (2012)", history.alexnet_2012, (3, 227, 227),
        "Krizhevsky, Sutskever & Hinton (2012), ImageNet classification with deep CNNs, as one tower",
        message("A window of 11 px with stride 4 takes 227 px down to 55. fc6 alone holds 37.8 of 62.4 "
                "million parameters.")),
    "alexnet_2012_groups": Preset(
        N_("AlexNet (2012), two groups"), history.alexnet_2012_groups, (3, 227, 227),
        "Krizhevsky, Sutskever & Hinton (2012), trained on two graphics cards",
        message("Convolutions 2, 4 and 5 read half of the maps, those on their own card: 1.4 million weights "
                "and 0.4 of 1.1 billion multiply-adds fewer.")),
    "alexnet": Preset(
        "AlexNet", plain.alexnet, IMAGENET,
        "Krizhevsky (2014), One weird trick, arXiv:1404.5997, as in torchvision",
        message("58.6 of 61.1 million parameters are in the linear layers, most operations in the convolutions.")),
    "zfnet": Preset(
        "ZFNet", history.zfnet, IMAGENET,
        "Zeiler & Fergus (2013), Visualizing and understanding convolutional networks, arXiv:1311.2901",
        message("AlexNet with a first window of 7 px and stride 2: pictures of its filters had shown that 11 "
                "px with stride 4 leave out what lies between.")),
    "nin": Preset(
        "NiN (CIFAR-10)", history.network_in_network, (3, 32, 32),
        "Lin, Chen & Yan (2013), Network in network, arXiv:1312.4400",
        message("No linear layer: the last convolution makes one map per class, and global average pooling "
                "turns each map into its score.")),
    "vgg11": Preset(
        "VGG-11", plain.vgg11, IMAGENET, "Simonyan & Zisserman (2014), arXiv:1409.1556, configuration A",
        message("Only 3 × 3 windows, yet pool5 sees 150 px of the picture.")),
    "vgg16": Preset(
        "VGG-16", plain.vgg16, IMAGENET, "Simonyan & Zisserman (2014), arXiv:1409.1556, configuration D",
        message("fc6 alone holds 102.8 of 138.4 million parameters, but conv1_1 and conv1_2 give the largest maps.")),
    "vgg13": Preset(
        "VGG-13", plain.vgg13, IMAGENET, "Simonyan & Zisserman (2014), arXiv:1409.1556, configuration B",
        message("Two convolutions in every stage: pool5 sees 156 px, 6 more than VGG-11's.")),
    "vgg19": Preset(
        "VGG-19", plain.vgg19, IMAGENET, "Simonyan & Zisserman (2014), arXiv:1409.1556, configuration E",
        message("Three convolutions more than VGG-16: 5.3 of 143.7 million parameters, and 4.2 of 19.6 billion "
                "multiply-adds.")),
    "googlenet": Preset(
        "GoogLeNet", branching.googlenet, IMAGENET,
        "Szegedy et al. (2014), arXiv:1409.4842, as in torchvision: batch norm, no auxiliary heads, "
        "3 × 3 windows instead of 5 × 5",
        message("Nine inception blocks and a single linear layer: a tenth of AlexNet's parameters.")),
    "googlenet_paper": Preset(
        N_("GoogLeNet, as in the paper"), branching.googlenet_paper, IMAGENET,
        "Szegedy et al. (2014), arXiv:1409.4842, table 1, without the auxiliary heads",
        message("5 × 5 windows in the third branch and no batch norm: 7.0 million parameters, 1.58 billion "
                "multiply-adds.")),
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
    "resnet34_notes": Preset(
        N_("ResNet-34 for 10 classes"), residual.resnet34_notes, IMAGENET,
        "The lecture notes' network; also in Géron, Hands-on machine learning, chapter 14, there in Keras",
        message("Keras counts 21,306,826: the 17,024 more are running means and variances, which are "
                "measured, not learned.")),
    "resnet50": Preset(
        "ResNet-50", residual.resnet50, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, with torchvision's stride in the 3 × 3 convolution (v1.5)",
        message("50 layers see 427 px, ResNet-34 sees 899: two of the three convolutions of a block are 1 × 1.")),
    "resnet50_paper": Preset(
        N_("ResNet-50, as in the paper"), residual.resnet50_paper, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, table 1: 3.8 billion multiply-adds",
        message("Here the first 1 × 1 convolution of a stage has the stride: 3.86 billion multiply-adds and a "
                "field of 483 px. torchvision strides in the 3 × 3, which then still reads every pixel: 4.09 "
                "billion, 427 px, and about half a percent more accurate.")),
    "resnet101_paper": Preset(
        N_("ResNet-101, as in the paper"), residual.resnet101_paper, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, table 1: 7.6 billion multiply-adds",
        message("The stride stands in the first 1 × 1 convolution: a field of 1,027 px, torchvision's has 971.")),
    "resnet152_paper": Preset(
        N_("ResNet-152, as in the paper"), residual.resnet152_paper, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, table 1: 11.3 billion multiply-adds",
        message("The stride stands in the first 1 × 1 convolution: a field of 1,507 px, torchvision's has 1,451.")),
    "resnet101": Preset(
        "ResNet-101", residual.resnet101, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, with torchvision's stride in the 3 × 3 convolution",
        message("17 more blocks than ResNet-50, all in the third stage, where maps are 14 × 14.")),
    "resnet152": Preset(
        "ResNet-152", residual.resnet152, IMAGENET,
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, with torchvision's stride in the 3 × 3 convolution",
        message("152 layers with weights, and fewer multiply-adds than VGG-16: 11.5 against 15.5 billion.")),
    "xception": Preset(
        "Xception", separable.xception, (3, 299, 299),
        "Chollet (2017), Xception, arXiv:1610.02357",
        message("36 convolutions, 34 of them depthwise-separable. Keras counts 22,910,480 parameters; 54,528 "
                "of them are running means and variances.")),
    "mobilenet": Preset(
        "MobileNetV1", separable.mobilenet, IMAGENET,
        "Howard et al. (2017), MobileNets, arXiv:1704.04861",
        message("569 million multiply-adds against VGG-16's 15.5 billion; the 1 × 1 convolutions need 95 % of "
                "them.")),
    "densenet121": Preset(
        "DenseNet-121", imagenet.densenet121, IMAGENET,
        "Huang, Liu, van der Maaten & Weinberger (2016), DenseNet, arXiv:1608.06993, as in torchvision",
        message("Each layer reads all maps before it in its block and adds 32: 64 become 256, 512, 1,024 and 1,024.")),
    "mobilenet_v2": Preset(
        "MobileNetV2", imagenet.mobilenet_v2, IMAGENET,
        "Sandler et al. (2018), MobileNetV2, arXiv:1801.04381, as in torchvision",
        message("3.5 million parameters and 0.3 billion multiply-adds: a fiftieth of VGG-16's operations.")),
    "efficientnet_lite0": Preset(
        "EfficientNet-Lite0", imagenet.efficientnet_lite0, IMAGENET,
        "Tan & Le (2019), EfficientNet, arXiv:1905.11946; without gates and with ReLU6, for phones (2020)",
        message("4.7 million parameters and 0.39 billion multiply-adds. Where a window moves by 2 px, TensorFlow pads "
                "one pixel more after the picture than before it: a pad of its own for each side.")),
    "convnext_tiny": Preset(
        "ConvNeXt-T", imagenet.convnext_tiny, IMAGENET,
        "Liu et al. (2022), A ConvNet for the 2020s, arXiv:2201.03545, as in torchvision",
        message("The first convolution cuts the picture into patches of 4 × 4 px, as Vision Transformers do; each "
                "block filters map by map with 7 × 7 windows.")),
    "nine_by_nine": Preset(
        N_("Four 3 × 3 instead of 9 × 9"), history.four_small, (16, 9, 9),
        "Simonyan & Zisserman (2014), arXiv:1409.1556, section 2.3, for four convolutions",
        message("9, 7, 5, 3, 1: the last unit sees all 9 × 9 px. For C channels this takes 36 C² weights; one "
                "9 × 9 convolution takes 81 C²."), BLOCK),
    "inception_block": Preset(
        N_("Inception block"), branching.inception_block, (192, 28, 28),
        "Szegedy et al. (2014), Going deeper with convolutions, arXiv:1409.4842, block 3a",
        message("Four branches with windows of 1, 3, 5 and 3 px; their channels add up to 256."), BLOCK),
    "resnet_basic_block": Preset(
        N_("ResNet basic block"), residual.basic_block, (64, 56, 56),
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, figure 5, left",
        message("The skip hands the input on unchanged, so both inputs of the addition need the same shape."), BLOCK),
    "resnet_preactivated_block": Preset(
        N_("ResNet block, activation first"), residual.preactivated_block, (64, 56, 56),
        "He, Zhang, Ren & Sun (2016), Identity mappings in deep residual networks, arXiv:1603.05027, figure 1",
        message("Batch norm and ReLU come before each convolution, so nothing stands behind the addition: through "
                "a hundred blocks the skip stays a plain sum."), BLOCK),
    "resnet_bottleneck": Preset(
        N_("ResNet bottleneck"), residual.bottleneck, (256, 56, 56),
        "He, Zhang, Ren & Sun (2015), arXiv:1512.03385, figure 5, right",
        message("1 × 1 convolutions narrow 256 channels to 64 and widen them again, so the 3 × 3 costs little."),
        BLOCK),
    "xception_block": Preset(
        N_("Xception block"), branching.xception_block, (728, 19, 19),
        "Chollet (2017), Xception, arXiv:1610.02357, middle flow",
        message("Depthwise and pointwise convolution together need 536,536 weights; one full 3 × 3 would need "
                "4,769,856."), BLOCK),
    "mobilenetv2_block": Preset(
        N_("MobileNetV2 block"), separable.inverted_residual, (24, 56, 56),
        "Sandler et al. (2018), MobileNetV2, arXiv:1801.04381",
        message("Wide in the middle, narrow at its ends, and nothing bends behind the last convolution: 24 "
                "maps have no values to lose."), BLOCK),
    "dense_block": Preset(
        N_("DenseNet block"), separable.dense_block, (64, 56, 56),
        "Huang, Liu, van der Maaten & Weinberger (2016), DenseNet, arXiv:1608.06993, first block of DenseNet-121",
        message("Each layer reads all maps before it and adds 32: 64, 96, 128, ... 256. The 1 × 1 "
                "convolutions keep that cheap."), BLOCK),
    "se_block": Preset(
        N_("Squeeze-and-excitation block"), separable.squeeze_excitation, (256, 28, 28),
        "Hu, Shen & Sun (2017), Squeeze-and-excitation networks, arXiv:1709.01507, with r = 16",
        message("Each map becomes one number, 256 numbers become 16 and again 256: the gate by which its map "
                "is multiplied. From here on every unit sees the whole picture."), BLOCK),
    "aspp": Preset(
        "ASPP (DeepLabV3)", separable.pyramid_pooling, (2048, 28, 28),
        "Chen et al. (2017), DeepLabV3, arXiv:1706.05587, as in torchvision",
        message("Dilations 1, 12, 24 and 36 look at the same place from near and far; with dilation 36 most "
                "cells of the kernel lie in the padding of a 28 × 28 map."), BLOCK),
    "unet": Preset(
        "U-Net", outputs.unet, (1, 256, 256),
        "Ronneberger, Fischer & Brox (2015), U-Net, arXiv:1505.04597",
        message("Down by pooling, up by transposed convolutions, and across by concatenation, so that edges "
                "come back sharp. The paper has no padding and crops, 572 px become 388; here the size stays."),
        OUTPUT),
    "dcgan": Preset(
        N_("DCGAN generator"), outputs.dcgan_generator, (100, 1, 1),
        "Radford, Metz & Chintala (2015), arXiv:1511.06434, as in PyTorch's tutorial",
        message("Kernel 4 with stride 2 doubles the side without a checkerboard: 1, 4, 8, 16, 32, 64."), OUTPUT),
    "tcn": Preset(
        N_("TCN (causal, dilated)"), outputs.temporal, (1, 784),
        "Bai, Kolter & Koltun (2018), arXiv:1803.01271, for MNIST read pixel by pixel",
        message("Padding stands before the signal only, so no value sees its future. Dilations 1, 2, 4, ... "
                "128 let the last one see 3,061 values back, with 66,250 parameters."), OUTPUT),
})

__all__ = ["PRESETS", "Preset", "Presets"]
