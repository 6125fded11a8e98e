"""A link that is cut breaks everything that went through it, however young."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from local.parts.links import Link
from local.parts.ports import Ports


@asynccontextmanager
async def echoing() -> AsyncIterator[int]:
    """The port of a part that answers with what it is sent."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(100):
                writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def is_broken(caller: socket.socket) -> bool:
    try:
        return await asyncio.wait_for(asyncio.get_running_loop().sock_recv(caller, 10), 5) == b""
    except OSError:
        return True


@pytest.mark.parametrize("steps", range(8))
async def test_a_connection_that_is_just_being_made_breaks_too(tmp_path: Path, steps: int) -> None:
    async with echoing() as target:
        link = Link(Ports(tmp_path / "ports.json").of("link"), target)
        await link.mend()
        callers = [socket.create_connection(("127.0.0.1", link.port)) for _ in range(3)]
        for caller in callers:
            caller.settimeout(0)
        for _ in range(steps):
            await asyncio.sleep(0)
        await link.cut()
        assert [await is_broken(caller) for caller in callers] == [True, True, True]
        for caller in callers:
            caller.close()
        gc.collect()


async def test_a_link_that_is_mended_passes_everything_on_again(tmp_path: Path) -> None:
    async with echoing() as target:
        link = Link(Ports(tmp_path / "ports.json").of("link"), target)
        for _ in range(2):
            await link.mend()
            reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
            writer.write(b"heard")
            assert await asyncio.wait_for(reader.readexactly(5), 5) == b"heard"
            await link.cut()
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", link.port)
            writer.close()
