"""Download data sets ahead of a lesson: ``python -m explorer.training.data.download cifar10 oxford_pets``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from explorer.errors import ExplorerError
from explorer.training.data.download import SetDownload, download_set
from explorer.training.data.catalogue import SETS
from explorer.training.data.opening import is_here


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.training.data.download",
                                     description="Download data sets into the data folder of this server.")
    parser.add_argument("names", nargs="+", choices=[entry.name for entry in SETS.values() if entry.downloaded])
    failed = 0
    for name in parser.parse_args(arguments).names:
        try:
            _fetch(name)
        except ExplorerError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)
    return int(failed > 0)


def _fetch(name: str) -> None:
    if is_here(name):
        print(f"{name} is there already.")
        return
    started = download_set(name)
    while not started.wait(0.5):
        print(f"\r{_line(started)}", end="", flush=True)
    print(f"\r{_line(started)}")
    started.result()


def _line(started: SetDownload) -> str:
    progress = started.progress
    return f"{started.entry.title}: {progress.done / 1e6:.1f} of {progress.total / 1e6:.0f} MB"


if __name__ == "__main__":
    raise SystemExit(main())
