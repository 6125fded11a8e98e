"""The log of reads: every read of text about people is recorded before its answer goes out (docs/access.md "The log of reads").

One request makes one entry: the person, the time, the route, and the ids that were shown. It holds no text.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from logging import WARNING

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.http.refusals import try_again
from services.chassis.room.noting import Notes, noting
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.chassis.store import reads
from services.chassis.store.faults import Unavailable
from services.chassis.store.kinds import Kind
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import READS_REFUSED

Recorded = Mapping[str, Kind]
"""The routes whose reads are recorded, by their operation id, with the kind that each shows."""

READS, LIST_READS = "reads", "ListReads"
"""The log itself, and the route that shows it. Reading the log is recorded too."""
SHOWN = 200
REFUSED = (403, 404)
MOST_REFUSED = 60
"""The refusals of one person that a process records in an hour, so that no one fills the store with them."""


class ReadLog:
    """Records the reads of these routes. A read that cannot be recorded is refused with a 503."""

    def __init__(self, app: ASGIApp, *, room: Room, recorded: Recorded) -> None:
        self.app, self.room = app, room
        self.kinds = {LIST_READS: READS, **{operation: kind.name for operation, kind in recorded.items()}}
        self.refused: Counter[tuple[str, str]] = Counter()
        self.hour: datetime | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            await self._recorded(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _recorded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a read. Its entry is written when the answer begins, and before anything of it goes out."""
        failed = False

        async def sending(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                try:
                    await self._record(scope, notes, message["status"])
                except Unavailable as fault:
                    failed = True
                    log_fault(WARNING, "reads: a read that could not be recorded was refused", fault)
                    await try_again()(scope, receive, send)
            if not failed:
                await send(message)

        with noting() as notes:
            await self.app(scope, receive, sending)

    async def _record(self, scope: Scope, notes: Notes, status: int) -> None:
        """Records an answer, if its route and status are of those that are recorded. Anonymous reads never are."""
        route, actor = scope.get("route"), scope.get("state", {}).get("signed_in")
        view = route.operation_id if isinstance(route, APIRoute) else None
        kind = self.kinds.get(view or "")
        if kind is None or actor is None:
            return
        ids = list(dict.fromkeys((notes.shown if status == SHOWN else notes.withheld)[kind]))
        if (status == SHOWN and ids) or (status in REFUSED and self._is_within(actor)):
            await reads.add(
                self.room.store,
                {
                    "at": self.room.real(),
                    "roles": sorted(actor.roles),
                    "agency": actor.agency,
                    "person_ref": actor.person_ref,
                    "view": view,
                    "kind": kind,
                    "ids": ids,
                    "status": status,
                },
            )

    def _is_within(self, actor: Actor) -> bool:
        """Counts a refusal, and returns true while the person has few of them in this hour."""
        hour = self.room.real().replace(minute=0, second=0, microsecond=0)
        if hour != self.hour:
            self.hour = hour
            self.refused.clear()
        READS_REFUSED.add(1)
        self.refused[actor.agency, actor.person_ref] += 1
        return self.refused[actor.agency, actor.person_ref] <= MOST_REFUSED
