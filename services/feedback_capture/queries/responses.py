"""Responses, for those who code them (FC4)."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from pydantic import BaseModel

from contracts.vocabulary.roles import BUSINESS_UNIT
from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.aside import aside
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.detectors import masked
from services.feedback_capture.domain.period import Period
from services.feedback_capture.domain.response.consents import Consent, Purpose
from services.feedback_capture.domain.response.erasing import contact_owner
from services.feedback_capture.domain.response.risk import suggested
from services.feedback_capture.domain.response.state import Reading, Response, ResponseStatus
from services.feedback_capture.kinds import RESPONSE, SURVEY

RESPONSES = Listing(
    RESPONSE,
    filters={
        "survey": Filter("survey", "the id of a survey", refers_to=SURVEY),
        "status": Filter("status", "a status", among=ResponseStatus),
        "reading": Filter("reading", "`read` or `unread`", among=Reading),
        "period": Filter("period", "a quarter such as 2026-q3", type=Period),
    },
)


class ResponseShown(BaseModel):
    """A response with identifying details masked. `hits` holds the kinds of detail.

    Answers to commands have no words. Facilitators see them only if the person allows it.
    """

    id: Id
    survey: Id
    said_on: date
    status: ResponseStatus
    read_on: date | None
    answers: dict[Code, str] = {}
    scales: dict[Code, int]
    contact: str | None = None
    """Contact details, for the business unit, if the person allows us to use them."""
    consents: tuple[Consent, ...]
    hits: tuple[Code, ...]
    themes: tuple[Code, ...]
    suggestions: tuple[Code, ...] = ()


def response_shown(response: Response, given: Given) -> ResponseShown:
    kept = {name: value for name, value in response if name in ResponseShown.model_fields and name != "contact"}
    return ResponseShown(**kept)


async def responses_opened(room: Room, responses: Sequence[Response], given: Given) -> list[ResponseShown]:
    """Opens and masks the words, and adds the themes that they suggest."""
    return [await _opened(room, each, given) for each in responses]


async def _opened(room: Room, response: Response, given: Given) -> ResponseShown:
    readable = given.actor.holds(BUSINESS_UNIT) or response.allows(Purpose.IMPROVE_SERVICE)
    texts = {code: await opened(room, response.id, value) for code, value in response.texts.items() if readable}
    words = {code: text for code, text in texts.items() if text is not None}
    may_reach = given.actor.holds(BUSINESS_UNIT) and response.allows(Purpose.CONTACT_AGAIN)
    reachable = response.contact if may_reach else None
    return response_shown(response, given).model_copy(
        update={
            "answers": await aside(_masked, words),
            "contact": await opened(room, contact_owner(response.id), reachable) if reachable else None,
            "suggestions": await aside(partial(suggested, key_terms=room.framework.feedback.key_terms), [*words.values()]),
        }
    )


def _masked(words: dict[Code, str]) -> dict[Code, str]:
    return {code: masked(text) for code, text in words.items()}
