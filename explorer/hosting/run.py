"""Run an instance on one machine from installed packages, and start its processes anew one after the other."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.hosting.cluster import Cluster, binaries
from explorer.hosting.layout import FRONT, WORKER, WORKERS, Site
from explorer.hosting.nginx import add_options, from_options, nginx_conf
from explorer.hosting.processes import app_name, control, programs, supervisor_conf, supervisord
from explorer.jobs import kept_key
from explorer.settings import settings

FOLDER = "data/hosted"
READY_S, TURN_S, POLL_S = 120.0, 1.0, 0.1
"""Longest wait for a process to be ready; how long nginx takes at most to turn to its new configuration, s."""


def up(arguments: Sequence[str]) -> int:
    """Run PostgreSQL, the app, workers and nginx until Ctrl+C; what dies is started again."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting up", description=up.__doc__)
    parser.add_argument("--folder", type=Path, default=Path(FOLDER), help="for all that is written (%(default)s)")
    parser.add_argument("--address", default="127.0.0.1", help="where readers come in; empty: all (%(default)s)")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes that run jobs (%(default)s)")
    add_options(parser)
    options = parser.parse_args(arguments)
    site = from_options(options, address=options.address, workers=options.workers)
    folder = options.folder.resolve()
    environment = prepare(site, folder)
    sys.stdout.write(f"{where(site)}\nCtrl+C ends it. What the processes say lies in {folder / 'log'}.\n")
    sys.stdout.flush()
    command = supervisord(folder)
    os.execve(command[0], command, environment)


def where(site: Site) -> str:
    """Return the address that a browser on this machine is given."""
    return f"{'https' if site.certificate else 'http'}://localhost:{site.port}{site.path}/"


def prepare(site: Site, folder: Path) -> dict[str, str]:
    """Write all that the processes of ``site`` need into ``folder``; return their environment.

    Raises:
        ExplorerError: nginx or PostgreSQL is missing, a port is taken, or the database cannot be made.
    """
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        raise ExplorerError("nginx is missing. Install it (Debian: apt-get install nginx-light).")
    cluster = Cluster(folder / "postgres", binaries())
    refuse_taken(site)
    make_folders(folder)
    cluster.make()
    (folder / "site.json").write_text(json.dumps(asdict(site)), encoding="utf-8")
    write_front(site, folder)
    told = supervisor_conf(programs(site, folder, nginx, cluster.command, cluster.user), folder)
    (folder / "supervisord.conf").write_text(told, encoding="utf-8")
    secret = settings().secret or kept_key(folder / "secret").decode()
    # One key for all processes, Streamlit's own cookie included: a form begun with one may be sent to another.
    return os.environ | {"EXPLORER_DATA": str(folder / "data"), "EXPLORER_DATABASE_URL": cluster.url,
                         "EXPLORER_WORKER": "external", "EXPLORER_SECRET": secret,
                         "STREAMLIT_SERVER_COOKIE_SECRET": secret}


def make_folders(folder: Path) -> None:
    """Make the folder of an instance, through which nginx and PostgreSQL come to theirs as users of their own."""
    (folder / "log").mkdir(parents=True, exist_ok=True)
    (folder / "nginx").mkdir(exist_ok=True)
    for passed in (folder, folder / "nginx"):
        passed.chmod(passed.stat().st_mode | 0o711)


def refuse_taken(site: Site) -> None:
    """See that nobody listens where the processes will.

    Raises:
        ExplorerError: somebody does.
    """
    inside = [site.packed, *map(site.process, site.numbers)]
    ports = [site.port, *(int(one.rpartition(":")[2]) for one in inside)]
    for port in [*ports, *([site.plain_port] if site.plain_port else [])]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((site.address or "0.0.0.0", port))
            except OSError as error:
                raise ExplorerError("Port {port} cannot be used ({reason}). Choose another with --port; the processes "
                                    "of the app take those behind it.", port=port,
                                    reason=error.strerror or str(error)) from error


def write_front(site: Site, folder: Path, out: Iterable[int] = ()) -> None:
    """Write nginx's configuration, without the processes ``out``."""
    told = nginx_conf(site, folder / "nginx", str(folder / "log" / "requests.log"), out)
    (folder / "nginx.conf").write_text(told, encoding="utf-8")


def restart(arguments: Sequence[str]) -> int:
    """Start the app's processes anew, one after the other, while the others serve. No request fails."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting restart", description=restart.__doc__)
    parser.add_argument("--folder", type=Path, default=Path(FOLDER), help="of the instance that runs (%(default)s)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="of the one process to start anew, from 1")
    parser.add_argument("--workers", action="store_true", help="then the workers too; a job goes on where it was")
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    site = site_of(folder)
    if options.only is not None and options.only not in site.numbers:
        raise ExplorerError("There is no process {number}: they are numbered from 1 to {last}.", number=options.only,
                            last=site.processes)
    for number in [options.only] if options.only else site.numbers:
        anew(site, folder, number, lambda line: sys.stdout.write(f"{line}\n"))
    for number in range(1, site.workers + 1) if options.workers else ():
        control(folder, "restart", f"{WORKER}{number}")
    return 0


def site_of(folder: Path) -> Site:
    """Return the instance in ``folder``.

    Raises:
        ExplorerError: there is none.
    """
    try:
        told = json.loads((folder / "site.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ExplorerError("No instance lies in {folder}. Name its folder with --folder.",
                            folder=str(folder)) from error
    return Site(**{**told, "metrics_from": tuple(told["metrics_from"])})


def anew(site: Site, folder: Path, number: int, tell: Callable[[str], object]) -> None:
    """Take one process out of nginx, let what is under way end, start it anew, and put it back when it is ready.

    Raises:
        ExplorerError: it did not get ready; then it stays out, and the others serve.
    """
    name, began = app_name(number), time.monotonic()

    def since() -> str:
        return f"{time.monotonic() - began:5.1f} s"

    turn(site, folder, [number])
    tell(f"{since()} {name}: gets no new requests")
    control(folder, "stop", name)
    tell(f"{since()} {name}: has ended")
    control(folder, "start", name)
    own = f"http://{site.process(number)}{site.path}"
    await_ready(f"{own}/readyz", name)
    show_once(own)
    turn(site, folder, [])
    tell(f"{since()} {name}: serves again")


def show_once(own: str) -> None:
    """Let a process show a page to nobody: the first takes seconds, in which a reader would wait."""
    urllib.request.urlopen(urllib.request.Request(f"{own}/", headers={"Accept": "text/html"})).close()
    with suppress(OSError):  # It says why in its own log; the others serve just so.
        urllib.request.urlopen(f"{own}/_stcore/script-health-check", timeout=READY_S).close()


def turn(site: Site, folder: Path, out: Iterable[int]) -> None:
    """Let nginx send nothing to the processes ``out`` any more; what is under way goes on."""
    write_front(site, folder, out)
    control(folder, "signal", "HUP", FRONT)
    time.sleep(TURN_S)


def await_ready(address: str, name: str, patience_s: float = READY_S) -> None:
    """Wait until a process says that readers may be sent to it.

    Raises:
        ExplorerError: it does not say so in time.
    """
    deadline, said = time.monotonic() + patience_s, "it does not answer"
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:500]
        except OSError:
            pass
        time.sleep(POLL_S)
    raise ExplorerError("{name} did not get ready within {seconds:.0f} s ({said}). It is kept out; the others serve.",
                        name=name, seconds=patience_s, said=said)
