"""Keras programs that do not run, or hold what is not read here, as learners write them."""

PROGRAMS = {}

PROGRAMS["keras_kernel_too_large"] = """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Conv2D(32, 5, activation="relu", input_shape=(28, 28, 1)),
    layers.MaxPooling2D(2),
    layers.Conv2D(64, 5, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(64, 5, activation="relu"),
    layers.Flatten(),
    layers.Dense(10)])
"""

PROGRAMS["keras_unequal_add"] = """\
from keras import Input, Model, layers

inputs = Input((32, 32, 16))
x = layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(inputs)
x = layers.Conv2D(32, 3, padding="same")(x)
x = layers.Add()([x, inputs])
outputs = layers.ReLU()(x)
model = Model(inputs, outputs)
"""

PROGRAMS["keras_wrong_reshape"] = """\
import tensorflow as tf

model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(7 * 7 * 128, input_shape=(100,)))
model.add(tf.keras.layers.Reshape((7, 7, 256)))
model.add(tf.keras.layers.Conv2DTranspose(1, 5, strides=2, padding="same"))
"""

PROGRAMS["keras_missing_bracket"] = """\
from keras import layers, models

model = models.Sequential([
    layers.Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1),
    layers.Flatten(),
    layers.Dense(10)
])
"""

PROGRAMS["keras_no_input"] = """\
from tensorflow.keras import layers, models

model = models.Sequential([
    layers.Conv2D(16, 3, padding="same", activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
"""

PROGRAMS["keras_unknown_layer"] = """\
import tensorflow as tf
from tensorflow.keras import layers
import tensorflow_addons as tfa

inputs = layers.Input(shape=(64, 64, 3))
x = layers.Conv2D(32, 3, padding="same")(inputs)
x = tfa.layers.AdaptiveAveragePooling2D((8, 8))(x)
x = layers.Lambda(lambda maps: tf.image.rot90(maps))(x)
x = layers.GlobalAveragePooling2D()(x)
model = tf.keras.Model(inputs, layers.Dense(5)(x))
"""

PROGRAMS["keras_two_inputs"] = """\
import keras
from keras import layers

picture = keras.Input((32, 32, 3))
place = keras.Input((4,))
x = layers.Conv2D(8, 3, activation="relu")(picture)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Concatenate()([x, place])
outputs = layers.Dense(2, name="answer")(x)
model = keras.Model([picture, place], outputs)
"""

PROGRAMS["keras_unknown_number"] = """\
import os
from keras import layers, Sequential

filters = int(os.environ["FILTERS"])
model = Sequential([layers.Input((32, 32, 3)), layers.Conv2D(filters, 3), layers.Flatten(), layers.Dense(10)])
"""
