"""A line that takes its time: what is sent arrives later, in order, in both directions; it may be cut, and mended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Line:
    """A server at ``url`` that hands everything on, and back, ``way_s`` later; that may be set anew at any time."""

    url: str = ""
    way_s: float = 0
    is_cut: bool = False
    """Whether all that come are turned away."""
    ends: set[asyncio.StreamWriter] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def cut(self) -> None:
        """Break all connections, and turn away those that come, until ``is_cut`` is taken back."""
        self.is_cut = True
        self.loop.call_soon_threadsafe(lambda: [end.transport.abort() for end in self.ends])


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """Yield a line to ``port`` of this machine, fast at first."""
    line = Line()
    loop = line.loop
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_open(port, line), loop).result(10)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield line
    asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


async def _open(port: int, line: Line) -> asyncio.Server:
    return await asyncio.start_server(lambda reader, writer: _join(reader, writer, port, line), "127.0.0.1", 0)


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, line: Line) -> None:
    if line.is_cut:
        writer.close()
        return
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
    line.ends |= {writer, far_writer}
    with suppress(ConnectionError, asyncio.CancelledError):
        await asyncio.gather(_carry(reader, far_writer, line), _carry(far_reader, writer, line))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> None:
    loop = asyncio.get_running_loop()
    while chunk := await reader.read(2**16):
        loop.call_later(line.way_s, writer.write, chunk)
    loop.call_later(line.way_s, writer.close)


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
