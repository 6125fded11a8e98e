"""A token is fetched once for most of its life, and an issuer that gives none is named by the setting."""

import asyncio
import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from typing_extensions import override

from services.chassis.messaging.oauth import ClientCredentials, NoToken, Tokens
from services.chassis.messaging.refused import NotConnected

SECRET = "hunter:2"


class Issuer:
    """An issuer that gives numbered tokens, or the next of its planned answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.life = 60.0


@pytest.fixture
def issuer() -> Iterator[tuple[Issuer, str]]:
    said = Issuer()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            said.asked.append((self.headers["Authorization"], form))
            token = {"access_token": f"token-{len(said.asked)}", "expires_in": said.life, "token_type": "bearer"}
            status, body = said.answers.pop(0) if said.answers else (200, json.dumps(token).encode())
            self.send_response(status)
            self.send_header("Location", self.path)
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield said, f"http://127.0.0.1:{server.server_port}/token"
    server.shutdown()
    thread.join()
    server.server_close()


def tokens(url: str, scope: str = "", patience: float = 5) -> Tokens:
    given = {"token_url": url, "client_id": "review-registry", "client_secret": SECRET, "scope": scope}
    return Tokens(ClientCredentials.model_validate(given), patience)


async def test_many_clients_share_a_token_until_most_of_its_life_is_over(issuer: tuple[Issuer, str]) -> None:
    said, url = issuer
    provider = tokens(url, "kafka")
    assert set(await asyncio.gather(*(provider.token() for _ in range(5)))) == {"token-1"}
    ((login, form),) = said.asked
    assert form == {"grant_type": ["client_credentials"], "scope": ["kafka"]}
    assert b64decode(login.removeprefix("Basic ")).decode() == "review-registry:hunter%3A2"


async def test_a_token_near_its_end_is_fetched_again(issuer: tuple[Issuer, str]) -> None:
    said, url = issuer
    said.life = 1e-6
    provider = tokens(url)
    assert [await provider.token(), await provider.token()] == ["token-1", "token-2"]


@pytest.mark.parametrize("answer", [(401, b"hunter"), (500, b""), (200, b"hunter"), (200, b'{"expires_in": 60}')])
async def test_an_issuer_that_gives_no_token_is_asked_again(issuer: tuple[Issuer, str], answer: tuple[int, bytes]) -> None:
    said, url = issuer
    said.answers.append(answer)
    provider = tokens(url)
    with pytest.raises(NoToken, match="LEARNING_BROKER_CREDENTIALS") as fault:
        await provider.token()
    assert "hunter" not in str(fault.value)
    assert await provider.token() == "token-2"


async def test_a_redirect_ends_the_request_so_that_the_secret_goes_nowhere_else(issuer: tuple[Issuer, str]) -> None:
    said, url = issuer
    said.answers.append((302, b""))
    with pytest.raises(NoToken, match="status 302"):
        await tokens(url).token()
    assert len(said.asked) == 1


@pytest.mark.parametrize(("status", "may_pass"), [(400, False), (401, False), (403, False), (429, True), (503, True)])
async def test_only_refused_credentials_do_not_pass(issuer: tuple[Issuer, str], status: int, *, may_pass: bool) -> None:
    said, url = issuer
    said.answers.append((status, b""))
    with pytest.raises(NoToken) as fault:
        await tokens(url).token()
    assert NotConnected(fault.value).retriable == may_pass
    assert "LEARNING_BROKER_CREDENTIALS" in str(NotConnected(fault.value))


async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers with a byte now and then, without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    with closing(writer), suppress(OSError):
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)


async def babbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers with something that is no HTTP, once it has read the request. Unread bytes would reset the connection."""
    await reader.readuntil(b"client_credentials")
    writer.write(b"hunter2\r\n\r\n")
    writer.close()


@pytest.mark.parametrize(("answers", "reason"), [(drips, "TimeoutError"), (babbles, "BadStatusLine")])
async def test_an_issuer_that_answers_strangely_gives_no_token(answers: Any, reason: str) -> None:
    server = await asyncio.start_server(answers, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NoToken, match=reason) as fault:
            await tokens(f"http://127.0.0.1:{port}/token", patience=0.3).token()
    assert "hunter2" not in str(fault.value)


async def test_an_issuer_that_is_away_is_a_fault_that_may_pass() -> None:
    with pytest.raises(OSError, match="gave no token"):
        await tokens("http://127.0.0.1:9/token").token()
