"""What action tracking makes known. The partition key of each is the obligation or the action (spec: events.md)."""

from datetime import date
from typing import ClassVar

from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement, ObligationAnswer, RecheckResult, Strength
from contracts.vocabulary.reviews import Response
from contracts.vocabulary.types import Code, Epoch, Id, Ordinal, Reference

REGISTRY_AND_SELF = ("review-registry", "action-tracking")
REGISTRY = ("review-registry",)
EVERYBODY = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")


class ObligationOpened(Event):
    """A finding waits for its answer by one agency (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    review: Id
    finding: Id
    agency: Code
    agencies: tuple[Code, ...]
    response: Response
    by: date


class ObligationAnswered(Event):
    """The agency answered: with agreed actions, or with a reason for none that the partnership accepted (AT1)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    finding: Id
    agency: Code
    answer: ObligationAnswer


class ObligationOverdue(Event):
    """No answer by its date. Once for each step up the ladder, one event from rung to rung after an outage (AT1, AT4)."""

    subject: ClassVar[str] = "obligation"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    obligation: Id
    finding: Id
    agency: Code
    agencies: tuple[Code, ...]
    by: date
    from_rung: Code | None = None
    to_rung: Code


class ActionAgreed(Event):
    """An action was agreed; it answers the obligations named (AT1, AT2)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    reference: Reference
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    themes: tuple[Code, ...]
    strength: Strength
    agency: Code
    agencies: tuple[Code, ...]
    due: date
    epoch: Epoch


class ActionProgressed(Event):
    """The agency reported where the action stands (AT3)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "feedback-capture")

    action: Id
    epoch: Epoch
    status: ActionStatus
    brag: Brag


class ActionOverdue(Event):
    """The due date passed. Once an epoch and due date (AT4)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    action: Id
    agencies: tuple[Code, ...]
    epoch: Epoch
    due: date


class ActionEscalated(Event):
    """A rung of the ladder was reached, reminders before the due date included; after an outage one event tells of the whole
    climb (AT4). `recheck` (1, 2, ...) is there where it is a re-check that is asked for."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_SELF

    action: Id
    agencies: tuple[Code, ...]
    epoch: Epoch
    due: date
    from_rung: Code | None = None
    to_rung: Code
    recheck: Ordinal | None = None


class ActionCompleted(Event):
    """The agency says that it is done, with evidence; it awaits judgement (AT3)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "action-tracking", "feedback-capture")

    action: Id
    epoch: Epoch


class ActionJudged(Event):
    """The partnership judged it; never the agency that owns it (AT3)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    agencies: tuple[Code, ...]
    epoch: Epoch
    outcome: Judgement
    effectiveness: Effectiveness


class RecheckRecorded(Event):
    """A re-check asked whether the change held (AT6). `recheck` counts from 1 in its epoch."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "learning-dissemination")

    action: Id
    epoch: Epoch
    recheck: Ordinal
    result: RecheckResult


class ActionSustained(Event):
    """The last re-check found that the change held (AT6)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    epoch: Epoch


class ActionReopened(Event):
    """A re-check found that it did not hold: a new epoch begins with its own due date; the old one stays as it was (AT6)."""

    subject: ClassVar[str] = "action"
    reads: ClassVar[tuple[str, ...]] = EVERYBODY

    action: Id
    agencies: tuple[Code, ...]
    epoch: Epoch
    due: date
