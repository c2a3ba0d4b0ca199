"""The processes of an instance on one machine, as supervisord keeps them: started, started again, ended together."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.hosting import layout
from explorer.hosting.layout import ROOT, Site

CONTROL = "supervisor.sock"
HEAD = """; Written by python -m explorer.hosting up
[supervisord]
nodaemon = true
logfile = {folder}/log/supervisord.log
pidfile = {folder}/supervisord.pid
childlogdir = {folder}/log
[unix_http_server]
file = {folder}/{control}
chmod = 0700
[supervisorctl]
serverurl = unix://{folder}/{control}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
PROGRAM = """[program:{name}]
command = {command}
directory = {directory}
priority = {order}
autorestart = true
startsecs = 2
startretries = 1000000
stopsignal = {stop_by}
stopwaitsecs = {patience_s}
stopasgroup = false
killasgroup = true
redirect_stderr = true
stdout_logfile = {folder}/log/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 3
"""
"""What dies is started again, at once and then ever later. They begin by their order and end against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A process that is kept running.

    Attributes:
        order: smaller numbers begin earlier and end later.
        stop_by: the signal that ends it in peace.
        user: who runs it; None: whoever runs the others.
    """

    name: str
    command: Sequence[str]
    order: int
    stop_by: str = "TERM"
    user: str | None = None


def programs(site: Site, folder: Path, nginx: str, database: Sequence[str], user: str | None) -> list[Program]:
    """Return what an instance in ``folder`` consists of.

    Args:
        nginx: the program.
        database: command that runs PostgreSQL.
        user: who has to run that.
    """
    python = sys.executable
    app = [python, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.address", "127.0.0.1",
           "--server.scriptHealthCheckEnabled", "true", "--server.baseUrlPath", site.base, "--server.port"]
    return [
        Program(name=layout.DATABASE, command=database, order=1, stop_by="INT", user=user),
        *(Program(name=f"{layout.WORKER}{number}", command=[python, "-m", "explorer.jobs.worker"], order=2)
          for number in range(1, site.workers + 1)),
        *(Program(name=app_name(number), command=[*app, site.process(number).rpartition(":")[2]], order=3)
          for number in site.numbers),
        Program(name=layout.FRONT, order=4, command=[nginx, "-e", "stderr", "-p", str(folder),
                                                     "-c", str(folder / "nginx.conf")])]


def app_name(number: int) -> str:
    """Return what process ``number`` of the app is called."""
    return f"{layout.APP}{number}"


def supervisor_conf(kept_running: Sequence[Program], folder: Path) -> str:
    """Return the text of ``supervisord.conf``."""
    parts = [HEAD.format(folder=folder, control=CONTROL)]
    for program in kept_running:
        command = shlex.join(program.command).replace("%", "%%")
        parts.append(PROGRAM.format(name=program.name, command=command, directory=ROOT, order=program.order,
                                    stop_by=program.stop_by, patience_s=layout.DRAIN_S, folder=folder))
        if program.user:
            parts.append(f"user = {program.user}\n")
    return "".join(parts)


def supervisord(folder: Path) -> list[str]:
    """Return the command that keeps all of them running."""
    return [sys.executable, "-m", "supervisor.supervisord", "-c", str(folder / "supervisord.conf")]


def control(folder: Path, *words: str) -> str:
    """Tell the running supervisord something, such as ``restart app1``, and return its answer when that is done.

    Raises:
        ExplorerError: it does not run, or could not do so.
    """
    answer = subprocess.run([sys.executable, "-m", "supervisor.supervisorctl", "-c", str(folder / "supervisord.conf"),
                             *words], text=True, capture_output=True, check=False)
    said = (answer.stdout + answer.stderr).strip()
    if answer.returncode or "ERROR" in said:
        raise ExplorerError("No instance in {folder} could do that ({words}): {reason}", folder=str(folder),
                            words=" ".join(words), reason=said)
    return said
