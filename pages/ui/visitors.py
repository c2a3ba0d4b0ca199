"""Who is connected to this process, and what it keeps for them in memory. Nobody is named: they are counted by page.

Streamlit has no call for it; what it keeps of sessions is asked here alone.
"""

from __future__ import annotations

import sys
from collections import Counter

from streamlit.runtime import Runtime

HOME = "home"
"""What the page without a name in its address is called here."""
PHOTOS = "pages.ui.pickers.own_photos"


def connected() -> Counter[str]:
    """Return how many browsers are connected to this process now, by the page that they are on."""
    if not Runtime.exists():
        return Counter()
    sessions = [one.session for one in Runtime.instance()._session_mgr.list_active_sessions()]
    found: Counter[str] = Counter()
    for session in sessions:
        page = session.get_pages().get(session.page_script_hash)
        found[(page and page.get("url_pathname")) or HOME] += 1
    return found


def photo_bytes() -> int:
    """Return what readers' own photos take in this process, bytes."""
    module = sys.modules.get(PHOTOS)  # while nobody has given one, it need not be loaded
    return int(module.shelf().size) if module else 0
