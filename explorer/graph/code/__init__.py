"""Reads pasted code of PyTorch and Keras as a network, by its syntax tree; nothing that is pasted is run."""

from explorer.graph.code.reading import from_code, read_code
from explorer.graph.code.repair import fitting_number, lacks_flatten, repaired, repaired_text, with_shape
from explorer.graph.code.result import Code
from explorer.graph.code.values import Place, Stated

__all__ = ["Code", "Place", "Stated", "fitting_number", "from_code", "lacks_flatten", "read_code", "repaired",
           "repaired_text", "with_shape"]
