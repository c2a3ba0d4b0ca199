"""Files that are not opened: each is told apart by its first bytes or its ending, and gets lines that save it anew."""

from __future__ import annotations

import ast

import pytest

from explorer.errors import NetworkError
from explorer.files import refusals

ZIP, PICKLED, HDF5 = b"PK\x03\x04rest", b"\x80\x04rest", b"\x89HDF\r\n\x1a\nrest"
TFLITE, OTHER = b"\x1c\x00\x00\x00TFL3rest", b"\x08\x07rest"

# name, first bytes, a word of what is said (None: it may be ONNX), a word of the lines that help
FILES = [
    ("model.pt", ZIP, "pickle", "torch.load('model.pt'"),
    ("model.pt", PICKLED, "pickle", "torch.load('model.pt'"),
    ("model.pth", OTHER, "pickle", "weights_only=True"),
    ("MODEL.PTH", ZIP, "pickle", "torch.load('MODEL.PTH'"),
    ("model.pt2", ZIP, "pickle", "torch.export.load('model.pt2')"),
    ("model.pkl", PICKLED, "pickle", "weights_only=True"),
    ("model.pickle", PICKLED, "pickle", "weights_only=True"),
    ("last.ckpt", ZIP, "pickle", "['state_dict']"),
    ("pytorch_model.bin", ZIP, "pickle", "weights_only=True"),
    ("weights.tar", OTHER, "pickle", "weights_only=True"),
    ("no_ending", PICKLED, "pickle", "weights_only=True"),
    ("no_ending", ZIP, "pickle", "weights_only=True"),
    ("model.safetensors.pth", OTHER, "pickle", "safetensors.torch.save_file"),
    ("a.b.c.pt", ZIP, "pickle", "torch.load('a.b.c.pt'"),
    ("it's.pt", ZIP, "pickle", "torch.load(\"it's.pt\""),
    ("model.h5", HDF5, "a file of Keras", "keras.models.load_model('model.h5')"),
    ("model.hdf5", OTHER, "a file of Keras", "model.export('network.onnx', format='onnx')"),
    ("model.keras", ZIP, "a file of Keras", "keras.models.load_model('model.keras')"),
    ("model", HDF5, "a file of Keras", "keras.models.load_model('model')"),
    ("model.tflite", TFLITE, "TensorFlow Lite", "tf2onnx.convert --tflite model.tflite"),
    ("model.tflite", OTHER, "TensorFlow Lite", "tf2onnx.convert --tflite model.tflite"),
    ("model", TFLITE, "TensorFlow Lite", "tf2onnx.convert --tflite model"),
    ("my model; rm x.tflite", TFLITE, "TensorFlow Lite", "--tflite 'my model; rm x.tflite'"),
    ("saved_model.pb", OTHER, "SavedModel", "tf2onnx.convert --saved-model folder"),
    ("model.safetensors", OTHER, "holds weights, but not how the layers are joined", ""),
    ("model.onnx", OTHER, None, ""),
    ("MODEL.ONNX", OTHER, None, ""),
    ("model", OTHER, None, ""),
    ("model.txt", OTHER, None, ""),
    ("model.onnx", ZIP, None, ""),
    ("", b"", None, ""),
]


@pytest.mark.parametrize(("name", "data", "said", "line"), FILES,
                         ids=[f"{name} {data[:5]!r}" for name, data, *_ in FILES])
def test_a_file_that_is_not_opened_says_why_and_what_to_save_instead(name, data, said, line):
    refused = refusals.refusal(name, data)
    assert (refused is None) is (said is None)
    assert said is None or said in str(refused)
    lines = refusals.lines_for(name, data)
    assert line in lines
    assert bool(lines) is bool(line)
    if said is not None:
        with pytest.raises(NetworkError) as raised:
            refusals.read_file(name, data)
        assert str(raised.value) == str(refused)


@pytest.mark.parametrize("name", ["x.pt", "x'); import os; ('.pt", 'x"\n.pth', "x\\.ckpt", "x.pt2", "日本.pt",
                                  "x" * 300 + ".pt"])
def test_lines_that_save_a_pickle_are_three_statements_whatever_the_file_is_called(name):
    lines = refusals.rescue_lines(name)
    assert len(ast.parse(lines).body) == 3
    assert not any(isinstance(node, ast.Import) for node in ast.walk(ast.parse(lines)))
    assert len(lines.splitlines()) == 3


@pytest.mark.parametrize("name", ["m.h5", "m'); exit('.h5", "m\n.keras"])
def test_lines_that_save_a_model_of_keras_are_two_statements(name):
    assert len(ast.parse(refusals.lines_for(name, HDF5)).body) == 2


def test_a_long_name_is_cut_in_what_is_said():
    assert len(str(refusals.refusal("x" * 10_000 + ".pt", PICKLED))) < 500
