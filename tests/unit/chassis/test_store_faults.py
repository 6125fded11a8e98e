"""Faults of the store are told apart: those that pass, taken keys, and those that no retry can cure."""

from collections.abc import AsyncIterator
from typing import Any

import bson
import pytest
from bson.errors import InvalidDocument, InvalidStringData
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import errors

from services.chassis.privacy.keyring import Keyring
from services.chassis.privacy.reasons import reason_of
from services.chassis.store.documents import Store
from services.chassis.store.faults import CODES, TOO_LARGE, Duplicate, RefusedByStore, Unavailable, guarded, told_apart

CANARY = "Wren-Canary-Nightingale"


def labelled(fault: errors.PyMongoError, label: str) -> errors.PyMongoError:
    fault._add_error_label(label)
    return fault


def several(*codes: int, waited: bool = True) -> errors.BulkWriteError:
    writes = [{"code": code, "errmsg": CANARY} for code in codes]
    return errors.BulkWriteError({"writeErrors": writes, "writeConcernErrors": [] if waited else [{"code": 64}]})


PASSING: list[Exception] = [
    errors.AutoReconnect(CANARY),
    errors.NetworkTimeout(CANARY),
    errors.ServerSelectionTimeoutError(CANARY),
    errors.NotPrimaryError(CANARY),
    errors.ConnectionFailure(CANARY),
    errors.WaitQueueTimeoutError(CANARY),
    errors.WTimeoutError(CANARY, 64),
    errors.ExecutionTimeout(CANARY, 50),
    errors.CursorNotFound(CANARY, 43),
    *(errors.OperationFailure(CANARY, code) for code in CODES),
    labelled(errors.WriteConcernError(CANARY, 1), "RetryableWriteError"),
    labelled(errors.OperationFailure(CANARY, 1), "TransientTransactionError"),
    several(91),
    several(11000, waited=False),
]
TAKEN: list[Exception] = [errors.DuplicateKeyError(CANARY, 11000), several(11000, 11000)]
LASTING: list[Exception] = [
    errors.DocumentTooLarge(CANARY),
    InvalidDocument(CANARY),
    InvalidStringData(CANARY),
    OverflowError(CANARY),
    errors.OperationFailure(CANARY),
    errors.OperationFailure(CANARY, 2),
    errors.WriteError(CANARY, 121),
    *(errors.WriteError(CANARY, code) for code in TOO_LARGE),
    errors.ConfigurationError(CANARY),
    errors.InvalidOperation(CANARY),
    several(11000, 91, 10334),
]
ROWS = [
    *((fault, Unavailable) for fault in PASSING),
    *((fault, Duplicate) for fault in TAKEN),
    *((fault, RefusedByStore) for fault in LASTING),
]


def named(value: Any) -> str:
    return value.__name__ if isinstance(value, type) else f"{type(value).__name__}-{getattr(value, 'code', '')}"


@pytest.mark.parametrize(("fault", "ours"), ROWS, ids=named)
def test_fault_of_the_driver_becomes_one_of_ours(fault: Exception, ours: type[Exception]) -> None:
    """It holds no value, so that a log may show it."""
    found = told_apart(fault)
    assert type(found) is ours
    assert CANARY not in reason_of(found)


@pytest.mark.parametrize(
    "value", [2**64, "\ud800", object(), {"a": {1: object()}}], ids=["too large", "half a character", "object", "object inside"]
)
def test_value_that_cannot_be_stored_is_refused_for_good(value: object) -> None:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - of whatever kind the driver raises
        bson.encode({"value": value})
    assert type(told_apart(raised.value)) is RefusedByStore


async def test_every_collection_of_a_store_is_guarded() -> None:
    store = Store("mongodb://127.0.0.1:1/none", [], Keyring("k1", {"k1": bytes(32)}))
    assert [name for name, value in vars(store).items() if isinstance(value, AsyncIOMotorCollection)] == []
    store.close()


class Cursor:
    """Rows, and then a fault."""

    def __init__(self, fault: Exception) -> None:
        self.fault, self.left = fault, 1

    def sort(self) -> "Cursor":
        return self

    def __aiter__(self) -> "Cursor":
        return self

    async def __anext__(self) -> int:
        self.left -= 1
        if self.left < 0:
            raise self.fault
        return 1


class Collection:
    """A collection of the driver as it fails."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    async def update_one(self) -> None:
        raise self.fault

    def find(self) -> Cursor:
        return Cursor(self.fault)

    async def aggregate(self) -> AsyncIterator[int]:
        return Cursor(self.fault)


@pytest.mark.parametrize(("fault", "ours"), [(errors.AutoReconnect(), Unavailable), (OverflowError(), RefusedByStore)])
async def test_every_way_to_a_guarded_collection_raises_ours(fault: Exception, ours: type[Exception]) -> None:
    """Calls, cursors, and cursors that a call returns later."""
    collection = guarded(Collection(fault))
    with pytest.raises(ours):
        await collection.update_one()
    for cursor in (collection.find(), collection.find().sort(), await collection.aggregate()):
        found: list[int] = []
        with pytest.raises(ours):
            found.extend([row async for row in cursor])
