"""Reactions that gather findings under their themes (RR4)."""

from contracts.events.envelope import Received
from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import GOOD_PRACTICE
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given
from services.review_registry.domain.theme import FoundUnder, Theme, add_finding, theme_id
from services.review_registry.kinds import THEME


async def gather_finding(received: Received[FindingRecorded], room: Room) -> list[Effect]:
    """Adds a confirmed finding to each of its themes."""
    event, on = received.event, day_of(received.envelope.time, room.framework.partnership.timezone)
    found = FoundUnder(finding=event.finding, review=event.review, on=on, good=event.kind in GOOD_PRACTICE)
    return [_added(code, found) for code in dict.fromkeys(event.themes)]


def _added(code: str, found: FoundUnder) -> Effect:
    def decide(theme: Theme | None, given: Given) -> Decided[Theme]:
        return add_finding(theme or Theme(id=given.id, code=code), found, given)

    return Effect(THEME, theme_id(code), decide, creates=True, knows_repeats=True)


REACTIONS: Reactions = {FindingRecorded: gather_finding}
