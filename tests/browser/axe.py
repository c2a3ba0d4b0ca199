"""axe-core in a page: what stands in the way of those who read by keyboard, magnifier or screen reader."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tests.browser.layout import lasting
from tests.web.test_javascript import PACKAGES

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
           "resultTypes": ["violations"]}
"""WCAG 2.2 up to AA and what axe-core calls best practice: https://www.deque.com/axe/core-documentation/api-documentation."""
RUN = """async ([where, options]) => {
  const { violations } = await axe.run(where ?? document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, target, failureSummary }) =>
    ({ id, html, where: target.flat().join(" "), why: failureSummary })));
}"""
ABOVE = "[data-testid=stPopoverBody], [role=dialog], [data-rac][role=listbox]"
"""What opens above the page."""
STREAMLITS = {
    ("list", r"stSidebarNavItems"): "headings stand between the items of its contents",
    ("listitem", r"<li class=\"st-emotion"): "the items of its contents lie in a list within a list's heading",
    ("region", r"data-floating-ui-portal|role=\"listbox\""): "what it opens above the page lies outside of all regions",
    ("scrollable-region-focusable", r"<pre "): "its code has no tab stop of its own; Chromium and Firefox give it one",
    ("presentation-role-conflict", r"stFileUploaderDropzone"): "a label on what it says has no meaning of its own",
}
"""What is found in Streamlit's own elements and cannot be mended from outside: rule and element, and why."""


@cache
def script() -> str:
    """Return axe-core as it is installed by npm."""
    return (PACKAGES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Any, where: str | None = None) -> list[str]:
    """Return what axe-core finds on an open page, or in the part of it that ``where`` selects, but `STREAMLITS`."""
    page.mouse.move(0, 0)
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())

    def look() -> list[str]:
        return [f"{one['id']}: {one['where']} {one['html'][:200]} ({one['why']})"
                for one in page.evaluate(RUN, [where, OPTIONS]) if not is_theirs(one)]

    return lasting(page, look)


def is_theirs(fault: dict[str, str]) -> bool:
    """Return whether a fault is known and not ours."""
    return any(fault["id"] == rule and re.search(element, fault["html"]) for rule, element in STREAMLITS)
