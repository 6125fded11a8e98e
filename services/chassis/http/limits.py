"""Limits on the size and the media type of requests."""

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.http.refusals import problem


class Limits:
    """Refuses a request that is too large or not JSON before anything reads it."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app, self.largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            return await self.app(scope, receive, send)
        headers = Request(scope).headers
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return await problem(415, "Send JSON, with the header Content-Type: application/json.")(scope, receive, send)
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > self.largest:
            return await problem(413, "Your request is too large. Send less text at once.")(scope, receive, send)
        return await self.app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.largest:
                raise HTTPException(413, "Your request is too large. Send less text at once.")
            return message

        return counted
