"""Which processes an instance consists of: the one source of their number, names, ports, limits and times.

`explorer.hosting.nginx` writes nginx's configuration from it; ``compose.yaml`` and ``Dockerfile`` are held to it by
tests.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.jobs import COOKIE
from explorer.settings import settings

ROOT = Path(__file__).parents[2]
PROCESSES, WORKERS = 3, 2
PORT, APP_PORT = 8080, 8501
"""Where readers come in, and where one process of the app listens in a container of its own."""
FRONT, APP, WORKER, DATABASE = "nginx", "app", "worker", "postgres"
"""Names of the services; those of which there are several have a number behind."""
VOLUMES = {"data": "/data", "weights": "/weights", "database": "/var/lib/postgresql/data", "front": "/var/cache/nginx"}
"""What outlives a container, and where it lies in it: the data folder, downloaded networks, the database, what nginx
keeps."""
NETWORK = "172.30.19.0/24"
"""Addresses of the containers. They are fixed: nginx learns names when it starts, and tells processes apart by them."""
READER_COOKIE, PROCESS_COOKIE = COOKIE, "explorer_process"
"""The first spreads readers over the processes; the second keeps one with the process that has their tab, even when
another has come back meanwhile."""
PROCESS_COOKIE_S = 2 * 3600
"""How long it is kept, s: as long as a class. Then readers are spread evenly again."""
MULTIPART_BYTES = 2**20
"""What a form adds around a file, bytes, as Streamlit allows it."""
READ_S, CONNECT_S, IDLE_S, DRAIN_S = 3600, 2, 4, 30
"""Longest silence on a websocket; longest wait for a process to take a connection; how long an unused connection to one
is kept, less than the 5 s that the app keeps it; longest wait for answers under way before a restart, s."""
FAILED_S = 5
"""How long a process that failed is left alone, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One instance.

    Attributes:
        port: where nginx listens.
        address: on which address it does; empty: on all.
        base: path of the app on its host, without slashes, such as ``cnn``; empty: the root.
        processes, workers: how many there are of the app and of workers.
        server_name: the host's name, for TLS; ``_``: whatever it is called by.
        certificate, key: files of the TLS certificate and its key; empty: plain HTTP.
        plain_port: where plain HTTP is sent on to TLS; 0: nowhere.
        metrics_from: addresses or networks that may read ``/metrics``.
        contained: whether each process has a container, and so an address, of its own.
    """

    port: int = PORT
    address: str = "127.0.0.1"
    base: str = ""
    processes: int = PROCESSES
    workers: int = WORKERS
    server_name: str = "_"
    certificate: str = ""
    key: str = ""
    plain_port: int = 0
    metrics_from: tuple[str, ...] = ("127.0.0.1",)
    contained: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?", self.base):
            raise ExplorerError("The path {base!r} cannot be used. Write it with letters, digits, - and _, such as "
                                "cnn.", base=self.base)
        if min(self.processes, self.workers) < 1:
            raise ExplorerError("An instance needs at least one process and one worker.")
        if bool(self.certificate) != bool(self.key):
            raise ExplorerError("TLS needs both a certificate and its key.")

    @property
    def path(self) -> str:
        """Where the app begins, such as ``/cnn``; empty at the root."""
        return f"/{self.base}" if self.base else ""

    def process(self, number: int) -> str:
        """Return where process ``number`` (from 1) of the app listens, as nginx reaches it."""
        if self.contained:
            return f"{container(number)}:{APP_PORT}"
        return f"127.0.0.1:{self.port + number}"

    @property
    def packed(self) -> str:
        """Where nginx asks itself for compressed files, so that each is compressed once."""
        return f"127.0.0.1:{self.port + self.processes + 1}"

    @property
    def numbers(self) -> range:
        """The numbers of the app's processes."""
        return range(1, self.processes + 1)


def container(number: int) -> str:
    """Return the address of the app's container ``number`` (from 1) in `NETWORK`."""
    return f"{NETWORK.rpartition('.')[0]}.{10 + number}"


def largest_upload() -> int:
    """Return the largest file that any page takes, bytes; Streamlit refuses what is larger."""
    limits = settings()
    ours = max(limits.image_bytes, limits.weights_bytes, limits.model_bytes, limits.zip_bytes)
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return max(ours, int(config["server"]["maxUploadSize"]) * 2**20)
