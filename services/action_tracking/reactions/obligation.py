"""Reactions on obligations (AT1). Each uses the time of its event, not the time at which it arrived."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.events.action_tracking import ActionAgreed, ActionProposed, ProposalAnswered
from contracts.events.envelope import Received
from contracts.events.review_registry import FindingRecorded, ReviewEnded, ReviewReopened
from contracts.vocabulary.types import Id
from services.action_tracking.domain.action.answering import end_with_review
from services.action_tracking.domain.obligation.answering import answer_with_action, drop_proposal, note_proposal
from services.action_tracking.domain.obligation.opening import agencies_asked, open_obligation
from services.action_tracking.domain.obligation.reopening import lapse, reopen_with_review
from services.action_tracking.domain.obligation.state import obligation_id
from services.action_tracking.facts import review_reference
from services.action_tracking.kinds import ACTION, OBLIGATION
from services.action_tracking.reactions.notices import notify_of_action
from services.action_tracking.reactions.others import FOLLOW_REVIEW
from services.chassis.room.room import Room, ids_of
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store.kinds import Decide, Kind

Rule = Callable[[Any, Given], Decided[Any]]


def then(received: Received[Any], rule: Rule) -> Decide:
    """Returns a decision as of the time of the event."""
    return lambda state, given: rule(state, replace(given, now=received.envelope.time))


async def open_obligations(received: Received[FindingRecorded], room: Room) -> list[Effect]:
    """Opens an obligation on each agency that a confirmed finding asks."""
    finding = received.event
    reference = await review_reference(room, finding.review)

    def opening(agency: str) -> Decide:
        return then(received, lambda state, given: open_obligation(state, finding, agency, given, reference))

    return [
        Effect(OBLIGATION, obligation_id(finding.finding, agency), opening(agency), creates=True)
        for agency in agencies_asked(finding)
    ]


async def note_and_notify(received: Received[ActionProposed], room: Room) -> list[Effect]:
    """Notes a proposed action on the obligations that it names, and notifies people who decide on it."""
    return await _each_obligation(received, room, note_proposal)


async def drop_and_notify(received: Received[ProposalAnswered], room: Room) -> list[Effect]:
    """Drops a proposal that was not agreed from its obligations, and notifies the agency."""
    return await _each_obligation(received, room, drop_proposal)


async def answer_and_notify(received: Received[ActionAgreed], room: Room) -> list[Effect]:
    """Answers the obligations that an agreed action names, and notifies its owner."""
    return await _each_obligation(received, room, answer_with_action)


async def _each_obligation(
    received: Received[Any], room: Room, rule: Callable[[Any, Any, Given], Decided[Any]]
) -> list[Effect]:
    event = received.event
    decide = then(received, lambda state, given: rule(state, event, given))
    return [*(Effect(OBLIGATION, id_, decide) for id_ in event.obligations), *await notify_of_action(received, room)]


async def end_of_review(received: Received[ReviewEnded], room: Room) -> list[Effect]:
    """Follows the review to its end. Its open obligations lapse, and so do actions that no one has agreed yet."""
    review = received.event.review
    not_agreed = then(received, lambda action, given: end_with_review(action, review, given))
    return [
        *await FOLLOW_REVIEW[ReviewEnded](received, room),
        *await _all(room, OBLIGATION, {"review": review}, then(received, lapse)),
        *await _all(room, ACTION, {"reviews": review}, not_agreed),
    ]


async def reopening_of_review(received: Received[ReviewReopened], room: Room) -> list[Effect]:
    """Follows the review when it opens again, and its lapsed obligations with it."""
    obligations = await _all(room, OBLIGATION, {"review": received.event.review}, then(received, reopen_with_review))
    return [*await FOLLOW_REVIEW[ReviewReopened](received, room), *obligations]


async def _all(room: Room, kind: Kind, keys: dict[str, Id], decide: Decide) -> list[Effect]:
    """Returns the effect on each document with these keys."""
    return [Effect(kind, each, decide) for each in await ids_of(room, kind, keys)]


REACTIONS: Reactions = {
    FindingRecorded: open_obligations,
    ActionProposed: note_and_notify,
    ProposalAnswered: drop_and_notify,
    ActionAgreed: answer_and_notify,
    ReviewEnded: end_of_review,
    ReviewReopened: reopening_of_review,
}
