"""Networks of 1998 to 2014: LeNet-5, AlexNet, ZFNet, VGG and GoogLeNet."""

from __future__ import annotations

from explorer.errors import N_
from explorer.milestones.milestone import Accuracy, Milestone, Version, in_paper, in_table

_LENET, _ALEXNET = in_paper("LeCun et al. (1998)"), in_table("Krizhevsky et al. (2012)", 2)
_VGG, _GOOGLENET = in_table("arXiv:1409.1556", 3), in_table("arXiv:1409.4842", 3)
_TOP1, _TOP5 = N_("top-1, validation, one network"), N_("top-5, validation, one network")

_OF_ALEXNET = (Accuracy(error=40.7, measured=_TOP1, source=_ALEXNET),
               Accuracy(error=18.2, measured=_TOP5, source=_ALEXNET),
               Accuracy(error=16.4, measured=N_("top-5, test, five networks vote"), source=_ALEXNET))

LENET5 = Milestone(
    name="lenet5", title="LeNet-5", year=1998,
    paper="LeCun, Bottou, Bengio & Haffner (1998), Gradient-based learning applied to document recognition",
    idea=N_("Small windows slide over a handwritten digit, and the same weights look everywhere. Maps grow in number "
            "as they shrink in size, until the last layers say which digit it is."),
    new=(N_("Convolution, pooling and classifier learn together, from pixels to the answer, by gradients alone."),
         N_("Shared weights: C1 reads 1,024 px with 156 parameters."),
         N_("In the paper each map of C3 reads only some maps of S2, by a table: 1,516 parameters. Today all read all: "
            "2,416.")),
    augmentation=N_("60,000 digits of 28 × 28 px (MNIST) in the middle of 32 × 32. Distorted copies, shifted, scaled, "
                    "squeezed and sheared, took the error from 0.95 to 0.8 %."),
    training=N_("20 passes with a rate that falls from 0.0005 to 0.00001, and an own rate for each weight from second "
                "derivatives. The last layer compares F6's 84 values with a drawing of each digit (RBF); today it is "
                "linear, with softmax. 2 to 3 days on one processor of 200 MHz."),
    versions=(
        Version(name="lenet5_notes", title=N_("As in the paper"), shape=(1, 32, 32),
                text="conv.o6.k5~tanh~avgpool~conv.o16.k5~tanh~avgpool~conv.o120.k5~tanh~flatten~linear.o84~tanh"
                     "~linear.o10", ends_with="RBF",
                differs=N_("C5 is a convolution whose window covers all of S4. S2 and S4 are plain averages; the "
                           "paper's also learn a factor and a bias per map."),
                accuracies=(Accuracy(error=0.95, measured=N_("MNIST, test, no distorted copies"), source=_LENET),
                            Accuracy(error=0.8, measured=N_("MNIST, test, with distorted copies"), source=_LENET))),
        Version(name="lenet5", title=N_("With linear layers"),
                differs=N_("C5 as a linear layer behind a flatten: the same 48,120 parameters and the same numbers. A "
                           "larger picture would no longer fit."))),
    table="layers")

ALEXNET = Milestone(
    name="alexnet", title="AlexNet", year=2012,
    paper="Krizhevsky, Sutskever & Hinton (2012), ImageNet classification with deep convolutional neural networks",
    idea=N_("The plan of LeNet-5, with 1.2 million photos, 1,000 classes and 60 million parameters, on two graphics "
            "cards. It took more than a third off the best error of the year before, and what people had built by hand "
            "was given up."),
    new=(N_("ReLU instead of tanh: on CIFAR-10 it needs a sixth of the passes to come to 25 % training error."),
         N_("Dropout in the two large linear layers, without which it learns its pictures by heart."),
         N_("Overlapping pooling (window 3, stride 2) and local response normalisation: 0.3 and 1.2 points of top-5 "
            "error."),
         N_("Two cards, half of the maps on each: convolutions 2, 4 and 5 read only those of their own card.")),
    augmentation=N_("Photos with a shorter side of 256 px; random crops of 224 × 224 and mirrored copies, 2,048 times "
                    "as many; colours shifted along their principal components, 1 point of top-1 error. Tested on the "
                    "mean of ten crops."),
    training=N_("SGD, batch 128, momentum 0.9, weight decay 0.0005; rate 0.01, divided by 10 three times; 90 passes, 5 "
                "to 6 days on two GTX 580 with 3 GB each."),
    versions=(
        Version(name="alexnet_2012", title=N_("The paper's, one tower"), ends_with="softmax",
                differs=N_("As in the notes: every map reads all maps. The paper says 224 px; its sides only come out "
                           "with 227."),
                accuracies=_OF_ALEXNET),
        Version(name="alexnet_2012_groups", title=N_("The paper's, two groups"), ends_with="softmax",
                differs=N_("As it was trained: convolutions 2, 4 and 5 have 2 groups, 1.4 million weights and a third "
                           "of the operations fewer."),
                accuracies=_OF_ALEXNET),
        Version(name="alexnet", title="torchvision", torchvision="torchvision/alexnet", ends_with="softmax",
                differs=N_("Another network, of 2014 (“one weird trick”): 64, 192, 384, 256, 256 maps instead of 96, "
                           "256, 384, 384, 256, a picture of 224 px with padding 2, no response normalisation."))),
    table="layers",
    slip=N_("The notes' AlexNet is the paper's: 227 px, 96, 256, 384, 384, 256 maps. torchvision's is another network; "
            "no row of the table is the same."))

