"""Erasing a withdrawn response: the alarm repeats until the deletion of its key is recorded (FC3)."""

from datetime import datetime, timedelta

from contracts.vocabulary.types import Id
from services.chassis.rules.calendar import start_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.response.state import Response


def alarm(response: Response, given: Given) -> datetime | None:
    """Returns the time of the next attempt to erase."""
    return start_of(response.erase_on, given.framework.partnership.timezone) if response.erase_on else None


def ring(response: Response, given: Given) -> Decided[Response]:
    """Starts an attempt: the process that saves this deletes the key and records it.

    If that fails, the alarm retries the next day, because responses are dated to the day.
    """
    if response.erase_on is None or response.erase_on > given.today:
        return Decided(response)
    return Decided(response.model_copy(update={"erase_on": given.today + timedelta(days=1)}))


def keys_to_erase(response: Response) -> tuple[Id, ...]:
    """Returns the owners of the keys to delete."""
    return (response.id,) if response.erase_on else ()


def record_erased(response: Response, given: Given) -> Decided[Response]:
    """Records that the keys of the response and of its concerns are gone."""
    return Decided(response.model_copy(update={"erase_on": None}))
