"""Headers of every answer, so that no browser keeps it, frames it, guesses its type or reveals its address."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000"}
"""A year. Only for a service that people reach over HTTPS."""


class SafeHeaders:
    """Adds the headers that a route has not set itself."""

    def __init__(self, app: ASGIApp, *, encrypted: bool) -> None:
        self.app, self.added = app, HEADERS | (ENCRYPTED if encrypted else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)
