"""Faults of the store, told apart in one place: those that pass by themselves, and those that no retry can cure."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from inspect import isawaitable
from typing import Any, TypeVar, cast

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)

from services.chassis.privacy.reasons import SafeFault

C = TypeVar("C")

PASSING = (ConnectionFailure, ExecutionTimeout, WTimeoutError)
"""Kinds of faults of the connection, of a full pool, and of a time limit."""
LABELS = ("RetryableWriteError", "TransientTransactionError", "RetryableError", "SystemOverloadedError")
"""Labels by which a server says that a repeat may succeed (MongoDB, "Retryable Writes" and "Transactions")."""
CODES = {
    6: "HostUnreachable",
    7: "HostNotFound",
    13: "Unauthorized",
    18: "AuthenticationFailed",
    24: "LockTimeout",
    43: "CursorNotFound",
    50: "MaxTimeMSExpired",
    63: "StaleShardVersion",
    64: "WriteConcernTimeout",
    89: "NetworkTimeout",
    91: "ShutdownInProgress",
    112: "WriteConflict",
    133: "FailedToSatisfyReadPreference",
    134: "ReadConcernMajorityNotAvailableYet",
    175: "QueryPlanKilled",
    189: "PrimarySteppedDown",
    202: "NetworkInterfaceExceededTimeLimit",
    237: "CursorKilled",
    262: "ExceededTimeLimit",
    391: "ReauthenticationRequired",
    462: "IngressRequestRateLimitExceeded",
    9001: "SocketException",
    10107: "NotWritablePrimary",
    11600: "InterruptedAtShutdown",
    11601: "Interrupted",
    11602: "InterruptedDueToReplStateChange",
    13435: "NotPrimaryNoSecondaryOk",
    13436: "NotPrimaryOrSecondary",
    14031: "OutOfDiskSpace",
    16500: "TooManyRequests",
}
"""Codes of a server that cannot do it now. A missing right or a full disk stops every document until a person acts, so it
is no fault of one document."""
LOGIN = frozenset({13, 18})
DUPLICATE = 11000
TOO_LARGE = frozenset({10334, 17280, 17419})
"""Codes for a document, a query key or an update beyond the server's 16 MiB."""
OF_A_VALUE = (BSONError, OverflowError, UnicodeEncodeError)
"""Exceptions of the driver about a value that it cannot encode, a document that is too large among them."""


class Unavailable(SafeFault):
    """The store does not answer now. The caller tries again."""


class Duplicate(Unavailable):
    """A unique key is taken. A repeat finds the document that took it. `keys` names the index."""

    def __init__(self, said: str, keys: str = "") -> None:
        super().__init__(said)
        self.keys = keys


class RefusedByStore(SafeFault):
    """The store refuses this for good. No retry can help, and other documents are not affected."""


def told_apart(fault: BaseException) -> SafeFault:
    """Returns a fault of the driver as one of ours, which holds no value."""
    name = type(fault).__name__
    if isinstance(fault, BulkWriteError):
        return _of_many(fault)
    if isinstance(fault, DuplicateKeyError):
        return Duplicate("the store has this key already", str(fault.details))
    if isinstance(fault, PASSING) or (isinstance(fault, PyMongoError) and any(map(fault.has_error_label, LABELS))):
        return Unavailable(f"the store does not answer now: {name}")
    if isinstance(fault, OperationFailure):
        return _by_code(fault.code)
    return RefusedByStore(f"the store cannot take this: {name}")


def _by_code(code: int | None) -> SafeFault:
    if code in CODES:
        cannot = "refuses the login of this service" if code in LOGIN else "does not answer now"
        return Unavailable(f"the store {cannot}: {CODES[code]}")
    if code in TOO_LARGE:
        return RefusedByStore(f"the store refuses a document of more than 16 MiB (code {code})")
    return RefusedByStore(f"the store refuses this (code {code})")


def _of_many(fault: BulkWriteError) -> SafeFault:
    """Returns the worst fault of several writes: one that does not pass, else one that passes, else taken keys."""
    details = fault.details or {}
    errors = [_by_code(each.get("code")) for each in details.get("writeErrors", ()) if each.get("code") != DUPLICATE]
    if details.get("writeConcernErrors"):
        errors.append(Unavailable("the store does not answer now: WriteConcernError"))
    errors.sort(key=lambda each: isinstance(each, Unavailable))
    return errors[0] if errors else Duplicate("the store has these keys already")


@contextmanager
def faults_told_apart() -> Iterator[None]:
    """Raises Unavailable or RefusedByStore in the place of the driver's exceptions."""
    try:
        yield
    except (PyMongoError, *OF_A_VALUE) as fault:
        raise told_apart(fault) from None


def guarded(collection: C) -> C:
    """Returns a collection that raises Unavailable, Duplicate or RefusedByStore, whichever of its methods is called."""
    return cast("C", _Guarded(collection))


class _Guarded:
    """A collection or a cursor of the driver. Answers come as they are, and cursors guarded."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._call(found) if callable(found) else found

    def __aiter__(self) -> "_Guarded":
        return self

    async def __anext__(self) -> Any:
        with faults_told_apart():
            return await self._inner.__anext__()

    def _call(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            answer = method(*args, **kwargs)
            if answer is self._inner:
                return self
            return _answered(answer) if isawaitable(answer) else _guarded_cursor(answer)

        return call


async def _answered(answer: Awaitable[Any]) -> Any:
    with faults_told_apart():
        return _guarded_cursor(await answer)


def _guarded_cursor(answer: Any) -> Any:
    return _Guarded(answer) if hasattr(answer, "__anext__") else answer
