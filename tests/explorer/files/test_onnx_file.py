"""ONNX files become networks: nine real graphs of the package ``onnx``, torch's own exports, and hostile bytes."""

from __future__ import annotations

from io import BytesIO
from math import prod
from pathlib import Path

import onnx
import pytest
import torch
from onnx import TensorProto, helper
from torchvision import models

from explorer.errors import ExplorerError, LimitError, NetworkError
from explorer.files import onnx_file, read_onnx
from explorer.graph import INPUT, Graph, analyse, from_text, to_text
from explorer.networks import build, traced
from explorer.settings import Settings

LIGHT = Path(onnx.__file__).parent / "backend/test/data/light"
# Name, layers with weights, learned values, and where they are published or follow from. Output channels are 1,000.
REAL = [
    ("bvlc_alexnet", 60_965_224),  # BVLC CaffeNet's twin: Krizhevsky et al. (2012) with its two groups
    ("densenet121", 7_978_856),  # torchvision.models.densenet121
    ("inception_v1", 6_998_552),  # BVLC GoogLeNet, bias in all convolutions
    ("inception_v2", 11_194_984),  # Ioffe & Szegedy (2015): biased convolutions and batch norm
    ("resnet50", 25_557_032),  # torchvision.models.resnet50
    ("shufflenet", 1_393_320),
    ("squeezenet", 1_235_496),  # torchvision.models.squeezenet1_1 has 1_235_496; bias in all convolutions
    ("vgg19", 143_667_240),  # torchvision.models.vgg19
    ("zfnet512", 87_250_536),
]


def light(name):
    return (LIGHT / f"light_{name}.onnx").read_bytes()


def model(nodes, *, shape=(1, 3, 8, 8), weights=()):
    """Return the bytes of a file with these nodes, whose output is ``y``; ``weights``: names and dimensions."""
    given = [helper.make_tensor(name, TensorProto.FLOAT, dims, bytes(4 * prod(dims)), raw=True)
             for name, dims in weights]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    return helper.make_model(helper.make_graph(nodes, "g", [x], [y], given))


def read(*nodes, **more):
    return read_onnx(model(nodes, **more).SerializeToString())


def counted(name):
    """Return the learned values as the file's own arrays have them; batch norm's mean and variance are not learned."""
    found = onnx.shape_inference.infer_shapes(onnx.load(LIGHT / f"light_{name}.onnx"))
    shapes = {value.name: [dim.dim_value for dim in value.type.tensor_type.shape.dim]
              for value in found.graph.value_info}
    shapes |= {tensor.name: list(tensor.dims) for tensor in found.graph.initializer}
    total = 0
    for node in found.graph.node:
        if node.op_type in ("Conv", "Gemm", "BatchNormalization"):
            total += sum(prod(shapes[entry]) for entry in node.input[1:3])
    return total


@pytest.mark.parametrize(("name", "params"), REAL)
def test_a_real_graph_has_its_layers_parameters_and_a_field(name, params):
    network = read_onnx(light(name))
    report = analyse(network.graph, network.input_shape)
    assert network.input_shape == (3, 224, 224)
    assert report.params == params
    assert report.output_shape[0] == 1000
    assert report.rows[-2].field.size > 200
    if name not in ("densenet121", "inception_v2"):  # whose scales are arrays of their own, folded into batch norm
        assert counted(name) == params


def test_shapes_are_those_that_onnx_infers():
    network = read_onnx(light("resnet50"))
    inferred = onnx.shape_inference.infer_shapes(onnx.load(LIGHT / "light_resnet50.onnx"))
    shapes = [tuple(dim.dim_value for dim in value.type.tensor_type.shape.dim) for value in inferred.graph.value_info
              if value.name.startswith("r") and value.name[1:].isdigit()]
    ours = [(1, *row.output_shape) for row in analyse(network.graph, network.input_shape)]
    assert sorted(set(ours)) == sorted({shape for shape in shapes if len(shape) in (2, 4)} | {(1, 1000)})


def test_names_are_those_of_the_weights():
    names = list(read_onnx(light("squeezenet")).graph.places)
    assert names[0] == "conv1"
    assert {"fire2_squeeze1x1", "fire9_expand3x3", "conv10"} < set(names)


