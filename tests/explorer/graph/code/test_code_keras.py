"""Pasted Keras opens with the counts that Keras' own documentation prints, and pads as TensorFlow does."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch

from explorer.errors import SpecError
from explorer.graph import BatchNorm, Unread, analyse, to_text
from explorer.graph.code import read_code
from explorer.graph.code.keras_windows import same_edges
from tests.explorer.graph.code.programs import PROGRAMS, RIGHT, WRONG
from tests.explorer.graph.oracles import module_of, parameters

# program, input, output, parameters as ``model.summary()`` of Keras says them, of which not trained
PUBLISHED = [
    ("keras_mnist_convnet", (1, 28, 28), (10,), 34_826, 0),  # keras.io/examples/vision/mnist_convnet
    ("keras_cifar_add", (3, 32, 32), (10,), 122_570, 0),  # tensorflow.org/tutorials/images/cnn
    ("keras_flowers", (3, 180, 180), (5,), 3_989_285, 0),  # tensorflow.org/tutorials/images/classification
    ("keras_vgg16", (3, 224, 224), (1000,), 138_357_544, 0),  # keras.io/api/applications
    ("keras_fashion_cnn", (1, 28, 28), (10,), 1_413_834, 0),  # the lecture notes; Géron, chapter 14
    ("keras_toy_resnet", (3, 32, 32), (10,), 223_242, 0),  # keras.io/guides/functional_api
    ("keras_autoencoder", (1, 28, 28), (1, 28, 28), 28_241, 0),  # keras.io/guides/functional_api
    ("keras_timeseries", (1, 500), (2,), 25_858, 384),  # keras.io/examples/timeseries
    ("keras_volumes", (1, 128, 128, 64), (1,), 1_352_897, 1024),  # keras.io/examples/vision/3D_image_classification
    ("keras_dcgan_generator", (100,), (1, 28, 28), 2_330_944, 25_472),  # tensorflow.org/tutorials/generative/dcgan
    ("keras_dcgan_discriminator", (1, 28, 28), (1,), 212_865, 0),
    ("keras_unet_xception", (3, 160, 160), (3, 160, 160), 2_058_979, 3776),  # keras.io, oxford_pets segmentation
    ("keras_small_xception", (3, 180, 180), (1,), 2_782_649, 8736),  # keras.io, image_classification_from_scratch
    # He et al. (2015), torchvision's resnet34 with 10 outputs, and two numbers more per channel of a batch norm
    ("keras_resnet34", (3, 224, 224), (10,), 21_289_802 + 17_024, 17_024),
    ("keras_subclass", (1, 28, 28), (10,), 320 + 26 * 26 * 32 * 128 + 128 + 1290, 0),
    # by hand: 784 x 512 + 512 and 512 x 10 + 10
    ("keras_mlp", (784,), (10,), 407_050, 0),
    # by hand: stem, widening, two blocks and their norms, 7 x 7 x 256 values to 6
    ("keras_resnet_functions", (3, 64, 64), (6,), 9472 + 16_640 + 2 * (16_448 + 36_928 + 16_640 + 1536) + 75_270, 1536),
    # by hand: 448 + 64, 4,640 + 128, 330
    ("keras_classes", (3, 96, 96), (10,), 448 + 64 + 4640 + 128 + 330, 96),
    ("keras_vae_classes", (1, 28, 28), (1, 14, 14), 320 + 13 * 13 * 32 * 4 + 4 + 5 * 1568 + 289, 0),
]


def moving(report):
    return sum(2 * row.input_shape[0] for row in report if isinstance(row.layer, BatchNorm))


@pytest.mark.parametrize(("name", "shape", "output", "total", "not_trained"), PUBLISHED)
def test_counts_and_shapes_are_those_that_keras_prints(name, shape, output, total, not_trained):
    code = read_code(PROGRAMS[name])
    report = code.report
    assert (code.input_shape, code.says_input, report.error) == (shape, True, None)
    assert report.output_shape == output
    assert (report.params + moving(report), moving(report)) == (total, not_trained)
    said = [str(note) for note in code.notes if "parameters" in str(note)]
    assert all(f"{total:,}" in note and f"{not_trained:,} more" in note for note in said)
    assert len(said) == bool(not_trained)


@pytest.mark.parametrize("name", [name for name in RIGHT if name.startswith("keras")])
def test_what_opens_runs_in_torch(name):
    code = read_code(PROGRAMS[name])
    report = code.report
    assert report.error is None
    if not any(isinstance(row.layer, Unread) for row in report):
        with torch.device("meta"):  # shapes alone
            module = module_of(code.graph, code.input_shape)
            assert tuple(module(torch.zeros(1, *code.input_shape)).shape[1:]) == report.output_shape
        assert parameters(module) == report.params


def test_names_are_those_of_the_code():
    names = [node.name for node in read_code(PROGRAMS["keras_squeeze_excite"]).graph]
    assert names[:5] == ["stem", "stem_bn", "swish", "depthwise", "squeeze_excite.pool"]
    assert "second.excite_sigmoid" in names
    resnet = read_code(PROGRAMS["keras_resnet34"])
    assert [node.name for node in resnet.graph][4:7] == [
        "residual_unit.path.0", "residual_unit.path.1", "residual_unit.activation"]
    assert sum(node.name.endswith(".add") for node in resnet.graph) == 16
    assert resnet.places["residual_unit_15.path.0"].line == 12


def test_padding_same_is_that_of_tensorflow():
    assert same_edges(13, 6, 5) == (1, 2)  # TensorFlow's own example
    graph = read_code(PROGRAMS["keras_resnet34"]).graph
    assert graph["conv1"].layer.padding == ((2, 3), (2, 3))
    for size, kernel, stride in product((5, 6, 7, 12), (1, 2, 3, 5), (1, 2, 3)):
        text = f"model = keras.Sequential([keras.Input(({size}, {size}, 1)), " \
               f"layers.Conv2D(2, {kernel}, strides={stride}, padding='same'), " \
               f"layers.Conv2DTranspose(1, {kernel + 1}, strides=2, padding='same')])"
        rows = read_code(text).report.rows
        side = -(-size // stride)
        assert [row.output_shape for row in rows] == [(2, side, side), (1, 2 * side, 2 * side)]


def pooled(values, kernel, stride, mean):
    """Return what Keras' pooling with padding 'same' makes of a row of values, window by window."""
    before, _ = same_edges(len(values), kernel, stride)
    starts = [place * stride - before for place in range(-(-len(values) // stride))]
    windows = [values[max(start, 0):start + kernel] for start in starts]
    return [float(window.mean() if mean else window.max()) for window in windows]


@pytest.mark.parametrize(("size", "kernel", "stride"), [(7, 2, 2), (8, 3, 2), (9, 3, 2), (10, 5, 2), (11, 4, 3)])
@torch.no_grad()
def test_pooling_same_takes_the_windows_of_keras(size, kernel, stride):
    values = np.random.default_rng(size).normal(size=size).astype(np.float32)
    for kind, mean in (("MaxPooling1D", False), ("AveragePooling1D", True)):
        code = read_code(f"model = keras.Sequential([layers.{kind}({kernel}, {stride}, 'same', "
                         f"input_shape=({size}, 1))])")
        found = module_of(code.graph, code.input_shape)(torch.from_numpy(values)[None, None])[0, 0]
        assert found.tolist() == pytest.approx(pooled(values, kernel, stride, mean))


def test_dense_on_maps_and_layers_of_channels_are_torchs():
    code = read_code(PROGRAMS["keras_padded_pools"])
    assert [row.output_shape for row in code.report] == [
        (4, 14, 15), (8, 5, 5), (8, 5, 5), (8, 5, 5), (8, 3, 3), (7, 3, 3), (63,)]
    assert to_text(code.graph).startswith("avgpool.k3.s2.")
    assert any("a Dense layer on maps" in str(note) for note in code.notes)


# program, layer, line, what is said of it
SAID = [
    ("keras_kernel_too_large", "conv3", 9, "a window of 5 px does not fit into an input of 4 px"),
    ("keras_unequal_add", "add1", 6, "receives 32 × 16 × 16, 16 × 32 × 32"),
    ("keras_wrong_reshape", "reshape", 5, "gives 12,544 values another shape, but 6,272 arrive"),
    ("keras_unknown_layer", "lambda", 8, None),
    ("keras_unknown_number", "conv2d", 5, "Give the shape that it puts out"),
]


@pytest.mark.parametrize(("name", "layer", "line", "said"), SAID)
def test_what_is_wrong_is_said_at_layer_and_line(name, layer, line, said):
    code = read_code(WRONG[name])
    assert code.places[layer].line == line
    assert said is None or said in str(code.report[layer].error)


def test_sides_that_are_open_are_taken_and_of_several_outputs_the_first():
    code = read_code(PROGRAMS["keras_open_sides"])
    assert (code.says_input, code.input_shape, code.report.output_shape) == (False, (3, 32, 32), (4,))
    assert code.graph.output == "b_out"
    assert any("has 2 outputs. The first is drawn" in str(note) for note in code.notes)


def test_what_the_code_leaves_open_is_said():
    code = read_code(WRONG["keras_no_input"])
    assert (code.says_input, code.report.error) == (False, None)
    assert any("does not say how large pictures are; 3 × 32 × 32 was taken" in str(note) for note in code.notes)
    assert not any("how large" in str(note) for note in read_code(WRONG["keras_no_input"], (1, 28, 28)).notes)
    assert any("second input" in str(note) for note in read_code(WRONG["keras_two_inputs"]).notes)
    with pytest.raises(SpecError, match=r"Line 7, column 1: the bracket \( of line 4 is not closed before this \]"):
        read_code(WRONG["keras_missing_bracket"])


@pytest.mark.parametrize(("layer", "shape", "expected"), [
    ("SeparableConv2D(8, 3, depth_multiplier=2)", (3, 6, 6), 2 * 27 + 8 * 6 + 8),
    ("Conv2D(8, (1, 3), use_bias=False, dilation_rate=2)", (3, 6, 9), 8 * 9),
    ("Conv2D(filters=8, kernel_size=[3, 3], groups=4)", (4, 6, 6), 8 * 9 + 8),
    ("Conv1D(4, 3, padding='causal')", (2, 9), 4 * 6 + 4), ("Conv3D(2, 3, activation='relu')", (1, 5, 5, 5), 56),
    ("BatchNormalization(scale=False, center=False)", (5, 4, 4), 0), ("SpatialDropout2D(0.2)", (5, 4, 4), 0),
    ("UpSampling2D(2)", (5, 4, 4), 0), ("ZeroPadding2D(((1, 2), (0, 3)))", (5, 4, 4), 0),
    ("Cropping2D(1)", (5, 4, 4), 0), ("Reshape((8, -1))", (5, 4, 4), 0), ("GlobalMaxPooling3D()", (2, 4, 4, 4), 0),
    ("LeakyReLU(0.1)", (5,), 0), ("Dense(3, 'tanh', False)", (5,), 15), ("Activation(tf.nn.swish)", (2, 4, 4), 0),
])
def test_single_layers(layer, shape, expected):
    last = (*shape[1:], shape[0])
    code = read_code(f"model = keras.Sequential([keras.Input({last}), layers.{layer}])")
    assert (code.report.error, code.report.params, code.input_shape) == (None, expected, shape)
    sides = {"causal": (4, 9), "UpS": (5, 8, 8), "ZeroP": (5, 7, 7), "Crop": (5, 2, 2), "Reshape": (10, 8)}
    for part, output in sides.items():
        assert part not in layer or code.report.output_shape == output
    assert analyse(code.graph, shape).params == expected
