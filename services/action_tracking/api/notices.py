"""Digests, the ledger and urgent notices over HTTP."""

from fastapi import APIRouter

from services.action_tracking.api.readers import LEDGER_READER, URGENT_READER
from services.action_tracking.queries.notices import (
    DIGESTS,
    LEDGER,
    URGENT_NOTICES,
    DigestShown,
    LedgerEntryShown,
    UrgentNoticeShown,
    digest_shown,
    ledger_entry_shown,
    urgent_notice_shown,
)
from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room


def router(room: Room) -> APIRouter:
    """Returns the routes of notices."""
    routes = APIRouter(tags=["notices"])
    add_list(
        routes,
        room,
        "/digests",
        DIGESTS,
        each(digest_shown),
        model=DigestShown,
        actor=LEDGER_READER,
        operation_id="ListDigests",
        summary="The notices of each person and day, and the outcome of sending them (AT5)",
    )
    add_list(
        routes,
        room,
        "/ledger",
        LEDGER,
        each(ledger_entry_shown),
        model=LedgerEntryShown,
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
        model=UrgentNoticeShown,
        actor=URGENT_READER,
        operation_id="ListUrgentNotices",
        summary="The people notified of each immediate concern, and when it was taken (AT5)",
    )
    return routes
