"""A concern that waits is reported by feedback capture itself, at growing intervals (FC3)."""

from datetime import timedelta
from itertools import pairwise

import pytest

from contracts.events.feedback_capture import ImmediateConcernNotConcluded, ImmediateConcernNotTaken
from services.chassis.rules.decisions import Actor
from services.feedback_capture.domain.concern.chasing import alarm, ring
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.state import Concern
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from tests.builders.feedback_surveys import NOW, at, raised

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OTHER = Actor(frozenset({"decider"}), "police", "p-other")


def rung(concern: Concern, minutes: int) -> list[int]:
    """Rings at each alarm until then. Returns the minutes of the reports."""
    found: list[int] = []
    while (due := alarm(concern, at())) and due <= NOW + minutes * MINUTE:
        assert ring(concern, at(due - MINUTE)).events == ()
        concern = ring(concern, at(due)).state
        found.append((due - NOW) // MINUTE)
    return found


def taken() -> Concern:
    return take_concern(raised(), TakeConcern(), at()).state


def test_concern_not_taken_is_reported_at_growing_intervals() -> None:
    assert rung(raised(), 240) == [15, 30, 60, 120, 240]


def test_reports_stay_few_however_long_no_one_acts() -> None:
    """A document takes 500 unsent events before it refuses commands, so a lost broker must not block the taking."""
    for concern in (raised(), taken()):
        reports = rung(concern, 365 * 24 * 60)
        assert len(reports) < 400
        assert max(after - before for before, after in pairwise(reports)) <= DAY // MINUTE


@pytest.mark.parametrize("kept_from", [None, "police"])
def test_report_holds_the_age_and_the_link_and_no_words(kept_from: str | None) -> None:
    concern = raised().model_copy(update={"kept_from": kept_from})
    (event,) = ring(concern, at(NOW + 47 * MINUTE)).events
    assert event == ImmediateConcernNotTaken(
        concern=concern.id,
        urgency=concern.urgency,
        link=f"https://feedback.example/concerns/{concern.id}",
        kept_from=kept_from,
        age_minutes=47,
    )


def test_outcome_is_due_some_hours_after_the_first_taking() -> None:
    assert rung(taken(), 8 * 60) == [240, 480]
    (event,) = ring(taken(), at(NOW + 4 * 60 * MINUTE)).events
    assert isinstance(event, ImmediateConcernNotConcluded)
    assert event.age_minutes == 240


def test_taking_over_does_not_put_the_outcome_off() -> None:
    over = take_concern(taken(), TakeConcern(), at(NOW + 200 * MINUTE, OTHER)).state
    assert alarm(over, at()) == NOW + 240 * MINUTE
    late = ring(over, at(NOW + 240 * MINUTE)).state
    again = take_concern(late, TakeConcern(), at(NOW + 300 * MINUTE)).state
    assert alarm(again, at()) == NOW + 480 * MINUTE


def test_outcome_is_due_in_full_however_long_the_concern_waited() -> None:
    waited = ring(raised(), at(NOW + 300 * MINUTE)).state
    assert alarm(take_concern(waited, TakeConcern(), at(NOW + 301 * MINUTE)).state, at()) == NOW + 541 * MINUTE


def test_concern_with_an_outcome_is_silent() -> None:
    command = ConcludeConcern.model_validate({"outcome": "no-referral", "reason": "sealed words"})
    concluded = conclude_concern(taken(), command, at()).state
    assert alarm(concluded, at()) is None
    assert ring(concluded, at(NOW + 9 * DAY)).events == ()
