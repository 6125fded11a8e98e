"""Surveys, and the form that people answer (FC3)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.roles import PARTNERSHIP_WIDE
from contracts.vocabulary.types import Code, Id, PersonRef, Sha256
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.response.consents import USES, GivenBy, Purpose
from services.feedback_capture.domain.survey.danger import DangerQuestion, danger_question
from services.feedback_capture.domain.survey.notices import Notice, notices
from services.feedback_capture.domain.survey.state import Asking, ClosedEarly, Extension, Question
from services.feedback_capture.kinds import SURVEY
from services.feedback_capture.queries import codes

SURVEYS = Listing(
    SURVEY,
    filters={
        "source_group": Filter("source_group", "a source group", among=SourceGroup),
        "service": Filter("service", "the code of a service", among=codes.services),
        "review": Filter("review", "the id of a review"),
    },
    orders={"closes": ("closes", 1)},
    part=Asking,
)


class SurveyShown(BaseModel):
    """A survey."""

    id: Id
    title: str
    source_group: SourceGroup
    service: Code
    review: Id | None
    version: Sha256
    questions: tuple[Question, ...]
    opened_on: date
    closes: date
    closed_early: ClosedEarly | None
    extensions: tuple[Extension, ...]
    facilitators: tuple[PersonRef, ...] | None
    """The facilitators who read its answers, shown to the partnership."""


class ConsentAsked(BaseModel):
    """A use that people may allow, and the question about it."""

    purpose: Purpose
    words: str


CONSENTS = tuple(ConsentAsked(purpose=purpose, words=words) for purpose, words in USES.items())


class Form(BaseModel):
    """The form of a survey: whether someone is in danger, then notices, questions, and the uses that people may allow."""

    survey: Id
    form_token: str
    """Goes back with the answers. It serves for one answer, for as long as the settings say."""
    title: str
    source_group: SourceGroup
    service: Code
    closes: date
    open: bool
    first: DangerQuestion
    """Asked before anything else."""
    notices: tuple[Notice, ...]
    questions: tuple[Question, ...]
    consents: tuple[ConsentAsked, ...]
    consents_by: tuple[GivenBy, ...]


def survey_shown(survey: Asking, given: Given) -> SurveyShown:
    hidden = {} if given.actor.holds(*PARTNERSHIP_WIDE) else {"facilitators": None}
    return SurveyShown(**dict(survey) | hidden)


def form_shown(survey: Asking, token: str, given: Given) -> Form:
    kept = {name: value for name, value in survey if name in Form.model_fields}
    return Form(
        **kept,
        survey=survey.id,
        form_token=token,
        open=survey.is_open(given.today),
        first=danger_question(survey.source_group),
        notices=notices(given.framework.feedback),
        consents=CONSENTS,
        consents_by=tuple(GivenBy),
    )
