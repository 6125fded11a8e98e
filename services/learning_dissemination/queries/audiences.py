"""Segments with their head-counts and learning needs (LD3)."""

from collections.abc import Sequence

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Listing, Show
from services.chassis.room.reading import Reader
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.learning_dissemination.domain.audience.state import Audience, Declared
from services.learning_dissemination.domain.segment import as_key
from services.learning_dissemination.kinds import AUDIENCE
from services.learning_dissemination.queries.codes import by_agency, by_theme
from services.learning_dissemination.queries.deliveries import brought_to

AUDIENCES = Listing(AUDIENCE, filters={"theme": by_theme("needs"), "agency": by_agency("agency")})


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


def audience_line(audience: Audience, given: Given) -> AudienceLine:
    return AudienceLine(**dict(audience))


def with_theme(room: Room, theme: str) -> Show:
    """Returns the view of a page of segments, which shows whether each has had anything on the theme."""

    async def show(audiences: Sequence[Audience], given: Given) -> list[AudienceLine]:
        asked = {"themes": theme, "brought_to": {as_key(each.pair) for each in audiences}}
        had = await brought_to(room, Reader(given.actor), asked)
        return [AudienceLine(**dict(each), had_it=each.pair in had) for each in audiences]

    return show
