"""Obligations as people see them (AT1)."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.reviews import Priority, Response
from contracts.vocabulary.types import Code, Id, Reference
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.state import NoAction, NoActionProposed, NoActionRefused, Obligation, Reopening
from services.action_tracking.domain.obligation.waiting import waiting_of
from services.action_tracking.kinds import OBLIGATION
from services.action_tracking.queries.codes import agencies
from services.action_tracking.queries.waits import WaitsShown, waits_shown
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given


class ObligationShown(BaseModel):
    """The response that a finding requires of an agency."""

    id: Id
    review: Id
    reference: Reference | None
    """The reference of the review."""
    finding: Id
    agency: Code
    response: Response
    priority: Priority
    themes: tuple[Code, ...]
    by: date
    original_by: date
    opened_at: datetime
    status: ObligationStatus
    answer: ObligationAnswer | None
    answered_at: datetime | None
    proposals: tuple[Id, ...]
    answered_by: tuple[Id, ...]
    no_action_proposed: NoActionProposed | None
    no_action: NoAction | None
    no_action_refusals: tuple[NoActionRefused, ...]
    reopenings: tuple[Reopening, ...]
    stands_since: date | None
    """The day from which its clock stands still, because the next step is the partnership's."""
    waits: WaitsShown | None


def obligation_shown(obligation: Obligation, given: Given) -> ObligationShown:
    """Returns an obligation as people see it."""
    waits = waits_shown(waiting_of(obligation, given), obligation.chased, given)
    return ObligationShown(**dict(obligation), waits=waits)


OBLIGATIONS = Listing(
    OBLIGATION,
    filters={
        "agency": Filter("agency", "the code of an agency", among=agencies),
        "status": Filter("status", "a status of obligations", among=ObligationStatus),
        "finding": Filter("finding", "the id of a finding"),
        "review": Filter("review", "the id of a review"),
    },
    orders={"due": ("by", 1), "age": ("opened_at", 1)},
)
