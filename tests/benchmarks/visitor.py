"""A reader without a browser who stays: opens a page over Streamlit's websocket, presses, writes, sees what comes."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.readers import LARGEST, PATIENCE_S

KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.*)", re.DOTALL)
EVENTS = "$$STREAMLIT_INTERNAL_KEY_{base}__events"


def new_cookie(url: str) -> str:
    """Return the cookie that the server gives to a new reader."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "text/html"})) as answer:
        return str(answer.headers["set-cookie"]).partition(";")[0]


class Visitor:
    """One tab of a browser.

    Attributes:
        widgets: identity, fragment and message of each widget that was ever shown, by the key that its page gave it.
        words: what was last said at each place of the page.
    """

    def __init__(self, url: str, cookie: str) -> None:
        self.url, self.cookie = url, cookie
        self.widgets: dict[str, tuple[str, str, Any]] = {}
        self.words: dict[tuple[int, ...], str] = {}
        self.heard = asyncio.Condition()
        self.runs, self._page, self._query, self._hash = 0, "", "", ""
        self._one_at_a_time = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self, page: str, query: str = "") -> None:
        """Open a page, and wait until it has been shown."""
        self._page, self._query = page, query
        address = urlsplit(self.url)._replace(scheme="ws", path="/_stcore/stream").geturl()
        self._socket = await websockets.connect(
            address, subprotocols=["streamlit"], max_size=LARGEST, open_timeout=PATIENCE_S, ping_interval=None,
            compression=None, additional_headers={"Cookie": self.cookie})
        self._listening = asyncio.create_task(self._listen())
        await self._rerun({})

    async def press(self, key: str, **written: str) -> None:
        """Press a button, with what is written in the fields of its form, and wait for what comes of it."""
        identity, fragment, _element = self.widgets[key]
        fields = {self.widgets[name][0]: {"string_value": text} for name, text in written.items()}
        await self._rerun({identity: {"trigger_value": True}} | fields, fragment)

    async def tell(self, key: str, value: object) -> None:
        """Let a component say that something was chosen."""
        identity, fragment, _element = self.widgets[key]
        said = json.dumps([{"event": "selected", "value": value}])
        await self._rerun({EVENTS.format(base=identity): {"json_trigger_value": said}}, fragment)

    def data_of(self, key: str) -> Any:
        """Return what a component was told last."""
        return json.loads(self.widgets[key][2].json)

    def says(self, pattern: str) -> re.Match[str] | None:
        """Return where the page says something."""
        return re.search(pattern, "\n".join(self.words.values()), re.DOTALL)

    async def pulse(self, path: str) -> dict[str, Any]:
        """Ask past Streamlit, over a connection that is kept, as browsers do; one that was closed is opened anew."""
        try:
            return await self._asked(path)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._line = None
            return await self._asked(path)

    async def _asked(self, path: str) -> dict[str, Any]:
        where = urlsplit(self.url)
        if self._line is None:
            self._line = await asyncio.open_connection(where.hostname, where.port)
        reader, writer = self._line
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {self.cookie}\r\n\r\n".encode())
        async with asyncio.timeout(PATIENCE_S):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            body = await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r")[0]))
        assert head.startswith("http/1.1 200"), head
        return dict(json.loads(body))

    async def close(self) -> None:
        """Close the tab."""
        if self._listening:
            self._listening.cancel()
            await self._socket.close()
        if self._line:
            self._line[1].close()

    async def _rerun(self, states: dict[str, dict[str, Any]], fragment: str = "") -> None:
        async with self._one_at_a_time:
            await self._run(states, fragment)

    async def _run(self, states: dict[str, dict[str, Any]], fragment: str) -> None:
        before = self.runs
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = self._page, self._query
        ask.rerun_script.page_script_hash, ask.rerun_script.fragment_id = self._hash, fragment
        ask.rerun_script.context_info.url = f"{self.url}/{self._page}"
        for identity, value in states.items():
            ask.rerun_script.widget_states.widgets.add(id=identity, **value)
        await self._socket.send(ask.SerializeToString())
        async with asyncio.timeout(PATIENCE_S), self.heard:
            await self.heard.wait_for(lambda: self.runs > before or self._is_gone())
        if self._listening and self._listening.done():
            self._listening.result()

    def _is_gone(self) -> bool:
        return self._listening is not None and self._listening.done()

    async def _listen(self) -> None:
        try:
            while True:
                self._take(ForwardMsg.FromString(await self._socket.recv(decode=False)))
                async with self.heard:
                    self.heard.notify_all()
        finally:
            async with self.heard:
                self.heard.notify_all()

    def _take(self, said: ForwardMsg) -> None:
        kind = said.WhichOneof("type")
        if kind == "script_finished":
            self.runs += said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        elif kind == "navigation":
            self._page, self._hash = "", said.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = said.page_info_changed.query_string
        elif kind == "delta" and said.delta.HasField("new_element"):
            self._element(said.delta.new_element, said.delta.fragment_id, tuple(said.metadata.delta_path))

    def _element(self, element: Any, fragment: str, place: tuple[int, ...]) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(element.exception.message)
        shown = getattr(element, kind)
        if found := KEY.fullmatch(getattr(shown, "id", "")):
            self.widgets[found[1]] = (shown.id, fragment, shown)
        self.words[place] = str(getattr(shown, "body", ""))
