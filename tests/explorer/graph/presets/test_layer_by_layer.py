"""Ready-made networks layer by layer, as their papers' tables and Keras' summaries print them."""

from __future__ import annotations

import pytest

from explorer.graph import PRESETS, analyse

# layer, output, parameters
LAYERS = {
    # LeCun et al. (1998), section II.B, as taught today: C3 reads all maps, C5 is a linear layer; FACTS of the notes
    "lenet5": [
        ("conv1", (6, 28, 28), 156), ("pool1", (6, 14, 14), 0), ("conv2", (16, 10, 10), 2_416),
        ("pool2", (16, 5, 5), 0), ("fc1", (120,), 48_120), ("fc2", (84,), 10_164), ("fc3", (10,), 850),
    ],
    # Wang et al. (2020), CNN Explainer: sides 62, 60, 30, 28, 26, 13
    "tinyvgg": [
        ("conv_1_1", (10, 62, 62), 280), ("conv_1_2", (10, 60, 60), 910), ("max_pool_1", (10, 30, 30), 0),
        ("conv_2_1", (10, 28, 28), 910), ("conv_2_2", (10, 26, 26), 910), ("max_pool_2", (10, 13, 13), 0),
        ("flatten", (1_690,), 0), ("output", (10,), 16_910),
    ],
    # Géron, Hands-on machine learning, chapter 14: the summary of its network for Fashion-MNIST
    "fashion_cnn": [
        ("conv1", (64, 28, 28), 3_200), ("pool1", (64, 14, 14), 0), ("conv2", (128, 14, 14), 73_856),
        ("conv3", (128, 14, 14), 147_584), ("pool2", (128, 7, 7), 0), ("conv4", (256, 7, 7), 295_168),
        ("conv5", (256, 7, 7), 590_080), ("pool3", (256, 3, 3), 0), ("fc1", (128,), 295_040), ("fc2", (64,), 8_256),
        ("fc3", (10,), 650),
    ],
    "mlp": [("fc1", (128,), 8_640_128), ("fc2", (6,), 774)],
    "linear_cifar": [("flatten", (3_072,), 0), ("fc1", (10,), 30_730)],
    # Krizhevsky et al. (2012), section 3.5: 55, 27, 13, 13, 13, 6; fc6 of 6 x 6 x 256
    "alexnet_2012": [
        ("conv1", (96, 55, 55), 34_944), ("pool1", (96, 27, 27), 0), ("conv2", (256, 27, 27), 614_656),
        ("pool2", (256, 13, 13), 0), ("conv3", (384, 13, 13), 885_120), ("conv4", (384, 13, 13), 1_327_488),
        ("conv5", (256, 13, 13), 884_992), ("pool5", (256, 6, 6), 0), ("flatten", (9_216,), 0),
        ("fc6", (4_096,), 37_752_832), ("fc7", (4_096,), 16_781_312), ("fc8", (1_000,), 4_097_000),
    ],
    # Caffe's bvlc_alexnet: the weights of conv2, conv4 and conv5 are 48 and 192 channels deep
    "alexnet_2012_groups": [
        ("conv1", (96, 55, 55), 34_944), ("conv2", (256, 27, 27), 5 * 5 * 48 * 256 + 256),
        ("conv3", (384, 13, 13), 885_120), ("conv4", (384, 13, 13), 3 * 3 * 192 * 384 + 384),
        ("conv5", (256, 13, 13), 3 * 3 * 192 * 256 + 256), ("fc6", (4_096,), 37_752_832),
    ],
    # Zeiler & Fergus (2013), figure 3: 110, 55, 26, 13, 13, 13, 13, 6
    "zfnet": [
        ("conv1", (96, 110, 110), 14_208), ("pool1", (96, 55, 55), 0), ("conv2", (256, 26, 26), 614_656),
        ("pool2", (256, 13, 13), 0), ("conv3", (384, 13, 13), 885_120), ("conv4", (384, 13, 13), 1_327_488),
        ("conv5", (256, 13, 13), 884_992), ("pool5", (256, 6, 6), 0), ("fc6", (4_096,), 37_752_832),
    ],
    # Lin et al. (2013) and its Caffe model for CIFAR-10: 32, 16, 8; one map per class at the end
    "nin": [
        ("conv1", (192, 32, 32), 14_592), ("conv2", (160, 32, 32), 30_880), ("conv3", (96, 32, 32), 15_456),
        ("pool1", (96, 16, 16), 0), ("conv4", (192, 16, 16), 460_992), ("conv5", (192, 16, 16), 37_056),
        ("pool2", (192, 8, 8), 0), ("conv7", (192, 8, 8), 331_968), ("conv9", (10, 8, 8), 1_930),
        ("flatten", (10,), 0),
    ],
    # keras.io/api/applications/vgg: the summary of VGG16
    "vgg16": [
        ("conv1_1", (64, 224, 224), 1_792), ("conv1_2", (64, 224, 224), 36_928), ("pool1", (64, 112, 112), 0),
        ("conv2_1", (128, 112, 112), 73_856), ("conv2_2", (128, 112, 112), 147_584), ("pool2", (128, 56, 56), 0),
        ("conv3_1", (256, 56, 56), 295_168), ("conv3_2", (256, 56, 56), 590_080), ("conv3_3", (256, 56, 56), 590_080),
        ("pool3", (256, 28, 28), 0), ("conv4_1", (512, 28, 28), 1_180_160), ("conv4_2", (512, 28, 28), 2_359_808),
        ("conv4_3", (512, 28, 28), 2_359_808), ("pool4", (512, 14, 14), 0), ("conv5_1", (512, 14, 14), 2_359_808),
        ("conv5_2", (512, 14, 14), 2_359_808), ("conv5_3", (512, 14, 14), 2_359_808), ("pool5", (512, 7, 7), 0),
        ("flatten", (25_088,), 0), ("fc6", (4_096,), 102_764_544), ("fc7", (4_096,), 16_781_312),
        ("fc8", (1_000,), 4_097_000),
    ],
    # Simonyan & Zisserman (2014), table 1, A
    "vgg11": [
        ("conv1_1", (64, 224, 224), 1_792), ("conv2_1", (128, 112, 112), 73_856), ("conv3_1", (256, 56, 56), 295_168),
        ("conv3_2", (256, 56, 56), 590_080), ("conv4_1", (512, 28, 28), 1_180_160),
        ("conv4_2", (512, 28, 28), 2_359_808), ("conv5_1", (512, 14, 14), 2_359_808),
        ("conv5_2", (512, 14, 14), 2_359_808), ("fc6", (4_096,), 102_764_544),
    ],
    # He et al. (2015), table 1; torchvision's names, batch norms of 2 numbers per channel apart
    "resnet18": [
        ("conv1", (64, 112, 112), 9_408), ("bn1", (64, 112, 112), 128), ("maxpool", (64, 56, 56), 0),
        ("layer1.0.conv1", (64, 56, 56), 36_864), ("layer1.1.conv2", (64, 56, 56), 36_864),
        ("layer2.0.conv1", (128, 28, 28), 73_728), ("layer2.0.conv2", (128, 28, 28), 147_456),
        ("layer2.0.downsample.0", (128, 28, 28), 8_192), ("layer2.0.add", (128, 28, 28), 0),
        ("layer3.0.conv1", (256, 14, 14), 294_912), ("layer3.0.downsample.0", (256, 14, 14), 32_768),
        ("layer3.1.conv2", (256, 14, 14), 589_824), ("layer4.0.conv1", (512, 7, 7), 1_179_648),
        ("layer4.0.downsample.0", (512, 7, 7), 131_072), ("layer4.1.conv2", (512, 7, 7), 2_359_296),
        ("layer4.1.bn2", (512, 7, 7), 1_024), ("flatten", (512,), 0), ("fc", (1_000,), 513_000),
    ],
    "resnet50": [
        ("layer1.0.conv1", (64, 56, 56), 4_096), ("layer1.0.conv2", (64, 56, 56), 36_864),
        ("layer1.0.conv3", (256, 56, 56), 16_384), ("layer1.0.downsample.0", (256, 56, 56), 16_384),
        ("layer2.0.conv1", (128, 56, 56), 32_768), ("layer2.0.conv2", (128, 28, 28), 147_456),
        ("layer2.0.conv3", (512, 28, 28), 65_536), ("layer3.0.conv2", (256, 14, 14), 589_824),
        ("layer3.5.conv3", (1_024, 14, 14), 262_144), ("layer4.0.conv2", (512, 7, 7), 2_359_296),
        ("layer4.2.conv3", (2_048, 7, 7), 1_048_576), ("fc", (1_000,), 2_049_000),
    ],
    # The stride stands in the first 1 x 1: the same weights, a quarter of the places
    "resnet50_paper": [
        ("layer2.0.conv1", (128, 28, 28), 32_768), ("layer2.0.conv2", (128, 28, 28), 147_456),
        ("layer3.0.conv1", (256, 14, 14), 131_072), ("layer4.0.conv1", (512, 7, 7), 524_288),
        ("layer4.2.conv3", (2_048, 7, 7), 1_048_576),
    ],
    # Szegedy et al. (2014), table 1: output sizes of the blocks
    "googlenet": [
        ("conv1.conv", (64, 112, 112), 9_408), ("maxpool1", (64, 56, 56), 0), ("conv3.conv", (192, 56, 56), 110_592),
        ("maxpool2", (192, 28, 28), 0), ("maxpool3", (480, 14, 14), 0), ("maxpool4", (832, 7, 7), 0),
        ("fc", (1_000,), 1_025_000),
    ],
    # Howard et al. (2017), table 1
    "mobilenet": [
        ("conv1.conv", (32, 112, 112), 864), ("conv2.depthwise.conv", (32, 112, 112), 288),
        ("conv2.pointwise.conv", (64, 112, 112), 2_048), ("conv3.depthwise.conv", (64, 56, 56), 576),
        ("conv3.pointwise.conv", (128, 56, 56), 8_192), ("conv4.depthwise.conv", (128, 56, 56), 1_152),
        ("conv4.pointwise.conv", (128, 56, 56), 16_384), ("conv5.depthwise.conv", (128, 28, 28), 1_152),
        ("conv5.pointwise.conv", (256, 28, 28), 32_768), ("conv6.depthwise.conv", (256, 28, 28), 2_304),
        ("conv6.pointwise.conv", (256, 28, 28), 65_536), ("conv7.pointwise.conv", (512, 14, 14), 131_072),
        ("conv8.depthwise.conv", (512, 14, 14), 4_608), ("conv12.pointwise.conv", (512, 14, 14), 262_144),
        ("conv13.depthwise.conv", (512, 7, 7), 4_608), ("conv13.pointwise.conv", (1_024, 7, 7), 524_288),
        ("conv14.pointwise.conv", (1_024, 7, 7), 1_048_576), ("fc", (1_000,), 1_025_000),
    ],
    # keras.io/api/applications/xception: the summary
    "xception": [
        ("block1.conv1", (32, 149, 149), 864), ("block1.conv2", (64, 147, 147), 18_432),
        ("block2.sepconv1.depthwise", (64, 147, 147), 576), ("block2.sepconv1.pointwise", (128, 147, 147), 8_192),
        ("block2.pool", (128, 74, 74), 0), ("block2.skip.conv", (128, 74, 74), 8_192),
        ("block3.pool", (256, 37, 37), 0), ("block4.pool", (728, 19, 19), 0),
        ("block5.sepconv1.pointwise", (728, 19, 19), 529_984), ("block12.add", (728, 19, 19), 0),
        ("block13.pool", (1_024, 10, 10), 0), ("block14.sepconv1.pointwise", (1_536, 10, 10), 1_572_864),
        ("block14.sepconv2.pointwise", (2_048, 10, 10), 3_145_728), ("fc", (1_000,), 2_049_000),
    ],
    # Ronneberger et al. (2015), figure 1: widths; sides with padding instead of the paper's crops
    "unet": [
        ("down1.conv1", (64, 256, 256), 640), ("down1.conv2", (64, 256, 256), 36_928),
        ("down2.conv2", (128, 128, 128), 147_584), ("down3.conv2", (256, 64, 64), 590_080),
        ("down4.conv2", (512, 32, 32), 2_359_808), ("down5.conv2", (1_024, 16, 16), 9_438_208),
        ("up4.up", (512, 32, 32), 2_097_664), ("up4.cat", (1_024, 32, 32), 0), ("up4.conv1", (512, 32, 32), 4_719_104),
        ("up1.cat", (128, 256, 256), 0), ("up1.conv1", (64, 256, 256), 73_792), ("classes", (2, 256, 256), 130),
    ],
    # pytorch.org, DCGAN tutorial: 4, 8, 16, 32, 64
    "dcgan": [
        ("convt1", (512, 4, 4), 819_200), ("convt2", (256, 8, 8), 2_097_152), ("convt3", (128, 16, 16), 524_288),
        ("convt4", (64, 32, 32), 131_072), ("convt5", (3, 64, 64), 3_072),
    ],
    # Huang et al. (2016), table 1: 64 maps and 32 more per layer; 4 x 32 maps between its two convolutions
    "dense_block": [
        ("denselayer1.conv1", (128, 56, 56), 8_192), ("denselayer1.conv2", (32, 56, 56), 36_864),
        ("denselayer2.cat", (96, 56, 56), 0), ("denselayer2.conv1", (128, 56, 56), 12_288),
        ("denselayer3.cat", (128, 56, 56), 0), ("denselayer4.cat", (160, 56, 56), 0),
        ("denselayer5.cat", (192, 56, 56), 0), ("denselayer6.cat", (224, 56, 56), 0),
        ("denselayer6.conv1", (128, 56, 56), 28_672), ("cat", (256, 56, 56), 0),
    ],
    # Hu et al. (2017), section 3.2, r = 16: 2 C² / r weights
    "se_block": [
        ("squeeze", (256, 1, 1), 0), ("fc1", (16, 1, 1), 256 * 16 + 16), ("fc2", (256, 1, 1), 16 * 256 + 256),
        ("excite", (256, 28, 28), 0),
    ],
    # Chen et al. (2017), section 3.3: 256 maps of each branch, five branches
    "aspp": [
        ("conv1x1.conv", (256, 28, 28), 524_288), ("rate12.conv", (256, 28, 28), 4_718_592),
        ("rate24.conv", (256, 28, 28), 4_718_592), ("rate36.conv", (256, 28, 28), 4_718_592),
        ("pool.avgpool", (2_048, 1, 1), 0), ("pool.conv", (256, 1, 1), 524_288), ("cat", (1_280, 28, 28), 0),
        ("project.conv", (256, 28, 28), 327_680),
    ],
    # Chollet (2017), figure 5, middle flow
    "xception_block": [
        ("depthwise1", (728, 19, 19), 6_552), ("pointwise1", (728, 19, 19), 529_984), ("add", (728, 19, 19), 0),
    ],
    # Szegedy et al. (2014), table 1, 3a: 64, 96 -> 128, 16 -> 32, 32
    "inception_block": [
        ("conv1x1", (64, 28, 28), 12_352), ("reduce3x3", (96, 28, 28), 18_528), ("conv3x3", (128, 28, 28), 110_720),
        ("reduce5x5", (16, 28, 28), 3_088), ("conv5x5", (32, 28, 28), 12_832), ("pool", (192, 28, 28), 0),
        ("project", (32, 28, 28), 6_176), ("cat", (256, 28, 28), 0),
    ],
    # Bai et al. (2018): no value is lost, none sees its future
    "tcn": [
        ("block1.conv1", (25, 784), 200), ("block1.skip", (25, 784), 50), ("block1.conv2", (25, 784), 4_400),
        ("block8.conv2", (25, 784), 4_400), ("block8.add", (25, 784), 0),
    ],
    # Simonyan & Zisserman (2014), section 2.3: 9, 7, 5, 3, 1
    "nine_by_nine": [
        ("conv1", (16, 7, 7), 2_304), ("conv2", (16, 5, 5), 2_304), ("conv3", (16, 3, 3), 2_304),
        ("conv4", (16, 1, 1), 2_304),
    ],
    # Sandler et al. (2018), table 1, t = 6
    "mobilenetv2_block": [
        ("expand.conv", (144, 56, 56), 3_456), ("depthwise.conv", (144, 56, 56), 1_296),
        ("project.conv", (24, 56, 56), 3_456), ("add", (24, 56, 56), 0),
    ],
}

