"""The weights of ONNX files: torch modules built of them score as ONNX's own reference does."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from torch import nn

from explorer.errors import NetworkError
from explorer.files import read_trained, to_onnx
from explorer.graph import from_text
from explorer.networks import architectures, build, own_network

LIGHT = Path(onnx.__file__).parent / "backend/test/data/light"
RANDOM = np.random.default_rng(0)


def values(*shape, spread=1.0):
    return (spread * RANDOM.standard_normal(shape)).astype(np.float32)


def filled(name):
    """Return one of the package's graphs, whose weights are made by ``ConstantOfShape``, with drawn ones instead."""
    model = onnx.load(LIGHT / f"light_{name}.onnx")
    shapes = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    made = [node for node in model.graph.node if node.op_type == "ConstantOfShape"]
    for node in made:
        shape = tuple(map(int, shapes[node.input[0]]))
        positive = np.abs(values(*shape)) + 0.5
        spread = (2 / max(1, np.prod(shape[1:]))) ** 0.5
        used = next(other for other in model.graph.node if node.output[0] in other.input)
        norm = used.op_type == "BatchNormalization" and list(used.input).index(node.output[0]) in (1, 4)
        model.graph.initializer.append(numpy_helper.from_array(
            positive if norm else values(*shape, spread=spread if len(shape) > 1 else 0.1), node.output[0]))
        model.graph.node.remove(node)
    model.ir_version = 8  # before 4, arrays had to be inputs, too
    for node in model.graph.node:
        if node.op_type == "Softmax" and not node.attribute:  # over channels before version 13, which is not run here
            node.attribute.append(helper.make_attribute("axis", 1))
    return model


def both(model, shape):
    """Return the scores of our module and those of ONNX's reference for the same pictures."""
    data = model if isinstance(model, bytes) else model.SerializeToString()
    found = read_trained(data)
    pictures = values(1, *shape)
    read = onnx.load_model_from_string(data)
    given = next(value.name for value in read.graph.input
                 if value.name not in {tensor.name for tensor in read.graph.initializer})
    reference = ReferenceEvaluator(read).run(None, {given: pictures})[0]
    return own_network.with_weights(found)(torch.from_numpy(pictures)).numpy(), reference


