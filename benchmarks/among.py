"""The cost of many idle documents: alarms that are not due, and the pages behind the first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from benchmarks.measuring import Figure, Sample, Target, alone, compared, now, since
from benchmarks.stage import Record, bells, database, put
from local.deployment import Deployment
from local.parts.names import SERVICES
from local.tiny import BELL, PAST, Bell, room_at
from services.chassis.clock.sweep import Sweep
from services.chassis.room.reading import Reader, read_page
from services.chassis.rules.decisions import SYSTEM

DUE, MANY = 100, 50_000
PAGE, PAGES_READ = 100, 3
FAR = datetime(2100, 1, 1, tzinfo=UTC)
UNSENT = ("outbox", "pending_since")


async def swept(store: str, due: int) -> Sample:
    """Measures a pass of the sweep, without the work that a process does once after a change of the settings."""
    async with room_at(store) as room:
        sweep = Sweep(room, poll_seconds=1, after_ring={})
        sweep.edition_settled = True
        began = now()
        rung = await sweep.turn()
        sample = since(began)
    if rung != due:
        raise RuntimeError(f"{rung} rang")
    return sample


async def read(store: str, after: str | None) -> Sample:
    """Measures reading the same page again and again, as a list does."""
    async with room_at(store) as room:
        await room.store.ping()
        began = now()
        for _ in range(PAGES_READ):
            page = await read_page(room, BELL, Reader(SYSTEM), {}, after=(None, after) if after else None, limit=PAGE)
            if len(page.documents) != PAGE:
                raise RuntimeError(f"{len(page.documents)} on the page")
        return since(began)


def figures() -> list[Figure]:
    with Deployment(services=()) as deployment:
        few, many = (deployment.store_uri(each) for each in SERVICES[:2])
        due = _copies(few, Bell(due=PAST), DUE)
        far = _copies(many, Bell(due=FAR), MANY)
        put(few, [])
        put(many, [])
        with database(many) as there:
            there.aggregates.insert_many(far)

        def among(store: str) -> Sample:
            with database(store) as there:
                there.aggregates.delete_many({"_id": {"$in": [each["_id"] for each in due]}})
                there.aggregates.insert_many([{**each} for each in due])
            return alone(swept, store=store, due=DUE)

        sweep = compared(
            f"sweep: {DUE} due among {MANY}",
            f"{DUE} due alone",
            Target("at most", 1.2),
            partial(among, many),
            partial(among, few),
        )
        ids = sorted(each["_id"] for each in (*due, *far))
        pages = compared(
            f"list: page 1 of {PAGE}, among {MANY}",
            f"page {MANY // PAGE}",
            Target("either way at most", 1.3),
            partial(alone, read, store=many, after=None),
            partial(alone, read, store=many, after=ids[MANY - PAGE - 1]),
        )
        return [sweep, pages]


def _copies(store: str, bell: Bell, count: int) -> Sequence[Record]:
    """Returns copies of a document as the service saves it, already sent, with new ids."""
    (template,) = bells(store, 1, 0, bell)
    sent = {name: value for name, value in template.items() if name not in UNSENT}
    return [sent | {"_id": str(uuid4())} for _ in range(count)]
