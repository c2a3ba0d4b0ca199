"""What a network is, and every number that follows from it. Standard library only.

``Graph.chain(Conv2d(out_channels=6, kernel_size=5), ReLU())`` describes a network, ``analyse(graph, (1, 32, 32))``
returns its shapes, parameters, operations and receptive fields, ``row.working`` the formulas behind them.
"""

from explorer.graph import editing, field_lessons, pytorch, receptive_field
from explorer.graph.advice import Advice, Change, Remedy, advice, error_remedies, remedies, remedy
from explorer.graph.arithmetic import Span, output_size, transposed_output_size
from explorer.graph.blocks import Block, blocks, folded, whole_id
from explorer.graph.code import (
    Code,
    Place,
    Stated,
    fitting_number,
    from_code,
    lacks_flatten,
    read_code,
    repaired,
    repaired_text,
    with_shape,
)
from explorer.graph.convolved import convolved
from explorer.graph.counts import BYTES_PER_VALUE, Convention, Counts
from explorer.graph.difference import Difference, Likeness, Pair, difference, with_weights
from explorer.graph.editing import Stack
from explorer.graph.fields import Field
from explorer.graph.floors import Floor, floors
from explorer.graph.formulas import centre
from explorer.graph.graph import INPUT, Graph, Node, free_name, renamed
from explorer.graph.keras_code import to_keras
from explorer.graph.latex import Letters, Working, number as latex_number, product as latex_product
from explorer.graph.layers import codes
from explorer.graph.layers.base import arguments
from explorer.graph.layers.basic import BatchNorm
from explorer.graph.layers.codes import *  # noqa: F403
from explorer.graph.layers.codes import CODES, __all__ as _layers
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.incomplete import Unfinished, attempt, given_to, kind_of
from explorer.graph.layers.norms import InstanceNorm
from explorer.graph.layers.pooling import AdaptivePool, LPPool, MaxPool, PoolNd
from explorer.graph.layers.resizing import Pad2d
from explorer.graph.output_shapes import output_shape
from explorer.graph.presets import PRESETS, Preset
from explorer.graph.presets.branching import inception_block
from explorer.graph.presets.preset import Sketch
from explorer.graph.presets.residual import basic_block, bottleneck
from explorer.graph.presets.separable import dense_block, inverted_residual, squeeze_excitation
from explorer.graph.pytorch import to_pytorch
from explorer.graph.pytorch_blocks import to_short_pytorch
from explorer.graph.pytorch_sequential import is_chain, to_sequential
from explorer.graph.receptive_field import reads
from explorer.graph.report import Report, Row, analyse
from explorer.graph.shapes import Shape, joined_axes, shape_text
from explorer.graph.stages import Stage, stage_of, stages
from explorer.graph.text import from_text, read_text, shape_from_text, shape_to_text, to_text
from explorer.graph.training_memory import Memory, Optimiser, TrainingMemory, training_memory
from explorer.graph.walk_steps import Edge, Reach, WalkColumn, WalkStep, map_shape, walk_columns, works_on_each_value

__all__ = [  # noqa: PLE0604
    "BYTES_PER_VALUE", "CODES", "INPUT", "PRESETS", "AdaptivePool", "Advice", "BatchNorm", "Block", "Change", "Code",
    "ConvNd", "ConvTransposeNd", "Convention", "Counts", "Difference", "Field", "Floor", "Graph", "InstanceNorm",
    "LPPool", "Letters", "Likeness", "MaxPool", "Memory", "Node", "Optimiser", "Pad2d", "Pair", "Place", "PoolNd",
    "Preset", "Remedy", "Report", "Row", "Shape", "Sketch", "Span", "Stack", "Stage", "Stated", "TrainingMemory",
    "Unfinished", "Working", "advice", "analyse", "arguments", "attempt", "basic_block", "blocks", "bottleneck",
    "centre", "codes", "convolved", "dense_block", "difference", "editing", "error_remedies", "field_lessons",
    "fitting_number", "floors", "folded", "free_name", "from_code", "from_text", "given_to", "inception_block",
    "inverted_residual", "is_chain", "joined_axes", "kind_of",
    "lacks_flatten", "latex_number", "latex_product", "output_shape", "output_size", "pytorch", "read_code",
    "read_text", "reads", "receptive_field", "remedies", "remedy", "renamed", "repaired", "repaired_text",
    "shape_from_text", "shape_text", "shape_to_text",
    "squeeze_excitation", "stage_of", "stages", "to_keras", "to_pytorch", "to_sequential", "to_short_pytorch",
    "to_text", "training_memory", "transposed_output_size", "whole_id", "with_shape", "with_weights",
    "Edge", "Reach", "WalkColumn", "WalkStep", "map_shape", "walk_columns", "works_on_each_value", *_layers,
]
