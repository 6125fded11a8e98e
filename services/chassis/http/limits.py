"""Limits on the size, the media type, the pace and the number of requests."""

import asyncio
from contextlib import suppress

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.http.refusals import problem, try_again

HEADER_BYTES, HEADER_FIELDS = 16_384, 100
"""The address of a request counts among the bytes of its header."""
TOO_LARGE = "Your request is too large. Send less text at once."
TOO_SLOW = "Your request did not arrive in time. Send it again."
CLOSE = {"Connection": "close"}
"""The rest of the request would come otherwise."""
HEALTH = "/health/"
"""Addresses that orchestrators call. No limit holds for them, because it would stop a process that is well."""


class Limits:
    """Refuses a request that is too large, too slow or not JSON before anything reads it."""

    def __init__(self, app: ASGIApp, largest: int, seconds: float) -> None:
        self.app, self.largest, self.seconds = app, largest, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if _header_is_too_large(scope):
            return await problem(431, "Your request has too large a header. Send a shorter address and fewer headers.")(
                scope, receive, send
            )
        if scope["method"] not in ("POST", "PUT", "PATCH"):
            return await self.app(scope, receive, send)
        headers = Request(scope).headers
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return await problem(415, "Send JSON, with the header Content-Type: application/json.")(scope, receive, send)
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > self.largest:
            return await problem(413, TOO_LARGE)(scope, receive, send)
        return await self.app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        """Returns the body as it comes. Raises a 413 once it is too large, and a 408 if it does not end in time."""
        read, more = 0, True
        until = asyncio.get_running_loop().time() + self.seconds

        async def counted() -> Message:
            nonlocal read, more
            if not more:
                return await receive()  # the next message comes if the caller hangs up
            message = None
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    message = await receive()
            if message is None:
                raise HTTPException(408, TOO_SLOW, headers=CLOSE)
            read, more = read + len(message.get("body", b"")), message.get("more_body", False)
            if read > self.largest:
                raise HTTPException(413, TOO_LARGE)
            return message

        return counted


def _header_is_too_large(scope: Scope) -> bool:
    fields = scope["headers"]
    size = len(scope["path"]) + len(scope["query_string"]) + sum(len(name) + len(value) for name, value in fields)
    return len(fields) > HEADER_FIELDS or size > HEADER_BYTES


class Crowd:
    """Asks callers to come back while too many requests are in hand. Health always answers.

    A caller who does not read the answer gives the place up after a while.
    """

    def __init__(self, app: ASGIApp, most: int, seconds: float) -> None:
        self.app, self.most, self.seconds, self.now = app, most, seconds, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(HEALTH):
            return await self.app(scope, receive, send)
        if self.now >= self.most:
            return await try_again()(scope, receive, send)

        async def sending(message: Message) -> None:
            async with asyncio.timeout(self.seconds):
                await send(message)

        self.now += 1
        try:
            await self.app(scope, receive, sending)
        finally:
            self.now -= 1
