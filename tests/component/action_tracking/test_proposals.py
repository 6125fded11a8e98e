"""Proposals over HTTP: joint actions, advice, answers of the partnership, and reviews that end (AT1, AT2)."""

from datetime import date
from uuid import uuid4

from contracts.events.action_tracking import (
    ActionProposed,
    ObligationAnswered,
    ObligationOpened,
    ObligationReopened,
    ProposalAnswered,
)
from contracts.events.review_registry import ReviewEnded, ReviewOpened, ReviewReopened
from contracts.framework.document import Agency
from contracts.vocabulary.reviews import ReviewEnd
from local.partnership import COUNCIL, HOSPITAL, POLICE, PREFIX
from tests.component.action_tracking.steps import agreed, asked, proposed, proposing, today
from tests.component.harness import Component
from tests.service.calling import done, refused

REFERENCE = f"{PREFIX}-2027-K7QZ"


def opened(tracking: Component) -> str:
    """Opens a review in the registry. Returns its id."""
    review = str(uuid4())
    event = ReviewOpened(review=review, reference=REFERENCE, review_type="lcspr", restricted=False, statutory=True)
    tracking.receive(event, review, 1)
    tracking.drain()
    return review


def test_one_action_of_two_agencies_answers_both(tracking: Component) -> None:
    ours, theirs = asked(tracking, POLICE, HOSPITAL)
    lead = tracking("agency-lead", agency=POLICE)
    body = proposing(tracking, POLICE, [ours, theirs], supporting=[HOSPITAL])
    action = done(lead.post("/actions", body), 201)["id"]
    supporter = tracking("decider", agency=HOSPITAL).post(f"/actions/{action}/agreement")
    assert refused(supporter, 409) == [("judgement/supporting-agency", "")]
    done(tracking("decider").post(f"/actions/{action}/agreement", {"priority": "medium"}))
    tracking.drain()
    for agency, obligation in ((POLICE, ours), (HOSPITAL, theirs)):
        shown = done(tracking("agency-lead", agency=agency).get(f"/obligations/{obligation}"))
        assert (shown["status"], shown["answered_by"], shown["proposals"]) == ("answered", [action], [])


def test_advice_on_a_draft_saves_nothing(tracking: Component) -> None:
    (ours,) = asked(tracking, POLICE)
    lead = tracking("agency-lead", agency=POLICE)
    weak = proposing(tracking, POLICE, [ours], strength="weaker", due="2032-01-05", priority="low")
    before = len(tracking.stored())
    tried = done(lead.post("/actions/advice", weak))
    assert (tried["errors"], tried["alone"]) == ([], False)
    found = [each["code"] for each in tried["advice"]]
    assert found == [
        "lint/only-weaker", "lint/priority-below-finding", "lint/due-past-follow-up", "lint/owner-without-role",
    ]  # fmt: skip
    wrong = done(lead.post("/actions/advice", weak | {"due": "2020-01-01", "supporting": [POLICE]}))
    assert [each["code"] for each in wrong["errors"]] == ["action/owner-supports-itself", "action/due-not-ahead"]
    assert len(tracking.stored()) == before
    stronger = proposing(tracking, POLICE, [ours])
    done(lead.post("/actions", stronger), 201)
    beside = done(lead.post("/actions/advice", weak))
    assert "lint/only-weaker" not in [each["code"] for each in beside["advice"]]
    action = done(lead.post("/actions", weak), 201)["id"]
    shown = done(lead.get(f"/actions/{action}"))
    assert [each["code"] for each in shown["advice"]] == found[1:]


def test_proposal_is_sent_back_changed_and_refused(tracking: Component) -> None:
    action = proposed(tracking, POLICE)
    tracking.drain()
    at, lead, chair = f"/actions/{action}", tracking("agency-lead", agency=POLICE), tracking("decider")
    shown = done(chair.post(f"{at}/proposal-answer", {"answer": "asked", "why": "Name the role."}))
    assert (shown["status"], shown["returned"]) == ("proposed", True)
    tracking.drain()
    (obligation,) = shown["obligations"]
    assert done(lead.get(f"/obligations/{obligation}"))["proposals"] == []
    changed = proposing(tracking, POLICE, []) | {"owner": {"agency": POLICE, "role": "action-owner"}}
    del changed["obligations"]
    assert done(lead.post(f"{at}/proposal", changed))["returned"] is False
    tracking.drain()
    assert done(lead.get(f"/obligations/{obligation}"))["proposals"] == [action]
    over = done(chair.post(f"{at}/proposal-answer", {"answer": "refused", "why": "It changes nothing."}))
    assert (over["status"], [each["why"] for each in over["answers"]]) == ("ended", ["Name the role.", "It changes nothing."])
    tracking.drain()
    asked_again = done(lead.get(f"/obligations/{obligation}"))
    assert (asked_again["status"], asked_again["proposals"]) == ("open", [])
    events = [ActionProposed, ProposalAnswered, ActionProposed, ProposalAnswered]
    assert [type(each.event) for each in tracking.emitted(action)] == events


def test_shared_plan_shows_agreed_actions_only(tracking: Component) -> None:
    review = opened(tracking)
    (ours,) = asked(tracking, POLICE, review=review)
    lead, unit = tracking("agency-lead", agency=POLICE), tracking("business-unit")
    action = done(lead.post("/actions", proposing(tracking, POLICE, [ours])), 201)
    assert unit.get(f"/reviews/{review}/actions").json() == []
    done(tracking("decider").post(f"/actions/{action['id']}/agreement"))
    assert [each["reference"] for each in unit.get(f"/reviews/{review}/actions").json()] == [action["reference"]]


