"""Domain time. The local profile can move it; in every other profile it is real time."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.chassis.room.room import Now


def real_now() -> datetime:
    """Returns the present in UTC, in milliseconds, which is the store's precision."""
    return _in_milliseconds(datetime.now(UTC))


def movable(file: Path) -> Now:
    """Returns a clock that the file's `offset_seconds` moves. It reads the file again when that changes."""
    seen: tuple[int, timedelta] = (0, timedelta())

    def now() -> datetime:
        nonlocal seen
        with suppress(FileNotFoundError):
            stamp = file.stat().st_mtime_ns
            if stamp != seen[0]:
                seen = stamp, timedelta(seconds=json.loads(file.read_text())["offset_seconds"])
        return _in_milliseconds(datetime.now(UTC) + seen[1])

    return now


def _in_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
