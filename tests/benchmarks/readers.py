"""Readers without a browser: each opens a page over Streamlit's websocket, in its protocol, until it has been shown."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_S = 90
LARGEST = 2**28
"""Of one message, bytes."""


async def opened(url: str, page: str, query: str = "") -> float:
    """Return how long one reader waits from connecting until the page has run to its end, s.

    Raises:
        RuntimeError: the page showed an exception.
    """
    began = time.perf_counter()
    address = urlsplit(url)._replace(scheme="ws", path="/_stcore/stream").geturl()
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=LARGEST, open_timeout=PATIENCE_S,
                                  ping_interval=None) as socket:
        ask = BackMsg()
        ask.rerun_script.page_name = page
        ask.rerun_script.query_string = query
        ask.rerun_script.context_info.url = f"{url}/{page}"
        await socket.send(ask.SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            while True:
                said = ForwardMsg.FromString(await socket.recv())
                if said.delta.new_element.HasField("exception"):
                    raise RuntimeError(said.delta.new_element.exception.message)
                if said.WhichOneof("type") == "script_finished":
                    return time.perf_counter() - began


def openings(url: str, page: str, *, readers: int, apart_s: float) -> list[float]:
    """Return how long each of ``readers`` waits, s, shortest first; one comes every ``apart_s`` seconds."""
    async def one(number: int) -> float:
        await asyncio.sleep(number * apart_s)
        return await opened(url, page)

    async def all_of_them() -> list[float]:
        return await asyncio.gather(*(one(number) for number in range(readers)))

    return sorted(asyncio.run(all_of_them()))
