"""Keras programs in less common forms: blocks as functions, classes of classes, open sides, several outputs."""

PROGRAMS = {}

PROGRAMS["keras_mlp"] = """\
from keras.models import Sequential
from keras.layers import Dense, Dropout
model = Sequential()
model.add(Dense(512, activation='relu', input_shape=(784,)))
model.add(Dropout(0.2))
model.add(Dense(10, activation='softmax'))
"""

PROGRAMS["keras_resnet_functions"] = """\
import tensorflow as tf
from tensorflow.keras.layers import *
from tensorflow.keras.models import Model
def identity_block(X, f, filters):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(filters=F1, kernel_size=1, strides=(1,1), padding='valid')(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = Conv2D(F2, f, padding='same')(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = Conv2D(F3, 1)(X)
    X = BatchNormalization(axis=3)(X)
    X = Add()([X, X_shortcut])
    return Activation('relu')(X)
def ResNet(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)
    X = Conv2D(256, 1)(X)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])
    X = AveragePooling2D((2,2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X, name='ResNet50')
"""

PROGRAMS["keras_classes"] = """\
class ConvBlock(tf.keras.layers.Layer):
    def __init__(self, filters, **kw):
        super(ConvBlock, self).__init__(**kw)
        self.block = tf.keras.Sequential([
            layers.Conv2D(filters, 3, padding='same'), layers.BatchNormalization(), layers.ReLU()])
    def call(self, x):
        return self.block(x)
class Net(tf.keras.Model):
    def __init__(self, num_classes=10):
        super().__init__()
        self.blocks = [ConvBlock(f) for f in (16, 32)]
        self.pool = layers.MaxPool2D()
        self.gap = layers.GlobalAveragePooling2D()
        self.out = layers.Dense(num_classes, activation=tf.nn.softmax)
    def call(self, inputs):
        x = inputs
        for b in self.blocks:
            x = self.pool(b(x))
        return self.out(self.gap(x))
model = Net()
out = model(tf.random.normal((1, 96, 96, 3)))
"""

PROGRAMS["keras_open_sides"] = """\
inp = keras.Input(shape=(None, None, 3))
x = layers.Conv2D(8, 3, activation=tf.nn.relu)(inp)
a = layers.GlobalAveragePooling2D()(x); b = layers.Dense(4, name='b/out')(a); c = layers.Dense(1)(a)
m = keras.Model(inp, [b, c])
"""

PROGRAMS["keras_vae_classes"] = """\
from keras import layers, Sequential, Model
import keras
class VAE(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = Sequential([
            layers.InputLayer(input_shape=(28,28,1)), layers.Conv2D(32,3,strides=(2,2),activation='relu'),
            layers.Flatten(), layers.Dense(4)])
        self.decoder = Sequential([
            layers.InputLayer(input_shape=(4,)), layers.Dense(7*7*32, activation='relu'),
            layers.Reshape(target_shape=(7,7,32)), layers.Conv2DTranspose(1,3,strides=2,padding='same')])
    def call(self, x):
        return self.decoder(self.encoder(x))
vae = VAE()
"""
