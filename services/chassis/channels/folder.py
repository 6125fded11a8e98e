"""Messages to people, outward. The id is fixed before the first try and goes out with the message."""

import asyncio
from pathlib import Path

from services.chassis.channels.message import Channel, Message


def folder(path: Path) -> Channel:
    """Writes each message to a file named by its id: the local profile's post."""

    async def send(message: Message) -> str:
        await asyncio.to_thread(_write, path / f"{message.id}.txt", message)
        return f"{message.id}.txt"

    return send


def _write(file: Path, message: Message) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"Message-ID: {message.id}\nTo: {message.to}\nSubject: {message.subject}\n\n{message.text}\n")
