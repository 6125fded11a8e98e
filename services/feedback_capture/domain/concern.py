"""A concern: someone may be at risk now (FC3). It is saved before its response, so it holds its own copy of the words."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from contracts.vocabulary.feedback import SourceGroup, Urgency
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import of_agency
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, derived
from services.chassis.rules.values import CommandBody, Value
from services.feedback_capture.domain.response.answering import Sorted
from services.feedback_capture.domain.survey.state import Survey


class ConcernStatus(StrEnum):
    OPEN = "open"
    TAKEN = "taken"


class Concern(Value):
    """The words, sealed under the concern's own key, and the person who took it. It has a time, because minutes count."""

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


class TakeConcern(CommandBody):
    """Takes a concern: the person who sends this looks after it."""


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
    raised = ImmediateConcernRaised(concern=given.id, urgency=Urgency.NOW, link=f"{given.url}/concerns/{given.id}")
    return Decided(concern, (raised,))


def take_concern(concern: Concern, command: TakeConcern, given: Given) -> Decided[Concern]:
    """Gives it to one person, who is responsible from then on."""
    if not concern.open:
        raise Refused(Reason("concern/taken-already", "Someone has already taken this concern."))
    taken = concern.model_copy(update={"taken_by": given.actor.person_ref, "taken_at": given.now})
    return Decided(taken, (ImmediateConcernTaken(concern=concern.id),))


def concern_id(response: Id) -> Id:
    """Derives the id, so that each response has one concern at most."""
    return derived("concern", response)


def keys(concern: Concern) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"status": (ConcernStatus.OPEN if concern.open else ConcernStatus.TAKEN).value}


def threads(concern: Concern) -> tuple[str, ...]:
    return (concern.id,)


def readers(concern: Concern) -> tuple[str, ...]:
    """Returns the people who act for the partnership as a whole. Nobody else sees it."""
    return (of_agency(PARTNERSHIP),)
