"""Responses, for those who code them (FC4)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.roles import BUSINESS_UNIT
from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.chassis.rules.detectors import masked
from services.feedback_capture.domain.period import Period
from services.feedback_capture.domain.response.consents import Consent, Purpose
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


def response_opened(response: Response, given: Given) -> ResponseShown:
    """Shows the words with a mask, and adds the themes that they suggest."""
    readable = given.actor.holds(BUSINESS_UNIT) or response.allows(Purpose.IMPROVE_SERVICE)
    words = response.texts if readable else {}
    may_reach = given.actor.holds(BUSINESS_UNIT) and response.allows(Purpose.CONTACT_AGAIN)
    return response_shown(response, given).model_copy(
        update={
            "answers": {code: masked(text) for code, text in words.items()},
            "contact": response.contact if may_reach else None,
            "suggestions": suggested(words.values(), given.framework.feedback.key_terms),
        }
    )
