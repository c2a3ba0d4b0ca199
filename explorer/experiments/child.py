"""The process that live runs compute in: ``python -m explorer.experiments.child``, started and ended by its parent.

It reads one request a line, ``{"name": "package.module.function", "settings": {...}}``, and answers in lines of JSON:
``{"step": 3, "values": {...}}`` for each point, then ``{"over": true}``, or ``{"error": ...}`` where the experiment
refused. When its parent is gone, its input ends, and so does it, whatever it computes.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from queue import Queue
from threading import Thread
from typing import Any

from explorer.errors import ExplorerError, message_to_json

NICE = 10
"""How far live runs stand back behind pages, as ``nice`` counts."""


def answers(line: str) -> Iterator[dict[str, Any]]:
    """Yield what there is to say to one request."""
    request = json.loads(line)
    try:
        for step, values in _function(request["name"])(**request["settings"]):
            yield {"step": step, "values": values}
    except ExplorerError as error:
        yield {"error": message_to_json(error.message)}
        return
    yield {"over": True}


def serve(requests: Iterable[str], tell: Callable[[str], object]) -> None:
    """Answer every request, each answer as soon as there is one."""
    for line in requests:
        for answer in answers(line):
            tell(json.dumps(answer) + "\n")


def _function(name: str) -> Callable[..., Iterable[tuple[int, dict[str, Any]]]]:
    module, _, function = name.rpartition(".")
    found: Callable[..., Iterable[tuple[int, dict[str, Any]]]] = getattr(importlib.import_module(module), function)
    return found


def main() -> None:
    """Serve the parent over standard input and output. What an experiment prints goes to the log, not between answers.
    """
    os.nice(NICE)
    requests: Queue[str] = Queue()
    Thread(target=_read, args=(requests,), name="parent", daemon=True).start()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1) as told:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(iter(requests.get, None), told.write)


def _read(requests: Queue[str]) -> None:
    """Take down requests until there is no parent any more, and end this process then."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