def made(*nodes, shape=(1, 3, 8, 8), **arrays):
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    given = [numpy_helper.from_array(array, name) for name, array in arrays.items()]
    return helper.make_model(helper.make_graph(list(nodes), "g", [x], [y], given),
                             opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def node(kind, inputs, output, **given):
    return helper.make_node(kind, inputs.split(), [output], **given)


def test_a_real_graph_scores_as_onnx_says():
    model = filled("squeezenet")
    del model.graph.value_info[:]
    for axis in (2, 3):  # small, so that the test is fast
        next(one for one in model.graph.input if one.name == "data_0").type.tensor_type.shape.dim[axis].dim_value = 64
    ours, reference = both(model, (3, 64, 64))
    np.testing.assert_allclose(ours.reshape(-1), reference.reshape(-1), atol=1e-4)


CASES = {
    "a product and a sum behind a convolution": made(
        node("Conv", "x w", "a", auto_pad="SAME_UPPER", strides=[2, 2]), node("Mul", "a s", "b"),
        node("Add", "b t", "y"), w=values(4, 3, 3, 3), s=values(4, 1, 1), t=values(1, 4, 1, 1)),
    "a quotient and a difference behind a transposed one": made(
        node("ConvTranspose", "x w c", "a"), node("Div", "a s", "b"), node("Sub", "b t", "y"),
        w=values(3, 6, 3, 3), c=values(6), s=np.abs(values(6, 1, 1)) + 1, t=values(1)),
    "batch norm with its own epsilon, scaled": made(
        node("BatchNormalization", "x g b m v", "a", epsilon=0.1), node("Mul", "a s", "y"), g=values(3), b=values(3),
        m=values(3), v=np.abs(values(3)) + 0.1, s=values(3, 1, 1)),
    "Gemm with alpha and beta": made(
        node("Flatten", "x", "a"), node("Gemm", "a w b", "y", alpha=0.5, beta=2.0), w=values(192, 5), b=values(1, 5)),
    "a mean that leaves its axes out, then a product of matrices with a sum": made(
        node("ReduceMean", "x", "a", axes=[2, 3], keepdims=0), node("MatMul", "a w", "b"), node("Add", "b t", "y"),
        w=values(3, 5), t=values(5)),
    "numbers per channel that get their axes in the file": made(
        node("Conv", "x w", "a"), node("Unsqueeze", "s axes", "s2"), node("Mul", "a s2", "b"),
        node("Reshape", "t form", "t2"), node("Add", "b t2", "y"), w=values(100, 3, 3, 3), s=values(100),
        t=values(100), axes=np.array([1, 2]), form=np.array([1, -1, 1, 1])),
    "weights that are turned and cast in the file": made(
        node("Flatten", "x", "a"), node("Transpose", "w", "w2", perm=[1, 0]), node("Cast", "w2", "w3", to=1),
        node("Gemm", "a w3", "y"), w=values(5, 192).astype(np.float64)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_folded_or_written_otherwise_scores_as_onnx_says(name):
    ours, reference = both(CASES[name], (3, 8, 8))
    np.testing.assert_allclose(ours, reference, rtol=1e-5, atol=1e-5)


def test_groups_of_a_transposed_convolution_are_scaled_each_by_its_own():  # the reference takes no groups there
    weight, scale, pictures = values(6, 2, 3, 3), values(6, 1, 1), values(1, 6, 8, 8)
    model = made(node("ConvTranspose", "x w", "a", group=3), node("Mul", "a s", "y"), shape=(1, 6, 8, 8), w=weight,
                 s=scale)
    wanted = torch.conv_transpose2d(*map(torch.from_numpy, (pictures, weight)), groups=3) * torch.from_numpy(scale)
    found = own_network.with_weights(read_trained(model.SerializeToString()))(torch.from_numpy(pictures))
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5)


class Small(nn.Module):
    """Two branches, uneven padding, batch norm, SiLU."""

    def __init__(self):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8, eps=1e-3)
        self.act, self.deep = nn.SiLU(), nn.Conv2d(8, 8, 3, padding=1, groups=2)
        self.fc = nn.Linear(16, 5)

    def forward(self, pictures):
        one = self.act(self.bn(self.conv(pictures)))
        return self.fc(torch.cat([one, self.deep(one) + one], 1).mean((2, 3)))


def exported(module, shape):
    file = BytesIO()
    torch.onnx.export(module.eval(), (torch.zeros(1, *shape),), file, dynamo=False, opset_version=17)
    return file.getvalue()


def test_torchs_own_export_scores_as_torch():
    module = Small()
    module.train()(torch.randn(8, 3, 16, 16))  # running means that are not 0
    data = exported(module, (3, 16, 16))
    pictures = torch.from_numpy(values(2, 3, 16, 16))
    with torch.no_grad():
        wanted = module(pictures)
    torch.testing.assert_close(own_network.with_weights(read_trained(data))(pictures), wanted, rtol=1e-4, atol=1e-4)


def test_a_shortcut_that_thins_and_widens_by_zeros_scores_as_torch():
    module = architectures.ResNet(8).eval()
    pictures = torch.from_numpy(values(1, 3, 32, 32))
    found = read_trained(exported(module, (3, 32, 32)))
    assert {"PadChannels", "Subsample"} <= {type(node.layer).__name__ for node in found.graph}
    with torch.no_grad():
        torch.testing.assert_close(own_network.with_weights(found)(pictures), module(pictures), rtol=1e-4, atol=1e-4)


def test_norms_that_learn_come_back_with_what_they_learned():
    graph = from_text("conv.o4~instancenorm.a1~norm.x3~relu")
    module = build(graph, (3, 8, 8))
    weights = {key: values(*array.shape) for key, array in module.state_dict().items()}
    module.load_state_dict({key: torch.from_numpy(array) for key, array in weights.items()})
    pictures = torch.from_numpy(values(1, 3, 8, 8))
    found = own_network.with_weights(read_trained(to_onnx(graph, (3, 8, 8), weights)))
    torch.testing.assert_close(found(pictures), module(pictures), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("data", "said"), [
    (to_onnx(from_text("conv.o4~relu"), (3, 8, 8)), r"not what they have learned \(conv1\.weight"),
    (made(node("Conv", "x w", "a"), node("Softplus", "a", "y"), w=values(4, 3, 3, 3)), "Softplus.*cannot be run"),
    (made(node("Conv", "x w", "y"), w=np.full((4, 3, 3, 3), np.nan, np.float32)), "no finite numbers"),
    (made(node("Abs", "v", "w"), node("Conv", "x w", "y"), v=values(4, 3, 3, 3)), "computed in the file by Abs"),
])
def test_what_cannot_be_run_is_refused_with_its_reason(data, said):
    with pytest.raises(NetworkError, match=said):
        read_trained(data if isinstance(data, bytes) else data.SerializeToString())
