"""A finding shows its responses and actions after each event of action tracking (RR4)."""

from datetime import date
from typing import Any
from uuid import uuid4

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionOverdue,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
    ObligationReopened,
    RecheckRecorded,
)
from contracts.events.catalogue import EVENTS, publisher
from contracts.events.event import Event
from contracts.vocabulary.actions import (
    ActionStatus,
    Asked,
    Brag,
    Effectiveness,
    Judgement,
    ObligationAnswer,
    RecheckResult,
    Strength,
)
from contracts.vocabulary.reviews import Response
from local.partnership import COUNCIL, PREFIX
from services.action_tracking.domain.obligation.state import obligation_id
from tests.component.harness import Component
from tests.component.review_registry.steps import receive_all
from tests.service.review_registry.found import found

REGISTRY, TRACKING = "review-registry", "action-tracking"
DUE = date(2026, 6, 1)
Sent = list[tuple[Event, str]]
"""Events, each with the aggregate that emitted it."""


def of_actions(finding_id: str) -> dict[type[Event], tuple[Sent, dict[str, Any]]]:
    """Returns, for each event of action tracking, the events up to it and what the finding then shows."""

    def obligation(agency: str, *then: Event) -> Sent:
        id_ = obligation_id(finding_id, agency)
        about = {"obligation": id_, "finding": finding_id, "agency": agency}
        return [(event.model_copy(update=about), id_) for event in then]

    def action(*then: Event) -> Sent:
        id_ = str(uuid4())
        agreed = ActionAgreed(
            action=id_, reference=f"{PREFIX}-2026-K7Q4", findings=(finding_id,), obligations=(), themes=("neglect",),
            strength=Strength.STRONGER, agency=COUNCIL, agencies=(COUNCIL,), due=DUE, epoch=1,
        )  # fmt: skip
        return [(event.model_copy(update={"action": id_}), id_) for event in (agreed, *then)]

    none: dict[str, Any] = {"obligation": "0" * 36, "finding": finding_id, "agency": "", "agencies": ()}
    one: dict[str, Any] = {"action": "0" * 36, "epoch": 1}
    opened = ObligationOpened.model_construct(**none, review=finding_id, response=Response.ACTION, by=DUE)
    late = ObligationOverdue.model_construct(
        **none, by=DUE, asks=Asked.ANSWER_FINDING, to_rung="agency-lead", passed=("agency-lead",)
    )
    answer = ObligationAnswered.model_construct(**none, answer=ObligationAnswer.NO_ACTION_ACCEPTED)
    again = ObligationReopened.model_construct(**none, by=DUE)
    due = DUE.isoformat()
    completed = ActionCompleted.model_construct(**one)
    judged = ActionJudged.model_construct(
        **one, agencies=(), outcome=Judgement.ACCEPTED, effectiveness=Effectiveness.PRACTICE_CHANGED
    )
    escalated = ActionEscalated.model_construct(
        **one, agencies=(), asks=Asked.JUDGE_ACTION, due=DUE, to_rung="decision-due", passed=("decision-due",)
    )
    overdue = ActionOverdue.model_construct(**one, agencies=(), due=DUE)
    return {
        ObligationOpened: (obligation("probation", opened), {"by": due, "overdue": False, "answer": None}),
        ObligationOverdue: (obligation("cafcass", opened, late), {"overdue": True, "rung": "agency-lead"}),
        ObligationAnswered: (
            obligation("academies", opened, late, answer), {"overdue": False, "answer": "no-action-accepted"},
        ),
        ObligationReopened: (
            obligation("early-years", opened, answer, again), {"by": due, "overdue": False, "answer": None},
        ),
        ActionAgreed: (action(), {"status": "agreed", "due": due, "agency": COUNCIL, "overdue": False}),
        ActionProgressed: (
            action(ActionProgressed.model_construct(**one, status=ActionStatus.IN_PROGRESS, brag=Brag.AMBER)),
            {"status": "in-progress", "brag": "amber"},
        ),
        ActionOverdue: (action(overdue), {"status": "agreed", "overdue": True}),
        ActionEscalated: (
            action(escalated),
            {"asks": "judge-action", "rung": "decision-due"},
        ),
        ActionCompleted: (action(overdue, completed), {"status": "awaiting-judgement", "overdue": False}),
        ActionJudged: (
            action(completed, judged),
            {"status": "accepted", "outcome": "accepted", "effectiveness": "practice-changed"},
        ),
        RecheckRecorded: (
            action(RecheckRecorded.model_construct(**one, recheck=1, result=RecheckResult.PARTLY)),
            {"rechecks": [{"epoch": 1, "recheck": 1, "result": "partly", "months": []}]},
        ),
        ActionSustained: (action(judged, ActionSustained.model_construct(**one)), {"status": "sustained", "brag": "blue"}),
        ActionReopened: (
            action(judged, ActionReopened.model_construct(**one | {"epoch": 2}, agencies=(), due=DUE)),
            {"status": "in-progress", "epoch": 2, "due": due, "outcome": None},
        ),
    }  # fmt: skip


def test_finding_shows_its_responses_and_actions(registry: Component) -> None:
    review, finding_id = found(registry)
    events = of_actions(finding_id)
    assert set(events) == {each for each in EVENTS.values() if REGISTRY in each.reads and publisher(each) == TRACKING}
    for sent, _ in events.values():
        receive_all(registry, sent[-1][1], [event for event, _ in sent])
    (shown,) = registry("business-unit").get(f"/reviews/{review}/findings").json()
    there = {each["id"]: each for each in (*shown["obligations"], *shown["actions"])}
    for event, (sent, wanted) in events.items():
        assert wanted.items() <= there[sent[-1][1]].items(), event.__name__
