"""Involvement in a review: the plan, the offers and the clocks of each party (FC1, R17, R18)."""

from datetime import date, timedelta

import pytest

from contracts.events.feedback_capture import (
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementOverdue,
    InvolvementPlanned,
    InvolvementResumed,
)
from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewPublished,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import AgencyPart
from tests.component.feedback_capture.steps import (
    AGENCY,
    PARENTS,
    PRACTITIONER,
    PRACTITIONERS,
    SIBLINGS,
    facilitator,
    followed,
    offering,
    opened,
    party,
    read,
)
from tests.component.harness import Component
from tests.service.calling import done, refused


def test_review_that_opens_is_planned(feedback: Component) -> None:
    _, shown = opened(feedback)
    assert [each["group"] for each in shown["parties"]] == [SIBLINGS, PARENTS, PRACTITIONERS]
    assert [each["offer_by"] is None for each in shown["parties"]] == [False, False, True]
    assert [type(each.event) for each in feedback.emitted(shown["id"])] == [InvolvementPlanned]


def test_events_of_an_offer_name_neither_person_nor_agency(feedback: Component) -> None:
    _, shown = opened(feedback)
    hears = facilitator(feedback, shown)
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    feedback.drain()
    events = str([each.event for each in feedback.emitted(shown["id"])])
    assert "InvolvementOffered" in events
    assert PRACTITIONER not in events
    assert AGENCY not in events


def test_person_behind_a_party_is_shown_only_to_those_who_make_offers(feedback: Component) -> None:
    _, shown = opened(feedback)
    path = f"/involvements/{shown['id']}"
    hears = facilitator(feedback, shown)
    done(hears.post(f"{path}/offers", offering(shown, PRACTITIONERS)))
    for caller in (hears, feedback("business-unit")):
        assert party(done(caller.get(path)), PRACTITIONERS)["person_ref"] == PRACTITIONER
    for role in ("decider", "scrutineer", "inspector"):
        seen = feedback(role).get(path)
        assert done(seen)["id"] == shown["id"]
        assert PRACTITIONER not in seen.text
        assert AGENCY not in seen.text


def test_involvement_is_unknown_to_a_facilitator_of_another_review(feedback: Component) -> None:
    review, shown = opened(feedback)
    path = f"/involvements/{shown['id']}"
    other = feedback("facilitator", person_ref="f-of-another-review")
    refused(other.get(path), 404)
    assert other.get("/involvements", review=review).json() == []
    refused(other.post(f"{path}/offers", offering(shown, PARENTS)), 404)
    refused(feedback("agency-lead", agency=AGENCY).get(path), 403)


def test_party_put_off_comes_back_and_a_late_step_is_reported(feedback: Component) -> None:
    review, shown = opened(feedback)
    path, today = f"/involvements/{shown['id']}", feedback.clock.now().date()
    again = today + timedelta(days=45)
    why = {"reason": "The officer asks to wait.", "look_again": str(again)}
    decider = feedback("decider")
    waiting = {"party": party(shown, PARENTS)["id"], "until": "charge-decision"} | why
    done(decider.post(f"{path}/deferrals", waiting))
    done(decider.post(f"{path}/exceptions", {"party": party(shown, PRACTITIONERS)["id"]} | why))
    assert (read(feedback, review, PARENTS)["status"], read(feedback, review, PARENTS)["offer_by"]) == ("deferred", None)
    feedback.clock.advance(timedelta(days=46))
    feedback.drain()
    back, late = read(feedback, review, PARENTS), read(feedback, review, SIBLINGS)
    assert back["status"] == "not-started"
    assert date.fromisoformat(back["offer_by"]) > again
    events = [each.event for each in feedback.emitted(shown["id"])]
    resumed = [each.party for each in events if isinstance(each, InvolvementResumed)]
    assert resumed == [party(shown, PARENTS)["id"], party(shown, PRACTITIONERS)["id"]]
    (overdue,) = [each for each in events if isinstance(each, InvolvementOverdue)]
    assert (overdue.party, str(overdue.by)) == (late["id"], late["overdue"]["offer"])
    approved = [each.status for each in events if isinstance(each, InvolvementAnswered) and each.approved]
    assert approved == [InvolvementStatus.DEFERRED, InvolvementStatus.NOT_INVITED]


@pytest.fixture
def contributor(feedback: Component) -> tuple[str, str, str]:
    """A practitioner who contributed to a scoped review: the review, the path of its involvement, the party."""
    review, shown = opened(feedback)
    scoped = ReviewScoped(review=review, agencies=(AGENCY,), parts={AGENCY: AgencyPart.CONTRIBUTING}, version_of_scope=1)
    followed(feedback, review, scoped, first=2)
    path, who = f"/involvements/{shown['id']}", party(shown, PRACTITIONERS)["id"]
    hears = facilitator(feedback, shown)
    done(hears.post(f"{path}/offers", offering(shown, PRACTITIONERS)))
    done(hears.post(f"{path}/answers", {"party": who, "status": "contributed"}))
    return review, path, who


def test_nothing_is_fed_back_before_the_review_has_it(feedback: Component, contributor: tuple[str, str, str]) -> None:
    _, path, who = contributor
    for step in ("findings", "outcome"):
        answer = feedback("business-unit").post(f"{path}/feedback", {"party": who, "channel": "meeting", "step": step})
        assert refused(answer, 409) == [("involvement/nothing-to-tell", "step")]


def test_progress_of_the_review_sets_the_clocks(feedback: Component, contributor: tuple[str, str, str]) -> None:
    review, path, who = contributor
    unit, how = feedback("business-unit"), {"party": who, "channel": "meeting"}
    followed(feedback, review, ReviewStageChanged(review=review, from_stage="findings", to_stage="report"), first=3)
    assert read(feedback, review, PRACTITIONERS)["due"].keys() == {"findings"}
    done(unit.post(f"{path}/feedback", how | {"step": "findings"}))
    published = ReviewPublished(review=review, link="https://registry.example/public", until=date(2030, 1, 1))
    followed(feedback, review, published, first=4)
    assert read(feedback, review, PRACTITIONERS)["due"].keys() == {"outcome"}
    done(unit.post(f"{path}/feedback", how | {"step": "outcome"}))
    feedback.drain()
    events = [each.event for each in feedback.emitted(done(unit.get(path))["id"])]
    assert [each.step.value for each in events if isinstance(each, InvolvementFedBack)] == ["findings", "outcome"]


def test_closed_review_takes_no_further_party(feedback: Component) -> None:
    review, shown = opened(feedback)
    gone = PublicationWithdrawn(review=review, reason="court-order")
    closed = ReviewClosed(review=review, findings_confirmed=1, actions_sustained=1, products_published=1)
    followed(feedback, review, gone, closed, first=2)
    unit, path = feedback("business-unit"), f"/involvements/{shown['id']}"
    assert done(unit.get(path))["closed_on"]
    assert done(unit.get(path))["publication_withdrawn"] == "court-order"
    assert refused(unit.post(f"{path}/parties", {"group": SIBLINGS}), 409) == [("involvement/review-closed", "")]
