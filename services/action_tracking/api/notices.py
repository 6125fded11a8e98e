"""Digests, the ledger and urgent notices over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.action_tracking.api.readers import LEDGER_READER, URGENT_READER
from services.action_tracking.queries.notices import (
    DIGESTS,
    LEDGER,
    URGENT_NOTICES,
    DigestOutcome,
    DigestShown,
    LedgerEntryShown,
    LedgerOutcome,
    UrgentNoticeShown,
    UrgentOutcome,
    digest_shown,
    ledger_entry_shown,
    urgent_notice_shown,
)
from services.chassis.http.listings import add_list, each
from services.chassis.http.refusals import HttpRefusal
from services.chassis.room.room import Room
from services.chassis.rules.access import only_operates
from services.chassis.rules.decisions import Actor, Reason

PERSON = "person_ref"


async def digest_reader(request: Request, actor: Annotated[Actor, Depends(LEDGER_READER)]) -> Actor:
    """Returns the reader of digests. Raises a 403 for an operator who asks for the digests of one person."""
    if only_operates(actor) and PERSON in request.query_params:
        reason = Reason("digest/of-a-person", "Remove this filter, because operators see no persons.", PERSON)
        raise HttpRefusal(403, "You cannot look for a person because your role does not allow it.", reason)
    return actor


def router(room: Room) -> APIRouter:
    """Returns the routes of notices."""
    routes = APIRouter(tags=["notices"])
    add_list(
        routes,
        room,
        "/digests",
        DIGESTS,
        each(digest_shown),
        model=DigestShown | DigestOutcome,
        actor=digest_reader,
        operation_id="ListDigests",
        summary="The notices of each person and day, and the outcome of sending them (AT5)",
    )
    add_list(
        routes,
        room,
        "/ledger",
        LEDGER,
        each(ledger_entry_shown),
        model=LedgerEntryShown | LedgerOutcome,
        actor=LEDGER_READER,
        operation_id="ReadLedger",
        summary="The people whom each event asked for something (AT5)",
    )
    add_list(
        routes,
        room,
        "/urgent-notices",
        URGENT_NOTICES,
        each(urgent_notice_shown),
        model=UrgentNoticeShown | UrgentOutcome,
        actor=URGENT_READER,
        operation_id="ListUrgentNotices",
        summary="The people notified of each immediate concern, and when it was taken (AT5)",
    )
    return routes
