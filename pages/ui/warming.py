"""What a page imports is imported while the browser still loads the scripts of its frame.

The server listens as soon as it can; most of what pages need is not needed for that.
"""

from __future__ import annotations

import ast
import gc
import re
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Thread

PAGES = Path(__file__).parents[1]
MAIN = PAGES / "main.py"
NAME = re.compile(r"/([a-z_]+)/?$")


def expect(path: str) -> None:
    """Import in the background what all pages and the one at an address need, once; no page is the start page."""
    found = NAME.search(path)
    script = PAGES / (found[1] if found else "") / "page.py"
    _begin(script if script.is_file() else PAGES / "home" / "page.py")


@cache
def _begin(script: Path) -> None:
    Thread(target=warm, args=(MAIN, script), name=f"warm {script.parent.name}", daemon=True).start()


def warm(*scripts: Path) -> None:
    """Import what ``scripts`` do, and leave it out of garbage collection: it lives as long as the server."""
    for script in scripts:
        _import_all(script)
    gc.freeze()


def _import_all(script: Path) -> None:
    for node in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            _import(node.module, [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            for alias in node.names:
                _import(alias.name, [])


def _import(module: str, names: list[str]) -> None:
    """Import a module and what is taken from it. Whatever is wrong with it is told when the page itself imports it."""
    with suppress(ImportError):
        found = import_module(module)
        for name in names:
            if not hasattr(found, name):
                import_module(f"{module}.{name}")
