"""What layers of ONNX files are called: names of weights and paths of modules, of exporters that differ."""

from __future__ import annotations

import pytest
from onnx import helper

from explorer.files.onnx_names import LONGEST, plain, shared_prefix, wished_name
from explorer.graph import INPUT, Graph, Node, ReLU


def named(name, operator="Conv", weight="", prefix=""):
    return wished_name(helper.make_node(operator, ["x"], ["y"], name=name), weight, prefix)


# Operator, its name, the name of its weights, and the layer's: as torch, torch.dynamo, Keras and MXNet write them.
NAMES = [
    ("Conv", "/conv1/Conv", "conv1.weight", "conv1"),
    ("Conv", "/layer1/layer1.0/conv2/Conv", "layer1.0.conv2.weight", "layer1.0.conv2"),
    ("Conv", "/features/features.0/Conv", "onnx::Conv_193", "features.0"),
    ("Relu", "/layer1/layer1.0/relu/Relu", "", "layer1.0.relu"),
    ("Relu", "/layer1/layer1.0/relu/Relu_1", "", "layer1.0.relu_1"),
    ("Add", "/layer4/layer4.1/Add", "", "layer4.1.add"),
    ("Concat", "/inception3a/Concat", "", "inception3a.concat"),
    ("Concat", "/Concat_3", "", "concat_3"),
    ("MaxPool", "/maxpool/MaxPool", "", "maxpool"),
    ("MaxPool", "/pool/MaxPool", "", "pool.maxpool"),
    ("Flatten", "/Flatten", "", "flatten"),
    ("Flatten", "/classifier/flatten/Flatten", "", "classifier.flatten"),
    ("Gemm", "/fc/Gemm", "fc.weight", "fc"),
    ("Conv", "Conv_0", "192", "conv_0"),
    ("Conv", "node_conv2d", "conv1.weight", "conv1"),
    ("Relu", "node_relu", "", "relu"),
    ("Relu", "node_Relu_12", "", "relu_12"),
    ("Relu", "n4", "", ""),
    ("Relu", "12", "", ""),
    ("Relu", "val_7", "", ""),
    ("Relu", "", "", ""),
    ("Conv", "", "block1/conv/kernel:0", "block1_conv"),
    ("Conv", "", "block1/conv/Conv2D/ReadVariableOp:0", "block1_conv_Conv2D"),
    ("Conv", "", "resnet_stage1_conv0_weight", "resnet_stage1_conv0"),
    ("Conv", "", "fire2/squeeze1x1_w_0", "fire2_squeeze1x1"),
    ("BatchNormalization", "", "bn1.gamma", "bn1"),
    ("BatchNormalization", "", "bn1/scale", "bn1"),
    ("Conv", "", "weight", "weight"),
    ("Conv", "", "input.weight", "layer_input"),
    ("Conv", "/0/Conv", "onnx::Conv_7", "layer_0"),
    ("Conv", "", "모델.conv.weight", "conv"),
    ("Conv", "", "<script>alert(1)</script>.weight", "script_alert_1_script"),
    ("Relu", "../../etc/passwd", "", "etc.passwd"),
]


@pytest.mark.parametrize(("operator", "name", "weight", "layer"), NAMES)
def test_a_layer_is_called_as_the_module_that_it_was(operator, name, weight, layer):
    assert named(name, operator, weight) == layer


@pytest.mark.parametrize(("names", "shared"), [
    ([], ""), (["gpu_0/conv1_w", "gpu_0/conv2_w"], "gpu_0/"), (["conv1.weight", "conv2.weight"], ""),
    (["a/b/one", "a/b/two", "a/c"], "a/"), (["net/conv"], ""), (["a/x", "b/x"], ""), (["", "a"], "")])
def test_what_all_weights_begin_with_is_found_up_to_a_slash(names, shared):
    assert shared_prefix(names) == shared


def test_what_all_weights_begin_with_is_left_out():
    assert named("", "Conv", "gpu_0/conv1_w_0", "gpu_0/") == "conv1"
    assert named("gpu_0/pool1", "MaxPool", "", "gpu_0/") == "pool1"


@pytest.mark.parametrize("text", [
    "conv1", "a.b.c", "..a..", "a b", "1", "0.1", "input", "ä", "a/b:0", "x" * 300, "._.", "", "a\n.b", "a..b", "-",
    "%s", "layer1.0.conv1", "__class__", "a" * 59 + ".b", "x" * 58 + "..y", "9" * 80])
def test_every_plain_name_may_be_a_layers(text):
    name = plain(text)
    assert len(name) <= LONGEST
    assert name == plain(name)
    if name:
        assert name in Graph((Node(name, ReLU(), (INPUT,)),)).places  # which refuses other names
