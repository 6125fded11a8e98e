"""Raising a concern, because words say that someone may be at risk now (FC3)."""

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.vocabulary.feedback import SourceGroup, Urgency
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.values import Value
from services.feedback_capture.domain.concern.chasing import link_to
from services.feedback_capture.domain.concern.state import Concern
from services.feedback_capture.domain.contribution.recording import RecordContribution
from services.feedback_capture.domain.involvement.state import Involvement
from services.feedback_capture.domain.survey.state import Asking


class Saying(Value):
    """Words that raise a concern. The fields of their place are empty if the form does not show it."""

    survey: Id | None = None
    source_group: SourceGroup | None = None
    service: Code | None = None
    involvement: Id | None = None
    kept_from: Code | None = None
    why: tuple[Code, ...]
    texts: dict[Code, str]
    contact: str | None = None
    part_of: Id | None = None


def raise_concern(state: Concern | None, saying: Saying, given: Given) -> Decided[Concern]:
    """Raises one concern per response or contribution, however often the caller tries.

    One that is gathered emits no event, because the concern that gathers it does.
    """
    if state is not None:
        return Decided(state)
    concern = Concern(**dict(saying), id=given.id, urgency=Urgency.NOW, raised_at=given.now)
    if saying.part_of:
        return Decided(concern)
    raised = ImmediateConcernRaised(
        concern=given.id,
        urgency=Urgency.NOW,
        link=link_to(concern, given),
        kept_from=saying.kept_from,
    )
    return Decided(concern, (raised,))


def in_survey(survey: Asking | None) -> dict[str, object]:
    """Returns the place of a response. It is empty if the survey does not exist."""
    return {"survey": survey.id, "source_group": survey.source_group, "service": survey.service} if survey else {}


def in_review(command: RecordContribution, involvement: Involvement | None) -> dict[str, object]:
    """Returns the place of a contribution. A concern from a practitioner's words is kept from their agency (FC2)."""
    party = involvement.party(command.party) if involvement else None
    return {"involvement": command.involvement, "kept_from": party.agency if party else None}
