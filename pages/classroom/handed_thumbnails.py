"""Thumbnails of hand-ins, drawn from their links by our own figures: stack, filter's picture, unit's map, curve."""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer import figures, networks
from explorer.convolution import filters
from explorer.errors import ExplorerError
from explorer.images import GREY_WEIGHTS, SAMPLES, fitted, grey_of, sample
from explorer.runtime import run_files
from pages.classroom.handed_things import HandedThing, report_of
from pages.ui import lent
from pages.ui.classroom_bar import moves
from pages.ui.components.stack_strip import stack_picture
from pages.ui.text import _

SIDE, TALL = 240, 160
"""Of a thumbnail's picture, px: its longer side, and the height of a square map."""
WIDE, HIGH = 320, 150
"""Of a drawn thumbnail."""
QUICK = ("bundled/", "package/", "job/")
"""Networks that run at once: the others may have to be downloaded, which no hand-in may ask for."""
CARDS = Path(__file__).parents[2] / "assets" / "pages"
NO_CARD = "build_stack"


def thumbnail(thing: HandedThing) -> None:
    """Show a hand-in in small; where it cannot be drawn, the card of its page."""
    drawn = None
    try:
        drawn = DRAWN.get(thing.kind, _nothing)(thing)
    except (ExplorerError, ValueError, KeyError):  # whatever stands in the link of another
        drawn = None
    dark = st.context.theme.type == "dark"
    st.image(drawn if drawn is not None else str(card(thing.page, dark=dark)), width="stretch", alt=thing.handed.title)


def card(page: str, *, dark: bool) -> Path:
    """Return the drawing of a page."""
    theme = "dark" if dark else "light"
    found = CARDS / f"{page if moves.is_page(page) else NO_CARD}_{theme}.svg"
    return found if found.is_file() else CARDS / f"{NO_CARD}_{theme}.svg"  # the start page has none


def _nothing(_thing: HandedThing) -> str | None:
    return None


def _stack(thing: HandedThing) -> str | None:
    return stack_svg(thing.stack, dark=st.context.theme.type == "dark")


def stack_svg(name: str, *, dark: bool) -> str | None:
    """Return the strip of a stack as a picture's address; None: it cannot be read, or has no layers."""
    report = report_of(name)
    if report is None or not report.rows:
        return None
    svg = figures.strip_svg(stack_picture(report, selected=None), title=_("A stack"), dark=dark)
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _filter(thing: HandedThing) -> NDArray[np.uint8] | None:
    return filtered_photo(thing.link.get("filters", ""), thing.link.get("cf_photo", ""),
                          is_chain=thing.link.get("mode", "row") == "row")


@lru_cache(maxsize=256)
def filtered_photo(text: str, title: str, *, is_chain: bool) -> NDArray[np.uint8] | None:
    """Return what filters make of the sample photo of this title, grey; None: they cannot be read."""
    steps, _problems = filters.read_text(text)
    if not steps:
        return None
    name = next((name for name, entry in SAMPLES.items() if entry.title == title), "chelsea")
    steps = steps if is_chain else steps[-1:]
    grey = grey_of(fitted(sample(name), SIDE), GREY_WEIGHTS["luma"])[:, :, np.newaxis]
    last = deque(filters.filtered(steps, grey), maxlen=1)[0]
    return figures.develop(last.values, filters.display_of(steps), last.strength).rgb


def _unit(thing: HandedThing) -> bytes | None:
    network, layer = thing.link["network"], thing.link.get("layer", "")
    if not network.startswith(QUICK):
        return None
    lent.check_network(network)
    return unit_png(network, layer, int(thing.link["channel"]))


@lru_cache(maxsize=256)
def unit_png(network: str, layer: str, channel: int) -> bytes | None:
    """Return the map of a unit for a photo, in viridis, as a PNG file; None: there is no such unit."""
    maps = networks.feature_maps(networks.load(network), sample("chelsea").pixels, layer)
    if maps.ndim != 3 or not 0 <= channel < len(maps):
        return None
    values = maps[channel]
    low, high = min(0.0, float(values.min())), float(values.max())
    levels = np.rint(255 * (values - low) / max(high - low, 1e-12)).astype(np.uint8)
    coloured = figures.lookup(figures.SEQUENTIAL)[levels]
    drawn = Image.fromarray(np.ascontiguousarray(coloured)).resize((TALL, TALL), Image.Resampling.NEAREST)
    canvas = Image.new("RGBA", (SIDE, TALL))  # as wide as the others', so that cards stand in rows
    canvas.paste(drawn, ((SIDE - TALL) // 2, 0))
    return _png(canvas)


def _training(thing: HandedThing) -> str | None:
    rows = run_files.curve_rows(lent.job_folder(thing.job))
    watched = run_files.read_record(lent.job_folder(thing.job) / run_files.NETWORK).get("watched") or "val_accuracy"
    return curve_svg([row[watched] for row in rows if watched in row], dark=st.context.theme.type == "dark")


def curve_svg(shares: list[float], *, dark: bool) -> str | None:
    """Return a curve of shares, 0 to 1, as a picture's address, with the best one written; None: no epoch is over."""
    if not shares:
        return None
    palette = figures.DARK if dark else figures.LIGHT
    step = (WIDE - 40) / max(1, len(shares) - 1)
    dots = [(20 + place * step, HIGH - 20 - (HIGH - 55) * max(0.0, min(1.0, share)))
            for place, share in enumerate(shares)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    colour = palette.kinds["convolution"].fill
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">'
           f'<line x1="20" y1="{HIGH - 20}" x2="{WIDE - 20}" y2="{HIGH - 20}" stroke="{palette.quiet}"/>'
           f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="4"/>'
           f'<circle cx="{dots[-1][0]:.1f}" cy="{dots[-1][1]:.1f}" r="5" fill="{colour}"/>'
           f'<text x="20" y="26" font-family="Arial, sans-serif" font-size="22" fill="{palette.text}">'
           f"{100 * max(shares):.1f} %</text></svg>")
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


DRAWN = {"stack": _stack, "filter": _filter, "unit": _unit, "training": _training}
