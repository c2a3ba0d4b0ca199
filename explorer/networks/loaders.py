"""Who loads which kind of network. Told by name, so that a loader and what it needs is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # brings torch
    from explorer.networks.network import Network

Loader = Callable[[str, int, "str | None"], "Network"]
"""Gets what follows the slash of a network's name, the seed and the weights asked for."""
LOADERS: dict[str, str | Loader] = {
    "stack": "explorer.networks.network:load_stack",
    "torchvision": "explorer.networks.pretrained:load_torchvision",
    "package": "explorer.networks.pretrained:load_package",
    "bundled": "explorer.networks.pretrained:load_bundled",
    "onnx": "explorer.networks.own_network:load_kept",
}
"""What stands before the slash of a name, and the loader: ``module:function``, or the function itself."""


def loader_of(kind: str) -> Loader:
    """Return who loads networks of a ``kind`` that is in ``LOADERS``."""
    found = LOADERS[kind]
    loader: Loader = resolve_name(found) if isinstance(found, str) else found
    return loader
