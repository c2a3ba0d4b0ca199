"""Tables of layers that torchinfo, torchsummary and Keras print: kinds, output shapes and counts say what they are.

Windows, strides and paddings do not stand there; they are the usual ones with which shapes and counts come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from explorer.errors import N_, TextError
from explorer.graph.code.builder import Builder
from explorer.graph.code.foreign import Known
from explorer.graph.code.keras_models import main_layer
from explorer.graph.code.printed import FAMILIES, IS_KNOWN
from explorer.graph.code.result import Code
from explorer.graph.code.table_layers import MERGES, first_shapes, layers_of
from explorer.graph.code.values import Place, Tensor
from explorer.graph.layers.unread import Unread
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape

FROM_TABLE = N_("This table gives shapes and counts, not windows and strides. The usual ones were taken with which "
                "both come out; check them where it matters.")
A_CHAIN = N_("This table does not say which layer reads which, so each reads the one before. Where a network "
             "branches, paste its code.")
UNKNOWN_ROW = N_("Line {line}: no usual {kind} has these shapes and counts. It stands as a grey layer.")
KERAS = re.compile(r"^[\s│|┃]*(?P<name>[\w./-]+)(?:\s*\((?P<kind>\w*)\)?)?[\s│|]*\[?\(+(?P<shape>None[^)]*)\)[\])]*"
                   r"(?:[\s│|]+(?P<params>[\d,]+))?(?P<rest>.*)$")
SUMMARY = re.compile(r"^\s*(?P<kind>\w+)-(?P<number>\d+)\s+\[-?\d+, (?P<shape>[\d, ]+)\]\s+(?P<params>[\d,]+)")
INFO = re.compile(r"^(?P<margin>[│├└─\s|+-]*)(?P<kind>\w+)(?: \((?P<name>[\w.]+)\))?: (?P<depth>\d+)-\d+\s+"
                  r"(?P<shapes>(?:\[[\d, ]+\]\s+)+)(?P<params>[\d,]+|--|\(recursive\))?")
LONGEST_LINE = 300
CONTAINERS = {"BasicBlock": "ResNet", "Bottleneck": "ResNet", "InvertedResidual": "MobileNetV2", "Fire": "SqueezeNet"}


@dataclass(frozen=True)
class TableRow:
    """One layer of a table; ``sources``: the names of those that it reads, where the table says it."""

    line: int
    kind: str
    shape: Shape
    params: int
    name: str = ""
    depth: int = 0
    sources: tuple[str, ...] = ()


def table_rows(text: str) -> tuple[list[TableRow], bool]:
    """Return the layers of a table, and whether Keras printed it; none where the text is no such table."""
    text = _joined(text) if "(None, " in text else text
    for form, keras in ((KERAS, True), (SUMMARY, False), (INFO, False)):
        rows = [row for number, line in enumerate(_short_lines(text), 1) if (found := form.match(line))
                and (row := _row(number, found, keras=keras))]
        if len(rows) > 1:
            return _leaves(rows) if form is INFO else rows, keras
    return [], False


def _short_lines(text: str) -> list[str]:
    """Return the lines of a text; longer ones than any table has are left empty."""
    return [line if len(line) <= LONGEST_LINE else "" for line in text.split("\n")]


def _joined(text: str) -> str:
    """Return a table of Keras with cells that go on in the next line written in one."""
    lines = _short_lines(text)
    last = -1
    for place, line in enumerate(lines):
        if KERAS.match(line):
            last = place
            continue
        if last < 0 or place - last > 3:
            continue
        row = KERAS.match(lines[last])
        kind = re.match(r"^[\s│|]*\(?(\w+)\)", line)
        if row and kind and (row["kind"] is None or ")" not in lines[last][row.start("kind"):row.start("shape") - 2]):
            name = f"{row['name']} ({row['kind'] or ''}{kind[1]})"
            end = row.end("kind") if row["kind"] is not None else row.end("name")
            rest = lines[last][end:].lstrip(" │|[(")
            lines[last] = f" {name}  ({rest}"
        found_sources = re.findall(r"[\w./-]+\[\d+\]\[\d+\]", line)
        lines[last] += "".join(f" {source}" for source in found_sources)
    return "\n".join(lines)


def _row(number: int, found: re.Match[str], *, keras: bool) -> TableRow | None:
    given = found.groupdict()
    shape_text = given.get("shape") or (given.get("shapes") or "").strip().split("]")[-2].lstrip(" [")
    sizes = [int(size) for size in re.findall(r"\d+", shape_text)]
    sizes = sizes if keras or "shape" in given else sizes[1:]
    if not 1 <= len(sizes) <= 4 or min(sizes) < 1 or max(sizes) > 10**7 or "None" in shape_text[5:]:
        return None
    shape = (sizes[-1], *sizes[:-1]) if keras else tuple(sizes)
    sources = re.findall(r"([\w./-]+)\[\d+\]", given.get("rest") or "")
    params = re.sub(r"\D", "", given.get("params") or "")
    name, *sources = (re.sub(r"[^\w.]", "_", label) for label in (given.get("name") or "", *sources))
    return TableRow(number, given["kind"] or "", shape, int(params or 0), name, int(given.get("depth") or 0),
                    tuple(sources))


def _leaves(rows: list[TableRow]) -> list[TableRow]:
    """Return the rows that hold no others; torchinfo puts what is inside a module below it."""
    depths = [*(row.depth for row in rows[1:]), 0]
    return [row for row, below in zip(rows, depths, strict=True) if below <= row.depth]


def read_table(text: str, shape: Shape | None, known: Known) -> Code | None:
    """Return the network of a table; None where the text holds none.

    Raises:
        TextError: the input of its first layer cannot be told.
    """
    rows, keras = table_rows(text)
    rows = [row for row in rows if row.kind not in ("Sequential", "ModuleList", *CONTAINERS)] if rows else []
    if not rows:
        return None
    builder = Builder(shape)
    if not keras and (code := _known_table(text, rows, builder, known)):
        return code
    start = [row for row in rows if row.kind == "InputLayer"]
    first = start[0].shape if start else shape or next(
        (found for row in rows[:1] for found in first_shapes(row.kind, row.shape, row.params, keras=keras)), None)
    if first is None:
        raise TextError("Line {line}, column {column}: the input of this layer cannot be told from the table. Paste "
                        "the code, or a table with its Input.", line=rows[0].line, column=1)
    builder.input_shape = first
    builder.restart()
    builder.note(FROM_TABLE)
    if not any(row.sources for row in rows):
        builder.note(A_CHAIN)
    output = _put_rows([row for row in rows if row.kind != "InputLayer"], start, builder, keras=keras)
    return Code(text, builder.graph(output.name), first, bool(start), builder.places, {}, tuple(builder.notes), "table")


def _put_rows(rows: list[TableRow], start: list[TableRow], builder: Builder, *, keras: bool) -> Tensor:
    outputs: dict[str, Tensor] = {row.name: builder.tensor() for row in start}
    value = builder.tensor()
    for row in rows:
        inputs = [outputs[name] for name in row.sources if name in outputs] or [value]
        layers: Any = MERGES.get({"Concatenate": "Concat"}.get(row.kind, row.kind)) if len(inputs) > 1 else None
        before = inputs[0].shape or row.shape
        layers = (layers,) if layers else layers_of(row.kind, before, row.shape, row.params, keras=keras)
        if isinstance(layers[0], Unread):
            builder.note(UNKNOWN_ROW, line=row.line, kind=row.kind)
        inputs = inputs if layers[0].several_inputs else inputs[:1]
        value = builder.put(row.name, layers, inputs, Place(row.line, 1, row.line, 1), main=main_layer(layers))
        outputs[row.name] = value
    return value


def _known_table(text: str, rows: list[TableRow], builder: Builder, known: Known) -> Code | None:
    """Return the network of torchvision that has as many layers of each kind and as many parameters."""
    total = re.search(r"Total params: ([\d,]+)", text)
    family = next((family for kind, family in CONTAINERS.items() if re.search(rf"\b{kind}\b", text)), "")
    family = next((name for name in FAMILIES if re.search(rf"^[^\w\n]*{name}\b", text, re.M)), family)
    for name in FAMILIES.get(family, ()) if total else ():
        found = known(name)
        report = analyse(*found[:2]) if found else None
        if found and report and report.params == int(total[1].replace(",", "")) and sum(  # type: ignore[index]
                row.layer.family == "convolution" for row in report) == sum(row.kind == "Conv2d" for row in rows):
            builder.note(IS_KNOWN, name=name)
            places = {node.name: Place(rows[0].line, 1, rows[0].line, 1) for node in found[0]}
            return Code(text, found[0], found[1], True, places, {}, tuple(builder.notes), "table")
    return None
