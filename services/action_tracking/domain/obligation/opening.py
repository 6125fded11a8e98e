"""Opening an obligation on each agency that a confirmed finding asks (AT1)."""

from datetime import date

from contracts.events.action_tracking import ObligationOpened
from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Reference
from services.action_tracking.domain.obligation.state import Obligation, copied_to
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given


def agencies_asked(finding: FindingRecorded) -> tuple[Code, ...]:
    """Returns the agencies whose response a finding requires: the partnership if it names none."""
    if finding.response is Response.NONE:
        return ()
    return finding.agencies or (PARTNERSHIP,)


def answer_by(priority: Priority, given: Given) -> date:
    """Returns the date by which an agency answers if it is asked today."""
    return add_working_days(given.today, given.framework.response_days[priority], given.holidays)


def open_obligation(
    state: Obligation | None, finding: FindingRecorded, agency: Code, given: Given, reference: Reference | None = None
) -> Decided[Obligation]:
    """Opens an obligation, with the reference of its review. One that exists stays as it is."""
    if state:
        return Decided(state)
    due = finding.respond_by or answer_by(finding.priority, given)
    opened = Obligation(
        id=given.id,
        review=finding.review,
        reference=reference,
        finding=finding.finding,
        agency=agency,
        response=finding.response,
        priority=finding.priority,
        themes=finding.themes,
        by=due,
        original_by=due,
        opened_at=given.now,
    )
    event = ObligationOpened(
        obligation=opened.id,
        review=opened.review,
        finding=opened.finding,
        agency=agency,
        agencies=copied_to(opened),
        response=opened.response,
        by=opened.by,
    )
    return Decided(opened, (event,))
