"""The commands ``backup`` and ``restore``: what they take on the command line, and what they say."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from explorer.hosting.backup import REMADE, back_up
from explorer.hosting.restore import restore
from explorer.jobs import data_folder
from explorer.runtime import size_text

CLOSED = 0o077
"""What no other user may do with files that are written."""


def backup_command(rest: Sequence[str]) -> int:
    """Write a backup as the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting backup", description=(
        "Write database and data folder into one file, while the app and its jobs run. It holds what readers have and "
        "the key of their cookies: keep it closed."))
    parser.add_argument("file", type=Path, metavar="FILE", help="where to; it must not be there yet")
    parser.add_argument("--all", action="store_true",
                        help=f"also what can be made again: {', '.join(REMADE)} (data sets, prepared pictures)")
    options = parser.parse_args(rest)
    os.umask(CLOSED)
    told = back_up(options.file, everything=options.all)
    left = f" {told.links} links and other things that are no files were left out." if told.links else ""
    print(f"{options.file}: {told.files:,} files of {data_folder()} and the database, {size_text(told.size)}, in "
          f"{told.seconds:.1f} s.{left}")
    return 0


def restore_command(rest: Sequence[str]) -> int:
    """Put a backup back as the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting restore", description=(
        "Put a backup back into EXPLORER_DATA and the database, while the app and its workers are stopped. All of it "
        "is read and checked before anything is changed."))
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
    parser.add_argument("--replace", action="store_true",
                        help="put what is there already into a folder replaced-<time> of the data folder")
    options = parser.parse_args(rest)
    os.umask(CLOSED)
    told = restore(options.file, replace=options.replace)
    print(f"{data_folder()}: {told.files:,} files, {size_text(told.size)}, as they were on {told.made}.")
    if told.found_again or told.forgotten:
        print(f"While that backup was made, {told.found_again} jobs were submitted, which are found again, and "
              f"{told.forgotten} deleted, which are forgotten.")
    if told.aside:
        print(f"What was there before lies in {told.aside}. Delete it when all is well.")
    return 0
