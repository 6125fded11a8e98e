"""A survey keeps the words of its questions, and its form gives notices first (FC3)."""

from datetime import date

import pytest
from pydantic import ValidationError

from contracts.vocabulary.feedback import SourceGroup
from services.feedback_capture.domain.response.answering import SurveyAnswers
from services.feedback_capture.domain.survey.danger import danger_question
from services.feedback_capture.domain.survey.notices import notices
from services.feedback_capture.domain.survey.opening import open_survey, version_of
from services.feedback_capture.domain.survey.state import keys, threads
from tests.builders.feedback_surveys import FRAMEWORK, TODAY, at, opening, survey
from tests.builders.refusals import places


def question(code: str) -> dict[str, str]:
    return {"code": code, "words": "What else?", "kind": "text"}


def test_survey_opens_with_its_questions_and_emits_no_event() -> None:
    decided = open_survey(None, opening(), at())
    assert decided.events == ()
    assert (decided.state.opened_on, [dict(each) for each in decided.state.questions]) == (
        TODAY,
        [dict(each) for each in opening().questions],
    )
    assert keys(decided.state)["service"] == "school"


def test_survey_version_depends_on_the_questions_alone() -> None:
    assert survey(title="Another title").version == survey().version
    assert survey(questions=[question("else")]).version != survey().version
    assert version_of(tuple(reversed(survey().questions))) != survey().version


def test_survey_is_refused_with_every_reason_at_once() -> None:
    wrong = opening(service="fire-brigade", closes=date(2026, 3, 1), questions=[question("a"), question("b"), question("a")])
    assert places(open_survey, None, wrong, at()) == [
        ("survey/unknown-service", "service"),
        ("survey/closes-in-the-past", "closes"),
        ("survey/question-twice", "questions/2/code"),
    ]


def test_survey_may_be_open_for_one_day() -> None:
    assert survey(closes=TODAY).closes == TODAY


@pytest.mark.parametrize(
    "questions", [[], [question(f"q{n}") for n in range(31)], [{"code": "a", "words": "?", "kind": "film"}]]
)
def test_survey_has_between_1_and_30_questions(questions: list[dict[str, str]]) -> None:
    with pytest.raises(ValidationError):
        opening(questions=questions)


def test_survey_belongs_to_the_thread_of_its_review() -> None:
    review = "6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
    assert threads(survey(review=review))[0] == review
    assert threads(survey()) == (survey().id,)


@pytest.mark.parametrize("group", SourceGroup)
def test_form_asks_everyone_first_whether_someone_is_in_danger(group: SourceGroup) -> None:
    question = danger_question(group)
    assert question.words.startswith("First: ")
    assert question.words.endswith("?")
    assert "999" in question.after_yes
    children = group in (SourceGroup.CHILD, SourceGroup.SIBLING)
    assert ("danger" not in question.words) is children, "a word that younger children may not know"
    assert SurveyAnswers.model_fields[question.field].annotation is bool


def test_notices_come_in_order() -> None:
    shown = notices(FRAMEWORK.feedback)
    assert [notice.code for notice in shown] == ["who-reads-it", "how-it-is-used", "anonymous", "receipt"]
    assert "999" in shown[0].words


@pytest.mark.parametrize(("days", "within"), [(1, "within one working day"), (3, "within 3 working days")])
def test_form_promises_a_reader_in_the_days_of_the_settings(days: int, within: str) -> None:
    rules = FRAMEWORK.feedback.model_copy(update={"read_within_days": days})
    assert within in notices(rules)[0].words
