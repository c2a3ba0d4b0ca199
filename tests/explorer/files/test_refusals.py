"""What is not opened is told apart by its bytes, and gets lines that help."""

from __future__ import annotations

import ast
import io

import pytest
import torch

from explorer.errors import NetworkError
from explorer.files import is_pickle, lines_for, read_file, rescue_lines


def saved(value):
    file = io.BytesIO()
    torch.save(value, file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["weights.pth", "weights.pt2", "weights"])
def test_a_pickle_is_not_opened_whatever_it_is_called(name):
    with pytest.raises(NetworkError, match="runs any program that its maker put into it"):
        read_file(name, saved({"w": torch.zeros(2)}))


@pytest.mark.parametrize(("name", "data", "said"), [
    ("net.h5", b"\x89HDF\r\n\x1a\n", "format='onnx'"), ("net.keras", b"PK\x03\x04", "format='onnx'"),
    ("net.safetensors", b"\x10", "page Feature maps"), ("net.onnx", b"hello", "not an ONNX file")])
def test_other_files_are_told_what_to_save_instead(name, data, said):
    with pytest.raises(NetworkError, match=said):
        read_file(name, data)


@pytest.mark.parametrize("name", ["a.pt", "a.bin", "a.ckpt", "a.pkl", "a.tar"])
def test_every_ending_of_a_pickle_gets_its_lines(name):
    with pytest.raises(NetworkError, match=f"PyTorch writes .{name[2:]} files with pickle"):
        read_file(name, b"anything")
    lines = lines_for(name, b"anything")
    assert lines == rescue_lines(name)
    assert ("['state_dict']" in lines) is (name == "a.ckpt")


@pytest.mark.parametrize(("name", "data", "said", "line"), [
    ("net.tflite", b"", "made for phones", "--tflite net.tflite"),
    ("net", b"\x1c\0\0\0TFL3", "made for phones", "--tflite"),
    ("a b; rm.tflite", b"", "TensorFlow Lite", "--tflite 'a b; rm.tflite' --output"),
    ("saved_model.pb", b"\x08\x01", "which is a folder", "--saved-model"),
    ("net.h5", b"", "a file of Keras", "keras.models.load_model('net.h5')"),
    ("net.hdf5", b"", "a file of Keras", "format='onnx'")])
def test_tensorflows_files_are_told_what_converts_them(name, data, said, line):
    with pytest.raises(NetworkError, match=said):
        read_file(name, data)
    assert line in lines_for(name, data)


def test_an_onnx_file_needs_no_lines():
    assert lines_for("net.onnx", b"\x08\x08") == ""


@pytest.mark.parametrize("name", ["a.pth", "a.pt2", "a'b\n.pth", "a.ckpt"])
def test_the_three_lines_are_python(name):
    assert len(ast.parse(rescue_lines(name)).body) == 3


def test_the_three_lines_save_what_they_say(tmp_path, monkeypatch):
    import safetensors.torch
    monkeypatch.chdir(tmp_path)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU())
    torch.save(model.state_dict(), "a.pth")
    lines = rescue_lines("a.pth").replace("'network.onnx')", "'network.onnx', dynamo=False)")  # needs no onnxscript
    exec(lines, {"torch": torch, "safetensors": safetensors, "model": model})
    network = read_file("a", (tmp_path / "network.onnx").read_bytes())
    assert [node.layer.stem for node in network.graph] == ["conv", "relu"]
    assert not is_pickle("weights.safetensors", (tmp_path / "weights.safetensors").read_bytes())
