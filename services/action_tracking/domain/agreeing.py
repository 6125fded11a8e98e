"""Agreeing an action, in answer to obligations (AT1, AT2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from contracts.events.action_tracking import ActionAgreed
from contracts.vocabulary.actions import ObligationAnswer, Strength
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id
from services.action_tracking.domain import obligation as obligations
from services.action_tracking.domain.action import Action, Epoch, Measure, Owner, copied_to, faults_of_due
from services.action_tracking.domain.ladder import climb
from services.action_tracking.domain.obligation import Obligation, ObligationStatus
from services.action_tracking.domain.people import Text, by
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.references import reference

GRAVEST_FIRST = (Priority.HIGH, Priority.MEDIUM, Priority.LOW)


class AgreeAction(BaseModel):
    """What will be done, by whom and by when. Without `priority` it has the gravest of its obligations."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    obligations: tuple[Id, ...] = Field(min_length=1, max_length=50)
    statement: Text
    difference: Text
    measure: Measure | None = None
    strength: Strength
    owner: Owner
    supporting: tuple[Code, ...] = Field(default=(), max_length=50)
    priority: Priority | None = None
    due: date


def agree_action(state: None, command: AgreeAction, given: Given, facts: Sequence[Obligation]) -> Decided[Action]:
    """Agreed by a lead of the owning agency, or by the business unit. `facts` are the obligations named, as far as there are.

    Refuses, all at once: obligations that are not there, are another agency's, or were closed without an action; agencies
    unknown; a due date that is not ahead. Findings, themes and reviews follow from the obligations.
    """
    refuse_if_any(
        [
            *_faults_of_actor(command, given),
            *_faults_of_obligations(command, given, facts),
            *_faults_of_agencies(command, given),
            *faults_of_due(command.due, given, "due"),
        ]
    )
    action = _agreed(command, given, facts)
    event = ActionAgreed(
        action=action.id,
        reference=action.reference,
        findings=action.findings,
        obligations=action.obligations,
        themes=action.themes,
        strength=action.strength,
        agency=action.owner.agency,
        agencies=copied_to(action),
        due=action.epoch.due,
        epoch=action.epoch.number,
    )
    return Decided(action, (event,))


def _agreed(command: AgreeAction, given: Given, facts: Sequence[Obligation]) -> Action:
    year, prefix = given.today.year, given.framework.partnership.reference_prefix
    named = {each.id: each for each in facts}
    answers = [named[id_] for id_ in dict.fromkeys(command.obligations)]
    return Action(
        id=given.id,
        reference=reference(prefix, year, given.id, given.attempt),
        reviews=_once(each.review for each in answers),
        findings=_once(each.finding for each in answers),
        obligations=_once(each.id for each in answers),
        themes=_once(theme for each in answers for theme in each.themes),
        statement=command.statement,
        difference=command.difference,
        measure=command.measure,
        strength=command.strength,
        owner=command.owner,
        supporting=_once(command.supporting),
        priority=command.priority or min((each.priority for each in answers), key=GRAVEST_FIRST.index),
        agreed_at=given.now,
        agreed_by=by(given.actor),
        epochs=(begin_epoch(1, command.due, given),),
    )


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    """In their order, without repeats."""
    return tuple(dict.fromkeys(codes))


def begin_epoch(number: int, due: date, given: Given) -> Epoch:
    """A new due date. The reminders that lie behind it already are not sent: the news of the date says as much."""
    rung = climb(given.framework.ladder, due, None, given.today, given.holidays)
    return Epoch(number=number, began_at=given.now, original_due=due, due=due, rung=rung)


def _faults_of_actor(command: AgreeAction, given: Given) -> list[Reason]:
    actor = given.actor
    for_partnership = actor.agency == PARTNERSHIP and actor.holds("business-unit")
    if for_partnership or actor.agency == command.owner.agency:
        return []
    return [
        Reason(
            "action/not-your-agency", "A lead of the owning agency agrees its actions, or the business unit.", "owner/agency"
        )
    ]


def _faults_of_obligations(command: AgreeAction, given: Given, facts: Sequence[Obligation]) -> list[Reason]:
    known = {each.id: each for each in facts if obligations.visible(each, given.actor)}
    reasons: list[Reason] = []
    for place, id_ in enumerate(command.obligations):
        path, found = f"obligations/{place}", known.get(id_)
        if found is None:
            reasons.append(Reason("obligation/unknown", "There is no such obligation.", path))
            continue
        if found.agency != command.owner.agency:
            reasons.append(Reason("obligation/of-another-agency", "The owner's agency answers its own obligations only.", path))
        if not open_to_actions(found):
            reasons.append(Reason("obligation/not-open", "It was closed without an action.", path))
    return reasons


def open_to_actions(obligation: Obligation) -> bool:
    """Several actions may answer one obligation: the first ends its clock and not the plan (AT1, AT2)."""
    return obligation.status is ObligationStatus.OPEN or obligation.answer is ObligationAnswer.ACTIONS_AGREED


def _faults_of_agencies(command: AgreeAction, given: Given) -> list[Reason]:
    known, owner = given.framework.agency_codes() | {PARTNERSHIP}, command.owner.agency
    reasons: list[Reason] = []
    for path, agency in (("owner/agency", owner), *((f"supporting/{n}", each) for n, each in enumerate(command.supporting))):
        if agency not in known:
            reasons.append(Reason("action/unknown-agency", "The settings have no such agency.", path))
        elif agency == owner and path != "owner/agency":
            reasons.append(Reason("action/owner-supports-itself", "The owner's agency need not support itself.", path))
    return reasons
