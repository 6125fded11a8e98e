"""A survey is closed early or extended, and the form and its answers follow (FC3)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from services.feedback_capture.domain.response.form import unless_open
from services.feedback_capture.domain.survey.closing import CloseSurvey, close_survey
from services.feedback_capture.domain.survey.extending import ExtendSurvey, extend_survey
from services.feedback_capture.domain.survey.state import ClosingReason, ExtendingReason, Survey
from services.feedback_capture.queries.surveys import form_shown
from tests.builders.feedback_surveys import NOW, TODAY, at, survey
from tests.builders.refusals import codes, places

CLOSE = CloseSurvey(reason=ClosingReason.MISUSED)
LAST = date(2026, 3, 31)


def extending(closes: date) -> ExtendSurvey:
    return ExtendSurvey(closes=closes, reason=ExtendingReason.GROUP_NOT_HEARD)


def takes_answers(state: Survey, day: date) -> bool:
    """Returns true if the form says that the survey is open, and an answer is taken."""
    form = form_shown(state, "a token", at(datetime.combine(day, time(12), UTC))).open
    taken = not unless_open(state, day)
    assert form == taken
    return taken


def test_survey_closed_early_takes_no_more_answers_that_day() -> None:
    closed = close_survey(survey(), CLOSE, at()).state
    assert [takes_answers(each, TODAY) for each in (survey(), closed)] == [True, False]
    assert (closed.closes, closed.closed_early and closed.closed_early.reason) == (TODAY, ClosingReason.MISUSED)


def test_extended_survey_takes_answers_until_its_new_last_day() -> None:
    later = LAST + timedelta(days=14)
    extended = extend_survey(survey(), extending(later), at()).state
    days = (LAST, LAST + timedelta(days=1), later, later + timedelta(days=1))
    assert [takes_answers(survey(), day) for day in days] == [True, False, False, False]
    assert [takes_answers(extended, day) for day in days] == [True, True, True, False]
    (more,) = extended.extensions
    assert (more.on, more.before, more.after, more.reason) == (TODAY, LAST, later, ExtendingReason.GROUP_NOT_HEARD)


@pytest.mark.parametrize(
    ("closes", "code"),
    [
        (LAST, "survey/not-later"),
        (LAST - timedelta(days=1), "survey/not-later"),
        (date(2027, 3, 3), "survey/closes-too-late"),
        (date(2099, 1, 1), "survey/closes-too-late"),
    ],
)
def test_extension_is_bounded(closes: date, code: str) -> None:
    assert places(extend_survey, survey(), extending(closes), at()) == [(code, "closes")]
    assert extend_survey(survey(), extending(date(2027, 3, 2)), at()).state.closes == date(2027, 3, 2)


def test_closed_survey_is_neither_closed_again_nor_extended() -> None:
    after = at(NOW + timedelta(days=60))
    for state, given in ((close_survey(survey(), CLOSE, at()).state, at()), (survey(), after)):
        assert codes(close_survey, state, CLOSE, given) == ["survey/closed-already"]
        assert codes(extend_survey, state, extending(date(2026, 6, 1)), given) == ["survey/closed-already"]


@pytest.mark.parametrize("command", [CloseSurvey, ExtendSurvey])
def test_survey_ends_or_goes_on_for_a_reason(command: type[CloseSurvey | ExtendSurvey]) -> None:
    with pytest.raises(ValidationError):
        command.model_validate({"closes": LAST, "reason": "because"} if command is ExtendSurvey else {"reason": "because"})
