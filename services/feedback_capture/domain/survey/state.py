"""The stored state of a survey (FC3)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id, PersonRef, Sha256
from services.chassis.rules.values import Value
from services.feedback_capture.domain.results import Published

MOST = 50
"""The most facilitators of one survey."""
SCALE = ("1", "2", "3", "4", "5")
"""The answers to a question of kind `scale`, from the worst to the best."""


class QuestionKind(StrEnum):
    TEXT = "text"
    SCALE = "scale"


class ClosingReason(StrEnum):
    """Reasons to close a survey before its last day."""

    ENOUGH_ANSWERS = "enough-answers"
    WRONG_QUESTIONS = "wrong-questions"
    MISUSED = "misused"
    SERVICE_CHANGED = "service-changed"


class ExtendingReason(StrEnum):
    """Reasons to give people more time."""

    TOO_FEW_ANSWERS = "too-few-answers"
    GROUP_NOT_HEARD = "group-not-heard"
    FORM_WAS_AWAY = "form-was-away"


class ClosedEarly(Value):
    """The day on which a survey was closed before its last day, and why."""

    on: date
    reason: ClosingReason


class Extension(Value):
    """More time for a survey: the day it was given, the last day before and after, and why."""

    on: date
    before: date
    after: date
    reason: ExtendingReason


class Question(Value):
    """A question of a survey."""

    code: Code
    words: str
    kind: QuestionKind


class Asking(Value):
    """Questions to one group about one service.

    `version` is the hash of the questions: answers can be compared if the questions had the same words.
    """

    id: Id
    title: str
    source_group: SourceGroup
    service: Code
    review: Id | None
    version: Sha256
    questions: tuple[Question, ...]
    opened_on: date
    closes: date
    """The last day on which people can answer."""
    facilitators: tuple[PersonRef, ...] = ()
    """The facilitators who read and code its answers. All of them act for the partnership, so the reference is enough."""
    closed_early: ClosedEarly | None = None
    extensions: tuple[Extension, ...] = ()

    def is_open(self, day: date) -> bool:
        """Returns true if people can answer on that day."""
        return self.closed_early is None and day <= self.closes

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)


class Survey(Asking):
    """A survey with the counts of its answers."""

    counting_since: AwareDatetime | None = None
    published: tuple[Published, ...] = ()
    """The published counts, one for each closed month, oldest first."""


def keys(survey: Survey) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {
        "source_group": survey.source_group.value,
        "service": survey.service,
        "review": survey.review,
        "closes": survey.closes.isoformat(),
        "facilitators": list(survey.facilitators),
    }


def threads(survey: Survey) -> tuple[str, ...]:
    return (survey.review, survey.id) if survey.review else (survey.id,)
