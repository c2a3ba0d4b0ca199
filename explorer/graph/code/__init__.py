"""Reads pasted code of PyTorch as a network, by its syntax tree; nothing that is pasted is run."""

from explorer.graph.code.reading import Code, from_code, read_code
from explorer.graph.code.repair import fitting_number, lacks_flatten, repaired, repaired_text
from explorer.graph.code.values import Place, Stated

__all__ = ["Code", "Place", "Stated", "fitting_number", "from_code", "lacks_flatten", "read_code", "repaired",
           "repaired_text"]
