"""The appointment of the lead reviewer, who must stay independent (RR3)."""

from typing import Any

from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.leading import appoint_lead
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes
from tests.builders.review_registry import (
    DECIDER,
    analysed,
    appointing,
    given,
    in_scoping,
    led,
    moved,
    scope,
    scoped,
)

WORKED_AT: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}


def widened(review: Review, *more: str) -> Decided[Review]:
    return set_scope(review, scope(COUNCIL, POLICE, *more), given())


def lost() -> Review:
    """Returns a review whose lead works for an agency that came into scope."""
    return widened(led(**WORKED_AT), "probation").state


def test_appointment_is_recorded_as_a_decision() -> None:
    review = led()
    assert review.lead is not None
    assert (review.lead.person_ref, review.lead.appointed_by, review.lead.lost) == ("p-lead", "p-decider", ())
    assert [(each.decision, each.outcome) for each in review.decisions] == [("screen", "local-review"), ("appoint", "appoint")]


def test_mitigated_appointment_has_its_own_outcome() -> None:
    mitigations = ({"test": "no-prior-public-view", "how": "The article is put before the panel."},)
    review = appoint_lead(scoped(), appointing(mitigations=mitigations, public_view=True), given(DECIDER)).state
    assert review.decisions[-1].outcome == "appoint-with-mitigation"


def test_appointment_waits_for_the_scope() -> None:
    assert codes(appoint_lead, in_scoping(), appointing(), given(DECIDER)) == ["review/too-early"]


def test_lost_independence_stops_every_move() -> None:
    assert codes(moved, lost(), "involvement") == ["lead/independence-lost"]
    in_analysis = widened(analysed().model_copy(update={"lead": led(**WORKED_AT).lead}), "probation").state
    assert codes(moved, in_analysis, "findings") == ["lead/independence-lost"]


def test_review_without_a_lead_stays_in_its_stage() -> None:
    assert codes(moved, scoped(), "involvement") == ["lead/not-appointed"]


def test_new_lead_must_be_independent_too() -> None:
    review = lost()
    second = appointing("p-second", **WORKED_AT)
    assert codes(appoint_lead, review, second, given(DECIDER)) == ["independence/no-employment"]
    resolved = appoint_lead(review, appointing("p-third"), given(DECIDER)).state
    assert resolved.lead is not None
    assert (resolved.lead.person_ref, [former.person_ref for former in resolved.former_leads]) == ("p-third", ["p-lead"])
    assert moved(resolved, "involvement").state.stage == "involvement"
