"""No text reaches a page past ``_()``.

Every page is opened in the pseudo-language, in which each translated text stands between ‹ and ›, and a text that was
put into another one untranslated between « and ». What is left are names: of layers, networks, files, authors, units.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict

import pytest
from google.protobuf.json_format import MessageToDict

from explorer import errors
from pages.contents import ENTRIES, HOME
from pages.ui.text import PSEUDO
from tests.contracts.repository import CODE, ROOT, nodes_of, path_of, tree_of
from tests.pages.page import checked
from tests.pages.test_main import app

SHOWN = {"body", "label", "help", "placeholder", "options", "caption", "title", "text", "delta", "value", "alt", "name",
         "content", "defaultValue", "rawValue", "format"}
"""Fields of Streamlit's elements that a reader reads."""
ENUMS = re.compile(r"[A-Z_]+")
SILENT = {"id", "kind", "selected", "picked", "page", "query", "session", "theme", "mode", "key", "chosen", "dtype",
          "shape", "unit", "colours", "palette", "role", "diverging", "sequential", "atlas", "cookie", "look", "suffix",
          "stack", "language", "code", "do", "remedy", "sign", "argument", "event", "lines",
          "drawing", "samples"}
"""Fields of our components that their scripts read and nobody sees, and formulas."""
TRANSLATED = re.compile(r"‹[^‹›]*(?:›|…(?=,|$))")  # a long one may be cut short
VALUE = re.compile(r"«([^«»]*)»")
WORD = re.compile(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}")
QUIET = re.compile(r"\$\$?[^$]*\$\$?|`[^`]*`|:material/\w+:|:(?:small|gray|red|blue|green|orange)\[|<[^>]*>"
                   r"|https?:\S+|\w+/page\.py|\\\w+")
"""Formulas, code, icons, colours, markup, addresses."""
SAME = re.compile(r"""
    (?:ResNet|VGG|LeNet|AlexNet|GoogLeNet|Xception|DenseNet|MobileNet|EfficientNet|ConvNeXt|SqueezeNet|ShuffleNet|RegNet
      |Inception|MNASNet|ZFNet|SENet|ViT)[\w.-]*                    # networks
  | NEC-UIUC | XRCE | Trimps-Soushen | JFT-\d+M | LAION-\d+B | Caltech | ILSVRC | LeCun        # who won, who collected
  | GeForce | GTX | Titan\ Black | Tesla | SXM | NVIDIA | netlib\.org | image-net\.org              # machines
  | CIFAR(?:-\d+)? | ImageNet(?:-\w+)? | MNIST | Fashion-MNIST | STL | SVHN | Oxford | IMAGENET\w*   # sets of pictures
  | [A-Z][a-z]+\ et\ al | arXiv | PyTorch | torchvision | Captum | Streamlit                         # who it is by
  | px | KiB | MiB | GiB | KB | MB | GB | ms | fps | RGB | CPU | GPU | CUDA | MPS       # units and machines
  | Viridis | Cividis | Greys | RdBu                                                          # maps of colours
  | JPEG | JPG | PNG | WebP | HEIC | AVIF | GIF | BMP | TIFF | ZIP | CSV | JSON | safetensors        # kinds of files
  | [A-Z][A-Za-z]*\dd? | [A-Z][A-Za-z]*LU\d? | Linear | Softmax | Flatten | Dropout | Tanh | Mish | Identity
  | Hard\w+ | Softplus | Sigmoid | LayerScale | LocalResponseNorm | ChannelShuffle | Multiply | Subsample
  | PadChannels | Concat | Add | same | zeros                                                 # torch's, ours
  | [a-z]+\d[\w.]* | \b(?:conv|fc|pool|norm|relu|tanh|features|classifier|avgpool|maxpool|flatten|input|add
      |stem|head|expand|depthwise|project)\b                                                     # layers
""", re.VERBOSE)


def fields(value, name=""):
    """Yield each text of a message and the name of its field."""
    if isinstance(value, dict):
        for below, inner in value.items():
            yield from fields(inner, below)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner[1:] if name == "choices" and isinstance(inner, list) else inner, name)
    elif isinstance(value, str):
        yield name, value


