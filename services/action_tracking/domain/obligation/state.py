"""An obligation: a finding that waits for the response of one agency, or of the partnership (AT1)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.reviews import Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id
from services.action_tracking.domain.people import By, readers_of
from services.action_tracking.domain.waiting import Chase
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class ObligationStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class NoAction(Value):
    """The reason for taking no action, and the person who accepted it for the partnership."""

    reason: str
    at: AwareDatetime
    by: By


class Obligation(Value):
    """The response that one finding requires of one agency. `answered_by` lists every action agreed for it."""

    id: Id
    review: Id
    finding: Id
    agency: Code
    response: Response
    priority: Priority
    themes: tuple[Code, ...]
    by: date
    opened_at: AwareDatetime
    status: ObligationStatus = ObligationStatus.OPEN
    answer: ObligationAnswer | None = None
    answered_at: AwareDatetime | None = None
    answered_by: tuple[Id, ...] = ()
    no_action: NoAction | None = None
    proposals: tuple[Id, ...] = ()
    """Actions that wait for the partnership. The agency's clock stands still for them."""
    no_action_proposed: NoAction | None = None
    """The reason for taking no action that waits for the partnership."""
    chased: Chase | None = None


def obligation_id(finding: Id, agency: Code) -> Id:
    """Returns the id, derived so that a finding opens one obligation per agency however often it arrives."""
    return derived("obligation", finding, agency)


def open_to_actions(obligation: Obligation) -> bool:
    """Returns true until it is closed without an action. Several actions may answer one obligation (AT1, AT2)."""
    return obligation.status is ObligationStatus.OPEN or obligation.answer is ObligationAnswer.ACTIONS_AGREED


def copied_to(obligation: Obligation) -> tuple[Code, ...]:
    """Returns the agencies that events name. The partnership is not one of them."""
    return () if obligation.agency == PARTNERSHIP else (obligation.agency,)


def keys(obligation: Obligation) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {
        "agency": obligation.agency,
        "review": obligation.review,
        "finding": obligation.finding,
        "themes": list(obligation.themes),
        "status": obligation.status.value,
        "priority": obligation.priority.value,
        "by": obligation.by.isoformat(),
        "opened_at": obligation.opened_at.isoformat(),
    }


def threads(obligation: Obligation) -> tuple[str, ...]:
    """Returns the threads, the finding's first because it began them."""
    return (obligation.finding, obligation.id, obligation.review)


def readers(obligation: Obligation) -> tuple[str, ...]:
    """Returns the readers: its agency, and those who oversee all."""
    return readers_of(obligation.agency)
