"""The classes a network finds likeliest, as bars; on some pages a click chooses one of them."""

from __future__ import annotations

from collections.abc import Sequence

from pages.ui.components import component
from pages.ui.text import _

_mount = component.register("class_scores")


def scores_view(rows: Sequence[tuple[str, float, float | None]], *, title: str, note: str, key: str,
                chosen: int | None = None, choose: bool = False) -> None:
    """Show classes as bars.

    Args:
        rows: name, share 0 to 1, and the share before something was changed.
        title: what stands above them.
        note: what stands below them.
        key: of the component; with ``choose``, `component.clicked` finds the number of the clicked row there.
        chosen: number of the row that is marked.
        choose: whether a click on a row chooses it.
    """
    words = {"moved": _("{name}: {share}, before {before}"), "keys": _("Arrow keys choose a class.")}
    _mount(key=key, on_selected_change=component.noted, data={
        "title": title, "note": note, "words": words, "chosen": chosen, "choose": choose,
        "rows": [{"name": name, "share": share, "before": before} for name, share, before in rows]})
