"""Checks of a store: `verify` compares each document with its history, and `relist` rewrites query keys."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from services.chassis.privacy.reasons import reason_of
from services.chassis.store import history, maintenance, reads
from services.chassis.store.documents import NewerSchema, Record, Store
from services.chassis.store.faults import Unavailable
from services.chassis.store.query_keys import query_fields


async def verified(store: Store, after: str | None = None) -> AsyncIterator[Record]:
    """Yields a row with `fault` for each fault of a document, in order of id. Then it yields the counts: by kind, and of reads.

    The service may run meanwhile. A document that was saved during its check is checked again.
    """
    counts: Counter[str] = Counter()
    async for found in maintenance.each(store, after):
        faults = await _faults(store, found["_id"])
        for fault in await _faults(store, found["_id"]) if faults else ():
            yield {"id": found["_id"], "kind": found["kind"], "fault": fault}
        counts[found["kind"]] += 1
    async for orphan in maintenance.orphans(store, after):
        yield {"id": orphan, "fault": "has a history but no document"}
    for kind, count in sorted(counts.items()):
        yield {"kind": kind, "documents": count}
    yield {"reads": await reads.count(store)}


async def relisted(store: Store, after: str | None = None, *, dry_run: bool = False) -> AsyncIterator[Record]:
    """Rewrites the query keys of every document whose stored keys differ from those its state gives.

    Yields a row for each, in order of id. It leaves documents that were saved meanwhile, those of a newer version of
    the service, and those with text that no key opens.
    """
    async for record in maintenance.each(store, after):
        kind = store.kinds.get(record["kind"])
        if kind is None or record["schema"] > kind.schema:
            continue
        (document,) = await store.read(kind, [record])
        listed = query_fields(kind, document.state)
        if document.locked or _is_listed(record, listed):
            continue
        if not dry_run:
            await maintenance.rewrite_fields(store, record, listed)
        yield {"id": record["_id"], "kind": record["kind"]}


def _is_listed(record: Record, listed: Record) -> bool:
    return all(record.get(name) == value for name, value in listed.items())


async def _faults(store: Store, id_: str) -> list[str]:
    record = await maintenance.record_of(store, id_)
    if record is None:
        return ["is gone"]
    filed = await history.outline(store, id_)
    last = filed[-1]["version"] if filed else 0
    waiting = [entry for entry in record.get("outbox", []) if entry["version"] > last]
    state = waiting[-1].get("state") if waiting else await history.state_at(store, id_, last)
    return [*_of_the_history(record, [*filed, *waiting], state), *await _of_the_state(store, record)]


async def _of_the_state(store: Store, record: Record) -> list[str]:
    """Opens the record's state in place, so it comes last."""
    kind = store.kinds.get(record["kind"])
    if kind is None:
        return ["has a kind that this service does not know"]
    try:
        (document,) = await store.read(kind, [record])
        listed = query_fields(kind, document.state)
    except NewerSchema:
        return [f"was written by a newer version of this service (schema {record['schema']})"]
    except Unavailable:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, the check goes on
        return [f"has a state that cannot be read ({reason_of(fault)})"]
    if document.locked:
        return ["has text that no key opens, and whose owner was not erased"]
    return [] if _is_listed(record, listed) else ["has other query keys than its state gives; run relist"]


def _of_the_history(record: Record, entries: Sequence[Record], last: Any) -> Iterator[str]:
    versions = [entry["version"] for entry in entries]
    if versions != list(range(1, record["version"] + 1)):
        missing = sorted(set(range(1, record["version"] + 1)) - set(versions))
        beyond = [each for each in versions if each > record["version"]]
        yield f"has version {record['version']}; its history lacks {missing or 'none'} and adds {beyond or 'none'}"
    elif last != record["state"]:
        yield "differs in its state from its last history entry"
    numbers = [int(event["headers"]["ce_sequence"].rpartition("-")[2]) for entry in entries for event in entry["events"]]
    if numbers != list(range(1, record["sequence"] + 1)):
        yield f"has emitted {record['sequence']} events; its history holds {len(numbers)}, or another order"
