"""The header that names what an answer leaves out, so that a reader sees that something is missing."""

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.room.reading import LEFT_OUT

HEADER = "Left-Out"
MOST = 20
"""Ids in one header."""
DESCRIBED: dict[str, Any] = {
    "description": "The ids of items that cannot be shown because of a fault on our side. Without it, the list is complete",
    "schema": {"type": "string"},
}


class LeftOut:
    """Adds the header to an answer that leaves something out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left_out: list[str] = []
        LEFT_OUT.set(left_out)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and left_out:
                MutableHeaders(scope=message)[HEADER] = ", ".join(left_out[:MOST])
            await send(message)

        await self.app(scope, receive, sending)
