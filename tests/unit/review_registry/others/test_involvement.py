"""The projection of involvement, with the plan in any order (RR6, R17, R18)."""

from typing import Any

import pytest

from contracts.events.catalogue import EVENTS
from contracts.events.feedback_capture import (
    FeedbackSummarised,
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementNotTold,
    InvolvementOffered,
    InvolvementPlanned,
    InvolvementResumed,
    Party,
)
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold, SourceGroup
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.feedback import feedback_of
from services.review_registry.domain.others.involvement import CHANGES, InvolvementProgress, PartyProgress, involvement_id

REVIEW = derived("a review")
PARENTS, SIBLINGS, PRACTITIONERS = (derived(each) for each in ("parents", "siblings", "practitioners"))


def planned(**groups: str) -> InvolvementPlanned:
    """Returns a plan with the group of each party."""
    ids = {"parents": PARENTS, "siblings": SIBLINGS, "practitioners": PRACTITIONERS}
    parties = tuple(Party(id=ids[name], group=group) for name, group in groups.items())
    return InvolvementPlanned(review=REVIEW, parties=parties)


def offered(party: str = PARENTS, *, explained: bool = True) -> InvolvementOffered:
    return InvolvementOffered(review=REVIEW, party=party, explained=explained)


def answered(status: InvolvementStatus, *, approved: bool = False) -> InvolvementAnswered:
    return InvolvementAnswered(review=REVIEW, party=PARENTS, status=status, approved=approved)


def fed_back(step: InvolvementStep) -> InvolvementFedBack:
    return InvolvementFedBack(review=REVIEW, party=PARENTS, step=step)


def after(*events: Any) -> InvolvementProgress:
    return after_more(InvolvementProgress(id=involvement_id(REVIEW), review=REVIEW), *events)


def after_more(known: InvolvementProgress, *events: Any) -> InvolvementProgress:
    for event in events:
        known = CHANGES[type(event)](known, event)
    return known


def test_plan_names_each_party_as_not_started() -> None:
    assert after(planned(parents="parents-carers", siblings="surviving-siblings")).parties == (
        PartyProgress(id=PARENTS, group="parents-carers", status=InvolvementStatus.NOT_STARTED),
        PartyProgress(id=SIBLINGS, group="surviving-siblings", status=InvolvementStatus.NOT_STARTED),
    )


def test_plan_that_grows_keeps_known_progress() -> None:
    known = after(
        planned(parents="parents-carers"), offered(), planned(siblings="surviving-siblings", parents="parents-carers")
    )
    assert known.party(PARENTS).explained
    assert [each.id for each in known.parties] == [SIBLINGS, PARENTS]


def test_party_named_before_the_plan_gets_its_group_with_it() -> None:
    early = after(offered())
    assert early.parties == (PartyProgress(id=PARENTS, status=InvolvementStatus.INVITED, explained=True),)
    late = after(offered(), planned(siblings="surviving-siblings"))
    assert [(each.id, each.group) for each in late.parties] == [(SIBLINGS, "surviving-siblings"), (PARENTS, None)]
    named = after(offered(), planned(siblings="surviving-siblings"), planned(parents="parents-carers"))
    assert named.party(PARENTS) == PartyProgress(
        id=PARENTS, group="parents-carers", status=InvolvementStatus.INVITED, explained=True
    )


@pytest.mark.parametrize("explained", [True, False])
def test_offer_invites_and_may_be_explained(explained: bool) -> None:  # noqa: FBT001
    party = after(offered(explained=explained)).party(PARENTS)
    assert (party.status, party.explained) == (InvolvementStatus.INVITED, explained)


@pytest.mark.parametrize("status", InvolvementStatus)
def test_answer_sets_the_status_of_the_party(status: InvolvementStatus) -> None:
    party = after(offered(), answered(status)).party(PARENTS)
    assert (party.status, party.approved, party.explained) == (status, False, True)


def test_approval_lasts_until_the_next_answer() -> None:
    deferred = answered(InvolvementStatus.DEFERRED, approved=True)
    assert after(deferred).party(PARENTS).approved
    assert not after(deferred, answered(InvolvementStatus.DECLINED)).party(PARENTS).approved
    assert not after(deferred, offered()).party(PARENTS).approved


def test_resumed_party_starts_again() -> None:
    resumed = InvolvementResumed.model_validate({"review": REVIEW, "party": PARENTS, "by": "2026-05-01"})
    deferred = answered(InvolvementStatus.DEFERRED, approved=True)
    known = after(planned(parents="parents-carers"), offered(), deferred, resumed)
    assert known.party(PARENTS) == PartyProgress(id=PARENTS, group="parents-carers", status=InvolvementStatus.NOT_STARTED)


def test_each_feedback_step_is_kept_once() -> None:
    findings, outcome = fed_back(InvolvementStep.FINDINGS), fed_back(InvolvementStep.OUTCOME)
    assert after(findings, outcome, findings).party(PARENTS).fed_back == (InvolvementStep.FINDINGS, InvolvementStep.OUTCOME)


def test_approved_reason_not_to_tell_lasts_until_the_next_offer() -> None:
    event = InvolvementNotTold(
        review=REVIEW, party=PARENTS, step=InvolvementStep.FINDINGS, reason=NotTold.COURT_OR_POLICE_DIRECTION
    )
    resumed = InvolvementResumed.model_validate({"review": REVIEW, "party": PARENTS, "by": "2026-05-01"})
    assert after(offered(), event, event).party(PARENTS).not_told == (InvolvementStep.FINDINGS,)
    for later in (offered(), resumed):
        assert after(offered(), event, later).party(PARENTS).not_told == ()


def test_party_keeps_its_number_when_another_is_taken_back() -> None:
    first, third = (Party(id=id_, group="parents-carers", number=number) for id_, number in ((PARENTS, 1), (SIBLINGS, 3)))
    known = after(InvolvementPlanned(review=REVIEW, parties=(first, third)))
    assert [each.number for each in known.parties] == [1, 3]


def test_party_that_was_taken_back_is_gone_and_an_early_one_is_kept() -> None:
    known = after(planned(parents="parents-carers", siblings="surviving-siblings"), offered(PRACTITIONERS))
    left = after_more(known, planned(parents="parents-carers"))
    assert [each.id for each in left.parties] == [PARENTS, PRACTITIONERS]


def test_event_changes_its_party_alone() -> None:
    everybody = planned(parents="parents-carers", siblings="surviving-siblings", practitioners="practitioners")
    known = after(everybody, offered(SIBLINGS))
    assert [each.status for each in known.parties] == [
        InvolvementStatus.NOT_STARTED,
        InvolvementStatus.INVITED,
        InvolvementStatus.NOT_STARTED,
    ]


def test_every_involvement_event_has_its_change() -> None:
    told = {event for event in EVENTS.values() if "review-registry" in event.reads and event.__name__.startswith("Involvement")}
    assert told == set(CHANGES)


def test_each_line_of_a_summary_has_its_own_id() -> None:
    line = {
        "summary": derived("a summary"),
        "period": "2026-q3",
        "source_group": "child",
        "service": "school",
        "theme": "neglect",
    }
    other = {"source_group": SourceGroup.PRACTITIONER, "service": "health", "theme": "supervision", "summary": derived("other")}
    ids = {feedback_of(FeedbackSummarised.model_validate(line | {"count": 7} | {name: value})) for name, value in other.items()}
    ids |= {feedback_of(FeedbackSummarised.model_validate(line | {"count": count})) for count in (7, 8)}
    assert len(ids) == len(other) + 1
