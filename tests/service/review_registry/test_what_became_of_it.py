"""RR4 over the real thing: a finding shows what became of it, as action tracking tells it, event by event."""

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
    RecheckRecorded,
)
from contracts.events.catalogue import EVENTS, publisher
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement, ObligationAnswer, RecheckResult, Strength
from contracts.vocabulary.reviews import Response
from local.embedded import Embedded
from local.partnership import COUNCIL, PREFIX
from local.waiting import eventually
from local.wire import send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.service.calling import People
from tests.service.review_registry.found import found

REGISTRY, TRACKING = "review-registry", "action-tracking"
DUE = date(2026, 6, 1)
Sent = list[tuple[Event, str]]
"""Events, each with the aggregate that decided on it."""


def of_actions(finding_id: str) -> dict[type[Event], tuple[Sent, dict[str, Any]]]:
    """Each event that the registry reads of action tracking, after the one that it follows; and what the finding then shows of
    that obligation or action."""

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
    late = ObligationOverdue.model_construct(**none, by=DUE, to_rung="agency-lead")
    answer = ObligationAnswered.model_construct(**none, answer=ObligationAnswer.NO_ACTION_ACCEPTED)
    due = DUE.isoformat()
    completed = ActionCompleted.model_construct(**one)
    judged = ActionJudged.model_construct(
        **one, agencies=(), outcome=Judgement.ACCEPTED, effectiveness=Effectiveness.PRACTICE_CHANGED
    )
    overdue = ActionOverdue.model_construct(**one, agencies=(), due=DUE)
    return {
        ObligationOpened: (obligation("probation", opened), {"by": due, "overdue": False, "answer": None}),
        ObligationOverdue: (obligation("cafcass", opened, late), {"overdue": True, "rung": "agency-lead"}),
        ObligationAnswered: (
            obligation("academies", opened, late, answer), {"overdue": False, "answer": "no-action-accepted"},
        ),
        ActionAgreed: (action(), {"status": "agreed", "due": due, "agency": COUNCIL, "overdue": False}),
        ActionProgressed: (
            action(ActionProgressed.model_construct(**one, status=ActionStatus.IN_PROGRESS, brag=Brag.AMBER)),
            {"status": "in-progress", "brag": "amber"},
        ),
        ActionOverdue: (action(overdue), {"status": "agreed", "overdue": True}),
        ActionEscalated: (
            action(ActionEscalated.model_construct(**one, agencies=(), due=DUE, to_rung="reminder-3")), {"rung": "reminder-3"},
        ),
        ActionCompleted: (action(overdue, completed), {"status": "awaiting-judgement", "overdue": False}),
        ActionJudged: (
            action(completed, judged),
            {"status": "accepted", "outcome": "accepted", "effectiveness": "practice-changed"},
        ),
        RecheckRecorded: (
            action(RecheckRecorded.model_construct(**one, recheck=1, result=RecheckResult.PARTLY)),
            {"rechecks": [{"epoch": 1, "recheck": 1, "result": "partly"}]},
        ),
        ActionSustained: (action(judged, ActionSustained.model_construct(**one)), {"status": "sustained", "brag": "blue"}),
        ActionReopened: (
            action(judged, ActionReopened.model_construct(**one | {"epoch": 2}, agencies=(), due=DUE)),
            {"status": "in-progress", "epoch": 2, "due": due, "outcome": None},
        ),
    }  # fmt: skip


async def test_a_finding_shows_what_action_tracking_tells_of_it(deployment: Embedded, registry: People) -> None:
    review, finding_id = found(registry)
    told_of_it = of_actions(finding_id)
    assert set(told_of_it) == {each for each in EVENTS.values() if REGISTRY in each.reads and publisher(each) == TRACKING}
    for sent, _ in told_of_it.values():
        await send(deployment, TRACKING, [wire(event, about, number) for number, (event, about) in enumerate(sent, start=1)])

    def differing() -> dict[str, Any]:
        (shown,) = registry("business-unit").get(f"/reviews/{review}/findings").json()
        there = {each["id"]: each for each in (*shown["obligations"], *shown["actions"])}
        return {
            event.__name__: there.get(sent[-1][1])
            for event, (sent, wanted) in told_of_it.items()
            if not wanted.items() <= there.get(sent[-1][1], {}).items()
        }

    def all_shown() -> bool:
        assert differing() == {}
        return True

    eventually(all_shown, what="each of them is shown")
