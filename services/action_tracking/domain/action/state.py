"""An action and its epochs, as stored (AT2, AT3, AT6)."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import AwareDatetime, Field

from contracts.vocabulary.actions import (
    ActionStatus,
    Asked,
    Effectiveness,
    EvidenceKind,
    Judgement,
    ProposalAnswer,
    RecheckResult,
    Strength,
)
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef, Reference, Sha256
from services.action_tracking.domain.people import By, readers_of
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


class Measure(Value):
    """The measure that shows whether the action made a difference, with its baseline and target."""

    what: Sensitive
    baseline: Sensitive | None = None
    target: Sensitive | None = None


class Owner(Value):
    """The agency that owns the action, with the role and the person responsible in it."""

    agency: Code
    role: Code | None = None
    person_ref: PersonRef | None = None


class Answered(Value):
    """The partnership's answer to a proposal that it did not agree, and why (AT2)."""

    answer: ProposalAnswer
    why: Sensitive
    at: AwareDatetime
    by: By


class Evidence(Value):
    """A piece of evidence, by link or by hash, and what it shows (AT3)."""

    id: Id
    kind: EvidenceKind
    link: Sensitive | None = None
    sha256: Sha256 | None = None
    shows: Sensitive
    at: AwareDatetime
    by: By


class TakenBack(Value):
    """The reason for which a piece of evidence no longer counts. The piece itself stays (AT3)."""

    evidence: Id
    reason: Sensitive
    at: AwareDatetime
    by: By


class Report(Value):
    """The last word of the agency on its progress. `reported_by` is a person of the agency who told the business unit."""

    on: date
    reported_by: PersonRef | None = None
    at: AwareDatetime
    by: By


class Completion(Value):
    """A sign-off by the agency that the action was done `on` that day.

    `due` is the date that counted then, and `percent` the progress reported before.
    """

    on: date
    due: date
    percent: int
    at: AwareDatetime
    by: By


class Judged(Value):
    """The partnership's judgement of a completion (AT3).

    It saw the first `pieces` of the epoch's evidence, and rests on the pieces named in `evidence`. `new_due` is the new due
    date of an action that was not accepted.
    """

    judgement: Judgement
    why: Sensitive
    effectiveness: Effectiveness
    evidence: tuple[Id, ...] = ()
    pieces: int
    new_due: date | None = None
    on: date
    at: AwareDatetime
    by: By


class Offer(Value):
    """What the agency says of a re-check: what the measure showed `on` that day, and whether new starters know (AT6).

    `reported_by` is a person of the agency who told the business unit.
    """

    measured: Sensitive
    new_starters_know: bool
    evidence: Sensitive | None = None
    on: date
    reported_by: PersonRef | None = None
    at: AwareDatetime
    by: By


class Recheck(Value):
    """The partnership's record of a re-check, on what the agency offered. `number` counts from 1 in each epoch (AT6).

    `months` lists the months of the framework at which the change was found to hold.
    """

    number: int
    due: date
    result: RecheckResult
    why: Sensitive
    months: tuple[int, ...] = ()
    offered: Offer | None = None
    on: date
    at: AwareDatetime
    by: By


