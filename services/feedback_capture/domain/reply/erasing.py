"""Erasing a recalled reply: the alarm repeats until the deletion of its key is recorded (FC5)."""

from datetime import datetime, timedelta

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.reply.state import Reply

PATIENCE = timedelta(minutes=10)
"""The domain time that an attempt to erase may take before the next one starts."""


def alarm(reply: Reply, given: Given) -> datetime | None:
    """Returns the time of the next attempt to erase."""
    if not needs_erasing(reply):
        return None
    return reply.erasing_at + PATIENCE if reply.erasing_at else reply.recalled_at


def ring(reply: Reply, given: Given) -> Decided[Reply]:
    """Starts an attempt. The process that saves this deletes the key."""
    if not needs_erasing(reply):
        return Decided(reply)
    return Decided(reply.model_copy(update={"erasing_at": given.now}))


def needs_erasing(reply: Reply) -> bool:
    return reply.recalled is not None and reply.erased_on is None


def keys_to_erase(reply: Reply) -> tuple[Id, ...]:
    """Returns the owners of the keys to delete."""
    return (reply.id,) if needs_erasing(reply) else ()


def record_erased(reply: Reply, given: Given) -> Decided[Reply]:
    """Records that the key is gone."""
    return Decided(reply.model_copy(update={"erased_on": given.today}) if needs_erasing(reply) else reply)
