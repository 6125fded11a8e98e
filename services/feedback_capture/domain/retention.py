"""The retention of what people said: the fact from which each period counts (docs/access.md "Retention and legal holds").

What a person withdrew is erased already, so it has none.
"""

from datetime import date

from services.chassis.rules.retention import Period
from services.feedback_capture.domain.concern.state import Concern
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus
from services.feedback_capture.domain.response.erasing import contact_owner
from services.feedback_capture.domain.response.state import Response, ResponseStatus


def _said_on(response: Response) -> date | None:
    return None if response.status is ResponseStatus.WITHDRAWN else response.said_on


def _recorded_on(contribution: Contribution) -> date | None:
    return contribution.recorded_on if contribution.status is ContributionStatus.GIVEN else None


def _concluded_on(concern: Concern) -> date | None:
    """Returns the day of its outcome. A concern that another one gathers has none of its own, and counts from its day."""
    if concern.part_of:
        return concern.raised_at.date()
    return concern.conclusion.at.date() if concern.conclusion else None


RESPONSE = Period("response", since=_said_on, owners=lambda response: (contact_owner(response.id),))
CONTRIBUTION = Period("contribution", since=_recorded_on)
CONCERN = Period("concern", since=_concluded_on)
INVOLVEMENT = Period("involvement", since=lambda involvement: involvement.closed_on or involvement.ended_on)
