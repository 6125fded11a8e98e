"""Each finding that asks for a response waits until it has one (AT1)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ObligationAnswered, ObligationOpened
from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.reviews import Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.obligation.answering import answer_with_action
from services.action_tracking.domain.obligation.chasing import alarm, ring
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.opening import agencies_asked, open_obligation
from services.action_tracking.domain.obligation.state import keys, obligation_id, readers, threads
from services.chassis.rules.decisions import Actor
from tests.builders.action_tracking import (
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    a_finding,
    agreed_event,
    an_action,
    an_obligation,
    at,
    days,
    reads,
)
from tests.builders.given import MONDAY, some_id


@pytest.mark.parametrize(
    ("response", "agencies", "asks"),
    [
        (Response.ACTION, ("police", "council"), ("police", "council")),
        (Response.SPREAD, ("police",), ("police",)),
        (Response.ACTION, (), (PARTNERSHIP,)),
        (Response.NONE, ("police",), ()),
    ],
)
def test_finding_asks_its_agencies(response: Response, agencies: tuple[str, ...], asks: tuple[str, ...]) -> None:
    assert agencies_asked(a_finding(response=response, agencies=agencies)) == asks


def test_obligation_opens_with_the_findings_date_and_emits_it() -> None:
    fact = a_finding()
    decided = open_obligation(None, fact, "police", at(id_=obligation_id(fact.finding, "police")))
    assert decided.events == (
        ObligationOpened(
            obligation=obligation_id(fact.finding, "police"),
            review=fact.review,
            finding=fact.finding,
            agency="police",
            agencies=("police",),
            response=Response.ACTION,
            by=date(2026, 2, 2),
        ),
    )
    assert decided.state.status is ObligationStatus.OPEN


def test_due_date_comes_from_the_framework_when_the_finding_has_none() -> None:
    assert an_obligation(respond_by=None, priority=Priority.HIGH).by == date(2026, 1, 26)


def test_obligation_shows_the_reference_of_its_review() -> None:
    assert open_obligation(None, a_finding(), "police", at(), "TS-2026-K7Q4").state.reference == "TS-2026-K7Q4"


def test_repeated_finding_changes_nothing() -> None:
    state = an_obligation()
    decided = open_obligation(state, a_finding(priority=Priority.HIGH), "police", at(MONDAY + days(1)))
    assert (decided.state, decided.events) == (state, ())


def test_obligation_of_the_partnership_names_no_agency() -> None:
    fact = a_finding(agencies=())
    (event,) = open_obligation(None, fact, PARTNERSHIP, at()).events
    assert isinstance(event, ObligationOpened)
    assert event.agencies == ()


def test_agreed_action_answers_once_and_others_are_recorded() -> None:
    state, first = an_obligation(), agreed_event(an_action())
    decided = answer_with_action(state, first, at())
    answer = ObligationAnswered(
        obligation=state.id, finding=state.finding, agency="police", answer=ObligationAnswer.ACTIONS_AGREED
    )
    assert decided.events == (answer,)
    assert decided.state.answered_by == (first.action,)

    again = answer_with_action(decided.state, first, at())
    assert (again.state, again.events) == (decided.state, ())

    second = first.model_copy(update={"action": some_id("second")})
    further = answer_with_action(decided.state, second, at())
    assert further.events == ()
    assert further.state.answered_by == (first.action, second.action)


def test_answered_obligation_rings_no_more() -> None:
    late = ring(an_obligation(), at(date(2026, 2, 3))).state
    answered = answer_with_action(late, agreed_event(an_action()), at(date(2026, 2, 4))).state
    assert alarm(answered, at(date(2026, 2, 4))) is None
    assert ring(answered, at(date(2027, 2, 4))).events == ()
    assert alarm(late, at(date(2026, 2, 4))) is not None


@pytest.mark.parametrize(
    ("who", "may"),
    [(POLICE_LEAD, True), (COUNCIL_LEAD, False), (UNIT, True), (COUNCIL_DECIDER, True), (SCRUTINEER, True)],
)
def test_agency_reads_its_own_obligation(who: Actor, *, may: bool) -> None:
    assert reads(who, readers(an_obligation())) is may


def test_thread_begins_with_the_finding() -> None:
    state = an_obligation()
    assert threads(state) == (state.finding, state.id, state.review)
    assert keys(state)["agency"] == "police"
