"""What people read of surveys, responses and concerns (FC3, FC4): words for the few who may, counts for the others."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.roles import BUSINESS_UNIT
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.detectors import masked
from services.feedback_capture.commands import RESPONSE
from services.feedback_capture.domain.concern import Concern
from services.feedback_capture.domain.response import Purpose, Response, ResponseStatus
from services.feedback_capture.domain.results import results
from services.feedback_capture.domain.risk import suggested
from services.feedback_capture.domain.survey import NOTICES, Notice, Question, Survey


class Form(BaseModel):
    """A survey as whoever answers it sees it: first what must be known, then what is asked, and what may be allowed."""

    survey: Id
    title: str
    source_group: SourceGroup
    service: Code
    closes: date
    open: bool
    notices: tuple[Notice, ...]
    questions: tuple[Question, ...]
    consents: tuple[Purpose, ...]


class ResponseShown(BaseModel):
    """A response: what may identify somebody is taken out of its words, and `hits` says of which kind it was. The words are
    read with a query of their own."""

    id: Id
    survey: Id
    said_on: date
    status: ResponseStatus
    answers: dict[Code, str] = {}
    scales: dict[Code, int]
    contact: str | None = None
    """To the business unit, where it may be used."""
    consents: tuple[Purpose, ...]
    hits: tuple[Code, ...]
    themes: tuple[Code, ...]
    suggestions: tuple[Code, ...] = ()


class ConcernShown(BaseModel):
    """A concern. Its words are read with a query of their own; None once they were taken back."""

    id: Id
    survey: Id
    source_group: SourceGroup
    service: Code
    why: tuple[Code, ...]
    raised_at: datetime
    words: dict[Code, str | None] = {}
    contact: str | None = None
    taken_by: PersonRef | None
    taken_at: datetime | None


class ThemeCount(BaseModel):
    theme: Code
    count: int | None


class ScaleCounts(BaseModel):
    question: Code
    answers: dict[Code, int | None]


class ResultsShown(BaseModel):
    """Counts of a survey; None where a count is small, or would give a small one away. Themes that nobody spoke of are left
    out."""

    survey: Id
    source_group: SourceGroup
    service: Code
    threshold: int
    responses: int | None
    withdrawn: int | None
    themes: tuple[ThemeCount, ...]
    scales: tuple[ScaleCounts, ...]


def response_shown(response: Response, given: Given) -> ResponseShown:
    kept = {name: value for name, value in response if name in ResponseShown.model_fields and name != "contact"}
    return ResponseShown(**kept)


def concern_shown(concern: Concern, given: Given) -> ConcernShown:
    return ConcernShown(**{name: value for name, value in concern if name in ConcernShown.model_fields and name != "contact"})


def form(survey: Survey, today: date) -> Form:
    kept = {name: value for name, value in survey if name in Form.model_fields}
    return Form(**kept, survey=survey.id, open=today <= survey.closes, notices=NOTICES, consents=tuple(Purpose))


async def response_read(room: Room, response: Response, given: Given) -> ResponseShown:
    """A response opened, with what may identify somebody taken out, and the themes that its words suggest (FC4)."""
    texts = {code: await opened(room, response.id, value) for code, value in response.texts.items()}
    words = {code: text for code, text in texts.items() if text is not None}
    reachable = response.contact if given.actor.holds(BUSINESS_UNIT) else None
    return response_shown(response, given).model_copy(
        update={
            "answers": {code: masked(text) for code, text in words.items()},
            "contact": await opened(room, response.id, reachable) if reachable else None,
            "suggestions": suggested(words.values(), room.framework.feedback.key_terms),
        }
    )


async def concern_read(room: Room, concern: Concern, given: Given) -> ConcernShown:
    """A concern with every word: whoever looks at once must know (FC3)."""
    words = {code: await opened(room, concern.id, value) for code, value in concern.texts.items()}
    contact = await opened(room, concern.id, concern.contact) if concern.contact else None
    return concern_shown(concern, given).model_copy(update={"words": words, "contact": contact})


async def survey_results(room: Room, survey: Survey) -> ResultsShown:
    """What the survey tells those who may not read its responses (FC4)."""
    documents = await room.store.find(RESPONSE, {"survey": survey.id})
    threshold = room.framework.feedback.threshold
    themes = [theme.code for theme in room.framework.themes]
    counted = results(survey, [each.state for each in documents], themes, threshold)
    return ResultsShown(
        survey=survey.id,
        source_group=survey.source_group,
        service=survey.service,
        threshold=threshold,
        responses=counted.responses,
        withdrawn=counted.withdrawn,
        themes=tuple(ThemeCount(theme=theme, count=count) for theme, count in counted.themes.items() if count != 0),
        scales=tuple(ScaleCounts(question=code, answers=answers) for code, answers in counted.scales.items()),
    )