def test_a_network_that_was_read_stands_in_a_link():
    graph = read_onnx(light("shufflenet")).graph
    assert from_text(to_text(graph)) == graph


def test_names_of_torchs_modules_come_back():
    file = BytesIO()
    torch.onnx.export(models.resnet18(weights=None).eval(), (torch.zeros(1, 3, 64, 64),), file, dynamo=False)
    network = read_onnx(file.getvalue())
    assert {"conv1", "maxpool", "layer1.0.relu_1", "layer4.1.add", "fc"} < set(network.graph.places)
    assert analyse(network.graph, (3, 64, 64)).params == 11_689_512 - 4_800  # batch norm's 9,600 become 4,800 biases
    assert len(traced(build(network.graph, (3, 64, 64)), (3, 64, 64)).report.rows) == len(network.graph)


def test_uneven_padding_is_kept_and_same_is_counted_out():
    conv = helper.make_node("Conv", ["x", "w"], ["y"], auto_pad="SAME_UPPER", strides=[2, 2])
    network = read(conv, weights=[("w", (4, 3, 3, 3))])
    assert network.graph.nodes[0].layer.pads() == ((0, 1), (0, 1))
    assert analyse(network.graph, (3, 8, 8)).output_shape == (4, 4, 4)


def test_an_open_batch_is_one_and_an_open_side_is_said():
    conv = helper.make_node("Conv", ["x", "w"], ["y"], name="first")
    network = read(conv, weights=[("w", (4, 3, 3, 3))], shape=("n", "c", "h", "w"))
    assert network.input_shape == (3, 224, 224)
    assert "224 px was taken" in str(network.notes[0])


def test_a_bias_that_is_added_apart_is_the_layers_own():
    network = read(helper.make_node("MatMul", ["x", "w"], ["a"]), helper.make_node("Add", ["a", "b"], ["y"]),
                   shape=(1, 20), weights=[("w", (20, 5)), ("b", (5,))])
    assert to_text(network.graph) == "linear.o5.nw" or analyse(network.graph, (20,)).params == 105


@pytest.mark.parametrize(("nodes", "message"), [
    ([helper.make_node("Roll", ["x"], ["y"], domain="my.lab")], r"Roll of my\.lab is custom"),
    ([helper.make_node("Relu", ["x"], ["a"]), helper.make_node("TopK", ["a", "k"], ["y", "i"], name="best")],
     r"operator TopK \(best\) is no layer"),
    ([helper.make_node("Relu", ["x"], ["a"]), helper.make_node("Max", ["a", "x"], ["y"], name="larger")],
     r"operator Max \(larger\) is no layer"),
    ([helper.make_node("Constant", [], ["y"], value_float=1.0)], "Nothing leads from the input"),
])
def test_what_is_no_layer_is_refused_by_name(nodes, message):
    with pytest.raises(NetworkError, match=message):
        read(*nodes, weights=[("k", (1,))])


# One operator of each kind that is read, its attributes, shape of its input, and the text of the layer.
OPERATORS = [
    ("LeakyRelu", {"alpha": 0.2}, (1, 3, 8, 8), "leakyrelu.a0_2"),
    ("Elu", {}, (1, 3, 8, 8), "elu"),
    ("HardSwish", {}, (1, 3, 8, 8), "hardswish"),
    ("HardSigmoid", {"alpha": 1 / 6, "beta": 0.5}, (1, 3, 8, 8), "hardsigmoid"),
    ("Softmax", {"axis": 1}, (1, 3, 8, 8), "softmax"),
    ("LRN", {"size": 5, "bias": 2.0}, (1, 3, 8, 8), "lrn.k2_0"),
    ("GlobalAveragePool", {}, (1, 3, 8, 8), "adaptive"),
    ("GlobalAveragePool", {}, (1, 3, 8), "adaptive1d"),
    ("GlobalMaxPool", {}, (1, 3, 8, 8), "adaptivemax"),
    ("ReduceMean", {"axes": [-1, -2], "keepdims": 1}, (1, 3, 8, 8), "adaptive"),
    ("MaxPool", {"kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER"}, (1, 3, 8, 8),
     "maxpool.k3.s2.c1"),
    ("MaxPool", {"kernel_shape": [2], "strides": [2], "dilations": [2]}, (1, 3, 8), "maxpool1d.d2"),
    ("AveragePool", {"kernel_shape": [3, 3], "strides": [1, 1], "pads": [1, 1, 1, 1]}, (1, 3, 8, 8),
     "avgpool.k3.s1.p1.i0"),
    ("AveragePool", {"kernel_shape": [2, 2, 2], "strides": [2, 2, 2]}, (1, 3, 8, 8, 8), "avgpool3d"),
    ("Flatten", {}, (1, 3, 8, 8), "flatten"),
]


