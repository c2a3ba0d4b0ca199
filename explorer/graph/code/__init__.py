"""Reads pasted code of PyTorch and Keras as a network, by its syntax tree; nothing that is pasted is run."""

from explorer.graph.code.reading import Code, from_code, read_code
from explorer.graph.code.values import Place, Stated

__all__ = ["Code", "Place", "Stated", "from_code", "read_code"]
