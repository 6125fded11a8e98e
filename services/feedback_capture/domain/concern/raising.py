"""Raising a concern, from answers that say that someone may be at risk now (FC3)."""

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.vocabulary.feedback import Urgency
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.concern.chasing import link_to
from services.feedback_capture.domain.concern.state import Concern
from services.feedback_capture.domain.response.answering import Sorted
from services.feedback_capture.domain.survey.state import Survey


def raise_concern(state: Concern | None, answers: Sorted, given: Given, survey: Survey) -> Decided[Concern]:
    """Raises one concern per response, however often the caller tries. Its texts are sealed already."""
    if state is not None:
        return Decided(state)
    concern = Concern(
        id=given.id,
        survey=survey.id,
        source_group=survey.source_group,
        service=survey.service,
        urgency=Urgency.NOW,
        why=answers.risks,
        raised_at=given.now,
        texts=answers.texts,
        contact=answers.contact,
    )
    raised = ImmediateConcernRaised(
        concern=given.id, urgency=concern.urgency, link=link_to(concern, given), kept_from=concern.kept_from
    )
    return Decided(concern, (raised,))
