"""An action and its epochs: what is known of it (AT2, AT3, AT6). What is done with it is in the files beside this one."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.vocabulary.actions import ActionStatus, Effectiveness, EvidenceKind, Judgement, RecheckResult, Strength
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link, PersonRef, Reference, Sha256
from services.action_tracking.domain.ladder import Reached
from services.action_tracking.domain.people import By, Text, sees
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Actor, Given, Reason

LONGEST_MONTHS = 120
"""No due date lies further ahead."""

UNDER_WAY = (ActionStatus.AGREED, ActionStatus.IN_PROGRESS)
"""The owner has the next step, and the due date counts."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(Part):
    """What will be counted to see whether it made a difference, where that stands now and where it should be."""

    what: Text
    baseline: Text | None = None
    target: Text | None = None


class Owner(Part):
    """The agency that answers for it, and in it a named role and the person who holds it."""

    agency: Code
    role: Code | None = None
    person_ref: PersonRef | None = None


class Evidence(Part):
    """Something to look at, by link or by hash, and what it shows (AT3)."""

    id: Id
    kind: EvidenceKind
    link: Link | None = None
    sha256: Sha256 | None = None
    shows: Text
    at: AwareDatetime
    by: By


class Completion(Part):
    """The agency said that it is done."""

    at: AwareDatetime
    by: By


class Judged(Part):
    """The partnership's judgement of a completion (AT3), on the first `pieces` of the epoch's evidence."""

    judgement: Judgement
    why: Text
    effectiveness: Effectiveness
    pieces: int
    at: AwareDatetime
    by: By


class Recheck(Part):
    """The stated measure asked again after acceptance (AT6). `number` counts from 1 in its epoch."""

    number: int
    due: date
    result: RecheckResult
    measured: Text
    new_starters_know: bool
    evidence: Link | None = None
    at: AwareDatetime
    by: By


class Epoch(Part):
    """One run from agreement to a change that holds, or does not. Once another begins, this one stays as it was (AT6).

    `rung` is what the due date reached on the ladder, `recheck_rung` what the re-check reached that is asked for by
    `recheck_due`; `held` counts the months of the settings at which the change was found to hold.
    """

    number: int = Field(ge=1)
    began_at: AwareDatetime
    original_due: date
    due: date
    overdue_told: bool = False
    rung: Reached | None = None
    evidence: tuple[Evidence, ...] = ()
    completions: tuple[Completion, ...] = ()
    judgements: tuple[Judged, ...] = ()
    accepted_on: date | None = None
    held: int = 0
    recheck_due: date | None = None
    recheck_rung: Reached | None = None
    rechecks: tuple[Recheck, ...] = ()

    @property
    def completed_at(self) -> datetime | None:
        return self.completions[-1].at if self.completions else None


class Action(Part):
    """What an agency does about findings, until the change has lasted. Percent and block are of the present epoch."""

    id: Id
    reference: Reference
    reviews: tuple[Id, ...]
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    themes: tuple[Code, ...]
    statement: Text
    difference: Text
    """What it should change for children."""
    measure: Measure | None = None
    strength: Strength
    owner: Owner
    supporting: tuple[Code, ...] = ()
    priority: Priority
    agreed_at: AwareDatetime
    agreed_by: By
    status: ActionStatus = ActionStatus.AGREED
    percent: int = Field(default=0, ge=0, le=100)
    blocked_by: Text | None = None
    note: Text | None = None
    epochs: tuple[Epoch, ...] = Field(min_length=1)

    @property
    def epoch(self) -> Epoch:
        """The present one."""
        return self.epochs[-1]

    @property
    def clock_due(self) -> date | None:
        """The date that counts now: that of the next re-check once it is accepted, the due date while it is under way."""
        if self.status in UNDER_WAY:
            return self.epoch.due
        return self.epoch.recheck_due if self.status is ActionStatus.ACCEPTED else None


def with_epoch(action: Action, **changes: object) -> Action:
    """The action with its present epoch changed; the earlier ones stay."""
    return action.model_copy(update={"epochs": (*action.epochs[:-1], action.epoch.model_copy(update=changes))})


def agencies(action: Action) -> tuple[Code, ...]:
    """Whose action it is: the owner's first, then those that support."""
    return (action.owner.agency, *action.supporting)


def copied_to(action: Action) -> tuple[Code, ...]:
    """The partnership is no agency with a topic of its own."""
    return tuple(agency for agency in agencies(action) if agency != PARTNERSHIP)


def faults_of_status(action: Action, *allowed: ActionStatus) -> list[Reason]:
    """Which step is open depends on where the action stands (events.md, "Codes")."""
    if action.status in allowed:
        return []
    return [
        Reason("action/not-open-to-this", f"This is for an action that is {' or '.join(allowed)}; this one is {action.status}.")
    ]


def faults_of_due(due: date, given: Given, path: str) -> list[Reason]:
    if due <= given.today:
        return [Reason("action/due-not-ahead", "The due date must lie after today.", path)]
    if due > add_months(given.today, LONGEST_MONTHS):
        return [Reason("action/due-too-far", f"The due date must lie within {LONGEST_MONTHS // 12} years.", path)]
    return []


def keys(state: Action) -> Mapping[str, object]:
    """Flat query keys; `reference` is unique. BRAG is not among them: it changes while nothing is saved."""
    due = state.clock_due
    return {
        "reference": state.reference,
        "agency": state.owner.agency,
        "agencies": list(agencies(state)),
        "owner": state.owner.person_ref,
        "reviews": list(state.reviews),
        "findings": list(state.findings),
        "obligations": list(state.obligations),
        "themes": list(state.themes),
        "status": state.status.value,
        "priority": state.priority.value,
        "strength": state.strength.value,
        "epoch": state.epoch.number,
        "due": due.isoformat() if due else None,
    }


def threads(state: Action) -> tuple[str, ...]:
    """The first finding first: it began the thread."""
    return tuple(dict.fromkeys((*state.findings, *state.obligations, *state.reviews, state.id)))


def visible(state: Action, actor: Actor) -> bool:
    """An agency sees the actions that it owns or supports (access.md)."""
    return sees(agencies(state), actor)
