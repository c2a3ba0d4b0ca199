"""Where browsers get the scripts of ``pages/web``: the app serves them as they are, and they import one another.

Their address holds a version, which is made of what they say. So a browser keeps them for good, and a changed script
has another address. Streamlit does not move an app's own routes to ``server.baseUrlPath``; `routes` does.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

WEB = Path(__file__).resolve().parents[2] / "web"
IMPORT = re.compile(r'^(?:import|export) (?:[^"]*? from )?"([^"]+)";', re.MULTILINE)
CACHE_FOR_A_YEAR = "public, max-age=31536000, immutable"


class Scripts(StaticFiles):
    """Files that never change under their address."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file, to be kept for a year without asking again."""
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = CACHE_FOR_A_YEAR
        return response


def routes() -> list[BaseRoute]:
    """Return the routes to give to ``st.App``."""
    return [Mount(f"{base_path()}/{folder()}", Scripts(directory=WEB))]


def base_path() -> str:
    """Return the app's own path: empty, or with a slash before it and none behind."""
    own = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{own}" if own else ""


def loader(name: str) -> str:
    """Return the script that loads the component ``name``."""
    files = needed(WEB / "components" / name / "index.js")
    return read("loader.js").replace('"FILES"', json.dumps([address(file) for file in files]).strip("[]"))


def address(file: Path) -> str:
    """Return where browsers find a file of ``pages/web``, below the app's own path."""
    return f"{folder()}/{file.relative_to(WEB).as_posix()}"


def needed(script: Path) -> list[Path]:
    """Return ``script`` and all that it imports in the end, each once."""
    found = [script]
    for file in found:  # grows meanwhile
        others = ((file.parent / address).resolve() for address in IMPORT.findall(file.read_text(encoding="utf-8")))
        found += [other for other in dict.fromkeys(others) if other not in found]
    return found


def read(name: str) -> str:
    """Return the text of a file of ``pages/web``."""
    return (WEB / name).read_text(encoding="utf-8")


def folder() -> str:
    """Return where the scripts lie below the app's own path."""
    return f"web/{version()}"


@cache
def version() -> str:
    """Return what changes with any of the scripts and styles, 12 hexadecimal digits."""
    said = hashlib.sha256()
    for file in sorted((*WEB.rglob("*.js"), *WEB.rglob("*.css"))):
        said.update(f"{file.relative_to(WEB).as_posix()}\n".encode() + file.read_bytes())
    return said.hexdigest()[:12]
