"""Offering a re-check: the agency says what the measure shows now, on new evidence (AT6)."""

from datetime import date, timedelta

from contracts.events.action_tracking import RecheckOffered
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import PersonRef
from services.action_tracking.domain.action.guards import entering_reasons, status_reasons
from services.action_tracking.domain.action.proposal import StatedMeasure
from services.action_tracking.domain.action.state import Action, Measure, Offer, with_epoch
from services.action_tracking.domain.people import Text, by
from services.chassis.rules.addresses import WebAddress
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody


class OfferRecheck(CommandBody):
    """Says for the agency what the measure shows now, and whether new starters know of the change.

    `measure` states the measure of an action that has none yet. The business unit may enter what a person of the agency
    reported, and names that person in `reported_by`.
    """

    measured: Text
    new_starters_know: bool
    evidence: WebAddress | None = None
    measure: StatedMeasure | None = None
    reported_by: PersonRef | None = None
    on: date | None = None


def offer_recheck(action: Action, command: OfferRecheck, given: Given) -> Decided[Action]:
    """Keeps the offer until the partnership records the re-check. A later offer takes its place."""
    refuse_if_any(_reasons(action, command, given))
    offer = Offer(
        measured=command.measured,
        new_starters_know=command.new_starters_know,
        evidence=command.evidence,
        on=day_happened(command.on, given),
        reported_by=command.reported_by,
        at=given.now,
        by=by(given.actor),
    )
    if command.measure:
        action = action.model_copy(update={"measure": Measure(**command.measure.model_dump())})
    event = RecheckOffered(action=action.id, epoch=action.epoch.number)
    return Decided(with_epoch(action, offered=offer), (event,))


def early_reasons(action: Action, on: date, given: Given) -> list[Reason]:
    """Returns a reason if that day is too long before the date of the re-check."""
    due = action.epoch.recheck_due
    if action.status is not ActionStatus.ACCEPTED or due is None:
        return []
    first = due - timedelta(days=given.framework.rechecks.early_days)
    if on >= first:
        return []
    message = f"You cannot do this yet. Begin on {first.day} {first:%B %Y}. The re-check is due on {due.day} {due:%B %Y}."
    return [Reason("recheck/not-due", message)]


def _reasons(action: Action, command: OfferRecheck, given: Given) -> list[Reason]:
    reasons = [*entering_reasons(action, given.actor, command.reported_by), *status_reasons(action, ActionStatus.ACCEPTED)]
    reasons.extend(early_reasons(action, day_happened(command.on, given), given))
    reasons.extend(day_reasons(command.on, given, not_before=action.epoch.accepted_on))
    if command.measure and action.measure:
        message = "Remove the measure. This action has one, and its re-checks ask the same one again."
        reasons.append(Reason("recheck/measure-stated", message, "measure"))
    return reasons
