"""A process without a store: sign-in, health and refusals are there, and its parts start and stop in order."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import APIRouter

from local.parts.tokens import Issuer
from local.waiting import eventually_async
from services.chassis.host import Host
from services.chassis.http.headers import HEADERS
from services.chassis.settings import HostSettings


@pytest.fixture
def host(tmp_path: Path) -> Host:
    jwks = str(Issuer(tmp_path).jwks)
    return Host("pages", HostSettings(profile="local", issuer="nobody", audience="nobody", jwks=jwks))


def client(host: Host) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(host.app), base_url="http://pages")


async def test_a_host_without_a_store_serves_and_is_ready_once_its_parts_answer(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.chassis.operators.health.FRESH", 0)

    async def away() -> None:
        raise ConnectionError

    async with client(host) as pages:
        assert (await pages.get("/health/ready")).status_code == 200
        host.checks["client"] = away
        answer = await pages.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"client": "does not answer"})


async def test_parts_start_in_order_and_stop_in_the_opposite_order(host: Host) -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def part(name: str) -> AsyncIterator[None]:
        seen.append(f"{name} starts")
        yield
        seen.append(f"{name} stops")

    host.parts = [lambda: part("first"), lambda: part("second")]
    async with host.app.router.lifespan_context(host.app):
        pass
    assert seen == ["first starts", "second starts", "second stops", "first stops"]


async def test_a_stop_ends_the_process_whatever_still_runs(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr("os._exit", lambda code: ended.set())
    host.longest_stop = 0.01

    @asynccontextmanager
    async def part() -> AsyncIterator[None]:
        yield
        assert await asyncio.to_thread(ended.wait, 10)

    host.parts = [part]
    async with host.app.router.lifespan_context(host.app):
        assert not ended.is_set()
    assert ended.is_set()


@pytest.mark.parametrize(("address", "encrypted"), [("https://pages.example", True), ("http://localhost", False)])
async def test_every_answer_has_headers_that_protect_it(tmp_path: Path, address: str, *, encrypted: bool) -> None:
    jwks = str(Issuer(tmp_path).jwks)
    host = Host("pages", HostSettings(profile="local", issuer="nobody", audience="nobody", jwks=jwks, public_url=address))
    async with client(host) as pages:
        for path in ("/health/live", "/no-such-page"):
            answer = await pages.get(path)
            assert answer.headers.items() >= {name.lower(): value for name, value in HEADERS.items()}.items()
            assert ("Strict-Transport-Security" in answer.headers) is encrypted


async def test_a_request_that_a_stop_cuts_short_is_asked_for_again(host: Host) -> None:
    arrived = asyncio.Event()

    async def never() -> None:
        arrived.set()
        await asyncio.Event().wait()

    async def started() -> bool:
        return server.started

    routes = APIRouter()
    routes.add_api_route("/slow", never)
    host.serve(routes)
    server = uvicorn.Server(uvicorn.Config(host.app, port=0, log_config=None, timeout_graceful_shutdown=0))
    running = asyncio.create_task(server.serve())
    await eventually_async(started, what="the server is started")
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as pages:
        asked = asyncio.create_task(pages.get("/slow"))
        await arrived.wait()
        server.should_exit = True
        answer = await asked
        await running
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("limit=1&colour=red", ["request/unknown-parameter"]),
        ("limit=1&limit=2", ["request/repeated-parameter"]),
        ("limit=1&limit=2&colour=red", ["request/unknown-parameter", "request/repeated-parameter"]),
        ("limit=1", []),
    ],
)
async def test_a_parameter_that_is_unknown_or_repeated_is_refused_by_name(host: Host, query: str, codes: list[str]) -> None:
    routes = APIRouter()

    @routes.get("/pages")
    async def read(limit: int = 1) -> int:
        return limit

    host.serve(routes)
    async with client(host) as pages:
        answer = await pages.get(f"/pages?{query}")
    assert [each["code"] for each in (answer.json().get("errors", []) if codes else [])] == codes
    assert answer.status_code == (422 if codes else 200)
