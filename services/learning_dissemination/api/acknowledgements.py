"""The reader's own acknowledgements (LD5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from contracts.vocabulary.roles import PRACTITIONER, STAFF
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT
from services.learning_dissemination.queries.acknowledgements import OwnAcknowledgement, own_acknowledgements

SignedIn = Annotated[Actor, Depends(signed_in(*STAFF, PRACTITIONER))]


def acknowledgements(room: Room) -> APIRouter:
    routes = APIRouter(tags=["acknowledgements"])

    @routes.get(
        "/acknowledgements",
        operation_id="ListAcknowledgements",
        response_model=list[OwnAcknowledgement],
        summary="The learning that you have read and discussed, and what you said you will do (LD5)",
    )
    async def list_own(request: Request, actor: SignedIn, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await listed(room, ACKNOWLEDGEMENT, actor, {"person_ref": actor.person_ref}, after, limit)
        return page(request, await own_acknowledgements(room, items), last, limit, found)

    return routes
