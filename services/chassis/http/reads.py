"""The route of the log of reads, for the scrutineer and the deciders of the partnership."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from contracts.vocabulary.roles import DECIDER, PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import LARGEST, LIMIT
from services.chassis.http.next_page import next_page
from services.chassis.http.read_log import LIST_READS, READS
from services.chassis.http.refusals import QUERY_RESPONSES, HttpRefusal, not_found
from services.chassis.room.noting import note_id
from services.chassis.room.reading import id_of
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Reason
from services.chassis.store import reads
from services.chassis.store.documents import Record

READER = signed_in(SCRUTINEER, DECIDER)
Of = Annotated[Id | Reference | None, Query(description="Only reads of the thing with this id or reference")]
Person = Annotated[PersonRef | None, Query(description="Only reads by the person with this reference")]
Agency = Annotated[Code | None, Query(description="Only reads by people who act for this agency")]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="Entries on a page, at most")]
After = Annotated[str | None, Query(max_length=24, description="The id of the last entry of the page before, from `Link`")]


class ReadShown(BaseModel):
    """One read, or one refusal of a read."""

    id: str
    at: datetime
    roles: list[str]
    agency: str
    person_ref: str
    view: str
    """The operation that showed it."""
    kind: str
    ids: list[str]
    """The things shown. Of a refusal, the thing that exists and was not shown."""
    status: int


def read_routes(room: Room) -> APIRouter:
    """Returns the route of the log."""
    routes = APIRouter(tags=["reads"], responses=QUERY_RESPONSES)

    @routes.get(
        "/reads",
        operation_id=LIST_READS,
        response_model=list[ReadShown],
        summary="Lists reads of text about people, the newest first",
    )
    async def list_reads(
        request: Request,
        actor: Annotated[Actor, Depends(READER)],
        of: Of = None,
        person_ref: Person = None,
        agency: Agency = None,
        limit: Limit = LIMIT,
        after: After = None,
    ) -> Response:
        if actor.agency != PARTNERSHIP:
            raise not_found()
        if after and not reads.is_id(after):
            reason = Reason("request/cursor", "This link to a page is not valid here. Begin with the first page.", "after")
            raise HttpRefusal(422, "We cannot show the list as you asked.", reason)
        note_id(READS, of or person_ref or "all")
        query: Record = reads.about({of, *[await id_of(room, kind, of) for kind in room.store.kinds.values()]}) if of else {}
        query |= {name: value for name, value in (("person_ref", person_ref), ("agency", agency)) if value}
        found = await reads.newest(room.store, query, after, limit + 1)
        shown = [ReadShown(id=str(entry.pop("_id")), **entry) for entry in found[:limit]]
        headers = {"Link": next_page(request, after=shown[-1].id, limit=limit)} if len(found) > limit else {}
        return JSONResponse([each.model_dump(mode="json") for each in shown], headers=headers)

    return routes
