"""Texts that are sealed by hand, under a key for each document, which the process keeps for two seconds."""

import time
from pathlib import Path
from typing import Any

from benchmarks.yardsticks.writing import Collection, Record
from services.chassis.privacy.keyring import DataKey, Purpose, read_keyring
from services.chassis.privacy.sealing import places
from services.review_registry.domain.review.state import Review

KEPT = 2.0


class Texts:
    """The texts of reviews. Their keys are wrapped by the service's own key."""

    def __init__(self, wrapped: Collection, keyring: Path) -> None:
        self.wrapped, self.keyring = wrapped, read_keyring(keyring)
        self.kept: dict[str, tuple[float, DataKey]] = {}

    async def key(self, owner: str) -> DataKey:
        until, key = self.kept.get(owner, (0.0, None))
        if key is None or until < time.monotonic():
            record: Any = await self.wrapped.find_one({"_id": owner})
            key = DataKey(owner, self.keyring.open(Purpose.DATA_KEY, owner, record["key"]))
            self.kept[owner] = time.monotonic() + KEPT, key
        return key

    async def open(self, id_: str, state: Record) -> None:
        for each in places(Review, "review", id_, state):
            each.open(await self.key(each.owner))

    async def seal(self, id_: str, state: Record) -> None:
        for each in places(Review, "review", id_, state):
            each.seal(await self.key(each.owner))
