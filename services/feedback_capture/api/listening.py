"""A route that first listens: words of someone at risk raise a concern, even if the form is then refused (FC3)."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from typing_extensions import override

from services.chassis.http.malformed import reason_for
from services.chassis.http.refusals import HttpRefusal
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Reason, Refused
from services.feedback_capture.commands.responding import listen

READ_ANYWAY = Reason(
    "response/read-anyway",
    "We could not take this form, but we ask a person to read what you wrote straight away. If someone is in danger, call 999.",
)
NOT_TAKEN = "We could not take this form. Some of your entries need a correction."


def listening(room: Room) -> type[APIRoute]:
    """Returns the kind of route that raises a concern before anything of the request is checked."""

    class Listening(APIRoute):
        @override
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def heard_first(request: Request) -> Response:
                if not await listen(room, await request.body(), request.headers.get("Idempotency-Key", "")):
                    return await handle(request)
                try:
                    return await handle(request)
                except Refused as fault:
                    raise Refused(*fault.reasons, READ_ANYWAY) from None
                except HttpRefusal as fault:
                    raise HttpRefusal(fault.status, fault.title, *fault.reasons, READ_ANYWAY, headers=fault.headers) from None
                except RequestValidationError as fault:
                    raise HttpRefusal(422, NOT_TAKEN, *map(reason_for, fault.errors()), READ_ANYWAY) from None
                except HTTPException:
                    raise HttpRefusal(422, NOT_TAKEN, READ_ANYWAY) from None

            return heard_first

    return Listening
