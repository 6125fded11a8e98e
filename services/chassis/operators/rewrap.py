"""Wrapping everything again under the active key, so that an older key can be taken out of the file (docs/operations.md)."""

from collections import Counter
from collections.abc import AsyncIterator

from services.chassis.privacy.keyring import CANNOT_OPEN, Keyring, Purpose
from services.chassis.store import maintenance
from services.chassis.store.documents import Record, Store

EVERY = 1000
"""The values after which the task reports its progress."""


async def rewrapped(store: Store, keyring: Keyring, *, dry_run: bool = False) -> AsyncIterator[Record]:
    """Wraps each data key and each parked body again that an older key wraps.

    Yields a row for each 1,000 done, then a row for each key of the file: how many values it still wraps, and whether it may be
    retired. The service may run meanwhile. An interrupted run goes on where it stopped, because each value names its key.
    Yields a row with `fault` if a value does not open.
    """
    left: Counter[str] = Counter()
    for purpose in (Purpose.DATA_KEY, Purpose.PARKED):
        done = 0
        async for owner, sealed in maintenance.wrapped(store, purpose):
            name = sealed.partition(":")[0]
            if name == keyring.active:
                left[name] += 1
                continue
            try:
                value = keyring.open(purpose, owner, sealed)
            except CANNOT_OPEN:
                yield {"of": purpose.value, "owner": owner, "key": name, "fault": "does not open"}
                left[name] += 1
                continue
            if not dry_run:
                await maintenance.wrap_again(store, purpose, owner, sealed, keyring.seal(purpose, owner, value))
            left[name if dry_run else keyring.active] += 1
            done += 1
            if done % EVERY == 0:
                yield {"of": purpose.value, "done": done}
        yield {"of": purpose.value, "done": done}
    for name in sorted({*keyring.keys, *left}):
        yield {"key": name, "active": name == keyring.active, "wraps": left[name], "may_be_retired": _idle(keyring, name, left)}


def _idle(keyring: Keyring, name: str, left: Counter[str]) -> bool:
    return name != keyring.active and not left[name]