ZFNET = Milestone(
    name="zfnet", title="ZFNet", year=2013,
    paper="Zeiler & Fergus (2013), Visualizing and understanding convolutional networks, arXiv:1311.2901",
    idea=N_("AlexNet, looked into: pictures of what excites each map showed dead filters and stripes from too large "
            "steps. A first window of 7 px instead of 11, with stride 2 instead of 4, cured both."),
    new=(N_("Activations of any layer are led back to the pixels that caused them (deconvnet)."),
         N_("Covering parts of a photo shows where the network looks."),
         N_("Features learned on ImageNet serve for small data sets: Caltech-101, Caltech-256.")),
    augmentation=N_("As AlexNet: shorter side 256 px, crops of 224 × 224, mirrored copies."),
    training=N_("SGD, batch 128, rate 0.01, momentum 0.9, dropout 0.5; filters that grow too large are scaled back; 70 "
                "passes, 12 days on one GTX 580."),
    versions=(Version(name="zfnet", title="ZFNet", ends_with="softmax",
                      differs=N_("ILSVRC-2013 was won by Clarifai, Zeiler's company, with several such networks; most "
                                 "lectures call its 11.7 % ZFNet."),
                      accuracies=(Accuracy(error=38.4, measured=_TOP1,
                                           source=in_table("arXiv:1311.2901", 2)),
                                  Accuracy(error=16.5, measured=_TOP5,
                                           source=in_table("arXiv:1311.2901", 2)))),),
    table="layers")

VGG = Milestone(
    name="vgg16", title="VGG", year=2014,
    paper="Simonyan & Zisserman (2014), Very deep convolutional networks, arXiv:1409.1556",
    idea=N_("One kind of convolution, 3 × 3, and one kind of pooling, 2 × 2; what changes is how many. Two of them see "
            "5 × 5 px and three see 7 × 7, with fewer weights and more bends in between."),
    new=(N_("Depth as the only question: 11, 13, 16 and 19 layers, all else alike."),
         N_("Channels double when the side halves: 64, 128, 256, 512."),
         N_("No response normalisation: it did not help.")),
    augmentation=N_("Shorter side drawn from 256 to 512 px (scale jitter), crops of 224 × 224, mirrored, colours "
                    "shifted."),
    training=N_("SGD, batch 256, momentum 0.9, weight decay 0.0005, dropout 0.5; rate 0.01, divided by 10 three times; "
                "74 passes. Deep ones start from the weights of the 11 layers. 2 to 3 weeks on four Titan Black."),
    versions=(
        Version(name="vgg11", title="VGG-11", torchvision="torchvision/vgg11",
                accuracies=(Accuracy(error=29.6, measured=_TOP1, source=_VGG),
                            Accuracy(error=10.4, measured=_TOP5, source=_VGG))),
        Version(name="vgg13", title="VGG-13", torchvision="torchvision/vgg13",
                accuracies=(Accuracy(error=28.7, measured=_TOP1, source=_VGG),
                            Accuracy(error=9.9, measured=_TOP5, source=_VGG))),
        Version(name="vgg16", title="VGG-16", torchvision="torchvision/vgg16",
                accuracies=(Accuracy(error=25.6, measured=_TOP1, source=_VGG),
                            Accuracy(error=8.1, measured=_TOP5, source=_VGG))),
        Version(name="vgg19", title="VGG-19", torchvision="torchvision/vgg19",
                accuracies=(Accuracy(error=25.5, measured=_TOP1, source=_VGG),
                            Accuracy(error=8.0, measured=_TOP5, source=_VGG)))),
    table="stages", opens="vgg16")

GOOGLENET = Milestone(
    name="googlenet", title="GoogLeNet", year=2014,
    paper="Szegedy et al. (2014), Going deeper with convolutions, arXiv:1409.4842",
    idea=N_("A block looks through windows of 1, 3 and 5 px at once and puts the maps side by side, since nobody knows "
            "which size will fit. 1 × 1 convolutions thin out the channels before, so that 22 layers take a ninth of "
            "AlexNet's parameters."),
    new=(N_("Inception blocks: four branches that meet in a concatenation."),
         N_("1 × 1 convolutions as a cheap way to fewer channels."),
         N_("Global average pooling before a single linear layer."),
         N_("Two more classifiers in the middle, for training only.")),
    augmentation=N_("Crops of 8 to 100 % of the photo, sides 3:4 to 4:3, mirrored; brightness, contrast and colours "
                    "changed. Tested on 144 crops."),
    training=N_("SGD with momentum 0.9 on many machines at once; the rate falls by 4 % every 8 passes; dropout 0.4; "
                "weights averaged over the steps. Seven networks vote."),
    versions=(
        Version(name="googlenet_paper", title=N_("As in the paper"),
                differs=N_("Without the two classifiers that serve training only."),
                accuracies=(Accuracy(error=10.07, measured=N_("top-5, validation, one network, one crop"),
                                     source=_GOOGLENET),
                            Accuracy(error=6.67, measured=N_("top-5, seven networks, 144 crops"),
                                     source=_GOOGLENET))),
        Version(name="googlenet", title="torchvision", torchvision="torchvision/googlenet",
                differs=N_("Batch norm behind each convolution, no bias, and 3 × 3 windows where the paper has 5 × "
                           "5."))),
    table="inception")
