"""Responses that do not come are chased, and so are those who have to answer the agency (AT1, AT4)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.events.action_tracking import ObligationOverdue
from contracts.vocabulary.actions import Asked
from services.action_tracking.domain.obligation.chasing import alarm, ring
from services.action_tracking.domain.obligation.state import NoActionProposed, Obligation
from services.action_tracking.domain.obligation.waiting import waiting_of
from services.action_tracking.domain.people import by
from tests.builders.action_tracking import POLICE_LEAD, an_obligation, at, days
from tests.builders.given import MONDAY, some_id


def proposed(obligation: Obligation, on: date) -> Obligation:
    """Returns an obligation for which the agency gave a reason to take no action."""
    reason = NoActionProposed(reason="The practice has ended.", at=at(on).now, by=by(POLICE_LEAD))
    return obligation.model_copy(update={"no_action_proposed": reason})


def test_after_an_outage_one_event_covers_the_whole_climb() -> None:
    state = an_obligation()
    assert ring(state, at(date(2026, 2, 2))).events == ()
    first = ring(state, at(date(2026, 2, 3)))
    (event,) = first.events
    assert isinstance(event, ObligationOverdue)
    assert (event.asks, event.from_rung, event.to_rung, event.by) == (
        Asked.ANSWER_FINDING,
        None,
        "agency-lead",
        date(2026, 2, 2),
    )
    (event,) = ring(first.state, at(date(2027, 2, 3))).events
    assert isinstance(event, ObligationOverdue)
    assert (event.from_rung, event.to_rung) == ("agency-lead", "lead-partners")
    assert event.passed == ("business-unit", "group-chair", "executive", "lead-partners")


def test_obligation_that_opens_late_climbs_at_once() -> None:
    (event,) = ring(an_obligation(respond_by=date(2025, 12, 1)), at()).events
    assert isinstance(event, ObligationOverdue)
    assert (event.from_rung, event.to_rung) == (None, "group-chair")


@given(st.lists(st.integers(0, 250), min_size=1, max_size=10))
def test_ringing_once_ends_where_ringing_often_does(distances: list[int]) -> None:
    often = an_obligation()
    for distance in sorted(distances):
        given_ = at(MONDAY + days(distance))
        often = ring(often, given_).state
        assert ring(often, given_).events == ()
        instant = alarm(often, given_)
        assert instant is not None
        assert instant > given_.now
    once = ring(an_obligation(), at(MONDAY + days(max(distances)))).state
    reached = [(each.chased.rung, each.chased.rounds) if each.chased else None for each in (often, once)]
    assert reached[0] == reached[1]


def test_top_repeats_without_an_event() -> None:
    top = ring(an_obligation(), at(date(2026, 4, 29))).state
    assert top.chased
    assert top.chased.rung
    assert (top.chased.rung.code, top.chased.rounds) == ("lead-partners", 0)
    again = ring(top, at(date(2026, 5, 14)))
    assert again.events == ()
    assert again.state.chased
    assert (again.state.chased.rounds, again.state.chased.again_at) == (1, at(date(2026, 5, 14)).now)


def test_partnership_is_chased_for_its_answer_while_the_agency_stands_still() -> None:
    late = ring(an_obligation(), at(date(2026, 2, 3))).state
    state = proposed(late, date(2026, 2, 4))
    waiting = waiting_of(state, at(date(2026, 2, 4)))
    assert waiting
    assert (waiting.asks, waiting.due, waiting.decides) == (Asked.DECIDE_NO_ACTION, date(2026, 2, 18), True)
    assert ring(state, at(date(2026, 2, 17))).events == ()
    (event,) = ring(state, at(date(2026, 2, 18))).events
    assert isinstance(event, ObligationOverdue)
    assert (event.asks, event.by, event.to_rung) == (Asked.DECIDE_NO_ACTION, date(2026, 2, 18), "decision-due")


def test_new_date_after_a_refusal_begins_below_the_ladder() -> None:
    waits = proposed(ring(an_obligation(), at(date(2026, 2, 3))).state, date(2026, 2, 4))
    chased = ring(waits, at(date(2026, 3, 4))).state
    refused = chased.model_copy(update={"no_action_proposed": None, "by": date(2026, 3, 9)})
    assert ring(refused, at(date(2026, 3, 9))).events == ()
    (event,) = ring(refused, at(date(2026, 3, 10))).events
    assert isinstance(event, ObligationOverdue)
    assert (event.asks, event.from_rung, event.to_rung) == (Asked.ANSWER_FINDING, None, "agency-lead")


def test_agency_stands_still_while_a_proposed_action_waits() -> None:
    state = an_obligation().model_copy(update={"proposals": (some_id("action"),)})
    assert waiting_of(state, at(date(2027, 2, 3))) is None
    assert alarm(state, at(date(2027, 2, 3))) is None
    assert ring(state, at(date(2027, 2, 3))).events == ()