@pytest.mark.parametrize(("node", "shape"), [
    (helper.make_node("AveragePool", ["x"], ["a"], kernel_shape=[2, 2], pads=[0, 0, 1, 1], count_include_pad=1),
     (3, 8, 8)),
    (helper.make_node("Softplus", ["x"], ["a"], name="soft"), (3, 8, 8)),
    (helper.make_node("Transpose", ["x"], ["a"], perm=[0, 2, 3, 1]), (8, 8, 3)),
])
def test_an_operator_that_no_layer_does_is_grey_and_keeps_its_shape(node, shape):
    network = read(node, helper.make_node("Relu", ["a"], ["y"]))
    rows = analyse(network.graph, (3, 8, 8)).rows
    assert [type(row.layer).__name__ for row in rows] == ["Unread", "ReLU"]
    assert rows[-1].output_shape == shape
    assert node.op_type in str(network.notes[0])


@pytest.mark.parametrize(("kind", "given", "shape", "text"), OPERATORS)
def test_each_operator_is_read_as_its_layer(kind, given, shape, text):
    made = model([helper.make_node(kind, ["x"], ["y"], **given)], shape=shape)
    made.opset_import[0].version = 17  # before axes became an input
    graph = read_onnx(made.SerializeToString()).graph
    assert to_text(Graph.chain(graph.nodes[0].layer)) == text


@pytest.mark.parametrize(("pads", "padded"), [([0, 0, 1, 1, 0, 0, 1, 1], ((1, 1), (1, 1))),
                                              ([0, 0, 0, 1, 0, 0, 1, 2], ((0, 1), (1, 2)))])
def test_a_padding_before_a_convolution_becomes_its_own(pads, padded):
    given = onnx.numpy_helper.from_array(onnx.numpy_helper.np.array(pads), "p")
    made = model([helper.make_node("Pad", ["x", "p"], ["a"]), helper.make_node("Conv", ["a", "w"], ["y"])],
                 weights=[("w", (4, 3, 3, 3))])
    made.graph.initializer.append(given)
    assert read_onnx(made.SerializeToString()).graph.nodes[0].layer.pads() == padded


def test_external_data_is_refused_by_name():
    made = model([helper.make_node("Conv", ["x", "w"], ["y"])], weights=[("w", (4, 3, 3, 3))])
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")
    with pytest.raises(NetworkError, match=r"weights w lie outside this file \(external data, in \.\./\.\./etc"):
        read_onnx(made.SerializeToString())


@pytest.mark.parametrize("data", [b"", b"no file", b"\x80\x04K\x01.", bytes(1000)])
def test_other_bytes_are_no_onnx_file(data):
    with pytest.raises(NetworkError, match="not an ONNX file"):
        read_onnx(data)


def test_limits_come_from_the_settings(monkeypatch):
    monkeypatch.setattr(onnx_file, "settings", lambda: Settings(model_bytes=1000))
    with pytest.raises(LimitError, match="takes up to 1,000"):
        read_onnx(light("vgg19"))
    monkeypatch.setattr(onnx_file, "settings", lambda: Settings(model_nodes=10))
    with pytest.raises(LimitError, match="reads up to 10"):
        read_onnx(light("vgg19"))


def test_damaged_files_get_a_message_and_no_crash():
    data = bytearray(light("zfnet512"))
    for place in range(0, len(data), 37):
        hurt = bytes(data[:place]) + bytes([data[place] ^ 0x15]) + bytes(data[place + 1:])
        try:
            assert INPUT not in read_onnx(hurt).graph
        except ExplorerError as error:
            assert str(error)
