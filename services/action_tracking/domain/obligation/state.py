"""An obligation: a finding that waits for the response of one agency, or of the partnership (AT1)."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime

from contracts.vocabulary.actions import Asked, ObligationAnswer
from contracts.vocabulary.reviews import Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id
from services.action_tracking.domain.obligation.head import ObligationHead, ObligationStatus
from services.action_tracking.domain.people import By, Said, readers_of
from services.chassis.rules.decisions import derived
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value


class NoActionProposed(Said):
    """The agency's reason for taking no action, and the person who gave it."""

    reason: Sensitive


class NoAction(Value):
    """The agency's reason for taking no action, and the person who accepted it for the partnership."""

    reason: Sensitive
    proposed_by: By
    at: AwareDatetime
    by: By


class NoActionRefused(Value):
    """A reason for taking no action that the partnership did not accept, and why."""

    reason: Sensitive
    why: Sensitive
    at: AwareDatetime
    by: By


class Reopening(Value):
    """An answer that no longer stands, and why the agency has to answer again."""

    answer: ObligationAnswer | None
    no_action: NoAction | None
    reason: Sensitive
    at: AwareDatetime
    by: By


class Obligation(ObligationHead):
    """The response that one finding requires of one agency.

    `answered_by` lists every action agreed for it. `original_by` is the first date. `stands_since` is the day from which its
    clock stands still, because the next step is the partnership's.
    """

    review: Id
    finding: Id
    response: Response
    themes: tuple[Code, ...]
    original_by: date
    answer: ObligationAnswer | None = None
    answered_at: AwareDatetime | None = None
    answered_by: tuple[Id, ...] = ()
    no_action_proposed: NoActionProposed | None = None
    no_action: NoAction | None = None
    no_action_refusals: tuple[NoActionRefused, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    stands_since: date | None = None


def obligation_id(finding: Id, agency: Code) -> Id:
    """Returns the id, derived so that a finding opens one obligation per agency however often it arrives."""
    return derived("obligation", finding, agency)


def open_to_actions(obligation: Obligation) -> bool:
    """Returns true until it is closed without an action. Several actions may answer one obligation (AT1, AT2)."""
    return obligation.status is ObligationStatus.OPEN or obligation.answer is ObligationAnswer.ACTIONS_AGREED


def waits_for_agency(obligation: Obligation) -> bool:
    """Returns true while the agency has the next step: it is open, and nothing proposed waits for the partnership."""
    return obligation.asks is Asked.ANSWER_FINDING


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
        "asks": obligation.asks.value if obligation.asks else None,
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
