"""The one entry to all that is done with an instance: ``python -m explorer.hosting COMMAND``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from explorer import hosting
from explorer.errors import ExplorerError

COMMANDS: Mapping[str, tuple[str, str]] = {
    "up": ("run an instance from installed packages until Ctrl+C", "up"),
    "restart": ("start the app's processes anew without a failed request", "restart"),
    "backup": ("write database and data folder into one file, while jobs run", "backup_command"),
    "restore": ("put a backup back", "restore_command"),
    "queue": ("simulate how long trainings of classes wait", "queue_command"),
    "capacity": ("say what so many readers at once need", "capacity_command"),
    "nginx": ("print the configuration of nginx", "front"),
}
"""What each command does, and the function of `explorer.hosting` that does it: it takes the rest of the command line
and returns the exit status. Only the one that is asked for is loaded."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    told = "\n".join(f"  {name:10}{says}" for name, (says, _name) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m explorer.hosting", description="Host the CNN Explorer for many readers.",
        epilog=f"commands:\n{told}\n\nCOMMAND --help says more.", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        run: Callable[[Sequence[str]], int] = getattr(hosting, COMMANDS[options.command][1])
        return run(options.rest)
    except ExplorerError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
