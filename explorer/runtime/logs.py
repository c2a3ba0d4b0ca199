"""Log lines as JSON, one object each, with nothing of a reader's: whoever reads the log is seldom who asked.

An error is told by its class and the places it went through. What it says stays out, as it may hold what was typed.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from explorer.settings import settings

ROOT = Path(__file__).parents[2]
FRAMES = 12
"""Places of a trace that are told, the innermost."""
LONGEST = 2000
"""Characters of a message."""
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
"""A request's name that another server gave it."""
ABOUT: ContextVar[dict[str, str]] = ContextVar("explorer_about")
"""What each line says besides, such as ``request`` and ``page``, while something is done for it."""
TEXT = "%(levelname)s %(name)s: %(message)s"
LOG = logging.getLogger("explorer")
_SITE = "site-packages/"


class JsonLines(logging.Formatter):
    """Makes one JSON object of each record.

    Args:
        process: what this process is, such as ``app``.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = f"{process}-{os.getpid()}"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, whose ``told`` are further fields."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {"time": moment.replace("+00:00", "Z"), "level": record.levelname.lower(),
                                "process": self.process, "logger": record.name,
                                "message": record.getMessage()[:LONGEST], **ABOUT.get({}),
                                **getattr(record, "told", {})}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            told |= {"error": type(error).__name__, "trace": places(error.__traceback__)}
        return json.dumps(told, ensure_ascii=False)


def new_id() -> str:
    """Return a name for a request or a run, 16 hexadecimal digits."""
    return secrets.token_hex(8)


def known_id(told: str) -> str:
    """Return the name that another server gave a request, where it is well formed, or a new one."""
    return told if WELL_FORMED.fullmatch(told) else new_id()


def is_json() -> bool:
    """Say whether the settings ask for JSON."""
    return settings().log == "json"


def settle_logs(process: str, text: str = "") -> None:
    """Write what this process logs as the settings ask for: all that is logged by anybody, where that is JSON.

    Args:
        process: what it is, such as ``worker``.
        text: how lines look otherwise; empty: that is somebody else's matter.
    """
    if not is_json():
        if text:
            logging.basicConfig(format=text)
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    logging.captureWarnings(True)
    for name in list(root.manager.loggerDict):
        if name != LOG.name and not name.startswith(f"{LOG.name}."):
            adopt(logging.getLogger(name))


def adopt(logger: logging.Logger) -> None:
    """Let a logger write where all write, in place of where it wrote, and nothing but what is wrong.

    Below that uvicorn tells addresses of readers, and of WebSockets all that a link holds. Where lines are text, it
    goes on as it is.
    """
    if not is_json():
        return
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(max(logger.level, logging.WARNING))


def places(trace: TracebackType | None) -> list[str]:
    """Return the places of a trace, the innermost last: no path of this machine, no line of code, no value."""
    return [f"{short_path(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(trace)][-FRAMES:]


def short_path(file: str) -> str:
    """Return a file's path within this app or within its package; of others, the name alone."""
    path, root = file.replace("\\", "/"), f"{ROOT.as_posix()}/"
    if _SITE in path:
        return path.rpartition(_SITE)[2]
    return path.removeprefix(root) if path.startswith(root) else path.rpartition("/")[2]
