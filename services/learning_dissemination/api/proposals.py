"""Proposals for thematic products, over HTTP (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from contracts.vocabulary.types import Code
from services.chassis.http.refusals import HttpRefusal
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Reason
from services.learning_dissemination.api.readers import WRITER
from services.learning_dissemination.domain.proposal import Proposal
from services.learning_dissemination.queries.proposals import proposal


def router(room: Room) -> APIRouter:
    """Returns the route of proposals."""
    routes = APIRouter(tags=["products"])

    @routes.get("/proposals", operation_id="ProposeProduct", summary="Shows the material for a product on one theme (LD2)")
    async def read_proposal(actor: Annotated[Actor, Depends(WRITER)], theme: Annotated[Code, Query()]) -> Proposal:
        if theme not in room.framework.theme_codes():
            unknown = Reason("request/unknown-value", "Choose a theme that this partnership uses.", "theme")
            raise HttpRefusal(422, "The proposal cannot be shown as you asked", unknown)
        return await proposal(room, theme, actor)

    return routes
