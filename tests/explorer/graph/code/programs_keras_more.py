"""More Keras programs: generators, U-Nets, separable convolutions, blocks of their own, pieces without imports."""

PROGRAMS = {}

PROGRAMS["keras_dcgan_generator"] = """\
import tensorflow as tf
from tensorflow.keras import layers


def make_generator_model():
    model = tf.keras.Sequential()
    model.add(layers.Dense(7*7*256, use_bias=False, input_shape=(100,)))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Reshape((7, 7, 256)))
    assert model.output_shape == (None, 7, 7, 256)

    model.add(layers.Conv2DTranspose(128, (5, 5), strides=(1, 1), padding='same', use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Conv2DTranspose(64, (5, 5), strides=(2, 2), padding='same', use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Conv2DTranspose(1, (5, 5), strides=(2, 2), padding='same', use_bias=False, activation='tanh'))
    return model


generator = make_generator_model()
noise = tf.random.normal([1, 100])
generated_image = generator(noise, training=False)
"""

PROGRAMS["keras_dcgan_discriminator"] = """\
def make_discriminator_model():
    model = tf.keras.Sequential()
    model.add(layers.Conv2D(64, (5, 5), strides=(2, 2), padding='same', input_shape=[28, 28, 1]))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Conv2D(128, (5, 5), strides=(2, 2), padding='same'))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model
"""

PROGRAMS["keras_unet_xception"] = """\
import keras
from keras import layers


def get_model(img_size, num_classes):
    inputs = keras.Input(shape=img_size + (3,))
    x = layers.Conv2D(32, 3, strides=2, padding="same")(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    previous = x
    for filters in [64, 128, 256]:
        for _ in range(2):
            x = layers.Activation("relu")(x)
            x = layers.SeparableConv2D(filters, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        residual = layers.Conv2D(filters, 1, strides=2, padding="same")(previous)
        x = layers.add([x, residual])
        previous = x
    for filters in [256, 128, 64, 32]:
        for _ in range(2):
            x = layers.Activation("relu")(x)
            x = layers.Conv2DTranspose(filters, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
        x = layers.UpSampling2D(2)(x)
        residual = layers.UpSampling2D(2)(previous)
        residual = layers.Conv2D(filters, 1, padding="same")(residual)
        x = layers.add([x, residual])
        previous = x
    outputs = layers.Conv2D(num_classes, 3, activation="softmax", padding="same")(x)
    return keras.Model(inputs, outputs)


model = get_model((160, 160), 3)
"""

PROGRAMS["keras_unet"] = """\
from tensorflow.keras.layers import *
from tensorflow.keras.models import Model


def double_conv(x, filters):
    for _ in range(2):
        x = Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
    return x


inputs = Input((128, 128, 3))
skips, x = [], inputs
for filters in (16, 32, 64):
    x = double_conv(x, filters)
    skips.append(x)
    x = MaxPooling2D()(x)
    x = Dropout(0.1)(x)
x = double_conv(x, 128)
for filters, skip in zip((64, 32, 16), reversed(skips)):
    x = Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
    x = Concatenate()([x, skip])
    x = double_conv(x, filters)
outputs = Conv2D(1, 1, activation="sigmoid")(x)
model = Model(inputs=[inputs], outputs=[outputs])
"""

PROGRAMS["keras_squeeze_excite"] = """\
from tensorflow import keras
from tensorflow.keras import layers


class SqueezeExcite(layers.Layer):
    def __init__(self, ratio=8, **kwargs):
        super().__init__(**kwargs)
        self.ratio = ratio

    def build(self, input_shape):
        channels = input_shape[-1]
        self.pool = layers.GlobalAveragePooling2D(keepdims=True)
        self.squeeze = layers.Conv2D(channels // self.ratio, 1, activation="relu")
        self.excite = layers.Conv2D(channels, 1, activation="sigmoid")

    def call(self, inputs):
        return inputs * self.excite(self.squeeze(self.pool(inputs)))


inputs = keras.Input((64, 64, 3))
x = layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False, name="stem")(inputs)
x = layers.BatchNormalization(name="stem_bn")(x)
x = keras.activations.swish(x)
x = layers.DepthwiseConv2D(5, strides=2, padding="same", name="depthwise")(x)
x = SqueezeExcite()(x)
x = SqueezeExcite(ratio=16, name="second")(x)
x = layers.GlobalMaxPooling2D()(x)
outputs = layers.Dense(4)(x)
model = keras.Model(inputs, outputs)
"""

PROGRAMS["keras_small_xception"] = """\
from tensorflow import keras
from tensorflow.keras import layers


def make_model(input_shape, num_classes):
    inputs = keras.Input(shape=input_shape)
    x = layers.Rescaling(1.0 / 255)(inputs)
    for size, strides in ((32, 2), (64, 1)):
        x = layers.Conv2D(size, 3, strides=strides, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    previous_block_activation = x
    for size in [128, 256, 512, 728]:
        x = layers.Activation("relu")(x)
        x = layers.SeparableConv2D(size, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
        x = layers.SeparableConv2D(size, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        residual = layers.Conv2D(size, 1, strides=2, padding="same")(previous_block_activation)
        x = layers.add([x, residual])
        previous_block_activation = x
    x = layers.SeparableConv2D(1024, 3, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    if num_classes == 2:
        units = 1
    else:
        units = num_classes
    x = layers.Dropout(0.25)(x)
    outputs = layers.Dense(units, activation=None)(x)
    return keras.Model(inputs, outputs)


image_size = (180, 180)
model = make_model(input_shape=image_size + (3,), num_classes=2)
keras.utils.plot_model(model, show_shapes=True)
"""

PROGRAMS["keras_without_imports"] = """\
model = Sequential([
    Conv2D(16, (5, 5), strides=2, padding='same', activation='relu', input_shape=(64, 48, 3)),
    ZeroPadding2D(1),
    Conv2D(32, 3, activation='elu'),
    AveragePooling2D(2, padding='same'),
    Flatten(),
    Dense(10, activation='softmax'),
])
"""

PROGRAMS["keras_padded_pools"] = """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((27, 30, 4)),
    layers.AveragePooling2D(3, strides=2, padding="same"),
    layers.Conv2D(8, 4, strides=3, padding="same"),
    layers.LayerNormalization(), layers.Activation("gelu"),
    layers.MaxPooling2D(5, strides=2, padding="same"),
    layers.Dense(7),
    layers.Flatten(),
])
"""
