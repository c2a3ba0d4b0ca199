"""Networks from files and into files: ONNX, tables for reports, pictures for slides. Nothing given is executed."""

from .onnx_file import OnnxNetwork as OnnxNetwork, read_onnx as read_onnx, read_trained as read_trained
from .onnx_trained import NO_WEIGHTS as NO_WEIGHTS, TrainedOnnx as TrainedOnnx
from .onnx_write import to_onnx as to_onnx
from .refusals import (
    ENDINGS as ENDINGS,
    EXPORT as EXPORT,
    is_pickle as is_pickle,
    lines_for as lines_for,
    read_file as read_file,
    refusal as refusal,
    rescue_lines as rescue_lines,
)
from .tables import (
    to_csv as to_csv,
    to_latex as to_latex,
    to_markdown as to_markdown,
    to_plain_text as to_plain_text,
)
