"""FC3: a response is anonymous, kept to the day, coded by a person, and taken back by whoever gave it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.chassis.rules.decisions import ANONYMOUS
from services.feedback_capture.domain.response.answering import respond, sort_answers
from services.feedback_capture.domain.response.state import ResponseStatus, keys, threads
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from services.feedback_capture.kinds import RESPONSE
from tests.builders.feedback_capture import reads
from tests.builders.feedback_surveys import FRAMEWORK, NOW, TODAY, UNIT, answering, at, responded, survey
from tests.unit.review_registry.refusals import places

BACK = WithdrawResponse(receipt="A" * 26)


def refused(now: datetime = NOW, **changed: Any) -> list[tuple[str, str]]:
    return places(respond, None, sort_answers(answering(**changed), survey(), FRAMEWORK), at(now), survey())


def test_it_is_kept_to_the_day_and_allows_nothing_that_nobody_allowed() -> None:
    state = responded()
    assert (state.said_on, state.status, state.consents, state.contact) == (TODAY, ResponseStatus.RECEIVED, (), None)
    assert (state.texts, state.scales) == ({"what": "Nobody asked me."}, {"heard": 2})
    assert "10:41" not in state.model_dump_json()
    assert not state.concern


def test_no_event_speaks_of_it_and_it_leads_nowhere() -> None:
    review = "6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
    about = survey(review=review)
    decided = respond(None, sort_answers(answering(), about, FRAMEWORK), at(), about)
    assert decided.events == ()
    assert review not in decided.state.model_dump_json()
    assert threads(decided.state) == (decided.state.id,)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"answers": {"else": "Hello"}}, ("response/unknown-question", "answers")),
        ({"answers": {"heard": "6"}}, ("response/off-the-scale", "answers")),
        ({"answers": {"heard": "very"}}, ("response/off-the-scale", "answers")),
        ({"answers": {}}, ("response/empty", "answers")),
        ({"answers": {"what": " ", "heard": ""}}, ("response/empty", "answers")),
        ({"contact": "07700 900123"}, ("response/contact-not-allowed", "contact")),
    ],
)
def test_what_the_survey_does_not_ask_is_refused(changed: dict[str, Any], fault: tuple[str, str]) -> None:
    assert refused(**changed) == [fault]


def test_it_is_answered_until_the_end_of_its_last_day() -> None:
    last = datetime(2026, 3, 31, 22, 59, tzinfo=UTC)  # summer time
    assert respond(None, sort_answers(answering(), survey(), FRAMEWORK), at(last), survey()).state.said_on == date(2026, 3, 31)
    assert refused(last + timedelta(minutes=1)) == [("response/survey-closed", "survey")]


def test_a_survey_that_is_not_there_takes_nothing() -> None:
    assert places(respond, None, sort_answers(answering(), None, FRAMEWORK), at(), None) == [
        ("response/unknown-survey", "survey")
    ]


def test_who_is_not_safe_needs_no_other_word_and_contact_details_are_for_the_concern() -> None:
    state = responded(answers={}, not_safe_now=True, contact="07700 900123")
    assert state.concern
    assert state.contact is None
    assert responded(contact="07700 900123", consents=["contact-again"]).contact == "07700 900123"


def test_words_of_risk_are_seen_in_any_answer_and_in_the_contact() -> None:
    assert responded(answers={"what": "He is hitting me"}).concern
    assert responded(contact="here, not safe", consents=["contact-again"]).concern


def test_what_may_identify_somebody_is_noted_by_its_kind() -> None:
    state = responded(answers={"what": "Ring 01202 496023 before 12/03/2026"})
    assert set(state.hits) == {"phone", "date"}


def test_who_reads_it_acts_for_the_partnership_or_holds_its_receipt() -> None:
    state = responded()
    assert reads(RESPONSE, state, UNIT)
    assert reads(RESPONSE, state, ANONYMOUS)
    assert not reads(RESPONSE, state, UNIT.__class__(frozenset({"facilitator"}), "police", "p-1"))
    assert keys(state)["period"] == "2026-q1"
