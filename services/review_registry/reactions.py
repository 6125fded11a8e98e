"""Events in: what the review registry does about what action tracking makes known."""

from typing import Any

from contracts.action_tracking import ObligationAnswered, ObligationOpened, ObligationOverdue
from contracts.envelope import Received
from services.chassis.decisions import Decided, Given
from services.chassis.kinds import Effect, Reactions
from services.chassis.room import Room
from services.review_registry.commands import ACTION_PROGRESS, OBLIGATION_PROGRESS
from services.review_registry.domain.progress import ACTION_CHANGES, OBLIGATION_CHANGES, ActionProgress, ObligationProgress

Obligation = ObligationOpened | ObligationAnswered | ObligationOverdue


async def follow_obligation(received: Received[Obligation], room: Room) -> list[Effect]:
    """RR4: a finding shows who was asked, by when, and what they answered."""
    event = received.event

    def decide(state: ObligationProgress | None, given: Given) -> Decided[ObligationProgress]:
        before = state or ObligationProgress(id=event.obligation, finding=event.finding, agency=event.agency)
        return Decided(before.model_copy(update=OBLIGATION_CHANGES[type(event)](event)))

    return [Effect(OBLIGATION_PROGRESS, event.obligation, decide, creates=True)]


async def follow_action(received: Received[Any], room: Room) -> list[Effect]:
    """RR4: a finding shows its actions, whether they are late, how they were judged, and whether they held."""
    event = received.event

    def decide(state: ActionProgress | None, given: Given) -> Decided[ActionProgress]:
        before = state or ActionProgress(id=event.action)
        return Decided(before.model_copy(update=ACTION_CHANGES[type(event)](event, before)))

    return [Effect(ACTION_PROGRESS, event.action, decide, creates=True)]


LISTENS_TO = ("action-tracking",)
REACTIONS: Reactions = dict.fromkeys(OBLIGATION_CHANGES, follow_obligation) | dict.fromkeys(ACTION_CHANGES, follow_action)
