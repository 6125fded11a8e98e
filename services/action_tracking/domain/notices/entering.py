"""Entering a notice in the ledger: the people notified, each with the line for their digest, decided once (AT5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.vocabulary.types import Id, Reference
from services.action_tracking.domain.digest.state import Line, digest_day
from services.action_tracking.domain.ledger import LedgerEntry, LedgerLine
from services.action_tracking.domain.notices.recipients import recipients_of
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Given


@dataclass(frozen=True, slots=True)
class Occasion:
    """What people are notified of: the thing, its reference and link, and what brought it up, with its time."""

    about: Id
    reference: Reference | None
    link: str
    trigger: Id
    name: str
    at: datetime


def entry_of(
    id_: Id, occasion: Occasion, asked: Sequence[Notice], directory: Sequence[RoleHolder], given: Given
) -> LedgerEntry:
    """Returns the entry. Its lines go into the next digest that each person gets, however long ago the occasion was."""
    return LedgerEntry(
        id=id_,
        about=occasion.about,
        trigger=occasion.trigger,
        event=occasion.name,
        at=occasion.at,
        day=digest_day(max(occasion.at, given.now), given.framework, given.holidays),
        told=_lines(occasion, asked, directory, given),
    )


def _lines(
    occasion: Occasion, asked: Sequence[Notice], directory: Sequence[RoleHolder], given: Given
) -> tuple[LedgerLine, ...]:
    """Returns a line per person, however many roles the person holds."""
    day = day_of(occasion.at, given.framework.partnership.timezone)
    people: dict[str, LedgerLine] = {}
    for notice in asked:
        for person in recipients_of(notice, directory, day, given.framework):
            line = Line(
                about=occasion.about,
                reference=occasion.reference,
                asked=notice.asked,
                of_agency=notice.agency,
                due=notice.due,
                link=occasion.link,
                role=person.role,
                agency=person.agency,
                trigger=occasion.trigger,
                instead_of=person.instead_of,
            )
            people.setdefault(person.person_ref, LedgerLine(person_ref=person.person_ref, line=line))
    return tuple(people.values())
