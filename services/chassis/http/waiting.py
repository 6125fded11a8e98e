"""The route of what waits for a person in one service: who has to do what, since when and by when (AT8)."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link
from services.chassis.room.disposal import disposals_waiting
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor, Given
from services.chassis.rules.waits import Wait, days_late, for_person


class WaitsShown(BaseModel):
    """A step that waits."""

    asks: Code
    who: Code
    """The role that usually takes the step."""
    about: Id
    review: Id | None
    since: datetime
    by: date | None
    days_late: int
    """Working days past the date, 0 until then."""
    link: Link


def waits_shown(wait: Wait, given: Given) -> WaitsShown:
    return WaitsShown(
        asks=wait.asks,
        who=wait.roles[0],
        about=wait.about,
        review=wait.review,
        since=wait.since,
        by=wait.by,
        days_late=days_late(wait.by, given) if wait.by else 0,
        link=wait.link,
    )


def add_waiting(
    routes: APIRouter,
    room: Room,
    read: Callable[[Room, Given], Awaitable[Iterable[Wait]]],
    asked: type[StrEnum],
    *,
    actor: Callable[..., Any],
) -> None:
    """Adds the route. `read` returns all steps that the person may know of, and `asked` lists what can be asked."""

    async def handle(
        actor: Any, asks: Any = None, review: Annotated[Id | None, Query(description="Only the id of a review")] = None
    ) -> list[WaitsShown]:
        given = given_to(room, actor)
        steps = list(await read(room, given))
        if actor.agency == PARTNERSHIP:
            steps += await disposals_waiting(room, given)
        found = for_person(steps, actor)
        wanted = [each for each in found if asks in (None, each.asks) and review in (None, each.review)]
        return [waits_shown(each, given) for each in wanted]

    handle.__annotations__["actor"] = Annotated[Actor, Depends(actor)]
    handle.__annotations__["asks"] = Annotated[asked | None, Query(description="Only what is asked")]
    routes.add_api_route(
        "/waiting",
        handle,
        methods=["GET"],
        response_model=list[WaitsShown],
        operation_id="ReadWaiting",
        summary="Everything that waits for you, the oldest first (AT8)",
    )
