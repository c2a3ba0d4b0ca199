"""Networks with trained weights: torchvision's, those that come with the app, and a reader's own for either."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

import safetensors
import torch
from safetensors.torch import load as read_safetensors, load_file
from torch import Tensor, nn

from explorer.errors import LimitError, Message, NetworkError
from explorer.graph import shape_text
from explorer.networks.architectures import BUILDERS as CLASSIFIER_BUILDERS, CATEGORIES
from explorer.networks.catalogue import BUNDLED, Entry, WeightSet, entry, imagenet_classes
from explorer.networks.digit_architectures import DIGIT_BUILDERS, DIGITS
from explorer.networks.network import Network, Whole, keep, load, renamed
from explorer.networks.own_card import checked_names
from explorer.networks.own_weights import fit_head, unwrapped
from explorer.networks.packaged import EFFICIENTNET_LITE0, efficientnet_lite0, packaged_state
from explorer.networks.preprocessing import prepared
from explorer.networks.scene_architectures import SCENE_BUILDERS
from explorer.networks.torch_graph.assembly import drawn_from
from explorer.networks.torch_graph.outline import convolutional
from explorer.networks.torch_graph.trace import traced
from explorer.networks.weights import checked_file
from explorer.scenes import KINDS
from explorer.settings import settings

BUILDERS = CLASSIFIER_BUILDERS | SCENE_BUILDERS | DIGIT_BUILDERS | {EFFICIENTNET_LITE0: efficientnet_lite0}
HEADS = ("AuxLogits.", "aux1.", "aux2.", "aux_classifier.")
"""Heads that helped in training and are not built."""
BRINGS_ITS_OWN = {"googlenet", "inception_v3"}
"""Trained elsewhere on pictures of -1 to 1; torchvision changes its own normalisation into that inside the module."""
COMPUTES_WIDTHS = {"regnet_y_400mf"}
"""Cannot be built on the meta device, since its constructor reads tensors."""
OWN = "own:"
GROUND = "ground"
"""Name of what is behind all things of a scene."""
StateDict = Mapping[str, Tensor]


def load_torchvision(rest: str, seed: int, weights: str | None) -> Network:
    """Return torchvision's network ``rest``; weights None: drawn from ``seed``, else from a file on this machine.

    Raises:
        NetworkError: no such network or weights, or no file; says what to try.
    """
    known = entry(f"torchvision/{rest}")
    if weights is None:
        with drawn_from(seed):
            module = untrained(rest, "cpu")
        return _network(known, known.weight_set(), module, "")
    chosen = _weights(known, weights)
    state: StateDict = torch.load(checked_file(known, chosen), map_location="cpu", weights_only=True)
    return _network(known, chosen, _filled(rest, state), chosen.name)


def load_bundled(rest: str, seed: int, weights: str | None) -> Network:
    """Return the network ``rest`` that comes with the app; see :func:`load_torchvision`."""
    known = entry(f"bundled/{rest}")
    if weights is None:
        with drawn_from(seed):
            return _network(known, known.weight_set(), BUILDERS[rest](), "")
    chosen = _weights(known, weights)
    return _network(known, chosen, _filled(rest, _float32(load_file(BUNDLED / chosen.file))), chosen.name)


def load_package(rest: str, seed: int, weights: str | None) -> Network:
    """Return the network ``rest`` whose weights an installed package brings; see :func:`load_torchvision`."""
    known = entry(f"package/{rest}")
    if weights is None:
        with drawn_from(seed):
            return _network(known, known.weight_set(), BUILDERS[rest](), "")
    chosen = _weights(known, weights)
    return _network(known, chosen, _filled(rest, packaged_state()), chosen.name)


def load_own(name: str, data: bytes, names: tuple[str, ...] = ()) -> Network:
    """Return the network ``name`` with a reader's own weights, which must be those of its layers.

    The last layer follows the file, so that it may tell other classes apart; keys may begin with ``module.``,
    ``model.`` or ``backbone.``. The network is kept like the others: ``load(name, weights=network.weights)`` finds it
    as long as it is not pushed out.

    Args:
        name: ``torchvision/...``, ``package/...`` or ``bundled/...``.
        data: a ``.safetensors`` file, any floating-point type; heads that served training only may be missing.
        names: of its classes, in the order of training; without them, other classes go by their numbers.

    Raises:
        LimitError: larger than ``settings().weights_bytes``; nothing was read.
        NetworkError: not such a file, or its keys or shapes are not the network's.
    """
    if len(data) > (most := settings().weights_bytes):
        raise LimitError("The file has {size:,} bytes; this server takes up to {most:,}. Store the weights in half "
                         "precision, or take a smaller network.", size=len(data), most=most)
    known = entry(name)
    if known.task != "classify":
        raise NetworkError("{network} says where things are. Weights of your own are taken for networks that name a "
                           "class; choose one of those.", network=Message(known.title))
    chosen = _weights(known, "DEFAULT")
    label = OWN + sha256("\n".join((*names, "")).encode() + data).hexdigest()[:16]
    return keep(name, label, lambda: _own(known, chosen, _read(data), names, label))


def named_own(name: str, weights: str, names: tuple[str, ...]) -> Network:
    """Return a network with a reader's own weights that is kept, its classes called ``names``; none: by numbers.

    Raises:
        NetworkError: not as many names as classes; or the weights are not kept any more.
    """
    network = load(name, weights=weights)
    checked_names(names, classes := (network.report.output_shape or (0,))[0])
    usual = entry(name).weight_set().classes == classes and not names
    label = OWN + sha256("\n".join((weights, *names)).encode()).hexdigest()[:16]
    categories = _categories(entry(name), entry(name).weight_set()) if usual else names
    return keep(name, label, lambda: renamed(network, categories, label))


def _own(known: Entry, chosen: WeightSet, state: StateDict, names: tuple[str, ...], label: str) -> Network:
    module = _filled(known.name.partition("/")[2], state, other_head=True)
    network = _network(known, chosen, module, label)
    classes = (network.report.output_shape or (0,))[0]
    given = checked_names(names, classes)
    usual = network.categories if len(network.categories) == classes else ()
    return replace(network, categories=given or usual)


def _read(data: bytes) -> StateDict:
    try:
        return _float32(read_safetensors(data))
    except (safetensors.SafetensorError, ValueError, KeyError) as error:
        raise NetworkError("This is not a .safetensors file ({reason}). Save the weights with "
                           "safetensors.torch.save_file(model.state_dict(), 'weights.safetensors').",
                           reason=str(error)[:200]) from error


def _float32(state: StateDict) -> StateDict:
    return {name: value.float() if value.is_floating_point() else value for name, value in state.items()}


def _weights(known: Entry, name: str) -> WeightSet:
    if name.startswith(OWN):
        raise NetworkError("These weights of {network} are not kept any more. Choose their file again.",
                           network=Message(known.title))
    return known.weight_set(name)


def untrained(name: str, device: str) -> nn.Module:
    """Return an untrained module; on ``meta`` nothing is allocated or drawn."""
    if name in BUILDERS:
        with torch.device(device):
            return BUILDERS[name]()
    from torchvision import models  # takes 4 s
    # Their own way to draw weights takes half a minute; torch's default will do.
    given: dict[str, Any] = {"init_weights": False, "aux_logits": False, "transform_input": False}
    given = given if name in BRINGS_ITS_OWN else {}
    task = entry(f"torchvision/{name}").task
    if task != "classify":
        given = {"weights_backbone": None}  # otherwise it would be downloaded
    # Detectors compute the boxes that they begin with when they are made, and keep them where no weights are.
    with torch.device("cpu" if name in COMPUTES_WIDTHS or task == "detect" else device):
        module: nn.Module = models.get_model(name, weights=None, **given)
    return module


def _filled(name: str, state: StateDict, *, other_head: bool = False) -> nn.Module:
    """Return the module with the weights of ``state``, which it takes over.

    Args:
        name: of the architecture.
        state: arrays by key.
        other_head: whether keys may have a wrapper's name before them, and the head other classes.

    Raises:
        NetworkError: keys or shapes differ.
    """
    module = untrained(name, "meta")
    given = {_modern(key): value for key, value in state.items() if not key.startswith(HEADS)}
    if other_head:
        given = fit_head(module, unwrapped(given, module.state_dict()))
        given = {key: value for key, value in given.items() if not key.startswith(HEADS)}
    expected = module.state_dict()
    for key in expected.keys() - given.keys():
        if key.endswith("num_batches_tracked"):  # files from before torch 0.4.1 do not count batches
            given[key] = torch.tensor(0)
    _check_keys(name, expected, given)
    module.load_state_dict(given, assign=True)
    return module


def _check_keys(name: str, expected: StateDict, given: StateDict) -> None:
    missing, strange = sorted(expected.keys() - given.keys()), sorted(given.keys() - expected.keys())
    if missing or strange:
        raise NetworkError("These are not the weights of {network}. Of its {count} arrays the file lacks "
                           "{missing_count} ({missing}), and {strange_count} are not its own ({strange}). Choose the "
                           "network they were saved from.", network=name, count=len(expected),
                           missing_count=len(missing), missing=_first(missing), strange_count=len(strange),
                           strange=_first(strange))
    for key, value in expected.items():
        if given[key].shape != value.shape:
            raise NetworkError("The weights {key} are {found}, but {network} has {needed} there. Choose the network "
                               "they were saved from, with as many classes.", key=key, network=name,
                               found=shape_text(tuple(given[key].shape)), needed=shape_text(tuple(value.shape)))
        if value.is_floating_point() and not given[key].is_floating_point():
            raise NetworkError("The weights {key} are {kind}, not floating-point numbers. Save the weights as they "
                               "were trained, in float32 or float16.", key=key,
                               kind=str(given[key].dtype).removeprefix("torch."))


def _first(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "") or "-"


def _modern(key: str) -> str:
    """Return keys as they are today: DenseNet's files write ``denselayer1.norm.1`` for ``denselayer1.norm1``.

    Detectors' files were written when some of their convolutions did not stand in a sequence yet.
    """
    key = OLD_DETECTORS.sub(lambda found: f"{found[1]}.0.{'0.' if found[1].startswith('rpn') else ''}{found[2]}", key)
    head, dot, tail = key.rpartition("denselayer")
    for part in ("norm", "conv"):
        tail = tail.replace(f".{part}.1.", f".{part}1.").replace(f".{part}.2.", f".{part}2.")
    return head + dot + tail if dot else key


OLD_DETECTORS = re.compile(r"(rpn\.head\.conv|backbone\.fpn\.(?:inner|layer)_blocks\.\d+)\.(weight|bias)")


def _network(known: Entry, chosen: WeightSet, module: nn.Module, weights: str) -> Network:
    """Return ``module`` ready to be shared: in eval mode, without gradients, every node a submodule of its name."""
    name = known.name.partition("/")[2]
    module.eval().requires_grad_(requires_grad=False)
    has_more = known.task == "detect" and known.kind == "torchvision"
    found = traced(convolutional(module) if has_more else module, known.input_shape)
    rebuilt = found.rebuilt()
    rebuilt.requires_grad_(requires_grad=False)
    if name in BRINGS_ITS_OWN:
        chosen = replace(chosen, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
    network = Network(known.name, rebuilt, found.graph, known.input_shape,
                      _preparation(chosen, known.input_shape[1]), categories=_categories(known, chosen),
                      trained=bool(weights), weights=weights, crop=min(1.0, chosen.side / chosen.resize))
    if known.task == "classify" or known.kind == "bundled":
        prepare_at = None if name in DIGIT_BUILDERS else partial(_preparation, chosen)
        return replace(network, task=known.task, prepare_at=prepare_at)
    return replace(network, task=known.task, whole=Whole(module, chosen))


def _preparation(chosen: WeightSet, side: int) -> Callable[[Any], Any]:
    return partial(prepared, weights=chosen, side=side)


def _categories(known: Entry, chosen: WeightSet) -> tuple[str, ...]:
    name = known.name.partition("/")[2]
    if known.kind == "bundled":
        if name in DIGIT_BUILDERS:
            return DIGITS
        return CATEGORIES if known.task == "classify" else (GROUND, *KINDS) if known.task == "segment" else KINDS
    if known.kind == "package":
        return imagenet_classes()
    from torchvision import models  # takes 4 s
    weights = models.get_model_weights(name)[chosen.name]
    return tuple(weights.meta["categories"] or ())
