"""An action and its epochs, as stored (AT2, AT3, AT6)."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import AwareDatetime, Field

from contracts.vocabulary.actions import ActionStatus, Effectiveness, EvidenceKind, ProposalAnswer, RecheckResult, Strength
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef, Sha256
from services.action_tracking.domain.action.head import ActionHead, Checked, EpochHead, Verdict
from services.action_tracking.domain.people import By, Said, readers_of
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value


class Measure(Value):
    """The measure that shows whether the action made a difference, with its baseline and target."""

    what: Sensitive
    baseline: Sensitive | None = None
    target: Sensitive | None = None


class Answered(Value):
    """The partnership's answer to a proposal that it did not agree, and why (AT2)."""

    answer: ProposalAnswer
    why: Sensitive
    at: AwareDatetime
    by: By


class Evidence(Said):
    """A piece of evidence, by link or by hash, and what it shows (AT3)."""

    id: Id
    kind: EvidenceKind
    link: Sensitive | None = None
    sha256: Sha256 | None = None
    shows: Sensitive


class TakenBack(Value):
    """The reason for which a piece of evidence no longer counts. The piece itself stays (AT3)."""

    evidence: Id
    reason: Sensitive
    at: AwareDatetime
    by: By


class Judged(Verdict):
    """The partnership's judgement of a completion (AT3).

    It saw the first `pieces` of the epoch's evidence, and rests on the pieces named in `evidence`. `new_due` is the new due
    date of an action that was not accepted.
    """

    why: Sensitive
    effectiveness: Effectiveness
    evidence: tuple[Id, ...] = ()
    pieces: int
    new_due: date | None = None
    on: date
    by: By


class Offer(Said):
    """What the agency says of a re-check: what the measure showed `on` that day, and whether new starters know (AT6).

    `reported_by` is a person of the agency who told the business unit.
    """

    measured: Sensitive
    new_starters_know: bool
    evidence: Sensitive | None = None
    on: date
    reported_by: PersonRef | None = None


class Recheck(Checked):
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
    by: By


class Epoch(EpochHead):
    """One run from agreement to a change that lasts or fails. It no longer changes once the next begins (AT6).

    `held` lists the re-check months of the framework at which the change was found to hold. `offered` waits for the
    partnership to record it.
    """

    number: int
    original_due: date
    overdue_told: bool = False
    evidence: tuple[Evidence, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    judgements: tuple[Judged, ...] = ()
    accepted_on: date | None = None
    held: tuple[int, ...] = ()
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


class Action(ActionHead):
    """An action of one agency about findings. `follow_up` is the last day of the follow-up of its reviews."""

    reviews: tuple[Id, ...]
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    themes: tuple[Code, ...]
    statement: Sensitive
    difference: Sensitive
    """The difference it should make for children."""
    measure: Measure | None = None
    strength: Strength
    answers: tuple[Answered, ...] = ()
    agreed_on: date | None = None
    agreed_at: AwareDatetime | None = None
    agreed_by: By | None = None
    follow_up: date | None = None
    note: Sensitive | None = None
    epochs: tuple[Epoch, ...] = Field(min_length=1)

    @property
    def epoch(self) -> Epoch:
        """The present epoch."""
        return self.epochs[-1]


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
