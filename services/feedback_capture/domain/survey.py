"""A survey (FC3): what is asked of whom about which service, and what everybody is told before anything is written."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id, Sha256
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.feedback_capture.domain.part import Part

Asked = Annotated[str, StringConstraints(min_length=3, max_length=300)]
SCALE = ("1", "2", "3", "4", "5")
"""What answers a question of kind `scale`, from the worst to the best."""


class QuestionKind(StrEnum):
    TEXT = "text"
    SCALE = "scale"


class Question(Part):
    code: Code
    words: Asked
    kind: QuestionKind


class OpenSurvey(Part):
    """Opens a survey of one source group about one service; its questions never change."""

    title: Asked
    source_group: SourceGroup
    service: Code
    review: Id | None = None
    questions: tuple[Question, ...] = Field(min_length=1, max_length=30)
    closes: date
    """The last day on which it is answered."""


class Survey(BaseModel):
    """A survey. `version` is the hash of its questions: what was asked in the same words can be compared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    title: str
    source_group: SourceGroup
    service: Code
    review: Id | None
    version: Sha256
    questions: tuple[Question, ...]
    opened_on: date
    closes: date

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)


class Notice(BaseModel):
    """A sentence shown on the form before anything is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    words: str


NOTICES = (
    Notice(
        code="at-risk-now",
        words="If you or somebody else is not safe now, ring 999. Say so here too: a person looks at once at what says that "
        "somebody is at risk now, and uses whatever you tell us, also how to reach you, to keep people safe.",
    ),
    Notice(
        code="how-it-is-used",
        words="What you write is read by the people who run this, to make services better. Others see counts and replies only, "
        "unless you allow more below.",
    ),
    Notice(
        code="anonymous",
        words="Nobody knows who you are unless you write it: no name, account or address of a device is kept, and of the time "
        "only the day. Where somebody is at risk now, the time that it came is kept with it.",
    ),
    Notice(
        code="receipt",
        words="You get a receipt code. Keep it: with it, and only with it, you can see what came of what you said, or take it "
        "back. It cannot be given to you a second time.",
    ),
)
"""What the form says beforehand (FC3)."""


def open_survey(state: None, command: OpenSurvey, given: Given) -> Decided[Survey]:
    """No event: nobody else needs to know."""
    reasons: list[Reason] = []
    if command.service not in {each.code for each in given.framework.feedback.services}:
        reasons.append(Reason("survey/unknown-service", "The settings have no such service.", "service"))
    if command.closes < given.today:
        reasons.append(Reason("survey/closes-in-the-past", "The last day has passed.", "closes"))
    codes = [question.code for question in command.questions]
    reasons.extend(
        Reason("survey/question-twice", "Another question has this code.", f"questions/{number}/code")
        for number, code in enumerate(codes)
        if code in codes[:number]
    )
    refuse_if_any(reasons)
    asked = {name: getattr(command, name) for name in OpenSurvey.model_fields}
    return Decided(Survey(id=given.id, version=version_of(command.questions), opened_on=given.today, **asked))


def version_of(questions: tuple[Question, ...]) -> Sha256:
    return sha256("\n".join(question.model_dump_json() for question in questions).encode()).hexdigest()


def keys(state: Survey) -> Mapping[str, object]:
    """Flat query keys."""
    return {"source_group": state.source_group.value, "service": state.service, "review": state.review}


def threads(state: Survey) -> tuple[str, ...]:
    return (state.review, state.id) if state.review else (state.id,)
