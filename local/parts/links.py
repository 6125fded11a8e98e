"""Connections that can be cut: a TCP proxy in front of a part, run by one thread of the launching process."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import Any

CHUNK = 65_536


class Link:
    """A link that passes everything for `target` through `port` while it is whole."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self._target = target
        self._listener: socket.socket | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()

    async def mend(self) -> None:
        self._flowing.set()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=100)
            self._listener.settimeout(0)
            asyncio.get_running_loop().add_reader(self._listener, self._accept, self._listener)

    async def cut(self) -> None:
        """Breaks open connections and refuses new ones."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def hold(self) -> None:
        """Keeps connections open but passes no byte until the link is mended, like a cable pulled out."""
        self._flowing.clear()

    def _accept(self, listener: socket.socket) -> None:
        """Accepts a connection at once. asyncio's own server loses connections that it is about to accept when it closes."""
        try:
            connection, _ = listener.accept()
        except OSError:
            return  # the caller has gone
        task = asyncio.create_task(self._serve(connection))
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        task.add_done_callback(lambda _: connection.close())  # it may be cancelled before its first step

    async def _serve(self, connection: socket.socket) -> None:
        with ExitStack() as left_open:
            try:
                reader, writer = await asyncio.open_connection(sock=connection)
                left_open.callback(writer.transport.abort)
                onward, back = await asyncio.open_connection("127.0.0.1", self._target)
                left_open.callback(back.transport.abort)
            except OSError:
                return
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(onward, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        except OSError:
            writer.transport.abort()


class Links:
    """The links of one deployment, by name."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._links: dict[str, Link] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="links", daemon=True)
        self._thread.start()

    def add(self, name: str, port: int, target: int) -> None:
        self._links[name] = Link(port, target)
        self.mend(name)

    def cut(self, name: str) -> None:
        self._run(self._links[name].cut())

    def hold(self, name: str) -> None:
        self._run(self._links[name].hold())

    def mend(self, name: str) -> None:
        self._run(self._links[name].mend())

    def close(self) -> None:
        for name in self._links:
            self.cut(name)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)
