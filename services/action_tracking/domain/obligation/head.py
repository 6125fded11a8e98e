"""The head of an obligation: what tells its next step and its date. It has no text (AT1, AT8)."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.actions import Asked
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.types import Code, Id, Reference
from services.action_tracking.domain.people import Said
from services.action_tracking.domain.waiting import Chase
from services.chassis.rules.values import Value


class ObligationStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class ObligationHead(Value):
    """What lists and decisions about the next step need of an obligation.

    `proposals` lists actions that wait for the partnership. `by` is the date that counts now.
    """

    id: Id
    reference: Reference | None = None
    """The reference of the review, as people use it."""
    agency: Code
    priority: Priority
    by: date
    opened_at: AwareDatetime
    status: ObligationStatus = ObligationStatus.OPEN
    proposals: tuple[Id, ...] = ()
    no_action_proposed: Said | None = None
    chased: Chase | None = None

    @property
    def asks(self) -> Asked | None:
        """The step that it waits for. None once it is answered, and while an action proposed for it waits itself."""
        if self.status is not ObligationStatus.OPEN:
            return None
        if self.no_action_proposed:
            return Asked.DECIDE_NO_ACTION
        return None if self.proposals else Asked.ANSWER_FINDING
