"""The stored state of the clock of unread words (FC3).

It stands for a whole survey, and holds nothing of one response: no event may speak of one.
"""

from collections.abc import Mapping
from datetime import date

from contracts.vocabulary.roles import BUSINESS_UNIT, PARTNERSHIP
from contracts.vocabulary.types import Id
from services.chassis.rules.access import at
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class Unread(Value):
    """The days on which words last came to a survey, and on which the service last looked for unread ones."""

    id: Id
    survey: Id
    came_on: date
    looked_on: date
    """The last look, or the first day without one."""
    waiting: bool = True
    """True until a look finds no unread words."""


def unread_id(survey: Id) -> Id:
    """Derives the id, so that each survey has one clock."""
    return derived("unread", survey)


def keys(unread: Unread) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"survey": unread.survey, "waiting": "yes" if unread.waiting else "no"}


def threads(unread: Unread) -> tuple[str, ...]:
    return (unread.survey,)


def readers(unread: Unread) -> tuple[str, ...]:
    """Returns the business unit, which reads the answers to every survey."""
    return (at(BUSINESS_UNIT, PARTNERSHIP),)
