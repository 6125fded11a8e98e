"""From a finding to an obligation, an action, its judgement and a lasting change (AT1 to AT3, AT6)."""

from uuid import uuid4

import pytest

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionProposed,
    ActionReopened,
    ObligationAnswered,
    ObligationOpened,
    RecheckRecorded,
)
from local.partnership import COUNCIL, POLICE
from tests.builders.action_tracking import AUDIT, REJECT
from tests.component.action_tracking.steps import (
    BEGIN,
    accepted,
    accepting,
    agreed,
    appointed,
    asked,
    completed,
    measured,
    months_later,
    proposing,
    today,
)
from tests.component.harness import Component
from tests.service.calling import done, refused

OURS, THEIRS = POLICE, COUNCIL
LEAD, PARTNER = "p-way-lead", "p-way-partner"
HELD = {"result": "sustained", "why": "The measure shows it."}
NOT_HELD = {"result": "not-sustained", "why": "The measure shows nothing."}


@pytest.fixture(scope="module", autouse=True)
def _people(tracking: Component) -> None:
    """Appoints our agency's lead, and a delegated partner of theirs."""
    tracking.clock.move_to(BEGIN)
    appointed(tracking, "agency-lead", OURS, LEAD)
    appointed(tracking, "executive", THEIRS, PARTNER)


def notified(tracking: Component, about: str) -> set[tuple[str, str, str]]:
    """Returns each event of the ledger, what it asks and of whom, if the person's digest has a line for it."""
    tracking.drain()
    entries = tracking("business-unit").get("/ledger", about=about, limit=200).json()
    digests = tracking("business-unit").get("/digests", about=about, limit=200).json()
    lines = {(each["person_ref"], line["trigger"]) for each in digests for line in each["lines"]}
    return {
        (each["event"], person["line"]["asked"], person["person_ref"])
        for each in entries
        for person in each["told"]
        if (person["person_ref"], each["trigger"]) in lines
    }


def test_finding_opens_obligations_and_an_action_answers_one(tracking: Component) -> None:
    ours, theirs = asked(tracking, OURS, THEIRS)
    unit, lead = tracking("business-unit"), tracking("agency-lead", agency=OURS)
    action = done(lead.post("/actions", proposing(tracking, OURS, [ours])), 201)
    assert (action["status"], action["priority"], action["themes"]) == ("proposed", "high", ["neglect"])
    tracking.drain()
    waiting = done(unit.get(f"/obligations/{ours}"))
    assert (waiting["status"], waiting["proposals"], waiting["waits"]) == ("open", [action["id"]], None)
    own = tracking("decider", agency=OURS).post(f"/actions/{action['id']}/agreement")
    assert refused(own, 409) == [("judgement/own-agency", "")]
    assert done(tracking("decider").post(f"/actions/{action['id']}/agreement"))["status"] == "agreed"
    tracking.drain()
    assert done(unit.get(f"/obligations/{ours}"))["answered_by"] == [action["id"]]
    assert [done(unit.get(f"/obligations/{each}"))["status"] for each in (ours, theirs)] == ["answered", "open"]
    assert [type(each.event) for each in tracking.emitted(ours)] == [ObligationOpened, ObligationAnswered]


def test_action_is_refused_with_every_reason_at_once(tracking: Component) -> None:
    ours, theirs = asked(tracking, OURS, THEIRS)
    wrong = proposing(
        tracking,
        OURS,
        [ours, theirs, str(uuid4())],
        supporting=["nobody-at-all", OURS],
        due=today(tracking).isoformat(),
    )
    of_agencies_and_due = [
        ("action/unknown-agency", "supporting/0"),
        ("action/owner-supports-itself", "supporting/1"),
        ("action/due-not-ahead", "due"),
    ]
    assert refused(tracking("business-unit").post("/actions", wrong), 409) == [
        ("obligation/of-another-agency", "obligations/1"),
        ("obligation/unknown", "obligations/2"),
        *of_agencies_and_due,
    ]
    assert refused(tracking("agency-lead", agency=OURS).post("/actions", wrong), 409) == [
        ("obligation/of-another-agency", "obligations/1"),
        ("obligation/unknown", "obligations/2"),
        *of_agencies_and_due,
    ]
    not_theirs = ("action/not-your-agency", "owner/agency")
    assert not_theirs in refused(tracking("agency-lead", agency=THEIRS).post("/actions", wrong), 409)
    asked_of_us = done(tracking("business-unit").get(f"/obligations/{ours}"))
    assert (asked_of_us["status"], asked_of_us["answered_by"]) == ("open", [])
    assert tracking("business-unit").get("/actions", finding=asked_of_us["finding"]).json() == []


