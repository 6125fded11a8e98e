"""Somebody in a role says: read and discussed (LD5). Once a person and product, whatever the channel; no e-mail opened."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from contracts.events.learning_dissemination import LearningAcknowledged
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused, derived
from services.learning_dissemination.domain.part import Part
from services.learning_dissemination.domain.shared import Shared, not_shared, threads_of

Sealed = Annotated[str, StringConstraints(max_length=4000)]
"""What somebody wrote, as it is stored: under a key of its own, so that it can be taken back. No rule can read it."""


class Acknowledgement(BaseModel):
    """A person and a product."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    shared: Shared
    agency: Code
    professional_group: Code
    person_ref: PersonRef
    at: AwareDatetime
    will_do: Sealed = ""
    """What they will do, sealed; empty where they said nothing."""


class AcknowledgeLearning(Part):
    """Somebody says that they read and discussed a product, and perhaps what they will do."""

    product: Id
    professional_group: Code
    will_do: str = Field(default="", max_length=500)


def acknowledgement_id(product: Id, person_ref: PersonRef) -> Id:
    return derived("acknowledgement", product, person_ref)


def acknowledge_learning(
    state: Acknowledgement | None, command: AcknowledgeLearning, given: Given, shared: Shared | None
) -> Decided[Acknowledgement]:
    """Once: a second time changes nothing. For the agency that the person acts for, which must be one that has a workforce."""
    if state:
        return Decided(state)
    actor = given.actor
    reasons = [] if shared else [not_shared()]
    if actor.agency not in given.framework.agency_codes():
        reasons.append(Reason("acknowledgement/no-agency", "Only somebody who works for an agency acknowledges learning."))
    if command.professional_group not in given.framework.learning.group_codes():
        reasons.append(Reason("segment/unknown-code", "This code is not in the settings.", "professional_group"))
    if shared is None or reasons:
        raise Refused(*reasons)
    made = Acknowledgement(
        id=given.id,
        shared=shared,
        agency=actor.agency,
        professional_group=command.professional_group,
        person_ref=actor.person_ref,
        at=given.now,
        will_do=command.will_do,
    )
    event = LearningAcknowledged(product=shared.product, agency=made.agency, professional_group=made.professional_group)
    return Decided(made, (event,))


def keys(state: Acknowledgement) -> Mapping[str, object]:
    """Flat query keys."""
    return {
        "product": state.shared.product,
        "agency": state.agency,
        "professional_group": state.professional_group,
        "person_ref": state.person_ref,
    }


def threads(state: Acknowledgement) -> tuple[str, ...]:
    """The findings that the product draws on first."""
    return threads_of(state.shared, state.id)


def visible(state: Acknowledgement, actor: Actor) -> bool:
    """The person's own; others see counts."""
    return actor.person_ref == state.person_ref
