r"""How the side of an output follows from that of the input, as LaTeX, with torch's letters or with those of lectures.

Torch writes floor((i + 2p - d(k - 1) - 1) / s) + 1, lectures floor((I - F + 2P) / S + 1). Both are the same number: a
window that is not dilated is F wide, and a whole number may be added before or after rounding.

Source:
    Dumoulin & Visin (2016), arXiv:1603.07285, relationships 6, 14 and 15; docs of ``torch.nn.Conv2d``.
"""

from __future__ import annotations

from collections.abc import Sequence

from explorer.errors import N_, Message, message
from explorer.graph.arithmetic import Reader, Share, TransposedWindow, WholeInput, Window
from explorer.graph.latex import TIMES, Letters, Working, number
from explorer.graph.layers.base import Layer
from explorer.graph.layers.convolution import ConvNd
from explorer.graph.shapes import Shape

AXES = {1: ("L",), 2: ("H", "W"), 3: ("D", "H", "W")}
LEGENDS = {
    (False, ""): N_("I: input, F: filter, P: padding, S: stride."),
    (True, ""): N_("I: input, F: filter, P: padding, S: stride, D: dilation."),
    (False, "uneven"): N_("I: input, F: filter, P1 and P2: padding before and after, S: stride."),
    (True, "uneven"): N_("I: input, F: filter, P1 and P2: padding before and after, S: stride, D: dilation."),
    (False, "out"): N_("I: input, F: filter, P: padding, S: stride, Pout: output padding."),
    (True, "out"): N_("I: input, F: filter, P: padding, S: stride, D: dilation, Pout: output padding."),
}
"""Letters of lectures explained, by whether a window is dilated and what is special about the padding."""


def side_working(layer: Layer, by_axis: Sequence[Reader], before: Shape, after: Shape, letters: Letters) -> Working:
    """Return how the sides ``after`` follow from the sides ``before``, both without channels, px."""
    names = AXES.get(len(by_axis), ("",) * len(by_axis))
    write = _side_on_slide if letters == "slide" else _side
    lines = [write(name, reader, size, out) for name, reader, size, out in zip(names, by_axis, before, after,
                                                                               strict=True)]
    if len({line.partition("=")[2] for line in lines}) == 1:
        lines = [" = ".join(names) + " = " + lines[0].partition("= ")[2]]
    if letters == "slide":
        shown = max(by_axis, key=_fullness)
        return Working((_general_on_slide(shown), *lines), _says_on_slide(layer, shown))
    return Working((_general(by_axis[-1]), *lines), _says(layer, by_axis[-1]))


def _general(reader: Reader) -> str:
    if isinstance(reader, Window):
        return rf"{{o = {_rounded('i + 2p - d(k - 1) - 1', 's', reader)} + 1}}"
    if isinstance(reader, TransposedWindow):
        return r"o = (i - 1)s - 2p + d(k - 1) + p_{out} + 1"
    return r"o = \texttt{output\_size}" if isinstance(reader, Share) else r"o = \texttt{out\_features}"


def _side(name: str, reader: Reader, size: int, out: int) -> str:
    if isinstance(reader, Window):
        span = rf"{size} + {_padding(reader)} - {reader.dilation}{TIMES}({reader.kernel_size} - 1) - 1"
        rounded = _rounded(span, str(reader.stride), reader)
        return f"{name} = {rounded} + 1{_dropped(reader, size, out)} = {number(out)}"
    if isinstance(reader, TransposedWindow):
        return (rf"{name} = ({size} - 1){TIMES}{reader.stride} - 2{TIMES}{reader.padding} + {reader.dilation}{TIMES}"
                rf"({reader.kernel_size} - 1) + {reader.output_padding} + 1 = {number(out)}")
    return rf"{name} = {number(out)}"


def _fullness(reader: Reader) -> tuple[bool, bool]:
    """Return how much of the formula an axis needs: dilation, unlike paddings."""
    dilated = getattr(reader, "dilation", 1) > 1
    return dilated, isinstance(reader, Window) and reader.before != reader.after


