"""Messages to people, outward. The id is fixed before the first try and goes out with the message."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Message:
    """What is sent: no case detail, ever."""

    id: str
    to: str
    subject: str
    text: str


Post = Callable[[Message], Awaitable[str]]
"""Sends a message and returns the provider's id for it; raises OSError when it could not."""


def folder(path: Path) -> Post:
    """Writes each message to a file named by its id: the local profile's post."""

    async def send(message: Message) -> str:
        await asyncio.to_thread(_write, path / f"{message.id}.txt", message)
        return f"{message.id}.txt"

    return send


def _write(file: Path, message: Message) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"Message-ID: {message.id}\nTo: {message.to}\nSubject: {message.subject}\n\n{message.text}\n")
