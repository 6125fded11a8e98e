"""The answer to a request that a stop cuts short."""

from asyncio import CancelledError

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.http.refusals import try_again


class Stopping:
    """Asks the caller of a cancelled request to send it again. The server itself would report a fault of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answered = False

        async def noting(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except CancelledError:
            if scope["type"] != "http" or answered:
                raise
            await try_again()(scope, receive, send)