def _general_on_slide(reader: Reader) -> str:
    if isinstance(reader, Window):
        padding = "2P" if reader.before == reader.after else "P_1 + P_2"
        window = "F" if reader.dilation == 1 else "D(F - 1) - 1"
        return rf"{{O = {_rounded(f'I - {window} + {padding}', 'S', reader, ' + 1')}}}"
    if isinstance(reader, TransposedWindow):
        window = "F" if reader.dilation == 1 else "D(F - 1) + 1"
        return f"O = (I - 1)S + {window} - 2P" + (" + P_{out}" if reader.output_padding else "")
    return r"O = \texttt{output\_size}" if isinstance(reader, Share) else r"O = \texttt{out\_features}"


def _side_on_slide(name: str, reader: Reader, size: int, out: int) -> str:
    if isinstance(reader, Window):
        span = f"{size} - {_window_on_slide(reader, ' - 1')} + {_padding(reader)}"
        rounded = _rounded(span, str(reader.stride), reader, " + 1")
        return f"{name} = {rounded}{_dropped(reader, size, out)} = {number(out)}"
    if isinstance(reader, TransposedWindow):
        extra = f" + {reader.output_padding}" if reader.output_padding else ""
        return (f"{name} = ({size} - 1){TIMES}{reader.stride} + {_window_on_slide(reader, ' + 1')}"
                f" - 2{TIMES}{reader.padding}{extra} = {number(out)}")
    return rf"{name} = {number(out)}"


def _window_on_slide(reader: Window | TransposedWindow, last: str) -> str:
    """Return how wide a window is; ``last``: its last pixel, added or, behind a minus, taken away."""
    if reader.dilation == 1:
        return str(reader.kernel_size)
    return f"{reader.dilation}{TIMES}({reader.kernel_size} - 1){last}"


def _padding(reader: Window) -> str:
    return f"2{TIMES}{reader.before}" if reader.before == reader.after else f"{reader.before} + {reader.after}"


def _rounded(span: str, stride: str, reader: Window, rest: str = "") -> str:
    """Return a fraction, and what is added to it, between brackets, which no line break parts."""
    side = "ceil" if reader.ceil_mode else "floor"
    return rf"\left\l{side} \frac{{{span}}}{{{stride}}}{rest} \right\r{side}"


def _dropped(reader: Window, size: int, out: int) -> str:
    """Return that a last window is left out, where it would start in the padding."""
    span = size + reader.before + reader.after - reader.reach - 1
    return " - 1" if reader.ceil_mode and -(-span // reader.stride) + 1 > out else ""


def _says(layer: Layer, reader: Reader) -> Message:
    return _says_without_letters(layer, reader) or message(
        "How often the window fits into the padded input. i: input, p: padding, d: dilation, k: kernel, s: stride.")


def _says_on_slide(layer: Layer, reader: Reader) -> Message:
    """Return what the formula says, with the letters in it explained."""
    if isinstance(reader, TransposedWindow):
        return message("Each input stamps the filter, S pixels apart; the padding is cut off. {letters}",
                       letters=_explained(reader, "out" if reader.output_padding else ""))
    if not isinstance(reader, Window):
        return _says(layer, reader)
    letters = _explained(reader, "uneven" if reader.before != reader.after else "")
    if isinstance(layer, ConvNd) and layer.padding == "same":
        return message("Padding 'same' adds what the window would take away. {letters}", letters=letters)
    return message("How often the window fits into the padded input. {letters}", letters=letters)


def _explained(reader: Window | TransposedWindow, padding: str) -> Message:
    return Message(LEGENDS[reader.dilation > 1, padding])


def _says_without_letters(layer: Layer, reader: Reader) -> Message | None:
    if isinstance(reader, Share):
        return message("The output's side is given; the windows share the input as evenly as whole pixels allow.")
    if isinstance(reader, WholeInput):
        return message("A linear layer on maps acts on the last axis only.")
    if isinstance(reader, TransposedWindow):
        return message("Each input stamps the kernel, stride pixels apart; the padding is cut off.")
    if isinstance(layer, ConvNd) and layer.padding == "same":
        return message("Padding 'same' adds what the window would take away.")
    return None
