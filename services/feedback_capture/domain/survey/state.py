"""The stored state of a survey (FC3)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id, PersonRef, Sha256
from services.chassis.rules.values import Value

SCALE = ("1", "2", "3", "4", "5")
"""The answers to a question of kind `scale`, from the worst to the best."""


class QuestionKind(StrEnum):
    TEXT = "text"
    SCALE = "scale"


class Question(Value):
    """A question of a survey."""

    code: Code
    words: str
    kind: QuestionKind


class Survey(Value):
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
    facilitators: tuple[PersonRef, ...] = ()
    """The facilitators who read and code its answers."""

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)


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
