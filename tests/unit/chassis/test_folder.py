"""The folder channel: whoever reads the folder while it is written finds whole messages."""

import asyncio
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from services.chassis.channels.folder import folder
from services.chassis.channels.message import Message

MESSAGES = 200
LENGTH = 200_000


def whole(message: str) -> bool:
    """Returns whether a message has its first and its last line."""
    return message.startswith("Message-ID: ") and message.endswith("the end\n")


def test_a_reader_never_finds_an_empty_or_half_message(tmp_path: Path) -> None:
    """One thread reads everything that is in the folder again and again while messages are written and replaced."""
    broken: list[str] = []
    read, done = 0, Event()

    def reading() -> None:
        nonlocal read
        while not done.is_set():
            for file in tmp_path.glob("*.txt"):
                text = file.read_text()
                read += 1
                if not whole(text):
                    broken.append(f"{len(text)} characters")

    async def writing() -> None:
        send, ids = folder(tmp_path), [str(uuid4()) for _ in range(3)]
        for number in range(MESSAGES):
            text = f"{'a line of a message ' * (LENGTH // 20)} the end"
            await send(Message(id=ids[number % 3], to="somebody", subject="A message", text=text))

    reader = Thread(target=reading)
    reader.start()
    try:
        asyncio.run(writing())
    finally:
        done.set()
        reader.join()
    assert read > 0
    assert broken == []
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".txt"] * 3, "no draft is left"
