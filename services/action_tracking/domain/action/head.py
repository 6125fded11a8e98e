"""The head of an action: what tells its next step, its people and its colour. It has almost no text (AT4, AT8)."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime, Field

from contracts.vocabulary.actions import ActionStatus, Asked, Judgement
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.action_tracking.domain.people import By, Said
from services.action_tracking.domain.waiting import Chase
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value

UNDER_WAY = (ActionStatus.AGREED, ActionStatus.IN_PROGRESS)
"""Statuses in which the owner has the next step and the due date counts."""

STEPS: Mapping[ActionStatus, Asked] = {
    ActionStatus.PROPOSED: Asked.AGREE_ACTION,
    ActionStatus.AGREED: Asked.DO_ACTION,
    ActionStatus.IN_PROGRESS: Asked.DO_ACTION,
    ActionStatus.AWAITING_JUDGEMENT: Asked.JUDGE_ACTION,
}
"""The step that each status before acceptance waits for."""


class Owner(Value):
    """The agency that owns the action, with the role and the person responsible in it."""

    agency: Code
    role: Code | None = None
    person_ref: PersonRef | None = None


class Report(Said):
    """The last word of the agency on its progress. `reported_by` is a person of the agency who told the business unit."""

    on: date
    reported_by: PersonRef | None = None


class Completion(Said):
    """A sign-off by the agency that the action was done `on` that day.

    `due` is the date that counted then, and `percent` the progress reported before.
    """

    on: date
    due: date
    percent: int


class Checked(Value):
    """The moment of a re-check."""

    at: AwareDatetime


class Verdict(Checked):
    """A judgement, and its moment."""

    judgement: Judgement


class EpochHead(Value):
    """What the head tells of an epoch: its dates, and who gave and decided something at which moment."""

    began_at: AwareDatetime
    due: date
    evidence: tuple[Said, ...] = ()
    completions: tuple[Completion, ...] = ()
    judgements: tuple[Verdict, ...] = ()
    recheck_due: date | None = None
    offered: Said | None = None
    rechecks: tuple[Checked, ...] = ()


class ActionHead(Value):
    """What lists and decisions about the next step need of an action.

    `returned` is true while the partnership asks the agency to change what it proposed. `helpers` are people of the owning
    agency who report on the action besides its owner. Percentage and blocker belong to the present epoch.
    """

    id: Id
    reference: Reference
    owner: Owner
    supporting: tuple[Code, ...] = ()
    helpers: tuple[PersonRef, ...] = ()
    priority: Priority
    proposed_at: AwareDatetime
    proposed_by: By
    returned: bool = False
    status: ActionStatus = ActionStatus.PROPOSED
    percent: int = 0
    blocked_by: Sensitive | None = None
    reported: Report | None = None
    chased: Chase | None = None
    epochs: tuple[EpochHead, ...] = Field(min_length=1)

    @property
    def present(self) -> EpochHead:
        """The head of the present epoch."""
        return self.epochs[-1]

    @property
    def asks(self) -> Asked | None:
        """The step that it waits for. None once nobody has to do anything."""
        if self.status is ActionStatus.ACCEPTED:
            if self.present.recheck_due is None:
                return None
            return Asked.RECORD_RECHECK if self.present.offered else Asked.OFFER_RECHECK
        if self.status is ActionStatus.PROPOSED and self.returned:
            return None
        return STEPS.get(self.status)

    @property
    def clock_due(self) -> date | None:
        """The date that counts for the agency: the due date while under way, the next re-check's date once accepted."""
        if self.status in UNDER_WAY:
            return self.present.due
        return self.present.recheck_due if self.status is ActionStatus.ACCEPTED else None
