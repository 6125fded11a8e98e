"""From a finding to an obligation, an action, its judgement and a lasting change (AT1 to AT3, AT6)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
    ObligationAnswered,
    ObligationOpened,
    RecheckRecorded,
)
from local.embedded import Embedded
from local.partnership import COUNCIL, POLICE
from local.waiting import eventually, eventually_async
from tests.builders.action_tracking import ACCEPT, AUDIT, REJECT
from tests.service.action_tracking.steps import (
    TRACKING,
    accepted,
    agreed,
    agreeing,
    asked,
    completed,
    listed,
    months_later,
    next_morning,
    today,
)
from tests.service.action_tracking.test_digests import appointed, laid_down
from tests.service.calling import People, done, refused
from tests.service.topic import told

OURS, THEIRS = POLICE, COUNCIL
LEAD, UNIT = "p-way-lead", "p-way-unit"
HELD: dict[str, Any] = {"result": "sustained", "measured": "9 of 10", "new_starters_know": True}
NOT_HELD: dict[str, Any] = {"result": "not-sustained", "measured": "3 of 10", "new_starters_know": False}


@pytest.fixture(scope="module")
def reachable(deployment: Embedded, tracking: People) -> Iterator[None]:
    """Our agency's lead, and somebody of the business unit; from the day after these tests on nobody reaches them."""
    holders = [
        appointed(deployment, tracking, "agency-lead", OURS, LEAD),
        appointed(deployment, tracking, "business-unit", "partnership", UNIT),
    ]
    yield
    for each in holders:
        laid_down(deployment, tracking, each)
    next_morning(deployment)


def are_told(tracking: People, about: str, wanted: set[tuple[str, str, str]]) -> None:
    """Returns once the ledger has each event, what it asked and of whom, and the person's digest a line for it."""
    unit = tracking("business-unit")

    def noted() -> bool:
        entries = listed(unit.get("/ledger", about=about, limit=200))
        digests = listed(unit.get("/digests", about=about, limit=200))
        told = {
            (each["event"], person["line"]["asked"], person["person_ref"]): (person["person_ref"], each["trigger"])
            for each in entries
            for person in each["told"]
        }
        assert wanted <= told.keys()
        lines = {(each["person_ref"], line["trigger"]) for each in digests for line in each["lines"]}
        return {told[each] for each in wanted} <= lines

    assert eventually(noted, what="they are told")


async def test_finding_opens_obligations_and_an_action_answers_one(deployment: Embedded, tracking: People) -> None:
    ours, theirs = await asked(deployment, tracking, OURS, THEIRS)
    unit, lead = tracking("business-unit"), tracking("agency-lead", agency=OURS)
    action = done(lead.post("/actions", agreeing(deployment, OURS, [ours])), 201)
    assert (action["status"], action["priority"], action["themes"]) == ("agreed", "high", ["neglect"])

    def answered() -> bool:
        return bool(done(unit.get(f"/obligations/{ours}"))["answered_by"] == [action["id"]])

    assert eventually(answered, what="the obligation has its answer")
    assert [done(unit.get(f"/obligations/{each}"))["status"] for each in (ours, theirs)] == ["answered", "open"]
    events = await told(deployment, TRACKING, ours, until={ObligationAnswered})
    assert [type(each.event) for each in events] == [ObligationOpened, ObligationAnswered]


async def test_action_is_refused_with_every_reason_at_once(deployment: Embedded, tracking: People) -> None:
    ours, theirs = await asked(deployment, tracking, OURS, THEIRS)
    wrong = agreeing(
        deployment,
        OURS,
        [ours, theirs, str(uuid4())],
        supporting=["nobody-at-all", OURS],
        due=today(deployment).isoformat(),
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
        ("obligation/unknown", "obligations/1"),
        ("obligation/unknown", "obligations/2"),
        *of_agencies_and_due,
    ]
    assert refused(tracking("agency-lead", agency=THEIRS).post("/actions", wrong), 409)[0] == (
        "action/not-your-agency",
        "owner/agency",
    )
    asked_of_us = done(tracking("business-unit").get(f"/obligations/{ours}"))
    assert (asked_of_us["status"], asked_of_us["answered_by"]) == ("open", [])
    assert listed(tracking("business-unit").get("/actions", finding=asked_of_us["finding"])) == []


