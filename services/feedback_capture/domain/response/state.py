"""The stored state of a response, and who may see it (FC3, FC4)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.roles import BUSINESS_UNIT, PARTNERSHIP, PUBLIC
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.access import at, of_agency
from services.chassis.rules.retention import Retained
from services.chassis.rules.sealed import SEALED, Sealed
from services.chassis.rules.values import Value
from services.feedback_capture.domain.period import period_of
from services.feedback_capture.domain.response.consents import Consent, Purpose


class ResponseStatus(StrEnum):
    RECEIVED = "received"
    CODED = "coded"
    WITHDRAWN = "withdrawn"


class Reading(StrEnum):
    UNREAD = "unread"
    READ = "read"


class Said(Value):
    """The part of a response that is not sealed: where and when something was said, and by which group."""

    id: Id
    survey: Id
    source_group: SourceGroup
    service: Code
    said_on: date
    status: ResponseStatus
    read_on: date | None = None
    """The first day on which a person read it. A response that is coded has been read."""


class Wordless(Said):
    """A response without its words: all that counting, quoting and its receipt need."""

    scales: Annotated[dict[Code, int], SEALED]
    consents: Annotated[tuple[Consent, ...], SEALED]
    """The answer to each purpose; none once the response is withdrawn."""
    themes: Annotated[tuple[Code, ...], SEALED] = ()

    def allows(self, purpose: Purpose) -> bool:
        """Returns true if the person allows this use now."""
        return any(each.stands for each in self.consents if each.purpose is purpose)


class Response(Wordless, Retained):
    """A response. `receipt` is a keyed hash."""

    receipt: str
    texts: Annotated[dict[Code, str], SEALED]
    has_words: bool
    """True if a person has to read it, because it answers in words and not by marks alone."""
    contact: Annotated[str | None, Sealed(by="contact_key")]
    contact_key: Id
    """The owner of the key of the contact details, which can be taken back by themselves."""
    hits: Annotated[tuple[Code, ...], SEALED]
    concern: bool
    """True if it raised a concern."""
    chase_on: date | None = None
    """The day on which the clock looks whether it is late; none once that was reported."""
    erase_on: date | None = None
    """The day of the next attempt to delete the keys of what was taken back; none once the deletion is recorded."""

    def read(self, day: date) -> Self:
        """Returns the response as read that day, or earlier."""
        return self.model_copy(update={"read_on": self.read_on or day})


def keys(response: Response) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {
        "survey": response.survey,
        "status": response.status.value,
        "reading": (Reading.READ if response.read_on else Reading.UNREAD).value,
        "unread_words": "yes" if response.has_words and _waits_for_reader(response) else "no",
        "service": response.service,
        "source_group": response.source_group.value,
        "themes": list(response.themes),
        "said_on": response.said_on.isoformat(),
        "period": period_of(response.said_on),
        "receipt": response.receipt,
    }


def _waits_for_reader(response: Response) -> bool:
    gone = response.status is ResponseStatus.WITHDRAWN or response.retention.disposed_on
    return not (response.read_on or gone)


def threads(response: Response) -> tuple[str, ...]:
    """Returns its own thread only, so that no review leads to a response."""
    return (response.id,)


def readers(response: Response) -> tuple[str, ...]:
    """Returns the business unit, the facilitators that its survey names, and anonymous callers, who need the receipt code."""
    return (at(BUSINESS_UNIT, PARTNERSHIP), reads_answers(response.survey), of_agency(PUBLIC))


def reads_answers(survey: Id) -> str:
    """Returns the label of the facilitators whom a survey names."""
    return f"survey/{survey}"
