"""Callers who are slow, too many, or send more than any form has, cost a service little."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import APIRouter, Response

from local.parts.tokens import Issuer
from local.waiting import eventually_async
from services.chassis.host import Host
from services.chassis.http.bodies import DEEPEST, MOST_ENTRIES
from services.chassis.http.connections import FOR_EACH_REQUEST, serving
from services.chassis.http.limits import HEADER_BYTES, HEADER_FIELDS
from services.chassis.settings import HostSettings
from tests.service.calling import refused

SECONDS = 0.3
LARGE = 50_000_000
"""Bytes of an answer that no buffer of the system holds."""
HEADER = b"POST /pages HTTP/1.1\r\nHost: pages\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"


class Running:
    """A host that serves on a port. `GET /never` keeps its request in hand until `release` is set."""

    def __init__(self, host: Host, port: int, release: asyncio.Event, arrived: asyncio.Semaphore) -> None:
        self.host, self.port, self.release, self.arrived = host, port, release, arrived
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10)

    async def sent(self, *pieces: bytes) -> bytes:
        """Sends these pieces on one connection, and returns all that comes back until the service closes it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        return answer


@asynccontextmanager
async def running(tmp_path: Path, **changed: Any) -> AsyncIterator[Running]:
    jwks = str(Issuer(tmp_path).jwks)
    limits = {"header_seconds": SECONDS, "body_seconds": SECONDS, "concurrent_requests": 2} | changed
    settings = HostSettings(profile="local", issuer="nobody", audience="nobody", jwks=jwks, **limits)
    host, release, arrived = Host("pages", settings), asyncio.Event(), asyncio.Semaphore(0)
    routes = APIRouter()

    async def never() -> None:
        arrived.release()
        await release.wait()

    async def large() -> Response:
        arrived.release()
        return Response(b"x" * LARGE)

    async def kept(body: dict[str, Any]) -> int:
        return len(body)

    routes.add_api_route("/never", never)
    routes.add_api_route("/large", large)
    routes.add_api_route("/pages", kept, methods=["POST"])
    host.serve(routes)
    server = uvicorn.Server(uvicorn.Config(host.app, port=0, timeout_graceful_shutdown=0, **serving(settings)))
    served = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually_async(started, what="the server is started")
    found = Running(host, server.servers[0].sockets[0].getsockname()[1], release, arrived)
    try:
        async with found.client:
            yield found
    finally:
        release.set()
        server.should_exit = True
        await served


@pytest.mark.parametrize(
    "pieces",
    [
        (b"",),
        (b"GET /health/live HT",),
        (b"GET /health/live HTTP/1.1\r\nHost: pages\r\n", b"X-More: 1\r\n", b"X-More: 2\r\n"),
        (HEADER + b"\r\n", b'{"a":'),
    ],
    ids=["nothing", "a beginning", "header by header", "a slow body"],
)
async def test_connection_ends_when_a_request_does_not_arrive_in_time(pieces: tuple[bytes, ...], tmp_path: Path) -> None:
    async with running(tmp_path) as pages:
        answer = await pages.sent(*pieces)
    assert b"HTTP/1.1 408 " in answer
    assert b"application/problem+json" in answer
    assert b"connection: close" in answer.lower()


async def test_connection_ends_when_a_second_request_does_not_arrive_in_time(tmp_path: Path) -> None:
    async with running(tmp_path) as pages:
        reader, writer = await asyncio.open_connection("127.0.0.1", pages.port)
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: pages\r\n\r\n")
        await reader.readuntil(b'{"loops":{}}')
        writer.write(b"GET /health/l")
        async with asyncio.timeout(3):
            assert b"HTTP/1.1 408 " in await reader.read()
        writer.close()


async def test_connection_stays_for_a_request_in_hand_and_for_the_next_one(tmp_path: Path) -> None:
    async with running(tmp_path) as pages:
        asked = asyncio.create_task(pages.client.get("/never"))
        await pages.arrived.acquire()
        assert b"408" in await pages.sent(b"GET")  # this one waited for as long as the other may take
        pages.release.set()
        assert (await asked).status_code == 200
        assert (await pages.client.get("/never")).status_code == 200


async def test_caller_is_asked_to_come_back_while_too_many_are_served(tmp_path: Path) -> None:
    async with running(tmp_path) as pages:
        asked = [asyncio.create_task(pages.client.get("/never")) for _ in range(2)]
        for _ in asked:
            await pages.arrived.acquire()
        answer = await pages.client.get("/never")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert "Cache-Control" in answer.headers
        assert (await pages.client.get("/health/live")).status_code == 200
        pages.release.set()
        assert [(await each).status_code for each in asked] == [200, 200]
        assert (await pages.client.get("/never")).status_code == 200


async def test_caller_who_does_not_read_gives_the_place_up(tmp_path: Path) -> None:
    async with running(tmp_path, concurrent_requests=1) as pages:
        pages.release.set()
        reader, writer = await asyncio.open_connection("127.0.0.1", pages.port)
        writer.write(b"GET /large HTTP/1.1\r\nHost: pages\r\n\r\n")
        await writer.drain()
        await pages.arrived.acquire()

        async def free() -> bool:
            return (await pages.client.get("/never")).status_code == 200

        await eventually_async(free, what="the place of the caller who does not read")
        await reader.read()
        writer.close()


async def test_connections_beyond_the_limit_are_closed(tmp_path: Path) -> None:
    async with running(tmp_path, concurrent_requests=1, header_seconds=10) as pages:
        held = [await asyncio.open_connection("127.0.0.1", pages.port) for _ in range(FOR_EACH_REQUEST)]
        assert await pages.sent() == b""
        for _, writer in held:
            writer.close()


@pytest.mark.parametrize(
    "headers", [{"X-Long": "x" * HEADER_BYTES}, {f"X-{each}": "x" for each in range(HEADER_FIELDS + 1)}], ids=["long", "many"]
)
async def test_too_large_a_header_is_refused(headers: dict[str, str], tmp_path: Path) -> None:
    async with running(tmp_path) as pages:
        refused(await pages.client.get("/health/live", headers=headers), 431)
        refused(await pages.client.post("/pages", json={}, headers=headers), 431)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ('{"a": 1, "a": 2}', [("request/repeated-field", "a")]),
        ('{"a": [{"b": 1, "b": 1, "c": 0, "c": 0}]}', [("request/repeated-field", "b"), ("request/repeated-field", "c")]),
        ('{"Jane Smith": 1, "Jane Smith": 1}', [("request/repeated-field", "")]),
        (json.dumps({"a": [[]] * MOST_ENTRIES}), [("request/too-many", "")]),
        ('{"a":' + "[" * DEEPEST + "]" * DEEPEST + "}", [("request/too-deep", "")]),
        ('{"a":' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + "}", []),
    ],
)
async def test_body_that_no_form_has_is_refused(body: str, codes: list[tuple[str, str]], tmp_path: Path) -> None:
    async with running(tmp_path) as pages:
        answer = await pages.client.post("/pages", content=body, headers={"Content-Type": "application/json"})
    assert (refused(answer, 422) if codes else answer.json()) == (codes or 1)
