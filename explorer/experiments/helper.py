"""The parent's end of the process in which live runs compute: asked, listened to, and killed at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

POLL_S = 0.1
"""How often whoever listens gets the word, s, if there is nothing to hear."""
COMMAND = (sys.executable, "-m", "explorer.experiments.child")
ROOT = Path(__file__).parents[2]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""One core computes, so that another is left for the pages."""


class Helper:
    """A process that computes one experiment after the other, apart from the pages: it takes no turn away from them,
    stands back behind them, and is gone with all its memory as soon as nobody wants it."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C at the app's terminal reaches it as the end of its input.
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
                                         encoding="utf-8", start_new_session=True, env=os.environ | ONE_THREAD)
        self._heard: Queue[str | None] = Queue()
        Thread(target=self._listen, name="live-helper", daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Say whether it can be asked."""
        return self._process.poll() is None

    def ask(self, name: str, settings: Mapping[str, Any]) -> Iterator[dict[str, Any] | None]:
        """Yield the answers of ``child.answers`` up to the last one, and None whenever there is nothing new.

        Raises:
            EOFError: the process has ended without a last word.
        """
        try:
            assert self._process.stdin
            self._process.stdin.write(json.dumps({"name": name, "settings": dict(settings)}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise EOFError from error
        while True:
            try:
                line = self._heard.get(timeout=POLL_S)
            except Empty:
                yield None
                continue
            if line is None:
                raise EOFError
            answer: dict[str, Any] = json.loads(line)
            yield answer
            if "step" not in answer:
                return

    def end(self) -> None:
        """Kill the process, whatever it does."""
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            for line in lines:
                self._heard.put(line)
        self._heard.put(None)
