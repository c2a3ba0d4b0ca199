"""The words on a page in a browser, those of its components and those that are only heard, too."""

from __future__ import annotations

from typing import Any

from tests.pages.test_past_translation import past

WORDS = """() => {
  const silent = "script, style, code, pre, noscript, option, .katex, math, [data-testid*=Icon],"
    + "[role=img][aria-label$=' icon'],"
    + "[data-testid=stHeader], [data-testid=stSidebarHeader]";
  const sentence = "p, label, td, th, li, button, h1, h2, h3, h4, summary"; // may lie in several elements: bold words
  const told = ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-valuetext"];
  const found = new Set();
  const text = (node) => node.nodeType === Node.TEXT_NODE ? node.nodeValue : node.matches?.(silent) ? ""
    : [...node.childNodes].map(text).join("");
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE && !node.parentElement?.closest(sentence)) found.add(node.nodeValue.trim());
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(silent)) return;
      for (const name of told) if (node.hasAttribute(name)) found.add(node.getAttribute(name).trim());
      if (node.matches(sentence)) found.add(text(node).trim());
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.querySelector("[data-testid=stAppViewContainer]"));
  return [...found].filter(Boolean);
}"""
"""Each text once: sentences whole, without icons, formulas and code."""
SPOKEN = ".st-key-language_switch [data-drawn]"
"""From then on what Streamlit says is translated, too."""


def untranslated(page: Any) -> dict[str, str]:
    """Return the texts of a page in the pseudo-language that went past the translation, each with those words."""
    page.wait_for_selector(SPOKEN, state="attached")
    return {text: words for text in page.evaluate(WORDS) if (words := past(text))}
