"""A response to a survey (FC3, FC4): anonymous, kept to the day, taken back by whoever holds its receipt code."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.framework.document import Framework
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.roles import PARTNERSHIP, PUBLIC
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.detectors import identifying
from services.feedback_capture.domain.part import Part
from services.feedback_capture.domain.period import period_of
from services.feedback_capture.domain.risk import risks
from services.feedback_capture.domain.survey import SCALE, QuestionKind, Survey

"""The agency of whoever has no account."""
Written = Annotated[str, StringConstraints(max_length=4000)]


class Purpose(StrEnum):
    """What somebody may allow, each for itself; nothing is allowed unless they say so (domain.md 10)."""

    IMPROVE_SERVICE = "improve-service"
    QUOTE_ANONYMISED = "quote-anonymised"
    SHARE_WITH_PARTNERS = "share-with-partners"
    PUBLISH = "publish"
    CONTACT_AGAIN = "contact-again"


class ResponseStatus(StrEnum):
    RECEIVED = "received"
    CODED = "coded"
    WITHDRAWN = "withdrawn"


class Respond(Part):
    """Answers a survey; nobody needs an account. `answers` by question: a text, or 1 to 5."""

    survey: Id
    answers: dict[Code, Written] = Field(max_length=30)
    not_safe_now: bool = False
    contact: Annotated[str, StringConstraints(max_length=200)] | None = None
    consents: tuple[Purpose, ...] = Field(default=(), max_length=len(Purpose))


class CodeResponse(Part):
    """Says which themes a response is about; said again, it replaces what was said before."""

    themes: tuple[Code, ...] = Field(min_length=1, max_length=10)


class Said(BaseModel):
    """What was answered, looked through before anything is kept. Texts and contact are plain here until they are sealed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: dict[Code, str]
    scales: dict[Code, str]
    contact: str | None
    consents: tuple[Purpose, ...]
    hits: tuple[Code, ...]
    """What in it may identify somebody."""
    risks: tuple[Code, ...]
    """Why a person must look at once."""
    receipt: str = ""
    """The fingerprint of the receipt code."""


class Response(BaseModel):
    """A response. `texts` and `contact` are sealed under the response's own key; `receipt` is a keyed hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    survey: Id
    source_group: SourceGroup
    service: Code
    said_on: date
    status: ResponseStatus
    receipt: str
    texts: dict[Code, str]
    scales: dict[Code, int]
    contact: str | None
    consents: tuple[Purpose, ...]
    hits: tuple[Code, ...]
    concern: bool
    """Whether it raised one."""
    themes: tuple[Code, ...] = ()
    erase_on: date | None = None
    """Withdrawn, and its key is still to be deleted: the day on which that is tried next."""


def said(command: Respond, survey: Survey | None, framework: Framework) -> Said:
    """The answers sorted by kind of question, and what is seen in them. An empty answer is none."""
    scales = {each.code for each in survey.questions if each.kind is QuestionKind.SCALE} if survey else set()
    answers = {code: words for code, words in command.answers.items() if words}
    written = [*answers.values(), command.contact or ""]
    return Said(
        texts={code: words for code, words in answers.items() if code not in scales},
        scales={code: words for code, words in answers.items() if code in scales},
        contact=command.contact or None,
        consents=tuple(dict.fromkeys(command.consents)),
        hits=tuple(dict.fromkeys(hit for words in written for hit in identifying(words))),
        risks=risks(written, not_safe_now=command.not_safe_now, terms=framework.feedback.risk_terms),
    )


def faults(answered: Said, survey: Survey | None, today: date) -> list[Reason]:
    """Why it cannot be taken, all of it."""
    if survey is None:
        return [Reason("response/unknown-survey", "There is no such survey.", "survey")]
    reasons = [
        Reason("response/unknown-question", "The survey does not ask this.", "answers")
        for code in answered.texts
        if survey.question(code) is None
    ]
    if survey.closes < today:
        reasons.append(Reason("response/survey-closed", "The survey has closed. If somebody is in danger, ring 999.", "survey"))
    if any(value not in SCALE for value in answered.scales.values()):
        reasons.append(Reason("response/off-the-scale", "This is answered with a number from 1 to 5.", "answers"))
    if not answered.texts and not answered.scales and not answered.risks:
        reasons.append(Reason("response/empty", "Nothing is answered.", "answers"))
    if answered.contact and Purpose.CONTACT_AGAIN not in answered.consents and not answered.risks:
        reasons.append(
            Reason("response/contact-not-allowed", "How to reach you is kept only if you allow us to contact you.", "contact")
        )
    return reasons


def respond(state: None, answered: Said, given: Given, survey: Survey | None) -> Decided[Response]:
    """From what is sealed already. Contact details are kept here only where they may be used; a concern has its own copy."""
    reasons = faults(answered, survey, given.today)
    if survey is None or reasons:
        raise Refused(*reasons)
    return Decided(
        Response(
            id=given.id,
            survey=survey.id,
            source_group=survey.source_group,
            service=survey.service,
            said_on=given.today,
            status=ResponseStatus.RECEIVED,
            receipt=answered.receipt,
            texts=answered.texts,
            scales={code: int(value) for code, value in answered.scales.items()},
            contact=answered.contact if Purpose.CONTACT_AGAIN in answered.consents else None,
            consents=answered.consents,
            hits=answered.hits,
            concern=bool(answered.risks),
        )
    )


def code_response(state: Response, command: CodeResponse, given: Given) -> Decided[Response]:
    """By a person (FC4). What was summarised already stays as it was."""
    reasons = faults_of_withdrawn(state)
    if not set(command.themes) <= given.framework.theme_codes():
        reasons.append(Reason("response/unknown-theme", "The settings have no such theme.", "themes"))
    refuse_if_any(reasons)
    coded = {"themes": tuple(dict.fromkeys(command.themes)), "status": ResponseStatus.CODED}
    return Decided(state.model_copy(update=coded))


def faults_of_withdrawn(state: Response) -> list[Reason]:
    if state.status is not ResponseStatus.WITHDRAWN:
        return []
    return [Reason("response/withdrawn", "It was taken back.")]


def keys(state: Response) -> Mapping[str, object]:
    """Flat query keys."""
    return {
        "survey": state.survey,
        "status": state.status.value,
        "period": period_of(state.said_on),
        "receipt": state.receipt,
    }


def threads(state: Response) -> tuple[str, ...]:
    """It belongs to no thread but its own: nothing leads from a review to who said what."""
    return (state.id,)


def visible(state: Response, actor: Actor) -> bool:
    """Read for the partnership; whoever has no account comes by the receipt code."""
    return actor.agency in (PARTNERSHIP, PUBLIC)
