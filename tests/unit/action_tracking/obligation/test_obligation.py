"""Each finding that asks for a response waits until it has one (AT1)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ObligationAnswered, ObligationOpened
from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.reviews import Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.obligation.answering import AcceptNoAction, accept_no_action, answer_with_action
from services.action_tracking.domain.obligation.chasing import alarm, ring
from services.action_tracking.domain.obligation.opening import agencies_asked, open_obligation
from services.action_tracking.domain.obligation.state import Obligation, ObligationStatus, keys, obligation_id, readers, threads
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    CHAIR,
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
    POLICE_DECIDER,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    a_finding,
    agreed_event,
    an_action,
    an_obligation,
    at,
    codes,
    days,
    names,
    reads,
)
from tests.builders.given import MONDAY, some_id

NOTHING = AcceptNoAction(reason="The service closed last year.")


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


@pytest.mark.parametrize("who", [CHAIR, COUNCIL_DECIDER], ids=["chair", "another agency's partner"])
def test_partnership_accepts_no_action(who: Actor) -> None:
    decided = accept_no_action(an_obligation(), NOTHING, at(who=who))
    assert decided.state.answer is ObligationAnswer.NO_ACTION_ACCEPTED
    assert decided.state.no_action
    assert decided.state.no_action.reason == NOTHING.reason
    assert decided.state.no_action.by.person_ref == who.person_ref
    assert names(decided.events) == ["ObligationAnswered"]


@pytest.mark.parametrize(
    ("agency", "who", "refused"),
    [
        ("police", POLICE_DECIDER, ["judgement/own-agency"]),
        ("police", POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        ("police", UNIT, ["judgement/not-a-decider"]),
        ("police", SCRUTINEER, ["judgement/not-a-decider"]),
        (PARTNERSHIP, CHAIR, ["judgement/needs-scrutineer"]),
        (PARTNERSHIP, COUNCIL_DECIDER, ["judgement/needs-scrutineer"]),
    ],
)
def test_decider_cannot_accept_no_action_for_their_own_agency(agency: str, who: Actor, refused: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        accept_no_action(an_obligation(agency), NOTHING, at(who=who))
    assert codes(caught.value) == refused


def test_scrutineer_accepts_for_the_partnership() -> None:
    assert accept_no_action(an_obligation(PARTNERSHIP), NOTHING, at(who=SCRUTINEER)).state.no_action


def test_refusal_has_every_reason() -> None:
    answered = answer_with_action(an_obligation(), agreed_event(an_action()), at()).state
    with pytest.raises(Refused) as caught:
        accept_no_action(answered, NOTHING, at(who=POLICE_LEAD))
    assert codes(caught.value) == ["judgement/not-a-decider", "judgement/own-agency", "obligation/not-open"]


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


def test_stored_obligation_reads_back_the_same() -> None:
    late = ring(an_obligation(), at(date(2026, 5, 3))).state
    whole = accept_no_action(late, NOTHING, at(date(2026, 5, 4), CHAIR)).state
    assert Obligation.model_validate_json(whole.model_dump_json()) == whole
