"""ONNX files as tools write them and as nobody should: inputs, constants that are worked out, and what is refused."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from explorer.errors import ExplorerError, LimitError, NetworkError
from explorer.files import onnx_file, read_onnx, read_trained
from explorer.files.onnx_constants import MOST_VALUES, constants_of, fold_constants
from explorer.graph import analyse
from explorer.settings import Settings

FLOAT = TensorProto.FLOAT


def node(kind, inputs, output, **given):
    return helper.make_node(kind, inputs.split(), [output], **given)


def model_of(*nodes, inputs=(("x", (1, 3, 8, 8)),), version=17, **arrays):
    """Return a model whose output is ``y``; ``arrays``: its constants, by name."""
    values = [helper.make_tensor_value_info(name, FLOAT, shape) for name, shape in inputs]
    y = helper.make_tensor_value_info("y", FLOAT, None)
    held = [numpy_helper.from_array(np.asarray(array), name) for name, array in arrays.items()]
    return helper.make_model(helper.make_graph(list(nodes), "g", values, [y], held), ir_version=8,
                             opset_imports=[helper.make_opsetid("", version)])


def read(*nodes, **more):
    return read_onnx(model_of(*nodes, **more).SerializeToString())


def weights(*shape):
    return np.ones(shape, np.float32)


RELU = node("Relu", "x", "y")
# Shapes of inputs as files declare them, and what is taken for them; strings and 0 are left open.
INPUTS = [
    ((1, 3, 8, 8), (3, 8, 8)), ((16, 3, 8, 8), (3, 8, 8)), (("N", 3, 8, 8), (3, 8, 8)), ((0, 3, 8, 8), (3, 8, 8)),
    (("N", 3, "h", "w"), (3, 224, 224)), (("N", "c", 32, "w"), (3, 32, 224)), ((1, 7), (7,)), ((1, 2, 50), (2, 50)),
    ((1, 1, 4, 8, 8), (1, 4, 8, 8))]


@pytest.mark.parametrize(("declared", "taken"), INPUTS)
def test_an_input_is_read_without_its_batch_and_with_usual_sides(declared, taken):
    network = read(RELU, inputs=[("x", declared)])
    assert network.input_shape == taken
    assert bool(network.notes) is any(not isinstance(side, int) for side in declared[2:])


@pytest.mark.parametrize(("shape", "groups", "channels"), [((4, 5, 3, 3), 1, 5), ((4, 1, 3, 3), 1, 1)])
def test_open_channels_are_those_that_the_first_convolution_reads(shape, groups, channels):
    network = read(node("Conv", "x w", "y", group=groups), inputs=[("x", ("N", "c", 8, 8))], w=weights(*shape))
    assert network.input_shape == (channels, 8, 8)


@pytest.mark.parametrize(("inputs", "said"), [
    ([("x", (1, 3, 8, 8)), ("z", (1, 3, 8, 8))], r"2 inputs \(x, z\)"), ([], "0 inputs"),
    ([("x", (1,))], "x of this file has 1 axes"), ([("x", (1, 2, 3, 4, 5, 6))], "has 6 axes"),
    ([("x" * 200, (1,))], "x{60} of")])
def test_inputs_that_are_no_picture_are_refused_by_name(inputs, said):
    with pytest.raises(NetworkError, match=said):
        read(node("Relu", inputs[0][0] if inputs else "x", "y"), inputs=inputs)


def test_weights_that_are_listed_as_inputs_too_are_no_inputs():  # as before version 4 of the format
    conv = node("Conv", "x w", "y")
    network = read(conv, inputs=[("x", (1, 3, 8, 8)), ("w", (4, 3, 3, 3))], w=weights(4, 3, 3, 3))
    assert analyse(network.graph, network.input_shape).output_shape == (4, 6, 6)


def test_an_input_larger_than_the_server_takes_is_refused(monkeypatch):
    monkeypatch.setattr(onnx_file, "settings", lambda: Settings(input_values=191))
    with pytest.raises(LimitError, match="192 values"):
        read(RELU)


# What a file works out, with which constants, and what comes of it by ONNX's reference.
FOLDED = [
    ([node("Concat", "a b", "y", axis=0)], {"a": np.int64([1]), "b": np.int64([2, 3])}),
    ([node("Cast", "a", "y", to=TensorProto.INT64)], {"a": np.float32([1.7, -2])}),
    ([node("Gather", "a i", "y", axis=0)], {"a": np.int64([5, 6, 7]), "i": np.int64(1)}),
    ([node("Slice", "a s e", "y")], {"a": np.int64([5, 6, 7]), "s": np.int64([1]), "e": np.int64([9])}),
    ([node("Unsqueeze", "a i", "y")], {"a": np.int64(4), "i": np.int64([0])}),
    ([node("Squeeze", "a i", "y")], {"a": np.int64([[4]]), "i": np.int64([0])}),
    ([node("Reshape", "a s", "y")], {"a": np.int64([1, 2, 3, 4]), "s": np.int64([2, 2])}),
    ([node("Transpose", "a", "y")], {"a": np.int64([[1, 2], [3, 4]])}),
    ([node("Reshape", "a s", "b"), node("Transpose", "b", "c"), node("Reshape", "c t", "y")],
     {"a": np.int64([0, 1, 2, 3]), "s": np.int64([2, 2]), "t": np.int64([-1])}),
]


@pytest.mark.parametrize(("nodes", "arrays"), FOLDED)
def test_small_constants_are_worked_out_as_the_reference_does(nodes, arrays):
    model = model_of(*nodes, inputs=(), **arrays)
    wanted = ReferenceEvaluator(model).run(None, {})[0]
    fold_constants(model)
    assert not model.graph.node
    np.testing.assert_array_equal(numpy_helper.to_array(constants_of(model)["y"]), wanted)


@pytest.mark.parametrize(("nodes", "arrays"), [
    ([node("Concat", "a a", "y", axis=0)], {"a": np.arange(MOST_VALUES, dtype=np.int64)}),  # too large to be a shape
    ([node("ConstantOfShape", "a", "y")], {"a": np.int64([2, 2])}),  # stands for weights
    ([node("ConstantOfShape", "a", "y")], {"a": np.int64([10 ** 9, 10 ** 9])}),
    ([node("Gather", "a i", "y", axis=0)], {"a": np.int64([5]), "i": np.int64(7)}),  # beyond the end
    ([node("Reshape", "a s", "y")], {"a": np.int64([1, 2, 3]), "s": np.int64([2, 2])}),
    ([node("Exp", "a", "y")], {"a": np.float32([1])}),  # no mere arranging
])
def test_what_is_large_wrong_or_no_arranging_is_left_as_it_is(nodes, arrays):
    model = model_of(*nodes, inputs=(), **arrays)
    before = model.SerializeToString()
    fold_constants(model)
    assert model.SerializeToString() == before


def test_a_bomb_of_nested_concatenations_stays_small():
    nodes = [node("Concat", f"v{at} v{at}", f"v{at + 1}", axis=0) for at in range(60)]  # 2 to the 60th values
    model = model_of(*nodes, RELU, v0=np.int64([1]))
    fold_constants(model)
    assert len(model.SerializeToString()) < 50_000


def conv(**given):
    return node("Conv", "x w", "y", **given)


# Files that contradict themselves or ask for too much: operators, constants.
BROKEN = [
    ([conv(kernel_shape=[5, 5])], {"w": weights(4, 3, 3, 3)}), ([conv(group=2)], {"w": weights(4, 3, 3, 3)}),
    ([conv(group=0)], {"w": weights(4, 3, 3, 3)}), ([conv(strides=[0, 0])], {"w": weights(4, 3, 3, 3)}),
    ([conv(pads=[-9, -9, -9, -9])], {"w": weights(4, 3, 3, 3)}), ([conv(dilations=[9, 9])], {"w": weights(4, 3, 3, 3)}),
    ([conv()], {"w": weights(4, 9, 3, 3)}), ([conv()], {"w": weights(0, 3, 3, 3)}), ([conv()], {"w": weights(4)}),
    ([conv(strides=[1, 2, 3])], {"w": weights(4, 3, 3, 3)}), ([conv()], {}), ([node("Conv", "x", "y")], {}),
    ([node("MaxPool", "x", "y")], {}), ([node("MaxPool", "x", "y", kernel_shape=[0, 0])], {}),
    ([node("MaxPool", "x", "y", kernel_shape=[99, 99])], {}), ([node("Concat", "x x", "y")], {}),
    ([node("Reshape", "x s", "y")], {"s": np.int64([7, 7])}), ([node("Gemm", "x w", "y")], {"w": weights(3, 3)}),
    ([node("Relu", "y", "y")], {}), ([node("Relu", "nobody", "y")], {}), ([node("LRN", "x", "y")], {}),
    ([node("BatchNormalization", "x", "y")], {}), ([node("", "x", "y")], {}), ([node("Relu", "x", "")], {}),
    ([node("DepthToSpace", "x", "y", blocksize=0, mode="CRD")], {}), ([helper.make_node("Relu", ["x"], [])], {}),
]


@pytest.mark.parametrize(("nodes", "arrays"), BROKEN)
@pytest.mark.parametrize("reader", [read_onnx, read_trained])
def test_a_file_that_contradicts_itself_is_answered_in_words(reader, nodes, arrays):
    data = model_of(*nodes, **arrays).SerializeToString()
    try:
        found = reader(data)
    except ExplorerError as error:
        assert str(error).endswith((".", "')."))
        assert "{" not in str(error)
    else:  # what no layer does is grey, and has the shape that ONNX infers
        assert analyse(found.graph, found.input_shape).output_shape


@pytest.mark.parametrize(("array", "said"), [
    (np.ones((4, 3, 3, 3), np.int8), "are int8, not floating-point"),
    (np.full((4, 3, 3, 3), np.inf, np.float32), "no finite numbers"),
    (np.full((4, 3, 3, 3), 1e300), "no finite numbers")])
def test_weights_that_nothing_can_be_computed_with_are_refused(array, said):
    with pytest.raises((NetworkError, RuntimeWarning), match=said), np.errstate(over="ignore"):
        read_trained(model_of(conv(), w=array).SerializeToString())


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_weights_of_any_precision_are_read_as_float32(kind):
    given = np.random.default_rng(0).random((4, 3, 3, 3)).astype(kind)
    found = read_trained(model_of(conv(), w=given).SerializeToString()).arrays
    (arrays,) = found.values()
    assert arrays["weight"].dtype == np.float32
    np.testing.assert_array_equal(arrays["weight"], given.astype(np.float32))


def test_a_file_is_the_same_whether_its_arrays_are_raw_or_listed():
    values = np.arange(108, dtype=np.float32).reshape(4, 3, 3, 3)
    listed = model_of(conv(), w=values)
    listed.graph.initializer[0].CopyFrom(helper.make_tensor("w", FLOAT, values.shape, values.ravel().tolist()))
    one, two = (read_trained(model.SerializeToString()).arrays for model in (model_of(conv(), w=values), listed))
    np.testing.assert_array_equal(next(iter(one.values()))["weight"], next(iter(two.values()))["weight"])


def test_what_stands_behind_the_output_is_left_out():
    network = read(RELU, node("Sigmoid", "y", "more"), node("Tanh", "more", "most"))
    assert [type(one.layer).__name__ for one in network.graph] == ["ReLU"]


def test_names_that_are_used_twice_are_told_apart():
    nodes = [helper.make_node("Relu", ["x" if at == 0 else f"v{at}"], ["y" if at == 4 else f"v{at + 1}"], name="act")
             for at in range(5)]
    names = list(read(*nodes).graph.places)
    assert len(names) == len(set(names)) == 5
    assert names[0] == "act"


def test_no_real_file_of_the_package_is_changed_by_being_read():
    data = model_of(conv(), w=weights(4, 3, 3, 3)).SerializeToString()
    kept = bytes(data)
    read_onnx(data)
    assert data == kept
    assert onnx.load_model_from_string(data).graph.node[0].op_type == "Conv"
