"""A concern (FC3): somebody may be at risk now. It is there before the response that raised it, so it
holds what was said itself.
"""

from collections.abc import Mapping

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from contracts.vocabulary.feedback import SourceGroup, Urgency
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused, derived
from services.feedback_capture.domain.part import Part
from services.feedback_capture.domain.response import Said
from services.feedback_capture.domain.survey import Survey


class TakeConcern(Part):
    """Says: I look after this now."""


class Concern(BaseModel):
    """What was said, sealed under the concern's own key, and who took it. It knows its time: minutes count here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    survey: Id
    source_group: SourceGroup
    service: Code
    urgency: Urgency
    why: tuple[Code, ...]
    """`said-so`, `in-words`."""
    raised_at: AwareDatetime
    texts: dict[Code, str]
    contact: str | None
    taken_by: PersonRef | None = None
    taken_at: AwareDatetime | None = None

    @property
    def open(self) -> bool:
        return self.taken_by is None


def concern_id(response: Id) -> Id:
    return derived("concern", response)


def raise_concern(state: Concern | None, sealed: Said, given: Given, survey: Survey) -> Decided[Concern]:
    """Once a response, however often its caller tries."""
    if state is not None:
        return Decided(state)
    concern = Concern(
        id=given.id,
        survey=survey.id,
        source_group=survey.source_group,
        service=survey.service,
        urgency=Urgency.NOW,
        why=sealed.risks,
        raised_at=given.now,
        texts=sealed.texts,
        contact=sealed.contact,
    )
    raised = ImmediateConcernRaised(concern=given.id, urgency=Urgency.NOW, link=f"{given.url}/concerns/{given.id}")
    return Decided(concern, (raised,))


def take_concern(state: Concern, command: TakeConcern, given: Given) -> Decided[Concern]:
    """By one person: who takes it sees to it."""
    if not state.open:
        raise Refused(Reason("concern/taken-already", "Somebody looks after it already."))
    taken = state.model_copy(update={"taken_by": given.actor.person_ref, "taken_at": given.now})
    return Decided(taken, (ImmediateConcernTaken(concern=state.id),))


def keys(state: Concern) -> Mapping[str, object]:
    """Flat query keys."""
    return {"status": "open" if state.open else "taken"}


def threads(state: Concern) -> tuple[str, ...]:
    return (state.id,)


def visible(state: Concern, actor: Actor) -> bool:
    """To whoever acts for the partnership as a whole, and nobody else."""
    return actor.agency == PARTNERSHIP
