"""A process that does not read every topic says so, and why."""

import logging
import time

import pytest
from aiokafka.errors import TopicAuthorizationFailedError, UnsupportedCodecError

from services.chassis.messaging.watching import RECENT, ReadErrors


def failed_read(fault: BaseException | None) -> logging.LogRecord:
    """A line as FastStream logs it."""
    info = (type(fault), fault, None) if fault else None
    return logging.LogRecord("inbox", logging.ERROR, "usecase.py", 1, "Kafka error occurred", (), info)


@pytest.mark.parametrize("fault", [UnsupportedCodecError("zstd"), TopicAuthorizationFailedError("action-tracking")])
def test_a_failed_read_is_kept_by_the_name_of_its_error(fault: BaseException) -> None:
    errors = ReadErrors(lambda topics: None)
    assert time.monotonic() - errors.last[0] >= RECENT, "at the start none has failed"
    assert errors.filter(failed_read(fault))
    at, name = errors.last
    assert (name, time.monotonic() - at < RECENT) == (type(fault).__name__, True)


@pytest.mark.parametrize("fault", [None, ValueError("in a handler")])
def test_another_line_of_the_same_log_is_no_failed_read(fault: BaseException | None) -> None:
    errors = ReadErrors(lambda topics: None)
    assert errors.filter(failed_read(fault))
    assert errors.last[1] == ""


@pytest.mark.parametrize("said", ["action-tracking", {"action-tracking"}], ids=["a fetch", "a commit"])
def test_a_refused_read_names_its_topic(said: object) -> None:
    refused: list[str] = []
    ReadErrors(refused.extend).filter(failed_read(TopicAuthorizationFailedError(said)))
    assert refused == ["action-tracking"]
