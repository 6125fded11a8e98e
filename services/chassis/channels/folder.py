"""The local profile's channel: each message is a file in a folder."""

import asyncio
import os
from pathlib import Path

from services.chassis.channels.message import Channel, Message


def folder(path: Path) -> Channel:
    """Returns a channel that writes each message to a file named by its id. A reader finds a whole file or none."""

    async def send(message: Message) -> str:
        await asyncio.to_thread(_write, path / f"{message.id}.txt", message)
        return f"{message.id}.txt"

    return send


def _write(file: Path, message: Message) -> None:
    """Writes aside, flushes and renames, because others read the folder while it is written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("w") as out:
        out.write(f"Message-ID: {message.id}\nTo: {message.to}\nSubject: {message.subject}\n\n{message.text}\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
