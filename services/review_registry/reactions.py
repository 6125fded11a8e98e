"""Events in: what the review registry does about what the others make known, and about its own findings."""

from typing import Any

from contracts.events.action_tracking import ObligationAnswered, ObligationOpened, ObligationOverdue
from contracts.events.envelope import Received
from contracts.events.feedback_capture import FeedbackSummarised
from contracts.events.learning_dissemination import DisseminationPlanned, LearningAcknowledged
from contracts.events.review_registry import FindingRecorded, LearningRecalled
from services.chassis.room.erasure import erase
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given
from services.review_registry.commands import (
    ACKNOWLEDGED,
    ACTION_PROGRESS,
    DISSEMINATION_PROGRESS,
    FEEDBACK_HEARD,
    INVOLVEMENT_PROGRESS,
    OBLIGATION_PROGRESS,
    PRODUCT_PROGRESS,
    REVIEW,
    THEME,
)
from services.review_registry.domain.hearing import (
    INVOLVEMENT_EVENTS,
    FeedbackHeard,
    InvolvementProgress,
    feedback_id,
    heard,
    involvement_id,
)
from services.review_registry.domain.progress import ACTION_CHANGES, OBLIGATION_CHANGES, ActionProgress, ObligationProgress
from services.review_registry.domain.review import Review
from services.review_registry.domain.sharing import (
    PRODUCT_CHANGES,
    Acknowledged,
    DisseminationProgress,
    ProductProgress,
    plan_id,
)
from services.review_registry.domain.themes import FoundUnder, Theme, found_again, theme_id

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


async def follow_involvement(received: Received[Any], room: Room) -> list[Effect]:
    """RR6: the gates know which party was offered a part, where it stands, and whether it was fed back to."""
    event = received.event

    def decide(state: InvolvementProgress | None, given: Given) -> Decided[InvolvementProgress]:
        return Decided(heard(state or InvolvementProgress(id=given.id, review=event.review), event))

    return [Effect(INVOLVEMENT_PROGRESS, involvement_id(event.review), decide, creates=True)]


async def keep_feedback(received: Received[FeedbackSummarised], room: Room) -> list[Effect]:
    """RR4: a theme shows beside its findings how many people spoke of it."""
    event = received.event

    def decide(state: FeedbackHeard | None, given: Given) -> Decided[FeedbackHeard]:
        return Decided(FeedbackHeard(id=given.id, **dict(event)))

    return [Effect(FEEDBACK_HEARD, feedback_id(event), decide, creates=True)]


async def follow_plan(received: Received[DisseminationPlanned], room: Room) -> list[Effect]:
    """RR6: the gates know whether the learning is planned to be shared, and what the plan lacks."""
    event = received.event

    def decide(state: DisseminationProgress | None, given: Given) -> Decided[DisseminationProgress]:
        return Decided(DisseminationProgress(id=given.id, **dict(event)))

    return [Effect(DISSEMINATION_PROGRESS, plan_id(event.review), decide, creates=True)]


async def follow_product(received: Received[Any], room: Room) -> list[Effect]:
    """RR4: a finding shows what was made of it, and how often that was brought to people."""
    event = received.event

    def decide(state: ProductProgress | None, given: Given) -> Decided[ProductProgress]:
        before = state or ProductProgress(id=event.product)
        return Decided(before.model_copy(update=PRODUCT_CHANGES[type(event)](event, before)))

    return [Effect(PRODUCT_PROGRESS, event.product, decide, creates=True)]


async def keep_acknowledgement(received: Received[LearningAcknowledged], room: Room) -> list[Effect]:
    """RR4: a finding shows how often what was made of it was acknowledged."""
    event = received.event

    def decide(state: Acknowledged | None, given: Given) -> Decided[Acknowledged]:
        return Decided(Acknowledged(id=given.id, **dict(event)))

    return [Effect(ACKNOWLEDGED, received.envelope.partitionkey, decide, creates=True)]


async def gather_theme(received: Received[FindingRecorded], room: Room) -> list[Effect]:
    """RR4: each theme of a confirmed finding knows it, and tells when it has been found too often."""
    event, on = received.event, day_of(received.envelope.time, room.framework.partnership.timezone)

    def under(code: str) -> Effect:
        def decide(state: Theme | None, given: Given) -> Decided[Theme]:
            found = FoundUnder(finding=event.finding, review=event.review, on=on)
            return found_again(state or Theme(id=given.id, code=code), found, given)

        return Effect(THEME, theme_id(code), decide, creates=True)

    return [under(code) for code in dict.fromkeys(event.themes)]


async def erase_recalled(received: Received[LearningRecalled], room: Room) -> list[Effect]:
    """access.md: a statement that was taken back is gone from state, history and backups. To erase twice is to erase."""
    review: Review | None = await state_of(room, REVIEW, received.event.review)
    if review is None:
        raise NotYet
    for each in review.released:
        if each.recalled_on:
            await erase(room, each.key)
    return []


LISTENS_TO = ("action-tracking", "feedback-capture", "learning-dissemination", "review-registry")
REACTIONS: Reactions = {
    **dict.fromkeys(OBLIGATION_CHANGES, follow_obligation),
    **dict.fromkeys(ACTION_CHANGES, follow_action),
    **dict.fromkeys(INVOLVEMENT_EVENTS, follow_involvement),
    **dict.fromkeys(PRODUCT_CHANGES, follow_product),
    FeedbackSummarised: keep_feedback,
    DisseminationPlanned: follow_plan,
    LearningAcknowledged: keep_acknowledgement,
    FindingRecorded: gather_theme,
    LearningRecalled: erase_recalled,
}
