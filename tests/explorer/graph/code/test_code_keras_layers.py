"""One layer of Keras a line, spelled as people spell it, with the shape and the learned numbers that Keras says.

Shapes are Keras', channels last. Sides follow Keras' documentation: ``padding="same"`` gives ceil(i / s),
``"valid"`` ceil((i - d (k - 1)) / s); numbers are those of ``summary()``, "Trainable params".
"""

from __future__ import annotations

import pytest

from explorer.graph import Unread
from explorer.graph.code import read_code

MAPS, ROW, SIGNAL, VOLUME = (10, 12, 4), (24,), (20, 3), (6, 6, 8, 2)
CONV = 3 * 3 * 4 * 8

ON_MAPS = [
    ("Conv2D(8, 3)", (8, 10, 8), CONV + 8),
    ("Conv2D(8, (3, 3))", (8, 10, 8), CONV + 8),
    ("Conv2D(8, [3, 3])", (8, 10, 8), CONV + 8),
    ("Conv2D(filters=8, kernel_size=3)", (8, 10, 8), CONV + 8),
    ("Conv2D(kernel_size=3, filters=8)", (8, 10, 8), CONV + 8),
    ("Convolution2D(8, 3)", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, 2)", (4, 5, 8), CONV + 8),
    ("Conv2D(8, 3, (2, 1))", (4, 10, 8), CONV + 8),
    ("Conv2D(8, 3, strides=3)", (3, 4, 8), CONV + 8),
    ("Conv2D(8, 3, 1, 'same')", (10, 12, 8), CONV + 8),
    ("Conv2D(8, 3, padding='same')", (10, 12, 8), CONV + 8),
    ("Conv2D(8, 4, padding='same')", (10, 12, 8), 16 * 4 * 8 + 8),
    ("Conv2D(8, 3, 2, 'same')", (5, 6, 8), CONV + 8),
    ("Conv2D(8, 3, 4, 'same')", (3, 3, 8), CONV + 8),
    ("Conv2D(8, 7, strides=2, padding='same')", (5, 6, 8), 49 * 4 * 8 + 8),
    ("Conv2D(8, 1, strides=3, padding='same')", (4, 4, 8), 4 * 8 + 8),
    ("Conv2D(8, (1, 5), padding='valid')", (10, 8, 8), 5 * 4 * 8 + 8),
    ("Conv2D(8, 3, dilation_rate=2)", (6, 8, 8), CONV + 8),
    ("Conv2D(8, 3, dilation_rate=(1, 3), padding='same')", (10, 12, 8), CONV + 8),
    ("Conv2D(8, 3, 1, 'valid', 'channels_last', 2)", (6, 8, 8), CONV + 8),
    ("Conv2D(8, 3, groups=2)", (8, 10, 8), CONV // 2 + 8),
    ("Conv2D(8, 3, use_bias=False)", (8, 10, 8), CONV),
    ("Conv2D(8, 3, activation='relu')", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, activation=None)", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, activation='linear')", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, activation=tf.nn.relu)", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, activation=keras.activations.swish)", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, kernel_regularizer=keras.regularizers.l2(1e-4))", (8, 10, 8), CONV + 8),
    ("Conv2D(8, 3, kernel_initializer='he_normal', name='stem')", (8, 10, 8), CONV + 8),
    ("SeparableConv2D(8, 3)", (8, 10, 8), 9 * 4 + 4 * 8 + 8),
    ("SeparableConv2D(8, 3, padding='same', use_bias=False)", (10, 12, 8), 9 * 4 + 4 * 8),
    ("SeparableConv2D(8, 3, strides=2, padding='same')", (5, 6, 8), 9 * 4 + 4 * 8 + 8),
    ("SeparableConv2D(8, 5, depth_multiplier=3)", (6, 8, 8), 25 * 12 + 12 * 8 + 8),
    ("SeparableConvolution2D(8, 3)", (8, 10, 8), 9 * 4 + 4 * 8 + 8),
    ("DepthwiseConv2D(3)", (8, 10, 4), 9 * 4 + 4),
    ("DepthwiseConv2D(3, 2)", (4, 5, 4), 9 * 4 + 4),
    ("DepthwiseConv2D(3, padding='same', use_bias=False)", (10, 12, 4), 9 * 4),
    ("DepthwiseConv2D(3, depth_multiplier=2)", (8, 10, 8), 9 * 8 + 8),
    ("DepthwiseConv2D((3, 5), padding='same')", (10, 12, 4), 15 * 4 + 4),
    ("Conv2DTranspose(8, 3)", (12, 14, 8), CONV + 8),
    ("Conv2DTranspose(8, 2, 2)", (20, 24, 8), 4 * 4 * 8 + 8),
    ("Conv2DTranspose(8, 2, strides=2, padding='same')", (20, 24, 8), 4 * 4 * 8 + 8),
    ("Conv2DTranspose(8, 3, strides=2, padding='same')", (20, 24, 8), CONV + 8),
    ("Conv2DTranspose(8, 4, strides=2, padding='same')", (20, 24, 8), 16 * 4 * 8 + 8),
    ("Conv2DTranspose(8, 5, strides=1, padding='same', use_bias=False)", (10, 12, 8), 25 * 4 * 8),
    ("Conv2DTranspose(8, 3, strides=3, padding='valid')", (30, 36, 8), CONV + 8),
    ("Convolution2DTranspose(8, 2, 2)", (20, 24, 8), 4 * 4 * 8 + 8),
    ("MaxPooling2D()", (5, 6, 4), 0),
    ("MaxPooling2D(2)", (5, 6, 4), 0),
    ("MaxPooling2D((2, 2))", (5, 6, 4), 0),
    ("MaxPool2D((2, 3))", (5, 4, 4), 0),
    ("MaxPooling2D(pool_size=3)", (3, 4, 4), 0),
    ("MaxPooling2D(3, 2)", (4, 5, 4), 0),
    ("MaxPooling2D(3, strides=1, padding='same')", (10, 12, 4), 0),
    ("MaxPooling2D(3, 2, 'same')", (5, 6, 4), 0),
    ("MaxPooling2D(2, strides=None)", (5, 6, 4), 0),
    ("MaxPooling2D(4, padding='same')", (3, 3, 4), 0),
    ("AveragePooling2D()", (5, 6, 4), 0),
    ("AvgPool2D(3, strides=2)", (4, 5, 4), 0),
    ("AveragePooling2D(3, 1, 'same')", (10, 12, 4), 0),
    ("GlobalAveragePooling2D()", (4,), 0),
    ("GlobalAvgPool2D()", (4,), 0),
    ("GlobalMaxPooling2D()", (4,), 0),
    ("GlobalMaxPool2D()", (4,), 0),
    ("GlobalAveragePooling2D(keepdims=True)", (1, 1, 4), 0),
    ("BatchNormalization()", (10, 12, 4), 8),
    ("BatchNormalization(momentum=0.9, epsilon=1e-5)", (10, 12, 4), 8),
    ("BatchNormalization(axis=-1)", (10, 12, 4), 8),
    ("BatchNormalization(center=False, scale=False)", (10, 12, 4), 0),
    ("LayerNormalization()", (10, 12, 4), 8),
    ("LayerNormalization(epsilon=1e-6)", (10, 12, 4), 8),
    ("GroupNormalization(2)", (10, 12, 4), 8),
    ("GroupNormalization(groups=4)", (10, 12, 4), 8),
    ("Dropout(0.5)", (10, 12, 4), 0),
    ("Dropout(rate=0.2)", (10, 12, 4), 0),
    ("SpatialDropout2D(0.1)", (10, 12, 4), 0),
    ("GaussianNoise(0.1)", (10, 12, 4), 0),
    ("Activation('relu')", (10, 12, 4), 0),
    ("Activation('softmax')", (10, 12, 4), 0),
    ("Activation(tf.nn.relu6)", (10, 12, 4), 0),
    ("ReLU()", (10, 12, 4), 0),
    ("ReLU(6.)", (10, 12, 4), 0),
    ("ReLU(max_value=6)", (10, 12, 4), 0),
    ("ReLU(negative_slope=0.1)", (10, 12, 4), 0),
    ("LeakyReLU()", (10, 12, 4), 0),
    ("LeakyReLU(alpha=0.2)", (10, 12, 4), 0),
    ("LeakyReLU(negative_slope=0.2)", (10, 12, 4), 0),
    ("ELU()", (10, 12, 4), 0),
    ("PReLU(shared_axes=[1, 2])", (10, 12, 4), 4),
    ("PReLU(shared_axes=(1, 2, 3))", (10, 12, 4), 1),
    ("PReLU()", (10, 12, 4), 0),  # a slope for each value: stands grey
    ("Softmax()", (10, 12, 4), 0),
    ("Flatten()", (480,), 0),
    ("Reshape((480,))", (480,), 0),
    ("Reshape((-1,))", (480,), 0),
    ("Reshape((120, 4))", (120, 4), 0),
    ("Reshape((5, 24, 4))", (5, 24, 4), 0),
    ("Reshape((-1, 8))", (60, 8), 0),
    ("Reshape(target_shape=(20, 6, 4))", (20, 6, 4), 0),
    ("ZeroPadding2D()", (12, 14, 4), 0),
    ("ZeroPadding2D(3)", (16, 18, 4), 0),
    ("ZeroPadding2D((1, 2))", (12, 16, 4), 0),
    ("ZeroPadding2D(padding=((0, 1), (0, 1)))", (11, 13, 4), 0),
    ("Cropping2D(1)", (8, 10, 4), 0),
    ("Cropping2D((2, 0))", (6, 12, 4), 0),
    ("Cropping2D(cropping=((1, 0), (0, 2)))", (9, 10, 4), 0),
    ("UpSampling2D()", (20, 24, 4), 0),
    ("UpSampling2D(3)", (30, 36, 4), 0),
    ("UpSampling2D((2, 1))", (20, 12, 4), 0),
    ("UpSampling2D(2, interpolation='bilinear')", (20, 24, 4), 0),
    ("Resizing(32, 16)", (32, 16, 4), 0),
    ("Resizing(height=10, width=12)", (10, 12, 4), 0),
    ("CenterCrop(6, 6)", (6, 6, 4), 0),
    ("Rescaling(1./255)", (10, 12, 4), 0),
    ("Rescaling(scale=1 / 127.5, offset=-1)", (10, 12, 4), 0),
    ("RandomFlip('horizontal')", (10, 12, 4), 0),
    ("RandomRotation(0.1)", (10, 12, 4), 0),
    ("RandomZoom(0.2)", (10, 12, 4), 0),
    ("Dense(7)", (10, 12, 7), 4 * 7 + 7),
    ("Dense(7, use_bias=False)", (10, 12, 7), 4 * 7),
]
ON_ROWS = [
    ("Dense(10)", (10,), 250), ("Dense(units=10)", (10,), 250), ("Dense(10, use_bias=False)", (10,), 240),
    ("Dense(10, 'softmax')", (10,), 250), ("Dense(10, activation='sigmoid')", (10,), 250),
    ("Dense(10, tf.nn.softmax, True)", (10,), 250), ("Dense(2 ** 5)", (32,), 25 * 32), ("Dropout(0.5)", (24,), 0),
    ("BatchNormalization()", (24,), 48), ("LayerNormalization()", (24,), 48), ("Reshape((2, 3, 4))", (2, 3, 4), 0),
    ("Reshape((4, -1))", (4, 6), 0), ("Flatten()", (24,), 0), ("Softmax()", (24,), 0), ("ReLU()", (24,), 0),
]
ON_SIGNALS = [
    ("Conv1D(8, 3)", (18, 8), 80), ("Conv1D(8, 3, padding='same')", (20, 8), 80),
    ("Conv1D(8, 3, padding='causal')", (20, 8), 80), ("Conv1D(8, 3, padding='causal', dilation_rate=4)", (20, 8), 80),
    ("Conv1D(8, 5, strides=2)", (8, 8), 128), ("Conv1D(8, 4, 3, 'same')", (7, 8), 104),
    ("Conv1DTranspose(8, 3, strides=2, padding='same')", (40, 8), 80), ("SeparableConv1D(8, 3)", (18, 8), 9 + 24 + 8),
    ("MaxPooling1D()", (10, 3), 0), ("MaxPooling1D(3)", (6, 3), 0), ("MaxPool1D(3, 2, 'same')", (10, 3), 0),
    ("AveragePooling1D(4)", (5, 3), 0), ("GlobalAveragePooling1D()", (3,), 0), ("GlobalMaxPooling1D()", (3,), 0),
    ("BatchNormalization()", (20, 3), 6), ("SpatialDropout1D(0.2)", (20, 3), 0), ("UpSampling1D(2)", (40, 3), 0),
    ("ZeroPadding1D(2)", (24, 3), 0), ("ZeroPadding1D((0, 1))", (21, 3), 0), ("Cropping1D(3)", (14, 3), 0),
    ("Flatten()", (60,), 0), ("Dense(5)", (20, 5), 20),
]
ON_VOLUMES = [
    ("Conv3D(4, 3)", (4, 4, 6, 4), 27 * 8 + 4), ("Conv3D(4, (1, 3, 3), padding='same')", (6, 6, 8, 4), 9 * 8 + 4),
    ("Conv3D(4, 3, strides=2, padding='same')", (3, 3, 4, 4), 27 * 8 + 4), ("MaxPool3D()", (3, 3, 4, 2), 0),
    ("MaxPooling3D((1, 2, 2))", (6, 3, 4, 2), 0), ("AveragePooling3D(2)", (3, 3, 4, 2), 0),
    ("GlobalAveragePooling3D()", (2,), 0), ("BatchNormalization()", (6, 6, 8, 2), 4), ("Flatten()", (576,), 0),
    ("Conv3DTranspose(4, 2, 2)", (12, 12, 16, 4), 8 * 8 + 4), ("UpSampling3D(2)", (12, 12, 16, 2), 0),
    ("ZeroPadding3D(1)", (8, 8, 10, 2), 0), ("Cropping3D(1)", (4, 4, 6, 2), 0),
]
LINES = [(text, shape, output, count) for lines, shape in (
    (ON_MAPS, MAPS), (ON_ROWS, ROW), (ON_SIGNALS, SIGNAL), (ON_VOLUMES, VOLUME))
    for text, output, count in lines]

