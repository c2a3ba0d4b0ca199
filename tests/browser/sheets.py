"""What comes out of the printer: sheets of paper, and what is wrong with them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pypdfium2
import zxingcpp

from tests.browser.layout import FAULTS

A4 = (595, 842)
"""Points: ISO 216."""
SHEET_PX = 703
"""186 mm of it at 96 dots per inch: A4 without margins of 12 mm."""
MOST_SHEETS = 4
MM = 72 / 25.4
LIGATURE = 3
"""Letters of the longest, ffi."""
FINE = 3
"""Dots per point, where colours of letters are looked at: 216 to the inch."""
LEAST_CONTRAST = 2.5
"""To 1. Thin letters never reach their full colour."""


def printed(page: Any) -> pypdfium2.PdfDocument:
    """Return the sheets of an open page, as a browser prints it by itself: without colours of the ground."""
    return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))


def faults(page: Any) -> list[str]:
    """Return what is wrong with the sheets of an open page, which stays as it was."""
    sheets = printed(page)
    found = [f"a sheet is not A4: {size}" for size in map(tuple, (sheet.get_size() for sheet in sheets))
             if tuple(map(round, size)) != A4]
    found += [f"{len(sheets)} sheets"] if len(sheets) > MOST_SHEETS else []
    first = re.sub(r"\s", "", sheets[0].get_textpage().get_text_range())
    found += [] if without_space(page.url) in first else [f"the link is not on the first sheet: {first[:200]}"]
    found += [] if scanned(sheets[0]) == [page.url] else [f"the QR code says {scanned(sheets[0])}, not {page.url}"]
    found += [f"beyond the sheet: {text}" for sheet in sheets for text in beyond(sheet)]
    found += [f"too pale: {text}" for sheet in sheets for text in pale(sheet)]
    return found + cut(page)


def without_space(link: str) -> str:
    return re.sub(r"\s", "", link)


def scanned(sheet: pypdfium2.PdfPage) -> list[str]:
    """Return what a phone's camera reads on a sheet, at 144 dots per inch."""
    seen = sheet.render(scale=2).to_numpy()
    return [code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(seen)) if code.text]


def beyond(sheet: pypdfium2.PdfPage, margin_mm: float = 11.5) -> list[str]:
    """Return the words that stand in the margins or are cut by them."""
    return [text for text, (left, _, right, _) in words(sheet)
            if left < margin_mm * MM or right > A4[0] - margin_mm * MM]


def pale(sheet: pypdfium2.PdfPage) -> list[str]:
    """Return the words that differ too little from their ground: those that stay light from a dark theme."""
    seen = luminance(sheet.render(scale=FINE).to_numpy()[..., :3])
    found = []
    for text, box in words(sheet):
        left, right = (int(FINE * box[at]) for at in (0, 2))
        top, bottom = (int(FINE * (A4[1] - box[at])) for at in (3, 1))
        part = seen[max(0, top):bottom + 1, max(0, left):right + 1]
        if part.size and (part.max() + 0.05) / (part.min() + 0.05) < LEAST_CONTRAST:
            found.append(text)
    return found


def words(sheet: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, ...]]]:
    """Return the words of a sheet with their boxes, points from the left and below. A ligature's box is anywhere."""
    page = sheet.get_textpage()
    boxes = [page.get_rect(at) for at in range(page.count_rects())]
    return [(text, box) for text, box in ((page.get_text_bounded(*box).strip(), box) for box in boxes)
            if any(len(part) > LIGATURE for part in text.split())]


def luminance(colours: np.ndarray) -> np.ndarray:
    """WCAG 2.2, definition of relative luminance."""
    shares = colours / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array((0.2126, 0.7152, 0.0722))


def cut(page: Any) -> list[str]:
    """Return which texts and formulas are cut, or lie on each other, where a page is laid out as on a sheet."""
    size = page.viewport_size
    page.set_viewport_size({"width": SHEET_PX, "height": 3000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(250)  # the browser tells components of their width, and they draw anew
    page.add_style_tag(content="@media print { .stPlotlyChart { visibility: hidden !important } }")  # they come late
    found: list[str] = page.evaluate(FAULTS)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    return found