@pytest.mark.usefixtures("reachable")
async def test_no_action_is_accepted_by_the_partnership_alone(deployment: Embedded, tracking: People) -> None:
    (ours,) = await asked(deployment, tracking, OURS)
    because = {"reason": "The practice has ended."}
    own = tracking("decider", agency=OURS).post(f"/obligations/{ours}/no-action", because)
    assert refused(own, 409) == [("judgement/own-agency", "")]
    shown = done(tracking("decider").post(f"/obligations/{ours}/no-action", because))
    assert (shown["status"], shown["answer"]) == ("answered", "no-action-accepted")
    body = agreeing(deployment, OURS, [ours])
    assert refused(tracking("business-unit").post("/actions", body), 409) == [("obligation/not-open", "obligations/0")]
    are_told(tracking, ours, {("ObligationOpened", "answer-finding", LEAD), ("ObligationAnswered", "no-action-accepted", LEAD)})


async def test_action_is_judged_by_another_agency(deployment: Embedded, tracking: People) -> None:
    action = await agreed(deployment, tracking, OURS)
    at, lead = f"/actions/{action}", tracking("agency-lead", agency=OURS)
    assert done(lead.post(f"{at}/progress", {"percent": 40}))["status"] == "in-progress"
    assert refused(lead.post(f"{at}/completion"), 409) == [("evidence/none", "")]
    assert refused(lead.post(f"{at}/evidence", {"kind": "minutes", "shows": "That we met."}), 409) == [
        ("evidence/nothing-to-look-at", "link")
    ]
    assert refused(tracking("business-unit").post(f"{at}/progress", {"percent": 100}), 409) == [("action/not-your-agency", "")]
    completed(tracking, OURS, action)

    assert refused(tracking("decider", agency=OURS).post(f"{at}/judgements", ACCEPT), 409) == [("judgement/own-agency", "")]
    refused(lead.post(f"{at}/judgements", ACCEPT), 403)
    other = tracking("decider", agency=THEIRS)
    assert done(other.post(f"{at}/judgements", REJECT))["status"] == "in-progress"
    assert refused(lead.post(f"{at}/completion"), 409) == [("evidence/nothing-new", "")]
    assert accepted(tracking, OURS, action)["status"] == "accepted"
    wanted = [ActionAgreed, ActionProgressed, ActionCompleted, ActionJudged, ActionCompleted, ActionJudged]

    async def all_told() -> bool:
        found = await told(deployment, TRACKING, action, until={ActionJudged})
        return [type(each.event) for each in found] == wanted

    assert await eventually_async(all_told, what="its topic tells of each step", every=0.1)


@pytest.mark.usefixtures("reachable")
async def test_failed_change_is_reopened_and_lasting_change_ends(deployment: Embedded, tracking: People) -> None:
    action = await agreed(deployment, tracking, OURS)
    at, decider = f"/actions/{action}", tracking("decider")
    accepted(tracking, OURS, action)
    assert refused(decider.post(f"{at}/rechecks", HELD), 409) == [("recheck/not-due", "")]
    months_later(deployment, 3)
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
        months_later(deployment, months)
        shown.append(done(decider.post(f"{at}/rechecks", HELD)))
    assert [each["status"] for each in shown] == ["accepted", "accepted", "sustained"]
    assert shown[-1]["brag"] == "blue"
    events = await told(deployment, TRACKING, action, until={ActionSustained})
    assert [each.event.recheck for each in events if isinstance(each.event, RecheckRecorded)] == [1, 1, 2, 3]
    assert len([each for each in events if isinstance(each.event, ActionReopened)]) == 1

    def history() -> list[dict[str, Any]] | None:
        lines = listed(decider.get(f"{at}/history"))
        return lines if lines[-1]["status"] == "sustained" else None

    lines = [each for each in eventually(history, what="the last step is filed") if each["command"] != "ring-action"]
    assert [(each["command"], each["epoch"]) for each in lines] == [
        ("AgreeAction", 1), ("OfferEvidence", 1), ("CompleteAction", 1), ("JudgeAction", 1), ("RecordRecheck", 2),
        ("OfferEvidence", 2), ("CompleteAction", 2), ("JudgeAction", 2), *[("RecordRecheck", 2)] * 3,
    ]  # fmt: skip
    assert AUDIT.shows not in str(lines)
    are_told(
        tracking,
        action,
        {
            ("ActionAgreed", "do-action", LEAD),
            ("ActionCompleted", "judge-action", UNIT),
            ("ActionJudged", "prepare-recheck", LEAD),
            ("ActionReopened", "do-action-again", LEAD),
            ("ActionSustained", "action-sustained", LEAD),
        },
    )