def test_obligations_end_and_open_again_with_their_review(tracking: Component) -> None:
    review = opened(tracking)
    ours, theirs = asked(tracking, POLICE, COUNCIL, review=review)
    unit, lead = tracking("business-unit"), tracking("agency-lead", agency=POLICE)
    assert done(lead.get(f"/obligations/{ours}"))["reference"] == REFERENCE
    action = done(lead.post("/actions", proposing(tracking, POLICE, [ours])), 201)["id"]
    tracking.drain()
    tracking.receive(ReviewEnded(review=review, how=ReviewEnd.DUPLICATE), review, 2)
    tracking.drain()
    for each in (ours, theirs):
        assert done(unit.get(f"/obligations/{each}"))["answer"] == "lapsed"
    assert done(lead.get(f"/actions/{action}"))["status"] == "ended"
    tracking.receive(ReviewReopened(review=review, stage="findings"), review, 3)
    tracking.drain()
    reopened = done(unit.get(f"/obligations/{ours}"))
    assert (reopened["status"], reopened["answer"], reopened["proposals"]) == ("open", None, [])
    assert date.fromisoformat(reopened["by"]) > today(tracking)
    wanted = [ObligationOpened, ObligationAnswered, ObligationReopened]
    assert [type(each.event) for each in tracking.emitted(theirs)] == wanted


def test_wrong_answer_without_action_is_reopened(tracking: Component) -> None:
    (ours,) = asked(tracking, POLICE)
    at = f"/obligations/{ours}"
    done(tracking("business-unit").post(f"{at}/no-action-proposal", {"reason": "Another agency does it."}))
    done(tracking("decider").post(f"{at}/no-action"))
    shown = done(tracking("decider").post(f"{at}/reopening", {"reason": "They want an action after all."}))
    assert (shown["status"], shown["no_action"]) == ("open", None)
    assert [each["answer"] for each in shown["reopenings"]] == ["no-action-accepted"]
    done(tracking("agency-lead", agency=POLICE).post("/actions", proposing(tracking, POLICE, [ours])), 201)


def test_evidence_is_a_link_as_people_paste_it_and_can_be_taken_back(tracking: Component) -> None:
    action = agreed(tracking, POLICE, owner={"agency": POLICE, "person_ref": "p-owner"}, helpers=["p-helper"])
    at = f"/actions/{action}"
    helper, other = (tracking("contributor", agency=POLICE, person_ref=each) for each in ("p-helper", "p-other"))
    link = "https://nhs.sharepoint.example/:w:/r/sites/audit/Doc.aspx?sourcedoc=%7BA1%7D#page=3"
    piece = {"kind": "audit-result", "shows": "Nine of ten plans.", "link": link}
    assert refused(other.post(f"{at}/evidence", piece), 409) == [("action/not-yours", "")]
    shown = done(helper.post(f"{at}/evidence", piece))
    assert refused(helper.post(f"{at}/evidence", piece), 409) == [("evidence/same-again", "link")]
    assert refused(helper.post(f"{at}/evidence", piece | {"link": "http://files.example"}), 422) == [
        ("request/string-pattern-mismatch", "link")
    ]
    (kept,) = shown["epochs"][0]["evidence"]
    gone = {"evidence": kept["id"], "reason": "It belongs elsewhere."}
    after = done(helper.post(f"{at}/evidence-taken-back", gone))["epochs"][0]
    assert [each["reason"] for each in after["taken_back"]] == ["It belongs elsewhere."]
    assert len(after["evidence"]) == 1
    lead = tracking("agency-lead", agency=POLICE)
    assert done(lead.post(f"{at}/assignment", {"helpers": ["p-other"]}))["helpers"] == ["p-other"]
    assert refused(helper.post(f"{at}/progress", {"percent": 20}), 409) == [("action/not-yours", "")]


def test_successor_of_an_agency_takes_over_what_it_owes(tracking: Component) -> None:
    (ours,) = asked(tracking, HOSPITAL)
    action = agreed(tracking, HOSPITAL)
    before = tracking.room.framework
    day = today(tracking)
    old = next(each for each in before.agencies if each.code == HOSPITAL)
    ended = old.model_copy(update={"to_day": date(2020, 1, 1), "successor": "merged-hospitals"})
    others = tuple(each for each in before.agencies if each.code != HOSPITAL)
    merged = Agency(code="merged-hospitals", name="Merged Hospitals", from_day=date(2020, 1, 2))
    tracking.room.framework = before.model_copy(update={"agencies": (*others, ended, merged)})
    try:
        lead = tracking("agency-lead", agency="merged-hospitals")
        owed = done(lead.get("/mine"))
        assert {each["id"] for each in owed["obligations"]} >= {ours}
        assert {each["id"] for each in owed["actions"]} >= {action}
        done(lead.post(f"/actions/{action}/progress", {"percent": 30}))
        assert refused(lead.post("/actions", proposing(tracking, HOSPITAL, [ours])), 409) == [
            ("action/unknown-agency", "owner/agency")
        ]
        done(lead.post("/actions", proposing(tracking, "merged-hospitals", [ours])), 201)
        holder = {"role": "agency-lead", "agency": "merged-hospitals", "person_ref": "p-merged", "from_day": day.isoformat()}
        done(lead.post("/role-holders", holder), 201)
        own = tracking("decider", agency="merged-hospitals").post(f"/obligations/{ours}/no-action")
        assert refused(own, 409)[0] == ("judgement/own-agency", "")
    finally:
        tracking.room.framework = before
