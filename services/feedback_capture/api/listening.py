"""A route that first listens: words of someone at risk raise a concern, even if the form is then refused (FC3)."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from typing_extensions import override

from contracts.vocabulary.types import Id
from services.chassis.http.malformed import reason_for
from services.chassis.http.rates import Bucket, Rates, rates_of
from services.chassis.http.refusals import HttpRefusal, too_many
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Reason, Refused
from services.feedback_capture.commands.flood import Flood
from services.feedback_capture.commands.responding import hear, listen
from services.feedback_capture.domain.concern.gathering import REFUSED, Crowd
from services.feedback_capture.domain.concern.hearing import Heard

READ_ANYWAY = Reason(
    "response/read-anyway",
    "We could not take this form, but we ask a person to read what you wrote straight away. If someone is in danger, call 999.",
)
NOT_READ = Reason(
    "response/not-read",
    "So many forms came at once that no one can read this one. If someone is in danger, call 999. Send this form again later.",
)
READ = 8_192
"""Bytes that are read of a form which a rate refuses. 250,000 took half a second of a core, and few people write so much."""
NOT_TAKEN = "We could not take this form. Some of your entries need a correction."


def listening(room: Room, flood: Flood) -> type[APIRoute]:
    """Returns the kind of route that counts answers, and raises a concern before anything of a request is checked."""

    class Listening(APIRoute):
        @override
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def counted(request: Request, wait: int) -> Response:
                if wait:
                    raise too_many(wait)
                return await handle(request)

            async def heard_first(request: Request) -> Response:
                body, rates = await request.body(), rates_of(request)
                wait = rates.wait(Bucket.ANSWERS, rates.address(request))
                form = await hear(room, body[:READ] if wait else body)
                wait = wait or rates.wait(Bucket.SURVEYS, form.survey or "")
                if not form.risks:
                    return await counted(request, wait)
                key = request.headers.get("Idempotency-Key", "")
                raising = (
                    _raised_though_refused(room, flood, rates, form, body, key)
                    if wait
                    else listen(room, form, body, key, lambda survey: crowd_of(rates, survey, refused=False))
                )
                said = READ_ANYWAY if await raising else NOT_READ
                try:
                    return await counted(request, wait)
                except Refused as fault:
                    raise Refused(*fault.reasons, said) from None
                except HttpRefusal as fault:
                    raise HttpRefusal(fault.status, fault.title, *fault.reasons, said, headers=fault.headers) from None
                except RequestValidationError as fault:
                    raise HttpRefusal(422, NOT_TAKEN, *map(reason_for, fault.errors()), said) from None
                except HTTPException:
                    raise HttpRefusal(422, NOT_TAKEN, said) from None

            return heard_first

    return Listening


async def _raised_though_refused(room: Room, flood: Flood, rates: Rates, form: Heard, body: bytes, key: str) -> bool:
    """Raises the concern of a form that a rate refuses, or only counts it once so many came that no more words are kept."""
    if flood.rises(room) and _is_spent(rates, form.survey or ""):
        flood.count(form.risks)
        return False
    kept = await listen(room, form, body, key, lambda survey: crowd_of(rates, survey, refused=True))
    if not kept:
        flood.begin(room)
    return kept


def crowd_of(rates: Rates, survey: Id, *, refused: bool) -> Crowd | None:
    """Counts a concern of a survey. Returns the crowd that it is gathered with, or None if it is raised by itself."""
    if rates.wait(Bucket.SURVEY_CONCERNS, _lane(refused), survey):
        return REFUSED if refused else Crowd(survey, refused=False)
    if rates.wait(Bucket.CONCERNS, _lane(refused)):
        return Crowd("", refused)
    return None


def _is_spent(rates: Rates, survey: Id) -> bool:
    """Returns true if a form that a rate refuses would not be raised by itself now."""
    lane = _lane(refused=True)
    return rates.is_spent(Bucket.SURVEY_CONCERNS, lane, survey) or rates.is_spent(Bucket.CONCERNS, lane)


def _lane(refused: bool) -> str:  # noqa: FBT001 - one of two words
    return "refused" if refused else "taken"
