"""A message to a person. Its id is fixed before the first attempt and goes out with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """A message to one person. It holds no detail of a case."""

    id: str
    to: str
    subject: str
    text: str


Channel = Callable[[Message], Awaitable[str]]
"""Sends a message and returns the provider's id for it. Raises OSError if that fails."""
