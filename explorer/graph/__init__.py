"""What a network is, and every number that follows from it. Standard library only.

``Graph.chain(Conv2d(out_channels=6, kernel_size=5), ReLU())`` describes a network, ``analyse(graph, (1, 32, 32))``
returns its shapes, parameters, operations and receptive fields, ``row.working`` the formulas behind them.
"""

from explorer.graph.advice import Advice, advice
from explorer.graph.arithmetic import output_size, transposed_output_size
from explorer.graph.counts import Convention, Counts
from explorer.graph.editing import History, Stack
from explorer.graph.fields import Field
from explorer.graph.formulas import Working
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.codes import *  # noqa: F403
from explorer.graph.layers.codes import CODES
from explorer.graph.layers.codes import __all__ as _layers
from explorer.graph.layers.incomplete import Unfinished, attempt
from explorer.graph.presets import PRESETS, Preset
from explorer.graph.pytorch import to_pytorch
from explorer.graph.receptive_field import reads
from explorer.graph.report import Report, Row, analyse
from explorer.graph.shapes import Shape, shape_text
from explorer.graph.text import from_text, read_text, shape_from_text, shape_to_text, to_text

__all__ = [  # noqa: PLE0604
    "CODES", "INPUT", "PRESETS", "Advice", "Convention", "Counts", "Field", "Graph", "History", "Node", "Preset",
    "Report", "Row", "Shape", "Stack", "Unfinished", "Working", "advice", "analyse", "attempt",
    "from_text", "output_size", "read_text", "reads", "shape_from_text", "shape_text", "shape_to_text", "to_pytorch",
    "to_text", "transposed_output_size", *_layers,
]
