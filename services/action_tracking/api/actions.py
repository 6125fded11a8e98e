"""Actions over HTTP, and what an agency owes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from contracts.vocabulary.actions import Asked, Brag
from contracts.vocabulary.types import Code
from services.action_tracking.api.readers import ANY_READER, PROPOSER
from services.action_tracking.domain.action.proposing import ProposeAction
from services.action_tracking.kinds import ACTION, KNOWN_REVIEW
from services.action_tracking.queries.actions import (
    ACTIONS,
    ActionAdvised,
    ActionLine,
    ActionShown,
    action_shown,
    epoch_and_status,
)
from services.action_tracking.queries.advising import Tried, advised, tried
from services.action_tracking.queries.codes import agencies
from services.action_tracking.queries.owed import Owed, owed
from services.action_tracking.queries.sharing import ActionShared, shared_plan
from services.action_tracking.queries.waiting import WaitingShown, waiting_for
from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import add_history, seen
from services.chassis.http.refusals import HttpRefusal
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Reason

AnyReader = Annotated[Actor, Depends(ANY_READER)]
Colour = Annotated[Brag | None, Query(description="Only actions of this colour")]
Step = Annotated[Asked | None, Query(description="Only what waits for this step")]
OwningAgency = Annotated[Code | None, Query(description="Only what the agency with this code owes or owns")]


def router(room: Room) -> APIRouter:
    """Returns the routes of actions."""
    routes = APIRouter(tags=["actions"])
    add_list(
        routes,
        room,
        "/actions",
        ACTIONS,
        each(action_shown),
        model=ActionShown,
        actor=ANY_READER,
        operation_id="ListActions",
        summary="The actions, each with its BRAG colour today (AT8)",
    )

    @routes.get(
        "/actions/{id}",
        operation_id="ReadAction",
        response_model=ActionAdvised,
        summary="One action through all its epochs, with advice on how it is written",
    )
    async def read_action(id: str, actor: AnyReader) -> Response:
        document = await seen(room, ACTION, id, actor)
        view = await advised(room, document.state, actor)
        return await shown(room, document, lambda state, given: view, actor)

    @routes.post(
        "/actions/advice",
        operation_id="TryAction",
        summary="Advice on a draft, and every reason for which it would be refused. Nothing is saved",
    )
    async def try_action(draft: ProposeAction, actor: Annotated[Actor, Depends(PROPOSER)]) -> Tried:
        return await tried(room, draft, actor)

    add_history(
        routes,
        room,
        "/actions/{id}/history",
        ACTION,
        actor=ANY_READER,
        operation_id="ReadActionHistory",
        summary="Each change of an action through all its epochs (AT8)",
        model=ActionLine,
        more=epoch_and_status,
        fields=("epochs.number", "status"),
    )

    @routes.get(
        "/reviews/{id}/actions",
        operation_id="ReadSharedPlan",
        summary="The actions of a review, as the agencies in its scope share them",
    )
    async def read_shared_plan(id: str, actor: AnyReader) -> list[ActionShared]:
        return await shared_plan(room, (await seen(room, KNOWN_REVIEW, id, actor)).id)

    @routes.get("/mine", operation_id="ReadMine", summary="Everything that your agency owes, with its age (AT8)")
    async def read_mine(actor: AnyReader, brag: Colour = None) -> Owed:
        return await owed(room, actor, brag)

    @routes.get("/waiting", operation_id="ReadWaiting", summary="Everything that waits for you, the oldest first (AT4, AT8)")
    async def read_waiting(
        actor: AnyReader, asks: Step = None, agency: OwningAgency = None, brag: Colour = None
    ) -> list[WaitingShown]:
        if agency is not None and agency not in agencies(room.framework):
            known = ", ".join(sorted(agencies(room.framework)))
            reason = Reason("request/unknown-value", f"Choose one of: {known}.", "agency")
            raise HttpRefusal(422, "We cannot show the list as you asked.", reason)
        return await waiting_for(room, actor, asks=asks, agency=agency, colour=brag)

    return routes