def shown(at):
    """Yield where a text stands and the text, for all that a page sends to a reader."""
    for element in (*at.main, *at.sidebar):
        proto = getattr(element, "proto", None)
        if proto is None or element.type in {"code", "exception"}:
            continue
        if element.type == "bidi_component" and proto.component_name == "explorer_language":
            continue  # each language in its own words, and those of Streamlit
        if element.type == "bidi_component":
            data = json.loads(proto.json) if proto.json else {}
            yield from ((f"{proto.component_name} {name}", text) for name, text in fields(data) if name not in SILENT)
        else:
            yield from ((f"{element.type} {name}", text) for name, text in fields(MessageToDict(proto))
                        if name in SHOWN and not ENUMS.fullmatch(text))


def past(text):
    """Return the words of a text that are not translated and no names."""
    values = VALUE.findall(text)
    before = None
    while before != text:
        before, text = text, TRANSLATED.sub(" ", text)
    left = [SAME.sub(" ", QUIET.sub(" ", part)) for part in (text, *values)]
    return " ".join(word for part in left for word in WORD.findall(part))


@pytest.mark.parametrize("entry", [HOME, *ENTRIES], ids=lambda entry: entry.name)
def test_a_page_says_nothing_past_the_translations(entry):
    at = app()
    at.query_params["lang"] = PSEUDO
    checked(checked(at.run()).switch_page(entry.file).run())
    assert at.title
    found = defaultdict(set)
    for place, text in shown(at):
        if words := past(text):
            found[place].add(words)
    assert dict(found) == {}


WRITES = {
    "write", "markdown", "caption", "title", "header", "subheader", "info", "warning", "error", "success", "toast",
    "button", "download_button", "link_button", "checkbox", "toggle", "radio", "selectbox", "multiselect", "slider",
    "select_slider", "text_input", "text_area", "number_input", "file_uploader", "camera_input", "spinner", "status",
    "progress", "expander", "popover", "dialog", "metric", "tabs", "segmented_control", "pills"}
"""What writes its first argument on the page."""
TOLD = {"help", "placeholder", "label", "title", "caption"}
"""Arguments by name that readers see."""
LETTERS = re.compile(r"[^\W\d_]{3,}")


def said(node):
    """Yield the literal texts of an expression that do not stand within a call, which may be ``_()``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.List | ast.Tuple):
        for part in node.values if isinstance(node, ast.JoinedStr) else node.elts:
            yield from said(part)
    elif isinstance(node, ast.IfExp):
        yield from (*said(node.body), *said(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*said(node.left), *said(node.right))


def untranslated(file):
    """Yield the words that a file writes on a page without having them translated."""
    for node in nodes_of(file):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "LOG":
            continue  # whoever runs the server reads it
        told = [keyword.value for keyword in node.keywords if keyword.arg in TOLD and node.func.attr in WRITES]
        first = node.args[:1] if node.func.attr in WRITES else ()
        for text in (text for part in (*first, *told) for text in said(part)):
            if LETTERS.search(SAME.sub(" ", QUIET.sub(" ", text))):
                yield f"{path_of(file)}:{node.lineno}: {text}"


def test_no_page_writes_a_sentence_without_translating_it():
    """For what a first look does not show: dialogs, errors, results."""
    assert [line for file in CODE if file.is_relative_to(ROOT / "pages") for line in untranslated(file)] == []


def spoken_errors(file):
    """Yield errors of ours whose text is put together before it could be translated."""
    for node in nodes_of(file):
        name = getattr(getattr(node, "func", None), "id", "") or getattr(getattr(node, "func", None), "attr", "")
        if (isinstance(node, ast.Call) and node.args and (name in {"_", "N_", "message"} or OURS.fullmatch(name))
                and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)):
            yield f"{path_of(file)}:{node.lineno}"


OURS = re.compile("|".join(name for name, value in vars(errors).items()
                           if isinstance(value, type) and issubclass(value, Exception)))


def test_what_is_translated_is_one_text_that_can_be_found():
    assert [line for file in CODE for line in spoken_errors(file)] == []


def frozen(tree):
    """Yield the lines where a text is translated while a module is imported: for whoever comes first, and for good."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "say"}:
            yield node.lineno
        body = node.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else []
        inside = {id(one) for one in (body if isinstance(body, list) else [body])}
        waiting += [child for child in ast.iter_child_nodes(node) if id(child) not in inside]


def test_no_text_is_translated_before_it_is_known_who_reads_it():
    """What runs for each reader is `main.py` and each `page.py`; all else is imported once for all readers."""
    files = [file for file in CODE if file.is_relative_to(ROOT / "pages") and file.name not in {"main.py", "page.py"}]
    assert [f"{path_of(file)}:{line}" for file in files for line in frozen(tree_of(file))] == []
