"""What a browser says of a page's layout: how much moved while it came, and which texts cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""To run before the page does; every shift counts, so the sum is no less than what is called CLS."""

WATCH_CANVASES = """
window.cutInCanvases = new Map();
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...most) {
  write.call(this, text, x, y, ...most);
  const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right, width } = this.measureText(text);
  const by = Math.min(1, (most[0] ?? Infinity) / width);
  const ends = [x - left * by, x + right * by].map((at) => this.getTransform().transformPoint({ x: at, y }));
  const { width: wide, height: tall } = this.canvas;
  const beyond = Math.max(...ends.flatMap((end) => [-end.x, end.x - wide, -end.y, end.y - tall]));
  const size = `${wide} ${tall}`;
  const known = cutInCanvases.get(this.canvas);
  const cut = known?.size === size ? known.cut : new Set();
  if (beyond > 2 && String(text).trim()) cut.add(`beyond its canvas by ${Math.round(beyond)} px: ${text}`);
  cutInCanvases.set(this.canvas, { size, cut });
};
"""
"""To run before the page does: which texts reach beyond the canvas that they are drawn on."""

FAULTS = """() => {
  const above = (one) => one.parentElement ?? (one.getRootNode() instanceof ShadowRoot ? one.getRootNode().host : null);
  const shown = [], faults = [];
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.shadowRoot) visit(node.shadowRoot);
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) look(node, node.parentElement);
    }
  };
  const look = (node, element) => {
    const unseen = "style, script, noscript, option, template, math, .katex, select, [role=tab], [display=none]";
    if (element.closest(`${unseen}, [data-testid=stIconMaterial]`)) return;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects())
      if (rect.width >= 1 && rect.height >= 1) place(node.data.trim(), element, rect);
  };
  const place = (text, element, { left, right, top, bottom }) => {
    const seen = { left, right, top, bottom, text, element };
    for (let one = element; one; one = above(one)) {
      const { overflowX, overflowY, display } = getComputedStyle(one);
      if (display === "contents") continue;
      const box = one.getBoundingClientRect();
      if (overflowX !== "visible") {
        const cuts = overflowX !== "auto" && overflowX !== "scroll" && box.width > 2;
        if (cuts && seen.right > box.right + 2 && seen.left < box.right)
          faults.push(`cut by ${Math.round(seen.right - box.right)} px: ${text}`);
        seen.left = Math.max(seen.left, box.left);
        seen.right = Math.min(seen.right, box.right);
      }
      if (overflowY !== "visible") {
        seen.top = Math.max(seen.top, box.top);
        seen.bottom = Math.min(seen.bottom, box.bottom);
      }
    }
    if (seen.right - seen.left >= 1 && seen.bottom - seen.top >= 1) shown.push(seen);
  };
  visit(document.querySelector("[data-testid=stMain]"));
  shown.sort((one, other) => one.top - other.top);
  shown.forEach((one, at) => {
    for (let next = at + 1; next < shown.length && shown[next].top < one.bottom; next += 1) {
      const other = shown[next];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      const covers = [one, other].some(({ element }) =>
        getComputedStyle(element.closest("th") ?? element).position === "sticky");
      const both = one.element !== other.element && wide > 2 && high > 4;
      if (both && !covers) faults.push(`${one.text} | over | ${other.text}`);
    }
  });
  for (const formula of document.querySelectorAll("[data-testid=stMain] .katex-html")) {
    const card = formula.closest("[data-testid=stMarkdownContainer]");
    const beyond = card ? formula.getBoundingClientRect().right - card.getBoundingClientRect().right : 0;
    if (beyond > 3) faults.push(`formula beyond its card by ${Math.round(beyond)} px`);
  }
  const inputs = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
    [...(one instanceof HTMLInputElement ? [one] : []), ...(one.shadowRoot ? inputs(one.shadowRoot) : [])]);
  for (const input of inputs(document.querySelector("[data-testid=stMain]"))) {
    const by = input.scrollWidth - input.clientWidth;
    if (!["text", "number"].includes(input.type) || !input.checkVisibility() || by < 2) continue;
    const row = input.closest("[class*=_toolbar]"); // lists share what room there is; each shows all once it is open
    const used = [...row?.children ?? []].reduce((sum, { offsetWidth }) => sum + offsetWidth, 0);
    const dots = getComputedStyle(input).textOverflow === "ellipsis";
    if (row ? row.clientWidth - used > 120 : !dots) faults.push(`cut in its field by ${by} px: ${input.value}`);
  }
  for (const [canvas, { cut }] of window.cutInCanvases ?? [])
    if (canvas.isConnected && !canvas.closest("[data-testid=stDataFrame]")) faults.push(...cut);
  const { scrollWidth, clientWidth } = document.querySelector("[data-testid=stMain]");
  if (scrollWidth > clientWidth) faults.push(`scrolls sideways by ${scrollWidth - clientWidth} px`);
  return [...new Set(faults)];
}"""
"""Texts over texts, texts that something cuts off, and what reaches beyond the page; also in shadow roots. Text under a
row or column that stays while the rest scrolls is covered, not printed over."""


PAUSES_MS = (1000, 3000)


def lasting(page: Any, look: Callable[[], list[str]]) -> list[str]:
    """Return what ``look`` finds and still finds after a while.

    On a busy machine a chart may be on its way to its new width, and what Streamlit fades in still be pale.
    """
    found = look()
    for pause in PAUSES_MS:
        if not found:
            break
        page.wait_for_timeout(pause)
        found = look()
    return found


def faults(page: Any, *widths: int) -> dict[int, list[str]]:
    """Return what is wrong with the layout of an open page at each of ``widths`` px, as far as anything is."""
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 3000})
        page.wait_for_timeout(250)  # the browser tells components of their width, and they draw anew
        found[width] = lasting(page, lambda: page.evaluate(FAULTS))
    return {width: said for width, said in found.items() if said}
