"""Results move by closed month and in steps, summaries add them up (FC4)."""

from datetime import UTC, date, datetime

import pytest

from contracts.events.feedback_capture import FeedbackSummarised
from services.feedback_capture.domain.summary.state import summary_id
from tests.component.feedback_capture.steps import ANOTHER_AGENCY, answered, surveyed
from tests.component.harness import Component
from tests.service.calling import done, refused

THEME = "online-harm"
QUARTER = {"period": "2028-q1"}


def coded(feedback: Component, survey: str, people: int) -> None:
    """Answers a survey as so many people, and codes the answers to one theme."""
    for _ in range(people):
        done(answered(feedback, survey), 201)
    unit = feedback("business-unit")
    for each in unit.get("/responses", survey=survey, status="received", limit=200).json():
        done(unit.post(f"/responses/{each['id']}/codes", {"themes": [THEME]}))


@pytest.fixture(autouse=True)
def survey(feedback: Component) -> str:
    """A survey with the answers of four people, one fewer than the threshold."""
    feedback.empty()
    feedback.clock.move_to(datetime(2028, 2, 14, 9, tzinfo=UTC))
    id_ = surveyed(feedback)
    coded(feedback, id_, 4)
    return id_


def month_over(feedback: Component, day: date) -> None:
    """Moves on to a morning, and lets the clock count the months that have closed."""
    feedback.clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    feedback.drain()


def test_results_move_when_a_month_has_closed(feedback: Component, survey: str) -> None:
    lead = feedback("agency-lead", agency=ANOTHER_AGENCY)
    month_over(feedback, date(2028, 3, 1))
    few = done(lead.get(f"/surveys/{survey}/results"))
    assert (few["counted_to"], few["at_least"], few["themes"]) == ("2028-02-29", None, [])
    assert set(few["scales"][0]["answers"].values()) == {None}
    coded(feedback, survey, 3)
    assert done(lead.get(f"/surveys/{survey}/results")) == few
    month_over(feedback, date(2028, 4, 1))
    enough = done(lead.get(f"/surveys/{survey}/results"))
    assert (enough["counted_to"], enough["at_least"], enough["themes"]) == ("2028-03-31", 5, [{"theme": THEME, "count": 5}])
    assert enough["scales"][0]["answers"] == {"1": None, "2": 5, "3": None, "4": None, "5": None}


def test_answers_that_nobody_reads_never_count(feedback: Component, survey: str) -> None:
    """A reader who sends in answers of their own learns nothing until a person has read them."""
    for _ in range(20):
        done(answered(feedback, survey), 201)
    month_over(feedback, date(2028, 4, 3))
    assert done(feedback("agency-lead", agency=ANOTHER_AGENCY).get(f"/surveys/{survey}/results"))["at_least"] is None


def test_reader_with_answers_of_their_own_sees_one_other_as_four(feedback: Component) -> None:
    """Four answers are the reader's own. In one survey one other person answers, in the other survey four do."""
    few, many = surveyed(feedback), surveyed(feedback)
    coded(feedback, few, 1)
    coded(feedback, many, 4)
    for day in (date(2028, 3, 1), date(2028, 4, 1), date(2028, 5, 1)):
        month_over(feedback, day)
        for role, agency in (("agency-lead", ANOTHER_AGENCY), ("inspector", "independent"), ("scrutineer", "partnership")):
            seen = [done(feedback(role, agency=agency).get(f"/surveys/{each}/results")) for each in (few, many)]
            assert seen[0] | {"survey": many} == seen[1]
            assert seen[0]["at_least"] == (None if day.month == 3 else 5)
        if day.month == 3:
            coded(feedback, few, 4)
            coded(feedback, many, 4)


def test_results_less_the_summary_are_no_small_count(feedback: Component, survey: str) -> None:
    coded(feedback, survey, 2)
    month_over(feedback, date(2028, 4, 3))
    (line,) = done(feedback("business-unit").post("/summaries", QUARTER), 201)["lines"]
    (theme,) = done(feedback("business-unit").get(f"/surveys/{survey}/results"))["themes"]
    assert (line["count"], theme["count"]) == (5, 5)


def test_quarter_is_summarised_once_after_it_ends(feedback: Component) -> None:
    unit = feedback("business-unit")
    assert refused(unit.post("/summaries", QUARTER), 409) == [("summary/not-over", "period")]
    feedback.clock.move_to(datetime(2028, 4, 3, 9, tzinfo=UTC))
    assert refused(unit.post("/summaries", QUARTER), 409) == [("summary/not-counted", "period")]
    feedback.drain()
    summary = done(unit.post("/summaries", QUARTER), 201)
    assert summary["id"] == summary_id("2028-q1")
    assert refused(unit.post("/summaries", QUARTER), 409) == [("summary/made-already", "period")]


def test_summary_emits_the_counts_that_surveys_published(feedback: Component, survey: str) -> None:
    coded(feedback, survey, 1)
    month_over(feedback, date(2028, 4, 3))
    summary = done(feedback("business-unit").post("/summaries", QUARTER), 201)["id"]
    feedback.drain()
    (counted,) = [each.event for each in feedback.emitted(summary)]
    assert isinstance(counted, FeedbackSummarised)
    assert (counted.period, counted.theme, counted.service, counted.count) == ("2028-q1", THEME, "social-care", 5)
