"""Moments that people record and correct (RR1)."""

from datetime import date, timedelta

import pytest

from contracts.framework.document import DECIDED_MOMENTS, Moment
from services.review_registry.domain.review.chasing import ring
from services.review_registry.domain.review.clocks import review_clocks
from services.review_registry.domain.review.moments import RECORDED, RecordMoment, record_moment, with_moments
from services.review_registry.domain.review.state import days_of, overdue_clocks
from tests.builders.refusals import codes, places
from tests.builders.review_registry import NOW, TODAY, given, moved, opened, screened

WRONG = "The minutes give another day."
REFERRED = date(2025, 11, 20)


def recording(moment: str, on: date | None = None, **changed: object) -> RecordMoment:
    return RecordMoment.model_validate({"moment": moment, "on": on} | changed)


def test_every_moment_is_decided_opened_or_recorded() -> None:
    assert set(RECORDED) | {each.value for each in DECIDED_MOMENTS} == {each.value for each in Moment}


@pytest.mark.parametrize("moment", sorted(set(RECORDED) - {"referred"}))
def test_moment_is_recorded_with_its_day_and_the_day_of_recording(moment: str) -> None:
    review = record_moment(opened(), recording(moment, date(2025, 12, 1)), given()).state
    last = review.moments[-1]
    assert (last.moment, last.on, last.recorded_at, last.by) == (moment, date(2025, 12, 1), NOW, "p-unit")
    assert days_of(record_moment(opened(), recording(moment), given()).state)[moment] == TODAY


def test_unknown_moment_is_refused() -> None:
    for moment in ("screened", "published", "entered-closure", "nowhere"):
        assert places(record_moment, opened(), recording(moment), given()) == [("moment/unknown", "moment")]


def test_correction_needs_a_reason_and_keeps_the_earlier_record() -> None:
    assert places(record_moment, opened(), recording("referred", date(2025, 11, 13)), given()) == [
        ("moment/no-reason", "because")
    ]
    review = record_moment(opened(), recording("referred", date(2025, 11, 13), because=WRONG), given()).state
    assert [each.on for each in review.moments if each.moment == "referred"] == [REFERRED, date(2025, 11, 13)]
    assert (days_of(review)["referred"], review.moments[-1].because) == (date(2025, 11, 13), WRONG)


def test_day_of_a_decision_or_a_stage_can_be_corrected() -> None:
    review = moved(screened(), "scoping").state
    for moment in ("initiated", "screened", "entered-scoping"):
        corrected = record_moment(review, recording(moment, date(2026, 2, 27), because=WRONG), given()).state
        assert days_of(corrected)[moment] == date(2026, 2, 27)


def test_day_is_neither_in_the_future_nor_out_of_order() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert places(record_moment, opened(), recording("aware", tomorrow), given()) == [("day/in-future", "on")]
    early = recording("initiated", date(2025, 11, 19), because=WRONG)
    assert places(record_moment, screened(), early, given()) == [("day/too-early", "on")]
    after = recording("referred", tomorrow, because=WRONG)
    later = given(now=NOW + timedelta(days=9))
    assert places(record_moment, screened(), after, later) == [("day/too-late", "on")]


def test_moment_that_did_not_happen_is_taken_back() -> None:
    review = record_moment(opened(), recording("response-sent"), given()).state
    back = recording("response-sent", taken_back=True, because="It was sent to another body.")
    taken = record_moment(review, back, given()).state
    assert "response-sent" not in days_of(taken)
    assert codes(record_moment, taken, recording("aware", taken_back=True), given()) == ["moment/not-recorded"]
    for fixed in ("referred", "initiated"):
        refused = codes(record_moment, screened(), recording(fixed, taken_back=True, because=WRONG), given())
        assert refused == ["moment/fixed"]


def test_corrected_day_moves_the_clock_and_misses_it_again() -> None:
    """A clock is missed once for each due date."""
    late = given(now=NOW + timedelta(days=200))
    first = ring(screened(), late)
    assert [(each.clock, each.due) for each in first.state.missed] == [("lcspr-complete-publish", date(2026, 9, 2))]
    assert overdue_clocks(first.state) == ("lcspr-complete-publish",)
    earlier = record_moment(first.state, recording("initiated", date(2026, 2, 27), because=WRONG), late).state
    assert [each.due for each in review_clocks(earlier, late)] == [date(2026, 8, 27)]
    again = ring(earlier, late)
    assert [event.model_dump()["due"] for event in again.events] == [date(2026, 8, 27)]
    assert ring(again.state, late).events == ()


def test_clock_met_late_is_no_longer_overdue() -> None:
    late = given(now=NOW + timedelta(days=200))
    review = ring(screened(), late).state
    met = with_moments(review, late, {"published": late.today})
    assert overdue_clocks(met) == ()
    assert len(met.missed) == 1
