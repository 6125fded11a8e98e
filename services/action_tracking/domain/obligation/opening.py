"""Opening an obligation on each agency that a confirmed finding asks (AT1)."""

from contracts.events.action_tracking import ObligationOpened
from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code
from services.action_tracking.domain.obligation.state import Obligation, copied_to
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given


def agencies_asked(finding: FindingRecorded) -> tuple[Code, ...]:
    """Returns the agencies whose response a finding requires: the partnership if it names none."""
    if finding.response is Response.NONE:
        return ()
    return finding.agencies or (PARTNERSHIP,)


def open_obligation(state: Obligation | None, finding: FindingRecorded, agency: Code, given: Given) -> Decided[Obligation]:
    """Opens an obligation. One that exists stays as it is."""
    if state:
        return Decided(state)
    response_days = given.framework.response_days[finding.priority]
    opened = Obligation(
        id=given.id,
        review=finding.review,
        finding=finding.finding,
        agency=agency,
        response=finding.response,
        priority=finding.priority,
        themes=finding.themes,
        by=finding.respond_by or add_working_days(given.today, response_days, given.holidays),
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
