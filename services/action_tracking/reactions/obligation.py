"""Reactions on obligations (AT1)."""

from typing import Any

from contracts.events.action_tracking import ActionAgreed
from contracts.events.envelope import Received
from contracts.events.review_registry import FindingRecorded
from services.action_tracking.domain.obligation.answering import answer_with_action
from services.action_tracking.domain.obligation.opening import agencies_asked, open_obligation
from services.action_tracking.domain.obligation.state import obligation_id
from services.action_tracking.kinds import OBLIGATION
from services.action_tracking.reactions.notices import notify_of_action
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store.kinds import Decide


async def open_obligations(received: Received[FindingRecorded], room: Room) -> list[Effect]:
    """Opens an obligation on each agency that a confirmed finding asks."""
    finding = received.event

    def opening(agency: str) -> Decide:
        return lambda state, given: open_obligation(state, finding, agency, given)

    return [
        Effect(OBLIGATION, obligation_id(finding.finding, agency), opening(agency), creates=True)
        for agency in agencies_asked(finding)
    ]


async def answer_and_notify(received: Received[ActionAgreed], room: Room) -> list[Effect]:
    """Answers the obligations that an agreed action names, and notifies its owner."""
    event = received.event

    def answer(state: Any, given: Given) -> Decided[Any]:
        return answer_with_action(state, event, given)

    return [*(Effect(OBLIGATION, id_, answer) for id_ in event.obligations), *await notify_of_action(received, room)]


REACTIONS: Reactions = {FindingRecorded: open_obligations, ActionAgreed: answer_and_notify}
