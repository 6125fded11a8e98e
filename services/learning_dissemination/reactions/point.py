"""Reactions that make, withdraw and restore learning points (LD1)."""

from collections.abc import Iterable

from contracts.events.action_tracking import ActionJudged, ActionReopened, ActionSustained
from contracts.events.envelope import Received
from contracts.events.feedback_capture import ReplyPublished, ReplyRecalled
from contracts.events.review_registry import LearningRecalled, LearningReleased, ThemeRecurred
from contracts.vocabulary.actions import Judgement
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.decisions import Decided
from services.learning_dissemination.domain.point import making, withdrawing
from services.learning_dissemination.domain.point.state import LearningPoint, PointHead, point_id
from services.learning_dissemination.facts import known_findings, out_of_date, recalled_among
from services.learning_dissemination.kinds import KNOWN_ACTION, KNOWN_FINDING, POINT
from services.learning_dissemination.reactions.others import ACTIONS, FINDINGS


async def learn_from_finding(received: Received[LearningReleased], room: Room) -> list[Effect]:
    """Makes a learning point from a released finding. Restores the points that were withdrawn with it."""
    event = received.event
    point = making.of_finding(event)
    known = await FINDINGS[type(event)](received, room)
    return [
        *known,
        _made(point),
        *[_restored(each, event.source) for each in await _others(received, room) if event.source in each.withdrawals],
    ]


async def learn_from_reply(received: Received[ReplyPublished], room: Room) -> list[Effect]:
    """Makes a learning point from a published reply to feedback."""
    return [_made(await _as_recalled(room, making.of_reply(received.event)))]


async def learn_from_recurrence(received: Received[ThemeRecurred], room: Room) -> list[Effect]:
    """Makes a learning point from a theme that recurred."""
    return [_made(await _as_recalled(room, making.of_recurrence(received.event)))]


async def learn_from_action(received: Received[ActionJudged | ActionSustained], room: Room) -> list[Effect]:
    """Updates the action, and makes a learning point if it was accepted or sustained. Waits until its findings are known."""
    event = received.event
    updated = await ACTIONS[type(event)](received, room)
    if isinstance(event, ActionJudged) and event.outcome is not Judgement.ACCEPTED:
        return updated
    action = await state_of(room, KNOWN_ACTION, event.action)
    if action is None:
        raise NotYet
    return [*updated, _made(await _as_recalled(room, making.of_action(action)))]


async def withdraw_point_of_action(received: Received[ActionReopened], room: Room) -> list[Effect]:
    """Updates the action, and withdraws its point because the change did not last."""
    event = received.event
    updated = await ACTIONS[type(event)](received, room)
    point = await state_of(room, POINT, point_id(event.action))
    return [*updated, *([_withdrawn(point.id, event.action, withdrawing.NOT_SUSTAINED)] if point else [])]


async def withdraw_points_of_finding(received: Received[LearningRecalled], room: Room) -> list[Effect]:
    """Withdraws the point of a recalled finding, and each other point that falls with it."""
    event = received.event
    known = await FINDINGS[type(event)](received, room)
    fallen = [
        each.id
        for each in await _others(received, room)
        if event.source not in each.withdrawals and withdrawing.falls_with_a_finding(each, event.reason)
    ]
    return [*known, *[_withdrawn(id_, event.source, event.reason) for id_ in (point_id(event.source), *fallen)]]


async def withdraw_point_of_reply(received: Received[ReplyRecalled], room: Room) -> list[Effect]:
    """Withdraws the point of a recalled reply."""
    event = received.event
    return [_withdrawn(point_id(event.reply), event.reply, event.reason)]


async def _others(received: Received[LearningReleased] | Received[LearningRecalled], room: Room) -> Iterable[PointHead]:
    """Returns the points of actions, replies and recurrences about the finding. None if later news of it was heard."""
    finding = received.event.source
    if await out_of_date(room, KNOWN_FINDING, finding, received):
        return ()
    found = await room.store.find(POINT, {"findings": finding}, part=PointHead)
    return [each.state for each in found if each.id != point_id(finding)]


async def _as_recalled(room: Room, point: LearningPoint) -> LearningPoint:
    return withdrawing.with_recalls(point, recalled_among(await known_findings(room, point.findings)))


def _withdrawn(id_: str, source: str, reason: str) -> Effect:
    return Effect(POINT, id_, lambda point, given: withdrawing.withdraw(point, source, reason, given))


def _restored(point: PointHead, source: str) -> Effect:
    return Effect(POINT, point.id, lambda state, given: withdrawing.restore(state, source))


def _made(new: LearningPoint) -> Effect:
    """Returns the effect that stores the point. A source released again after a recall restores its point."""
    return Effect(POINT, new.id, lambda point, given: Decided(new), creates=True)


REACTIONS: Reactions = {
    LearningReleased: learn_from_finding,
    ReplyPublished: learn_from_reply,
    ThemeRecurred: learn_from_recurrence,
    ActionJudged: learn_from_action,
    ActionSustained: learn_from_action,
    ActionReopened: withdraw_point_of_action,
    LearningRecalled: withdraw_points_of_finding,
    ReplyRecalled: withdraw_point_of_reply,
}