def test_no_action_is_accepted_by_the_partnership_alone(tracking: Component) -> None:
    (ours,) = asked(tracking, OURS)
    because, lead = {"reason": "The practice has ended."}, tracking("agency-lead", agency=OURS)
    too_early = tracking("decider").post(f"/obligations/{ours}/no-action")
    assert refused(too_early, 409) == [("obligation/nothing-proposed", "")]
    done(lead.post(f"/obligations/{ours}/no-action-proposal", {"reason": "We are busy."}))
    done(tracking("decider").post(f"/obligations/{ours}/no-action-refusal", {"why": "That is no reason."}))
    done(lead.post(f"/obligations/{ours}/no-action-proposal", because))
    own = tracking("decider", agency=OURS).post(f"/obligations/{ours}/no-action")
    assert refused(own, 409) == [("judgement/own-agency", "")]
    shown = done(tracking("decider").post(f"/obligations/{ours}/no-action"))
    assert (shown["status"], shown["answer"]) == ("answered", "no-action-accepted")
    assert [each["why"] for each in shown["no_action_refusals"]] == ["That is no reason."]
    body = proposing(tracking, OURS, [ours])
    assert refused(tracking("business-unit").post("/actions", body), 409) == [("obligation/not-open", "obligations/0")]
    assert notified(tracking, ours) >= {
        ("ObligationOpened", "answer-finding", LEAD),
        ("ObligationAnswered", "no-action-accepted", LEAD),
    }


def test_action_is_judged_by_another_agency(tracking: Component) -> None:
    action = agreed(tracking, OURS)
    at, lead = f"/actions/{action}", tracking("agency-lead", agency=OURS)
    assert done(lead.post(f"{at}/progress", {"percent": 40}))["status"] == "in-progress"
    assert refused(lead.post(f"{at}/completion"), 409) == [("evidence/none", "")]
    assert refused(lead.post(f"{at}/evidence", {"kind": "minutes", "shows": "That we met."}), 409) == [
        ("evidence/nothing-to-look-at", "link")
    ]
    unit = tracking("business-unit")
    assert refused(unit.post(f"{at}/progress", {"percent": 100}), 409) == [("action/reported-by-whom", "reported_by")]
    accept = accepting(completed(tracking, OURS, action))

    assert refused(tracking("decider", agency=OURS).post(f"{at}/judgements", accept), 409) == [("judgement/own-agency", "")]
    refused(lead.post(f"{at}/judgements", accept), 403)
    other = tracking("decider", agency=THEIRS)
    assert done(other.post(f"{at}/judgements", REJECT))["status"] == "in-progress"
    assert refused(lead.post(f"{at}/completion"), 409) == [("evidence/nothing-new", "")]
    assert accepted(tracking, OURS, action)["status"] == "accepted"
    tracking.drain()
    wanted = [ActionProposed, ActionAgreed, ActionProgressed, ActionCompleted, ActionJudged, ActionCompleted, ActionJudged]
    assert [type(each.event) for each in tracking.emitted(action)] == wanted


def test_failed_change_is_reopened_and_lasting_change_ends(tracking: Component) -> None:
    action = agreed(tracking, OURS)
    at, decider = f"/actions/{action}", tracking("decider")
    accepted(tracking, OURS, action)
    assert [code for code, _ in refused(decider.post(f"{at}/rechecks", HELD), 409)] == [
        "recheck/not-due",
        "recheck/not-offered",
    ]
    months_later(tracking, 3)
    own = tracking("decider", agency=OURS)
    assert refused(own.post(f"{at}/rechecks", NOT_HELD), 409) == [("judgement/own-agency", "")]
    again = done(decider.post(f"{at}/rechecks", NOT_HELD))
    assert (again["status"], len(again["epochs"]), again["percent"]) == ("in-progress", 2, 0)
    assert again["epochs"][0]["rechecks"][0]["result"] == "not-sustained"

    assert refused(tracking("agency-lead", agency=OURS).post(f"{at}/completion"), 409) == [("evidence/none", "")]
    second = accepted(tracking, OURS, action)
    assert second["epochs"][0] == again["epochs"][0]
    shown = []
    for months in (3, 3, 6):
        months_later(tracking, months)
        measured(tracking, OURS, action)
        shown.append(done(decider.post(f"{at}/rechecks", HELD)))
    assert [each["status"] for each in shown] == ["accepted", "accepted", "sustained"]
    assert shown[-1]["brag"] == "blue"
    tracking.drain()
    events = tracking.emitted(action)
    rechecks = [each.event for each in events if isinstance(each.event, RecheckRecorded)]
    assert [(each.recheck, each.months) for each in rechecks] == [(1, ()), (1, (3,)), (2, (6,)), (3, (12,))]
    assert len([each for each in events if isinstance(each.event, ActionReopened)]) == 1
    lines = [each for each in decider.get(f"{at}/history").json() if each["command"] != "ring-action"]
    assert [(each["command"], each["epoch"]) for each in lines] == [
        ("ProposeAction", 1), ("AgreeAction", 1), ("OfferEvidence", 1), ("CompleteAction", 1), ("JudgeAction", 1),
        ("RecordRecheck", 2),
        ("OfferEvidence", 2), ("CompleteAction", 2), ("JudgeAction", 2), *[("OfferRecheck", 2), ("RecordRecheck", 2)] * 3,
    ]  # fmt: skip
    assert AUDIT.shows not in str(lines)
    assert notified(tracking, action) >= {
        ("ActionAgreed", "do-action", LEAD),
        ("ActionCompleted", "judge-action", PARTNER),
        ("ActionJudged", "prepare-recheck", LEAD),
        ("ActionReopened", "do-action-again", LEAD),
        ("ActionSustained", "action-sustained", LEAD),
    }
