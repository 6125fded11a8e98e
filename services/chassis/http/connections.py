"""Connections that keep no one waiting: each sends the header of a request in time, or ends."""

import asyncio
from typing import Any, ClassVar

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from services.chassis.http.limits import HEADER_BYTES, TOO_SLOW
from services.chassis.http.refusals import problem
from services.chassis.settings import HostSettings

FOR_EACH_REQUEST = 5
"""Connections for each request that may be in hand. Most of them wait between two requests."""


class Connection(H11Protocol):
    """A connection of uvicorn's that ends if no complete header arrives in time. uvicorn has no such limit.

    The time begins with the connection, and again with the first byte of each further request.
    """

    header_seconds: ClassVar[float]
    most: ClassVar[int]
    late: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.close()
        self._expect_header()

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect_header()
        else:
            self._expect_nothing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        super().connection_lost(exc)

    def _expect_header(self) -> None:
        if self.late is None:
            self.late = self.loop.call_later(self.header_seconds, self._end)

    def _expect_nothing(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None

    def _end(self) -> None:
        """Says why, and closes the connection."""
        if self.transport.is_closing():
            return
        answer = problem(408, TOO_SLOW, headers={"Connection": "close"})
        response = h11.Response(status_code=408, headers=answer.raw_headers, reason=b"Request Timeout")
        for event in (response, h11.Data(data=bytes(answer.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def serving(settings: HostSettings) -> dict[str, Any]:
    """Returns the way in which uvicorn serves an app: quietly, and within the limits of the settings."""
    limits = {"header_seconds": settings.header_seconds, "most": settings.concurrent_requests * FOR_EACH_REQUEST}
    return {
        "http": type("Connection", (Connection,), limits),
        "ws": "none",
        "h11_max_incomplete_event_size": HEADER_BYTES,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # the rates read the header themselves, from trusted proxies only
    }
