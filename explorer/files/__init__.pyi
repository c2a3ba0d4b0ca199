"""Networks from files and into files: ONNX, tables for reports, pictures for slides. Nothing given is executed."""

from .onnx_file import OnnxNetwork as OnnxNetwork, read_onnx as read_onnx
