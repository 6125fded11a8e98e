"""Events of action tracking.

The partition key of each is the obligation or the action (docs/events.md "Action tracking").
"""

from datetime import date
from typing import ClassVar

from contracts.events.event import Event
from contracts.vocabulary.actions import (
    ActionStatus,
    Asked,
    Brag,
    Effectiveness,
    Judgement,
    ObligationAnswer,
    ProposalAnswer,
    RecheckResult,
    Strength,
)
from contracts.vocabulary.reviews import Response
from contracts.vocabulary.types import AgencyCode, Code, Epoch, Id, Ordinal, Reference

REGISTRY_AND_SELF = ("review-registry", "action-tracking")
REGISTRY = ("review-registry",)
SELF = ("action-tracking",)
EVERYBODY = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")


class ObligationOpened(Event):
    """A finding waits for one agency's answer (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    review: Id
    finding: Id
    agency: AgencyCode
    agencies: tuple[AgencyCode, ...]
    response: Response
    by: date


class ObligationAnswered(Event):
    """The agency answered with agreed actions, or gave a reason for none that the partnership accepted (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    finding: Id
    agency: AgencyCode
    answer: ObligationAnswer


class NoActionProposed(Event):
    """The agency proposes to take no action, and gives the reason. The partnership accepts or refuses it (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = SELF

    obligation: Id
    finding: Id
    agency: AgencyCode


class NoActionRefused(Event):
    """The partnership refused that no action is taken. The agency answers by `by` (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = SELF

    obligation: Id
    finding: Id
    agency: AgencyCode
    agencies: tuple[AgencyCode, ...]
    by: date


class ObligationReopened(Event):
    """An answered or lapsed obligation waits for the agency's answer again, by `by` (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    finding: Id
    agency: AgencyCode
    agencies: tuple[AgencyCode, ...]
    by: date


class ObligationOverdue(Event):
    """The agency did not answer in time, or the partnership did not decide on its reason for taking no action.

    `asks` says which. Emitted once per step up the ladder. After an outage, one event covers the whole climb, and
    `passed` lists every rung of it up to `to_rung` (AT1, AT4).
    """

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    finding: Id
    agency: AgencyCode
    agencies: tuple[AgencyCode, ...]
    asks: Asked
    by: date
    from_rung: Code | None = None
    to_rung: Code
    passed: tuple[Code, ...]


class ActionProposed(Event):
    """An agency, or the business unit for it, proposes an action. The partnership agrees, refuses or asks (AT2)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = SELF

    action: Id
    reference: Reference
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    agency: AgencyCode


class ProposalAnswered(Event):
    """The partnership refused a proposed action, or asked its agency to change it (AT2)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = SELF

    action: Id
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    agency: AgencyCode
    agencies: tuple[AgencyCode, ...]
    answer: ProposalAnswer


class ActionAgreed(Event):
    """The partnership and an agency agreed an action that answers the named obligations (AT1, AT2)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    reference: Reference
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    themes: tuple[Code, ...]
    strength: Strength
    agency: AgencyCode
    agencies: tuple[AgencyCode, ...]
    due: date
    epoch: Epoch


class ActionProgressed(Event):
    """The agency reported its progress on the action (AT3)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "feedback-capture")

    action: Id
    epoch: Epoch
    status: ActionStatus
    brag: Brag


class ActionOverdue(Event):
    """The due date passed. Emitted once per epoch and due date (AT4)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    action: Id
    agencies: tuple[AgencyCode, ...]
    epoch: Epoch
    due: date


class ActionEscalated(Event):
    """The action reached a rung of the ladder, which includes reminders before the due date (AT4).

    `asks` says what the action waits for. After an outage, one event covers the whole climb, and `passed` lists
    every rung of it up to `to_rung`.
    """

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    action: Id
    agencies: tuple[AgencyCode, ...]
    epoch: Epoch
    asks: Asked
    due: date
    from_rung: Code | None = None
    to_rung: Code
    passed: tuple[Code, ...]


class ActionCompleted(Event):
    """The agency completed the action and gave evidence. The action awaits judgement (AT3)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "action-tracking", "feedback-capture")

    action: Id
    epoch: Epoch


class ActionJudged(Event):
    """The partnership judged the action. The agency that owns it never does (AT3).

    `due` is the new due date of an action that was not accepted.
    """

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    agencies: tuple[AgencyCode, ...]
    epoch: Epoch
    outcome: Judgement
    effectiveness: Effectiveness
    due: date | None = None


class RecheckOffered(Event):
    """The agency said what the measure of its action shows now. The re-check waits to be recorded (AT6)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = SELF

    action: Id
    epoch: Epoch


class RecheckRecorded(Event):
    """A re-check asked if the change held. `recheck` counts from 1 in its epoch (AT6).

    `months` lists the re-check months of the settings at which it found that the change held.
    """

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "learning-dissemination")

    action: Id
    epoch: Epoch
    recheck: Ordinal
    result: RecheckResult
    months: tuple[Ordinal, ...] = ()


class ActionSustained(Event):
    """The last re-check found that the change held (AT6)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    epoch: Epoch


class ActionReopened(Event):
    """A re-check found that the change did not hold.

    A new epoch begins with a due date of its own. The old epoch stays as it was (AT6).
    """

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    agencies: tuple[AgencyCode, ...]
    epoch: Epoch
    due: date
