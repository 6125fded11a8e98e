"""Proposals for thematic products (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from contracts.vocabulary.roles import BUSINESS_UNIT
from contracts.vocabulary.types import Code
from services.chassis.http.identity import signed_in
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.proposal import Proposal
from services.learning_dissemination.queries.proposals import proposal

Writer = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT))]


def proposals(room: Room) -> APIRouter:
    routes = APIRouter(tags=["products"])

    @routes.get("/proposals", operation_id="ProposeProduct", summary="Material for a product on one theme (LD2)")
    async def read_proposal(actor: Writer, theme: Annotated[Code, Query()]) -> Proposal:
        return await proposal(room, theme)

    return routes
