"""What a layer of a trained network looks for, in a word and a sentence, told by how much its units see.

The words are those of the usual story: edges, textures, parts, things. Nothing but the field decides among them, so
they say what a unit has room for; the patches and pictures beside them show what it made of that.

Source:
    Zeiler & Fergus (2013), Visualizing and understanding convolutional networks, arXiv:1311.2901, figure 2.
    Olah, Mordvintsev & Schubert (2017), Feature visualization, Distill, doi:10.23915/distill.00007.
"""

from __future__ import annotations

from typing import Literal

from explorer.errors import Message, message
from explorer.graph import INPUT
from explorer.networks.network import Network, report_of
from explorer.networks.units.top_patches import counted_side

LayerWord = Literal["picture", "edges", "textures", "parts", "things", "mixtures", "counts", "classes", "chance"]
EDGES, TEXTURES, PARTS = 0.05, 0.3, 0.8
"""Up to these shares of the picture's side a unit has room for an edge, a texture, a part of a thing."""
SMALL = 4
"""Px; so little has room for an edge only, however small the picture is."""
_WORDS: dict[LayerWord, Message] = {
    "picture": message("the picture"), "edges": message("edges and colours"), "textures": message("textures"),
    "parts": message("parts"), "things": message("things"), "mixtures": message("mixtures"),
    "counts": message("how much of each"), "classes": message("classes"), "chance": message("chance"),
}


def layer_word(network: Network, layer: str) -> Message:
    """Return in one or a few words what the units of a layer look for."""
    return _WORDS[_word(network, layer)]


def layer_sentence(network: Network, layer: str) -> Message:
    """Return a sentence on what the units of a layer see, and what they have room for.

    Raises:
        KeyError: there is no such layer.
    """
    report = report_of(network)
    word = _word(network, layer)
    side = max(network.input_shape[1:])
    if word == "picture":
        return message("The picture as the network gets it: {channels} numbers for each of {height} × {width} px.",
                       channels=network.input_shape[0], height=network.input_shape[1], width=network.input_shape[2])
    if word == "chance":
        return message("The weights of this network are drawn at random, so what its units answer to is chance.")
    if word == "classes":
        return message("One number for each of {count:,} classes: what all units before it found, weighed and added "
                       "up.", count=(report[layer].output_shape or (0,))[0])
    if word == "counts":
        return message("Each map has become one number: how much of what its units look for is anywhere in the "
                       "picture. Where it is, is forgotten.")
    if word == "mixtures":
        return message("Each number is made of all places together: a mixture of what was found before.")
    seen = counted_side(report, layer)
    values: dict[str, object] = {"seen": seen, "share": 100 * seen / side}
    if word == "edges":
        return message("A unit sees {seen} × {seen} px: room for an edge, a line or a colour, and for nothing more.",
                       **values)
    if word == "textures":
        return message("A unit sees {seen} × {seen} px, {share:.0f} % of the side: room for a texture, such as "
                       "stripes, grain or a curve.", **values)
    if word == "parts":
        return message("What counts for a unit lies within {seen} × {seen} px, {share:.0f} % of the side: room for a "
                       "part, such as an eye, a wheel or a roof.", **values)
    return message("A unit sees nearly the whole picture: room for a thing and what is around it.")


def _word(network: Network, layer: str) -> LayerWord:
    if layer == INPUT:
        return "picture"
    report = report_of(network)
    shape = report[layer].output_shape or ()
    if not network.trained:
        return "chance"
    if network.task == "classify" and layer == _scores(network):
        return "classes"
    if len(shape) < 3 or max(shape[1:]) == 1:
        return "counts" if report[layer].layer.family != "linear" and _pooled(network, layer) else "mixtures"
    seen = counted_side(report, layer)
    share = seen / max(network.input_shape[1:])
    if share <= EDGES or seen <= SMALL:
        return "edges"
    return "textures" if share <= TEXTURES else "parts" if share <= PARTS else "things"


def _scores(network: Network) -> str:
    """Return the layer whose values are the scores of the classes: the last with weights."""
    return next((node.name for node in reversed(network.graph.nodes) if node.layer.family in ("linear", "convolution")),
                network.graph.output)


def _pooled(network: Network, layer: str) -> bool:
    """Say whether what a layer hands on was pooled over whole maps and not mixed since."""
    while layer != INPUT:
        node = network.graph[layer]
        if node.layer.family == "pooling":
            return True
        if node.layer.family in ("linear", "convolution") or len(node.inputs) != 1:
            return False
        layer = node.inputs[0]
    return False