NOT_READ = ["Lambda(lambda x: x / 255)", "LSTM(32)", "Embedding(100, 8)", "TimeDistributed(layers.Dense(3))",
            "LocallyConnected2D(8, 3)", "Conv2D(filters, 3)", "Conv2D(8)", "Dense()", "Reshape()"]


def opened(text, shape):
    return read_code(f"from keras import layers\nmodel = keras.Sequential([keras.Input({shape}), layers.{text}])")


@pytest.mark.parametrize(("text", "shape", "output", "count"), LINES, ids=[text for text, *_ in LINES])
def test_a_layer_has_the_shape_and_the_numbers_that_keras_says(text, shape, output, count):
    report = opened(text, shape).report
    assert report.input_shape == (shape[-1], *shape[:-1])
    assert (*report.output_shape[1:], report.output_shape[0]) == output
    assert (report.params, report.error) == (count, None)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_not_read_is_a_grey_layer_with_a_note_of_its_line(text):
    code = opened(text, MAPS)
    assert isinstance(code.graph.nodes[0].layer, Unread)
    assert any(str(note).startswith("Line 2: ") for note in code.notes)


# What activations of Keras are called, and the layer that stands for each.
ACTIVATIONS = [("relu", "ReLU"), ("relu6", "ReLU6"), ("elu", "ELU"), ("gelu", "GELU"), ("silu", "SiLU"),
               ("swish", "SiLU"), ("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("softmax", "Softmax"),
               ("leaky_relu", "LeakyReLU"), ("hard_sigmoid", "Hardsigmoid"), ("hard_swish", "Hardswish"),
               ("hard_silu", "Hardswish"), ("selu", "Identity"), ("softplus", "Identity"), ("mish", "Identity"),
               ("my_own", "Unread")]


@pytest.mark.parametrize(("name", "kind"), ACTIVATIONS)
def test_an_activation_stands_behind_its_layer(name, kind):
    for text in (f"Conv2D(8, 3, activation='{name}')", f"Dense(8, '{name}')"):
        code = opened(text, MAPS if text.startswith("Conv") else ROW)
        assert [type(node.layer).__name__ for node in code.graph][1:] == [kind]
        assert code.report.error is None
