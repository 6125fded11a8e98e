"""The reader's own acknowledgements, over HTTP (LD5)."""

from fastapi import APIRouter

from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room
from services.learning_dissemination.api.readers import SIGNED_IN
from services.learning_dissemination.queries.acknowledgements import (
    ACKNOWLEDGEMENTS,
    OwnAcknowledgement,
    of_person,
    own_acknowledgement,
)


def router(room: Room) -> APIRouter:
    """Returns the routes of acknowledgements."""
    routes = APIRouter(tags=["acknowledgements"])
    add_list(
        routes,
        room,
        "/acknowledgements",
        ACKNOWLEDGEMENTS,
        each(own_acknowledgement),
        model=OwnAcknowledgement,
        actor=SIGNED_IN,
        operation_id="ListAcknowledgements",
        summary="Lists the learning that you have read and discussed, and what you said you will do (LD5)",
        keys=of_person,
    )
    return routes
