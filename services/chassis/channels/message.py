"""Messages to people, outward. The id is fixed before the first try and goes out with the message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """What is sent: no case detail, ever."""

    id: str
    to: str
    subject: str
    text: str


Channel = Callable[[Message], Awaitable[str]]
"""Sends a message and returns the provider's id for it; raises OSError when it could not."""
