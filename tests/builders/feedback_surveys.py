"""Surveys, responses and concerns to start a test from, and the commands that they come from."""

from datetime import UTC, date, datetime
from typing import Any

from local.frameworks import framework
from services.chassis.rules.decisions import ANONYMOUS, Actor, Given, derived
from services.feedback_capture.domain.concern.raising import Saying, in_survey, raise_concern
from services.feedback_capture.domain.concern.state import Concern
from services.feedback_capture.domain.response.answering import Sorted, SurveyAnswers, respond, sort_answers
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.survey.opening import OpenSurvey, open_survey
from services.feedback_capture.domain.survey.state import Survey

FRAMEWORK = framework()
NOW = datetime(2026, 3, 2, 10, 41, 13, tzinfo=UTC)
TODAY = NOW.date()
UNIT = Actor(frozenset({"business-unit"}), "partnership", "p-unit")


def at(now: datetime = NOW, actor: Actor = UNIT, id_: str = "") -> Given:
    return Given(id_ or derived("it"), derived("a command"), now, FRAMEWORK, actor, url="https://feedback.example")


def opening(**changed: Any) -> OpenSurvey:
    usual = {
        "title": "How was it at school?",
        "source_group": "young-person",
        "service": "school",
        "questions": [
            {"code": "what", "words": "What was good, what was not?", "kind": "text"},
            {"code": "heard", "words": "Did people listen to you?", "kind": "scale"},
        ],
        "closes": date(2026, 3, 31),
    }
    return OpenSurvey.model_validate(usual | changed)


def survey(**changed: Any) -> Survey:
    return open_survey(None, opening(**changed), at()).state


def answering(**changed: Any) -> SurveyAnswers:
    usual = {
        "survey": survey().id,
        "answers": {"what": "Nobody asked me.", "heard": "2"},
        "consents": ["improve-service", "share-with-partners"],
    }
    return SurveyAnswers.model_validate(usual | changed)


def responded(**changed: Any) -> Response:
    """A response to the survey. Its texts are plain here and sealed in the store."""
    return respond(None, sort_answers(answering(**changed), survey(), FRAMEWORK), at(actor=ANONYMOUS), survey()).state


def raised() -> Concern:
    answered = sort_answers(answering(not_safe_now=True, contact="by the blue door"), survey(), FRAMEWORK)
    return raise_concern(None, saying(answered), at()).state


def saying(answered: Sorted) -> Saying:
    """What a response to the survey says, unsealed."""
    words = {"why": answered.risks, "texts": answered.texts, "contact": answered.contact}
    return Saying.model_validate(in_survey(survey()) | words)
