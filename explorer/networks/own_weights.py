"""A reader's own weights laid into a network: keys with a wrapper's name before them, and a head of other classes.

Training code wraps networks (``DataParallel`` writes ``module.`` before each key, Lightning ``model.``, detectors
``backbone.``) and replaces the last layer by one with as many outputs as there are classes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from torch import Tensor, fx, nn

from explorer.errors import NetworkError

WRAPPERS = ("module.", "model.", "backbone.", "_orig_mod.")
"""What is written before keys by ``DataParallel``, Lightning, detectors and ``torch.compile``."""


def unwrapped(state: Mapping[str, Tensor], expected: Mapping[str, Any]) -> dict[str, Tensor]:
    """Return ``state`` with the keys of ``expected``, as far as only a wrapper's name stands before them.

    Raises:
        NetworkError: two keys would become one.
    """
    found: dict[str, Tensor] = {}
    for key, value in state.items():
        own = _unwrapped(key, expected)
        if own in found:
            raise NetworkError("The file holds {key} twice, under different wrappers. Save the weights of one network "
                               "only.", key=own)
        found[own] = value
    return found


def _unwrapped(key: str, expected: Mapping[str, Any]) -> str:
    bare = key
    while bare not in expected:
        wrapper = next((wrapper for wrapper in WRAPPERS if bare.startswith(wrapper)), None)
        if wrapper is None:
            break
        bare = bare.removeprefix(wrapper)
    return bare


def fit_head(module: nn.Module, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give ``module`` the head that ``state`` was saved with; return the state with the head's keys as the module's.

    The head is the last linear layer or convolution. It follows the file where only its number of outputs differs; one
    that was wrapped with a dropout (``fc.1.weight``) is read as if it were alone.
    """
    name, head = [(name, part) for name, part in _in_order(module) if isinstance(part, nn.Linear | nn.Conv2d)][-1]
    state = _alone(name, state)
    weight = state.get(f"{name}.weight")
    if weight is None or weight.shape[1:] != head.weight.shape[1:] or not weight.shape[0]:
        return state
    classes, bias = int(weight.shape[0]), f"{name}.bias" in state
    if classes == head.weight.shape[0]:
        return state
    owner, _, last = name.rpartition(".")
    made: nn.Module
    if isinstance(head, nn.Conv2d):
        made = nn.Conv2d(head.in_channels, classes, head.kernel_size, head.stride, head.padding,  # type: ignore[arg-type]
                         bias=bias, device="meta")
    else:
        made = nn.Linear(head.in_features, classes, bias=bias, device="meta")
    setattr(module.get_submodule(owner), last, made)
    return state


def _in_order(module: nn.Module) -> list[tuple[str, nn.Module]]:
    """Return modules by path as they are used; one that was put together from a graph lists short paths first."""
    if isinstance(module, fx.GraphModule):
        return [(str(step.target), module.get_submodule(str(step.target))) for step in module.graph.nodes
                if step.op == "call_module"]
    return list(module.named_modules())


def _alone(name: str, state: dict[str, Tensor]) -> dict[str, Tensor]:
    wrapped = re.compile(rf"{re.escape(name)}\.\d+\.(weight|bias)")
    found = [key for key in state if wrapped.fullmatch(key)]
    if f"{name}.weight" in state or len(found) not in (1, 2) or len({key.rpartition(".")[0] for key in found}) != 1:
        return state
    renamed = {key: f"{name}.{key.rpartition('.')[2]}" for key in found}
    return {renamed.get(key, key): value for key, value in state.items()}
