"""PyTorch source that needs nothing of this app and loads what a run trained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from explorer.errors import N_, Message, message
from explorer.graph import Graph, LayerScale, pytorch, to_pytorch
from explorer.images import GREY
from explorer.networks import LUMINANCE
from explorer.training.run_folder.load import rebuilt
from explorer.training.run_folder.network_card import About, read_about
from explorer.training.run_folder.printed_answers import PRINTED

GUARD = '\n\nif __name__ == "__main__":'
IMPORTS = """import sys

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn
"""
TEMPLATE = '''
CATEGORIES = {categories!r}
MEAN, STD = {mean!r}, {std!r}


def attribute(name: str) -> str:
    """{attribute}"""
    layer, _, value = name.rpartition(".")
    return {others}f"{{layer.replace('.', '_')}}.{{value}}"{closing}


def load(path: str = {weights!r}) -> Net:
    """{load}"""
    model = Net()
{norms}    model.load_state_dict({{attribute(name): value for name, value in load_file(path).items()}})
    return model.eval()


def prepare(picture: Image.Image) -> torch.Tensor:
    """{prepare}"""
{square}    pixels = torch.from_numpy(np.array(picture)).permute(2, 0, 1).float() / 255
{fill}    mean, std = (torch.tensor(values).view(-1, 1, 1) for values in (MEAN, STD))
    return ((pixels - mean) / std)[None]


if __name__ == "__main__":
    with torch.no_grad():
        outputs = load()(prepare(Image.open(sys.argv[1])))[0]
'''


MIDDLE = """    side = min(picture.size)
    left, top = (picture.width - side) / 2, (picture.height - side) / 2
    picture = picture.convert("RGB").resize(({side}, {side}), Image.Resampling.BICUBIC,
                                            box=(left, top, left + side, top + side))
"""
WHOLE = """    scale = {side} / max(picture.size)
    width, height = (max(1, round(length * scale)) for length in picture.size)
    whole = Image.new("RGB", ({side}, {side}), ({grey}, {grey}, {grey}))
    small = picture.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)
    whole.paste(small, (({side} - width) // 2, ({side} - height) // 2))
    picture = whole
"""


ATTRIBUTE = message("Return what Net calls a value of the file: {stored} is {called}.",
                    stored="layer1.0.conv1.weight", called="layer1_0_conv1.weight")
LOAD = message("Return the trained network, ready for use.")
PREPARE = {"crop": N_("Return the middle square of a picture, {shape}, normalised as the network reads it."),
           "borders": N_("Return a whole picture between grey borders, {shape}, normalised as the network reads it.")}


def source_code(folder: Path, weights: str = "best.safetensors", say: Callable[[Message], str] = str) -> str:
    """Return the source of the network in ``folder``: run beside the file ``weights``, it says what it finds in a
    picture file.

    Args:
        folder: of the run.
        weights: what the file with the weights will be called.
        say: puts what the source says of itself into the reader's language.

    Raises:
        DataError: the run has no network yet.
    """
    about = read_about(folder)
    side, crops = about.input_shape[-1], about.fit == "crop"
    net = to_pytorch(about.graph, about.input_shape, say=say).partition(GUARD)[0].partition("class ")
    others = _others(about)
    return IMPORTS + "\n\n" + "".join(net[1:]) + "\n" + TEMPLATE.format(
        weights=weights, categories=about.categories, mean=about.inputs.mean, std=about.inputs.std, norms=_norms(about),
        others=f"{others!r}.get(name, " if others else "", closing=")" if others else "",
        attribute=say(ATTRIBUTE), load=say(LOAD),
        prepare=say(message(PREPARE[about.fit], shape=f"(1, {about.input_shape[0]}, {side}, {side})")),
        square=(MIDDLE if crops else WHOLE).format(side=side, grey=GREY), fill=_fill(about.input_shape[0])) + PRINTED[
            about.task]


def _others(about: About) -> dict[str, str]:
    """Return the values of the file that the source calls otherwise than by the rule."""
    found = {}
    attributes = pytorch.attribute_names(about.graph)
    for name in rebuilt(about).state_dict():
        node = _owner(about.graph, name)
        value = name.removeprefix(f"{node}.")
        own = attributes[node] if isinstance(about.graph[node].layer, LayerScale) else f"{attributes[node]}.{value}"
        layer, _, last = name.rpartition(".")
        if own != f"{layer.replace('.', '_')}.{last}":
            found[name] = own
    return found


def _owner(graph: Graph, name: str) -> str:
    """Return the layer whose value ``name`` is: with uneven padding, conv1.1.weight belongs to conv1."""
    while name not in graph:
        name = name.rpartition(".")[0]
    return name


def _norms(about: About) -> str:
    """Return the lines that give batch norms an epsilon that is not torch's."""
    attributes = pytorch.attribute_names(about.graph)
    return "".join(f"    model.{attributes[name]}.eps = {eps!r}\n" for name, (eps, _) in about.norms.items())


def _fill(channels: int) -> str:
    """Return the lines that give a picture another number of channels than three."""
    if channels == 3:
        return ""
    if channels == 1:
        red, green, blue = (round(float(weight), 3) for weight in LUMINANCE)
        return f"    pixels = {red} * pixels[:1] + {green} * pixels[1:2] + {blue} * pixels[2:]\n"
    return f"    pixels = pixels[torch.arange({channels}) % 3]\n"
