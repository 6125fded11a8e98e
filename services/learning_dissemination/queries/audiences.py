"""Segments with their head-counts and learning needs (LD3)."""

from collections.abc import Sequence

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.learning_dissemination.domain.audience.state import Audience, Declared
from services.learning_dissemination.kinds import DELIVERY
from services.learning_dissemination.queries.deliveries import segments_brought


class AudienceShown(BaseModel):
    """A segment with its head-counts and learning needs."""

    agency: Code
    professional_group: Code
    id: Id
    declared: Declared
    needs: tuple[Code, ...]
    earlier: tuple[Declared, ...]


class AudienceLine(AudienceShown):
    """A segment in a list. `had_it` says whether it has had anything on the theme asked for; null without a theme."""

    had_it: bool | None = None


def audience_shown(audience: Audience, given: Given) -> AudienceShown:
    return AudienceShown(**dict(audience))


async def audience_lines(room: Room, audiences: Sequence[Audience], theme: str | None) -> list[AudienceLine]:
    """Returns the segments, and whether each has had anything on the theme."""
    if theme is None:
        return [AudienceLine(**dict(each)) for each in audiences]
    had = segments_brought(document.state for document in await room.store.find(DELIVERY, {"themes": theme}))
    return [AudienceLine(**dict(each), had_it=each.pair in had) for each in audiences]
