"""Keras programs that start from one of its own networks."""

from __future__ import annotations

import pytest

from explorer.graph import Unread, read_code

TRANSFER = """
import tensorflow as tf
from tensorflow.keras.applications import {name}
from tensorflow.keras.applications.mobilenet_v2 import preprocess_input

base_model = {name}(input_shape=({side}, {side}, 3), include_top=False, weights="imagenet")
base_model.trainable = False
inputs = tf.keras.Input(shape=({side}, {side}, 3))
x = preprocess_input(inputs)
x = base_model(x, training=False)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
x = tf.keras.layers.Dropout(0.2)(x)
outputs = tf.keras.layers.Dense(1)(x)
model = tf.keras.Model(inputs, outputs)
"""
HEAD = """
from keras.applications.vgg16 import VGG16
from keras.layers import Dense, Flatten
from keras.models import Model

base = VGG16(include_top=False, input_shape=(150, 150, 3), weights="imagenet")
for layer in base.layers:
    layer.trainable = False
x = Flatten()(base.output)
x = Dense(256, activation="relu")(x)
model = Model(inputs=base.input, outputs=Dense(1, activation="sigmoid")(x))
"""


@pytest.mark.parametrize(("name", "params"), [("VGG16", 138_357_544), ("VGG19", 143_667_240)])
def test_vgg_has_the_parameters_that_keras_lists(name, params):
    code = read_code(f"model = keras.applications.{name}()")
    assert (code.report.params, code.report.output_shape, code.input_shape) == (params, (1000,), (3, 224, 224))
    assert "block5_conv3" in code.graph


def test_a_head_is_put_on_vgg():
    code = read_code(HEAD)
    assert (code.report.error, code.input_shape) == (None, (3, 150, 150))
    assert code.report["block5_pool"].output_shape == (512, 4, 4)
    assert code.report.params == 14_714_688 + 8192 * 256 + 256 + 257  # Keras' VGG16 without its head, and the new one


# name, side, what keras.io and its guides print for it without its head
@pytest.mark.parametrize(("name", "side", "shape"), [
    ("MobileNetV2", 160, (1280, 5, 5)), ("ResNet50", 224, (2048, 7, 7)), ("Xception", 150, (2048, 5, 5)),
    ("InceptionV3", 299, (2048, 8, 8)), ("InceptionV3", 150, (2048, 3, 3)), ("Xception", 299, (2048, 10, 10)),
    ("EfficientNetB0", 224, (1280, 7, 7)), ("DenseNet121", 200, (1024, 6, 6)),
])
def test_others_are_one_step_of_their_shape(name, side, shape):
    code = read_code(TRANSFER.format(name=name, side=side))
    grey = [row for row in code.report if isinstance(row.layer, Unread)]
    assert [row.output_shape for row in grey] == [shape]
    assert (code.report.error, code.report.params) == (None, shape[0] + 1)
    assert any(f"{name} of Keras stands as one grey layer" in str(note) for note in code.notes)
