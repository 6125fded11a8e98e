"""Opening a survey (FC3)."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id, PersonRef, Sha256
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.screened import SCREENED
from services.chassis.rules.texts import ONE_LINE
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.survey.state import MOST, Question, QuestionKind, Survey

Words = Annotated[str, StringConstraints(min_length=3, max_length=300), SCREENED, ONE_LINE]


class NewQuestion(CommandBody):
    """A question to be asked."""

    code: Code
    words: Words
    kind: QuestionKind


class OpenSurvey(CommandBody):
    """Opens a survey of one source group about one service. Its questions never change."""

    title: Words
    source_group: SourceGroup
    service: Code
    review: Id | None = None
    questions: tuple[NewQuestion, ...] = Field(min_length=1, max_length=30)
    closes: date
    """The last day on which people can answer."""
    facilitators: tuple[PersonRef, ...] = Field(default=(), max_length=MOST)
    """The facilitators who read and code its answers. The business unit always does."""


def open_survey(state: None, command: OpenSurvey, given: Given) -> Decided[Survey]:
    """Emits no event, because no other service needs to know."""
    reasons: list[Reason] = []
    services = [each.code for each in given.framework.feedback.services]
    if command.service not in services:
        reasons.append(Reason("survey/unknown-service", f"Choose one of: {', '.join(services)}.", "service"))
    if command.closes < given.today:
        reasons.append(Reason("survey/closes-in-the-past", "The closing date must be today or later.", "closes"))
    codes = [question.code for question in command.questions]
    reasons.extend(
        Reason(
            "survey/question-twice",
            "Another question already has this code. Give each question its own.",
            f"questions/{number}/code",
        )
        for number, code in enumerate(codes)
        if code in codes[:number]
    )
    refuse_if_any(reasons)
    questions = tuple(Question(**dict(each)) for each in command.questions)
    kept = dict(command) | {"questions": questions, "facilitators": tuple(dict.fromkeys(command.facilitators))}
    survey = Survey(**kept, id=given.id, version=version_of(questions), opened_on=given.today)
    return Decided(survey)


def version_of(questions: Iterable[Question]) -> Sha256:
    """Returns the hash of the questions."""
    return sha256("\n".join(question.model_dump_json() for question in questions).encode()).hexdigest()
