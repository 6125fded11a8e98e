"""Reactions that make and withdraw learning points (LD1)."""

from contracts.events.action_tracking import ActionJudged, ActionSustained
from contracts.events.envelope import Received
from contracts.events.feedback_capture import ReplyPublished, ReplyRecalled
from contracts.events.review_registry import LearningRecalled, LearningReleased, ThemeRecurred
from contracts.vocabulary.actions import Judgement
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.decisions import Decided
from services.learning_dissemination.domain.point import making, withdrawing
from services.learning_dissemination.domain.point.state import LearningPoint, point_id
from services.learning_dissemination.kinds import KNOWN_ACTION, POINT
from services.learning_dissemination.reactions.others import ACTIONS


async def learn_from_finding(received: Received[LearningReleased], room: Room) -> list[Effect]:
    """Makes a learning point from a released finding."""
    return [_made(making.of_finding(received.event))]


async def learn_from_reply(received: Received[ReplyPublished], room: Room) -> list[Effect]:
    """Makes a learning point from a published reply to feedback."""
    return [_made(making.of_reply(received.event))]


async def learn_from_recurrence(received: Received[ThemeRecurred], room: Room) -> list[Effect]:
    """Makes a learning point from a theme that recurred."""
    return [_made(making.of_recurrence(received.event))]


async def learn_from_action(received: Received[ActionJudged | ActionSustained], room: Room) -> list[Effect]:
    """Updates the action, and makes a learning point if it was accepted or sustained. Waits until its findings are known."""
    event = received.event
    updated = await ACTIONS[type(event)](received, room)
    if isinstance(event, ActionJudged) and event.outcome is not Judgement.ACCEPTED:
        return updated
    action = await state_of(room, KNOWN_ACTION, event.action)
    if action is None:
        raise NotYet
    return [*updated, _made(making.of_action(action))]


async def withdraw_point(received: Received[LearningRecalled], room: Room) -> list[Effect]:
    """Withdraws the point of a recalled source."""
    event = received.event
    return [_withdrawn(point_id(event.source), event.reason)]


async def withdraw_point_of_reply(received: Received[ReplyRecalled], room: Room) -> list[Effect]:
    """Withdraws the point of a recalled reply."""
    event = received.event
    return [_withdrawn(point_id(event.reply), event.reason)]


def _withdrawn(id_: str, reason: str) -> Effect:
    return Effect(POINT, id_, lambda point, given: withdrawing.withdraw(point, reason, given))


def _made(new: LearningPoint) -> Effect:
    """Returns the effect that stores the point. A source released again after a recall restores its point."""
    return Effect(POINT, new.id, lambda point, given: Decided(new), creates=True)


REACTIONS: Reactions = {
    LearningReleased: learn_from_finding,
    ReplyPublished: learn_from_reply,
    ThemeRecurred: learn_from_recurrence,
    ActionJudged: learn_from_action,
    ActionSustained: learn_from_action,
    LearningRecalled: withdraw_point,
    ReplyRecalled: withdraw_point_of_reply,
}
