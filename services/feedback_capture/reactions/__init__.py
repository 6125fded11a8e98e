"""Events in: what feedback capture does about what the other services, and it itself, make known."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.envelope import Received
from contracts.events.event import Event
from contracts.events.feedback_capture import ReplyPublished
from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewOpened,
    ReviewPublished,
    ReviewScoped,
    ReviewStageChanged,
)
from services.chassis.room.change import change
from services.chassis.room.erasure import erase
from services.chassis.room.room import Cause, Room
from services.chassis.room.tables import AfterRing, Effect, Reactions
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document
from services.feedback_capture.commands import CONTRIBUTION, INVOLVEMENT, KNOWN_ACTION, KNOWN_PRODUCT, RESPONSE, SUMMARY
from services.feedback_capture.domain import planning, withdrawal
from services.feedback_capture.domain.concern import concern_id
from services.feedback_capture.domain.contribution import Contribution, needs_erasing, record_erased
from services.feedback_capture.domain.involvement import Involvement, involvement_id
from services.feedback_capture.domain.known import ACTION_CHANGES, PRODUCT_CHANGES, KnownAction, KnownProduct
from services.feedback_capture.domain.response import Response
from services.feedback_capture.domain.summary import Summary, cover_theme

Rule = Callable[[Any, Any, Given], Decided[Involvement]]
REVIEW_CHANGES: Mapping[type[Event], Rule] = {
    ReviewOpened: planning.plan,
    ReviewScoped: planning.scoped,
    ReviewStageChanged: planning.moved,
    ReviewPublished: planning.published,
    PublicationWithdrawn: planning.withdrawn,
    ReviewClosed: planning.closed,
}
"""What each event of a review changes of its involvement."""


async def follow_review(received: Received[Any], room: Room) -> list[Effect]:
    """FC1: a review that opens makes the plan, and what happens to it sets the clocks of its parties."""
    event = received.event
    rule = REVIEW_CHANGES[type(event)]

    def decide(state: Involvement | None, given: Given) -> Decided[Involvement]:
        return rule(state, event, given)

    return [Effect(INVOLVEMENT, involvement_id(event.review), decide, creates=isinstance(event, ReviewOpened))]


async def know_action(received: Received[Any], room: Room) -> list[Effect]:
    """FC5: a reply shows the actions that it names as they stand."""
    event = received.event

    def decide(state: KnownAction | None, given: Given) -> Decided[KnownAction]:
        before = state or KnownAction(id=event.action)
        return Decided(before.model_copy(update=ACTION_CHANGES[type(event)](event)))

    return [Effect(KNOWN_ACTION, event.action, decide, creates=True)]


async def know_product(received: Received[Any], room: Room) -> list[Effect]:
    """FC5: and the products, while they are published."""
    event = received.event

    def decide(state: KnownProduct | None, given: Given) -> Decided[KnownProduct]:
        before = state or KnownProduct(id=event.product)
        return Decided(before.model_copy(update=PRODUCT_CHANGES[type(event)](event)))

    return [Effect(KNOWN_PRODUCT, event.product, decide, creates=True)]


async def erase_contribution(room: Room, document: Document) -> None:
    """FC2: erases what was taken back, once the try to is saved, and then saves that it is gone. To do it twice is harmless."""
    state: Contribution = document.state
    if not needs_erasing(state):
        return
    await erase(room, state.id)
    await change(room, CONTRIBUTION, state.id, record_erased, Cause(id=derived("erased", state.id), name="record-erased"))


async def cover_waiting(received: Received[ReplyPublished], room: Room) -> list[Effect]:
    """FC5: what was heard on the theme, in whatever quarter, waits no longer."""
    theme = received.event.theme

    def decide(state: Summary, given: Given) -> Decided[Summary]:
        return cover_theme(state, theme, given)

    return [Effect(SUMMARY, each.id, decide) for each in await room.store.find(SUMMARY, {"waiting": theme})]


async def erase_response(room: Room, document: Document) -> None:
    """FC3: the same for a response, with the copy of its words that a concern has."""
    state: Response = document.state
    if state.erase_on is None:
        return
    for owner in (state.id, concern_id(state.id)) if state.concern else (state.id,):
        await erase(room, owner)
    cause = Cause(id=derived("erased", state.id), name="record-erased")
    await change(room, RESPONSE, state.id, withdrawal.record_erased, cause)


ACTS: dict[str, AfterRing] = {CONTRIBUTION.name: erase_contribution, RESPONSE.name: erase_response}
LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {
    **dict.fromkeys(REVIEW_CHANGES, follow_review),
    **dict.fromkeys(ACTION_CHANGES, know_action),
    **dict.fromkeys(PRODUCT_CHANGES, know_product),
    ReplyPublished: cover_waiting,
}
