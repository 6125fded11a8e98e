"""Erasing what a person took back of a response: the alarm repeats until the deletion of the keys is recorded (FC3)."""

from datetime import datetime, timedelta

from contracts.vocabulary.types import Id
from services.chassis.rules.calendar import start_of
from services.chassis.rules.decisions import Decided, Given, derived
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.state import Response, ResponseStatus


def alarm(response: Response, given: Given) -> datetime | None:
    """Returns the time of the next attempt to erase. A legal hold puts it off."""
    day = None if response.retention.is_held else response.erase_on
    return start_of(day, given.framework.partnership.timezone) if day else None


def ring(response: Response, given: Given) -> Decided[Response]:
    """Starts an attempt: the process that saves this deletes the key and records it.

    If that fails, the alarm retries the next day, because responses are dated to the day.
    """
    if response.erase_on is None or response.erase_on > given.today or response.retention.is_held:
        return Decided(response)
    return Decided(response.model_copy(update={"erase_on": given.today + timedelta(days=1)}))


def keys_to_erase(response: Response) -> tuple[Id, ...]:
    """Returns the owners of the keys to delete: of the contact details, and of a withdrawn response.

    While a legal hold is in force there is none: no one reads what was taken back, and it is erased when the hold is lifted.
    """
    if response.erase_on is None or response.retention.is_held:
        return ()
    contact = () if response.allows(Purpose.CONTACT_AGAIN) else (response.contact_key,)
    return (response.id, *contact) if response.status is ResponseStatus.WITHDRAWN else contact


def contact_owner(response: Id) -> Id:
    """Derives the owner of the key of the contact details, which can be taken back by themselves."""
    return derived("contact", response)


def record_erased(response: Response, given: Given) -> Decided[Response]:
    """Records that the keys are gone. A legal hold keeps them."""
    return Decided(response if response.retention.is_held else response.model_copy(update={"erase_on": None}))
