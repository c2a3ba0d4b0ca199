"""Which versions this server runs, of the app and of what it stands on."""

from __future__ import annotations

import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("torch", "torchvision", "streamlit", "dbos", "sqlalchemy", "numpy", "pillow")


@cache
def own_version() -> str:
    """Return the app's own version, with the commit where the app runs from a checkout: ``0.1.0 (1a2b3c4d)``."""
    found = commit()
    return f"{_written()} ({found})" if found else _written()


def _written() -> str:
    try:
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    except OSError:
        return "?"
    found = re.search(r'^version = "([^"]+)"', text, re.MULTILINE)
    return found[1] if found else "?"


def commit(root: Path = ROOT) -> str:
    """Return the first digits of the commit that lies in ``root``; empty where it is no checkout."""
    try:
        folder = root / ".git"
        if folder.is_file():  # a worktree
            folder = root / folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        head = (folder / "HEAD").read_text(encoding="ascii").strip()
        name = head.removeprefix("ref: ")
        return (head if name == head else _of_branch(folder, name))[:8]
    except OSError:
        return ""


def _of_branch(folder: Path, name: str) -> str:
    shared = folder / "commondir"
    common = folder / shared.read_text(encoding="ascii").strip() if shared.is_file() else folder
    if (common / name).is_file():
        return (common / name).read_text(encoding="ascii").strip()
    packed = (common / "packed-refs").read_text(encoding="ascii")
    return next((line.split()[0] for line in packed.splitlines() if line.endswith(f" {name}")), "")


def versions() -> dict[str, str]:
    """Return name and version of what this process runs on; ``-``: not installed."""
    return {"CNN Explorer": own_version(), "Python": platform.python_version(),
            **{name: _installed(name) for name in PACKAGES}}


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
