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
        widgets: identity, fragment and message of each widget that is shown, by the key that its page gave it.
        words: what was last said at each place of the page.
        polls: fragments that ask to run again, and after how long, s.
        received: by the websocket since the page was opened, bytes.
    """

    def __init__(self, url: str, cookie: str) -> None:
        self.url, self.cookie = url, cookie
        self.widgets: dict[str, tuple[str, str, Any]] = {}
        self.words: dict[tuple[int, ...], str] = {}
        self.polls: dict[str, float] = {}
        self.received = 0
        self.heard = asyncio.Condition()
        self.runs, self._page, self._query, self._hash = 0, "", "", ""
        self._kept: dict[str, ForwardMsg] = {}
        self._shown: set[str] = set()
        self._one_at_a_time = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self, page: str, query: str = "") -> None:
        """Open a page, and wait until it has been shown."""
        self._page, self._query = page, query
        where = urlsplit(self.url)
        address = where._replace(scheme="ws", path=f"{where.path.rstrip('/')}/_stcore/stream").geturl()
        self._socket = await websockets.connect(
            address, subprotocols=["streamlit"], max_size=LARGEST, open_timeout=PATIENCE_S, ping_interval=None,
            compression=None, additional_headers={"Cookie": self.cookie})
        self._listening = asyncio.create_task(self._listen())
        await self._rerun({})

    async def go(self, page: str, query: str = "") -> None:
        """Follow a link to another page in the same tab, and wait until it has been shown."""
        self._page, self._query, self._hash = page, query, ""
        await self._rerun({})

    async def put(self, key: str, **value: object) -> None:
        """Give a widget a value, in the field of Streamlit's ``WidgetState`` that its kind has."""
        identity, fragment, _element = self.widgets[key]
        await self._rerun({identity: value}, fragment)

    async def poll(self, fragment: str) -> None:
        """Let a fragment run again, as its timer does."""
        await self._rerun({}, fragment)

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

    async def pulse(self, path: str, question: object = None) -> dict[str, Any]:
        """Ask past Streamlit, over a connection that is kept, as browsers do; one that was closed is opened anew."""
        body = b"" if question is None else json.dumps(question).encode()
        try:
            return await self._asked(path, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._line = None
            return await self._asked(path, body)

    async def _asked(self, path: str, asked: bytes) -> dict[str, Any]:
        where = urlsplit(self.url)
        if self._line is None:
            self._line = await asyncio.open_connection(where.hostname, where.port)
        reader, writer = self._line
        writer.write(f"{'POST' if asked else 'GET'} /{path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {self.cookie}"
                     f"\r\nContent-Length: {len(asked)}\r\n\r\n".encode() + asked)
        async with asyncio.timeout(PATIENCE_S):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            body = await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r")[0]))
        assert head.startswith("http/1.1 200"), head
        return dict(json.loads(body))

    async def close(self) -> None:
        """Close the tab."""
        if self._listening:
            self._listening.cancel()
            await self._socket.close(1001)  # as browsers do
        if self._line:
            self._line[1].close()

    async def lose_line(self) -> None:
        """Be gone without a word, as a phone whose network is."""
        if self._listening:
            self._listening.cancel()
            self._socket.transport.abort()
        if self._line:
            self._line[1].close()

    async def _rerun(self, states: dict[str, dict[str, Any]], fragment: str = "") -> None:
        async with self._one_at_a_time:
            await self._run(states, fragment)

    async def _run(self, states: dict[str, dict[str, Any]], fragment: str) -> None:
        before = self.runs
        self._shown.clear()
        if not fragment:
            self.polls.clear()
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = self._page, self._query
        ask.rerun_script.page_script_hash, ask.rerun_script.fragment_id = self._hash, fragment
        ask.rerun_script.context_info.url = f"{self.url}/{self._page}"
        ask.rerun_script.cached_message_hashes.extend(self._kept)  # as browsers do: those are not sent again
        for identity, value in states.items():
            ask.rerun_script.widget_states.widgets.add(id=identity, **value)
        await self._socket.send(ask.SerializeToString())
        async with asyncio.timeout(PATIENCE_S), self.heard:
            await self.heard.wait_for(lambda: self.runs > before or self._is_gone())
        if self._listening and self._listening.done():
            self._listening.result()
        for key in [key for key, (_, drawn_by, _) in self.widgets.items()
                    if key not in self._shown and fragment in ("", drawn_by)]:
            del self.widgets[key]

    def _is_gone(self) -> bool:
        return self._listening is not None and self._listening.done()

    async def _listen(self) -> None:
        try:
            while True:
                block = await self._socket.recv(decode=False)
                self.received += len(block)
                self._take(ForwardMsg.FromString(block))
                async with self.heard:
                    self.heard.notify_all()
        finally:
            async with self.heard:
                self.heard.notify_all()

    def _take(self, said: ForwardMsg) -> None:
        kind = said.WhichOneof("type")
        if said.metadata.cacheable:
            self._kept[said.hash] = said
        if kind == "ref_hash":
            kept = ForwardMsg()
            kept.CopyFrom(self._kept[said.ref_hash])
            kept.metadata.CopyFrom(said.metadata)
            self._take(kept)
        elif kind == "auto_rerun":
            self.polls[said.auto_rerun.fragment_id] = said.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for fragment in said.stop_auto_rerun.fragment_ids:
                self.polls.pop(fragment, None)
        elif kind == "script_finished":
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
            self._shown.add(found[1])
        self.words[place] = str(getattr(shown, "body", ""))
