"""Formulas for components: a line of LaTeX as a tree of MathML, which browsers set as mathematics.

A branch is ``[tag, [branches]]`` and a leaf ``[tag, "text"]``; the browser makes elements of them, never markup.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from explorer.errors import Message
from pages.ui.text import say

Tree = list[Any]


def formula_tree(line: str | Message) -> Tree:
    """Return a line of LaTeX as a tree, its words in the reader's language."""
    return _tree_of(say(line) if isinstance(line, Message) else line)


@lru_cache(maxsize=4096)
def _tree_of(latex: str) -> Tree:
    return _branch(convert_to_element(latex))


def _branch(element: Element) -> Tree:
    tag = element.tag.rpartition("}")[2]
    children = [_branch(child) for child in element]
    return [tag, _joined(children) if children else unescape(element.text or "")]


def _joined(children: list[Tree]) -> list[Tree]:
    """Return ``2{,}416`` as the one number that it is."""
    found: list[Tree] = []
    for child in children:
        if len(found) > 1 and child[0] == found[-2][0] == "mn" and found[-1] == ["mrow", [["mo", ","]]]:
            found[-2:] = [["mn", f"{found[-2][1]},{child[1]}"]]
        else:
            found.append(child)
    return found
