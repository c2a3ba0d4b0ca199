"""Files that are not opened, why, and what saves the same network in one that is."""

from __future__ import annotations

from shlex import quote

from explorer.errors import Message, NetworkError, message
from explorer.files.onnx_file import OnnxNetwork, read_onnx

ZIP, PICKLE, HDF5, TFLITE = b"PK\x03\x04", b"\x80", b"\x89HDF\r\n\x1a\n", b"TFL3"
PICKLES = (".pt", ".pth", ".pt2", ".pkl", ".pickle", ".ckpt", ".bin", ".tar")
ENDINGS = ("onnx", "safetensors", "h5", "keras", "tflite", "pb", *(ending[1:] for ending in PICKLES))
"""What a reader may choose; all but ONNX gets a sentence that helps."""
EXPORT = "torch.onnx.export(model, (torch.zeros(1, 3, 224, 224),), 'network.onnx', external_data=False)"


def read_file(name: str, data: bytes) -> OnnxNetwork:
    """Return the network of a file, whatever it is called.

    Raises:
        NetworkError: no ONNX file; says why it is not opened, and what to save instead.
        LimitError, ShapeError: see :func:`explorer.files.read_onnx`.
    """
    if refused := refusal(name, data):
        raise NetworkError(refused.template, **refused.values)
    return read_onnx(data)


def refusal(name: str, data: bytes) -> Message | None:
    """Return why a file is not opened, told by its first bytes and its ending; None: it may be ONNX."""
    ending = f".{name.lower().rpartition('.')[2]}"
    if is_pickle(name, data):
        return message("{file} is not opened: PyTorch writes {ending} files with pickle, and whoever opens a pickle "
                       "runs any program that its maker put into it. Open it where you trust it, and save it again "
                       "with these lines.", file=name[:60], ending=ending)
    if is_keras(name, data):
        return message("{file} is a file of Keras. Save the network as ONNX instead: "
                       "model.export('network.onnx', format='onnx').", file=name[:60])
    if is_tflite(name, data):
        return message("{file} is a file of TensorFlow Lite, made for phones: its weights are often rounded to whole "
                       "numbers. Convert it to ONNX with this line.", file=name[:60])
    if ending == ".pb":
        return message("{file} is a part of TensorFlow's SavedModel, which is a folder. Convert that to ONNX with "
                       "this line.", file=name[:60])
    if ending == ".safetensors":
        return message("{file} holds weights, but not how the layers are joined. Choose their network on the page "
                       "Feature maps, and give it this file there.", file=name[:60])
    return None


def is_pickle(name: str, data: bytes) -> bool:
    """Say whether a file is one that is opened by pickle."""
    ending = f".{name.lower().rpartition('.')[2]}"
    return ending in PICKLES or data.startswith(PICKLE) or (data.startswith(ZIP) and ending not in (".keras", ".onnx"))


def is_keras(name: str, data: bytes) -> bool:
    """Say whether a file is one that Keras wrote."""
    return f".{name.lower().rpartition('.')[2]}" in (".h5", ".hdf5", ".keras") or data.startswith(HDF5)


def is_tflite(name: str, data: bytes) -> bool:
    """Say whether a file is one of TensorFlow Lite, whose name stands behind its first four bytes."""
    return name.lower().endswith(".tflite") or data[4:8] == TFLITE


def lines_for(name: str, data: bytes) -> str:
    """Return what saves the network of a file that is not opened as one that is, empty where that is ONNX already."""
    file = name[:80]
    if is_pickle(name, data):
        return rescue_lines(name)
    if is_keras(name, data):
        return (f"model = keras.models.load_model({file!r})\n"
                "model.export('network.onnx', format='onnx')\n")
    if is_tflite(name, data):
        return f"python -m tf2onnx.convert --tflite {quote(file)} --output network.onnx\n"
    return "python -m tf2onnx.convert --saved-model folder --output network.onnx\n" if name.lower().endswith(
        ".pb") else ""


def rescue_lines(name: str) -> str:
    """Return three lines of Python that save what is in a pickle as ONNX and as safetensors."""
    file = repr(name[:80])
    part = "['state_dict']" if name.lower().endswith(".ckpt") else ""  # Lightning's lie beside the optimiser's
    opened = (f"model = torch.export.load({file}).module()" if name.lower().endswith(".pt2") else
              f"model.load_state_dict(torch.load({file}, map_location='cpu', weights_only=True){part})")
    return "\n".join([opened, "torch.onnx.export(model, (torch.zeros(1, 3, 224, 224),), 'network.onnx')",
                      "safetensors.torch.save_file(model.state_dict(), 'weights.safetensors')", ""])
