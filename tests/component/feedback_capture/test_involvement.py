"""Involvement in a review: the plan, the offers and the clocks of each party (FC1, R17, R18)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from contracts.events.feedback_capture import (
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementNotTold,
    InvolvementOverdue,
    InvolvementPlanned,
    InvolvementResumed,
)
from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewEnded,
    ReviewOpened,
    ReviewPublished,
    ReviewReopened,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.framework.bank_holidays import closed_days
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import AgencyPart, ReviewEnd
from local.partnership import FRAMEWORK
from services.chassis.rules.calendar import add_working_days, day_of
from tests.component.feedback_capture.steps import (
    AGENCY,
    ANOTHER_AGENCY,
    CHILD,
    PARENTS,
    PRACTITIONER,
    PRACTITIONERS,
    SIBLINGS,
    TYPE,
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
    assert [each["group"] for each in shown["parties"]] == list(TYPE.involves)
    assert CHILD in TYPE.involves
    assert [each["group"] for each in shown["parties"] if each["offer_by"] is None] == [PRACTITIONERS]
    assert [each["label"] for each in shown["parties"]][:3] == ["Child 1", "Brother or sister 1", "Parent or carer 1"]
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
    overdue = {each.party: str(each.by) for each in events if isinstance(each, InvolvementOverdue)}
    assert len(overdue) == len(TYPE.involves) - 2
    assert overdue[late["id"]] == late["overdue"]["offer"]
    approved = [each.status for each in events if isinstance(each, InvolvementAnswered) and each.approved]
    assert approved == [InvolvementStatus.DEFERRED, InvolvementStatus.NOT_INVITED]


def test_reason_that_an_offer_was_put_off_is_sealed_and_read_by_few(feedback: Component) -> None:
    _, shown = opened(feedback)
    path, why = f"/involvements/{shown['id']}", "The marmalade cat asks to wait."
    again = str(feedback.clock.now().date() + timedelta(days=45))
    waiting = {"party": party(shown, PARENTS)["id"], "until": "recovery", "look_again": again, "reason": why}
    assert why not in feedback("decider").post(f"{path}/deferrals", waiting).text
    feedback.drain()
    assert why not in str(feedback.stored()) + str(feedback.stored("history"))
    for caller in (facilitator(feedback, shown), feedback("business-unit")):
        assert party(done(caller.get(path)), PARENTS)["away"]["reason"] == why
    for role in ("decider", "scrutineer", "inspector"):
        for seen in (feedback(role).get(path), feedback(role).get("/involvements", review=shown["review"])):
            assert shown["id"] in seen.text
            assert why not in seen.text


def test_party_is_unable_or_not_told_only_with_the_approval_of_another(feedback: Component) -> None:
    _, shown = opened(feedback)
    path, unit, decider = f"/involvements/{shown['id']}", feedback("business-unit"), feedback("decider")
    parents, child = party(shown, PARENTS)["id"], party(shown, CHILD)["id"]
    for who, exception, reason in (
        (child, "unable", "deceased"),
        (parents, "findings-not-told", "court-or-police-direction"),
        (party(shown, SIBLINGS)["id"], "nobody-in-this-group", None),
    ):
        asked = {"party": who, "exception": exception}
        assert refused(decider.post(f"{path}/approvals", asked), 409) == [("involvement/nothing-to-approve", "party")]
        done(unit.post(f"{path}/proposals", asked | {"reason": reason}))
        done(decider.post(f"{path}/approvals", asked))
    feedback.drain()
    events = [each.event for each in feedback.emitted(shown["id"])]
    assert [each.status.value for each in events if isinstance(each, InvolvementAnswered) and each.approved] == [
        "unable",
        "nobody-in-this-group",
    ]
    assert [(each.party, each.reason.value) for each in events if isinstance(each, InvolvementNotTold)] == [
        (parents, "court-or-police-direction")
    ]


def test_practitioner_finds_their_own_part_and_no_other(feedback: Component) -> None:
    _, shown = opened(feedback)
    hears = facilitator(feedback, shown)
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PARENTS)))
    mine = feedback("practitioner", agency=AGENCY, person_ref=PRACTITIONER).get("/involvements/mine").json()
    (own,) = [each for each in mine if each["involvement"] == shown["id"]]
    assert (own["party"], own["label"], own["status"]) == (party(shown, PRACTITIONERS)["id"], "Practitioner 1", "invited")
    assert own["conduct"] == FRAMEWORK.involvement.conduct
    assert "no-blame" in own["offer"]["explained"]
    for agency, person_ref in ((AGENCY, "a-colleague"), (ANOTHER_AGENCY, PRACTITIONER)):
        assert feedback("practitioner", agency=agency, person_ref=person_ref).get("/involvements/mine").json() == []


def test_clocks_begin_when_the_review_left_screening_and_not_when_that_arrived(feedback: Component) -> None:
    review, ahead = str(uuid4()), feedback.clock.now() - timedelta(days=70)
    event = ReviewOpened(review=review, review_type="lcspr", restricted=False, statutory=True)
    feedback.receive(event, review, 1, ahead - timedelta(days=30))
    assert read(feedback, review, PARENTS)["offer_by"] is None
    moved = ReviewStageChanged(review=review, from_stage="screening", to_stage="scoping")
    feedback.receive(moved, review, 2, ahead)
    by = add_working_days(ahead.date(), FRAMEWORK.involvement.offer_days, closed_days(FRAMEWORK.calendar))
    late = read(feedback, review, PARENTS)
    assert (late["offer_by"], late["late"]) == (str(by), ["offer"])


def test_review_that_ended_chases_nobody_until_it_is_reopened(feedback: Component) -> None:
    review, shown = opened(feedback)
    unit, path = feedback("business-unit"), f"/involvements/{shown['id']}"
    followed(feedback, review, ReviewEnded(review=review, how=ReviewEnd.SCREENED_OUT), first=3)
    feedback.clock.move_to(feedback.clock.now() + timedelta(days=90))
    feedback.drain()
    assert InvolvementOverdue not in {type(each.event) for each in feedback.emitted(shown["id"])}
    assert refused(unit.post(f"{path}/offers", offering(shown, CHILD)), 409) == [("involvement/review-closed", "")]
    followed(feedback, review, ReviewReopened(review=review, stage="scoping"), first=4)
    again = done(unit.get(path))
    assert (again["ended_on"], again["stage"], party(again, CHILD)["late"]) == (None, "scoping", [])
    done(unit.post(f"{path}/offers", offering(shown, CHILD)))


def test_offer_of_last_week_keeps_its_day_and_the_time_of_recording(feedback: Component) -> None:
    review, shown = opened(feedback)
    now = feedback.clock.now()
    today = day_of(now, feedback.framework.partnership.timezone)
    visit = offering(shown, CHILD, on=str(today - timedelta(days=7)))
    done(feedback("business-unit").post(f"/involvements/{shown['id']}/offers", visit))
    offer = read(feedback, review, CHILD)["offer"]
    assert (offer["on"], offer["recorded_at"][:10]) == (visit["on"], str(now.date()))
    ahead = offering(shown, SIBLINGS, on=str(today + timedelta(days=1)))
    answer = feedback("business-unit").post(f"/involvements/{shown['id']}/offers", ahead)
    assert refused(answer, 409) == [("day/in-future", "on")]


def test_wrong_answer_is_corrected_and_only_those_who_make_offers_read_why(feedback: Component) -> None:
    review, shown = opened(feedback)
    hears, path = facilitator(feedback, shown), f"/involvements/{shown['id']}"
    done(hears.post(f"{path}/offers", offering(shown, CHILD)))
    who = party(shown, CHILD)["id"]
    done(hears.post(f"{path}/answers", {"party": who, "status": "declined"}))
    why = "That was the answer of her brother."
    done(hears.post(f"{path}/answers/corrections", {"party": who, "status": "accepted", "because": why}))
    child = read(feedback, review, CHILD)
    assert (child["status"], child["corrections"][0]["was"]["status"]) == ("accepted", "declined")
    assert child["corrections"][0]["because"] == why
    assert why not in feedback("decider").get(path).text + str(feedback.stored()) + str(feedback.stored("history"))
    feedback.drain()
    answers = [each.event for each in feedback.emitted(shown["id"]) if isinstance(each.event, InvolvementAnswered)]
    assert [each.status.value for each in answers] == ["declined", "accepted"]


def test_party_that_was_added_by_mistake_is_taken_back(feedback: Component) -> None:
    _, shown = opened(feedback)
    unit, path, why = feedback("business-unit"), f"/involvements/{shown['id']}", "She is counted twice."
    added = done(unit.post(f"{path}/parties", {"group": SIBLINGS}))["parties"][-1]["id"]
    done(unit.post(f"{path}/parties/removals", {"party": added, "because": why}))
    left = done(unit.get(path))
    assert [each["id"] for each in left["parties"]] == [each["id"] for each in shown["parties"]]
    assert [(each["group"], each["number"], each["because"]) for each in left["taken_back"]] == [(SIBLINGS, 2, why)]
    feedback.drain()
    last = [each.event for each in feedback.emitted(shown["id"])][-1]
    assert isinstance(last, InvolvementPlanned)
    assert added not in [each.id for each in last.parties]
    of_the_plan = {"party": party(shown, CHILD)["id"], "because": why}
    assert refused(unit.post(f"{path}/parties/removals", of_the_plan), 409) == [("involvement/of-the-plan", "party")]


@pytest.fixture
def contributor(feedback: Component) -> tuple[str, str, str]:
    """A practitioner who contributed to a scoped review: the review, the path of its involvement, the party."""
    review, shown = opened(feedback)
    scoped = ReviewScoped(review=review, agencies=(AGENCY,), parts={AGENCY: AgencyPart.CONTRIBUTING}, version_of_scope=1)
    followed(feedback, review, scoped, first=3)
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
    followed(feedback, review, ReviewStageChanged(review=review, from_stage="findings", to_stage="report"), first=4)
    assert read(feedback, review, PRACTITIONERS)["due"].keys() == {"findings"}
    done(unit.post(f"{path}/feedback", how | {"step": "findings"}))
    published = ReviewPublished(review=review, link="https://registry.example/public", until=date(2030, 1, 1))
    followed(feedback, review, published, first=5)
    assert read(feedback, review, PRACTITIONERS)["due"].keys() == {"outcome"}
    done(unit.post(f"{path}/feedback", how | {"step": "outcome"}))
    feedback.drain()
    events = [each.event for each in feedback.emitted(done(unit.get(path))["id"])]
    assert [each.step.value for each in events if isinstance(each, InvolvementFedBack)] == ["findings", "outcome"]


def test_closed_review_takes_no_further_party(feedback: Component) -> None:
    review, shown = opened(feedback)
    gone = PublicationWithdrawn(review=review, reason="court-order")
    closed = ReviewClosed(review=review, findings_confirmed=1, actions_sustained=1, products_published=1)
    followed(feedback, review, gone, closed, first=3)
    unit, path = feedback("business-unit"), f"/involvements/{shown['id']}"
    assert done(unit.get(path))["closed_on"]
    assert done(unit.get(path))["publication_withdrawn"] == "court-order"
    assert refused(unit.post(f"{path}/parties", {"group": SIBLINGS}), 409) == [("involvement/review-closed", "")]
