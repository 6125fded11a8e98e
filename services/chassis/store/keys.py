"""Data keys, and the list of erased owners (docs/access.md "What may be taken back")."""

from asyncio import gather
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from services.chassis.privacy.keyring import CANNOT_OPEN, DataKey, Keyring, Purpose
from services.chassis.telemetry.logs import log
from services.chassis.telemetry.metrics import KEYS_MISSING

KEPT = 2.0
"""Seconds for which a process keeps an opened key. Another process may read an erased text for as long."""
MOST = 2000
"""The most keys that a process keeps."""


@dataclass(frozen=True)
class Found:
    """The keys of some owners, and those owners that were erased. An owner in neither has no key that opens."""

    keys: Mapping[str, DataKey]
    erased: frozenset[str]


@dataclass
class DataKeys:
    """The data keys of a service. Each is wrapped by the keyring, and belongs to one owner."""

    keys: Any
    """The collection of wrapped keys."""
    erased: Any
    """The collection of erased owners."""
    keyring: Keyring
    kept: dict[str, tuple[float, DataKey]] = field(default_factory=dict, repr=False)

    async def find(self, owners: Collection[str]) -> Found:
        """Returns the keys of these owners, in one query for those that the process has not kept."""
        now = monotonic()
        found = {owner: self.kept[owner][1] for owner in owners if owner in self.kept and self.kept[owner][0] > now}
        asked = sorted(set(owners) - found.keys())
        if not asked:
            return Found(found, frozenset())
        gone, wrapped = await gather(self._gone(asked), self.keys.find({"_id": {"$in": asked}}).to_list(None))
        for record in wrapped:
            owner = record["_id"]
            if owner not in gone and (key := self._unwrapped(owner, record["key"])):
                found[owner] = self._keep(key, now)
        return Found(found, gone)

    async def to_seal(self, owners: Collection[str]) -> Mapping[str, DataKey]:
        """Returns a key for each of these owners. Creates the missing ones before anything is sealed.

        The key of an erased owner is random and not kept, so that nothing is brought back. Raises `keyring.CANNOT_OPEN` if a
        key exists and does not open.
        """
        found = await self.find(owners)
        missing = [owner for owner in sorted(set(owners)) if owner not in found.keys and owner not in found.erased]
        made = {owner: await self._made(owner) for owner in missing}
        gone = found.erased | (await self._gone(missing) if missing else frozenset())
        return {owner: DataKey.new(owner) if owner in gone else {**found.keys, **made}[owner] for owner in owners}

    async def erase(self, owner: str) -> None:
        """Erases an owner's key. Lists the owner first, so that a crash in between leaves nothing that can be opened."""
        self.kept.pop(owner, None)
        await self.erased.update_one({"_id": owner}, {"$set": {"erased": True}}, upsert=True)
        await self.keys.delete_one({"_id": owner})
        self.kept.pop(owner, None)

    async def _made(self, owner: str) -> DataKey:
        """Creates an owner's key, or returns the one that another process has just created."""
        wrapped = self.keyring.seal(Purpose.DATA_KEY, owner, DataKey.new(owner).raw)
        await self.keys.update_one({"_id": owner}, {"$setOnInsert": {"key": wrapped}}, upsert=True)
        record = await self.keys.find_one({"_id": owner})
        if record is None:
            return DataKey.new(owner)  # it was erased meanwhile
        return DataKey(owner, self.keyring.open(Purpose.DATA_KEY, owner, record["key"]))

    async def _gone(self, owners: Collection[str]) -> frozenset[str]:
        return frozenset([record["_id"] async for record in self.erased.find({"_id": {"$in": list(owners)}}, {"_id": 1})])

    def _unwrapped(self, owner: str, wrapped: str) -> DataKey | None:
        try:
            return DataKey(owner, self.keyring.open(Purpose.DATA_KEY, owner, wrapped))
        except CANNOT_OPEN as fault:
            KEYS_MISSING.add(1)
            facts = {"owner": owner, "fault": type(fault).__name__}
            log.warning("keys: a wrapped key does not open under the file of keys", extra={"facts": facts})
            return None

    def _keep(self, key: DataKey, now: float) -> DataKey:
        if len(self.kept) >= MOST:
            self.kept.clear()
        self.kept[key.owner] = (now + KEPT, key)
        return key
