"""Action tracking's queries over HTTP; its commands are mounted from their table."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, CONTRIBUTOR, DECIDER, FACILITATOR, OPERATOR, PARTNERSHIP_WIDE
from contracts.vocabulary.types import Code, Id, PersonRef
from services.action_tracking import queries
from services.action_tracking.commands import ACTION, DIGEST, LEDGER_ENTRY, OBLIGATION, ROLE_HOLDER, URGENT_NOTICE
from services.action_tracking.domain.digest import Digest
from services.action_tracking.domain.ledger import LedgerEntry
from services.action_tracking.domain.obligation import Obligation
from services.action_tracking.domain.urgent import UrgentNotice
from services.action_tracking.queries import ActionShown, Owed, RoleHolderShown, TimelineLine
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD, CONTRIBUTOR))]
Keeper = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD))]
Ledger = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, OPERATOR))]
Alert = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, DECIDER, FACILITATOR, OPERATOR))]
Filter = Annotated[Code | None, Query()]
About = Annotated[Id | None, Query()]


def router(room: Room) -> APIRouter:
    routes = APIRouter(responses=QUERY_RESPONSES)
    routes.include_router(owing(room))
    routes.include_router(telling(room))
    return routes


def owing(room: Room) -> APIRouter:
    """What is owed, and what became of it."""
    routes = APIRouter()

    @routes.get(
        "/obligations",
        operation_id="ListObligations",
        response_model=list[Obligation],
        summary="What findings ask of agencies, and how it was answered (AT1)",
        tags=["obligations"],
    )
    async def list_obligations(
        request: Request,
        actor: Reader,
        limit: Limit = 50,
        after: After = None,
        agency: Filter = None,
        status: Filter = None,
        finding: About = None,
    ) -> Response:
        keys = {"agency": agency, "status": status, "finding": finding}
        items, last, found = await listed(room, OBLIGATION, actor, keys, after, limit)
        return page(request, items, last, limit, found)

    @routes.get(
        "/obligations/{id}",
        operation_id="ReadObligation",
        response_model=Obligation,
        summary="An obligation as it stands",
        tags=["obligations"],
    )
    async def read_obligation(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, OBLIGATION, id, actor), queries.obligation_shown, actor)

    @routes.get(
        "/actions",
        operation_id="ListActions",
        response_model=list[ActionShown],
        summary="The actions, each with its BRAG today (AT5)",
        tags=["actions"],
    )
    async def list_actions(
        request: Request,
        actor: Reader,
        limit: Limit = 50,
        after: After = None,
        agency: Filter = None,
        status: Filter = None,
        theme: Filter = None,
        finding: About = None,
    ) -> Response:
        keys = {"agencies": agency, "status": status, "themes": theme, "findings": finding}
        items, last, found = await listed(room, ACTION, actor, keys, after, limit)
        return page(request, [queries.action_shown(item, given_to(room, actor)) for item in items], last, limit, found)

    @routes.get(
        "/actions/{id}",
        operation_id="ReadAction",
        response_model=ActionShown,
        summary="An action through all its epochs",
        tags=["actions"],
    )
    async def read_action(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, ACTION, id, actor), queries.action_shown, actor)

    @routes.get("/actions/{id}/timeline", operation_id="ReadTimeline", summary="Who did what with it, when", tags=["actions"])
    async def read_timeline(id: str, actor: Reader) -> list[TimelineLine]:
        return await queries.timeline(room, (await seen(room, ACTION, id, actor)).id)

    @routes.get("/mine", operation_id="ReadMine", summary="Everything that my agency owes, with its age", tags=["actions"])
    async def mine(actor: Reader) -> Owed:
        return await queries.owed(room, actor.agency, given_to(room, actor))

    return routes


def telling(room: Room) -> APIRouter:
    """Who is told, and how that went."""
    routes = APIRouter()

    @routes.get(
        "/role-holders",
        operation_id="ListRoleHolders",
        response_model=list[RoleHolderShown],
        summary="Who holds which role, and whether they can be reached",
        tags=["directory"],
    )
    async def list_holders(
        request: Request, actor: Keeper, limit: Limit = 50, after: After = None, agency: Filter = None, role: Filter = None
    ) -> Response:
        items, last, found = await listed(room, ROLE_HOLDER, actor, {"agency": agency, "role": role}, after, limit)
        return page(request, [queries.role_holder_shown(item) for item in items], last, limit, found)

    @routes.get(
        "/digests",
        operation_id="ListDigests",
        response_model=list[Digest],
        summary="What each person was told on each day, and how sending it went (AT5)",
        tags=["notices"],
    )
    async def list_digests(
        request: Request,
        actor: Ledger,
        limit: Limit = 50,
        after: After = None,
        person_ref: Annotated[PersonRef | None, Query()] = None,
        about: About = None,
    ) -> Response:
        keys = {"person_ref": person_ref, "about": about}
        items, last, found = await listed(room, DIGEST, actor, keys, after, limit)
        return page(request, items, last, limit, found)

    @routes.get(
        "/ledger",
        operation_id="ReadLedger",
        response_model=list[LedgerEntry],
        summary="Who was told of each event that asks for something (AT5)",
        tags=["notices"],
    )
    async def read_ledger(
        request: Request, actor: Ledger, limit: Limit = 50, after: After = None, about: About = None
    ) -> Response:
        items, last, found = await listed(room, LEDGER_ENTRY, actor, {"about": about}, after, limit)
        return page(request, items, last, limit, found)

    @routes.get(
        "/urgent-notices",
        operation_id="ListUrgentNotices",
        response_model=list[UrgentNotice],
        summary="Who was told of each immediate concern, and when somebody took it (AT5)",
        tags=["notices"],
    )
    async def list_urgent(
        request: Request, actor: Alert, limit: Limit = 50, after: After = None, status: Filter = None, concern: About = None
    ) -> Response:
        keys = {"status": status, "concern": concern}
        items, last, found = await listed(room, URGENT_NOTICE, actor, keys, after, limit)
        return page(request, items, last, limit, found)

    return routes
