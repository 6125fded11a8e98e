"""The clocks of a contribution, rung as one: reading it, and erasing it once it is withdrawn (FC2)."""

from datetime import datetime

from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.contribution import erasing
from services.feedback_capture.domain.contribution.reading import next_report, report
from services.feedback_capture.domain.contribution.state import Contribution


def alarm(contribution: Contribution, given: Given) -> datetime | None:
    """Returns the earlier of the two. A withdrawn contribution is read no more."""
    return min((each for each in (erasing.alarm(contribution, given), next_report(contribution, given)) if each), default=None)


def ring(contribution: Contribution, given: Given) -> Decided[Contribution]:
    """Rings what is due."""
    due = next_report(contribution, given)
    return report(contribution, given) if due and due <= given.now else erasing.ring(contribution, given)
