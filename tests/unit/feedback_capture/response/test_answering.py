"""A response is anonymous and dated to the day (FC3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from local.partnership import POLICE
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.feedback_capture.domain.response.answering import respond, sort_answers
from services.feedback_capture.domain.response.state import ResponseStatus, keys, threads
from services.feedback_capture.kinds import RESPONSE
from tests.builders.feedback_capture import reads
from tests.builders.feedback_surveys import FRAMEWORK, NOW, TODAY, UNIT, answering, at, responded, survey
from tests.builders.refusals import places


def refused(now: datetime = NOW, **changed: Any) -> list[tuple[str, str]]:
    return places(respond, None, sort_answers(answering(**changed), survey(), FRAMEWORK), at(now), survey())


def test_response_is_dated_to_the_day_and_allows_nothing_by_default() -> None:
    state = responded(consents=[])
    assert (state.said_on, state.status, state.contact) == (TODAY, ResponseStatus.RECEIVED, None)
    assert not any(each.allowed for each in state.consents)
    assert (state.texts, state.scales) == ({"what": "Nobody asked me."}, {"heard": 2})
    assert "10:41" not in state.model_dump_json()
    assert not state.concern


def test_response_emits_no_event_and_names_no_review() -> None:
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
def test_response_is_refused(changed: dict[str, Any], fault: tuple[str, str]) -> None:
    assert refused(**changed) == [fault]


def test_survey_is_answered_until_the_end_of_its_last_day() -> None:
    last = datetime(2026, 3, 31, 22, 59, tzinfo=UTC)  # summer time
    assert respond(None, sort_answers(answering(), survey(), FRAMEWORK), at(last), survey()).state.said_on == date(2026, 3, 31)
    assert refused(last + timedelta(minutes=1)) == [("response/survey-closed", "survey")]


def test_response_is_refused_when_the_survey_is_unknown() -> None:
    assert places(respond, None, sort_answers(answering(), None, FRAMEWORK), at(), None) == [
        ("response/unknown-survey", "survey")
    ]


def test_response_keeps_contact_details_only_with_consent() -> None:
    state = responded(answers={}, not_safe_now=True, contact="07700 900123")
    assert state.concern
    assert state.contact is None
    assert responded(contact="07700 900123", consents=["contact-again"]).contact == "07700 900123"


def test_risk_words_are_found_in_answers_and_contact_details() -> None:
    assert responded(answers={"what": "He is hitting me"}).concern
    assert responded(contact="here, not safe", consents=["contact-again"]).concern


def test_identifying_details_are_noted_by_kind() -> None:
    state = responded(answers={"what": "Ring 01202 496023 before 12/03/2026"})
    assert set(state.hits) == {"phone", "date"}


def test_response_is_read_by_the_business_unit_and_anonymous_callers() -> None:
    state = responded()
    assert reads(RESPONSE, state, UNIT)
    assert reads(RESPONSE, state, ANONYMOUS)
    for role, agency in (("facilitator", "partnership"), ("scrutineer", "partnership"), ("business-unit", POLICE)):
        assert not reads(RESPONSE, state, Actor(frozenset({role}), agency, "p-1"))
    assert keys(state)["period"] == "2026-q1"


def test_form_holds_no_more_words_than_can_be_read_in_all() -> None:
    full = {f"q{each}": "a" * 4000 for each in range(5)}
    assert len(answering(answers=full).answers) == 5
    with pytest.raises(ValidationError) as refusal:
        answering(answers=full | {"q5": "a"})
    assert [(each["type"], each["loc"]) for each in refusal.value.errors()] == [("string_too_long", ("answers",))]