class Epoch(Value):
    """One run from agreement to a change that lasts or fails. It no longer changes once the next begins (AT6).

    `held` lists the re-check months of the framework at which the change was found to hold. `offered` waits for the
    partnership to record it.
    """

    number: int
    began_at: AwareDatetime
    original_due: date
    due: date
    overdue_told: bool = False
    evidence: tuple[Evidence, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    completions: tuple[Completion, ...] = ()
    judgements: tuple[Judged, ...] = ()
    accepted_on: date | None = None
    held: tuple[int, ...] = ()
    recheck_due: date | None = None
    offered: Offer | None = None
    rechecks: tuple[Recheck, ...] = ()

    @property
    def standing(self) -> tuple[Evidence, ...]:
        """The evidence that was not taken back."""
        gone = {each.evidence for each in self.taken_back}
        return tuple(piece for piece in self.evidence if piece.id not in gone)

    @property
    def completed_at(self) -> datetime | None:
        return self.completions[-1].at if self.completions else None


class Action(Value):
    """An action of one agency about findings. Percentage and blocker belong to the present epoch.

    `returned` is true while the partnership asks the agency to change what it proposed. `follow_up` is the last day of the
    follow-up of its reviews. `helpers` are people of the owning agency who report on the action besides its owner.
    """

    id: Id
    reference: Reference
    reviews: tuple[Id, ...]
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    themes: tuple[Code, ...]
    statement: Sensitive
    difference: Sensitive
    """The difference it should make for children."""
    measure: Measure | None = None
    strength: Strength
    owner: Owner
    supporting: tuple[Code, ...] = ()
    priority: Priority
    proposed_at: AwareDatetime
    proposed_by: By
    answers: tuple[Answered, ...] = ()
    returned: bool = False
    agreed_on: date | None = None
    agreed_at: AwareDatetime | None = None
    agreed_by: By | None = None
    follow_up: date | None = None
    helpers: tuple[PersonRef, ...] = ()
    status: ActionStatus = ActionStatus.PROPOSED
    percent: int = 0
    blocked_by: Sensitive | None = None
    note: Sensitive | None = None
    reported: Report | None = None
    chased: Chase | None = None
    epochs: tuple[Epoch, ...] = Field(min_length=1)

    @property
    def epoch(self) -> Epoch:
        """The present epoch."""
        return self.epochs[-1]

    @property
    def asks(self) -> Asked | None:
        """The step that it waits for. None once nobody has to do anything."""
        if self.status is ActionStatus.ACCEPTED:
            if self.epoch.recheck_due is None:
                return None
            return Asked.RECORD_RECHECK if self.epoch.offered else Asked.OFFER_RECHECK
        if self.status is ActionStatus.PROPOSED and self.returned:
            return None
        return STEPS.get(self.status)

    @property
    def clock_due(self) -> date | None:
        """The date that counts for the agency: the due date while under way, the next re-check's date once accepted."""
        if self.status in UNDER_WAY:
            return self.epoch.due
        return self.epoch.recheck_due if self.status is ActionStatus.ACCEPTED else None


def with_epoch(action: Action, **changes: object) -> Action:
    """Returns the action with its present epoch changed."""
    return action.model_copy(update={"epochs": (*action.epochs[:-1], action.epoch.model_copy(update=changes))})


def waits_to_be_agreed(action: Action) -> bool:
    """Returns true while the partnership has to answer the proposal."""
    return action.status is ActionStatus.PROPOSED and not action.returned


def agencies(action: Action) -> tuple[Code, ...]:
    """Returns the owning agency, then the supporting agencies."""
    return (action.owner.agency, *action.supporting)


def copied_to(action: Action) -> tuple[Code, ...]:
    """Returns the agencies that events name. The partnership is not one of them."""
    return tuple(agency for agency in agencies(action) if agency != PARTNERSHIP)


def keys(action: Action) -> Mapping[str, object]:
    """Returns the flat query keys. BRAG is not one of them because it changes with the date, without a save."""
    due, asks = action.clock_due, action.asks
    return {
        "reference": action.reference,
        "agency": action.owner.agency,
        "agencies": list(agencies(action)),
        "owner": action.owner.person_ref,
        "named": [each for each in (action.owner.person_ref, *action.helpers) if each],
        "reviews": list(action.reviews),
        "findings": list(action.findings),
        "obligations": list(action.obligations),
        "themes": list(action.themes),
        "status": action.status.value,
        "asks": asks.value if asks else None,
        "priority": action.priority.value,
        "strength": action.strength.value,
        "epoch": action.epoch.number,
        "due": due.isoformat() if due else None,
        "proposed_at": action.proposed_at.isoformat(),
    }


def threads(action: Action) -> tuple[str, ...]:
    """Returns the threads, the first finding's first because it began them."""
    return tuple(dict.fromkeys((*action.findings, *action.obligations, *action.reviews, action.id)))


def readers(action: Action) -> tuple[str, ...]:
    """Returns the readers: the owning and supporting agencies, and those who oversee all."""
    return readers_of(*agencies(action))