# The whole, as papers and libraries print it: parameters that are learned, and multiply-adds where they are published.
TOTALS = [
    ("lenet5", 61_706, 416_520), ("tinyvgg", 19_920, 5_608_780), ("fashion_cnn", 1_413_834, None),
    ("linear_cifar", 30_730, 30_720), ("alexnet", 61_100_840, 714_188_480), ("alexnet_2012", 62_378_344, None),
    ("alexnet_2012_groups", 60_965_224, None), ("vgg11", 132_863_336, None), ("vgg16", 138_357_544, 15_470_264_320),
    ("googlenet", 6_624_904, None), ("resnet18", 11_689_512, 1_814_073_344), ("resnet34", 21_797_672, None),
    ("resnet34_notes", 21_289_802, None), ("resnet50", 25_557_032, 4_089_184_256),
    ("resnet50_paper", 25_557_032, 3_857_973_248), ("resnet101", 44_549_160, None), ("resnet152", 60_192_808, None),
    ("xception", 22_910_480 - 54_528, None), ("tcn", 66_250, None), ("nine_by_nine", 36 * 16 ** 2, None),
    ("mobilenet", 4_231_976, None), ("resnet_bottleneck", 69_632 + 2 * (64 + 64 + 256), None),
]

# Receptive field and effective stride of a layer: Araujo et al. (2019), Distill, and the papers' own words.
FIELDS = [
    ("lenet5", "conv1", 5, 1), ("lenet5", "pool1", 6, 2), ("lenet5", "conv2", 14, 2), ("lenet5", "pool2", 16, 4),
    ("alexnet", "conv1", 11, 4), ("alexnet", "pool1", 19, 8), ("alexnet", "conv2", 51, 8), ("alexnet", "pool2", 67, 16),
    ("alexnet", "conv3", 99, 16), ("alexnet", "conv4", 131, 16), ("alexnet", "conv5", 163, 16),
    ("alexnet", "pool5", 195, 32), ("vgg11", "pool5", 150, 32), ("vgg16", "conv1_1", 3, 1), ("vgg16", "conv1_2", 5, 1),
    ("vgg16", "pool1", 6, 2), ("vgg16", "conv2_1", 10, 2), ("vgg16", "conv2_2", 14, 2), ("vgg16", "pool2", 16, 4),
    ("vgg16", "conv3_1", 24, 4), ("vgg16", "conv3_3", 40, 4), ("vgg16", "pool3", 44, 8), ("vgg16", "conv4_1", 60, 8),
    ("vgg16", "conv4_3", 92, 8), ("vgg16", "pool4", 100, 16), ("vgg16", "conv5_1", 132, 16),
    ("vgg16", "conv5_3", 196, 16), ("resnet50_paper", "layer4.2.conv3", 483, 32), ("nine_by_nine", "conv4", 9, 1),
    ("resnet101", "layer4.2.conv3", 971, 32), ("resnet152", "layer4.2.conv3", 1_451, 32),
]

ROWS = [(name, *row) for name, rows in LAYERS.items() for row in rows]
REPORTS: dict = {}


def report_of(name):
    if name not in REPORTS:
        REPORTS[name] = analyse(PRESETS[name].graph, PRESETS[name].input_shape)
    return REPORTS[name]


@pytest.mark.parametrize(("name", "layer", "output", "params"), ROWS, ids=[f"{name} {row}" for name, row, *_ in ROWS])
def test_a_layer_is_as_its_paper_prints_it(name, layer, output, params):
    row = report_of(name)[layer]
    assert (row.output_shape, row.params) == (output, params)


@pytest.mark.parametrize(("name", "params", "macs"), TOTALS)
def test_the_whole_is_as_its_paper_prints_it(name, params, macs):
    assert report_of(name).params == params
    assert macs is None or report_of(name).macs == macs


@pytest.mark.parametrize(("name", "layer", "size", "stride"), FIELDS)
def test_a_unit_sees_what_its_paper_says(name, layer, size, stride):
    field = report_of(name)[layer].field
    assert (field.size, field.jump) == (size, stride)
