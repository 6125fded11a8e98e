"""Reporting progress on an action, by the owning agency (AT3)."""

from datetime import date

from pydantic import Field

from contracts.events.action_tracking import ActionProgressed
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import PersonRef
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.guards import entering_reasons, status_reasons
from services.action_tracking.domain.action.head import UNDER_WAY, Report
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.people import Text, by
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody


class ReportProgress(CommandBody):
    """Reports how far the action has come. Without `blocked_by`, nothing blocks it now.

    The business unit may enter what a person of the agency reported `on` a day, and names that person in `reported_by`.
    """

    percent: int = Field(ge=0, le=100, strict=True)
    blocked_by: Text | None = None
    note: Text | None = None
    reported_by: PersonRef | None = None
    on: date | None = None


def report_progress(action: Action, command: ReportProgress, given: Given) -> Decided[Action]:
    """Records the progress. The first report puts the action in progress."""
    began = day_of(action.epoch.began_at, given.framework.partnership.timezone)
    reasons = [*entering_reasons(action, given.actor, command.reported_by), *status_reasons(action, *UNDER_WAY)]
    refuse_if_any([*reasons, *day_reasons(command.on, given, not_before=began)])
    report = Report(on=day_happened(command.on, given), reported_by=command.reported_by, at=given.now, by=by(given.actor))
    changes = command.model_dump(exclude={"on", "reported_by"}) | {"status": ActionStatus.IN_PROGRESS, "reported": report}
    action = action.model_copy(update=changes)
    colour = brag(action, given)
    event = ActionProgressed(action=action.id, epoch=action.epoch.number, status=action.status, brag=colour)
    return Decided(action, (event,))
