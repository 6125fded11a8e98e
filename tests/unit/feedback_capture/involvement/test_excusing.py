"""Exceptions that one person records and another approves (FC1, R18)."""

import pytest

from contracts.events.feedback_capture import InvolvementAnswered, InvolvementNotTold
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold
from services.chassis.rules.decisions import Actor, Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.involvement.chasing import ring
from services.feedback_capture.domain.involvement.excusing import approve_exception, propose_exception
from services.feedback_capture.domain.involvement.following import moved
from services.feedback_capture.domain.involvement.state import Involvement
from tests.builders.feedback_capture import (
    CHAIR,
    COUNCIL_DECIDER,
    POLICE_DECIDER,
    REVIEW,
    UNIT,
    answered,
    approving,
    at,
    codes,
    excused,
    in_scope,
    moving,
    offered,
    party_of,
    planned,
    proposed,
    proposing,
)
from tests.builders.given import MONDAY, actor

PARENTS = "parents-carers"
REASONS = [
    ("unable", "deceased"),
    ("nobody-in-this-group", None),
    ("findings-not-told", "court-or-police-direction"),
    ("outcome-not-told", "asked-not-to-hear"),
]


@pytest.mark.parametrize(("exception", "reason"), REASONS)
def test_proposal_changes_nothing_before_its_approval(exception: str, reason: str | None) -> None:
    state = in_scope()
    decided = propose_exception(state, proposing(state, exception, reason), at(who=UNIT))
    before, after = party_of(state, PARENTS), party_of(decided.state, PARENTS)
    assert decided.events == ()
    assert after.model_copy(update={"proposals": ()}) == before
    assert [(each.excuse.value, each.reason, each.by) for each in after.proposals] == [(exception, reason, person_of(UNIT))]


@pytest.mark.parametrize(("exception", "reason"), REASONS[:2])
def test_approved_status_stops_the_clocks_and_stays(exception: str, reason: str | None) -> None:
    state = proposed(exception, reason)
    decided = approve_exception(state, approving(state, exception), at(who=CHAIR))
    party = party_of(decided.state, PARENTS)
    assert decided.events == (
        InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus(exception), approved=True),
    )
    later = ring(moved(decided.state, moving("report"), at()).state, at(MONDAY.replace(year=2029))).state
    assert (party_of(later, PARENTS).status.value, party_of(later, PARENTS).due) == (exception, {})


@pytest.mark.parametrize(("exception", "reason"), REASONS[2:])
def test_approved_reason_not_to_tell_ends_what_is_owed(exception: str, reason: str) -> None:
    step = InvolvementStep(exception.removesuffix("-not-told"))
    state = moved(moved(in_scope(), moving("report"), at()).state, moving("closure"), at()).state
    assert step in party_of(state, PARENTS).due
    state = proposed(exception, reason, state=state)
    decided = approve_exception(state, approving(state, exception), at(who=CHAIR))
    party = party_of(decided.state, PARENTS)
    assert decided.events == (InvolvementNotTold(review=REVIEW, party=party.id, step=step, reason=NotTold(reason)),)
    assert step not in party.due


def test_offer_after_an_exception_owes_everything_again() -> None:
    state = moved(in_scope(), moving("report"), at()).state
    state = excused("unable", "untraceable", state=excused("findings-not-told", "cannot-be-reached", state=state))
    assert party_of(state, PARENTS).due == {}
    again = party_of(offered(PARENTS, state=state), PARENTS)
    assert set(again.due) == {InvolvementStep.ANSWER, InvolvementStep.FINDINGS}


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (actor("decider", person_ref=UNIT.person_ref), "involvement/own-exception"),
        (POLICE_DECIDER, "involvement/not-impartial"),
    ],
)
def test_exception_is_approved_by_nobody_with_a_side(who: Actor, code: str) -> None:
    state = proposed("unable", "unsafe-to-contact")
    with pytest.raises(Refused) as refused:
        approve_exception(state, approving(state, "unable"), at(who=who))
    assert codes(refused.value) == [code]
    assert approve_exception(state, approving(state, "unable"), at(who=COUNCIL_DECIDER)).events


def test_agency_approves_nothing_before_the_scope_says_who_is_under_review() -> None:
    state = proposed("unable", "deceased", state=planned())
    with pytest.raises(Refused) as refused:
        approve_exception(state, approving(state, "unable"), at(who=COUNCIL_DECIDER))
    assert codes(refused.value) == ["involvement/not-impartial"]


def test_agency_does_not_excuse_its_own_practitioner() -> None:
    state = proposed("unable", "left-agency", "practitioners", offered())
    state = state.model_copy(update={"agencies": ("council",)})
    with pytest.raises(Refused) as refused:
        approve_exception(state, approving(state, "unable", "practitioners"), at(who=POLICE_DECIDER))
    assert codes(refused.value) == ["involvement/own-agency"]


@pytest.mark.parametrize(
    ("state", "exception", "reason", "code"),
    [
        (in_scope(), "unable", None, "involvement/reason-missing"),
        (in_scope(), "unable", "on-holiday", "involvement/unknown-reason"),
        *((in_scope(), "unable", each, "involvement/unknown-reason") for each in (
            "witness-restriction", "under-investigation", "in-custody-restricted", "too-unwell",
        )),
        (in_scope(), "findings-not-told", "deceased", "involvement/unknown-reason"),
        (in_scope(), "nobody-in-this-group", "deceased", "involvement/reason-not-asked"),
        (answered("declined", PARENTS), "nobody-in-this-group", None, "involvement/somebody-was-offered"),
    ],
)  # fmt: skip
def test_proposal_is_refused(state: Involvement, exception: str, reason: str | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        propose_exception(state, proposing(state, exception, reason), at(who=UNIT))
    assert codes(refused.value) == [code]


def test_approval_is_refused_when_nothing_was_proposed() -> None:
    state = proposed("unable", "deceased")
    with pytest.raises(Refused) as refused:
        approve_exception(state, approving(state, "findings-not-told"), at(who=CHAIR))
    assert codes(refused.value) == ["involvement/nothing-to-approve"]
