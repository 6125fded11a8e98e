"""Contributions over HTTP, for those who may read them. To everybody else nothing is there (FC2)."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.chassis.http.listings import add_list, each_aside
from services.chassis.http.reading import seen
from services.chassis.room.aside import aside
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import SIGNED_IN
from services.feedback_capture.facts import contribution_reader
from services.feedback_capture.kinds import CONTRIBUTION
from services.feedback_capture.queries.contributions import (
    CONTRIBUTIONS,
    ContributionShown,
    contribution_opened,
)


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["contributions"])
    add_list(
        routes,
        room,
        "/contributions",
        CONTRIBUTIONS,
        each_aside(contribution_opened),
        model=ContributionShown,
        actor=SIGNED_IN,
        operation_id="ListContributions",
        summary="Lists the contributions that you may read",
        reader=lambda actor: contribution_reader(room, actor),
    )

    @routes.get("/contributions/{id}", operation_id="ReadContribution", summary="Shows what one party said")
    async def read_contribution(id: str, actor: Annotated[Actor, Depends(SIGNED_IN)]) -> ContributionShown:
        reader = await contribution_reader(room, actor)
        document = await seen(room, CONTRIBUTION, id, actor, reader.also)
        return await aside(contribution_opened, document.state, given_to(room, actor))

    return routes
