"""The appointment of the lead reviewer, who must stay independent (RR3)."""

from dataclasses import replace
from typing import Any

import pytest

from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.closing import close_review
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.leading import RejectLead, appoint_lead, reject_lead
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.standing_down import StandDown, stand_down
from services.review_registry.domain.review.state import Gate, RejectedLead, Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    DECIDED,
    DECIDER,
    TODAY,
    analysed,
    appointing,
    given,
    in_scoping,
    led,
    moved,
    scope,
    scoped,
)
from tests.builders.review_registry_closing import deciding, in_closure, ready, told

WORKED_AT: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}
REJECT = RejectLead.model_validate({**DECIDED, "person_ref": "p-lead"})


def widened(review: Review, *more: str) -> Decided[Review]:
    return set_scope(review, scope(COUNCIL, POLICE, *more), given())


def lost() -> Review:
    """Returns a review whose lead works for an agency that came into scope."""
    return widened(led(**WORKED_AT), "probation").state


def test_appointment_is_recorded_as_a_decision() -> None:
    review = led()
    assert review.lead is not None
    assert (review.lead.person_ref, review.lead.appointed_by, review.lead.lost) == ("p-lead", "p-decider", ())
    assert (review.lead.agency, review.lead.declaration.scope_version) == ("independent", 1)
    assert [(each.decision, each.outcome) for each in review.decisions] == [("screen", "local-review"), ("appoint", "appoint")]


def test_mitigated_appointment_has_its_own_outcome() -> None:
    mitigations = ({"test": "no-prior-public-view", "ground": "scope-1", "how": "The article is put before the panel."},)
    review = appoint_lead(scoped(), appointing(mitigations=mitigations, public_view=True), given(DECIDER)).state
    assert review.decisions[-1].outcome == "appoint-with-mitigation"


def test_mitigation_of_one_agency_does_not_cover_another() -> None:
    """The lead left the council and the police. The mitigation is about the council, so the police are a new failure."""
    left = [{"agency": each, "since": "2015-01-01", "until": "2025-12-31"} for each in (COUNCIL, POLICE)]
    mitigations = ({"test": "cooling-off", "ground": COUNCIL, "how": "A second reviewer reads that part."},)
    command = appointing(mitigations=mitigations, employments=left)
    assert places(appoint_lead, scoped(), command, given(DECIDER)) == [("independence/cooling-off", f"declaration/{POLICE}")]
    review = appoint_lead(scoped(COUNCIL), command, given(DECIDER)).state
    wider = set_scope(review, scope(COUNCIL, POLICE), given())
    assert [type(each).__name__ for each in wider.events] == ["ReviewScoped", "LeadReviewerIndependenceLost"]
    assert wider.state.lead is not None
    assert [(each.test, each.ground) for each in wider.state.lead.lost] == [("cooling-off", POLICE)]


def test_appointment_waits_for_the_scope() -> None:
    assert codes(appoint_lead, in_scoping(), appointing(), given(DECIDER)) == ["review/too-early"]


def test_decider_decides_neither_for_nor_against_themselves() -> None:
    own = appointing(DECIDER.person_ref)
    assert places(appoint_lead, scoped(), own, given(DECIDER)) == [("lead/own-appointment", "person_ref")]
    rejecting = REJECT.model_copy(update={"person_ref": DECIDER.person_ref})
    assert codes(reject_lead, scoped(), rejecting, given(DECIDER)) == ["lead/own-appointment"]


def test_decider_of_an_agency_under_review_takes_no_part() -> None:
    police = replace(DECIDER, agency=POLICE)
    assert codes(appoint_lead, scoped(), appointing(), given(police)) == ["review/own-agency"]
    assert codes(reject_lead, scoped(), REJECT, given(police)) == ["review/own-agency"]
    assert appoint_lead(scoped(COUNCIL), appointing(), given(police)).state.lead


def test_rejected_lead_is_recorded_and_does_not_lead() -> None:
    review = reject_lead(scoped(), REJECT, given(DECIDER)).state
    assert (review.decisions[-1].decision, review.decisions[-1].outcome) == ("appoint", "reject")
    assert review.rejected_leads == (RejectedLead(agency="independent", person_ref="p-lead", on=TODAY),)
    assert codes(moved, review, "involvement") == ["lead/not-appointed"]
    assert reject_lead(led(), REJECT, given(DECIDER)).state.lead == led().lead


def test_lost_independence_stops_every_move() -> None:
    assert codes(moved, lost(), "involvement") == ["lead/independence-lost", "lead/not-declared"]
    in_analysis = widened(analysed().model_copy(update={"lead": led(**WORKED_AT).lead}), "probation").state
    assert codes(moved, in_analysis, "findings") == ["lead/independence-lost", "lead/not-declared"]


def test_review_without_a_lead_stays_in_its_stage() -> None:
    assert codes(moved, scoped(), "involvement") == ["lead/not-appointed"]


@pytest.mark.parametrize("gate", Gate)
def test_every_gate_from_the_appointment_on_needs_a_lead(gate: Gate) -> None:
    """A lead may stand down in any stage, and the review may neither move, be published nor closed without another."""
    leaving = StandDown(reason="She takes a post at the court.")
    for review in (analysed(), ready(), in_closure()):
        left = stand_down(review, leaving, given()).state
        assert "lead/not-appointed" in {each.code for each in GATES[gate](left, told(), given())}
    closing = deciding().model_copy(update={"outcome": "close"})
    left = stand_down(in_closure(), leaving, given()).state
    assert codes(close_review, left, closing, given(DECIDER), told()) == ["lead/not-appointed"]


def test_new_lead_must_be_independent_too() -> None:
    review = lost()
    second = appointing("p-second", **WORKED_AT)
    assert codes(appoint_lead, review, second, given(DECIDER)) == ["independence/no-employment"]
    resolved = appoint_lead(review, appointing("p-third"), given(DECIDER)).state
    assert resolved.lead is not None
    assert (resolved.lead.person_ref, [former.person_ref for former in resolved.former_leads]) == ("p-third", ["p-lead"])
    assert moved(resolved, "involvement").state.stage == "involvement"


def test_lead_in_place_stands_down_before_another_is_appointed() -> None:
    assert places(appoint_lead, led(), appointing("p-second"), given(DECIDER)) == [("lead/in-place", "person_ref")]
    again = appoint_lead(led(), appointing(), given(DECIDER)).state
    assert [former.person_ref for former in again.former_leads] == ["p-lead"], "the same person, on another declaration"
    elsewhere = appointing().model_copy(update={"agency": "cafcass"})
    assert codes(appoint_lead, led(), elsewhere, given(DECIDER)) == ["lead/in-place"], "a person is an agency and a reference"


def test_lead_of_an_agency_in_scope_is_not_independent_of_it() -> None:
    police = appointing().model_copy(update={"agency": POLICE})
    assert places(appoint_lead, scoped(), police, given(DECIDER)) == [("independence/no-employment", f"declaration/{POLICE}")]
    assert appoint_lead(scoped(COUNCIL), police, given(DECIDER)).state.lead
    nowhere = appointing().model_copy(update={"agency": "nowhere"})
    assert places(appoint_lead, scoped(), nowhere, given(DECIDER)) == [("lead/unknown-agency", "agency")]
