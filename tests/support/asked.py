"""Exact counts of what a piece of work asks of the store: commands, documents and bytes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import bson
import pymongo.monitoring
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent
from typing_extensions import override

ASIDE = {"hello", "isMaster", "ismaster", "ping", "saslStart", "saslContinue", "endSessions", "buildInfo", "killCursors"}


@dataclass
class Asked:
    """The commands by name and as they were sent, and the documents and bytes of their answers."""

    commands: Counter[str] = field(default_factory=Counter)
    sent: list[Mapping[str, Any]] = field(default_factory=list)
    documents: int = 0
    bytes: int = 0

    @property
    def queries(self) -> int:
        """The number of commands."""
        return self.commands.total()


class _Listener(CommandListener):
    """Adds each command to every count that is open. The driver reports the commands of each client that is made later."""

    def __init__(self) -> None:
        self.collecting: list[Asked] = []

    @override
    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name not in ASIDE:
            for each in self.collecting:
                each.commands[event.command_name] += 1
                each.sent.append(event.command)

    @override
    def succeeded(self, event: CommandSucceededEvent) -> None:
        cursor = event.reply.get("cursor", {})
        batch = [*cursor.get("firstBatch", ()), *cursor.get("nextBatch", ())]
        if batch and self.collecting:
            size = sum(len(bson.encode(each)) for each in batch)
            for each in self.collecting:
                each.documents += len(batch)
                each.bytes += size

    @override
    def failed(self, event: CommandFailedEvent) -> None:
        """Counts nothing more: the command was counted when it started."""


LISTENER = _Listener()
pymongo.monitoring.register(LISTENER)


@contextmanager
def asked() -> Iterator[Asked]:
    """Counts what is asked of the store inside, by every client that was made since this module was read."""
    found = Asked()
    LISTENER.collecting.append(found)
    try:
        yield found
    finally:
        LISTENER.collecting.remove(found)
