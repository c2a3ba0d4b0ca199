"""The address of this server as others reach it, which is not always the one that a reader came by."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from explorer.errors import Message, message

CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""Files that stand in containers only. Nobody outside reaches the addresses that are known in there."""
ANY = {"", "0.0.0.0", "::"}
FAR = ("192.0.2.1", 9)
"""An address of documentation (RFC 5737); nothing is sent to it."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where this server listens."""

    host: str
    """Empty: on all of the machine's addresses."""
    port: int
    scheme: str = "http"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """An address without ``/`` at its end, and what a reader has to know about it."""

    root: str
    says: Message | None = None


def for_others(came_by: str, fixed: str, listening: Listening) -> ServerAddress:
    """Return the address of the app for others.

    Args:
        came_by: the address of the app in the reader's browser, whatever proxies lie between; may be empty.
        fixed: what whoever runs the server says (``EXPLORER_ADDRESS``); empty: nothing.
        listening: where the server listens.
    """
    if fixed:
        return ServerAddress(fixed.rstrip("/"))
    came = urlsplit(came_by)
    if not is_local(came.hostname or ""):
        return ServerAddress(came_by.rstrip("/"))
    host = listening.host if listening.host not in ANY else _own_address()
    if not host or is_local(host):
        return ServerAddress(came_by.rstrip("/"), message(
            "This link opens on this machine only. To let others in, start the app with --server.address 0.0.0.0, "
            "or say how they reach it with EXPLORER_ADDRESS."))
    at = f"[{host}]" if ":" in host else host
    root = f"{listening.scheme}://{at}:{listening.port}{came.path.rstrip('/')}"
    return ServerAddress(root, message(
        "You came by {host}, where nobody else finds this app. In your network it is at {address}, unless a firewall "
        "is in the way.", host=came.netloc, address=f"{at}:{listening.port}"))


def is_local(host: str) -> bool:
    """Say whether a name or an address means the machine on which it is read."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def without_page(address: str, page: str) -> str:
    """Return the app's own address, of one that a browser shows for a page."""
    return address.partition("?")[0].partition("#")[0].rstrip("/").removesuffix(f"/{page}" if page else "")


def _own_address() -> str:
    """Return this machine's address in its network; empty where there is none that others could reach."""
    if any(file.exists() for file in CONTAINER):
        return ""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(FAR)  # of a datagram socket: it chooses the way, and sends nothing
        return str(one.getsockname()[0])
    return ""
