"""What ready-made networks are called in a list: blocks and networks with other outputs say that they are."""

from __future__ import annotations

from explorer.graph import PRESETS
from pages.ui.text import _


def preset_titles() -> dict[str, str]:
    """Return the titles of all presets by name, in the order of the list."""
    return {name: _titled(name) for name in PRESETS}


def _titled(name: str) -> str:
    preset = PRESETS[name]
    if not preset.group:
        return _(preset.title)
    return _("{group} · {title}").format(group=_(preset.group), title=_(preset.title))
