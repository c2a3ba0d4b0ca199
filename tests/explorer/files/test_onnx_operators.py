"""Each operator that is read computes in our module what ONNX's own reference computes, attribute by attribute."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from explorer.errors import NetworkError
from explorer.files import read_trained
from explorer.networks import own_network

RANDOM = np.random.default_rng(7)
MAPS, SIGNAL, ROW, VOLUME = (6, 8, 9), (4, 15), (12,), (2, 4, 5, 6)


def drawn(*shape):
    """Return weights between -0.5 and 0.5."""
    return (RANDOM.random(shape) - 0.5).astype(np.float32)


def positive(*shape):
    return np.abs(drawn(*shape)) + np.float32(0.5)


def ints(*values):
    return np.array(values, np.int64)


def file_of(kind, shape, arrays, given, *, version=18):
    """Return a file of one operator that reads ``x`` and then ``arrays``; None leaves an input out."""
    names = [f"w{place}" if array is not None else "" for place, array in enumerate(arrays)]
    nodes = [helper.make_node(kind, ["x", *names], ["y"], **given)]
    held = [numpy_helper.from_array(array, name) for name, array in zip(names, arrays, strict=True) if name]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, *shape])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    return helper.make_model(helper.make_graph(nodes, "one", [x], [y], held), ir_version=8,
                             opset_imports=[helper.make_opsetid("", version)])


def scores(kind, shape, *arrays, version=18, **given):
    """Return what our module makes of a picture, and what the reference makes of it."""
    model = file_of(kind, shape, arrays, given, version=version)
    picture = 3 * drawn(1, *shape)
    ours = own_network.with_weights(read_trained(model.SerializeToString()))(torch.from_numpy(picture))
    return ours.numpy(), ReferenceEvaluator(model).run(None, {"x": picture})[0]


# Operator, shape of what it reads, its arrays, its attributes.
WEIGHTED = [
    ("Conv", MAPS, [drawn(4, 6, 3, 3)], {}),
    ("Conv", MAPS, [drawn(4, 6, 3, 3), drawn(4)], {"pads": [1, 1, 1, 1]}),
    ("Conv", MAPS, [drawn(4, 6, 3, 3)], {"pads": [0, 1, 2, 1]}),
    ("Conv", MAPS, [drawn(4, 6, 3, 3)], {"strides": [2, 1], "pads": [1, 0, 1, 0]}),
    ("Conv", MAPS, [drawn(4, 6, 3, 3)], {"dilations": [2, 3]}),
    ("Conv", MAPS, [drawn(6, 2, 3, 1), drawn(6)], {"group": 3}),
    ("Conv", MAPS, [drawn(6, 1, 5, 5)], {"group": 6, "pads": [2, 2, 2, 2]}),
    ("Conv", MAPS, [drawn(4, 6, 3, 3)], {"auto_pad": "SAME_UPPER", "strides": [2, 2]}),
    ("Conv", MAPS, [drawn(4, 6, 3, 3)], {"auto_pad": "SAME_LOWER", "strides": [2, 2]}),
    ("Conv", MAPS, [drawn(4, 6, 4, 4)], {"auto_pad": "SAME_LOWER"}),
    ("Conv", MAPS, [drawn(4, 6, 2, 5)], {"auto_pad": "VALID", "strides": [3, 2]}),
    ("Conv", SIGNAL, [drawn(3, 4, 5), drawn(3)], {"strides": [2], "pads": [2, 1]}),
    ("Conv", VOLUME, [drawn(3, 2, 2, 3, 2)], {"strides": [1, 2, 1]}),
    ("ConvTranspose", MAPS, [drawn(6, 4, 3, 3)], {}),
    ("ConvTranspose", MAPS, [drawn(6, 4, 3, 3), drawn(4)], {"strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ("ConvTranspose", MAPS, [drawn(6, 4, 3, 3)], {"strides": [2, 3], "output_padding": [1, 2]}),
    ("ConvTranspose", MAPS, [drawn(6, 4, 2, 3)], {"dilations": [2, 1]}),
    ("Gemm", ROW, [drawn(12, 5), drawn(5)], {}),
    ("Gemm", ROW, [drawn(5, 12), drawn(1, 5)], {"transB": 1}),
    ("Gemm", ROW, [drawn(5, 12), drawn(1)], {"transB": 1, "alpha": 0.25, "beta": 3.0}),
    ("MatMul", ROW, [drawn(12, 7)], {}),
    ("MatMul", SIGNAL, [drawn(15, 7)], {}),
    ("BatchNormalization", MAPS, [drawn(6), drawn(6), drawn(6), positive(6)], {}),
    ("BatchNormalization", MAPS, [drawn(6), drawn(6), drawn(6), positive(6)], {"epsilon": 0.5}),
    ("BatchNormalization", SIGNAL, [drawn(4), drawn(4), drawn(4), positive(4)], {}),
    ("BatchNormalization", ROW, [drawn(12), drawn(12), drawn(12), positive(12)], {"epsilon": 0.001}),
    ("BatchNormalization", VOLUME, [drawn(2), drawn(2), drawn(2), positive(2)], {}),
    ("InstanceNormalization", MAPS, [drawn(6), drawn(6)], {"epsilon": 0.25}),
    ("InstanceNormalization", SIGNAL, [drawn(4), drawn(4)], {}),
    ("LayerNormalization", SIGNAL, [drawn(15), drawn(15)], {"axis": -1}),
    ("LayerNormalization", MAPS, [drawn(6, 8, 9), drawn(6, 8, 9)], {"axis": 1, "epsilon": 0.25}),
]
POOLS = [
    ("MaxPool", MAPS, [], {"kernel_shape": [2, 3]}),
    ("MaxPool", MAPS, [], {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ("MaxPool", MAPS, [], {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1}),
    ("MaxPool", MAPS, [], {"kernel_shape": [3, 3], "dilations": [2, 2]}),
    ("MaxPool", MAPS, [], {"kernel_shape": [2, 2], "strides": [2, 2], "auto_pad": "VALID"}),
    ("MaxPool", SIGNAL, [], {"kernel_shape": [4], "strides": [3]}),
    ("MaxPool", VOLUME, [], {"kernel_shape": [2, 2, 2], "strides": [2, 2, 2]}),
    ("AveragePool", MAPS, [], {"kernel_shape": [3, 2]}),
    ("AveragePool", MAPS, [], {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ("AveragePool", MAPS, [], {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "count_include_pad": 1}),
    ("AveragePool", SIGNAL, [], {"kernel_shape": [5], "strides": [5]}),
    ("AveragePool", MAPS, [], {"kernel_shape": [8, 9]}),
    ("LpPool", MAPS, [], {"kernel_shape": [2, 2], "strides": [2, 2]}),
    ("LpPool", MAPS, [], {"kernel_shape": [3, 2], "strides": [2, 1], "p": 4}),
    ("GlobalAveragePool", MAPS, [], {}),
    ("GlobalAveragePool", VOLUME, [], {}),
    ("GlobalMaxPool", MAPS, [], {}),
    ("ReduceMean", MAPS, [ints(2, 3)], {"keepdims": 1}),
    ("ReduceMean", MAPS, [ints(-1, -2)], {"keepdims": 0}),
    ("ReduceMean", SIGNAL, [ints(2)], {"keepdims": 0}),
]
PLAIN = [
    ("Relu", MAPS, [], {}),
    ("Clip", MAPS, [np.float32(0), np.float32(6)], {}),
    ("Clip", MAPS, [np.float32(0)], {}),
    ("LeakyRelu", MAPS, [], {}),
    ("LeakyRelu", MAPS, [], {"alpha": 0.3}),
    ("Elu", MAPS, [], {"alpha": 0.7}),
    ("Sigmoid", MAPS, [], {}),
    ("Tanh", ROW, [], {}),
    ("HardSwish", MAPS, [], {}),
    ("HardSigmoid", MAPS, [], {"alpha": 1 / 6, "beta": 0.5}),
    ("Softmax", ROW, [], {}),
    ("Softmax", ROW, [], {"axis": 1}),
    ("Softmax", MAPS, [], {"axis": 1}),
    ("Softmax", MAPS, [], {"axis": -3}),
    ("Dropout", MAPS, [np.float32(0.3)], {}),
]
FORMS = [
    ("Flatten", MAPS, [], {}),
    ("Flatten", MAPS, [], {"axis": -3}),
    ("Reshape", MAPS, [ints(1, -1)], {}),
    ("Reshape", MAPS, [ints(0, -1)], {}),
    ("Reshape", ROW, [ints(1, 3, 2, 2)], {}),
    ("DepthToSpace", (8, 3, 2), [], {"blocksize": 2, "mode": "CRD"}),
    ("Pad", MAPS, [ints(0, 0, 1, 2, 0, 0, 3, 0)], {}),
    ("Pad", MAPS, [ints(0, 0, 1, 2, 0, 0, 1, 0)], {"mode": "reflect"}),
    ("Pad", MAPS, [ints(0, 0, 1, 2, 0, 0, 1, 0)], {"mode": "edge"}),
    ("Pad", MAPS, [ints(0, 2, 0, 0, 0, 3, 0, 0)], {}),
    ("Slice", MAPS, [ints(0, 0), ints(99, 99), ints(2, 3), ints(2, 3)], {}),
    ("Slice", MAPS, [ints(0), ints(99), ints(-1), ints(4)], {}),
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])],
     {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 3, 3])],
     {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])], {"mode": "nearest"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])], {"mode": "linear"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])],
     {"mode": "linear", "coordinate_transformation_mode": "align_corners"}),
    ("Resize", MAPS, [None, None, ints(1, 6, 11, 13)],
     {"mode": "linear", "coordinate_transformation_mode": "pytorch_half_pixel"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])], {"mode": "cubic"}),
]


@pytest.mark.parametrize(("kind", "shape", "arrays", "given"), [*WEIGHTED, *POOLS, *PLAIN, *FORMS])
def test_a_read_operator_computes_what_onnx_computes(kind, shape, arrays, given):
    ours, wanted = scores(kind, shape, *arrays, **given)
    np.testing.assert_allclose(ours, wanted.reshape(ours.shape), rtol=1e-4, atol=1e-5)


# Attributes for which torch computes something else: a file with them must not run as if it did not have them.
OTHERWISE = [
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])],
     {"mode": "linear", "coordinate_transformation_mode": "asymmetric"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 3, 3])],
     {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "ceil"}),
    ("Resize", MAPS, [None, np.float32([1, 1, 2, 2])], {"mode": "cubic", "cubic_coeff_a": -0.5}),
    ("Resize", MAPS, [None, None, ints(1, 6, 11, 13)], {"mode": "nearest"}),
    ("LpPool", MAPS, [], {"kernel_shape": [2, 2], "p": 1}),
    ("Softmax", MAPS, [], {"axis": 3}),
    ("HardSigmoid", MAPS, [], {}),
    ("Clip", MAPS, [np.float32(-1), np.float32(1)], {}),
    ("Pad", MAPS, [ints(0, 0, 1, 1, 0, 0, 1, 1), np.float32(5)], {}),
    ("Slice", MAPS, [ints(1), ints(99), ints(2), ints(2)], {}),
    ("Slice", MAPS, [ints(0), ints(4), ints(2)], {}),
    ("DepthToSpace", (8, 3, 2), [], {"blocksize": 2, "mode": "DCR"}),
    ("Transpose", (5, 5, 5), [], {"perm": [0, 2, 3, 1]}),
    ("ReduceMean", MAPS, [ints(1)], {"keepdims": 1}),
    ("AveragePool", MAPS, [], {"kernel_shape": [2, 2], "pads": [0, 0, 1, 1], "count_include_pad": 1}),
    ("MaxPool", MAPS, [], {"kernel_shape": [3, 3], "pads": [0, 0, 2, 2]}),
]


@pytest.mark.parametrize(("kind", "shape", "arrays", "given"), OTHERWISE)
def test_an_attribute_that_torch_does_otherwise_never_gives_other_numbers(kind, shape, arrays, given):
    try:
        ours, wanted = scores(kind, shape, *arrays, **given)
    except NetworkError as error:
        assert kind in str(error)
    else:
        np.testing.assert_allclose(ours, wanted, rtol=1e-4, atol=1e-5)


def response_norm(maps, size, *, alpha, beta, bias):
    """Return what ONNX's specification of LRN says, map by map; the package's reference counts the batch instead."""
    before, behind = (size - 1) // 2, -(-(size - 1) // 2)
    around = [maps[:, max(0, at - before):at + behind + 1] for at in range(maps.shape[1])]
    squares = np.stack([(part ** 2).sum(1) for part in around], 1)
    return maps / (bias + alpha / size * squares) ** beta


@pytest.mark.parametrize("given", [{"size": 3, "alpha": 0.5, "beta": 0.6, "bias": 2.0},
                                   {"size": 5, "alpha": 0.9, "beta": 0.75, "bias": 1.0}])
def test_response_norm_is_that_of_the_specification(given):
    model, maps = file_of("LRN", MAPS, [], given), 3 * drawn(1, *MAPS)
    ours = own_network.with_weights(read_trained(model.SerializeToString()))(torch.from_numpy(maps))
    np.testing.assert_allclose(ours.numpy(), response_norm(maps, **given), rtol=1e-4)


def test_response_norm_over_an_even_number_of_maps_is_not_run():  # torch counts the odd one before, ONNX behind
    with pytest.raises(NetworkError, match="LRN"):
        read_trained(file_of("LRN", MAPS, [], {"size": 4}).SerializeToString())


def chained(shape, steps, **arrays):
    """Return a file of operators one after the other: kind, names of its arrays, attributes."""
    nodes = [helper.make_node(kind, [f"v{at}" if at else "x", *names], ["y" if at == len(steps) - 1 else f"v{at + 1}"],
                              **given) for at, (kind, names, given) in enumerate(steps)]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, *shape])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    held = [numpy_helper.from_array(array, name) for name, array in arrays.items()]
    return helper.make_model(helper.make_graph(nodes, "some", [x], [y], held), ir_version=8,
                             opset_imports=[helper.make_opsetid("", 18)])


DEALT, BACK = ints(1, 2, 3, 8, 9), ints(1, 6, 8, 9)
TURN = {"perm": [0, 2, 1, 3, 4]}
ROWS_TWICE = [("MatMul", ["w"], {}), ("Add", ["t"], {})]
# What a file does, the shape that it reads, its operators, its arrays.
CHAINS = [
    ("channel shuffle", MAPS, [("Reshape", ["a"], {}), ("Transpose", [], TURN), ("Reshape", ["b"], {})],
     {"a": DEALT, "b": BACK}),
    ("dealt and gathered again without a shuffle", MAPS, [("Reshape", ["a"], {}), ("Reshape", ["b"], {})],
     {"a": DEALT, "b": BACK}),
    ("a volume whose axes are turned", (4, 4, 3, 3), [("Relu", [], {}), ("Transpose", [], TURN), ("Relu", [], {})], {}),
    ("a sum for each row of a signal", (5, 8), ROWS_TWICE, {"w": drawn(8, 5), "t": drawn(5, 1)}),
    ("a product for each row of a signal", (5, 8), [("MatMul", ["w"], {}), ("Mul", ["t"], {})],
     {"w": drawn(8, 5), "t": drawn(5, 1)}),
    ("a product for each output of a linear layer", ROW, [("MatMul", ["w"], {}), ("Mul", ["t"], {})],
     {"w": drawn(12, 5), "t": drawn(5)}),
    ("a padding before a pooling, behind ReLU", MAPS,
     [("Relu", [], {}), ("Pad", ["p"], {}), ("MaxPool", [], {"kernel_shape": [3, 3], "strides": [2, 2]})],
     {"p": ints(0, 0, 1, 1, 0, 0, 1, 1)}),
    ("a padding before a pooling of values of both signs", MAPS,
     [("Tanh", [], {}), ("Pad", ["p"], {}), ("MaxPool", [], {"kernel_shape": [3, 3]})],
     {"p": ints(0, 0, 1, 1, 0, 0, 1, 1)}),
    ("a padding that ends the network", MAPS, [("Relu", [], {}), ("Pad", ["p"], {})],
     {"p": ints(0, 0, 1, 1, 0, 0, 1, 1)}),
]


@pytest.mark.parametrize(("shape", "steps", "arrays"), [case[1:] for case in CHAINS], ids=[case[0] for case in CHAINS])
def test_a_chain_computes_what_onnx_computes_or_is_refused(shape, steps, arrays):
    model, picture = chained(shape, steps, **arrays), 3 * drawn(1, *shape)
    try:
        module = own_network.with_weights(read_trained(model.SerializeToString()))
    except NetworkError as error:
        assert any(kind in str(error) for kind, _, _ in steps)
        return
    wanted = ReferenceEvaluator(model).run(None, {"x": picture})[0]
    np.testing.assert_allclose(module(torch.from_numpy(picture)).numpy(), wanted, rtol=1e-4, atol=1e-5)
