"""The routes of retention: what is due to be disposed of, the decisions on it, and legal holds (docs/decisions/0041)."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.http.commands import REFUSALS, Key, command_id, perform
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import LARGEST, LIMIT
from services.chassis.http.next_page import next_page
from services.chassis.http.refusals import QUERY_RESPONSES, not_found
from services.chassis.room.disposal import erase_disposed, found_by, retained_thing
from services.chassis.room.reading import Reader
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Actor, Decided, Given
from services.chassis.rules.retention import (
    DecideDisposal,
    LegalHold,
    LiftLegalHold,
    Period,
    PlaceLegalHold,
    decide_disposal,
    lift_hold,
    place_hold,
)
from services.chassis.store.documents import Document
from services.chassis.store.retained import DISPOSAL, DUE, HELD, YES

SEES, DECIDES = (BUSINESS_UNIT, DECIDER), (DECIDER,)
Sees = Annotated[Actor, Depends(signed_in(*SEES))]
Decides = Annotated[Actor, Depends(signed_in(*DECIDES))]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="Items on a page, at most")]
After = Annotated[Id | None, Query(description="The id of the last item of the page before, from `Link`")]
About = DecideDisposal | PlaceLegalHold | LiftLegalHold


class RetentionShown(BaseModel):
    """The retention of a thing, without a word of it."""

    id: Id
    reference: Reference | None
    kind: Code
    since: date | None
    """The day from which its period counts. None while it is in use."""
    due_since: date | None
    """The day on which its period had passed."""
    kept_until: date | None
    kept_because: Code | None
    legal_holds: tuple[LegalHold, ...]
    """Those in force."""
    disposed_on: date | None
    disposed_because: Code | None


def retention_shown(document: Document, period: Period) -> RetentionShown:
    """Returns the retention of a document."""
    retention, kind = document.state.retention, document.kind
    return RetentionShown(
        id=document.id,
        reference=kind.keys(document.state)["reference"] if "reference" in kind.unique else None,
        kind=kind.name,
        since=period.since(document.state),
        due_since=retention.due_since,
        kept_until=retention.kept_until,
        kept_because=retention.kept_because,
        legal_holds=retention.in_force,
        disposed_on=retention.disposed_on,
        disposed_because=retention.disposed_because,
    )


def disposal_routes(room: Room) -> APIRouter:
    """Returns the routes of retention."""
    routes = APIRouter(tags=["retention"])

    @routes.get(
        "/disposals",
        operation_id="ListDisposals",
        response_model=list[RetentionShown],
        responses=QUERY_RESPONSES,
        summary="Lists what a decider must dispose of or keep, because its period has passed",
    )
    async def list_disposals(request: Request, actor: Sees, limit: Limit = LIMIT, after: After = None) -> Response:
        return await _listed(room, request, actor, {DISPOSAL: DUE}, limit, after)

    @routes.get(
        "/legal-holds",
        operation_id="ListLegalHolds",
        response_model=list[RetentionShown],
        responses=QUERY_RESPONSES,
        summary="Lists what is under a legal hold",
    )
    async def list_holds(request: Request, actor: Sees, limit: Limit = LIMIT, after: After = None) -> Response:
        return await _listed(room, request, actor, {HELD: YES}, limit, after)

    @routes.post(
        "/disposals",
        operation_id="DecideDisposal",
        responses=REFUSALS,
        summary="Disposes of a thing whose period has passed, or keeps it until a day",
    )
    async def dispose(body: DecideDisposal, actor: Decides, key: Key, response: Response) -> RetentionShown:
        return await _decided(room, "/disposals", body, actor, key, response)

    @routes.post(
        "/legal-holds",
        operation_id="PlaceLegalHold",
        responses=REFUSALS,
        summary="Places a legal hold, which stops every disposal and erasure of a thing",
    )
    async def hold(body: PlaceLegalHold, actor: Decides, key: Key, response: Response) -> RetentionShown:
        return await _decided(room, "/legal-holds", body, actor, key, response)

    @routes.post(
        "/legal-holds/lifts",
        operation_id="LiftLegalHold",
        responses=REFUSALS,
        summary="Lifts a legal hold",
    )
    async def lift(body: LiftLegalHold, actor: Decides, key: Key, response: Response) -> RetentionShown:
        return await _decided(room, "/legal-holds/lifts", body, actor, key, response)

    return routes


async def _listed(room: Room, request: Request, actor: Actor, keys: dict[str, str], limit: int, after: str | None) -> Response:
    if actor.agency != PARTNERSHIP:
        return JSONResponse([])
    found = await found_by(room, keys, after, limit + 1)
    shown = [retention_shown(each, each.kind.period) for each in found[:limit] if each.kind.period]
    headers = {"Link": next_page(request, after=shown[-1].id, limit=limit)} if len(found) > limit else {}
    return JSONResponse([each.model_dump(mode="json") for each in shown], headers=headers)


async def _decided(room: Room, path: str, body: About, actor: Actor, key: str, response: Response) -> RetentionShown:
    """Carries out a decision on a thing of any retained kind, as a decider who acts for the partnership."""
    found = await retained_thing(room, body.of) if actor.agency == PARTNERSHIP else None
    period = found.kind.period if found else None
    if found is None or period is None:
        raise not_found()
    known = Reader(actor, frozenset(found.kind.readers(found.state)))

    async def reader(room: Room, actor: Actor) -> Reader:
        """Lets a decider decide on a thing whose words they may not read."""
        return known

    def decide(state: Any, body: About, given: Given) -> Decided[Any]:
        match body:
            case DecideDisposal():
                return decide_disposal(state, body, given, period)
            case PlaceLegalHold():
                return place_hold(state, body, given)
            case LiftLegalHold():
                return lift_hold(state, body, given)

    command = Command(path, found.kind, type(body), decide, frozenset(DECIDES), reader=reader)
    document = await perform(room, command, found.id, body, actor, key, None)
    await erase_disposed(room, document)
    response.headers["Command-Id"] = command_id(command, found.id, actor, key)
    return retention_shown(document, period)
