"""What waits for a person in the review registry (RR1, RR5, RR6, AT8)."""

from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.waits import Wait
from services.review_registry.domain.review.state import ReviewCourse, ReviewHead
from services.review_registry.domain.review.waits import of_reopened_action, takes_part, waits_of
from services.review_registry.facts import reopened_actions
from services.review_registry.kinds import REVIEW


async def waiting_for(room: Room, given: Given) -> list[Wait]:
    """Returns every step that the person may know of and may take, or see to."""
    reader = Reader(given.actor)
    reviews: list[ReviewCourse] = await read_all(room, REVIEW, reader, {"waits": "yes"}, part=ReviewCourse)
    steps = [
        wait for review in reviews for wait in waits_of(review, given.under(review.edition)) if takes_part(review, wait, given)
    ]
    return [*steps, *await _reopened(room, reader, given)]


async def _reopened(room: Room, reader: Reader, given: Given) -> list[Wait]:
    """Returns a decision for each closed review and each of its actions that was reopened."""
    actions = await reopened_actions(room)
    named = {finding for action, _ in actions for finding in action.findings}
    reviews: list[ReviewHead] = await read_all(room, REVIEW, reader, {"findings": named}, part=ReviewHead)
    return [
        wait
        for action, since in actions
        for review in reviews
        if not {each.id for each in review.findings}.isdisjoint(action.findings)
        if (wait := of_reopened_action(review, action, since, given))
    ]
