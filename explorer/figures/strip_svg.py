"""The strip of a network as an SVG file for slides: vectors and real text, in the colours of one theme."""

from __future__ import annotations

from html import escape
from typing import Any, cast

from explorer.figures.colours import DARK, LIGHT, Kind, Palette

FONT = "Inter, 'Noto Sans', 'Noto Sans CJK KR', Arial, sans-serif"


def strip_svg(picture: dict[str, Any], *, title: str, dark: bool = False, background: bool = False) -> str:
    """Return the picture of :func:`explorer.figures.strip` as a file that browsers, Inkscape and slides open.

    Args:
        picture: what ``strip`` returned.
        title: what is shown, for those who do not see it.
        dark: colours for a dark slide.
        background: whether the picture brings one; else it is transparent.
    """
    palette = DARK if dark else LIGHT
    size = f'width="{picture["width"]}" height="{picture["height"]}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {picture["width"]} {picture["height"]}" '
             f'role="img" font-family="{FONT}" font-size="11" text-anchor="middle">', f"<title>{escape(title)}</title>"]
    if background:
        parts.append(f'<rect {size} fill="{palette.background}"/>')
    parts += [f'<path d="{path}" fill="none" stroke="{palette.quiet}" stroke-width="1.2"/>'
              for path in picture["lines"]]
    parts += [_volume(node, palette) for node in _painted(picture["nodes"])]
    return "\n".join([*parts, "</svg>", ""])


def _painted(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return volumes in the order in which they are painted: sheets before what they stand behind."""
    ordered: list[dict[str, Any]] = []
    start = 0
    for node in nodes:
        start = len(ordered) if node["behind"] == 0 else start
        ordered.insert(start, node)
    return ordered


def _volume(node: dict[str, Any], palette: Palette) -> str:
    tone = palette.kinds[cast("Kind", node["kind"])]
    x, y, front, tall, across, rise = (node[name] for name in ("x", "y", "front", "tall", "across", "rise"))
    edge = f'stroke="{palette.background}" stroke-width="0.7" stroke-linejoin="round"'
    shape = (f'<path d="M{x + front} {y}l{across} {-rise}v{tall}l{-across} {rise}z" fill="{tone.fill}" '
             f'fill-opacity="0.75" {edge}/><path d="M{x} {y}l{across} {-rise}h{front}l{-across} {rise}z" '
             f'fill="{tone.fill}" fill-opacity="0.55" {edge}/>'
             f'<rect x="{x}" y="{y}" width="{front}" height="{tall}" fill="{tone.fill}" {edge}/>')
    name = f"<title>{escape(node['id'])}: {escape(node['label'])}, {escape(node['shape'])}</title>"
    return f"<g>{name}{shape}{_texts(node, palette) if node['behind'] == 0 else ''}</g>"


def _texts(node: dict[str, Any], palette: Palette) -> str:
    x, y = node["textX"], node["textY"]
    return (f'<text x="{x}" y="{y}" fill="{palette.text}">{escape(node["label"])}</text>'
            f'<text x="{x}" y="{round(y + 14, 1)}" fill="{palette.quiet}">{escape(node["shape"])}</text>')
