"""The domain's clock of a local deployment: real time plus an offset in a file that the services read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.parts.files import write_whole


class Clock:
    """Moves the time that rules see. Tokens, back-off and telemetry keep real time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            self._set(timedelta(0))

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset()

    def move_to(self, moment: datetime) -> None:
        """Sets the present to `moment`, with its offset. It may be earlier."""
        self._set(moment - datetime.now(UTC))

    def advance(self, by: timedelta) -> None:
        self._set(self._offset() + by)

    def reset(self) -> None:
        self._set(timedelta(0))

    def _offset(self) -> timedelta:
        return timedelta(seconds=json.loads(self.path.read_text())["offset_seconds"])

    def _set(self, offset: timedelta) -> None:
        write_whole(self.path, json.dumps({"offset_seconds": offset.total_seconds()}))
