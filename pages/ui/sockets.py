"""How the server's answers travel: at once."""

from __future__ import annotations

import gc
import socket
from contextlib import suppress


def send_at_once() -> None:
    """Let every socket of this process send what is written without waiting; connections inherit it.

    An answer is written in two parts, its head and its body. Otherwise the second waits until the browser has
    acknowledged the first, which it puts off for 40 ms: longer than any number takes to be computed. asyncio sees to
    that by itself for sockets it makes, but not for one that Streamlit has bound before.

    Source:
        RFC 896 (Nagle's algorithm), RFC 1122, 4.2.3.2 (delayed acknowledgements).
    """
    for one in gc.get_objects():
        if type(one) is socket.socket and one.type == socket.SOCK_STREAM and one.fileno() >= 0:
            with suppress(OSError):  # not of TCP
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
