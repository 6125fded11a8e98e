"""Events in: what learning dissemination does about what the other services and it itself make known."""

from typing import Any

from contracts.events.action_tracking import ActionAgreed, ActionJudged, ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.envelope import Received
from contracts.events.event import Event
from contracts.events.feedback_capture import FeedbackSummarised, ReplyPublished
from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.events.review_registry import LearningRecalled, LearningReleased, ReviewOpened, ThemeRecurred
from contracts.vocabulary.actions import Judgement
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, state_of
from services.chassis.room.tables import AfterRing, Effect, NotYet, Reactions
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document
from services.learning_dissemination.commands import (
    ACKNOWLEDGEMENT,
    DELIVERY,
    HEARD,
    KNOWN_ACTION,
    PLAN,
    POINT,
    PRODUCT,
    declared,
    shared_product,
)
from services.learning_dissemination.domain import heard, known_action, plan, point, product
from services.learning_dissemination.domain.delivery import Delivery, DeliveryStatus
from services.learning_dissemination.domain.known_action import KnownAction
from services.learning_dissemination.domain.measuring import record_reach
from services.learning_dissemination.domain.point import LearningPoint


async def learn_from_finding(received: Received[LearningReleased], room: Room) -> list[Effect]:
    """LD1: a released finding becomes a learning point."""
    return [_made(point.of_finding(received.event))]


async def learn_from_reply(received: Received[ReplyPublished], room: Room) -> list[Effect]:
    """LD1: what was answered to people who said something becomes one."""
    return [_made(point.of_reply(received.event))]


async def learn_from_recurrence(received: Received[ThemeRecurred], room: Room) -> list[Effect]:
    """LD1: a theme that came back becomes one."""
    return [_made(point.of_recurrence(received.event))]


async def withdraw_point(received: Received[LearningRecalled], room: Room) -> list[Effect]:
    """LD1: a statement that was taken back withdraws its point."""
    event = received.event
    return [Effect(POINT, point.point_id(event.source), lambda state, given: point.withdraw(state, event, given))]


async def flag_products(received: Received[LearningPointWithdrawn], room: Room) -> list[Effect]:
    """LD1: each product that used the point is flagged."""
    event = received.event
    using = await room.store.find(PRODUCT, {"points": event.point})
    return [Effect(PRODUCT, each.id, lambda state, given: product.flag(state, event, given)) for each in using]


async def know_action(received: Received[Any], room: Room) -> list[Effect]:
    """LD2: what was done about findings, and whether it held."""
    event = received.event

    def decide(state: KnownAction | None, given: Given) -> Decided[KnownAction]:
        before = state or KnownAction(id=event.action)
        return Decided(before.model_copy(update=known_action.CHANGES[type(event)](event, before)))

    return [Effect(KNOWN_ACTION, event.action, decide, creates=True)]


async def learn_from_action(received: Received[ActionJudged | ActionSustained], room: Room) -> list[Effect]:
    """LD1: an action that was accepted or has lasted becomes a learning point. What it was about must be known by then."""
    event = received.event
    noted = await know_action(received, room)
    if isinstance(event, ActionJudged) and event.outcome is not Judgement.ACCEPTED:
        return noted
    action = await state_of(room, KNOWN_ACTION, event.action)
    if action is None:
        raise NotYet
    return [*noted, _made(point.of_action(action))]


async def open_plan(received: Received[ReviewOpened], room: Room) -> list[Effect]:
    """LD2, R22: a review that was opened has a plan for sharing its learning, which lacks everything."""
    event = received.event
    id_ = plan.plan_id(event.review)
    return [Effect(PLAN, id_, lambda state, given: plan.open_plan(state, event, given), creates=True)]


async def follow_review(received: Received[Any], room: Room) -> list[Effect]:
    """LD2: stage, holds and publication of the review are noted beside its plan."""
    event = received.event

    def decide(state: plan.Plan, given: Given) -> Decided[plan.Plan]:
        return Decided(state.model_copy(update=plan.CHANGES[type(event)](event, state)))

    return [Effect(PLAN, plan.plan_id(event.review), decide)]


async def hear(received: Received[FeedbackSummarised], room: Room) -> list[Effect]:
    """LD3: what people said on a theme shows who needs to learn."""
    event = received.event
    return [Effect(HEARD, heard.heard_id(event), lambda state, given: Decided(heard.counted(state, event)), creates=True)]


def _made(new: LearningPoint) -> Effect:
    """The point as its source has it now: released anew after a recall, it is there again, with its new link."""
    return Effect(POINT, new.id, lambda state, given: Decided(new), creates=True)


async def measure(room: Room, document: Document) -> None:
    """LD5: counts whom a delivery's product reached, once the ring that began it is saved, and records what was found."""
    state: Delivery = document.state
    if state.status is not DeliveryStatus.MEASURING:
        return
    counts = {
        each.pair: await room.store.count(
            ACKNOWLEDGEMENT,
            {"product": state.shared.product, "agency": each.agency, "professional_group": each.professional_group},
        )
        for each in state.segments
    }
    heads = await declared(room, state.segments)
    in_use = await shared_product(room, state.shared.product) is not None

    def record(now: Delivery, given: Given) -> Decided[Delivery]:
        return record_reach(now, counts, heads, in_use=in_use, given=given)

    await change(room, DELIVERY, state.id, record, Cause(id=derived("measured", state.id), name="record-reach"))


ACTS: dict[str, AfterRing] = {DELIVERY.name: measure}
LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
OF_REVIEWS: dict[type[Event], Any] = dict.fromkeys(plan.CHANGES, follow_review)
REACTIONS: Reactions = OF_REVIEWS | {
    ReviewOpened: open_plan,
    LearningReleased: learn_from_finding,
    LearningRecalled: withdraw_point,
    ThemeRecurred: learn_from_recurrence,
    ReplyPublished: learn_from_reply,
    FeedbackSummarised: hear,
    ActionAgreed: know_action,
    ActionJudged: learn_from_action,
    RecheckRecorded: know_action,
    ActionSustained: learn_from_action,
    ActionReopened: know_action,
    LearningPointWithdrawn: flag_products,
}
